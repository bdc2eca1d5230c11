/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many lanes are worth having: climbs while more of them make the whole faster, steps back
 * where they do not, and gives way where a server objects. Nothing but arithmetic: it is told what
 * was seen and when, and keeps no clock. Seconds are of any clock that does not go back. */
typedef struct
{
  guint usual; /* what is begun with, and not gone below for being slow */
  guint most;
  guint lanes; /* wanted now */

  /*< private >*/
  double began; /* when what is being measured began */
  double work;  /* that had been done by then */
  double interval;
  double reference;      /* the rate with the lanes there are, before a trial; 0: unknown */
  guint trial;           /* lanes that were added and are not known to be of use */
  guint slow_looks;      /* in a row */
  double answer_seconds; /* since the last judgement */
  guint answers;
  double usual_answer;
  double objected;    /* when a server did last; negative: never */
  double still_until; /* nothing is added before */
  double stillness;   /* how long that was last */
} DecantLaneCount;

/* What was seen. */
typedef struct
{
  double now;
  double work;        /* done so far, in any unit that adds up */
  double work_left;   /* as far as known */
  guint lanes;        /* with open connections, at work */
  gboolean held_back; /* by a limit of our own, since the last look */
} DecantLaneLook;

void decant_lane_count_init (DecantLaneCount *self, guint usual, guint most);

/* Other limits from now on; within them the number stays as it is, if it can. */
void decant_lane_count_set_limits (DecantLaneCount *self, guint usual, guint most);

/* Other work begins: what is known of rates is void. What servers objected to is not. */
void decant_lane_count_begin (DecantLaneCount *self, double now, double work);

/* Judges what was seen and sets "lanes"; most looks change nothing. May be called at any time;
 * every tenth of a second is often enough. */
void decant_lane_count_look (DecantLaneCount *self, const DecantLaneLook *look);

/* What was sent was answered after @seconds. */
void decant_lane_count_note_answer (DecantLaneCount *self, double seconds);

/* A server said that this is too much. Several that say so at a time are one objection. */
void decant_lane_count_object (DecantLaneCount *self, double now);

/* A server did not take a further lane: @lanes are at work. */
void decant_lane_count_refuse (DecantLaneCount *self, guint lanes, double now);

G_END_DECLS
