/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-tree.h"

struct _DecantFolderTree
{
  GObject parent_instance;

  GHashTable *items; /* path → DecantFolderItem */
  GListStore *roots;
  GtkCustomFilter *filter;
  GtkTreeListModel *model;
  char *needle; /* case-folded */
};

G_DEFINE_FINAL_TYPE (DecantFolderTree, decant_folder_tree, G_TYPE_OBJECT)

static gboolean
is_visible (gpointer item, gpointer user_data)
{
  return decant_folder_item_get_visible (item);
}

static GListModel *
filtered (DecantFolderTree *self, GListStore *store)
{
  return G_LIST_MODEL (gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (store)),
                                                  GTK_FILTER (g_object_ref (self->filter))));
}

/* A row without subfolders must not have a model, or it would get an arrow to open nothing. */
static GListModel *
list_children (gpointer item, gpointer user_data)
{
  GListStore *children = decant_folder_item_peek_children (item);

  if (children == NULL || g_list_model_get_n_items (G_LIST_MODEL (children)) == 0)
    return NULL;
  return filtered (user_data, children);
}

/* ---- the shape of the tree ---- */

/* While paths are set: which rows belong under which store, in order. */
typedef struct
{
  DecantFolderTree *tree;
  GHashTable *placed;   /* DecantFolderItem, as a set */
  GHashTable *children; /* GListStore → GPtrArray of DecantFolderItem */
} Layout;

static GPtrArray *
layout_list (Layout *layout, GListStore *store)
{
  GPtrArray *list = g_hash_table_lookup (layout->children, store);

  if (list == NULL)
    {
      list = g_ptr_array_new ();
      g_hash_table_insert (layout->children, store, list);
    }
  return list;
}

static DecantFolderItem *
place (Layout *layout, const char *path)
{
  DecantFolderTree *tree = layout->tree;
  DecantFolderItem *item = g_hash_table_lookup (tree->items, path);
  g_autofree char *parent = NULL;
  GListStore *store = tree->roots;

  if (item == NULL)
    {
      item = decant_folder_item_new (path);
      g_hash_table_insert (tree->items, g_strdup (path), item);
    }
  if (!g_hash_table_add (layout->placed, item))
    return item;

  parent = decant_folder_path_parent (path);
  if (parent != NULL)
    store = decant_folder_item_get_children (place (layout, parent));
  g_ptr_array_add (layout_list (layout, store), item);
  return item;
}

static gpointer
peek (GListStore *store, guint index)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (store), index);

  return item;
}

/* Replaces only what differs, so that views keep their place. */
static void
fill_store (GListStore *store, GPtrArray *items)
{
  guint old_length = g_list_model_get_n_items (G_LIST_MODEL (store));
  guint shorter = MIN (old_length, items->len);
  guint start = 0;
  guint end = 0;

  while (start < shorter && peek (store, start) == items->pdata[start])
    start++;
  while (end < shorter - start &&
         peek (store, old_length - 1 - end) == items->pdata[items->len - 1 - end])
    end++;
  if (start + end < MAX (old_length, items->len))
    g_list_store_splice (store, start, old_length - start - end, items->pdata + start,
                         items->len - start - end);
}

/* Rows that got their first subfolder, or lost their last, must be asked again for their model. */
static void
renew_row (GListStore *store, guint index, Layout *layout)
{
  GListStore *children = decant_folder_item_peek_children (peek (store, index));
  GPtrArray *wanted;
  gboolean had_any;

  if (children == NULL)
    return;
  wanted = layout_list (layout, children);
  had_any = g_list_model_get_n_items (G_LIST_MODEL (children)) > 0;
  fill_store (children, wanted);
  for (guint i = 0; i < wanted->len; i++)
    renew_row (children, i, layout);
  if (had_any != (wanted->len > 0))
    g_list_model_items_changed (G_LIST_MODEL (store), index, 1, 1);
}

static gboolean
is_unplaced (gpointer path, gpointer item, gpointer placed)
{
  return !g_hash_table_contains (placed, item);
}

void
decant_folder_tree_set_paths (DecantFolderTree *self, GPtrArray *paths)
{
  g_autoptr (GHashTable) placed = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable)
    children = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  Layout layout = { self, placed, children };

  for (guint i = 0; i < paths->len; i++)
    place (&layout, g_ptr_array_index (paths, i));

  GPtrArray *roots = layout_list (&layout, self->roots);
  fill_store (self->roots, roots);
  for (guint i = 0; i < roots->len; i++)
    renew_row (self->roots, i, &layout);
  g_hash_table_foreach_remove (self->items, is_unplaced, placed);
}

DecantFolderItem *
decant_folder_tree_find (DecantFolderTree *self, const char *path)
{
  return g_hash_table_lookup (self->items, path);
}

GListStore *
decant_folder_tree_get_roots (DecantFolderTree *self)
{
  return self->roots;
}

/* ---- searching ---- */

