/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/table.h"

#include <stdlib.h>
#include <string.h>

/* What stands for a series: medians, but the highest memory. */
static int
compare_doubles (const void *a, const void *b)
{
  return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static double
median (const Series *series, gsize offset)
{
  double values[ROUNDS_LIMIT];

  for (guint i = 0; i < series->n_rounds; i++)
    memcpy (&values[i], (const char *)&series->rounds[i] + offset, sizeof (double));
  qsort (values, series->n_rounds, sizeof (double), compare_doubles);
  return series->n_rounds % 2 == 1
           ? values[series->n_rounds / 2]
           : (values[series->n_rounds / 2 - 1] + values[series->n_rounds / 2]) / 2;
}

static Measure
summarize (const Series *series)
{
  Measure summary = { .seconds = median (series, G_STRUCT_OFFSET (Measure, seconds)),
                      .cpu_seconds = median (series, G_STRUCT_OFFSET (Measure, cpu_seconds)),
                      .server_seconds = median (series,
                                                G_STRUCT_OFFSET (Measure, server_seconds)) };

  for (guint i = 0; i < series->n_rounds; i++)
    summary.peak_mebibytes = MAX (summary.peak_mebibytes, series->rounds[i].peak_mebibytes);
  return summary;
}

/* ---- ratios ---- */

/* Seconds of the contestant of that name; 0: it did not get there. */
static double
find_seconds (const Results *results, const char *name)
{
  for (guint i = 0; i < results->n_series; i++)
    if (g_str_equal (results->series[i].contestant->name, name) &&
        results->series[i].failure == NULL && results->series[i].n_rounds > 0)
      return median (&results->series[i], G_STRUCT_OFFSET (Measure, seconds));
  return 0;
}

static char *
describe_ratio (double dividend, double divisor)
{
  return dividend > 0 && divisor > 0 ? g_strdup_printf ("%.2f", dividend / divisor)
                                     : g_strdup ("-");
}

/* ---- rows ---- */

void
table_begin (gboolean markdown)
{
  if (markdown)
    g_print ("| mailbox | round trip | contestant | seconds | messages/s | MB/s | CPU s | servers' "
             "CPU s | peak MiB | times mbsync's speed | times the limit's time |\n"
             "|---|---|---|---|---|---|---|---|---|---|---|\n");
}

static void
begin_block (const Results *results)
{
  const MailboxSpec *mailbox = results->mailbox;
  g_autofree char *size = g_format_size (results->bytes);

  g_print ("\n%s: %u messages in %u folders, %s%s; round trip %u ms\n", mailbox->name,
           mailbox->messages, mailbox->folders, size,
           mailbox->again ? ", all of them copied before" : "", results->round_trip_ms);
  g_print ("%-22s %9s %11s %8s %7s %8s %9s %8s %8s\n", "", "seconds", "messages/s", "MB/s", "CPU s",
           "servers", "peak MiB", "x mbsync", "/ limit");
}

static void
add_row (const Results *results, const Series *series, gboolean markdown)
{
  const MailboxSpec *mailbox = results->mailbox;
  Measure summary = summarize (series);
  g_autofree char *to_mbsync = describe_ratio (find_seconds (results, "mbsync"), summary.seconds);
  g_autofree char *to_limit = describe_ratio (summary.seconds, find_seconds (results, "limit"));
  double messages = mailbox->messages / summary.seconds;
  double megabytes = (double)results->bytes / 1e6 / summary.seconds;

  if (markdown)
    g_print ("| %s | %u ms | %s | %.2f | %.0f | %.1f | %.2f | %.2f | %.1f | %s | %s |\n",
             mailbox->name, results->round_trip_ms, series->contestant->description,
             summary.seconds, messages, megabytes, summary.cpu_seconds, summary.server_seconds,
             summary.peak_mebibytes, to_mbsync, to_limit);
  else
    g_print ("%-22s %9.2f %11.0f %8.1f %7.2f %8.2f %9.1f %8s %8s\n",
             series->contestant->description, summary.seconds, messages, megabytes,
             summary.cpu_seconds, summary.server_seconds, summary.peak_mebibytes, to_mbsync,
             to_limit);
}

static void
add_failure (const Results *results, const Series *series, gboolean markdown)
{
  g_autofree char *first_line = g_strndup (series->failure, strcspn (series->failure, "\n"));

  if (markdown)
    g_print ("| %s | %u ms | %s | %s | | | | | | | |\n", results->mailbox->name,
             results->round_trip_ms, series->contestant->description, first_line);
  else
    g_print ("%-22s %s\n", series->contestant->description, first_line);
}

void
table_add (const Results *results, gboolean markdown)
{
  if (!markdown)
    begin_block (results);
  for (guint i = 0; i < results->n_series; i++)
    if (results->series[i].failure != NULL)
      add_failure (results, &results->series[i], markdown);
    else if (results->series[i].n_rounds > 0)
      add_row (results, &results->series[i], markdown);
}
