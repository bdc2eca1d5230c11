/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/substitutes.h"

#include "engine/lane-pool.h"
#include "engine/lane.h"
#include "engine/preparation.h"

#include <string.h>

static int
compare_wanting (gconstpointer a, gconstpointer b, gpointer plan)
{
  const DecantJournalWanting *first = a;
  const DecantJournalWanting *second = b;
  int by_key = memcmp (&first->key, &second->key, sizeof first->key);
  guint first_place, second_place;

  if (by_key != 0)
    return by_key;
  first_place = decant_sharing_rank (plan, first->path);
  second_place = decant_sharing_rank (plan, second->path);
  if (first_place != second_place)
    return first_place < second_place ? -1 : 1;
  return decant_compare_uids (&first->uid, &second->uid);
}

/* Chooses another of each key that wants one, and says from which folders of the plan those go. */
static gboolean
choose (DecantRun *run, DecantSharing *sharing, GArray *wanting, gboolean *wanted)
{
  const DecantTwinKey *chosen = NULL;

  g_array_sort_with_data (wanting, compare_wanting, (gpointer)run->plan);
  for (guint i = 0; i < wanting->len; i++)
    {
      const DecantJournalWanting *one = &g_array_index (wanting, DecantJournalWanting, i);
      int index = decant_plan_find (run->plan, one->path);

      if ((chosen != NULL && decant_twin_key_equal (chosen, &one->key)) || index < 0 ||
          !decant_sharing_choose_instead (sharing, one->path, one->uid))
        continue;
      chosen = &one->key;
      wanted[index] = TRUE;
    }
  return chosen != NULL;
}

static GPtrArray *
pick_tasks (GPtrArray *tasks, const gboolean *wanted)
{
  GPtrArray *picked = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_lane_task_free);

  for (guint i = 0; i < tasks->len; i++)
    {
      DecantLaneTask *task = decant_lane_task_pick (tasks->pdata[i], wanted);

      if (task != NULL)
        g_ptr_array_add (picked, task);
    }
  return picked;
}

static void
copy_more (DecantRun *run, GPtrArray *tasks)
{
  const DecantLaneFuncs funcs = { decant_lane_new, decant_lane_free, decant_lane_work_more };
  g_autoptr (DecantPreparation) preparation = decant_preparation_new (run, tasks);

  run->preparation = preparation;
  decant_lane_pool_work_off (run, tasks, &funcs);
  run->preparation = NULL;
}

/* FALSE: there is nobody left to go, or the run has ended. */
static gboolean
copy_next (DecantRun *run, DecantSharing *sharing, GPtrArray *tasks, GError **error)
{
  g_autofree gboolean *wanted = g_new0 (gboolean, decant_plan_get_n_folders (run->plan) + 1);
  g_autoptr (GArray) wanting = decant_journal_list_wanting (run->journal, error);
  g_autoptr (GPtrArray) picked = NULL;

  if (wanting == NULL || !choose (run, sharing, wanting, wanted))
    return FALSE;
  picked = pick_tasks (tasks, wanted);
  copy_more (run, picked);
  return !decant_run_has_failed (run);
}

void
decant_substitutes_work_off (DecantRun *run, DecantSharing *sharing, GPtrArray *tasks,
                             gboolean copies)
{
  GError *error = NULL;

  if (decant_run_has_failed (run) || !decant_sharing_knows_twins (sharing))
    return;
  while (copies && copy_next (run, sharing, tasks, &error))
    continue;
  if (error != NULL ||
      (!decant_run_has_failed (run) && !decant_journal_settle_twins (run->journal, &error)))
    decant_run_fail (run, error);
}
