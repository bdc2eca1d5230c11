/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/progress-line.h"

#include "cli/text.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define USUAL_COLUMNS 80
#define ERASE "\r\033[K"
#define SEPARATOR " · "

struct _DecantCliProgressLine
{
  char *shown; /* NULL: hidden */
};

DecantCliProgressLine *
decant_cli_progress_line_new (const DecantCliOptions *options)
{
  if (options->quiet || !isatty (STDERR_FILENO) || g_strcmp0 (g_getenv ("TERM"), "dumb") == 0)
    return NULL;
  if (options->json && isatty (STDOUT_FILENO))
    return NULL;
  return g_new0 (DecantCliProgressLine, 1);
}

static guint
terminal_columns (void)
{
  struct winsize size = { 0 };

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return USUAL_COLUMNS;
  return size.ws_col;
}

void
decant_cli_progress_line_show (DecantCliProgressLine *self, const char *text)
{
  g_autofree char *printable = NULL;
  g_autofree char *line = NULL;

  if (self == NULL)
    return;
  printable = decant_cli_text_printable (text);
  /* Not the last column: some terminals go to the next line there. */
  line = decant_cli_text_fit (printable, terminal_columns () - 1);
  if (g_strcmp0 (self->shown, line) == 0)
    return;
  g_printerr (ERASE "%s", line);
  g_free (self->shown);
  self->shown = g_steal_pointer (&line);
}

void
decant_cli_progress_line_hide (DecantCliProgressLine *self)
{
  if (self == NULL || self->shown == NULL)
    return;
  g_printerr (ERASE);
  g_clear_pointer (&self->shown, g_free);
}

void
decant_cli_progress_line_free (DecantCliProgressLine *self)
{
  if (self == NULL)
    return;
  decant_cli_progress_line_hide (self);
  g_free (self);
}

static char *
describe_messages (const DecantProgressSnapshot *snapshot)
{
  gboolean verifying = snapshot->phase == DECANT_PHASE_VERIFYING;
  guint64 total = verifying ? snapshot->to_verify : snapshot->messages;
  g_autofree char *done = decant_cli_text_number (verifying ? snapshot->verified
                                                            : snapshot->processed);
  g_autofree char *all = decant_cli_text_number (total);

  if (verifying)
    return g_strdup_printf (ngettext ("Verified %s of %s message", "Verified %s of %s messages",
                                      (gulong)MIN (total, G_MAXINT)),
                            done, all);
  return g_strdup_printf (
    ngettext ("%s of %s message", "%s of %s messages", (gulong)MIN (total, G_MAXINT)), done, all);
}

static void
add_amount (GPtrArray *parts, const DecantProgressSnapshot *snapshot)
{
  g_autofree char *bytes = g_format_size (snapshot->bytes);
  g_autofree char *size = g_format_size (snapshot->size);
  g_autofree char *rate = g_format_size ((guint64)MAX (snapshot->byte_rate, 0));

  if (snapshot->size > 0)
    /* Translators: an amount of mail, as in "2.9 GB of 5.2 GB". */
    g_ptr_array_add (parts, g_strdup_printf (_ ("%s of %s"), bytes, size));
  if (snapshot->byte_rate >= 1)
    g_ptr_array_add (parts, g_strdup_printf (_ ("%s/s"), rate));
}

static void
add_time_left (GPtrArray *parts, const DecantProgressSnapshot *snapshot)
{
  g_autofree char *duration = NULL;

  if (snapshot->seconds_left < 0)
    return;
  duration = decant_cli_text_duration (snapshot->seconds_left);
  /* Translators: as in "about 25 minutes left". */
  g_ptr_array_add (parts, g_strdup_printf (_ ("%s left"), duration));
}

static void
add_skipped (GPtrArray *parts, const DecantProgressSnapshot *snapshot)
{
  gulong skipped = (gulong)snapshot->skipped;

  if (skipped > 0)
    g_ptr_array_add (parts,
                     g_strdup_printf (ngettext ("%lu skipped", "%lu skipped", skipped), skipped));
}

char *
decant_cli_progress_describe (const DecantProgressSnapshot *snapshot)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *now = *snapshot->waiting != '\0' ? snapshot->waiting : snapshot->activity;
  gboolean moving = snapshot->phase == DECANT_PHASE_COPYING ||
                    snapshot->phase == DECANT_PHASE_READING;

  if (snapshot->messages > 0 && (moving || snapshot->phase == DECANT_PHASE_VERIFYING))
    g_ptr_array_add (parts, describe_messages (snapshot));
  if (moving)
    {
      add_amount (parts, snapshot);
      add_time_left (parts, snapshot);
    }
  add_skipped (parts, snapshot);
  if (*now != '\0')
    g_ptr_array_add (parts, g_strdup (now));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (SEPARATOR, (char **)parts->pdata);
}
