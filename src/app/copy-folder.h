/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/progress.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How far one folder of a copy is, for lists.
 *
 * Properties, all read-only: "name", "icon-name", "status" (the state in words, for those who do
 * not see the icon), "figures" (string); "fraction" (double, 0 to 1); "active" (boolean). */
#define DECANT_TYPE_COPY_FOLDER (decant_copy_folder_get_type ())
G_DECLARE_FINAL_TYPE (DecantCopyFolder, decant_copy_folder, DECANT, COPY_FOLDER, GObject)

/* Makes @store (of DecantCopyFolder) say what @progress says now; rows stay and notify what has
 * changed. Returns whether the order of decant_copy_folder_compare() may be another now. */
gboolean decant_copy_folder_update_list (GListStore *store, DecantProgress *progress);

/* For sorting: those at work first, then those with trouble, then the waiting, then the done. */
int decant_copy_folder_compare (gconstpointer a, gconstpointer b, gpointer user_data);

G_END_DECLS
