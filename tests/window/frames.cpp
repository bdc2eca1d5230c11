/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window/frames.hpp"

#include <ctime>

gint64
Frames::worked_us ()
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return gint64 (time.tv_sec) * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

Frames::Frames (GtkWidget *window)
    : window (window), last_us (g_get_monotonic_time ()), first_us (worked_us ()),
      done_us (first_us)
{
  callback = gtk_widget_add_tick_callback (window, tick, this, nullptr);
}

Frames::~Frames ()
{
  gtk_widget_remove_tick_callback (window, callback);
}

/* By the wall clock: what is late shows there. */
gboolean
Frames::tick (GtkWidget *, GdkFrameClock *, gpointer data)
{
  Frames *self = static_cast<Frames *> (data);
  const gint64 now = g_get_monotonic_time ();

  self->longest_us = MAX (self->longest_us, now - self->last_us);
  self->last_us = now;
  self->most_us = MAX (self->most_us, worked_us () - self->done_us);
  self->done_us = worked_us ();
  self->frames++;
  return G_SOURCE_CONTINUE;
}
