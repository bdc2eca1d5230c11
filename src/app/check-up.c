/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/check-up.h"

#include "engine/check.h"
#include "engine/plan-edit.h"

struct _DecantCheckUp
{
  GObject parent_instance;

  DecantPlanEditor *editor;
  DecantStoreOpener *old_account;
  DecantCheckUpState state;
  DecantProgress *progress;
  DecantGate *gate;          /* of what is under way, else NULL */
  GCancellable *cancellable; /* the same */
  gboolean stopping;
  GError *question;
  GError *error;
  GPtrArray *problems;  /* DecantProblem */
  GHashTable *finished; /* paths of folders read to their end */
  guint64 read;         /* messages of those */
  DecantCheckSaver *saver;
};

G_DEFINE_FINAL_TYPE (DecantCheckUp, decant_check_up, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_PROBLEM,
  SIGNAL_ENDED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
changed (DecantCheckUp *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
ended (DecantCheckUp *self)
{
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

/* ---- what is to be read ---- */

static void
forget (DecantCheckUp *self)
{
  g_ptr_array_set_size (self->problems, 0);
  g_hash_table_remove_all (self->finished);
  self->read = 0;
  g_clear_error (&self->error);
}

static gboolean
is_finished (DecantCheckUp *self, const char *path)
{
  return g_hash_table_contains (self->finished, path);
}

/* What was found in folders that are read again will be found again. */
static void
forget_unfinished (DecantCheckUp *self)
{
  for (guint i = self->problems->len; i > 0; i--)
    {
      const DecantProblem *problem = g_ptr_array_index (self->problems, i - 1);

      if (problem->uid == 0 || !is_finished (self, problem->folder))
        g_ptr_array_remove_index (self->problems, i - 1);
    }
}

static gboolean
takes_along (const DecantPlan *plan, guint index)
{
  return decant_plan_get_folder (plan, index)->choice == DECANT_PLAN_COPY;
}

/* The plan without the folders that were read; whether anything is left in it. */
static gboolean
leave_out_finished (DecantCheckUp *self, DecantPlan *plan)
{
  gboolean any = FALSE;

  for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
    {
      if (takes_along (plan, i) &&
          is_finished (self, decant_plan_get_folder (plan, i)->old_folder->path))
        decant_plan_set_choice (plan, i, DECANT_PLAN_LEAVE_BEHIND);
      any = any || takes_along (plan, i);
    }
  return any;
}

/* What is to be read now. For the taking. */
static DecantPlan *
make_plan (DecantCheckUp *self)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (self->editor);
  g_autoptr (DecantPlan) rest = decant_plan_copy (plan);

  if (leave_out_finished (self, rest))
    {
      forget_unfinished (self);
      return g_steal_pointer (&rest);
    }
  forget (self);
  return decant_plan_copy (plan);
}

gboolean
decant_check_up_can_start (DecantCheckUp *self)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (self->editor);

  if (plan == NULL || self->old_account == NULL || decant_check_up_is_running (self))
    return FALSE;
  for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
    if (takes_along (plan, i))
      return TRUE;
  return FALSE;
}

/* ---- its course ---- */

/* One go at it. Where it is not that of @self any more, its account is another. */
typedef struct
{
  DecantCheckUp *self;
  DecantProgress *progress;
} Go;

static void
go_free (Go *go)
{
  g_object_unref (go->progress);
  g_object_unref (go->self);
  g_free (go);
}

static void
on_problem (DecantCheckUp *self, const DecantProblem *problem)
{
  g_ptr_array_add (self->problems, decant_problem_copy (problem));
  g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, problem);
}

static void
note_finished (DecantCheckUp *self)
{
  for (guint i = 0; i < decant_progress_get_n_folders (self->progress); i++)
    {
      DecantFolderProgress folder;

      decant_progress_get_folder (self->progress, i, &folder);
      if (folder.state == DECANT_FOLDER_DONE &&
          g_hash_table_add (self->finished, g_strdup (folder.path)))
        self->read += folder.copied;
    }
}

/* Lets go of what belongs to the go. */
static void
clear_go (DecantCheckUp *self)
{
  g_clear_pointer (&self->gate, decant_gate_unref);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->question);
  self->stopping = FALSE;
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Go *go = user_data;
  DecantCheckUp *self = go->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReport) report = decant_check_run_finish (result, &error);

  if (go->progress == self->progress)
    {
      decant_progress_flush (self->progress);
      clear_go (self);
      note_finished (self);
      self->state = report != NULL && report->finished ? DECANT_CHECK_UP_DONE
                                                       : DECANT_CHECK_UP_STOPPED;
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        self->error = g_steal_pointer (&error);
      changed (self);
      ended (self);
    }
  go_free (go);
}

