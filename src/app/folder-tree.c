/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-tree.h"

#include "app/folder-filling.h"
#include "app/folder-item-private.h"

/* So many rows come and go at a time, and for so many microseconds before a frame may be drawn. */
#define PORTION 16
#define SLICE_US 6000

struct _DecantFolderTree
{
  GObject parent_instance;

  GHashTable *items; /* path → DecantFolderItem */
  GPtrArray *listed; /* DecantFolderItem, as they were listed last */
  DecantFolderItem *root;
  DecantFolderFilling *filling; /* NULL where all rows are where they are to be */
  guint filling_on;             /* source */
  GtkCustomFilter *filter;
  GtkTreeListModel *model;
  char *needle; /* case-folded */
};

G_DEFINE_FINAL_TYPE (DecantFolderTree, decant_folder_tree, G_TYPE_OBJECT)

enum
{
  SIGNAL_SETTLED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static gboolean
is_visible (gpointer item, gpointer user_data)
{
  return ((DecantFolderItem *)item)->visible;
}

static GListModel *
filtered (DecantFolderTree *self, GListStore *store)
{
  return G_LIST_MODEL (gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (store)),
                                                  GTK_FILTER (g_object_ref (self->filter))));
}

/* A row without subfolders must not have a model, or it would get an arrow to open nothing. */
static GListModel *
list_children (gpointer data, gpointer user_data)
{
  DecantFolderItem *item = data;

  item->branch = item->rows != NULL && g_list_model_get_n_items (G_LIST_MODEL (item->rows)) > 0;
  return item->branch ? filtered (user_data, item->rows) : NULL;
}

/* ---- the shape of the tree ---- */

static DecantFolderItem *
find_or_make (DecantFolderTree *self, const char *path)
{
  DecantFolderItem *item = g_hash_table_lookup (self->items, path);

  if (item == NULL)
    {
      item = decant_folder_item_new (path);
      g_hash_table_insert (self->items, item->path, item);
    }
  return item;
}

static DecantFolderItem *
place (DecantFolderTree *self, const char *path)
{
  DecantFolderItem *item = find_or_make (self, path);
  g_autofree char *parent = NULL;

  if (item->placed)
    return item;
  item->placed = TRUE;
  parent = decant_folder_path_parent (path);
  item->parent = parent != NULL ? place (self, parent) : self->root;
  if (item->parent->children == NULL)
    {
      item->parent->children = g_ptr_array_new ();
      item->parent->rows = g_list_store_new (DECANT_TYPE_FOLDER_ITEM);
    }
  g_ptr_array_add (item->parent->children, item);
  return item;
}

static void
unplace (DecantFolderItem *item)
{
  item->placed = FALSE;
  if (item->children != NULL)
    g_ptr_array_set_size (item->children, 0);
}

static gboolean
is_listed (DecantFolderTree *self, GPtrArray *paths)
{
  if (paths->len != self->listed->len)
    return FALSE;
  for (guint i = 0; i < paths->len; i++)
    if (strcmp (((DecantFolderItem *)self->listed->pdata[i])->path, paths->pdata[i]) != 0)
      return FALSE;
  return TRUE;
}

void
decant_folder_tree_set_paths (DecantFolderTree *self, GPtrArray *paths)
{
  GHashTableIter iter;
  gpointer item;

  if (is_listed (self, paths))
    return;
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    unplace (item);
  unplace (self->root);
  g_ptr_array_set_size (self->listed, 0);
  for (guint i = 0; i < paths->len; i++)
    g_ptr_array_add (self->listed, place (self, paths->pdata[i]));
  g_clear_pointer (&self->filling, decant_folder_filling_free);
  self->filling = decant_folder_filling_new (self->root);
}

DecantFolderItem *
decant_folder_tree_find (DecantFolderTree *self, const char *path)
{
  DecantFolderItem *item = g_hash_table_lookup (self->items, path);

  return item != NULL && item->placed ? item : NULL;
}

DecantFolderItem *
decant_folder_tree_get_root (DecantFolderTree *self)
{
  return self->root;
}

/* ---- what a view sees of it ---- */

static void search_again (DecantFolderTree *self);

static gboolean
is_unplaced (gpointer path, gpointer item, gpointer user_data)
{
  return !((DecantFolderItem *)item)->placed;
}

static void
end_filling (DecantFolderTree *self)
{
  g_clear_pointer (&self->filling, decant_folder_filling_free);
  g_hash_table_foreach_remove (self->items, is_unplaced, NULL);
  if (*self->needle != '\0')
    search_again (self);
}

