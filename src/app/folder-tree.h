/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/folder-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A tree of folders for a list view: made from paths, kept in place as the paths change so that
 * scrolling and open branches stay, and searchable. Main thread only.
 *
 * Signal "settled" (): the rows of its model are those of its paths; after each call of settle() */
#define DECANT_TYPE_FOLDER_TREE (decant_folder_tree_get_type ())
G_DECLARE_FINAL_TYPE (DecantFolderTree, decant_folder_tree, DECANT, FOLDER_TREE, GObject)

DecantFolderTree *decant_folder_tree_new (void);

/* What a view shows: of GtkTreeListRow over DecantFolderItem. Owned by @self. */
GListModel *decant_folder_tree_get_model (DecantFolderTree *self);

/* Makes the tree consist of these paths (of const char *), in this order among siblings. Levels
 * above a path that are not listed themselves are made up. The model follows with settle(). */
void decant_folder_tree_set_paths (DecantFolderTree *self, GPtrArray *paths);

/* Brings the rows of the model to where they are to be: a few at once, many a few at a time while
 * the main context has nothing else to do, so that no frame is late over it. */
void decant_folder_tree_settle (DecantFolderTree *self);
gboolean decant_folder_tree_is_settled (DecantFolderTree *self);

/* The folder of a path, or NULL. Owned by @self. */
DecantFolderItem *decant_folder_tree_find (DecantFolderTree *self, const char *path);

/* What is above all of them, and is no folder itself. Owned by @self. */
DecantFolderItem *decant_folder_tree_get_root (DecantFolderTree *self);

/* Lets only rows be seen whose path holds @text (any case), with what is above them. "" shows
 * all. */
void decant_folder_tree_search (DecantFolderTree *self, const char *text);

/* Opens all that is above the row of @path and returns its position in the model;
 * GTK_INVALID_LIST_POSITION where there is no such row or a search hides it. */
guint decant_folder_tree_reveal (DecantFolderTree *self, const char *path);

void decant_folder_tree_expand_all (DecantFolderTree *self);
void decant_folder_tree_collapse_all (DecantFolderTree *self);

G_END_DECLS