typedef struct
{
  Go go;
  GError *problem;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_object_unref (question->go.progress);
  g_object_unref (question->go.self);
  g_clear_error (&question->problem);
  g_free (question);
}

static gboolean
take_question (gpointer data)
{
  Question *question = data;
  DecantCheckUp *self = question->go.self;

  if (self->progress == question->go.progress && self->gate != NULL)
    {
      g_clear_error (&self->question);
      self->question = g_steal_pointer (&question->problem);
      changed (self);
    }
  return G_SOURCE_REMOVE;
}

/* From the thread that waits for the answer. */
static void
ask_person (const GError *problem, gpointer user_data)
{
  const Go *go = user_data;
  Question *question = g_new (Question, 1);

  *question = (Question){ { g_object_ref (go->self), g_object_ref (go->progress) },
                          g_error_copy (problem) };
  g_idle_add_full (G_PRIORITY_DEFAULT, take_question, question, free_question);
}

static void
follow (DecantCheckUp *self, DecantProgress *progress)
{
  if (self->progress != NULL)
    g_signal_handlers_disconnect_by_data (self->progress, self);
  g_set_object (&self->progress, progress);
  if (progress != NULL)
    g_signal_connect_object (progress, "problem", G_CALLBACK (on_problem), self, G_CONNECT_SWAPPED);
}

void
decant_check_up_start (DecantCheckUp *self)
{
  g_autoptr (DecantProgress) progress = decant_progress_new ();
  g_autoptr (DecantPlan) plan = NULL;
  Go *go;

  if (!decant_check_up_can_start (self))
    return;
  plan = make_plan (self);
  g_clear_error (&self->error);
  go = g_new (Go, 1);
  *go = (Go){ g_object_ref (self), g_object_ref (progress) };
  follow (self, progress);
  self->gate = decant_gate_new (progress, ask_person, go);
  self->cancellable = g_cancellable_new ();
  self->state = DECANT_CHECK_UP_RUNNING;
  decant_check_run_async (self->old_account, plan, 0, self->gate, progress, self->cancellable,
                          on_ended, go);
  changed (self);
}

void
decant_check_up_pause (DecantCheckUp *self)
{
  if (self->gate == NULL || self->stopping)
    return;
  decant_gate_pause (self->gate);
  changed (self);
}

void
decant_check_up_resume (DecantCheckUp *self)
{
  if (self->gate == NULL)
    return;
  g_clear_error (&self->question);
  decant_gate_resume (self->gate);
  decant_gate_wake (self->gate);
  changed (self);
}

void
decant_check_up_stop (DecantCheckUp *self)
{
  if (self->gate == NULL || self->stopping)
    return;
  self->stopping = TRUE;
  g_cancellable_cancel (self->cancellable);
  changed (self);
}

/* What the one before comes to is nobody's affair any more. */
static void
renew_saver (DecantCheckUp *self)
{
  if (self->saver != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->saver, self);
      decant_check_saver_stop (self->saver);
      g_object_unref (self->saver);
    }
  self->saver = decant_check_saver_new ();
  g_signal_connect_object (self->saver, "changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->saver, "ended", G_CALLBACK (ended), self, G_CONNECT_SWAPPED);
}

void
decant_check_up_set_account (DecantCheckUp *self, DecantStoreOpener *old_account)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  renew_saver (self);
  clear_go (self);
  follow (self, NULL);
  forget (self);
  g_clear_pointer (&self->old_account, decant_store_opener_unref);
  if (old_account != NULL)
    self->old_account = decant_store_opener_ref (old_account);
  self->state = DECANT_CHECK_UP_NEW;
  changed (self);
}

gboolean
decant_check_up_is_busy (DecantCheckUp *self)
{
  return decant_check_up_is_running (self) || decant_check_saver_is_running (self->saver);
}

void
decant_check_up_stop_all (DecantCheckUp *self)
{
  decant_check_up_stop (self);
  decant_check_saver_stop (self->saver);
}

/* ---- how far it is ---- */

DecantCheckUpState
decant_check_up_get_state (DecantCheckUp *self)
{
  return self->state;
}

gboolean
decant_check_up_is_running (DecantCheckUp *self)
{
  return self->state == DECANT_CHECK_UP_RUNNING;
}

gboolean
decant_check_up_is_paused (DecantCheckUp *self)
{
  return self->gate != NULL && decant_gate_is_paused (self->gate);
}

gboolean
decant_check_up_is_stopping (DecantCheckUp *self)
{
  return self->stopping;
}

const GError *
decant_check_up_get_question (DecantCheckUp *self)
{
  return self->question;
}

const GError *
decant_check_up_get_error (DecantCheckUp *self)
{
  return self->error;
}

DecantProgress *
decant_check_up_get_progress (DecantCheckUp *self)
{
  return self->progress;
}

