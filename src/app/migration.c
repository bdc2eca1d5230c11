/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/migration-private.h"

#include "app/history.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (DecantMigration, decant_migration, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STEP,
  PROP_ACTIVITY,
  PROP_CAN_START,
  PROP_CAN_TRY_AGAIN,
  PROP_CAN_WRAP_REFUSED,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_REPORT_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
notify (DecantMigration *self, int prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
resume_forecast (DecantMigration *self)
{
  g_autoptr (DecantStoreOpener) opener = decant_sign_in_ref_opener (self->old_sign_in);

  if (opener != NULL && !self->checking)
    decant_forecast_resume (self->forecast, opener);
}

/* Old servers bear few connections: the check has them all to itself. */
static void
on_check_changed (DecantMigration *self)
{
  gboolean checking = decant_check_up_is_running (self->check_up) &&
                      !decant_check_up_is_paused (self->check_up);

  if (self->checking == checking)
    return;
  self->checking = checking;
  if (checking)
    decant_forecast_pause (self->forecast);
  else if (self->step == DECANT_STEP_FOLDERS)
    resume_forecast (self);
}

void
decant_migration_set_step (DecantMigration *self, DecantStep step)
{
  if (self->step == step)
    return;
  if (step == DECANT_STEP_START)
    self->wrap_refused = FALSE;
  self->starting = FALSE; /* who has gone elsewhere meanwhile does not want it any more */
  self->step = step;
  if (step == DECANT_STEP_FOLDERS)
    {
      resume_forecast (self);
      decant_fit_ask (self->fit);
    }
  else
    {
      decant_forecast_pause (self->forecast);
      decant_fit_pause (self->fit);
    }
  notify (self, PROP_STEP);
}

static void
set_activity (DecantMigration *self, const char *activity)
{
  if (self->activity == activity)
    return;
  self->activity = activity;
  notify (self, PROP_ACTIVITY);
}

static void
fail (DecantMigration *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

/* Ends what is waited for before the copy. */
void
decant_migration_cancel_activity (DecantMigration *self)
{
  self->signing_in = FALSE;
  decant_sign_in_cancel (self->old_sign_in);
  decant_sign_in_cancel (self->new_sign_in);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  set_activity (self, NULL);
}

void
decant_migration_start_activity (DecantMigration *self, const char *activity)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_activity (self, activity);
}

/* Callbacks of something given up come late and must change nothing. The result of a cancelled
 * call is always G_IO_ERROR_CANCELLED, so that looking at the error is enough. */
gboolean
decant_migration_end_activity (DecantMigration *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  g_clear_object (&self->cancellable);
  set_activity (self, NULL);
  if (error != NULL)
    fail (self, error);
  return error == NULL;
}

/* ---- the plan ---- */

static void
on_plan_changed (DecantMigration *self)
{
  notify (self, PROP_CAN_START);
  notify (self, PROP_CAN_TRY_AGAIN);
  notify (self, PROP_CAN_WRAP_REFUSED);
}

/* The accounts are others now, or may be. */
static void
forget_survey (DecantMigration *self)
{
  if (self->survey == NULL || decant_copy_run_is_running (self->run))
    return;
  g_clear_pointer (&self->survey, decant_survey_free);
  decant_fit_forget_room (self->fit);
  decant_forecast_end (self->forecast);
  decant_check_up_set_account (self->check_up, NULL);
  decant_plan_editor_take_plan (self->editor, NULL);
}

/* What a person has chosen is kept at once: quitting before the copy loses nothing. */
static void
on_edited (DecantMigration *self)
{
  decant_plan_keeper_keep (self->keeper, decant_sign_in_get_account (self->old_sign_in),
                           decant_sign_in_get_account (self->new_sign_in),
                           decant_plan_editor_get_plan (self->editor));
}

static gboolean
has_plan (DecantMigration *self)
{
  return decant_plan_editor_get_plan (self->editor) != NULL;
}

gboolean
decant_migration_can_start (DecantMigration *self)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (self->editor);
  DecantPlanTotals totals;

  if (plan == NULL || decant_copy_run_is_running (self->run))
    return FALSE;
  decant_plan_get_totals (plan, &totals);
  return totals.folders > 0;
}

/* ---- signing in and looking ---- */

