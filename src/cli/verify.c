/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/watch.h"

/* Before anybody is asked for a password: is there a move at all, and is it free? */
static gboolean
find_journal (const DecantCliOptions *options, GError **error)
{
  g_autoptr (DecantJournal)
    journal = decant_journal_open (options->state_dir, decant_account_get_id (options->old_account),
                                   decant_account_get_id (options->new_account), FALSE, error);

  return journal != NULL;
}

static DecantReport *
run (DecantCliSession *session, const DecantCliOptions *options, const DecantPlan *plan,
     GError **error)
{
  g_autoptr (DecantMove) move = decant_cli_session_new_move (session, plan);
  g_autoptr (DecantCliWatch)
    watch = decant_cli_watch_new (decant_move_get_progress (move), options);
  g_autoptr (GAsyncResult) result = NULL;

  decant_move_verify_async (move, decant_cli_session_on_ready, session);
  result = decant_cli_session_wait (session);
  return decant_move_verify_finish (move, result, error);
}

DecantCliStatus
decant_cli_verify (const DecantCliOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantCliSession) session = NULL;
  g_autoptr (DecantPlan) plan = NULL;
  g_autoptr (DecantReport) report = NULL;

  if (!find_journal (options, &error))
    return decant_cli_conclude (options, NULL, error);
  session = decant_cli_session_new (options, &error);
  if (session == NULL)
    return decant_cli_refuse (error);
  plan = decant_cli_session_plan (session, &error);
  if (plan == NULL)
    return decant_cli_conclude (options, NULL, error);
  report = run (session, options, plan, &error);
  return decant_cli_conclude (options, report, error);
}
