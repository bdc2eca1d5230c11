/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/largest-lists.h"

/* ---- one list to another ---- */

typedef gboolean (*SameFunc) (gpointer a, gpointer b);

static gboolean
is_same (GListStore *list, guint position, gpointer item, SameFunc same)
{
  g_autoptr (GObject) there = g_list_model_get_item (G_LIST_MODEL (list), position);

  return there != NULL && same (there, item);
}

/* Puts @items into the list in place of what is there, but for the beginning and the end, as far as
 * they are the same. */
static void
replace (GListStore *list, GPtrArray *items, SameFunc same)
{
  guint before = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint shorter = MIN (before, items->len);
  guint first = 0, last = 0;

  while (first < shorter && is_same (list, first, items->pdata[first], same))
    first++;
  while (last < shorter - first &&
         is_same (list, before - 1 - last, items->pdata[items->len - 1 - last], same))
    last++;
  if (first + last < MAX (before, items->len))
    g_list_store_splice (list, first, before - first - last, items->pdata + first,
                         items->len - first - last);
}

static gpointer
peek (GListStore *list, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), position);

  return item;
}

/* ---- messages ---- */

static gboolean
is_same_message (gpointer a, gpointer b)
{
  const DecantCensusMessage *first = decant_message_item_get_message (a);
  const DecantCensusMessage *second = decant_message_item_get_message (b);

  return first->folder == second->folder && first->uid == second->uid &&
         first->size == second->size;
}

/* Of the folders of the census, as it numbers them; borrowed. */
static GPtrArray *
list_paths (DecantCensus *census, const DecantPlan *plan)
{
  GPtrArray *paths = g_ptr_array_new ();

  g_ptr_array_set_size (paths, (int)decant_census_get_n_folders (census));
  for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
    {
      const char *path = decant_plan_get_folder (plan, i)->old_folder->path;
      int index = decant_census_find (census, path);

      if (index >= 0)
        paths->pdata[index] = (gpointer)path;
    }
  return paths;
}

void
decant_largest_lists_show_messages (GListStore *list, DecantCensus *census,
                                    DecantPlanEditor *editor, const DecantCensusSummary *summary)
{
  g_autoptr (GPtrArray) paths = list_paths (census, decant_plan_editor_get_plan (editor));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < summary->largest->len && i < DECANT_LARGEST_MOST; i++)
    {
      const DecantCensusMessage *message = summary->largest->pdata[i];
      const char *path = message->folder < paths->len ? paths->pdata[message->folder] : NULL;
      DecantMessageItem *item;

      if (path == NULL)
        continue;
      item = decant_message_item_new (path);
      decant_message_item_set_message (item, message);
      g_ptr_array_add (items, item);
    }
  replace (list, items, is_same_message);
}

/* ---- folders and senders ---- */

static gboolean
is_same_key (gpointer a, gpointer b)
{
  return strcmp (decant_largest_item_get_key (a), decant_largest_item_get_key (b)) == 0;
}

/* The same, and the figures of those that stay. */
static void
replace_counted (GListStore *list, GPtrArray *items)
{
  replace (list, items, is_same_key);
  for (guint i = 0; i < items->len; i++)
    if (peek (list, i) != items->pdata[i])
      decant_largest_item_set_count (peek (list, i),
                                     decant_largest_item_get_count (items->pdata[i]));
}

static void
add (GPtrArray *items, const char *key, const char *name, const DecantCensusCount *count)
{
  DecantLargestItem *item = decant_largest_item_new (key, name);

  decant_largest_item_set_count (item, count);
  g_ptr_array_add (items, item);
}

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  DecantLargestItem *first = *(DecantLargestItem *const *)a;
  DecantLargestItem *second = *(DecantLargestItem *const *)b;
  guint64 size = decant_largest_item_get_count (first)->size;
  guint64 other = decant_largest_item_get_count (second)->size;

  if (size != other)
    return size > other ? -1 : 1;
  return strcmp (decant_largest_item_get_key (first), decant_largest_item_get_key (second));
}

void
decant_largest_lists_show_folders (GListStore *list, DecantCensus *census, DecantPlanEditor *editor)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (editor);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
    {
      const char *path = decant_plan_get_folder (plan, i)->old_folder->path;
      int index = decant_census_find (census, path);
      DecantCensusFolder known = { 0 };

      if (index >= 0)
        decant_census_get_folder (census, (guint)index, &known);
      if (known.messages > 0)
        add (items, path, "", &(DecantCensusCount){ known.messages, known.size });
    }
  g_ptr_array_sort (items, compare_sizes);
  if (items->len > DECANT_LARGEST_MOST)
    g_ptr_array_set_size (items, DECANT_LARGEST_MOST);
  replace_counted (list, items);
}

void
decant_largest_lists_show_senders (GListStore *list, const DecantCensusSummary *summary)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < summary->senders->len && i < DECANT_LARGEST_MOST; i++)
    {
      const DecantCensusSender *sender = summary->senders->pdata[i];

      add (items, sender->address, sender->name, &sender->taken);
    }
  replace_counted (list, items);
}
