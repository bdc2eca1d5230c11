/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/folder.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One row of a folder tree, old side or new side, as the folders page shows it. Main thread only.
 *
 * Properties, all read-only for views:
 *   "name", "icon-name", "note" (string)    the note stands under the name, "" where there is none
 *   "figure", "size-text" (string)          the columns beside it
 *   "chosen" (boolean), "mixed" (boolean)   the check mark; mixed: some of the subfolders only
 *   "choosable" (boolean)                   whether it has a check mark of effect
 *   "is-new" (boolean)                      will be created
 *   "dimmed" (boolean)                      stays behind, or nothing arrives */
#define DECANT_TYPE_FOLDER_ITEM (decant_folder_item_get_type ())
G_DECLARE_FINAL_TYPE (DecantFolderItem, decant_folder_item, DECANT, FOLDER_ITEM, GObject)

/* What a row shows. Strings are borrowed. */
typedef struct
{
  DecantSpecialUse special_use;
  const char *note;
  const char *figure;
  const char *size_text;
  gboolean chosen;
  gboolean mixed;
  gboolean choosable;
  gboolean is_new;
  gboolean dimmed;
} DecantFolderFace;

DecantFolderItem *decant_folder_item_new (const char *path);

const char *decant_folder_item_get_path (DecantFolderItem *self);
const char *decant_folder_item_get_name (DecantFolderItem *self);
gboolean decant_folder_item_get_chosen (DecantFolderItem *self);
gboolean decant_folder_item_get_mixed (DecantFolderItem *self);

/* Sets what is shown; notifies what has changed. */
void decant_folder_item_set_face (DecantFolderItem *self, const DecantFolderFace *face);

/* The rows below, of DecantFolderItem; never NULL. Owned by @self. */
GListStore *decant_folder_item_get_children (DecantFolderItem *self);

/* Whether a search lets it be seen. */
gboolean decant_folder_item_get_visible (DecantFolderItem *self);
void decant_folder_item_set_visible (DecantFolderItem *self, gboolean visible);

G_END_DECLS