static gboolean
go_on_filling (gpointer data)
{
  DecantFolderTree *self = data;
  const gint64 end = g_get_monotonic_time () + SLICE_US;

  do
    if (decant_folder_filling_work (self->filling, PORTION))
      {
        self->filling_on = 0;
        end_filling (self);
        g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
        return G_SOURCE_REMOVE;
      }
  while (g_get_monotonic_time () < end);
  return G_SOURCE_CONTINUE;
}

void
decant_folder_tree_settle (DecantFolderTree *self)
{
  if (self->filling_on != 0)
    return;
  if (self->filling == NULL || decant_folder_filling_work (self->filling, PORTION))
    {
      if (self->filling != NULL)
        end_filling (self);
      g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
    }
  else
    self->filling_on = g_idle_add (go_on_filling, self);
}

gboolean
decant_folder_tree_is_settled (DecantFolderTree *self)
{
  return self->filling == NULL;
}

/* ---- searching ---- */

/* Returns whether any of them can be seen. */
static gboolean
match (const GPtrArray *items, const char *needle)
{
  gboolean any = FALSE;

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      DecantFolderItem *item = items->pdata[i];
      g_autofree char *name = g_utf8_casefold (item->name, -1);
      g_autofree char *path = g_utf8_casefold (item->path, -1);

      item->visible = match (item->children, needle) || strstr (path, needle) != NULL ||
                      strstr (name, needle) != NULL;
      any = any || item->visible;
    }
  return any;
}

static void
search_again (DecantFolderTree *self)
{
  match (self->root->children, self->needle);
  gtk_custom_filter_set_filter_func (self->filter, *self->needle != '\0' ? is_visible : NULL, NULL,
                                     NULL);
}

void
decant_folder_tree_search (DecantFolderTree *self, const char *text)
{
  g_autofree char *needle = g_utf8_casefold (text, -1);

  if (strcmp (needle, self->needle) == 0)
    return;
  g_free (self->needle);
  self->needle = g_steal_pointer (&needle);
  search_again (self);
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
  g_autoptr (GtkTreeListRow) row = NULL;
  GListModel *siblings;

  if (item->parent == self->root)
    return gtk_tree_list_model_get_child_row (
      self->model, find_index (gtk_tree_list_model_get_model (self->model), item));
  row = open_way_to (self, item->parent);
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

/* From the last on: else the rows below each would be made before they go as well. */
void
decant_folder_tree_collapse_all (DecantFolderTree *self)
{
  guint count = g_list_model_get_n_items (gtk_tree_list_model_get_model (self->model));

  while (count > 0)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_child_row (self->model, --count);

      gtk_tree_list_row_set_expanded (row, FALSE);
    }
}

/* ---- the object ---- */

GListModel *
decant_folder_tree_get_model (DecantFolderTree *self)
{
  return G_LIST_MODEL (self->model);
}

static void
decant_folder_tree_dispose (GObject *object)
{
  DecantFolderTree *self = DECANT_FOLDER_TREE (object);

  g_clear_handle_id (&self->filling_on, g_source_remove);
  g_clear_pointer (&self->filling, decant_folder_filling_free);
  G_OBJECT_CLASS (decant_folder_tree_parent_class)->dispose (object);
}

static void
decant_folder_tree_finalize (GObject *object)
{
  DecantFolderTree *self = DECANT_FOLDER_TREE (object);

  g_object_unref (self->model);
  g_object_unref (self->filter);
  g_object_unref (self->root);
  g_ptr_array_unref (self->listed);
  g_hash_table_unref (self->items);
  g_free (self->needle);
  G_OBJECT_CLASS (decant_folder_tree_parent_class)->finalize (object);
}

static void
decant_folder_tree_class_init (DecantFolderTreeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = decant_folder_tree_dispose;
  G_OBJECT_CLASS (klass)->finalize = decant_folder_tree_finalize;
  signals[SIGNAL_SETTLED] = g_signal_new ("settled", DECANT_TYPE_FOLDER_TREE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
decant_folder_tree_init (DecantFolderTree *self)
{
  self->needle = g_strdup ("");
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->listed = g_ptr_array_new ();
  self->root = decant_folder_item_new ("");
  self->root->children = g_ptr_array_new ();
  self->root->rows = g_list_store_new (DECANT_TYPE_FOLDER_ITEM);
  self->filter = gtk_custom_filter_new (NULL, NULL, NULL);
  self->model = gtk_tree_list_model_new (filtered (self, self->root->rows), FALSE, TRUE,
                                         list_children, self, NULL);
}

DecantFolderTree *
decant_folder_tree_new (void)
{
  return g_object_new (DECANT_TYPE_FOLDER_TREE, NULL);
}
