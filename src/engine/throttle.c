/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/throttle.h"

#define LONGEST_WAIT 1.0 /* seconds at a time, so that a changed rate is soon felt */

struct _DecantThrottle
{
  GMutex mutex;
  guint64 rate;
  double level; /* bytes that may go now; negative: overdrawn */
  gint64 filled;
};

DecantThrottle *
decant_throttle_new (guint64 rate)
{
  DecantThrottle *self = g_new0 (DecantThrottle, 1);

  g_mutex_init (&self->mutex);
  self->rate = rate;
  self->filled = g_get_monotonic_time ();
  return self;
}

void
decant_throttle_free (DecantThrottle *self)
{
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
decant_throttle_set_rate (DecantThrottle *self, guint64 rate)
{
  g_mutex_lock (&self->mutex);
  self->rate = rate;
  self->level = 0;
  self->filled = g_get_monotonic_time ();
  g_mutex_unlock (&self->mutex);
}

/* Returns the seconds until the bucket is no longer overdrawn. */
static double
take (DecantThrottle *self, guint64 bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 now = g_get_monotonic_time ();
  double rate = (double)self->rate;

  if (self->rate == 0)
    return 0;
  self->level += rate * (double)(now - self->filled) / G_USEC_PER_SEC;
  self->level = MIN (self->level, rate) - (double)bytes;
  self->filled = now;
  return self->level < 0 ? -self->level / rate : 0;
}

gboolean
decant_throttle_take (DecantThrottle *self, guint64 bytes, DecantGate *gate, GError **error)
{
  for (double wait = take (self, bytes); wait > 0; wait = take (self, 0))
    if (!decant_gate_wait (gate, MIN (wait, LONGEST_WAIT), NULL, error))
      return FALSE;
  return TRUE;
}
