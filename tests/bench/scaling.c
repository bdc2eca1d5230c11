/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/scaling.h"

#include "bench/course.h"
#include "bench/rounds.h"

static const MailboxSpec shapes[] = {
  { .name = "one folder", .messages = 200000, .folders = 1, .smallest = 1000, .largest = 1000 },
  { .name = "folders", .messages = 10000, .folders = 5000, .smallest = 1000, .largest = 1000 },
};
static const double parts[] = { 0.25, 0.5, 1 };

static void
show_header (gboolean markdown)
{
  if (markdown)
    g_print (
      "| mailbox | messages | folders | round trip | seconds | CPU s | servers' CPU s | peak "
      "MiB |\n|---|---|---|---|---|---|---|---|\n");
  else
    g_print ("\n%-12s %9s %8s %11s %9s %8s %8s %9s\n", "", "messages", "folders", "round trip",
             "seconds", "CPU s", "servers", "peak MiB");
}

static void
show (const MailboxSpec *mailbox, guint round_trip_ms, const Measure *measure, gboolean markdown)
{
  g_print (markdown ? "| %s | %u | %u | %u ms | %.2f | %.2f | %.2f | %.1f |\n"
                    : "%-12s %9u %8u %8u ms %9.2f %8.2f %8.2f %9.1f\n",
           mailbox->name, mailbox->messages, mailbox->folders, round_trip_ms, measure->seconds,
           measure->cpu_seconds, measure->server_seconds, measure->peak_mebibytes);
}

static gboolean
measure_part (const Options *options, Source *source, const MailboxSpec *mailbox, GError **error)
{
  if (!source_fill (source, mailbox, error))
    return FALSE;
  for (guint i = 0; i < options->round_trips->len; i++)
    {
      guint round_trip = g_array_index (options->round_trips, guint, i);
      CourseSettings settings = { .from = source->dovecot,
                                  .wanted = source->digest,
                                  .round_trip_ms = round_trip,
                                  .to_layout = DOVECOT_SDBOX,
                                  .cyrus = options->cyrus,
                                  .limit_seconds = options->limit_seconds };
      g_autoptr (Course) course = course_new (&settings, error);
      Measure measure;

      if (course == NULL || !course_run (course, contestant_find ("decant"), &measure, error))
        return FALSE;
      show (mailbox, round_trip, &measure, options->markdown);
    }
  return TRUE;
}

gboolean
scaling_measure (const Options *options, GError **error)
{
  g_auto (Source) source = { 0 };

  show_header (options->markdown);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (parts); j++)
      {
        MailboxSpec mailbox = shapes[i];

        mailbox.messages = MAX ((guint)(mailbox.messages * parts[j] * options->scale), 1);
        mailbox.folders = MAX ((guint)(mailbox.folders * parts[j] * options->scale), 1);
        if (!measure_part (options, &source, &mailbox, error))
          return FALSE;
      }
  return TRUE;
}
