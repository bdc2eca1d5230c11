/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/move.h"

#include "engine/lane-pool.h"
#include "engine/lane.h"
#include "engine/move-report.h"
#include "engine/new-folder.h"
#include "engine/preparation.h"
#include "engine/sharing.h"
#include "engine/substitutes.h"
#include "engine/unchanged.h"
#include "engine/verify.h"

#include <glib/gi18n-lib.h>

struct _DecantMove
{
  GObject parent_instance;

  DecantStoreOpener *old_account;
  DecantStoreOpener *new_account;
  DecantPlan *plan;
  DecantMoveOptions options;
  char *state_dir;
  char *old_url;
  char *new_url;
  DecantProgress *progress;
  DecantThrottle *throttle;
  DecantGate *gate;
};

G_DEFINE_FINAL_TYPE (DecantMove, decant_move, G_TYPE_OBJECT)

enum
{
  SIGNAL_NEEDS_PERSON,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
decant_move_finalize (GObject *object)
{
  DecantMove *self = DECANT_MOVE (object);

  decant_store_opener_unref (self->old_account);
  decant_store_opener_unref (self->new_account);
  decant_plan_free (self->plan);
  decant_throttle_free (self->throttle);
  decant_gate_unref (self->gate);
  g_clear_object (&self->progress);
  g_free (self->state_dir);
  g_free (self->old_url);
  g_free (self->new_url);
  G_OBJECT_CLASS (decant_move_parent_class)->finalize (object);
}

static void
decant_move_class_init (DecantMoveClass *class)
{
  G_OBJECT_CLASS (class)->finalize = decant_move_finalize;

  signals[SIGNAL_NEEDS_PERSON] = g_signal_new ("needs-person", DECANT_TYPE_MOVE, G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
decant_move_init (DecantMove *self)
{
  self->progress = decant_progress_new ();
}

const char *
decant_move_default_state_dir (void)
{
  static gsize ready = 0;
  static char *directory;

  if (g_once_init_enter (&ready))
    {
      directory = g_build_filename (g_get_user_data_dir (), "decant", NULL);
      g_once_init_leave (&ready, 1);
    }
  return directory;
}

typedef struct
{
  DecantMove *move;
  GError *problem;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_object_unref (question->move);
  g_error_free (question->problem);
  g_free (question);
}

static gboolean
emit_needs_person (gpointer user_data)
{
  const Question *question = user_data;

  g_signal_emit (question->move, signals[SIGNAL_NEEDS_PERSON], 0, question->problem);
  return G_SOURCE_REMOVE;
}

static void
ask_person (const GError *problem, gpointer user_data)
{
  Question *question = g_new (Question, 1);

  *question = (Question){ g_object_ref (user_data), g_error_copy (problem) };
  g_idle_add_full (G_PRIORITY_DEFAULT, emit_needs_person, question, free_question);
}

DecantMove *
decant_move_new (DecantStoreOpener *old_account, DecantStoreOpener *new_account,
                 const DecantPlan *plan, const DecantMoveOptions *options)
{
  DecantMove *self = g_object_new (DECANT_TYPE_MOVE, NULL);

  self->old_account = decant_store_opener_ref (old_account);
  self->new_account = decant_store_opener_ref (new_account);
  self->plan = decant_plan_copy (plan);
  self->options = *options;
  self->state_dir = g_strdup (options->state_dir != NULL ? options->state_dir
                                                         : decant_move_default_state_dir ());
  self->old_url = g_strdup (options->old_url);
  self->new_url = g_strdup (options->new_url);
  self->gate = decant_gate_new (self->progress, options->attended ? ask_person : NULL, self);
  self->throttle = decant_throttle_new (self->gate, options->rate);
  decant_throttle_set_speed (self->throttle, options->speed);
  decant_gate_set_flow (self->gate, decant_throttle_get_flow (self->throttle));
  return self;
}

DecantProgress *
decant_move_get_progress (DecantMove *self)
{
  return self->progress;
}

void
decant_move_pause (DecantMove *self)
{
  decant_gate_pause (self->gate);
}

void
decant_move_resume (DecantMove *self)
{
  decant_gate_resume (self->gate);
}

gboolean
decant_move_is_paused (DecantMove *self)
{
  return decant_gate_is_paused (self->gate);
}

void
decant_move_stop (DecantMove *self)
{
  decant_gate_stop (self->gate);
}

void
decant_move_set_rate (DecantMove *self, guint64 rate)
{
  decant_throttle_set_rate (self->throttle, rate);
}

void
decant_move_set_speed (DecantMove *self, DecantSpeed speed)
{
  decant_throttle_set_speed (self->throttle, speed);
}

/* ---- running ---- */

static void
init_run (DecantMove *self, DecantRun *run)
{
  *run = (DecantRun){
    .old_account = self->old_account,
    .new_account = self->new_account,
    .plan = self->plan,
    .gate = self->gate,
    .progress = self->progress,
    .throttle = self->throttle,
    .connections = self->options.connections,
    .just_counted = self->options.just_counted,
    .wrap_refused = self->options.wrap_refused,
  };
  decant_run_init (run);
}

static gboolean
keep_texts (DecantMove *self, DecantJournal *journal, GError **error)
{
  g_autofree char *choices = decant_plan_save_choices (self->plan);

  return decant_journal_set_text (journal, "plan", choices, error) &&
         (self->old_url == NULL ||
          decant_journal_set_text (journal, "old-url", self->old_url, error)) &&
         (self->new_url == NULL ||
          decant_journal_set_text (journal, "new-url", self->new_url, error));
}

static gboolean
open_journal (DecantMove *self, DecantRun *run, gboolean create, GError **error)
{
  run->journal = decant_journal_open (
    self->state_dir, decant_store_opener_get_id (self->old_account),
    decant_store_opener_get_id (self->new_account), create, error);
  return run->journal != NULL;
}

static void
work_off_folders (DecantMove *self, DecantRun *run, const DecantLaneFuncs *funcs)
{
  g_autoptr (GPtrArray) tasks = decant_lane_list_tasks (run);
  g_autoptr (DecantPreparation) preparation = NULL;
  g_autoptr (DecantSharing) sharing = NULL;
  GError *error = NULL;

  decant_progress_set_phase (self->progress, DECANT_PHASE_LISTING);
  sharing = decant_sharing_new (run);
  run->sharing = sharing;
  if (decant_unchanged_work_off (run, tasks, &error))
    {
      run->preparation = preparation = decant_preparation_new (run, tasks);
      decant_lane_pool_work_off (run, tasks, funcs);
      run->preparation = NULL;
      decant_substitutes_work_off (run, sharing, tasks, run->new_folders != NULL);
    }
  else
    decant_run_fail (run, error);
  run->sharing = NULL;
}

static void
verify_folders (DecantMove *self, DecantRun *run, const DecantVerification *verification)
{
  const DecantLaneFuncs funcs = { decant_verify_new_worker, decant_verify_free_worker,
                                  decant_verify_work };
  g_autoptr (GPtrArray) tasks = NULL;
  GError *error = NULL;

  if (decant_run_has_failed (run))
    return;
  decant_progress_set_phase (self->progress, DECANT_PHASE_VERIFYING);
  run->verification = verification;
  tasks = decant_verify_list_tasks (run, verification, &error);
  if (tasks == NULL)
    decant_run_fail (run, error);
  else
    decant_lane_pool_work_off (run, tasks, &funcs);
}

/* ---- the whole ---- */

/* Returns the report (NULL if the journal gives none) and what ended the run, if anything did. */
static DecantReport *
close_run (DecantMove *self, DecantRun *run, DecantReportKind kind, gboolean proven, GError **error)
{
  DecantReport *report;

  decant_store_opener_dismiss_idle (self->old_account);
  decant_store_opener_dismiss_idle (self->new_account);
  report = decant_move_report_new (run, kind, proven, run->failure == NULL ? error : NULL);
  if (report != NULL && kind == DECANT_REPORT_COPY)
    {
      g_autofree char *json = decant_report_to_text (report, DECANT_REPORT_JSON);
      GError **journal_error = run->failure == NULL && error != NULL && *error == NULL ? error
                                                                                       : NULL;

      if (decant_journal_set_text (run->journal, "report", json, journal_error))
        decant_journal_end_run (
          run->journal, report->finished ? DECANT_RUN_FINISHED : DECANT_RUN_STOPPED, journal_error);
    }
  if (run->failure != NULL)
    g_propagate_error (error, g_steal_pointer (&run->failure));
  decant_progress_set_phase (self->progress, DECANT_PHASE_FINISHED);
  return report;
}

static DecantReport *
copy (DecantMove *self, DecantRun *run, GError **error)
{
  const DecantVerification verification = { .read_back = self->options.verify ==
                                                         DECANT_VERIFY_FULL };
  const DecantLaneFuncs funcs = { decant_lane_new, decant_lane_free, decant_lane_work };
  gboolean prove = self->options.verify != DECANT_VERIFY_NONE;
  g_autoptr (DecantNewFolders) new_folders = NULL;

  if (!open_journal (self, run, TRUE, error) || !keep_texts (self, run->journal, error) ||
      !decant_journal_begin_run (run->journal, error))
    return NULL;
  new_folders = decant_new_folders_new (run, error);
  if (new_folders == NULL)
    return NULL;
  run->new_folders = new_folders;
  work_off_folders (self, run, &funcs);
  if (prove)
    verify_folders (self, run, &verification);
  return close_run (self, run, DECANT_REPORT_COPY, prove, error);
}

/* The old side is listed too: what has arrived there since, or was never copied, is not on the new
 * side. */
static DecantReport *
verify (DecantMove *self, DecantRun *run, GError **error)
{
  const DecantVerification verification = {
    .again = TRUE, .read_back = self->options.verify == DECANT_VERIFY_FULL
  };
  const DecantLaneFuncs funcs = { decant_lane_new_listing, decant_lane_free,
                                  decant_lane_list_only };

  if (!open_journal (self, run, FALSE, error))
    return NULL;
  work_off_folders (self, run, &funcs);
  verify_folders (self, run, &verification);
  return close_run (self, run, DECANT_REPORT_VERIFY, TRUE, error);
}

/* A report and an error can both be there. */
typedef struct
{
  DecantReport *report;
  GError *error;
} Result;

static void
free_result (gpointer data)
{
  Result *result = data;

  g_clear_pointer (&result->report, decant_report_free);
  g_clear_error (&result->error);
  g_free (result);
}

typedef DecantReport *(*RunFunc) (DecantMove *self, DecantRun *run, GError **error);

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DecantMove *self = source;
  Result *result = g_new0 (Result, 1);
  RunFunc func = (RunFunc)data;
  gulong watch = decant_gate_watch_network (self->gate);
  DecantRun run;

  init_run (self, &run);
  decant_progress_set_phase (self->progress, DECANT_PHASE_CONNECTING);
  result->report = func (self, &run, &result->error);
  decant_gate_ignore_network (watch);
  g_clear_pointer (&run.journal, decant_journal_close);
  decant_run_clear (&run);
  g_task_return_pointer (task, result, free_result);
}

static void
start (DecantMove *self, RunFunc func, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_task_data (task, (gpointer)func, NULL);
  g_task_run_in_thread (task, run_in_thread);
}

static DecantReport *
finish (GAsyncResult *result, GError **error)
{
  Result *outcome = g_task_propagate_pointer (G_TASK (result), error);
  DecantReport *report;

  if (outcome == NULL)
    return NULL;
  report = g_steal_pointer (&outcome->report);
  if (outcome->error != NULL)
    g_propagate_error (error, g_steal_pointer (&outcome->error));
  free_result (outcome);
  return report;
}

void
decant_move_run_async (DecantMove *self, GAsyncReadyCallback callback, gpointer user_data)
{
  start (self, copy, callback, user_data);
}

DecantReport *
decant_move_run_finish (DecantMove *self, GAsyncResult *result, GError **error)
{
  return finish (result, error);
}

void
decant_move_verify_async (DecantMove *self, GAsyncReadyCallback callback, gpointer user_data)
{
  start (self, verify, callback, user_data);
}

DecantReport *
decant_move_verify_finish (DecantMove *self, GAsyncResult *result, GError **error)
{
  return finish (result, error);
}
