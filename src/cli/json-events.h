/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/command.h"
#include "engine/plan.h"
#include "engine/progress.h"
#include "engine/report.h"

G_BEGIN_DECLS

/* The lines of --json: one object a line on standard output, each with an "event". Times are
 * RFC 3339 in UTC, sizes bytes; what is not known is null. */

void decant_cli_json_folder (const DecantFolder *folder);
void decant_cli_json_rules (const DecantPlanRules *rules);
void decant_cli_json_plan (const DecantPlan *plan, guint index);
void decant_cli_json_move (const DecantMoveSummary *move);
void decant_cli_json_phase (DecantPhase phase);
void decant_cli_json_progress (const DecantProgressSnapshot *snapshot);
void decant_cli_json_problem (const DecantProblem *problem);

/* What the last line says beside the report itself. */
typedef struct
{
  DecantCliCommand command;
  int status;          /* to exit with */
  const GError *error; /* why the command did not come to its end, or NULL */
  gboolean dry_run;
  gboolean has_size; /* whether the size of all folders belongs into it */
  guint64 size;      /* or DECANT_SIZE_UNKNOWN */
} DecantCliEnding;

/* The last line of every command but moves. */
void decant_cli_json_report (const DecantReport *report, const DecantCliEnding *ending);

/* The last line of moves. */
void decant_cli_json_moves_report (guint moves, const DecantCliEnding *ending);

G_END_DECLS
