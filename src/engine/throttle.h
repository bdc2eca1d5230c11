/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/gate.h"

G_BEGIN_DECLS

/* The limit of bytes a second, shared by all lanes: a bucket that fills at that rate and holds one
 * second's worth. */
typedef struct _DecantThrottle DecantThrottle;

/* @rate: bytes a second; 0: no limit. */
DecantThrottle *decant_throttle_new (guint64 rate);
void decant_throttle_free (DecantThrottle *self);

/* May be changed at any time, from any thread. */
void decant_throttle_set_rate (DecantThrottle *self, guint64 rate);

/* Takes @bytes out of the bucket and waits until it is no longer overdrawn. FALSE: the run is to
 * stop. Any thread. */
gboolean
decant_throttle_take (DecantThrottle *self, guint64 bytes, DecantGate *gate, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantThrottle, decant_throttle_free)

G_END_DECLS