static gboolean
any_visible (GListStore *store)
{
  guint length = store != NULL ? g_list_model_get_n_items (G_LIST_MODEL (store)) : 0;

  for (guint i = 0; i < length; i++)
    if (decant_folder_item_get_visible (peek (store, i)))
      return TRUE;
  return FALSE;
}

static void
match (GListStore *store, const char *needle)
{
  guint length = store != NULL ? g_list_model_get_n_items (G_LIST_MODEL (store)) : 0;

  for (guint i = 0; i < length; i++)
    {
      DecantFolderItem *item = peek (store, i);
      GListStore *children = decant_folder_item_peek_children (item);
      g_autofree char *name = g_utf8_casefold (decant_folder_item_get_name (item), -1);
      g_autofree char *path = g_utf8_casefold (decant_folder_item_get_path (item), -1);

      match (children, needle);
      decant_folder_item_set_visible (item, strstr (path, needle) != NULL ||
                                              strstr (name, needle) != NULL ||
                                              any_visible (children));
    }
}

void
decant_folder_tree_search (DecantFolderTree *self, const char *text)
{
  g_autofree char *needle = g_utf8_casefold (text, -1);

  if (strcmp (needle, self->needle) == 0)
    return;
  g_free (self->needle);
  self->needle = g_steal_pointer (&needle);
  match (self->roots, self->needle);
  gtk_custom_filter_set_filter_func (self->filter, *self->needle != '\0' ? is_visible : NULL, NULL,
                                     NULL);
}

/* ---- what is open ---- */

static guint
find_index (GListModel *model, gconstpointer wanted)
{
  guint length = g_list_model_get_n_items (model);

  for (guint i = 0; i < length; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      if (item == wanted)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* Opens what is above it. NULL where a search hides it. */
static GtkTreeListRow *
open_way_to (DecantFolderTree *self, DecantFolderItem *item)
{
  g_autofree char *parent = decant_folder_path_parent (decant_folder_item_get_path (item));
  DecantFolderItem *above = parent != NULL ? decant_folder_tree_find (self, parent) : NULL;
  g_autoptr (GtkTreeListRow) row = NULL;
  GListModel *siblings;

  if (above == NULL)
    return gtk_tree_list_model_get_child_row (
      self->model, find_index (gtk_tree_list_model_get_model (self->model), item));
  row = open_way_to (self, above);
  if (row == NULL)
    return NULL;
  gtk_tree_list_row_set_expanded (row, TRUE);
  siblings = gtk_tree_list_row_get_children (row);
  return siblings != NULL ? gtk_tree_list_row_get_child_row (row, find_index (siblings, item))
                          : NULL;
}

guint
decant_folder_tree_reveal (DecantFolderTree *self, const char *path)
{
  DecantFolderItem *item = decant_folder_tree_find (self, path);
  g_autoptr (GtkTreeListRow) row = item != NULL ? open_way_to (self, item) : NULL;

  return row != NULL ? gtk_tree_list_row_get_position (row) : GTK_INVALID_LIST_POSITION;
}

/* Rows that open show those below them as they are made, opened as well. */
void
decant_folder_tree_expand_all (DecantFolderTree *self)
{
  GtkTreeListRow *row;

  for (guint i = 0; (row = gtk_tree_list_model_get_row (self->model, i)) != NULL; i++)
    {
      gtk_tree_list_row_set_expanded (row, TRUE);
      g_object_unref (row);
    }
}

void
decant_folder_tree_collapse_all (DecantFolderTree *self)
{
  GtkTreeListRow *row;

  for (guint i = 0; (row = gtk_tree_list_model_get_child_row (self->model, i)) != NULL; i++)
    {
      gtk_tree_list_row_set_expanded (row, FALSE);
      g_object_unref (row);
    }
}

/* ---- the object ---- */

GListModel *
decant_folder_tree_get_model (DecantFolderTree *self)
{
  return G_LIST_MODEL (self->model);
}

static void
decant_folder_tree_finalize (GObject *object)
{
  DecantFolderTree *self = DECANT_FOLDER_TREE (object);

  g_clear_object (&self->model);
  g_clear_object (&self->filter);
  g_clear_object (&self->roots);
  g_hash_table_unref (self->items);
  g_free (self->needle);
  G_OBJECT_CLASS (decant_folder_tree_parent_class)->finalize (object);
}

static void
decant_folder_tree_class_init (DecantFolderTreeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_folder_tree_finalize;
}

static void
decant_folder_tree_init (DecantFolderTree *self)
{
  self->needle = g_strdup ("");
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->roots = g_list_store_new (DECANT_TYPE_FOLDER_ITEM);
  self->filter = gtk_custom_filter_new (NULL, NULL, NULL);
  self->model = gtk_tree_list_model_new (filtered (self, self->roots), FALSE, TRUE, list_children,
                                         self, NULL);
}

DecantFolderTree *
decant_folder_tree_new (void)
{
  return g_object_new (DECANT_TYPE_FOLDER_TREE, NULL);
}
