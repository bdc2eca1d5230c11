/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Bounds the time that asynchronous calls of GIO may take together, for a thread that has no main
 * loop and waits for each of them.
 *
 * GIO's own time-outs are for one step (a look-up, one address, one read); a server that answers a
 * byte a minute never meets them. Between begin and end the thread's default main context is a
 * private one. */
typedef struct
{
  GCancellable *cancellable; /* to be given to the calls: triggered by the deadline or the caller */
  gboolean expired;

  /*< private >*/
  GMainContext *context;
  GSource *timer;
  GCancellable *outer;
  gulong outer_id;
  GAsyncResult *result;
} DecantDeadline;

void decant_deadline_begin (DecantDeadline *self, guint seconds, GCancellable *cancellable);
void decant_deadline_end (DecantDeadline *self);

/* The callback to give to the call, with the deadline as its user data. */
void decant_deadline_ready (GObject *source, GAsyncResult *result, gpointer deadline);

/* Waits for the call to end; when the time is up it ends as cancelled. Free with g_object_unref().
 */
GAsyncResult *decant_deadline_wait (DecantDeadline *self);

G_END_DECLS