static void
begin_plan (DecantMigration *self, const DecantMoveState *state, GError **error)
{
  g_autoptr (DecantStoreOpener) old_account = decant_sign_in_ref_opener (self->old_sign_in);
  g_autoptr (DecantStoreOpener) new_account = decant_sign_in_ref_opener (self->new_sign_in);
  const char *choices = state != NULL ? state->choices : NULL;
  DecantPlan *plan = decant_plan_new (self->survey->old_folders, self->survey->new_folders,
                                      choices == NULL ? decant_pruning_get_defaults () : NULL);

  decant_plan_set_servers (plan, self->survey->old_kind, &self->survey->new_traits);
  if (choices != NULL)
    decant_plan_load_choices (plan, choices, error);
  decant_plan_editor_take_plan (self->editor, plan);
  decant_forecast_begin (self->forecast, self->survey->old_folders);
  decant_check_up_set_account (self->check_up, old_account);
  decant_fit_begin (self->fit, old_account, new_account, state != NULL ? state->messages : 0,
                    state != NULL ? state->size : 0);
}

static void
on_state (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DecantMigration) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantMoveState) state = decant_history_load_state_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  begin_plan (self, state, &error);
  /* Choices that cannot be read are to be made again; that is no reason to stay here. */
  decant_migration_end_activity (self, error);
  decant_migration_set_step (self, DECANT_STEP_FOLDERS);
}

static void
on_surveyed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DecantMigration) self = user_data;
  g_autoptr (GError) error = NULL;
  DecantSurvey *survey = decant_survey_run_finish (result, &error);

  if (survey == NULL)
    {
      decant_migration_end_activity (self, error);
      return;
    }
  forget_survey (self);
  self->survey = survey;
  decant_history_load_state_async (
    self->state_dir, decant_account_get_id (decant_sign_in_get_account (self->old_sign_in)),
    decant_account_get_id (decant_sign_in_get_account (self->new_sign_in)), self->cancellable,
    on_state, g_object_ref (self));
}

static void
survey (DecantMigration *self)
{
  g_autoptr (DecantStoreOpener) old_account = decant_sign_in_ref_opener (self->old_sign_in);
  g_autoptr (DecantStoreOpener) new_account = decant_sign_in_ref_opener (self->new_sign_in);

  decant_migration_start_activity (self, _ ("Looking into both accounts…"));
  decant_survey_run_async (old_account, new_account, self->cancellable, on_surveyed,
                           g_object_ref (self));
}

static void
refuse_same_account (DecantMigration *self)
{
  decant_sign_in_fail (
    self->new_sign_in,
    g_error_new_literal (DECANT_SIGN_IN_ERROR, DECANT_SIGN_IN_ERROR_SAME_ACCOUNT,
                         _ ("This is the old account. Enter the account that the mail is to be "
                            "moved to.")));
}

/* Goes on when both sign-ins have come to their end. */
static void
check_sign_ins (DecantMigration *self)
{
  DecantSignInState old_state = decant_sign_in_get_state (self->old_sign_in);
  DecantSignInState new_state = decant_sign_in_get_state (self->new_sign_in);

  if (!self->signing_in || old_state == DECANT_SIGN_IN_WORKING ||
      new_state == DECANT_SIGN_IN_WORKING)
    return;
  self->signing_in = FALSE;
  set_activity (self, NULL);
  if (old_state != DECANT_SIGN_IN_DONE || new_state != DECANT_SIGN_IN_DONE)
    return;
  if (decant_account_equal (decant_sign_in_get_account (self->old_sign_in),
                            decant_sign_in_get_account (self->new_sign_in)))
    refuse_same_account (self);
  else if (has_plan (self))
    decant_migration_set_step (self, DECANT_STEP_FOLDERS);
  else
    survey (self);
}

static void
on_sign_in_state (DecantMigration *self, GParamSpec *pspec, DecantSignIn *sign_in)
{
  if (decant_sign_in_get_state (sign_in) != DECANT_SIGN_IN_DONE)
    {
      if (self->cancellable != NULL && !decant_copy_run_is_running (self->run))
        {
          g_cancellable_cancel (self->cancellable);
          g_clear_object (&self->cancellable);
          set_activity (self, NULL);
        }
      forget_survey (self);
    }
  check_sign_ins (self);
}

static void
start_sign_in (DecantSignIn *sign_in)
{
  DecantSignInState state = decant_sign_in_get_state (sign_in);

  if (state != DECANT_SIGN_IN_DONE && state != DECANT_SIGN_IN_WORKING)
    decant_sign_in_start (sign_in);
}

void
decant_migration_sign_in (DecantMigration *self)
{
  if (self->step != DECANT_STEP_ACCOUNTS || self->activity != NULL)
    return;
  start_sign_in (self->old_sign_in);
  start_sign_in (self->new_sign_in);
  self->signing_in = TRUE;
  set_activity (self, _ ("Signing in…"));
  check_sign_ins (self);
}

/* The other account is left alone: it may have a certificate of its own to be looked at. */
void
decant_migration_accept_certificate (DecantMigration *self, DecantSignIn *sign_in)
{
  if (self->step != DECANT_STEP_ACCOUNTS || (self->activity != NULL && !self->signing_in))
    return;
  self->signing_in = TRUE;
  set_activity (self, _ ("Signing in…"));
  decant_sign_in_accept_certificate (sign_in);
  check_sign_ins (self);
}

