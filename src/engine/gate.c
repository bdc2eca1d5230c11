/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/gate.h"

#include "engine/progress-private.h"

#include <glib/gi18n-lib.h>

#define GRACE_US (5 * G_USEC_PER_SEC)

struct _DecantGate
{
  gatomicrefcount references;
  GMutex mutex;
  GCond changed;
  DecantProgress *progress;
  DecantGateAskFunc ask;
  gpointer user_data;
  GCancellable *read_cancellable;
  GCancellable *write_cancellable;
  gboolean paused;
  gboolean stopped;
  const DecantFlow *flow;
  guint wakes;
  guint objections;
  gboolean asking; /* a person has been asked and has not answered yet */
  GThread *grace;
  gboolean over; /* nobody waits for the grace period any more */
};

DecantGate *
decant_gate_new (DecantProgress *progress, DecantGateAskFunc ask, gpointer user_data)
{
  DecantGate *self = g_new0 (DecantGate, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_set_object (&self->progress, progress);
  self->ask = ask;
  self->user_data = user_data;
  self->read_cancellable = g_cancellable_new ();
  self->write_cancellable = g_cancellable_new ();
  return self;
}

DecantGate *
decant_gate_ref (DecantGate *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
decant_gate_unref (DecantGate *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_mutex_lock (&self->mutex);
  self->over = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&self->grace, g_thread_join);
  g_clear_object (&self->progress);
  g_clear_object (&self->read_cancellable);
  g_clear_object (&self->write_cancellable);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

GCancellable *
decant_gate_get_read_cancellable (DecantGate *self)
{
  return self->read_cancellable;
}

GCancellable *
decant_gate_get_write_cancellable (DecantGate *self)
{
  return self->write_cancellable;
}

void
decant_gate_set_flow (DecantGate *self, const DecantFlow *flow)
{
  self->flow = flow;
}

const DecantFlow *
decant_gate_get_flow (DecantGate *self)
{
  return self->flow;
}

static void
set_paused (DecantGate *self, gboolean paused)
{
  g_mutex_lock (&self->mutex);
  self->paused = paused;
  if (!paused)
    self->asking = FALSE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  if (self->progress != NULL)
    decant_progress_set_paused (self->progress, paused);
}

void
decant_gate_pause (DecantGate *self)
{
  set_paused (self, TRUE);
}

void
decant_gate_resume (DecantGate *self)
{
  set_paused (self, FALSE);
}

gboolean
decant_gate_is_paused (DecantGate *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->paused;
}

static gpointer
wait_out_grace (gpointer user_data)
{
  DecantGate *self = user_data;
  gint64 end = g_get_monotonic_time () + GRACE_US;

  g_mutex_lock (&self->mutex);
  while (!self->over && g_cond_wait_until (&self->changed, &self->mutex, end))
    continue;
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (self->write_cancellable);
  return NULL;
}

void
decant_gate_stop (DecantGate *self)
{
  g_mutex_lock (&self->mutex);
  if (!self->stopped)
    {
      self->stopped = TRUE;
      self->grace = g_thread_new ("decant-grace", wait_out_grace, self);
    }
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (self->read_cancellable);
}

gboolean
decant_gate_is_stopped (DecantGate *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->stopped;
}

static gboolean
fail_if_stopped (DecantGate *self, GError **error)
{
  if (!decant_gate_is_stopped (self))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Stopped before the end."));
  return FALSE;
}

gboolean
decant_gate_pass (DecantGate *self, GError **error)
{
  g_mutex_lock (&self->mutex);
  while (self->paused && !self->stopped)
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return fail_if_stopped (self, error);
}

static gboolean
wait_until_end (DecantGate *self, double seconds, gboolean wakes, const char *why, GError **error)
{
  gint64 end = g_get_monotonic_time () + (gint64)(seconds * G_USEC_PER_SEC);
  gboolean shown = why != NULL && self->progress != NULL;
  guint woken;

  if (shown)
    decant_progress_set_waiting (self->progress, why);
  g_mutex_lock (&self->mutex);
  woken = self->wakes;
  while (!self->stopped && !(wakes && self->wakes != woken) &&
         g_cond_wait_until (&self->changed, &self->mutex, end))
    continue;
  g_mutex_unlock (&self->mutex);
  if (shown)
    decant_progress_set_waiting (self->progress, NULL);
  return fail_if_stopped (self, error);
}

gboolean
decant_gate_wait (DecantGate *self, double seconds, const char *why, GError **error)
{
  return wait_until_end (self, seconds, FALSE, why, error);
}

gboolean
decant_gate_wait_for_server (DecantGate *self, double seconds, const char *why, GError **error)
{
  return wait_until_end (self, seconds, TRUE, why, error);
}

void
decant_gate_wake (DecantGate *self)
{
  g_mutex_lock (&self->mutex);
  self->wakes++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
network_changed (GNetworkMonitor *monitor, gboolean available, gpointer gate)
{
  if (available)
    decant_gate_wake (gate);
}

static void
drop_gate (gpointer gate, GClosure *closure)
{
  decant_gate_unref (gate);
}

gulong
decant_gate_watch_network (DecantGate *self)
{
  return g_signal_connect_data (g_network_monitor_get_default (), "network-changed",
                                G_CALLBACK (network_changed), decant_gate_ref (self), drop_gate, 0);
}

void
decant_gate_ignore_network (gulong watch)
{
  g_signal_handler_disconnect (g_network_monitor_get_default (), watch);
}

void
decant_gate_object (DecantGate *self)
{
  g_mutex_lock (&self->mutex);
  self->objections++;
  g_mutex_unlock (&self->mutex);
}

guint
decant_gate_get_objections (DecantGate *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->objections;
}

gboolean
decant_gate_ask (DecantGate *self, const GError *problem, GError **error)
{
  gboolean first;

  if (self->ask == NULL)
    {
      g_propagate_error (error, g_error_copy (problem));
      return FALSE;
    }
  g_mutex_lock (&self->mutex);
  first = !self->asking;
  self->asking = TRUE;
  self->paused = TRUE;
  g_mutex_unlock (&self->mutex);
  if (self->progress != NULL)
    decant_progress_set_paused (self->progress, TRUE);
  if (first)
    self->ask (problem, self->user_data);
  return decant_gate_pass (self, error);
}
