/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/lane.h"

#include "engine/already-there.h"
#include "engine/folder-reader.h"
#include "engine/folder-writer.h"
#include "engine/lane-pool.h"
#include "engine/listing.h"
#include "engine/matching.h"
#include "engine/new-folder.h"
#include "engine/preparation.h"

#include <glib/gi18n-lib.h>

#define QUEUE_MEMORY (2 * 1024 * 1024)
#define PAGE_MESSAGES 1000
#define MOST_PASSES 3

struct _DecantLane
{
  DecantRun *run;
  DecantConnection *old_connection; /* lent to the reading thread while a folder is copied */
  DecantConnection *new_connection;
  guint batch_messages;
};

/* One old folder on its way. */
typedef struct
{
  DecantLane *lane;
  DecantRun *run;
  const DecantLaneTask *task;
  const DecantPlanFolder *plan_folder;
  const char *path;
  guint progress_index;
  DecantJournalFolder row;
  gboolean listed;      /* what the row says is of this run, and has not been used yet */
  DecantListing *begun; /* to be gone on with, or NULL */
  gboolean unchanged;
  DecantFolder *new_folder;
  DecantContentQueue *queue;
  gboolean renumbered; /* its UIDVALIDITY changed while it was read */
  gboolean more;       /* this run has copied it before */
  GError *read_error;
} Passage;

/* ---- tasks ---- */

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

/* ---- the lane ---- */

static DecantConnection *
new_connection (DecantRun *run, DecantStoreOpener *account, DecantAccess access)
{
  DecantConnection *connection = decant_connection_new (account, access, run->gate);

  decant_connection_set_wanted (connection, decant_lane_pool_wants_worker, run);
  return connection;
}

gpointer
decant_lane_new_listing (DecantRun *run, GError **error)
{
  DecantLane *self = g_new0 (DecantLane, 1);

  self->run = run;
  self->batch_messages = DECANT_FIRST_BATCH_MESSAGES;
  self->old_connection = new_connection (run, run->old_account, DECANT_ACCESS_READ);
  if (decant_connection_ensure (self->old_connection, error))
    return self;
  decant_lane_free (self);
  return NULL;
}

static gpointer
open_connection (gpointer connection)
{
  GError *error = NULL;

  decant_connection_ensure (connection, &error);
  return error;
}

/* Signs in to both sides at the same time. */
gpointer
decant_lane_new (DecantRun *run, GError **error)
{
  DecantConnection *connection = new_connection (run, run->new_account, DECANT_ACCESS_WRITE);
  GThread *opening = g_thread_new ("decant-opening", open_connection, connection);
  DecantLane *self = decant_lane_new_listing (run, error);
  g_autoptr (GError) problem = g_thread_join (opening);

  if (self == NULL)
    {
      decant_connection_free (connection);
      return NULL;
    }
  self->new_connection = connection;
  if (problem == NULL)
    return self;
  g_propagate_error (error, g_steal_pointer (&problem));
  decant_lane_free (self);
  return NULL;
}

void
decant_lane_free (gpointer lane)
{
  DecantLane *self = lane;

  decant_connection_free (self->old_connection);
  decant_connection_free (self->new_connection);
  g_free (self);
}

/* ---- reading, in a thread of its own ---- */

static GPtrArray *
next_page (guint32 after_uid, gpointer user_data, GError **error)
{
  Passage *self = user_data;

  return decant_journal_list_planned (self->run->journal, self->row.id, after_uid, PAGE_MESSAGES,
                                      error);
}

static gboolean
message_arrived (DecantMessage *message, DecantContent *content, gpointer user_data, GError **error)
{
  Passage *self = user_data;

  return decant_content_queue_push (self->queue, message, content);
}

static gboolean
message_given_up (const DecantMessage *message, DecantReason reason, const char *detail,
                  const DecantHeaders *headers, gpointer user_data, GError **error)
{
  Passage *self = user_data;

  return decant_folder_writer_skip (self->run, self->row.id, self->path, self->progress_index,
                                    message, reason, detail, headers, error);
}

static gpointer
read_messages (gpointer user_data)
{
  Passage *self = user_data;
  const DecantFolderReaderFuncs funcs = { next_page, message_arrived, message_given_up, self };

  decant_folder_reader_run (self->lane->old_connection, self->run->gate,
                            self->plan_folder->old_folder, self->row.uid_validity, &funcs,
                            &self->renumbered, &self->read_error);
  decant_content_queue_close (self->queue);
  return NULL;
}

