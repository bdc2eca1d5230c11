/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/gate.h"
#include "stores/flow.h"

G_BEGIN_DECLS

#define DECANT_MOST_LANES 16 /* whatever is asked for */

/* How much a run asks of servers and network. */
typedef enum
{
  DECANT_SPEED_NORMAL,
  DECANT_SPEED_GENTLE, /* one lane, which rests as long as it works */
  DECANT_SPEED_FAST,   /* more lanes */
} DecantSpeed;

/* The limits of a run, shared by all its lanes: what is received and what is sent each go through a
 * bucket that fills at the given rate and holds one second's worth. Who comes first goes first, a
 * piece at a time, so that no lane is left behind. Made by one thread, then for any thread. */
typedef struct _DecantThrottle DecantThrottle;

/* @rate: bytes a second in each direction; 0: no limit. @gate ends waiting when the run is to
 * stop. */
DecantThrottle *decant_throttle_new (DecantGate *gate, guint64 rate);
void decant_throttle_free (DecantThrottle *self);

/* May be changed at any time, and are felt at once. */
void decant_throttle_set_rate (DecantThrottle *self, guint64 rate);
void decant_throttle_set_speed (DecantThrottle *self, DecantSpeed speed);
DecantSpeed decant_throttle_get_speed (DecantThrottle *self);

/* What the run's stores are to be given. Owned by @self. */
const DecantFlow *decant_throttle_get_flow (DecantThrottle *self);

/* Bytes received and sent so far. */
guint64 decant_throttle_get_moved (DecantThrottle *self);

/* Whether the rate or the speed has held anything back since this was asked last. */
gboolean decant_throttle_was_felt (DecantThrottle *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantThrottle, decant_throttle_free)

G_END_DECLS
