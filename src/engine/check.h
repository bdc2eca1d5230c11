/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan.h"
#include "engine/progress.h"
#include "engine/report.h"
#include "stores/store-opener.h"

G_BEGIN_DECLS

/* Reads every message the plan takes along and copies nothing: the damaged ones are in the report
 * as skipped. Runs in threads of its own; @progress (may be NULL) is written. As with a move,
 * finish() gives the report of what was read also on error. */
void decant_check_run_async (DecantStoreOpener *account, const DecantPlan *plan, guint connections,
                             DecantProgress *progress, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
DecantReport *decant_check_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
