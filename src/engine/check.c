/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/check.h"

#include "engine/folder-reader.h"
#include "engine/lane-pool.h"
#include "engine/lane.h"
#include "engine/message-lister.h"
#include "engine/sharing.h"

#include <glib/gi18n-lib.h>

/* A check under way. */
typedef struct
{
  DecantStoreOpener *account;
  DecantPlan *plan;
  guint connections;
  DecantGate *gate;
  DecantProgress *progress;
  DecantReport *report;
  GError *error;
  GMutex mutex; /* over the report */
} Check;

/* A worker's connection and the check it works for. */
typedef struct
{
  Check *check;
  DecantConnection *connection;
} Worker;

/* One folder being read. */
typedef struct
{
  Worker *worker;
  DecantRun *run;
  const DecantPlanFolder *plan_folder;
  DecantFolder *folder; /* the same */
  guint progress_index;
  GPtrArray *messages; /* DecantMessage that the plan takes along; NULL as they are handed out */
  guint next;
  guint64 left;
  guint32 last_uid;
} FolderCheck;

typedef struct
{
  DecantRun run; /* first: workers are handed a pointer to it */
  Check *check;
} CheckRun;

static void
free_check (gpointer data)
{
  Check *self = data;

  decant_store_opener_unref (self->account);
  decant_plan_free (self->plan);
  g_clear_pointer (&self->gate, decant_gate_unref);
  g_clear_object (&self->progress);
  g_clear_pointer (&self->report, decant_report_free);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gpointer
new_worker (DecantRun *run, GError **error)
{
  Worker *self = g_new0 (Worker, 1);

  self->check = ((CheckRun *)run)->check;
  self->connection = decant_connection_new (run->old_account, DECANT_ACCESS_READ, run->gate);
  decant_connection_set_wanted (self->connection, decant_lane_pool_wants_worker, run);
  if (decant_connection_ensure (self->connection, error))
    return self;
  decant_connection_free (self->connection);
  g_free (self);
  return NULL;
}

static void
free_worker (gpointer worker)
{
  Worker *self = worker;

  decant_connection_free (self->connection);
  g_free (self);
}

/* ---- one folder ---- */

static gboolean
take_message (DecantMessage *message, gpointer user_data, GError **error)
{
  FolderCheck *self = user_data;

  self->last_uid = MAX (self->last_uid, message->uid);
  if (decant_plan_takes_message_under (
        self->run->plan, self->plan_folder,
        decant_connection_get_status (self->worker->connection)->uid_validity, message) &&
      decant_sharing_gives (self->run->sharing, self->plan_folder, message))
    {
      g_clear_pointer (&message->labels, g_strfreev);
      g_ptr_array_add (self->messages, message);
    }
  else
    {
      self->left++;
      decant_message_free (message);
    }
  return TRUE;
}

static GPtrArray *
next_page (guint32 after_uid, gpointer user_data, GError **error)
{
  FolderCheck *self = user_data;
  GPtrArray *page = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_message_free);

  for (; self->next < self->messages->len && page->len < 1000; self->next++)
    g_ptr_array_add (page, g_steal_pointer (&self->messages->pdata[self->next]));
  return page;
}

static gboolean
message_arrived (DecantMessage *message, DecantContent *content, gpointer user_data, GError **error)
{
  FolderCheck *self = user_data;

  decant_progress_add_copied (self->run->progress, self->progress_index,
                              decant_content_get_size (content));
  decant_message_free (message);
  decant_content_unref (content);
  return TRUE;
}

static void
add_problem (Check *check, const DecantProblem *problem, guint64 messages)
{
  g_mutex_lock (&check->mutex);
  check->report->skipped += messages;
  g_ptr_array_add (check->report->problems, decant_problem_copy (problem));
  g_mutex_unlock (&check->mutex);
}

