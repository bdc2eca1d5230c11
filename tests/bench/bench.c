/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decant against other programs: the same mailbox from one server to another, empty one, on the
 * loopback without TLS, directly and at the end of a long line. What a contestant did not copy
 * makes it fail. The servers live in $TMPDIR, which should be a tmpfs. */

#include "bench/interrupt.h"
#include "bench/rounds.h"
#include "bench/scaling.h"

#include <locale.h>

static MailboxSpec
scale_mailbox (const MailboxSpec *mailbox, double scale)
{
  MailboxSpec scaled = *mailbox;

  scaled.messages = MAX ((guint)(mailbox->messages * scale), 1);
  scaled.folders = MIN (scaled.folders, scaled.messages);
  return scaled;
}

static gboolean
measure_all (const Options *options, guint *failures, GError **error)
{
  g_auto (Source) source = { 0 };

  table_begin (options->markdown);
  for (guint i = 0; i < options->mailboxes->len; i++)
    {
      MailboxSpec mailbox = scale_mailbox (options->mailboxes->pdata[i], options->scale);

      if (!source_fill (&source, &mailbox, error))
        return FALSE;
      for (guint j = 0; j < options->round_trips->len; j++)
        if (!rounds_measure (options, &source, g_array_index (options->round_trips, guint, j),
                             failures, error))
          return FALSE;
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Options) options = NULL;
  guint failures = 0;

  setlocale (LC_CTYPE, "");
  options = options_parse (&argc, &argv, &error);
  if (options == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  interrupt_catch ();
  if (!(options->scaling ? scaling_measure (options, &error)
                         : measure_all (options, &failures, &error)))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return failures == 0 ? 0 : 1;
}
