/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/pace.h"

#include <string.h>

#define FIRST_PAUSE 50      /* milliseconds */
#define LONGEST_PAUSE 15000 /* milliseconds */
#define QUIET_ANSWERS 20

static gboolean
is_complaint (const DecantStatusAnswer *status)
{
  return status->answer == DECANT_IMAP_ANSWER_OK &&
         (strstr (status->text, "[THROTTLED]") != NULL ||
          (status->code != NULL && g_ascii_strcasecmp (status->code, "THROTTLED") == 0));
}

gboolean
decant_pace_note (DecantPace *self, const DecantStatusAnswer *status)
{
  gboolean complaint = is_complaint (status);

  if (complaint)
    {
      self->quiet = 0;
      /* Commands sent before the first complaint are answered with more of them. */
      if (self->pause == 0)
        self->pause = FIRST_PAUSE;
      else if (self->waited)
        self->pause = MIN (self->pause * 2, LONGEST_PAUSE);
      self->waited = FALSE;
    }
  else if (self->pause > 0 && ++self->quiet >= QUIET_ANSWERS)
    {
      self->quiet = 0;
      self->pause = self->pause > FIRST_PAUSE ? self->pause / 2 : 0;
    }
  return complaint;
}

gboolean
decant_pace_keep (DecantPace *self, GCancellable *cancellable, GError **error)
{
  gint64 end = g_get_monotonic_time () + (gint64)self->pause * 1000;
  GPollFD stop = { .fd = -1, .events = G_IO_IN };
  gboolean has_fd;
  gint64 left;

  if (self->pause == 0)
    return TRUE;
  self->waited = TRUE;
  has_fd = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &stop);
  while (!g_cancellable_is_cancelled (cancellable) && (left = end - g_get_monotonic_time ()) > 0)
    g_poll (has_fd ? &stop : NULL, has_fd ? 1 : 0, (int)(left / 1000) + 1);
  if (has_fd)
    g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
