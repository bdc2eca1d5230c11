/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/gate.h"
#include "engine/plan.h"
#include "engine/progress.h"
#include "engine/report.h"
#include "stores/store-opener.h"

G_BEGIN_DECLS

/* Reads every message the plan takes along and copies nothing: the damaged ones are in the report
 * as skipped, each with folder, UID, what its headers say, size and reason, and so they are in the
 * progress's "problem" as soon as they are met. Runs in threads of its own; @progress (may be NULL)
 * is written.
 *
 * @gate (may be NULL): by decant_gate_pause() what is under way comes to its end, then it waits for
 * decant_gate_resume(); it is of this run alone. As with a move, finish() gives the report of what
 * was read also on error, and where it was cancelled. */
void decant_check_run_async (DecantStoreOpener *account, const DecantPlan *plan, guint connections,
                             DecantGate *gate, DecantProgress *progress, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
DecantReport *decant_check_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
