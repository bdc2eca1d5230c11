/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/flow.h"
#include "stores/imap/imap-store.h"
#include "stores/imap/link-speed.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The bytes between Decant and an IMAP server, over GIO: proxies, IPv4 and IPv6, the system's
 * certificates with host-name checks, time-outs and cancellation.
 *
 * Two readers share it in turn: libetpan through a DecantEtpanLink and Decant's own response reader
 * directly. What one of them read too much it gives back with decant_transport_unread(). One thread
 * at a time. After a failed read or write the transport is dead and says the same error again. */
typedef struct _DecantTransport DecantTransport;

/* Connects (and with DECANT_SECURITY_TLS shakes hands). Errors: TRANSIENT (UNREACHABLE, TIMED_OUT,
 * CONNECTION_LOST, CONNECTION_RESET), PERSON (CERTIFICATE with the certificate attached;
 * NO_ENCRYPTION where the server does not speak TLS), FATAL (no TLS on this computer, protocol log
 * not writable). */
DecantTransport *decant_transport_connect (const DecantImapSettings *settings,
                                           GCancellable *cancellable, GError **error);

/* Drops the connection. */
void decant_transport_free (DecantTransport *self);

/* Sends a farewell and waits for the server to hang up, @seconds at most in all, then drops the
 * connection. Frees @self. */
void decant_transport_part (DecantTransport *self, const char *farewell, guint seconds);

/* The cancellable for all that follows, also for what libetpan does; NULL for none. */
void decant_transport_set_cancellable (DecantTransport *self, GCancellable *cancellable);

/* Where all bytes go through from now on, as they are on the wire: compressed ones count as few as
 * they are. Borrowed, NULL for none. */
void decant_transport_set_flow (DecantTransport *self, const DecantFlow *flow);

/* Tells the flow that the server complains of too much. */
void decant_transport_object (DecantTransport *self);

/* Puts TLS on the connection after the server's OK to STARTTLS (RFC 3501 6.2.1). Fails with GARBLED
 * if plaintext is left in the buffer, else like decant_transport_connect(). */
gboolean decant_transport_start_tls (DecantTransport *self, GError **error);
gboolean decant_transport_is_encrypted (DecantTransport *self);

/* How fast the connection has been. Owned by @self. */
DecantLinkSpeed *decant_transport_get_speed (DecantTransport *self);

/* Compresses both directions from here on (RFC 4978), beginning with what was put back. Once only.
 * What is read then fails with GARBLED where it is not compressed. The protocol log stays plain. */
void decant_transport_compress (DecantTransport *self);

/* Reads 1 to @length bytes; returns 0 at the end of the connection, -1 on error. */
gssize decant_transport_read (DecantTransport *self, void *buffer, gsize length, GError **error);

/* Whether bytes are there to be read without waiting; also TRUE at the end of the connection. */
gboolean decant_transport_has_input (DecantTransport *self);

/* Puts bytes back in front of what is read next. */
void decant_transport_unread (DecantTransport *self, const void *data, gsize length);

/* Writes all of @data. */
gboolean
decant_transport_write (DecantTransport *self, const void *data, gsize length, GError **error);

/* While TRUE, what is sent is written to the protocol log as "[left out]". */
void decant_transport_set_secret (DecantTransport *self, gboolean secret);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantTransport, decant_transport_free)

G_END_DECLS
