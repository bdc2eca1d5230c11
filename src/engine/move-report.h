/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/report.h"
#include "engine/run.h"

G_BEGIN_DECLS

/* Makes the report of a run that has come to its end, or has failed, from its journal. @proven:
 * whether it was to be verified. NULL if the journal cannot be read. */
DecantReport *
decant_move_report_new (DecantRun *run, DecantReportKind kind, gboolean proven, GError **error);

G_END_DECLS
