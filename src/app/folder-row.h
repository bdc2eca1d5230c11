/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/folder-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The first column of a folder tree: arrow, check box, icon, name and what is to be said of it.
 *
 * Property "alone" (boolean): the other side is not in sight, so that each row says where it goes.
 *
 * Ticking it activates "win.choose-folder". */
#define DECANT_TYPE_FOLDER_ROW (decant_folder_row_get_type ())
G_DECLARE_FINAL_TYPE (DecantFolderRow, decant_folder_row, DECANT, FOLDER_ROW, AdwBin)

GtkWidget *decant_folder_row_new (void);

/* Shows the DecantFolderItem of @row; NULL: none. */
void decant_folder_row_set_list_row (DecantFolderRow *self, GtkTreeListRow *row);

/* The one shown, or NULL. Owned by @self. */
DecantFolderItem *decant_folder_row_get_item (DecantFolderRow *self);

G_END_DECLS
