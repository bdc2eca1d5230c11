/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/flow.h"

G_BEGIN_DECLS

/* How fast a connection is, by the time its reads and writes had to wait. What nobody read or wrote
 * meanwhile does not count, so that a pause of our own, as for a limit of the rate, never looks
 * like a slow link; nor does the wait for the first bytes of an answer, or for short answers, where
 * the server thinks. Starts as { 0 }. */
typedef struct
{
  guint64 bytes;
  gint64 waited; /* microseconds */
  guint slow;    /* how many stretches were slow, in a row */
} DecantLinkStretch;

typedef struct
{
  gboolean was_asked; /* nothing was read since the last write */
  guint64 read_bytes; /* since then or the last that were counted */
  gint64 read_waited;
  DecantLinkStretch stretches[DECANT_N_FLOWS];
} DecantLinkSpeed;

/* Notes a read or write of @bytes that took @waited microseconds. */
void decant_link_speed_note_read (DecantLinkSpeed *self, gsize bytes, gint64 waited);
void decant_link_speed_note_write (DecantLinkSpeed *self, gsize bytes, gint64 waited);

/* Whether the last MiB or seconds of transfer, in one of the directions, were slower than about 1.5
 * MB/s all along. */
gboolean decant_link_speed_is_slow (const DecantLinkSpeed *self);

G_END_DECLS