static gboolean
message_given_up (const DecantMessage *message, DecantReason reason, const char *detail,
                  const DecantHeaders *headers, gpointer user_data, GError **error)
{
  FolderCheck *self = user_data;
  const DecantHeaders none = { 0 };
  DecantProblem problem = {
    .folder = self->folder->path,
    .uid = message->uid,
    .internal_date = message->internal_date,
    .size = message->size,
    .reason = reason,
    .detail = (char *)detail,
  };

  if (headers == NULL)
    headers = &none;
  problem.message_id = headers->message_id;
  problem.from = headers->from;
  problem.subject = headers->subject;
  problem.date = headers->date;
  add_problem (self->worker->check, &problem, 1);
  decant_progress_add_problem (self->run->progress, self->progress_index, &problem);
  return TRUE;
}

static gboolean
read_folder (FolderCheck *self, GError **error)
{
  const DecantFolderReaderFuncs funcs = { next_page, message_arrived, message_given_up, self };
  DecantConnection *connection = self->worker->connection;
  gboolean renumbered = FALSE;
  guint64 size = 0;

  if (!decant_list_messages (connection, self->folder, 1, G_MAXUINT32,
                             self->plan_folder->rest_only ? DECANT_DETAILS_LABELS
                                                          : DECANT_DETAILS_PLAIN,
                             DECANT_LIST_AT_ANY_PRICE, take_message, self, error))
    return FALSE;
  for (guint i = 0; i < self->messages->len; i++)
    size += ((const DecantMessage *)g_ptr_array_index (self->messages, i))->size;
  decant_progress_set_folder_listing (self->run->progress, self->progress_index,
                                      self->messages->len + self->left, self->left, size);
  decant_run_add_found (self->run, self->messages->len + self->left);
  g_mutex_lock (&self->worker->check->mutex);
  self->worker->check->report->left_behind += self->left;
  g_mutex_unlock (&self->worker->check->mutex);
  return decant_folder_reader_run (connection, self->run->gate, self->folder,
                                   decant_connection_get_status (connection)->uid_validity, &funcs,
                                   &renumbered, error);
}

static gboolean
fail_folder (FolderCheck *self, const GError *problem, GError **error)
{
  const char *words = decant_store_error_get_detail (problem);
  DecantProblem row = {
    .folder = self->folder->path,
    .internal_date = DECANT_DATE_UNKNOWN,
    .reason = DECANT_REASON_FOLDER_UNREADABLE,
    .detail = (char *)(words != NULL ? words : problem->message),
  };
  guint64 lost = self->messages->len - self->next;

  if (self->last_uid == 0)
    {
      lost = self->folder->messages;
      decant_run_add_found (self->run, lost);
    }
  add_problem (self->worker->check, &row, lost);
  return decant_run_record_failed_folder (self->run, self->folder->path, self->progress_index, 0,
                                          problem, DECANT_REASON_FOLDER_UNREADABLE, error);
}

static gboolean
check_folder (DecantRun *run, Worker *worker, guint plan_index, guint progress_index,
              GError **error)
{
  FolderCheck self = {
    .worker = worker,
    .run = run,
    .plan_folder = decant_plan_get_folder (run->plan, plan_index),
    .progress_index = progress_index,
    .messages = g_ptr_array_new (),
  };
  g_autoptr (GError) problem = NULL;
  gboolean well;

  self.folder = self.plan_folder->old_folder;
  decant_progress_set_folder_state (run->progress, progress_index, DECANT_FOLDER_ACTIVE);
  /* Translators: %s is a folder */
  decant_progress_set_activity (run->progress, _ ("Reading “%s”"), self.folder->path);
  well = read_folder (&self, &problem);
  if (well)
    decant_progress_set_folder_state (run->progress, progress_index, DECANT_FOLDER_DONE);
  else if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
    well = fail_folder (&self, problem, error);
  else
    g_propagate_error (error, g_steal_pointer (&problem));
  for (guint i = self.next; i < self.messages->len; i++)
    decant_message_free (g_ptr_array_index (self.messages, i));
  g_ptr_array_unref (self.messages);
  return well;
}

