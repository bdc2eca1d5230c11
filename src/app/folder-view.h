/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/folder-tree.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A folder tree with its heading: the account it is of, and columns.
 *
 * Property "old" (boolean, construct only): the old account, with check boxes, counts and sizes;
 * else the new one, with what is there and what arrives. */
#define DECANT_TYPE_FOLDER_VIEW (decant_folder_view_get_type ())
G_DECLARE_FINAL_TYPE (DecantFolderView, decant_folder_view, DECANT, FOLDER_VIEW, AdwBin)

/* What it shows. Owned by @self. */
DecantFolderTree *decant_folder_view_get_tree (DecantFolderView *self);

/* @account: the account's label. */
void decant_folder_view_set_account (DecantFolderView *self, const char *account);

G_END_DECLS
