/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/outcome.h"

G_BEGIN_DECLS

/* A report for people, on standard output: one sentence, the counts, the problems. */
void decant_cli_summary_print (const DecantReport *report);

/* One problem as a line: where, which message, why. Free with g_free(). */
char *decant_cli_summary_describe_problem (const DecantProblem *problem);

G_END_DECLS
