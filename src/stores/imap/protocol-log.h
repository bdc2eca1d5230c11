/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A record of one connection's conversation for whoever has to find out what a server said.
 *
 * Each line carries the time, the number of the connection and the direction ("C" sent, "S"
 * received). The contents of literals stand as "[n bytes]", what signs in as "[left out]"; bytes
 * that are no printable ASCII are escaped. Several connections, threads and processes may append to
 * one file: every line is written at once. */
typedef struct _DecantProtocolLog DecantProtocolLog;

/* Opens the file for appending, made with mode 0600 if there is none. @secret must never appear,
 * not even in what a server echoes. Fails with DECANT_STORE_ERROR_FATAL (LOCAL_STORAGE). */
DecantProtocolLog *decant_protocol_log_open (const char *path, const char *secret, GError **error);
void decant_protocol_log_close (DecantProtocolLog *self);

void decant_protocol_log_sent (DecantProtocolLog *self, const void *data, gsize length);
void decant_protocol_log_received (DecantProtocolLog *self, const void *data, gsize length);

/* While TRUE, what is sent is left out, and what a server sends where it holds the secret. */
void decant_protocol_log_set_secret (DecantProtocolLog *self, gboolean secret);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantProtocolLog, decant_protocol_log_close)

G_END_DECLS
