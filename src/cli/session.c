/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/session.h"

#include "accounts/certificate-trust.h"
#include "accounts/connect.h"
#include "cli/interrupts.h"
#include "cli/passwords.h"
#include "cli/progress-line.h"
#include "cli/text.h"
#include "engine/plan-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

struct _DecantCliSession
{
  const DecantCliOptions *options;
  DecantStoreOpener *old_account;
  DecantStoreOpener *new_account;
  GMainLoop *loop;
  GAsyncResult *result; /* NULL while waited for */
  GCancellable *cancellable;
  DecantMove *move; /* NULL before there is one */
};

/* What the person accepted for this run and, for this server, earlier. */
static char **
list_trusted (const DecantCliOptions *options, DecantAccount *account)
{
  g_auto (GStrv)
    kept = decant_certificate_trust_lookup (options->state_dir, decant_account_get_host (account));
  g_autoptr (GStrvBuilder) trusted = g_strv_builder_new ();

  g_strv_builder_addv (trusted, (const char **)options->trusted_certificates);
  g_strv_builder_addv (trusted, (const char **)kept);
  return g_strv_builder_end (trusted);
}

static DecantStoreOpener *
make_opener (const DecantCliOptions *options, DecantAccount *account)
{
  g_auto (GStrv) trusted = list_trusted (options, account);
  const DecantConnectOptions connect_options = {
    .trusted_certificates = trusted,
    .silence_timeout = options->timeout,
    .protocol_log = options->protocol_log,
  };

  return decant_connect_new_opener (account, &connect_options);
}

static void
on_stop (gpointer data)
{
  DecantCliSession *self = data;

  /* On a terminal the line so far holds "^C", or how far the run is. */
  if (!self->options->quiet)
    g_printerr ("%s%s\n", isatty (STDERR_FILENO) ? "\n" : "",
                _ ("decant-cli: Stopping; once more stops at once."));
  g_cancellable_cancel (self->cancellable);
  if (self->move != NULL)
    decant_move_stop (self->move);
}

gboolean
decant_cli_session_find_move (const DecantCliOptions *options, GError **error)
{
  g_autoptr (DecantJournal)
    journal = decant_journal_open (options->state_dir, decant_account_get_id (options->old_account),
                                   decant_account_get_id (options->new_account), FALSE, error);

  return journal != NULL;
}

DecantCliSession *
decant_cli_session_new (const DecantCliOptions *options, GError **error)
{
  DecantCliSession *self;

  if (!decant_cli_passwords_obtain (options, error))
    return NULL;
  self = g_new0 (DecantCliSession, 1);
  self->options = options;
  self->loop = g_main_loop_new (NULL, FALSE);
  self->cancellable = g_cancellable_new ();
  self->old_account = make_opener (options, options->old_account);
  if (options->new_account != NULL)
    self->new_account = make_opener (options, options->new_account);
  decant_cli_interrupts_watch (on_stop, self);
  return self;
}

/* Takes leave of the servers; who has been told to stop does not wait for that. */
static void
take_leave (DecantCliSession *self)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  decant_store_opener_dismiss_idle (self->old_account);
  if (self->new_account != NULL)
    decant_store_opener_wait_dismissed (self->new_account);
  decant_store_opener_wait_dismissed (self->old_account);
}

void
decant_cli_session_free (DecantCliSession *self)
{
  take_leave (self);
  decant_cli_interrupts_unwatch ();
  decant_store_opener_unref (self->old_account);
  g_clear_pointer (&self->new_account, decant_store_opener_unref);
  g_main_loop_unref (self->loop);
  g_clear_object (&self->result);
  g_object_unref (self->cancellable);
  g_clear_object (&self->move);
  g_free (self);
}

DecantStoreOpener *
decant_cli_session_get_old_account (DecantCliSession *self)
{
  return self->old_account;
}

DecantStoreOpener *
decant_cli_session_get_new_account (DecantCliSession *self)
{
  return self->new_account;
}

GCancellable *
decant_cli_session_get_cancellable (DecantCliSession *self)
{
  return self->cancellable;
}

void
decant_cli_session_on_ready (GObject *source, GAsyncResult *result, gpointer session)
{
  DecantCliSession *self = session;

  g_set_object (&self->result, result);
  g_main_loop_quit (self->loop);
}

GAsyncResult *
decant_cli_session_wait (DecantCliSession *self)
{
  while (self->result == NULL)
    g_main_loop_run (self->loop);
  return g_steal_pointer (&self->result);
}

DecantSurvey *
decant_cli_session_survey (DecantCliSession *self, GError **error)
{
  g_autoptr (DecantCliProgressLine) line = decant_cli_progress_line_new (self->options);
  g_autoptr (GAsyncResult) result = NULL;

  decant_cli_progress_line_show (line, _ ("Looking into the folders"));
  if (self->options->verbose && line == NULL)
    g_printerr ("%s\n", _ ("Looking into the folders"));
  decant_survey_run_async (self->old_account, self->new_account, self->cancellable,
                           decant_cli_session_on_ready, self);
  result = decant_cli_session_wait (self);
  return decant_survey_run_finish (result, error);
}