/* ---- the copy ---- */

void
decant_migration_take_report (DecantMigration *self, DecantReport *report, DecantMoveSummary *move)
{
  g_clear_pointer (&self->report, decant_report_free);
  g_clear_pointer (&self->reported_move, decant_move_summary_free);
  self->report = report;
  self->reported_move = move;
  g_signal_emit (self, signals[SIGNAL_REPORT_CHANGED], 0);
  notify (self, PROP_CAN_TRY_AGAIN);
  notify (self, PROP_CAN_WRAP_REFUSED);
}

/* What can be started depends on it. */
static void
on_running (DecantMigration *self)
{
  notify (self, PROP_CAN_START);
  notify (self, PROP_CAN_TRY_AGAIN);
  notify (self, PROP_CAN_WRAP_REFUSED);
}

static void
on_run_ended (DecantMigration *self, const DecantReport *report, const GError *error)
{
  if (report != NULL)
    {
      self->wrap_refused = FALSE;
      decant_migration_take_report (self, decant_report_copy (report), NULL);
      decant_migration_set_step (self, DECANT_STEP_REPORT);
      return;
    }
  decant_migration_set_step (self, has_plan (self) ? DECANT_STEP_FOLDERS : DECANT_STEP_ACCOUNTS);
  if (error != NULL)
    fail (self, error);
}

static void
start_copy (DecantMigration *self)
{
  DecantAccount *old_account = decant_sign_in_get_account (self->old_sign_in);
  DecantAccount *new_account = decant_sign_in_get_account (self->new_sign_in);
  g_autoptr (DecantStoreOpener) old_opener = decant_sign_in_ref_opener (self->old_sign_in);
  g_autoptr (DecantStoreOpener) new_opener = decant_sign_in_ref_opener (self->new_sign_in);
  const DecantMoveOptions options = {
    .state_dir = self->state_dir,
    .wrap_refused = self->wrap_refused,
    .attended = TRUE,
    .old_url = decant_account_get_url (old_account),
    .new_url = decant_account_get_url (new_account),
  };

  decant_migration_take_report (self, NULL, NULL);
  decant_fit_forget_room (self->fit);
  decant_copy_run_start (self->run, old_opener, new_opener,
                         decant_plan_editor_get_plan (self->editor), &options);
  decant_migration_set_step (self, DECANT_STEP_COPY);
}

/* The choices of the last moment may just be written to the journal, which the copy wants for
 * itself, as it does the old account. */
void
decant_migration_start (DecantMigration *self)
{
  if (!decant_migration_can_start (self) ||
      (self->step != DECANT_STEP_FOLDERS && self->step != DECANT_STEP_REPORT))
    return;
  decant_check_up_stop_all (self->check_up);
  self->starting = !decant_plan_keeper_lets_go (self->keeper) ||
                   decant_check_up_is_busy (self->check_up);
  if (!self->starting)
    start_copy (self);
}

/* Starting comes by here once more. */
static void
start_if_free (DecantMigration *self)
{
  if (!self->starting || decant_plan_keeper_is_busy (self->keeper) ||
      decant_check_up_is_busy (self->check_up))
    return;
  self->starting = FALSE;
  decant_migration_start (self);
}

void
decant_migration_back (DecantMigration *self)
{
  switch (self->step)
    {
    case DECANT_STEP_ACCOUNTS:
      decant_migration_cancel_activity (self);
      decant_migration_set_step (self, DECANT_STEP_START);
      break;
    case DECANT_STEP_FOLDERS:
      decant_migration_set_step (self, DECANT_STEP_ACCOUNTS);
      break;
    case DECANT_STEP_REPORT:
      decant_migration_leave_report (self);
      break;
    case DECANT_STEP_START:
    case DECANT_STEP_COPY:
    default:
      break;
    }
}

/* ---- what others ask ---- */

const char *
decant_migration_get_state_dir (DecantMigration *self)
{
  return self->state_dir;
}

DecantStep
decant_migration_get_step (DecantMigration *self)
{
  return self->step;
}

DecantSignIn *
decant_migration_get_old (DecantMigration *self)
{
  return self->old_sign_in;
}

DecantSignIn *
decant_migration_get_new (DecantMigration *self)
{
  return self->new_sign_in;
}

DecantPlanEditor *
decant_migration_get_editor (DecantMigration *self)
{
  return self->editor;
}

DecantForecast *
decant_migration_get_forecast (DecantMigration *self)
{
  return self->forecast;
}

DecantFit *
decant_migration_get_fit (DecantMigration *self)
{
  return self->fit;
}

