/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/unchanged.h"

#include "engine/lane.h"
#include "engine/listing.h"

/* For so long what a survey was told is taken for the present state. */
#define FRESH_SECONDS 60

typedef struct
{
  DecantRun *run;
  GHashTable *settled;   /* old path → DecantJournalSettled */
  GHashTable *recounted; /* old path → DecantFolder, of its array; NULL: the survey's will do */
} Look;

/* Where the folders go that an earlier run was through with, as this one plans it. */
static const DecantJournalSettled *
find_settled (const Look *self, const DecantPlanFolder *folder)
{
  const DecantJournalSettled *settled = g_hash_table_lookup (self->settled,
                                                             folder->old_folder->path);

  if (settled == NULL || folder->new_folder == NULL ||
      g_strcmp0 (settled->new_path, folder->new_path) != 0)
    return NULL;
  return settled;
}

/* The folder as it was counted last; NULL where that is too long ago. */
static const DecantFolder *
find_counted (const Look *self, const DecantPlanFolder *folder)
{
  const DecantFolder *counted = folder->old_folder;

  if (self->recounted == NULL)
    return self->run->just_counted && decant_folder_is_fresh (counted, FRESH_SECONDS) ? counted
                                                                                      : NULL;
  counted = g_hash_table_lookup (self->recounted, counted->path);
  return counted != NULL && counted->counted ? counted : NULL;
}

static gboolean
is_unchanged (const Look *self, const DecantPlanFolder *folder, guint32 *messages)
{
  const DecantJournalSettled *settled = find_settled (self, folder);
  const DecantFolder *counted = find_counted (self, folder);
  DecantFolderStatus status = { 0 };

  if (settled == NULL || counted == NULL || counted->uid_validity != settled->row.uid_validity ||
      counted->uid_validity == 0)
    return FALSE;
  status.messages = counted->messages;
  status.uid_next = counted->uid_next;
  status.highest_modseq = counted->highest_modseq;
  *messages = counted->messages;
  return decant_listing_is_unchanged (self->run, folder, &settled->row, &status);
}

/* ---- counting anew ---- */

/* Whether most of the folders could be known to be unchanged if they were counted anew. */
static gboolean
needs_counts (const Look *self, GPtrArray *tasks)
{
  guint stale = 0, all = 0;

  for (guint i = 0; i < tasks->len; i++)
    {
      const DecantLaneTask *task = g_ptr_array_index (tasks, i);

      for (guint j = 0; j < task->folders->len; j++, all++)
        {
          guint index = g_array_index (task->folders, guint, j);
          const DecantPlanFolder *folder = decant_plan_get_folder (self->run->plan, index);

          if (find_settled (self, folder) != NULL && find_counted (self, folder) == NULL)
            stale++;
        }
    }
  return stale > all / 2;
}

/* Only a connection that is not to be had is a failure: what is not counted is opened. */
static gboolean
list_again (DecantRun *run, GPtrArray **folders, GError **error)
{
  g_autoptr (DecantConnection)
    connection = decant_connection_new (run->old_account, DECANT_ACCESS_READ, run->gate);

  if (!decant_connection_ensure (connection, error))
    return FALSE;
  *folders = decant_store_list_folders (decant_connection_get_store (connection),
                                        DECANT_LIST_COUNTS,
                                        decant_connection_get_cancellable (connection), NULL);
  return TRUE;
}

/* ---- taking out ---- */

static void
deal_with (Look *self, guint progress_index, guint32 messages)
{
  DecantProgress *progress = self->run->progress;

  decant_run_add_found (self->run, messages);
  decant_progress_set_folder_listing (progress, progress_index, messages, messages, 0);
  decant_progress_set_folder_state (progress, progress_index, DECANT_FOLDER_DONE);
}

static void
take_out_of_task (Look *self, DecantLaneTask *task)
{
  for (guint i = task->folders->len; i-- > 0;)
    {
      guint index = g_array_index (task->folders, guint, i);
      guint32 messages = 0;

      if (!is_unchanged (self, decant_plan_get_folder (self->run->plan, index), &messages))
        continue;
      deal_with (self, g_array_index (task->progress, guint, i), messages);
      g_array_remove_index (task->folders, i);
      g_array_remove_index (task->progress, i);
    }
}

static void
take_out (Look *self, GPtrArray *tasks)
{
  for (guint i = tasks->len; i-- > 0;)
    {
      DecantLaneTask *task = g_ptr_array_index (tasks, i);

      take_out_of_task (self, task);
      if (task->folders->len == 0)
        g_ptr_array_remove_index (tasks, i);
    }
}

gboolean
decant_unchanged_work_off (DecantRun *run, GPtrArray *tasks, GError **error)
{
  g_autoptr (GHashTable) settled = decant_journal_list_settled (run->journal, error);
  g_autoptr (GHashTable) recounted = NULL;
  g_autoptr (GPtrArray) folders = NULL;
  Look look = { run, settled, NULL };

  if (settled == NULL || !decant_gate_pass (run->gate, error))
    return FALSE;
  if (needs_counts (&look, tasks) && !list_again (run, &folders, error))
    return FALSE;
  if (folders != NULL)
    {
      look.recounted = recounted = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint i = 0; i < folders->len; i++)
        {
          DecantFolder *folder = g_ptr_array_index (folders, i);

          g_hash_table_insert (recounted, folder->path, folder);
        }
    }
  take_out (&look, tasks);
  return TRUE;
}
