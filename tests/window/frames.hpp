/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* How long a window took from one frame to the next while this lives, as its frame clock has it. */
class Frames
{
public:
  explicit Frames (GtkWidget *window);
  ~Frames ();

  Frames (const Frames &) = delete;
  Frames &operator= (const Frames &) = delete;

  /* The longest time between two frames, in milliseconds. */
  double
  longest () const
  {
    return double (longest_us) / 1000;
  }

  /* What this thread has computed for since this came to be, and for a frame at the most, in
   * milliseconds: the same on a busy machine. */
  double
  work () const
  {
    return double (worked_us () - first_us) / 1000;
  }

  double
  most_work () const
  {
    return double (most_us) / 1000;
  }

  unsigned
  count () const
  {
    return frames;
  }

private:
  static gint64 worked_us ();
  static gboolean tick (GtkWidget *widget, GdkFrameClock *clock, gpointer self);

  GtkWidget *window;
  guint callback;
  gint64 last_us, longest_us = 0;
  gint64 first_us, done_us, most_us = 0;
  unsigned frames = 0;
};