static gboolean
is_unreadable (DecantCheckUp *self, const char *path)
{
  for (guint i = 0; i < self->problems->len; i++)
    {
      const DecantProblem *problem = g_ptr_array_index (self->problems, i);

      if (problem->uid == 0 && strcmp (problem->folder, path) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
decant_check_up_has_rest (DecantCheckUp *self)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (self->editor);

  for (guint i = 0; plan != NULL && i < decant_plan_get_n_folders (plan); i++)
    {
      const char *path = decant_plan_get_folder (plan, i)->old_folder->path;

      if (takes_along (plan, i) && !is_finished (self, path) && !is_unreadable (self, path))
        return TRUE;
    }
  return FALSE;
}

guint64
decant_check_up_get_n_read (DecantCheckUp *self)
{
  DecantProgressSnapshot now;

  if (!decant_check_up_is_running (self))
    return self->read;
  decant_progress_get_snapshot (self->progress, &now);
  return self->read + now.copied;
}

/* ---- what was found ---- */

GPtrArray *
decant_check_up_get_problems (DecantCheckUp *self)
{
  return self->problems;
}

gboolean
decant_check_up_is_ticked (DecantCheckUp *self, const DecantProblem *problem)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (self->editor);
  const DecantPlanFolder *folder = decant_plan_editor_find (self->editor, problem->folder);
  g_autoptr (DecantMessage) message = decant_message_new (problem->uid);

  if (folder == NULL || folder->choice != DECANT_PLAN_COPY)
    return FALSE;
  if (problem->uid == 0)
    return TRUE;
  if (decant_plan_is_ticked_off (plan, (guint)decant_plan_find (plan, problem->folder),
                                 folder->old_folder->uid_validity, problem->uid))
    return FALSE;
  message->internal_date = problem->internal_date;
  message->size = problem->size;
  /* Of those only what the check has read is known to be in no other folder. */
  return folder->rest_only || decant_plan_takes_message (plan, folder, message);
}

GPtrArray *
decant_check_up_list_damaged (DecantCheckUp *self)
{
  GPtrArray *damaged = g_ptr_array_new ();

  for (guint i = 0; i < self->problems->len; i++)
    {
      const DecantProblem *problem = g_ptr_array_index (self->problems, i);

      if (problem->uid != 0 && decant_check_up_is_ticked (self, problem))
        g_ptr_array_add (damaged, (gpointer)problem);
    }
  return damaged;
}

void
decant_check_up_leave_behind (DecantCheckUp *self)
{
  g_autoptr (GPtrArray) damaged = decant_check_up_list_damaged (self);

  decant_plan_editor_leave_damaged (self->editor, damaged);
}

void
decant_check_up_save (DecantCheckUp *self, const char *directory)
{
  g_autoptr (GPtrArray) damaged = decant_check_up_list_damaged (self);

  if (self->old_account != NULL && damaged->len > 0)
    decant_check_saver_start (self->saver, self->old_account,
                              decant_plan_editor_get_plan (self->editor), damaged, directory);
}

DecantCheckSaver *
decant_check_up_get_saver (DecantCheckUp *self)
{
  return self->saver;
}

/* ---- the object ---- */

static void
decant_check_up_finalize (GObject *object)
{
  DecantCheckUp *self = DECANT_CHECK_UP (object);

  clear_go (self);
  g_clear_object (&self->progress);
  g_clear_pointer (&self->old_account, decant_store_opener_unref);
  g_clear_error (&self->error);
  g_ptr_array_unref (self->problems);
  g_hash_table_unref (self->finished);
  g_object_unref (self->saver);
  g_object_unref (self->editor);
  G_OBJECT_CLASS (decant_check_up_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, GType argument)
{
  return g_signal_new (name, DECANT_TYPE_CHECK_UP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, argument != G_TYPE_NONE ? 1 : 0, argument);
}

static void
decant_check_up_class_init (DecantCheckUpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_check_up_finalize;
  signals[SIGNAL_CHANGED] = add_signal ("changed", G_TYPE_NONE);
  signals[SIGNAL_PROBLEM] = add_signal ("problem", G_TYPE_POINTER);
  signals[SIGNAL_ENDED] = add_signal ("ended", G_TYPE_NONE);
}

static void
decant_check_up_init (DecantCheckUp *self)
{
  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_problem_free);
  self->finished = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  renew_saver (self);
}

DecantCheckUp *
decant_check_up_new (DecantPlanEditor *editor)
{
  DecantCheckUp *self = g_object_new (DECANT_TYPE_CHECK_UP, NULL);

  self->editor = g_object_ref (editor);
  /* What is still ticked belongs to what is told. */
  g_signal_connect_object (editor, "changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  return self;
}