static gboolean
matches_any (GPtrArray *folders, const char *pattern)
{
  for (guint i = 0; i < folders->len; i++)
    {
      const DecantFolder *folder = g_ptr_array_index (folders, i);

      if (decant_plan_glob_matches (pattern, folder->path))
        return TRUE;
    }
  return FALSE;
}

static void
warn_unmatched (const DecantCliOptions *options, GPtrArray *folders, const char *option,
                char **patterns)
{
  for (char **pattern = patterns; pattern != NULL && *pattern != NULL; pattern++)
    {
      g_autofree char *printable = decant_cli_text_printable (*pattern);

      if (!options->quiet && !matches_any (folders, *pattern))
        g_printerr (_ ("decant-cli: %s: no folder of the old account matches “%s”.\n"), option,
                    printable);
    }
}

/* The left sides of "OLD=NEW". */
static char **
list_mapped (char **map)
{
  g_autoptr (GStrvBuilder) patterns = g_strv_builder_new ();

  for (char **rule = map; rule != NULL && *rule != NULL; rule++)
    {
      g_autofree char *old_path = g_strndup (*rule, strcspn (*rule, "="));

      g_strv_builder_add (patterns, old_path);
    }
  return g_strv_builder_end (patterns);
}

/* Whether the old server tells which messages in different folders are the same. */
static void
warn_untold (const DecantCliOptions *options, GPtrArray *folders)
{
  for (guint i = 0; i < folders->len; i++)
    if (((const DecantFolder *)g_ptr_array_index (folders, i))->tells_object_ids)
      return;
  if (options->rules->copy_once && !options->quiet)
    g_printerr ("%s\n",
                _ ("decant-cli: --several once: the old server does not tell which messages "
                   "are the same. They are copied into each of their folders."));
}

static gboolean
selects_anything (const DecantPlan *plan)
{
  for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
    if (decant_plan_get_folder (plan, i)->choice != DECANT_PLAN_NOT_CHOSEN)
      return TRUE;
  return FALSE;
}

static void
warn_unknown (const DecantCliOptions *options, const DecantPlan *plan)
{
  g_autoptr (GPtrArray) unknown = decant_plan_list_unknown (plan, options->plan);

  for (guint i = 0; i < unknown->len && !options->quiet; i++)
    {
      g_autofree char *path = decant_cli_text_printable (unknown->pdata[i]);

      g_printerr (_ ("decant-cli: --plan: the old account has no folder “%s”.\n"), path);
    }
}

/* What is in the file, and what was asked for beside it. */
static gboolean
load_plan (const DecantCliOptions *options, DecantPlan *plan, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (!decant_plan_load_choices (plan, options->plan, &problem))
    {
      g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE, "--plan: %s", problem->message);
      return FALSE;
    }
  decant_plan_override (plan, options->rules);
  if (options->copy_each)
    {
      g_autoptr (DecantPlanRules) rules = decant_plan_rules_copy (decant_plan_get_rules (plan));

      rules->copy_once = FALSE;
      decant_plan_set_rules (plan, rules);
    }
  warn_unknown (options, plan);
  return TRUE;
}

static DecantPlan *
make_plan (const DecantCliOptions *options, const DecantSurvey *survey, GError **error)
{
  g_autoptr (DecantPlan)
    plan = decant_plan_new (survey->old_folders, survey->new_folders, options->rules);

  decant_plan_set_servers (plan, survey->old_kind, &survey->new_traits);
  if (options->plan != NULL && !load_plan (options, plan, error))
    return NULL;
  return g_steal_pointer (&plan);
}

DecantPlan *
decant_cli_session_plan (DecantCliSession *self, GError **error)
{
  const DecantPlanRules *rules = self->options->rules;
  g_autoptr (DecantSurvey) survey = decant_cli_session_survey (self, error);
  g_auto (GStrv) mapped = list_mapped (rules->folder_map);
  g_autoptr (DecantPlan) plan = NULL;

  if (survey == NULL)
    return NULL;
  warn_unmatched (self->options, survey->old_folders, "--folder", rules->include_folders);
  warn_unmatched (self->options, survey->old_folders, "--exclude", rules->exclude_folders);
  warn_unmatched (self->options, survey->old_folders, "--map", mapped);
  warn_untold (self->options, survey->old_folders);
  plan = make_plan (self->options, survey, error);
  if (plan == NULL)
    return NULL;
  if (selects_anything (plan))
    return g_steal_pointer (&plan);
  g_set_error_literal (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
                       _ ("No folder of the old account is selected. “decant-cli folders” lists "
                          "what there is for --folder and --exclude."));
  return NULL;
}

DecantMove *
decant_cli_session_new_move (DecantCliSession *self, const DecantPlan *plan)
{
  const DecantMoveOptions move_options = {
    .state_dir = self->options->state_dir,
    .connections = self->options->connections,
    .rate = self->options->rate,
    .verify = self->options->verify,
    .wrap_refused = self->options->wrap_refused,
    .just_counted = TRUE,
    .attended = FALSE,
    .old_url = decant_account_get_url (self->options->old_account),
    .new_url = decant_account_get_url (self->options->new_account),
  };

  g_clear_object (&self->move);
  self->move = decant_move_new (self->old_account, self->new_account, plan, &move_options);
  /* The signal may have come while the plan was made. */
  if (g_cancellable_is_cancelled (self->cancellable))
    decant_move_stop (self->move);
  return g_object_ref (self->move);
}
