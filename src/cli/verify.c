/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/run-move.h"
#include "cli/session.h"

DecantCliStatus
decant_cli_verify (const DecantCliOptions *options)
{
  const DecantCliWork work = { decant_move_verify_async, decant_move_verify_finish };
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantCliSession) session = NULL;
  g_autoptr (DecantPlan) plan = NULL;
  g_autoptr (DecantReport) report = NULL;

  if (!decant_cli_session_find_move (options, &error))
    return decant_cli_conclude (options, NULL, error);
  session = decant_cli_session_new (options, &error);
  if (session == NULL)
    return decant_cli_refuse (error);
  plan = decant_cli_session_plan (session, &error);
  if (plan == NULL)
    return decant_cli_conclude (options, NULL, error);
  report = decant_cli_run_move (session, options, plan, &work, &error);
  return decant_cli_conclude (options, report, error);
}
