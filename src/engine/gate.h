/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/progress.h"
#include "stores/flow.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where the threads of a run pass by before each step: here they are paused, made to wait and
 * stopped.
 *
 * Stopping is in two steps. What only reads is cut off at once (the read cancellable); what writes
 * gets a few seconds to hear the server's answer to what it has sent, so that the journal need not
 * be in doubt (the write cancellable). All functions are for any thread. */
typedef struct _DecantGate DecantGate;

/* Called (from the thread that waits) when somebody must do something about @problem. */
typedef void (*DecantGateAskFunc) (const GError *problem, gpointer user_data);

/* @ask: NULL where nobody is there to be asked. @progress (may be NULL) is told of pauses and
 * waits. */
DecantGate *decant_gate_new (DecantProgress *progress, DecantGateAskFunc ask, gpointer user_data);
DecantGate *decant_gate_ref (DecantGate *self);
void decant_gate_unref (DecantGate *self);

GCancellable *decant_gate_get_read_cancellable (DecantGate *self);
GCancellable *decant_gate_get_write_cancellable (DecantGate *self);

/* Where the bytes of all that pass here go through; before any thread does. NULL, as it is at
 * first, for none. Borrowed. */
void decant_gate_set_flow (DecantGate *self, const DecantFlow *flow);
const DecantFlow *decant_gate_get_flow (DecantGate *self);

void decant_gate_pause (DecantGate *self);
void decant_gate_resume (DecantGate *self);
gboolean decant_gate_is_paused (DecantGate *self);
void decant_gate_stop (DecantGate *self);
gboolean decant_gate_is_stopped (DecantGate *self);

/* Waits while paused. FALSE with G_IO_ERROR_CANCELLED when the run is to stop. */
gboolean decant_gate_pass (DecantGate *self, GError **error);

/* Waits @seconds, or less when the run is to stop (FALSE, cancelled). @why, a sentence, is shown
 * meanwhile; NULL for a wait nobody need know of. */
gboolean decant_gate_wait (DecantGate *self, double seconds, const char *why, GError **error);

/* The same while the server cannot be reached: decant_gate_wake() ends it early. */
gboolean
decant_gate_wait_for_server (DecantGate *self, double seconds, const char *why, GError **error);

/* The network has changed: who waits for a server tries again at once. */
void decant_gate_wake (DecantGate *self);

/* Does so by itself whenever the network comes back, until ignore_network() with what this
 * returned. From a working thread, since the first look at the network may wait for another
 * process. */
gulong decant_gate_watch_network (DecantGate *self);
void decant_gate_ignore_network (gulong watch);

/* A server says that what is asked of it is too much; how often any did so far. */
void decant_gate_object (DecantGate *self);
guint decant_gate_get_objections (DecantGate *self);

/* Asks the person about @problem and waits for the answer. TRUE: try again. FALSE: nobody is there
 * (then *@error is a copy of @problem) or the run is to stop. */
gboolean decant_gate_ask (DecantGate *self, const GError *problem, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantGate, decant_gate_unref)

G_END_DECLS
