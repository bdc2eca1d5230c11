/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/internal-date.h"

#include <stdio.h>
#include <string.h>

#define FIRST_YEAR 1900
#define LAST_YEAR 9999
#define OFFSET_LIMIT (14 * 60) /* the farthest zone there is */

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

static gint
month_number (const char *name)
{
  for (gint i = 0; i < 12; i++)
    if (g_ascii_strncasecmp (name, months + 3 * i, 3) == 0)
      return i + 1;
  return 0;
}

/* "+0130", "+01:30", "GMT": what is no zone counts as UTC. */
static gint16
parse_zone (const char *zone)
{
  unsigned hours;
  unsigned minutes;
  gint offset;

  if ((*zone != '+' && *zone != '-') || !g_ascii_isdigit (zone[1]) ||
      (sscanf (zone + 1, "%2u:%2u", &hours, &minutes) != 2 &&
       sscanf (zone + 1, "%2u%2u", &hours, &minutes) != 2))
    return 0;
  offset = (gint)(hours * 60 + minutes);
  if (minutes > 59 || offset > OFFSET_LIMIT)
    return 0;
  return (gint16)(*zone == '-' ? -offset : offset);
}

static guint
full_year (guint year, int digits)
{
  if (digits > 2)
    return year;
  return year < 70 ? year + 2000 : year + 1900;
}

gboolean
decant_internal_date_parse (const char *text, gint64 *seconds, gint16 *offset)
{
  g_autoptr (GDateTime) date = NULL;
  char month[4] = "";
  guint day = 0;
  guint year = 0;
  guint hour = 0;
  guint minute = 0;
  guint second = 0;
  int year_start = 0;
  int year_end = 0;
  int end = 0;

  if (sscanf (text, " %2u-%3[A-Za-z]-%n%4u%n", &day, month, &year_start, &year, &year_end) < 3)
    return FALSE;
  text += year_end;
  if (sscanf (text, " %2u:%2u%n:%2u%n", &hour, &minute, &end, &second, &end) < 2)
    return FALSE;
  text += end;
  text += strspn (text, " ");
  year = full_year (year, year_end - year_start);
  if (year < FIRST_YEAR || year > LAST_YEAR)
    return FALSE;
  /* a leap second is none to GDateTime; impossible days and hours make no date */
  if (day > 31 || hour > 23 || minute > 59 || second > 60)
    return FALSE;
  date = g_date_time_new_utc ((gint)year, month_number (month), (gint)day, (gint)hour, (gint)minute,
                              MIN (second, 59));
  if (date == NULL)
    return FALSE;
  *offset = parse_zone (text);
  *seconds = g_date_time_to_unix (date) - *offset * 60;
  return TRUE;
}

char *
decant_internal_date_format (gint64 seconds, gint16 offset)
{
  g_autoptr (GDateTime) date = NULL;
  gint minutes = ABS (offset) <= OFFSET_LIMIT ? offset : 0;

  if (seconds <= G_MININT64 / 2 || seconds >= G_MAXINT64 / 2)
    return NULL;
  date = g_date_time_new_from_unix_utc (seconds + minutes * 60);
  if (date == NULL || g_date_time_get_year (date) < FIRST_YEAR ||
      g_date_time_get_year (date) > LAST_YEAR)
    return NULL;
  return g_strdup_printf (
    "\"%02d-%.3s-%04d %02d:%02d:%02d %c%02d%02d\"", g_date_time_get_day_of_month (date),
    months + 3 * (g_date_time_get_month (date) - 1), g_date_time_get_year (date),
    g_date_time_get_hour (date), g_date_time_get_minute (date), g_date_time_get_second (date),
    minutes < 0 ? '-' : '+', ABS (minutes) / 60, ABS (minutes) % 60);
}
