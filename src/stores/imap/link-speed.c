/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/link-speed.h"

#define SLOW 1500000 /* bytes a second */
#define LEAST_READ (64 * 1024)

/* A stretch is that long, or shorter where that takes long. */
#define STRETCH (512 * 1024)
#define LEAST_STRETCH (128 * 1024)
#define LONG_WAIT G_USEC_PER_SEC

#define SLOW_STRETCHES 2 /* one may be no more than a hiccup */

static void
note (DecantLinkStretch *stretch, guint64 bytes, gint64 waited)
{
  gboolean is_slow;

  stretch->bytes += bytes;
  stretch->waited += waited;
  if (stretch->bytes < LEAST_STRETCH || (stretch->bytes < STRETCH && stretch->waited < LONG_WAIT))
    return;
  is_slow = stretch->bytes * G_USEC_PER_SEC < SLOW * (guint64)stretch->waited;
  stretch->slow = is_slow ? stretch->slow + 1 : 0;
  stretch->bytes = 0;
  stretch->waited = 0;
}

void
decant_link_speed_note_read (DecantLinkSpeed *self, gsize bytes, gint64 waited)
{
  if (self->was_asked)
    {
      self->was_asked = FALSE;
      return;
    }
  self->read_bytes += bytes;
  self->read_waited += waited;
  if (self->read_bytes < LEAST_READ)
    return;
  note (&self->stretches[DECANT_FLOW_IN], self->read_bytes, self->read_waited);
  self->read_bytes = 0;
  self->read_waited = 0;
}

void
decant_link_speed_note_write (DecantLinkSpeed *self, gsize bytes, gint64 waited)
{
  self->was_asked = TRUE;
  self->read_bytes = 0;
  self->read_waited = 0;
  note (&self->stretches[DECANT_FLOW_OUT], bytes, waited);
}

gboolean
decant_link_speed_is_slow (const DecantLinkSpeed *self)
{
  return self->stretches[DECANT_FLOW_IN].slow >= SLOW_STRETCHES ||
         self->stretches[DECANT_FLOW_OUT].slow >= SLOW_STRETCHES;
}