DecantCheckUp *
decant_migration_get_check_up (DecantMigration *self)
{
  return self->check_up;
}

DecantPlanKeeper *
decant_migration_get_keeper (DecantMigration *self)
{
  return self->keeper;
}

DecantCopyRun *
decant_migration_get_run (DecantMigration *self)
{
  return self->run;
}

const DecantReport *
decant_migration_get_report (DecantMigration *self)
{
  return self->report;
}

/* ---- the object ---- */

static void
decant_migration_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DecantMigration *self = DECANT_MIGRATION (object);

  switch (id)
    {
    case PROP_STEP:
      g_value_set_uint (value, self->step);
      break;
    case PROP_ACTIVITY:
      g_value_set_string (value, self->activity);
      break;
    case PROP_CAN_START:
      g_value_set_boolean (value, decant_migration_can_start (self));
      break;
    case PROP_CAN_TRY_AGAIN:
      g_value_set_boolean (value, self->reported_move != NULL || decant_migration_can_start (self));
      break;
    case PROP_CAN_WRAP_REFUSED:
      g_value_set_boolean (value, decant_migration_can_wrap_refused (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
decant_migration_finalize (GObject *object)
{
  DecantMigration *self = DECANT_MIGRATION (object);

  g_free (self->state_dir);
  g_clear_object (&self->old_sign_in);
  g_clear_object (&self->new_sign_in);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->survey, decant_survey_free);
  g_clear_object (&self->fit);
  g_clear_object (&self->forecast);
  g_clear_object (&self->check_up);
  g_clear_object (&self->editor);
  g_clear_object (&self->keeper);
  g_clear_object (&self->run);
  g_clear_pointer (&self->report, decant_report_free);
  g_clear_pointer (&self->reported_move, decant_move_summary_free);
  G_OBJECT_CLASS (decant_migration_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, GType argument)
{
  return g_signal_new (name, DECANT_TYPE_MIGRATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, argument != G_TYPE_NONE ? 1 : 0, argument);
}

static void
decant_migration_class_init (DecantMigrationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = decant_migration_get_property;
  object_class->finalize = decant_migration_finalize;

  props[PROP_STEP] = g_param_spec_uint ("step", NULL, NULL, 0, DECANT_STEP_REPORT, 0, shown);
  props[PROP_ACTIVITY] = g_param_spec_string ("activity", NULL, NULL, NULL, shown);
  props[PROP_CAN_START] = g_param_spec_boolean ("can-start", NULL, NULL, FALSE, shown);
  props[PROP_CAN_TRY_AGAIN] = g_param_spec_boolean ("can-try-again", NULL, NULL, FALSE, shown);
  props[PROP_CAN_WRAP_REFUSED] = g_param_spec_boolean ("can-wrap-refused", NULL, NULL, FALSE,
                                                       shown);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_REPORT_CHANGED] = add_signal ("report-changed", G_TYPE_NONE);
  signals[SIGNAL_FAILED] = add_signal ("failed", G_TYPE_ERROR);
}

static void
decant_migration_init (DecantMigration *self)
{
  self->run = decant_copy_run_new ();
  g_signal_connect_object (self->run, "notify::running", G_CALLBACK (on_running), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run, "ended", G_CALLBACK (on_run_ended), self, G_CONNECT_SWAPPED);
  self->editor = decant_plan_editor_new ();
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (on_plan_changed), self,
                           G_CONNECT_SWAPPED);
  self->forecast = decant_forecast_new (self->editor);
  self->fit = decant_fit_new (self->editor, self->forecast);
  self->check_up = decant_check_up_new (self->editor);
  g_signal_connect_object (self->check_up, "changed", G_CALLBACK (on_check_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->check_up, "ended", G_CALLBACK (start_if_free), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "edited", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
}

static DecantSignIn *
make_sign_in (DecantMigration *self)
{
  DecantSignIn *sign_in = decant_sign_in_new (self->state_dir);

  g_signal_connect_object (sign_in, "notify::state", G_CALLBACK (on_sign_in_state), self,
                           G_CONNECT_SWAPPED);
  return sign_in;
}

DecantMigration *
decant_migration_new (const char *state_dir)
{
  DecantMigration *self = g_object_new (DECANT_TYPE_MIGRATION, NULL);

  self->state_dir = g_strdup (state_dir);
  self->keeper = decant_plan_keeper_new (state_dir);
  g_signal_connect_object (self->keeper, "failed", G_CALLBACK (fail), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper, "notify::busy", G_CALLBACK (start_if_free), self,
                           G_CONNECT_SWAPPED);
  self->old_sign_in = make_sign_in (self);
  self->new_sign_in = make_sign_in (self);
  return self;
}
