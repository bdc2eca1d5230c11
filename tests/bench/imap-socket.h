/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* As little of an IMAP client as measuring needs, on a bare blocking socket: for answers of servers
 * that are known, in mailboxes that are known. One thread may send while another reads. */
typedef struct _ImapSocket ImapSocket;

/* Connects without awaiting the greeting. */
ImapSocket *imap_socket_open (guint16 port, GError **error);
void imap_socket_free (ImapSocket *self);

/* What is sent goes out once there is enough of it, or when it is flushed. */
gboolean imap_socket_send (ImapSocket *self, const void *data, gsize length, GError **error);
gboolean imap_socket_send_format (ImapSocket *self, GError **error, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
gboolean imap_socket_flush (ImapSocket *self, GError **error);

/* Whether something to read is here already. */
gboolean imap_socket_has_input (ImapSocket *self);

/* The next line without its end; valid until something else is read. NULL with @error set. */
const char *imap_socket_read_line (ImapSocket *self, GError **error);

/* The size of the literal that a line ends with, or -1. */
gssize imap_socket_literal_size (const char *line);

/* From one byte up to @wanted, as many as are here; valid until something else is read. */
const char *imap_socket_read_some (ImapSocket *self, gsize wanted, gsize *length, GError **error);

/* Reads up to the answer tagged @tag, which must be OK. */
gboolean imap_socket_await (ImapSocket *self, const char *tag, GError **error);

/* Greeting and sign-in, with the password of the throw-away servers. The latter may be given to
 * several connections before it is awaited at any. */
gboolean imap_socket_sign_in (ImapSocket *self, const char *user, GError **error);
gboolean imap_socket_await_sign_in (ImapSocket *self, GError **error);

/* The folders that can hold messages, by name (char *). */
GPtrArray *imap_socket_list (ImapSocket *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ImapSocket, imap_socket_free)

G_END_DECLS
