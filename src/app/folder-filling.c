/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-filling.h"

#include "app/folder-item-private.h"

/* The rows below one, while they are brought in order. */
typedef struct
{
  DecantFolderItem *above;
  guint right;    /* so many of them are, from the first on */
  guint unwanted; /* so many after those are to go; 0: not known */
} Level;

struct _DecantFolderFilling
{
  GQueue levels; /* Level; from the top down, so that parents come first */
  guint left;    /* rows that may still come and go for now */
};

static guint
count_rows (const DecantFolderItem *item)
{
  return item->rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (item->rows)) : 0;
}

/* Valid as long as it is in there. */
static DecantFolderItem *
peek_row (const DecantFolderItem *above, guint index)
{
  g_autoptr (DecantFolderItem) item = g_list_model_get_item (G_LIST_MODEL (above->rows), index);

  return item;
}

static void
spend (DecantFolderFilling *self, guint count)
{
  self->left -= MIN (self->left, count);
}

/* ---- rows that go ---- */

/* They go from the last on, so that no widgets are made for those that follow and go as well; and
 * what is below them goes first, as a view would have to let go of all of it at once. Returns how
 * many of the @count rows are left. */
static guint
remove_rows (DecantFolderFilling *self, DecantFolderItem *above, guint first, guint count)
{
  while (count > 0 && self->left > 0)
    {
      DecantFolderItem *last = peek_row (above, first + count - 1);
      guint run = 0;

      if (remove_rows (self, last, 0, count_rows (last)) > 0)
        break;
      while (run < count && run < MAX (self->left, 1))
        {
          DecantFolderItem *item = peek_row (above, first + count - 1 - run);

          if (count_rows (item) > 0)
            break;
          item->shown = FALSE;
          run++;
        }
      g_list_store_splice (above->rows, first + count - run, run, NULL, 0);
      spend (self, run);
      count -= run;
    }
  return count;
}

static guint
count_unwanted (const DecantFolderItem *above, guint first)
{
  guint count = count_rows (above) - first;

  for (guint i = 0; i < count; i++)
    if (peek_row (above, first + i)->placed)
      return i;
  return count;
}

/* ---- rows that come ---- */

/* With the first of what is below it, so that a view knows at once that there is something. Returns
 * how many rows that makes. */
static guint
prepare_row (DecantFolderItem *item)
{
  DecantFolderItem *first;
  guint count;

  item->shown = TRUE;
  if (item->children == NULL || item->children->len == 0 || count_rows (item) > 0)
    return 1;
  first = item->children->pdata[0];
  count = 1 + prepare_row (first);
  g_list_store_append (item->rows, first);
  return count;
}

static void
insert_rows (DecantFolderFilling *self, DecantFolderItem *above, guint first)
{
  guint count = 0;

  while (first + count < above->children->len && self->left > 0)
    {
      DecantFolderItem *item = above->children->pdata[first + count];

      if (item->shown)
        break;
      spend (self, prepare_row (item));
      count++;
    }
  g_list_store_splice (above->rows, first, 0, above->children->pdata + first, count);
}

/* One that is to be further up than it is. */
static void
take_out (DecantFolderFilling *self, DecantFolderItem *above, DecantFolderItem *item)
{
  guint index;

  if (g_list_store_find (above->rows, item, &index))
    g_list_store_remove (above->rows, index);
  item->shown = FALSE;
  spend (self, 1);
}

/* ---- all of them ---- */

static void
bring_on (DecantFolderFilling *self, Level *level)
{
  DecantFolderItem *above = level->above;

  if (level->unwanted == 0)
    level->unwanted = count_unwanted (above, level->right);
  if (level->unwanted > 0)
    level->unwanted = remove_rows (self, above, level->right, level->unwanted);
  else if (((DecantFolderItem *)above->children->pdata[level->right])->shown)
    take_out (self, above, above->children->pdata[level->right]);
  else
    insert_rows (self, above, level->right);
}

static gboolean
is_in_order (Level *level)
{
  const DecantFolderItem *above = level->above;
  guint count = count_rows (above);

  while (level->right < MIN (count, above->children->len) &&
         peek_row (above, level->right) == above->children->pdata[level->right])
    level->right++;
  return level->right == count && level->right == above->children->len;
}

/* A row that got its first subfolder, or lost its last, must be asked again for what is below. */
static void
renew_row (const DecantFolderItem *item)
{
  guint index;

  if (item->parent != NULL && item->branch != (item->children->len > 0) &&
      g_list_store_find (item->parent->rows, (gpointer)item, &index))
    g_list_model_items_changed (G_LIST_MODEL (item->parent->rows), index, 1, 1);
}

static void
add_level (DecantFolderFilling *self, DecantFolderItem *above)
{
  Level *level = g_new0 (Level, 1);

  level->above = above;
  g_queue_push_tail (&self->levels, level);
}

static void
end_level (DecantFolderFilling *self)
{
  g_autofree Level *level = g_queue_pop_head (&self->levels);
  const GPtrArray *children = level->above->children;

  renew_row (level->above);
  for (guint i = 0; i < children->len; i++)
    if (((DecantFolderItem *)children->pdata[i])->children != NULL)
      add_level (self, children->pdata[i]);
}

gboolean
decant_folder_filling_work (DecantFolderFilling *self, guint count)
{
  self->left = count;
  while (!g_queue_is_empty (&self->levels))
    {
      Level *level = g_queue_peek_head (&self->levels);

      if (is_in_order (level))
        end_level (self);
      else if (self->left > 0)
        bring_on (self, level);
      else
        return FALSE;
    }
  return TRUE;
}

DecantFolderFilling *
decant_folder_filling_new (DecantFolderItem *root)
{
  DecantFolderFilling *self = g_new0 (DecantFolderFilling, 1);

  add_level (self, root);
  return self;
}

void
decant_folder_filling_free (DecantFolderFilling *self)
{
  g_queue_clear_full (&self->levels, g_free);
  g_free (self);
}