/* Reads and writes at the same time; what could not be written is what failed, whatever the reader
 * says then. */
static gboolean
copy_planned (Passage *self, DecantReason *reason, GError **error)
{
  DecantFolderWriter writer = {
    .run = self->run,
    .connection = self->lane->new_connection,
    .new_folder = self->new_folder,
    .new_folder_id = self->row.new_folder_id,
    .old_folder_id = self->row.id,
    .old_path = self->path,
    .progress_index = self->progress_index,
    .batch_messages = &self->lane->batch_messages,
  };
  GThread *reader;
  gboolean well;

  self->queue = writer.queue = decant_content_queue_new (QUEUE_MEMORY);
  reader = g_thread_new ("decant-reader", read_messages, self);
  *reason = DECANT_REASON_FOLDER_NOT_CREATED;
  well = decant_folder_writer_run (&writer, error);
  g_thread_join (reader);
  g_clear_pointer (&self->queue, decant_content_queue_free);
  if (well && self->read_error != NULL && !self->renumbered)
    {
      *reason = DECANT_REASON_FOLDER_UNREADABLE;
      g_propagate_error (error, g_steal_pointer (&self->read_error));
      well = FALSE;
    }
  g_clear_error (&self->read_error);
  return well;
}

/* ---- a folder ---- */

