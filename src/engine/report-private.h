/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/report.h"

G_BEGIN_DECLS

/* What the writers of reports share. */

/* The word of a kind in JSON: "copy", "check", "verify". */
const char *decant_report_kind_to_word (DecantReportKind kind);

/* A moment as RFC 3339 in UTC; NULL for DECANT_DATE_UNKNOWN and what no calendar holds. Free with
 * g_free(). */
char *decant_report_format_moment (gint64 seconds);

/* When a problem's message arrived or, where the server does not say, was written; or
 * DECANT_DATE_UNKNOWN. */
gint64 decant_report_problem_moment (const DecantProblem *problem);

/* A number for people, with its digits grouped. Free with g_free(). */
char *decant_report_format_number (guint64 number);

char *decant_report_to_html (const DecantReport *self);
char *decant_report_to_csv (const DecantReport *self);

G_END_DECLS
