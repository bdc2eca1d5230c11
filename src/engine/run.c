/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run.h"

#include "engine/lane-pool.h"

#define SMALLEST_TOO_BIG (256 * 1024)

void
decant_run_init (DecantRun *self)
{
  g_mutex_init (&self->mutex);
  self->started = g_get_real_time () / G_USEC_PER_SEC;
  self->begun = g_get_monotonic_time ();
  decant_lane_pool_init_count (self);
}

void
decant_run_clear (DecantRun *self)
{
  g_clear_error (&self->failure);
  g_mutex_clear (&self->mutex);
}

double
decant_run_get_seconds (const DecantRun *self)
{
  return (double)(g_get_monotonic_time () - self->begun) / G_USEC_PER_SEC;
}

void
decant_run_fail (DecantRun *self, GError *error)
{
  g_mutex_lock (&self->mutex);
  if (self->failure == NULL)
    self->failure = error;
  else
    g_error_free (error);
  g_mutex_unlock (&self->mutex);
  decant_gate_stop (self->gate);
}

gboolean
decant_run_has_failed (DecantRun *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->failure != NULL;
}

void
decant_run_add_found (DecantRun *self, guint64 messages)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->found += messages;
}

void
decant_run_note_refused_size (DecantRun *self, guint64 size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (size >= SMALLEST_TOO_BIG && (self->refused_size == 0 || size < self->refused_size))
    self->refused_size = size;
}

guint64
decant_run_get_refused_size (DecantRun *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->refused_size;
}

gboolean
decant_run_record_failed_folder (DecantRun *self, const char *path, guint progress_index,
                                 guint64 messages, const GError *problem, DecantReason fallback,
                                 GError **error)
{
  DecantReason reason = decant_reason_from_error (problem, fallback);
  const char *words = decant_store_error_get_detail (problem);
  DecantProblem row = {
    .folder = (char *)path,
    .reason = reason,
    .detail = (char *)(words != NULL ? words : problem->message),
    .internal_date = DECANT_DATE_UNKNOWN,
  };

  g_mutex_lock (&self->mutex);
  self->lost_with_folder += messages;
  g_mutex_unlock (&self->mutex);
  decant_progress_add_problem (self->progress, progress_index, &row);
  decant_progress_set_folder_state (self->progress, progress_index, DECANT_FOLDER_FAILED);
  return self->journal == NULL ||
         decant_journal_record_folder_problem (self->journal, path, reason, row.detail, error);
}

void
decant_run_note_answer (DecantRun *self, double seconds)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  decant_lane_count_note_answer (&self->lanes, seconds);
}
