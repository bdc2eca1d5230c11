/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/watch.h"

#include "cli/json-events.h"
#include "cli/progress-line.h"
#include "cli/summary.h"

#include <glib/gi18n-lib.h>

#define LINE_MILLISECONDS 250
#define JSON_MILLISECONDS 1000

struct _DecantCliWatch
{
  const DecantCliOptions *options;
  DecantProgress *progress;
  DecantCliProgressLine *line;
  DecantPhase phase;
  guint line_source;
  guint json_source;
  gulong changed_handler;
  gulong problem_handler;
};

static const char *
describe_phase (DecantPhase phase)
{
  switch (phase)
    {
    case DECANT_PHASE_CONNECTING:
      return _ ("Connecting");
    case DECANT_PHASE_LISTING:
      return _ ("Looking into the folders");
    case DECANT_PHASE_COPYING:
      return _ ("Copying");
    case DECANT_PHASE_READING:
      return _ ("Reading the messages");
    case DECANT_PHASE_VERIFYING:
      return _ ("Verifying");
    case DECANT_PHASE_FINISHED:
      return _ ("Finished");
    case DECANT_PHASE_IDLE:
    default:
      return _ ("Waiting");
    }
}

/* A line of the log, above the live line. */
static void
log_line (DecantCliWatch *self, const char *text)
{
  if (!self->options->verbose)
    return;
  decant_cli_progress_line_hide (self->line);
  g_printerr ("%s\n", text);
}

static void
on_changed (DecantProgress *progress, DecantCliWatch *self)
{
  DecantProgressSnapshot snapshot;

  decant_progress_get_snapshot (progress, &snapshot);
  if (snapshot.phase == self->phase)
    return;
  self->phase = snapshot.phase;
  if (self->options->json)
    decant_cli_json_phase (snapshot.phase);
  log_line (self, describe_phase (snapshot.phase));
}

static void
on_problem (DecantProgress *progress, const DecantProblem *problem, DecantCliWatch *self)
{
  g_autofree char *description = decant_cli_summary_describe_problem (problem);

  if (self->options->json)
    decant_cli_json_problem (problem);
  log_line (self, description);
}

static gboolean
on_line_due (gpointer data)
{
  DecantCliWatch *self = data;
  DecantProgressSnapshot snapshot;
  g_autofree char *text = NULL;

  decant_progress_get_snapshot (self->progress, &snapshot);
  text = decant_cli_progress_describe (&snapshot);
  decant_cli_progress_line_show (self->line,
                                 *text != '\0' ? text : describe_phase (snapshot.phase));
  return G_SOURCE_CONTINUE;
}

static gboolean
on_json_due (gpointer data)
{
  DecantCliWatch *self = data;
  DecantProgressSnapshot snapshot;

  decant_progress_get_snapshot (self->progress, &snapshot);
  decant_cli_json_progress (&snapshot);
  return G_SOURCE_CONTINUE;
}

DecantCliWatch *
decant_cli_watch_new (DecantProgress *progress, const DecantCliOptions *options)
{
  DecantCliWatch *self = g_new0 (DecantCliWatch, 1);

  self->options = options;
  self->progress = g_object_ref (progress);
  self->phase = DECANT_PHASE_IDLE;
  self->line = decant_cli_progress_line_new (options);
  if (self->line != NULL)
    self->line_source = g_timeout_add (LINE_MILLISECONDS, on_line_due, self);
  if (options->json)
    self->json_source = g_timeout_add (JSON_MILLISECONDS, on_json_due, self);
  self->changed_handler = g_signal_connect (progress, "changed", G_CALLBACK (on_changed), self);
  self->problem_handler = g_signal_connect (progress, "problem", G_CALLBACK (on_problem), self);
  return self;
}

void
decant_cli_watch_free (DecantCliWatch *self)
{
  decant_progress_flush (self->progress);
  if (self->json_source != 0)
    on_json_due (self);
  g_clear_handle_id (&self->line_source, g_source_remove);
  g_clear_handle_id (&self->json_source, g_source_remove);
  g_clear_signal_handler (&self->changed_handler, self->progress);
  g_clear_signal_handler (&self->problem_handler, self->progress);
  g_clear_pointer (&self->line, decant_cli_progress_line_free);
  g_object_unref (self->progress);
  g_free (self);
}
