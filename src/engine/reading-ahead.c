/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/reading-ahead.h"

#include "engine/lane-pool.h"
#include "engine/preparation.h"

static gboolean
is_ready (gpointer task, gpointer run)
{
  return decant_preparation_is_ready (((DecantRun *)run)->preparation, task);
}

/* Whether nothing is to be settled before it is read. */
static gboolean
is_simple (const DecantPassage *passage)
{
  gboolean unused = FALSE;

  return passage->listed && !passage->unchanged &&
         decant_journal_is_unused (passage->run->journal, passage->row.new_folder_id, &unused,
                                   NULL) &&
         unused;
}

static gboolean
has_planned (DecantPassage *passage)
{
  guint64 planned = 0;

  return decant_passage_show_planned (passage, &planned, NULL) && planned > 0;
}

/* Holds the mutex. */
static gboolean
may_begin (const DecantPassage *passage)
{
  const DecantLane *lane = passage->lane;
  DecantGate *gate = lane->run->gate;

  return lane->reads_ahead && passage->is_last && !lane->old_is_lent && lane->ahead == NULL &&
         !decant_gate_is_paused (gate) && !decant_gate_is_stopped (gate);
}

/* What is to be read now, or NULL. */
static DecantPassage *
find_next (DecantPassage *passage)
{
  DecantLane *lane = passage->lane;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lane->mutex);
  const DecantLaneTask *task = NULL;

  if (may_begin (passage))
    task = decant_lane_pool_claim (lane->run, is_ready, lane->run);
  if (task == NULL)
    return NULL;
  lane->ahead = decant_passage_new (lane, task, 0);
  return is_simple (lane->ahead) && has_planned (lane->ahead) ? lane->ahead : NULL;
}

void
decant_reading_ahead_allow (DecantLane *lane, gboolean allowed)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lane->mutex);

  lane->reads_ahead = allowed;
}

void
decant_reading_ahead_lend (DecantLane *lane)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lane->mutex);

  lane->old_is_lent = TRUE;
}

void
decant_reading_ahead_begin (DecantPassage *passage)
{
  DecantPassage *next = find_next (passage);

  if (next != NULL)
    decant_passage_start_reading (next);
}

void
decant_reading_ahead_give_back (DecantPassage *passage)
{
  DecantLane *lane = passage->lane;

  g_mutex_lock (&lane->mutex);
  lane->old_is_lent = FALSE;
  g_mutex_unlock (&lane->mutex);
  if (passage->read_error == NULL)
    decant_reading_ahead_begin (passage);
}

void
decant_reading_ahead_stop (DecantLane *lane)
{
  if (lane->ahead == NULL)
    return;
  decant_passage_end_reading (lane->ahead);
  g_clear_error (&lane->ahead->read_error);
}

DecantPassage *
decant_reading_ahead_take (DecantLane *lane)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lane->mutex);

  return g_steal_pointer (&lane->ahead);
}
