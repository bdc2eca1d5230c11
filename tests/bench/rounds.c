/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/rounds.h"

#include "bench/course.h"
#include "bench/interrupt.h"
#include "bench/mailbox-digest.h"

/* ---- the old server ---- */

static gboolean
refill (Source *self, GError **error)
{
  self->dovecot = dovecot_start (NULL, error);
  if (self->dovecot == NULL ||
      !mailbox_fill (&self->mailbox, self->dovecot, CONTESTANT_USER, &self->bytes, error))
    return FALSE;
  self->digest = mailbox_digest_new (dovecot_get_port (self->dovecot), CONTESTANT_USER, error);
  if (self->digest == NULL)
    return FALSE;
  if (mailbox_digest_count (self->digest) == self->mailbox.messages)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the old server was not filled");
  return FALSE;
}

gboolean
source_fill (Source *self, const MailboxSpec *mailbox, GError **error)
{
  if (self->digest != NULL && mailbox_same_content (&self->mailbox, mailbox))
    {
      self->mailbox = *mailbox;
      return TRUE;
    }
  source_clear (self);
  self->mailbox = *mailbox;
  g_printerr ("Filling the old server with “%s”\n", mailbox->name);
  return refill (self, error);
}

void
source_clear (Source *self)
{
  g_clear_pointer (&self->dovecot, dovecot_stop);
  g_clear_pointer (&self->digest, g_hash_table_unref);
}

/* ---- a run ---- */

/* Of a mailbox that is copied again the course stays, with what a first run has left there. */
static Course *
lay_out (const CourseSettings *settings, const Source *source, const Contestant *contestant,
         Course **kept, GError **error)
{
  g_autoptr (Course) course = g_steal_pointer (kept);

  if (course != NULL)
    return g_steal_pointer (&course);
  course = course_new (settings, error);
  if (course == NULL || (source->mailbox.again && !course_prepare (course, contestant, error)))
    return NULL;
  return g_steal_pointer (&course);
}

static gboolean
run (const CourseSettings *settings, const Source *source, Series *series, Course **kept,
     GError **error)
{
  g_autoptr (Course) course = lay_out (settings, source, series->contestant, kept, error);
  Measure *measure = &series->rounds[series->n_rounds];

  if (course == NULL || !course_run (course, series->contestant, measure, error))
    return FALSE;
  series->n_rounds++;
  g_printerr ("%s, %u ms, round %u: %s %.2f s\n", source->mailbox.name, settings->round_trip_ms,
              series->n_rounds, series->contestant->name, measure->seconds);
  if (source->mailbox.again)
    *kept = g_steal_pointer (&course);
  return TRUE;
}

/* Notes a failure. FALSE where it was a signal. */
static gboolean
note_failure (Series *series, GError *failure, guint *failures, GError **error)
{
  if (interrupt_came (error))
    return FALSE;
  g_printerr ("%s: %s\n", series->contestant->name, failure->message);
  series->failure = g_strdup (failure->message);
  (*failures)++;
  return TRUE;
}

static void
free_course (gpointer course)
{
  if (course != NULL)
    course_free (course);
}

/* By turns, so that a busy moment of the computer meets them all. */
static gboolean
run_all (const CourseSettings *settings, const Source *source, Series *series, guint n_series,
         guint n_rounds, guint *failures, GError **error)
{
  g_autoptr (GPtrArray) courses = g_ptr_array_new_with_free_func (free_course);

  g_ptr_array_set_size (courses, (gint)n_series);
  for (guint round = 0; round < n_rounds; round++)
    for (guint i = 0; i < n_series; i++)
      {
        g_autoptr (GError) failure = NULL;

        if (series[i].failure == NULL &&
            !run (settings, source, &series[i], (Course **)&courses->pdata[i], &failure) &&
            !note_failure (&series[i], failure, failures, error))
          return FALSE;
      }
  return TRUE;
}

/* ---- all ---- */

static gboolean
takes_part (const Contestant *contestant, const Options *options, const Source *source)
{
  return (!source->mailbox.again || contestant->makes_again) &&
         (!options->cyrus || !contestant->needs_dovecot);
}

gboolean
rounds_measure (const Options *options, const Source *source, guint round_trip_ms, guint *failures,
                GError **error)
{
  g_autofree Series *series = g_new0 (Series, options->contestants->len);
  CourseSettings settings = { .from = source->dovecot,
                              .wanted = source->digest,
                              .round_trip_ms = round_trip_ms,
                              .cyrus = options->cyrus,
                              .limit_seconds = options->limit_seconds };
  Results results = { .mailbox = &source->mailbox,
                      .bytes = source->bytes,
                      .round_trip_ms = round_trip_ms,
                      .series = series };
  gboolean done;

  for (guint i = 0; i < options->contestants->len; i++)
    if (takes_part (options->contestants->pdata[i], options, source))
      series[results.n_series++].contestant = options->contestants->pdata[i];
  done = run_all (&settings, source, series, results.n_series, options->rounds, failures, error);
  if (done)
    table_add (&results, options->markdown);
  for (guint i = 0; i < results.n_series; i++)
    g_free (series[i].failure);
  return done;
}
