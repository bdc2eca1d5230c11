/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/throttle.h"

#define LONGEST_WAIT 0.1    /* seconds at a time, so that a changed limit is soon felt */
#define PIECES_A_SECOND 20  /* small, so that lanes take turns and nothing comes in bursts */
#define SMALLEST_PIECE 1024 /* a slow line is not made slower by calls of a few bytes */
#define BURST_SECONDS 1.0
#define SHORTEST_REST 0.01
#define LONGEST_REST 0.25

/* Bytes are numbered in the order they are moved. */
typedef struct
{
  double moved;   /* the number of the last one that was moved */
  double allowed; /* the number of the last one that may have been moved by now */
  gint64 filled;  /* when that was so */
} Bucket;

struct _DecantThrottle
{
  GMutex mutex;
  DecantGate *gate;
  DecantFlow flow;
  guint64 rate;
  DecantSpeed speed;
  Bucket buckets[DECANT_N_FLOWS];
  guint64 moved;
  gint64 rested; /* when the last rest ended */
  gboolean felt;
};

/* Holds the mutex. */
static void
fill (DecantThrottle *self, Bucket *bucket)
{
  gint64 now = g_get_monotonic_time ();
  double rate = (double)self->rate;

  bucket->allowed += rate * (double)(now - bucket->filled) / G_USEC_PER_SEC;
  bucket->allowed = MIN (bucket->allowed, bucket->moved + rate * BURST_SECONDS);
  bucket->filled = now;
}

/* Holds the mutex. The seconds until byte number @last may have been moved. */
static double
get_wait (DecantThrottle *self, Bucket *bucket, double last)
{
  if (self->rate == 0)
    return 0;
  fill (self, bucket);
  return bucket->allowed < last ? (last - bucket->allowed) / (double)self->rate : 0;
}

static void
wait_for_turn (DecantThrottle *self, Bucket *bucket, double last, double wait)
{
  while (wait > 0 && decant_gate_wait (self->gate, MIN (wait, LONGEST_WAIT), NULL, NULL))
    {
      g_mutex_lock (&self->mutex);
      wait = get_wait (self, bucket, last);
      g_mutex_unlock (&self->mutex);
    }
}

/* Work is what happened since the last rest, of whichever thread: so all of it takes twice as long
 * at most. */
static void
rest (DecantThrottle *self)
{
  gint64 now = g_get_monotonic_time ();
  double work;

  g_mutex_lock (&self->mutex);
  work = (double)(now - self->rested) / G_USEC_PER_SEC;
  g_mutex_unlock (&self->mutex);
  if (work < SHORTEST_REST)
    return;
  decant_gate_wait (self->gate, MIN (work, LONGEST_REST), NULL, NULL);
  g_mutex_lock (&self->mutex);
  self->rested = g_get_monotonic_time ();
  g_mutex_unlock (&self->mutex);
}

static gsize
get_piece (gpointer user_data)
{
  DecantThrottle *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->rate == 0)
    return G_MAXSIZE;
  return MAX (self->rate / PIECES_A_SECOND, SMALLEST_PIECE);
}

static void
moved (DecantFlowDirection direction, gsize bytes, gpointer user_data)
{
  DecantThrottle *self = user_data;
  Bucket *bucket = &self->buckets[direction];
  gboolean gentle;
  double last, wait;

  g_mutex_lock (&self->mutex);
  self->moved += bytes;
  bucket->moved += (double)bytes;
  last = bucket->moved;
  wait = get_wait (self, bucket, last);
  gentle = self->speed == DECANT_SPEED_GENTLE;
  self->felt |= wait > 0 || gentle;
  g_mutex_unlock (&self->mutex);
  wait_for_turn (self, bucket, last, wait);
  if (gentle)
    rest (self);
}

static void
objected (gpointer user_data)
{
  DecantThrottle *self = user_data;

  decant_gate_object (self->gate);
}

DecantThrottle *
decant_throttle_new (DecantGate *gate, guint64 rate)
{
  DecantThrottle *self = g_new0 (DecantThrottle, 1);

  g_mutex_init (&self->mutex);
  self->gate = decant_gate_ref (gate);
  self->flow = (DecantFlow){ get_piece, moved, objected, self };
  self->rested = g_get_monotonic_time ();
  decant_throttle_set_rate (self, rate);
  return self;
}

void
decant_throttle_free (DecantThrottle *self)
{
  decant_gate_unref (self->gate);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
decant_throttle_set_rate (DecantThrottle *self, guint64 rate)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->rate = rate;
  for (guint i = 0; i < DECANT_N_FLOWS; i++)
    {
      Bucket *bucket = &self->buckets[i];

      /* What went too fast for the old rate is not made up for at the new one. */
      bucket->allowed = bucket->moved;
      bucket->filled = g_get_monotonic_time ();
    }
}

void
decant_throttle_set_speed (DecantThrottle *self, DecantSpeed speed)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->speed = speed;
}

DecantSpeed
decant_throttle_get_speed (DecantThrottle *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->speed;
}

const DecantFlow *
decant_throttle_get_flow (DecantThrottle *self)
{
  return &self->flow;
}

guint64
decant_throttle_get_moved (DecantThrottle *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->moved;
}

gboolean
decant_throttle_was_felt (DecantThrottle *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gboolean felt = self->felt;

  self->felt = FALSE;
  return felt;
}
