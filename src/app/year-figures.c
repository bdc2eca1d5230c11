/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/year-figures.h"

#include <glib/gi18n-lib.h>

static void
add (DecantCensusCount *sum, const DecantCensusCount *more)
{
  sum->messages += more->messages;
  sum->size += more->size;
}

static const DecantCensusMonth *
get_month (const GArray *months, guint index)
{
  return &g_array_index (months, DecantCensusMonth, index);
}

/* The last one not in the future, or the last of all. */
static int
find_last_year (const GArray *months, int this_year)
{
  for (guint i = months->len; i > 0; i--)
    if (get_month (months, i - 1)->year <= this_year)
      return get_month (months, i - 1)->year;
  return get_month (months, months->len - 1)->year;
}

GArray *
decant_years_new (const GArray *months, int this_year)
{
  GArray *years = g_array_new (FALSE, TRUE, sizeof (DecantYear));
  int first, last;

  if (months == NULL || months->len == 0)
    return years;
  last = find_last_year (months, this_year);
  first = MAX (get_month (months, 0)->year, last - DECANT_YEARS_MOST + 1);
  g_array_set_size (years, (guint)(last - first + 1));
  for (int year = first; year <= last; year++)
    g_array_index (years, DecantYear, year - first).year = year;

  for (guint i = 0; i < months->len; i++)
    {
      const DecantCensusMonth *month = get_month (months, i);
      DecantYear *year = &g_array_index (years, DecantYear,
                                         CLAMP (month->year, first, last) - first);

      add (&year->all, &month->all);
      add (&year->taken, &month->taken);
      year->or_earlier |= month->year < first;
      year->or_later |= month->year > last;
    }
  return years;
}

DecantCensusCount
decant_years_count_before (const GArray *months, gint64 moment)
{
  DecantCensusCount before = { 0 };
  int end = decant_months_at (moment);

  for (guint i = 0; months != NULL && i < months->len; i++)
    {
      const DecantCensusMonth *month = get_month (months, i);

      if (month->year * 12 + (int)month->month - 1 >= end)
        break;
      add (&before, &month->all);
    }
  return before;
}

int
decant_months_at (gint64 moment)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (moment);

  return date == NULL ? 0 : g_date_time_get_year (date) * 12 + g_date_time_get_month (date) - 1;
}

gint64
decant_months_begin (int month)
{
  g_autoptr (GDateTime) date = g_date_time_new_utc (month / 12, month % 12 + 1, 1, 0, 0, 0);

  return date == NULL ? 0 : g_date_time_to_unix (date);
}

char *
decant_years_describe (const DecantYear *year)
{
  if (year->or_earlier)
    /* Translators: a year. */
    return g_strdup_printf (_ ("%d or earlier"), year->year);
  if (year->or_later)
    return g_strdup_printf (_ ("%d or later"), year->year);
  return g_strdup_printf ("%d", year->year);
}
