/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/lane-task.h"

void
decant_lane_task_free (DecantLaneTask *self)
{
  g_free (self->new_path);
  g_array_unref (self->folders);
  g_array_unref (self->progress);
  g_free (self);
}

static DecantLaneTask *
new_task (const char *new_path)
{
  DecantLaneTask *task = g_new0 (DecantLaneTask, 1);

  task->new_path = g_strdup (new_path);
  task->folders = g_array_new (FALSE, FALSE, sizeof (guint));
  task->progress = g_array_new (FALSE, FALSE, sizeof (guint));
  return task;
}

DecantLaneTask *
decant_lane_task_pick (const DecantLaneTask *task, const gboolean *wanted)
{
  DecantLaneTask *picked = new_task (task->new_path);

  picked->weight = task->weight;
  for (guint i = 0; i < task->folders->len; i++)
    if (wanted[g_array_index (task->folders, guint, i)])
      {
        g_array_append_val (picked->folders, g_array_index (task->folders, guint, i));
        g_array_append_val (picked->progress, g_array_index (task->progress, guint, i));
      }
  if (picked->folders->len > 0)
    return picked;
  decant_lane_task_free (picked);
  return NULL;
}

static DecantLaneTask *
find_task (GPtrArray *tasks, GHashTable *by_path, const char *new_path)
{
  DecantLaneTask *task = g_hash_table_lookup (by_path, new_path);

  if (task != NULL)
    return task;
  task = new_task (new_path);
  g_ptr_array_add (tasks, task);
  g_hash_table_insert (by_path, task->new_path, task);
  return task;
}

static int
compare_weight (gconstpointer a, gconstpointer b)
{
  const DecantLaneTask *first = *(const DecantLaneTask *const *)a;
  const DecantLaneTask *second = *(const DecantLaneTask *const *)b;

  return (first->weight < second->weight) - (first->weight > second->weight);
}

GPtrArray *
decant_lane_list_tasks (DecantRun *run)
{
  GPtrArray *tasks = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_lane_task_free);
  g_autoptr (GHashTable) by_path = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < decant_plan_get_n_folders (run->plan); i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (run->plan, i);
      DecantLaneTask *task;
      guint progress_index;

      if (folder->choice == DECANT_PLAN_LEAVE_BEHIND)
        {
          run->found += folder->old_folder->messages;
          run->left_with_folder += folder->old_folder->messages;
        }
      if (folder->choice != DECANT_PLAN_COPY)
        continue;
      progress_index = decant_progress_add_folder (run->progress, folder->old_folder->path,
                                                   folder->old_folder->messages,
                                                   folder->old_folder->size);
      task = find_task (tasks, by_path, folder->new_path);
      g_array_append_val (task->folders, i);
      g_array_append_val (task->progress, progress_index);
      task->weight += folder->old_folder->size != DECANT_SIZE_UNKNOWN
                        ? folder->old_folder->size
                        : folder->old_folder->messages;
    }
  g_ptr_array_sort (tasks, compare_weight);
  return tasks;
}
