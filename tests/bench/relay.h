/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A long line to a server of this computer: a port of its own that passes everything on, either
 * way, half a round trip after it came. Any number of pieces may be under way, and there is no
 * limit of bandwidth: only what stays unread beyond RELAY_LIMIT makes the sender wait, as the
 * window of a TCP connection would. A new connection gets through to the server after as long as
 * TCP takes to set it up. Runs in a thread of its own. */
typedef struct _Relay Relay;

/* Bytes under way in one direction of a connection: 800 MB/s at 40 ms. */
#define RELAY_LIMIT (16 * 1024 * 1024)

Relay *relay_new (guint16 server_port, guint round_trip_ms, GError **error);
void relay_free (Relay *self);

guint16 relay_get_port (Relay *self);

/* For what comes from now on. */
void relay_set_round_trip (Relay *self, guint round_trip_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Relay, relay_free)

G_END_DECLS
