/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/plan-trees.h"

#include "app/words.h"

#include <glib/gi18n-lib.h>

/* How many folders there are at and below a row, and how many of them are taken along. */
typedef struct
{
  guint choosable;
  guint chosen;
} Tally;

typedef struct
{
  const DecantPlan *plan;
  GHashTable *tallies; /* DecantFolderItem → Tally */
} OldSide;

static Tally
tally_below (OldSide *side, DecantFolderItem *item)
{
  GListModel *children = G_LIST_MODEL (decant_folder_item_get_children (item));
  guint length = g_list_model_get_n_items (children);
  Tally sum = { 0, 0 };

  for (guint i = 0; i < length; i++)
    {
      g_autoptr (DecantFolderItem) child = g_list_model_get_item (children, i);
      const Tally *tally = g_hash_table_lookup (side->tallies, child);

      sum.choosable += tally->choosable;
      sum.chosen += tally->chosen;
    }
  return sum;
}

static char *
describe_destination (const DecantPlanFolder *folder)
{
  if (folder == NULL || !folder->old_folder->selectable)
    return g_strdup ("");
  if (folder->old_folder->problem != NULL)
    return g_strdup (_ ("The server could not count it"));
  if (folder->choice != DECANT_PLAN_COPY || folder->new_path == NULL ||
      (!folder->rest_only && strcmp (folder->new_path, folder->old_folder->path) == 0))
    return g_strdup ("");

  g_autofree char *path = decant_words_folder_path (folder->new_path);
  if (folder->rest_only)
    /* Translators: of a folder that shows all mail; where that mail will be in the new account. */
    return g_strdup_printf (_ ("only what is in no other folder goes to “%s”"), path);
  /* Translators: where a folder's messages will be in the new account. */
  return g_strdup_printf (_ ("goes to “%s”"), path);
}

static void
show_old_folder (DecantFolderItem *item, gpointer user_data)
{
  OldSide *side = user_data;
  int index = decant_plan_find (side->plan, decant_folder_item_get_path (item));
  const DecantPlanFolder *folder = index >= 0 ? decant_plan_get_folder (side->plan, (guint)index)
                                              : NULL;
  gboolean selectable = folder != NULL && folder->old_folder->selectable;
  gboolean chosen = selectable && folder->choice == DECANT_PLAN_COPY;
  gboolean counted = selectable && folder->old_folder->counted;
  g_autofree char *note = describe_destination (folder);
  g_autofree char *figure = counted ? decant_words_number (folder->old_folder->messages) : NULL;
  gboolean sized = counted && folder->old_folder->messages > 0;
  g_autofree char *size = sized ? decant_words_size (folder->old_folder->size) : NULL;
  Tally *tally = g_new (Tally, 1);

  *tally = tally_below (side, item);
  tally->choosable += selectable;
  tally->chosen += chosen;
  g_hash_table_insert (side->tallies, item, tally);

  const DecantFolderFace face = {
    .special_use = folder != NULL ? folder->old_folder->special_use : DECANT_SPECIAL_USE_NONE,
    .note = note,
    .figure = figure != NULL ? figure : "",
    .size_text = size != NULL ? size : "",
    .chosen = tally->choosable > 0 && tally->chosen == tally->choosable,
    .mixed = tally->chosen > 0 && tally->chosen<tally->choosable, .choosable = tally->choosable> 0,
    .dimmed = !chosen,
  };
  decant_folder_item_set_face (item, &face);
}

void
decant_plan_trees_show_old (DecantFolderTree *tree, const DecantPlan *plan)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GHashTable) tallies = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  OldSide side = { plan, tallies };

  for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
    g_ptr_array_add (paths, decant_plan_get_folder (plan, i)->old_folder->path);
  decant_folder_tree_set_paths (tree, paths);
  decant_folder_tree_foreach (tree, show_old_folder, &side);
}

static void
show_target (DecantFolderItem *item, const DecantPlanTarget *target)
{
  gboolean exists = target->folder != NULL;
  gboolean counted = exists && target->folder->selectable && target->folder->counted;
  g_autofree char *number = decant_words_number (target->arriving);
  /* Translators: how many messages will be added to a folder. */
  g_autofree char *arriving = target->arriving > 0 ? g_strdup_printf (_ ("+ %s"), number)
                                                   : g_strdup ("");
  g_autofree char *there = counted ? decant_words_number (target->folder->messages) : NULL;
  const DecantFolderFace face = {
    .special_use = exists ? target->folder->special_use : DECANT_SPECIAL_USE_NONE,
    .note = "",
    .figure = arriving,
    .size_text = there != NULL ? there : "",
    .is_new = !exists,
    .dimmed = target->arriving == 0,
  };

  decant_folder_item_set_face (item, &face);
}

void
decant_plan_trees_show_new (DecantFolderTree *tree, const DecantPlan *plan)
{
  g_autoptr (GPtrArray) targets = decant_plan_list_targets (plan);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; i < targets->len; i++)
    g_ptr_array_add (paths, ((DecantPlanTarget *)targets->pdata[i])->path);
  decant_folder_tree_set_paths (tree, paths);
  for (guint i = 0; i < targets->len; i++)
    show_target (decant_folder_tree_find (tree, paths->pdata[i]), targets->pdata[i]);
}
