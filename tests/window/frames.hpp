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

  unsigned
  count () const
  {
    return frames;
  }

private:
  static gboolean tick (GtkWidget *widget, GdkFrameClock *clock, gpointer self);

  GtkWidget *window;
  guint callback;
  gint64 last_us, longest_us = 0;
  unsigned frames = 0;
};
