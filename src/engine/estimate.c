/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/estimate.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Too little says nothing of the pace. */
#define LEAST_MESSAGES 3

/* How much faster four lanes are than one, at best. */
#define MOST_GAIN 4

/* What a message and a folder cost whatever the sample says: the journal, the new server, the
 * verification. Seconds. */
#define LEAST_OF_MESSAGE 0.0003
#define MOST_OF_MESSAGE 0.01
#define LEAST_OF_FOLDER 0.001
#define MOST_OF_FOLDER 0.05

/* Round trips that cannot be hidden behind others, at worst. */
#define TRIPS_OF_FOLDER 3
#define MESSAGES_OF_TRIP 8

#define MINUTE 60.0
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

void
decant_estimate_compute (const DecantEstimateInput *input, DecantEstimate *estimate)
{
  const DecantSample *sample = &input->old_sample;
  double messages = (double)input->messages;
  double folders = input->folders;
  double round_trip = MAX (MAX (sample->round_trip, input->new_round_trip), 0);
  double by_messages;
  double by_bytes;

  *estimate = (DecantEstimate){ -1, -1 };
  if (sample->messages < LEAST_MESSAGES || sample->bytes == 0 || sample->seconds <= 0)
    return;
  by_messages = sample->seconds * messages / sample->messages;
  by_bytes = sample->seconds * (double)input->size / (double)sample->bytes;
  estimate->low = MAX (MIN (by_messages, by_bytes) / MOST_GAIN,
                       messages * LEAST_OF_MESSAGE + folders * LEAST_OF_FOLDER);
  estimate->high = MAX (by_messages, by_bytes) +
                   messages * (MOST_OF_MESSAGE + round_trip / MESSAGES_OF_TRIP) +
                   folders * (MOST_OF_FOLDER + round_trip * TRIPS_OF_FOLDER);
}

/* ---- words ---- */

/* Figures that nobody takes for exact: 1, 2, … 9, then in steps of 5, then of 10. */
static guint
round_number (double number, double (*round_it) (double))
{
  double step = number < 10 ? 1 : number < 30 ? 5 : 10;

  return (guint)(round_it (number / step) * step);
}

static char *
describe_minutes (guint low, guint high)
{
  if (low == high)
    return g_strdup_printf (ngettext ("about %u minute", "about %u minutes", low), low);
  /* Translators: the plural is that of the second number */
  return g_strdup_printf (ngettext ("%u to %u minute", "%u to %u minutes", high), low, high);
}

static char *
describe_hours (guint low, guint high)
{
  if (low == high)
    return g_strdup_printf (ngettext ("about %u hour", "about %u hours", low), low);
  /* Translators: the plural is that of the second number */
  return g_strdup_printf (ngettext ("%u to %u hour", "%u to %u hours", high), low, high);
}

static char *
describe_days (guint low, guint high)
{
  if (low == high)
    return g_strdup_printf (ngettext ("about %u day", "about %u days", low), low);
  /* Translators: the plural is that of the second number */
  return g_strdup_printf (ngettext ("%u to %u day", "%u to %u days", high), low, high);
}

/* In the unit in which the longer one is a small number. */
char *
decant_estimate_describe (const DecantEstimate *estimate)
{
  static const struct
  {
    double below; /* for what is shorter than that */
    double seconds;
    char *(*describe) (guint low, guint high);
  } units[] = {
    { 1.5 * HOUR, MINUTE, describe_minutes },
    { 2 * DAY, HOUR, describe_hours },
    { INFINITY, DAY, describe_days },
  };
  guint low;
  guint high;
  guint i = 0;

  if (estimate->high < 0)
    return NULL;
  if (estimate->high < MINUTE)
    return g_strdup (_ ("less than a minute"));
  while (i + 1 < G_N_ELEMENTS (units) && estimate->high >= units[i].below)
    i++;
  low = MAX (round_number (estimate->low / units[i].seconds, floor), 1);
  high = MAX (round_number (MIN (estimate->high / units[i].seconds, 9999), ceil), low);
  return units[i].describe (low, high);
}
