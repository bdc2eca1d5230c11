/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/check.h"

#include "cli/commands.h"
#include "cli/session.h"
#include "cli/watch.h"

static DecantReport *
run (DecantCliSession *session, const DecantCliOptions *options, const DecantPlan *plan,
     GError **error)
{
  g_autoptr (DecantProgress) progress = decant_progress_new ();
  DecantCliWatch *watch = decant_cli_watch_new (progress, options);
  g_autoptr (GAsyncResult) result = NULL;

  decant_check_run_async (decant_cli_session_get_old_account (session), plan, options->connections,
                          NULL, progress, decant_cli_session_get_cancellable (session),
                          decant_cli_session_on_ready, session);
  result = decant_cli_session_wait (session);
  decant_cli_watch_free (watch);
  return decant_check_run_finish (result, error);
}

DecantCliStatus
decant_cli_check (const DecantCliOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantCliSession) session = decant_cli_session_new (options, &error);
  g_autoptr (DecantPlan) plan = NULL;
  g_autoptr (DecantReport) report = NULL;

  if (session == NULL)
    return decant_cli_refuse (error);
  plan = decant_cli_session_plan (session, &error);
  if (plan == NULL)
    return decant_cli_conclude (options, NULL, error);
  report = run (session, options, plan, &error);
  return decant_cli_conclude (options, report, error);
}
