/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/salvage-private.h"

#include "engine/connection.h"
#include "engine/progress-private.h"

typedef struct
{
  DecantStoreOpener *account;
  DecantPlan *plan;
  GPtrArray *problems; /* DecantProblem, of messages */
  char *directory;
  DecantGate *gate;
  DecantProgress *progress;
  DecantConnection *connection;
  DecantSalvage *result;
  GError *error;
} Salvaging;

void
decant_salvage_free (DecantSalvage *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->files);
  g_free (self);
}

static void
free_salvaging (gpointer data)
{
  Salvaging *self = data;

  decant_store_opener_unref (self->account);
  decant_plan_free (self->plan);
  g_ptr_array_unref (self->problems);
  g_free (self->directory);
  decant_gate_unref (self->gate);
  g_object_unref (self->progress);
  decant_salvage_free (self->result);
  g_clear_error (&self->error);
  g_free (self);
}

/* ---- one message ---- */

/* Opens the folder of a message, if its UIDs still mean the same messages. *@open is FALSE where it
 * cannot be. */
static gboolean
open_folder (Salvaging *self, DecantFolder *folder, gboolean *open, GError **error)
{
  g_autoptr (GError) problem = NULL;
  guint32 now;

  *open = FALSE;
  if (!decant_gate_pass (self->gate, error))
    return FALSE;
  if (!decant_connection_ensure_folder (self->connection, folder, &problem))
    {
      if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  now = decant_connection_get_status (self->connection)->uid_validity;
  *open = now == 0 || folder->uid_validity == 0 || now == folder->uid_validity;
  return TRUE;
}

/* *@content: what came of that part, or NULL. A server that hangs up over it may be asked for
 * another part. */
static gboolean
ask (Salvaging *self, DecantFolder *folder, guint32 uid, DecantPart part, DecantContent **content,
     gboolean *whole, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean open;

  *content = NULL;
  *whole = FALSE;
  if (!open_folder (self, folder, &open, error))
    return FALSE;
  if (!open)
    return TRUE;
  *content = decant_store_salvage (decant_connection_get_store (self->connection), uid, part,
                                   decant_connection_get_cancellable (self->connection), &problem);
  *whole = problem == NULL;
  if (*whole)
    decant_connection_note_success (self->connection);
  if (*whole || g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_MESSAGE))
    return TRUE;
  if (!decant_connection_recover (self->connection, problem, error))
    {
      g_clear_pointer (content, decant_content_unref);
      return FALSE;
    }
  decant_connection_note_culprit (self->connection);
  return TRUE;
}

static guint64
size_of (const DecantContent *content)
{
  return content != NULL ? decant_content_get_size (content) : 0;
}

/* A header that comes whole is worth more than a part that does not even hold it. */
static gboolean
get_most (Salvaging *self, DecantFolder *folder, guint32 uid, DecantContent **content,
          DecantSalvaged *how_much, GError **error)
{
  g_autoptr (DecantContent) header = NULL;
  gboolean whole;

  *how_much = DECANT_SALVAGED_NOTHING;
  if (!ask (self, folder, uid, DECANT_PART_MESSAGE, content, &whole, error))
    return FALSE;
  if (*content != NULL)
    *how_much = whole ? DECANT_SALVAGED_WHOLE : DECANT_SALVAGED_PART;
  if (whole)
    return TRUE;
  if (!ask (self, folder, uid, DECANT_PART_HEADER, &header, &whole, error))
    {
      g_clear_pointer (content, decant_content_unref);
      return FALSE;
    }
  if (size_of (header) <= size_of (*content))
    return TRUE;
  g_clear_pointer (content, decant_content_unref);
  *content = g_steal_pointer (&header);
  *how_much = whole ? DECANT_SALVAGED_HEADER : DECANT_SALVAGED_PART;
  return TRUE;
}

static gboolean
save (Salvaging *self, const DecantProblem *problem, GError **error)
{
  int index = decant_plan_find (self->plan, problem->folder);
  g_autoptr (DecantContent) content = NULL;
  DecantSalvaged how_much = DECANT_SALVAGED_NOTHING;
  char *path;

  if (index >= 0 && !get_most (self, decant_plan_get_folder (self->plan, (guint)index)->old_folder,
                               problem->uid, &content, &how_much, error))
    return FALSE;
  if (content != NULL)
    {
      path = decant_salvage_write (problem, content, self->directory, error);
      if (path == NULL)
        return FALSE;
      g_ptr_array_add (self->result->files, path);
    }
  self->result->counts[how_much]++;
  decant_progress_add_copied (self->progress, 0, size_of (content));
  return TRUE;
}

/* ---- all of them ---- */

static void
stop_gate (GCancellable *cancellable, gpointer gate)
{
  decant_gate_stop (gate);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Salvaging *self = data;
  gulong handler = 0;
  guint i = 0;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (stop_gate), self->gate, NULL);
  decant_progress_add_folder (self->progress, "", self->problems->len, DECANT_SIZE_UNKNOWN);
  decant_progress_set_phase (self->progress, DECANT_PHASE_READING);
  self->connection = decant_connection_new (self->account, DECANT_ACCESS_READ, self->gate);
  while (i < self->problems->len &&
         save (self, g_ptr_array_index (self->problems, i), &self->error))
    i++;
  self->result->untried = self->problems->len - i;
  decant_connection_free (g_steal_pointer (&self->connection));
  g_cancellable_disconnect (cancellable, handler);
  decant_progress_set_phase (self->progress, DECANT_PHASE_FINISHED);
  g_task_return_boolean (task, TRUE);
}

static GPtrArray *
copy_messages (GPtrArray *problems)
{
  GPtrArray *messages = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_problem_free);

  for (guint i = 0; i < problems->len; i++)
    {
      const DecantProblem *problem = g_ptr_array_index (problems, i);

      if (problem->uid != 0)
        g_ptr_array_add (messages, decant_problem_copy (problem));
    }
  return messages;
}

void
decant_salvage_run_async (DecantStoreOpener *account, const DecantPlan *plan, GPtrArray *problems,
                          const char *directory, DecantGate *gate, DecantProgress *progress,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Salvaging *self = g_new0 (Salvaging, 1);

  self->account = decant_store_opener_ref (account);
  self->plan = decant_plan_copy (plan);
  self->problems = copy_messages (problems);
  self->directory = g_strdup (directory);
  self->progress = progress != NULL ? g_object_ref (progress) : decant_progress_new ();
  self->gate = gate != NULL ? decant_gate_ref (gate) : decant_gate_new (self->progress, NULL, NULL);
  self->result = g_new0 (DecantSalvage, 1);
  self->result->files = g_ptr_array_new_with_free_func (g_free);
  g_task_set_source_tag (task, decant_salvage_run_async);
  g_task_set_task_data (task, self, free_salvaging);
  /* What was saved is to be told when it is cancelled, too. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, run_in_thread);
}

DecantSalvage *
decant_salvage_run_finish (GAsyncResult *result, GError **error)
{
  Salvaging *self = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  return g_steal_pointer (&self->result);
}
