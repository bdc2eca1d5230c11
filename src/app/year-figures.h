/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/census.h"

G_BEGIN_DECLS

/* Mail by year, out of the months of a summary. Pure values. */

/* More years than that are not shown: what lies further apart counts along with the first or the
 * last of them. Clocks that were wrong make mail of 1970 and of 2038. */
#define DECANT_YEARS_MOST 40

typedef struct
{
  int year;
  gboolean or_earlier; /* what came before it counts along */
  gboolean or_later;
  DecantCensusCount all;
  DecantCensusCount taken;
} DecantYear;

/* Of DecantYear, without gaps; empty where there is no mail with a date. @months: as in
 * DecantCensusSummary. @this_year: later ones are shown only where there are no others. */
GArray *decant_years_new (const GArray *months, int this_year);

/* How much of @months, by their figure for all, is before the month in which @moment is. */
DecantCensusCount decant_years_count_before (const GArray *months, gint64 moment);

/* ---- months; counted from the year 0 on, UTC ---- */

/* The month a moment is in. */
int decant_months_at (gint64 moment);

/* The moment a month begins. */
gint64 decant_months_begin (int month);

/* What a year is called: "2015", "1990 or earlier". Free with g_free(). */
char *decant_years_describe (const DecantYear *year);

G_END_DECLS
