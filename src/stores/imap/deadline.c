/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/deadline.h"

static gboolean
on_time_up (gpointer data)
{
  DecantDeadline *self = data;

  self->expired = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_outer_cancelled (GCancellable *outer, gpointer data)
{
  g_cancellable_cancel (data);
}

void
decant_deadline_begin (DecantDeadline *self, guint seconds, GCancellable *cancellable)
{
  *self = (DecantDeadline){ .cancellable = g_cancellable_new () };
  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);

  self->timer = g_timeout_source_new (MIN (seconds, G_MAXUINT / 1000) * 1000);
  g_source_set_callback (self->timer, on_time_up, self, NULL);
  g_source_attach (self->timer, self->context);

  if (cancellable != NULL)
    {
      self->outer = g_object_ref (cancellable);
      self->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (on_outer_cancelled),
                                              g_object_ref (self->cancellable), g_object_unref);
    }
}

void
decant_deadline_end (DecantDeadline *self)
{
  if (self->outer != NULL)
    g_cancellable_disconnect (self->outer, self->outer_id);
  g_clear_object (&self->outer);
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);

  /* Attempts that lost the race for a connection still have their ends to report. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->result);
  g_clear_object (&self->cancellable);
}

void
decant_deadline_ready (GObject *source, GAsyncResult *result, gpointer deadline)
{
  DecantDeadline *self = deadline;

  g_set_object (&self->result, result);
}

GAsyncResult *
decant_deadline_wait (DecantDeadline *self)
{
  while (self->result == NULL)
    g_main_context_iteration (self->context, TRUE);
  return g_steal_pointer (&self->result);
}