static gboolean
work (DecantRun *run, gpointer worker, gpointer task, GError **error)
{
  const DecantLaneTask *folders = task;

  for (guint i = 0; i < folders->folders->len; i++)
    if (!decant_gate_pass (run->gate, error) ||
        !check_folder (run, worker, g_array_index (folders->folders, guint, i),
                       g_array_index (folders->progress, guint, i), error))
      return FALSE;
  return TRUE;
}

/* ---- the check ---- */

static void
fill_report (Check *self, DecantRun *run)
{
  DecantReport *report = self->report;
  DecantProgressSnapshot snapshot;

  decant_progress_get_snapshot (self->progress, &snapshot);
  for (guint i = 0; i < decant_plan_get_n_folders (self->plan); i++)
    if (decant_plan_get_folder (self->plan, i)->choice != DECANT_PLAN_NOT_CHOSEN)
      report->folders++;
  report->old_account = g_strdup (decant_store_opener_get_label (self->account));
  report->started = run->started;
  report->seconds = decant_run_get_seconds (run);
  report->found = run->found;
  report->left_behind += run->left_with_folder;
  report->bytes = snapshot.bytes;
  report->finished = run->failure == NULL;
  if (run->failure != NULL)
    {
      report->stop_reason = g_strdup (run->failure->message);
      self->error = g_steal_pointer (&run->failure);
    }
}

static void
stop_gate (GCancellable *cancellable, gpointer gate)
{
  decant_gate_stop (gate);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const DecantLaneFuncs funcs = { new_worker, free_worker, work };
  Check *self = data;
  DecantGate *gate = self->gate;
  g_autoptr (DecantThrottle) throttle = decant_throttle_new (gate, 0);
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (DecantSharing) sharing = NULL;
  CheckRun run = { .check = self };
  gulong watch = decant_gate_watch_network (gate);
  gulong handler = 0;

  decant_gate_set_flow (gate, decant_throttle_get_flow (throttle));
  run.run = (DecantRun){
    .old_account = self->account,
    .plan = self->plan,
    .gate = gate,
    .progress = self->progress,
    .throttle = throttle,
    .connections = self->connections,
  };
  decant_run_init (&run.run);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (stop_gate), gate, NULL);
  decant_progress_set_phase (self->progress, DECANT_PHASE_READING);
  tasks = decant_lane_list_tasks (&run.run);
  sharing = decant_sharing_new (&run.run);
  run.run.sharing = sharing;
  decant_lane_pool_work_off (&run.run, tasks, &funcs);
  run.run.sharing = NULL;
  g_cancellable_disconnect (cancellable, handler);
  decant_gate_ignore_network (watch);
  decant_gate_set_flow (gate, NULL);
  fill_report (self, &run.run);
  decant_progress_set_phase (self->progress, DECANT_PHASE_FINISHED);
  decant_run_clear (&run.run);
  g_task_return_boolean (task, TRUE);
}

void
decant_check_run_async (DecantStoreOpener *account, const DecantPlan *plan, guint connections,
                        DecantGate *gate, DecantProgress *progress, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Check *self = g_new0 (Check, 1);

  g_mutex_init (&self->mutex);
  self->account = decant_store_opener_ref (account);
  self->plan = decant_plan_copy (plan);
  self->connections = connections;
  self->progress = progress != NULL ? g_object_ref (progress) : decant_progress_new ();
  self->gate = gate != NULL ? decant_gate_ref (gate) : decant_gate_new (self->progress, NULL, NULL);
  self->report = decant_report_new (DECANT_REPORT_CHECK);
  g_task_set_source_tag (task, decant_check_run_async);
  g_task_set_task_data (task, self, free_check);
  /* The report of what was read is wanted when it is cancelled, too. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, run_in_thread);
}

DecantReport *
decant_check_run_finish (GAsyncResult *result, GError **error)
{
  Check *self = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  return g_steal_pointer (&self->report);
}
