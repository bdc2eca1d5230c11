/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/session.h"
#include "engine/report.h"

G_BEGIN_DECLS

/* What is to be done with a move: decant_move_run_async() or decant_move_verify_async(), and its
 * finish(). */
typedef struct
{
  void (*start) (DecantMove *move, GAsyncReadyCallback callback, gpointer user_data);
  DecantReport *(*finish) (DecantMove *move, GAsyncResult *result, GError **error);
} DecantCliWork;

/* Does @work on a move of @plan and waits for its end, telling how far it is as the options ask
 * for. As with the engine's finish(), there can be a report and an error. */
DecantReport *decant_cli_run_move (DecantCliSession *session, const DecantCliOptions *options,
                                   const DecantPlan *plan, const DecantCliWork *work,
                                   GError **error);

G_END_DECLS
