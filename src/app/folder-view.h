/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/folder-tree.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A folder tree with its heading: the account it is of, and columns.
 *
 * Properties:
 *   "old" (boolean, construct only)   the old account, with check boxes, counts and sizes, whose
 *                                     rows can be dragged; else the new one, with what is there and
 *                                     what arrives, where they can be dropped
 *   "alone" (boolean)                 the other side is not in sight
 *   "menu" (GMenuModel)               for a row; its actions are meant for the one selected
 *   "view-menu" (GMenuModel)          of the button beside the heading
 *
 * Actions: "tree.expand-all", "tree.collapse-all".
 *
 * Signals:
 *   "selected" ()                             another row is selected, or none, by the person
 *   "dropped" (const char *, const char *)    an old folder was dropped onto a new one: their paths
 */
#define DECANT_TYPE_FOLDER_VIEW (decant_folder_view_get_type ())
G_DECLARE_FINAL_TYPE (DecantFolderView, decant_folder_view, DECANT, FOLDER_VIEW, AdwBin)

/* What it shows. Owned by @self. */
DecantFolderTree *decant_folder_view_get_tree (DecantFolderView *self);

/* @account: the account's label. */
void decant_folder_view_set_account (DecantFolderView *self, const char *account);

/* The path of the row selected, or NULL. Owned by the row. */
const char *decant_folder_view_get_selected (DecantFolderView *self);

/* Selects the row of @path and brings it into sight, without a signal; NULL: none. */
void decant_folder_view_select (DecantFolderView *self, const char *path);

G_END_DECLS
