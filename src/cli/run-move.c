/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run-move.h"

#include "cli/watch.h"

DecantReport *
decant_cli_run_move (DecantCliSession *session, const DecantCliOptions *options,
                     const DecantPlan *plan, const DecantCliWork *work, GError **error)
{
  g_autoptr (DecantMove) move = decant_cli_session_new_move (session, plan);
  DecantCliWatch *watch = decant_cli_watch_new (decant_move_get_progress (move), options);
  g_autoptr (GAsyncResult) result = NULL;

  work->start (move, decant_cli_session_on_ready, session);
  result = decant_cli_session_wait (session);
  decant_cli_watch_free (watch);
  return work->finish (move, result, error);
}