static gboolean
fail_folder (Passage *self, const GError *problem, DecantReason reason, GError **error)
{
  DecantJournalCounts counts = { 0 };
  guint64 lost = self->plan_folder->old_folder->messages;

  if (!g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
    {
      g_propagate_error (error, g_error_copy (problem));
      return FALSE;
    }
  if (self->row.id != 0 || self->more)
    {
      if (!decant_journal_count (self->run->journal, self->path, &counts, error))
        return FALSE;
      lost = counts.planned;
    }
  return decant_run_record_failed_folder (self->run, self->path, self->progress_index, lost,
                                          problem, reason, error);
}

/* Before anything is sent: what is in doubt, and what is already there. */
static gboolean
settle (Passage *self, GError **error)
{
  DecantLane *lane = self->lane;
  guint64 found = 0;

  return decant_matching_settle (self->run, lane->new_connection, self->new_folder,
                                 self->row.new_folder_id, self->row.id, NULL, error) &&
         decant_already_there_find (self->run, lane->old_connection, self->plan_folder->old_folder,
                                    self->row.id, lane->new_connection, self->new_folder,
                                    self->row.new_folder_id, &found, error);
}

static gboolean
count_planned (Passage *self, guint64 *planned, guint64 *size, GError **error)
{
  DecantJournalCounts counts = { 0 };

  if (!decant_journal_count (self->run->journal, self->path, &counts, error))
    return FALSE;
  *planned = counts.planned;
  *size = counts.size_planned;
  return TRUE;
}

static gboolean
show_planned (Passage *self, guint64 *planned, GError **error)
{
  guint64 size = 0;

  if (!count_planned (self, planned, &size, error))
    return FALSE;
  decant_progress_set_folder_listing (self->run->progress, self->progress_index, self->row.messages,
                                      self->row.messages - MIN (self->row.messages, *planned),
                                      size);
  return TRUE;
}

static gboolean
list_old_folder (Passage *self, GError **error)
{
  if (self->listed)
    {
      self->listed = FALSE;
      return TRUE;
    }
  decant_journal_folder_clear (&self->row);
  return decant_listing_run (self->run, self->lane->old_connection, self->plan_folder,
                             g_steal_pointer (&self->begun), &self->row, &self->unchanged, error);
}

static gboolean
find_new_folder (Passage *self, GError **error)
{
  DecantConnection *connection = self->lane->new_connection;
  g_autoptr (GError) problem = NULL;

  if (self->new_folder == NULL)
    self->new_folder = decant_preparation_take_folder (self->run->preparation, self->task,
                                                       connection, &problem);
  if (self->new_folder == NULL && problem == NULL)
    self->new_folder = decant_new_folder_ensure (self->run->new_folders, connection,
                                                 self->plan_folder, &problem);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return self->new_folder != NULL;
}

/* Lists the old folder and makes the new one ready. *@planned: how many messages are to be copied.
 */
static gboolean
prepare (Passage *self, guint64 *planned, DecantReason *reason, GError **error)
{
  *reason = DECANT_REASON_FOLDER_UNREADABLE;
  *planned = 0;
  if (!list_old_folder (self, error) || !show_planned (self, planned, error))
    return FALSE;
  if (self->unchanged && self->plan_folder->new_folder != NULL)
    return TRUE;
  *reason = DECANT_REASON_FOLDER_NOT_CREATED;
  if (!find_new_folder (self, error))
    return FALSE;
  return *planned == 0 || (settle (self, error) && show_planned (self, planned, error));
}

/* Several passes only where the first leaves something planned: the old folder was renumbered, or
 * messages are to be sent again. */
static gboolean
copy_more (Passage *self, DecantReason *reason, GError **error)
{
  guint64 planned = 0, size = 0;

  for (guint pass = 0; pass < MOST_PASSES; pass++)
    {
      if (!prepare (self, &planned, reason, error))
        return FALSE;
      if (planned == 0)
        return TRUE;
      decant_progress_set_phase (self->run->progress, DECANT_PHASE_COPYING);
      /* Translators: %s is a folder */
      decant_progress_set_activity (self->run->progress, _ ("Copying “%s”"), self->path);
      self->renumbered = FALSE;
      if (!copy_planned (self, reason, error) || !count_planned (self, &planned, &size, error))
        return FALSE;
      if (!self->renumbered && planned == 0)
        return TRUE;
    }
  return TRUE;
}

static gboolean
copy_folder (Passage *self, DecantReason *reason, GError **error)
{
  return (self->listed || decant_journal_plan_again (self->run->journal, self->path, error)) &&
         copy_more (self, reason, error);
}

typedef gboolean (*PassageFunc) (Passage *self, DecantReason *reason, GError **error);

static gboolean
list_folder (Passage *self, DecantReason *reason, GError **error)
{
  return list_old_folder (self, error);
}

/* Does @func for one folder; a folder that cannot be dealt with is recorded and is no failure. */
static gboolean
pass_folder (DecantLane *self, const DecantLaneTask *task, guint index, PassageFunc func,
             GError **error)
{
  guint progress_index = g_array_index (task->progress, guint, index);
  Passage passage = {
    .lane = self,
    .run = self->run,
    .task = task,
    .plan_folder = decant_plan_get_folder (self->run->plan,
                                           g_array_index (task->folders, guint, index)),
    .progress_index = progress_index,
    .more = func == copy_more,
  };
  g_autoptr (GError) problem = NULL;
  DecantReason reason = DECANT_REASON_FOLDER_UNREADABLE;
  gboolean well;

  passage.path = passage.plan_folder->old_folder->path;
  decant_progress_set_folder_state (self->run->progress, progress_index, DECANT_FOLDER_ACTIVE);
  /* Translators: %s is a folder */
  decant_progress_set_activity (self->run->progress, _ ("Looking into “%s”"), passage.path);
  passage.listed = decant_preparation_take_listing (
    self->run->preparation, task, index, &passage.row, &passage.unchanged, &passage.begun);
  well = func (&passage, &reason, &problem);
  if (!passage.more)
    decant_run_add_found (self->run, passage.row.id != 0
                                       ? passage.row.messages
                                       : passage.plan_folder->old_folder->messages);
  if (well)
    decant_progress_set_folder_state (self->run->progress, progress_index, DECANT_FOLDER_DONE);
  else
    well = fail_folder (&passage, problem, reason, error);
  g_clear_pointer (&passage.new_folder, decant_folder_unref);
  g_clear_pointer (&passage.begun, decant_listing_free);
  decant_journal_folder_clear (&passage.row);
  return well;
}

static gboolean
pass_folders (DecantLane *self, const DecantLaneTask *task, PassageFunc func, GError **error)
{
  if (!decant_gate_pass (self->run->gate, error) ||
      !decant_preparation_ensure (self->run->preparation, task, self->old_connection,
                                  self->new_connection, error))
    return FALSE;
  for (guint i = 0; i < task->folders->len; i++)
    if (!decant_gate_pass (self->run->gate, error) || !pass_folder (self, task, i, func, error))
      return FALSE;
  return TRUE;
}

gboolean
decant_lane_work (DecantRun *run, gpointer lane, gpointer task, GError **error)
{
  return pass_folders (lane, task, copy_folder, error);
}

gboolean
decant_lane_work_more (DecantRun *run, gpointer lane, gpointer task, GError **error)
{
  return pass_folders (lane, task, copy_more, error);
}

gboolean
decant_lane_list_only (DecantRun *run, gpointer lane, gpointer task, GError **error)
{
  return pass_folders (lane, task, list_folder, error);
}
