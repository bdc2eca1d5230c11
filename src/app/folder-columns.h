/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/folder-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The columns of a folder tree. Each returns a new one for a view over GtkTreeListRow of
 * DecantFolderItem. */

/* Arrow, check box, icon and name. @view: the view whose "alone" its rows follow. */
GtkColumnViewColumn *decant_folder_columns_new_folder (gpointer view);

GtkColumnViewColumn *decant_folder_columns_new_messages (void);
GtkColumnViewColumn *decant_folder_columns_new_size (void);
GtkColumnViewColumn *decant_folder_columns_new_share (void);
GtkColumnViewColumn *decant_folder_columns_new_arriving (void);

G_END_DECLS
