/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/transport.h"

#include "stores/imap/deadline.h"
#include "stores/imap/deflate.h"
#include "stores/imap/protocol-log.h"

#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define CONNECT_TIMEOUT 30
#define SILENCE_TIMEOUT 120
#define WIRE_PIECE (16 * 1024) /* compressed bytes at a time */
#define GLANCE 4096            /* bytes, to see whether there are any */

struct _DecantTransport
{
  char *host;
  GSocketConnectable *address;
  guint connect_timeout;
  guint silence_timeout;
  char **trusted_certificates;

  GSocketConnection *connection;
  GIOStream *stream; /* the connection, or TLS over it */
  GCancellable *cancellable;
  const DecantFlow *flow;
  DecantDeflate *deflate; /* NULL while the connection is not compressed */
  DecantLinkSpeed speed;
  GByteArray *unread; /* plain */
  GError *error;
  DecantProtocolLog *log;

  /* The certificate that was refused, between its refusal and the end of the handshake. */
  GTlsCertificate *refused;
  GTlsCertificateFlags refused_for;
};

static gboolean
is_trusted (DecantTransport *self, GTlsCertificate *certificate)
{
  g_autofree char *fingerprint = decant_certificate_fingerprint (certificate);

  return self->trusted_certificates != NULL &&
         g_strv_contains ((const char *const *)self->trusted_certificates, fingerprint);
}

static gboolean
on_accept_certificate (GTlsConnection *tls, GTlsCertificate *certificate,
                       GTlsCertificateFlags flags, gpointer data)
{
  DecantTransport *self = data;

  if (is_trusted (self, certificate))
    return TRUE;
  g_set_object (&self->refused, certificate);
  self->refused_for = flags;
  return FALSE;
}

static GError *
certificate_error (DecantTransport *self)
{
  GError *error = decant_store_error_new (
    DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_CERTIFICATE, NULL,
    _ ("The certificate of “%s” could not be verified. Accept it only if "
       "you can check its fingerprint."),
    self->host);

  decant_store_error_take_certificate (error, g_steal_pointer (&self->refused), self->refused_for);
  return error;
}

/* What TLS itself did not like, once the certificate is out of the question. */
static GError *
handshake_error (DecantTransport *self, const GError *cause)
{
  if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE))
    return decant_store_error_new (DECANT_STORE_ERROR_FATAL, DECANT_CAUSE_NO_ENCRYPTION,
                                   cause->message,
                                   _ ("This computer cannot make encrypted connections: install "
                                      "the TLS support of GLib (glib-networking)."));
  if (cause->domain == G_TLS_ERROR && cause->code != G_TLS_ERROR_EOF)
    return decant_store_error_new (
      DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_NO_ENCRYPTION, cause->message,
      _ ("No encrypted connection to “%s” could be made. Check the port and the security setting."),
      self->host);
  return NULL;
}

/* Turns an error of GIO into one of the store. */
static GError *
translate (DecantTransport *self, const GError *cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return decant_store_error_new (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_TIMED_OUT, NULL,
                                   _ ("“%s” has been silent for too long (%u s)."), self->host,
                                   self->silence_timeout);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    return decant_store_error_new (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_GARBLED,
                                   cause->message,
                                   _ ("The server's answer could not be understood."));
  return decant_store_error_new (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_CONNECTION_RESET,
                                 cause->message, _ ("The connection to “%s” was lost."),
                                 self->host);
}

/* The same for the two steps that a deadline bounds. */
static GError *
translate_connecting (DecantTransport *self, const DecantDeadline *deadline, const GError *cause)
{
  if (self->refused != NULL && cause->domain == G_TLS_ERROR)
    return certificate_error (self);
  if (deadline->expired || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return decant_store_error_new (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_TIMED_OUT, NULL,
                                   _ ("“%s” did not answer in time (%u s)."), self->host,
                                   self->connect_timeout);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);
  if (self->connection == NULL)
    return decant_store_error_new (
      DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_UNREACHABLE, cause->message,
      _ ("“%s” could not be reached. Check the server's name, its port and your network."),
      self->host);
  return NULL;
}

static gboolean
shake_hands (DecantTransport *self, DecantDeadline *deadline, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GIOStream) tls = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  tls = g_tls_client_connection_new (G_IO_STREAM (self->connection), self->address, &cause);
  if (tls != NULL)
    {
      g_signal_connect (tls, "accept-certificate", G_CALLBACK (on_accept_certificate), self);
      g_set_object (&self->stream, tls);
      g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT,
                                        deadline->cancellable, decant_deadline_ready, deadline);
      result = decant_deadline_wait (deadline);
      if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (tls), result, &cause))
        return TRUE;
    }

  self->error = translate_connecting (self, deadline, cause);
  if (self->error == NULL)
    self->error = handshake_error (self, cause);
  if (self->error == NULL)
    self->error = translate (self, cause);
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

static gboolean
reach (DecantTransport *self, DecantDeadline *deadline, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GSocket *socket;

  g_socket_client_connect_async (client, self->address, deadline->cancellable,
                                 decant_deadline_ready, deadline);
  result = decant_deadline_wait (deadline);
  self->connection = g_socket_client_connect_finish (client, result, &cause);
  if (self->connection == NULL)
    {
      g_propagate_error (error, translate_connecting (self, deadline, cause));
      return FALSE;
    }

  self->stream = G_IO_STREAM (g_object_ref (self->connection));
  socket = g_socket_connection_get_socket (self->connection);
  g_socket_set_timeout (socket, self->silence_timeout);
  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  return TRUE;
}

DecantTransport *
decant_transport_connect (const DecantImapSettings *settings, GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (DecantTransport) self = g_new0 (DecantTransport, 1);
  DecantDeadline deadline;
  gboolean ok;

  self->host = g_strdup (settings->host);
  self->address = g_network_address_new (settings->host, settings->port);
  self->connect_timeout = settings->connect_timeout != 0 ? settings->connect_timeout
                                                         : CONNECT_TIMEOUT;
  self->silence_timeout = settings->silence_timeout != 0 ? settings->silence_timeout
                                                         : SILENCE_TIMEOUT;
  self->trusted_certificates = g_strdupv (settings->trusted_certificates);
  self->unread = g_byte_array_new ();
  decant_transport_set_cancellable (self, cancellable);
  if (settings->protocol_log != NULL)
    {
      self->log = decant_protocol_log_open (settings->protocol_log, settings->password, error);
      if (self->log == NULL)
        return NULL;
    }

  decant_deadline_begin (&deadline, self->connect_timeout, cancellable);
  ok = reach (self, &deadline, error) &&
       (settings->security != DECANT_SECURITY_TLS || shake_hands (self, &deadline, error));
  decant_deadline_end (&deadline);
  return ok ? g_steal_pointer (&self) : NULL;
}

void
decant_transport_free (DecantTransport *self)
{
  if (self == NULL)
    return;
  /* First the socket: closing TLS would want to say so to a server that may not be there. */
  if (self->connection != NULL)
    g_socket_close (g_socket_connection_get_socket (self->connection), NULL);
  if (self->stream != NULL)
    g_signal_handlers_disconnect_by_data (self->stream, self);
  g_clear_object (&self->stream);
  g_clear_object (&self->connection);
  g_clear_object (&self->address);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->refused);
  g_clear_pointer (&self->deflate, decant_deflate_free);
  g_clear_pointer (&self->unread, g_byte_array_unref);
  g_clear_pointer (&self->log, decant_protocol_log_close);
  g_clear_error (&self->error);
  g_strfreev (self->trusted_certificates);
  g_free (self->host);
  g_free (self);
}

/* Expands what is there; -1 where the stream is at fault, 0 where more is needed. */
static gssize
expand (DecantTransport *self, void *buffer, gsize length, GError **cause)
{
  gssize n = decant_deflate_expand (self->deflate, buffer, length, cause);

  if (n > 0 && self->log != NULL)
    decant_protocol_log_received (self->log, buffer, (gsize)n);
  return n;
}

/* Notes what came after the farewell. */
static void
log_last_words (DecantTransport *self, const char *buffer, gsize length)
{
  char plain[GLANCE];

  if (self->log == NULL)
    return;
  if (self->deflate == NULL)
    {
      decant_protocol_log_received (self->log, buffer, length);
      return;
    }
  decant_deflate_feed (self->deflate, buffer, length);
  while (expand (self, plain, sizeof plain, NULL) > 0)
    ;
}

/* Reads what the server still says until it hangs up. */
static void
drain (DecantTransport *self, DecantDeadline *deadline)
{
  GInputStream *input = g_io_stream_get_input_stream (self->stream);
  char buffer[4096];
  gssize n;

  do
    {
      g_autoptr (GAsyncResult) result = NULL;

      g_input_stream_read_async (input, buffer, sizeof buffer, G_PRIORITY_DEFAULT,
                                 deadline->cancellable, decant_deadline_ready, deadline);
      result = decant_deadline_wait (deadline);
      n = g_input_stream_read_finish (input, result, NULL);
      if (n > 0)
        log_last_words (self, buffer, (gsize)n);
    }
  while (n > 0);
}

/* @text as it goes over the wire. */
static GByteArray *
to_wire (DecantTransport *self, const char *text)
{
  const guint8 *data = (const guint8 *)text;
  gsize length = strlen (text);
  GByteArray *wire = g_byte_array_new ();
  guint8 piece[GLANCE];
  gsize n;

  if (self->deflate == NULL)
    return g_byte_array_append (wire, data, (guint)length);
  while ((n = decant_deflate_shrink (self->deflate, &data, &length, piece, sizeof piece)) > 0)
    g_byte_array_append (wire, piece, (guint)n);
  return wire;
}

void
decant_transport_part (DecantTransport *self, const char *farewell, guint seconds)
{
  if (self->error == NULL)
    {
      GOutputStream *output = g_io_stream_get_output_stream (self->stream);
      g_autoptr (GByteArray) wire = to_wire (self, farewell);
      g_autoptr (GAsyncResult) result = NULL;
      DecantDeadline deadline;

      if (self->log != NULL)
        decant_protocol_log_sent (self->log, farewell, strlen (farewell));
      decant_deadline_begin (&deadline, seconds, self->cancellable);
      g_output_stream_write_all_async (output, wire->data, wire->len, G_PRIORITY_DEFAULT,
                                       deadline.cancellable, decant_deadline_ready, &deadline);
      result = decant_deadline_wait (&deadline);
      if (g_output_stream_write_all_finish (output, result, NULL, NULL))
        drain (self, &deadline);
      decant_deadline_end (&deadline);
    }
  decant_transport_free (self);
}

void
decant_transport_set_cancellable (DecantTransport *self, GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
}

void
decant_transport_set_flow (DecantTransport *self, const DecantFlow *flow)
{
  self->flow = flow;
}

void
decant_transport_object (DecantTransport *self)
{
  if (self->flow != NULL)
    self->flow->objected (self->flow->user_data);
}

gboolean
decant_transport_start_tls (DecantTransport *self, GError **error)
{
  DecantDeadline deadline;
  gboolean ok;

  /* Whoever can put bytes into the plaintext could have them taken for the server's protected
   * words. */
  if (self->unread->len > 0)
    {
      decant_store_error_set (error, DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_GARBLED, NULL,
                              _ ("“%s” sent unencrypted data where encryption was to begin. "
                                 "Somebody may be tampering with the connection."),
                              self->host);
      return FALSE;
    }
  decant_deadline_begin (&deadline, self->connect_timeout, self->cancellable);
  ok = shake_hands (self, &deadline, error);
  decant_deadline_end (&deadline);
  return ok;
}

DecantLinkSpeed *
decant_transport_get_speed (DecantTransport *self)
{
  return &self->speed;
}

void
decant_transport_compress (DecantTransport *self)
{
  g_assert (self->deflate == NULL);
  self->deflate = decant_deflate_new ();
  decant_deflate_feed (self->deflate, self->unread->data, self->unread->len);
  g_byte_array_set_size (self->unread, 0);
}

gboolean
decant_transport_is_encrypted (DecantTransport *self)
{
  return G_IS_TLS_CONNECTION (self->stream);
}

/* Whether reading and writing may go on; the first error stays. */
static gboolean
usable (DecantTransport *self, GError **error)
{
  if (self->error == NULL)
    g_cancellable_set_error_if_cancelled (self->cancellable, &self->error);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

static gsize
limit_piece (DecantTransport *self, gsize length)
{
  return self->flow != NULL ? MIN (length, self->flow->get_piece (self->flow->user_data)) : length;
}

static void
note_moved (DecantTransport *self, DecantFlowDirection direction, gsize bytes)
{
  if (self->flow != NULL)
    self->flow->moved (direction, bytes, self->flow->user_data);
}

/* For what goes over the wire, compressed or not. */
static gssize
read_wire (DecantTransport *self, void *buffer, gsize length, GError **cause)
{
  gint64 start = g_get_monotonic_time ();
  gssize n = g_input_stream_read (g_io_stream_get_input_stream (self->stream), buffer,
                                  limit_piece (self, length), self->cancellable, cause);

  if (n > 0)
    {
      decant_link_speed_note_read (&self->speed, (gsize)n, g_get_monotonic_time () - start);
      note_moved (self, DECANT_FLOW_IN, (gsize)n);
    }
  return n;
}

static gboolean
write_wire (DecantTransport *self, const guint8 *data, gsize length, GError **cause)
{
  GOutputStream *output = g_io_stream_get_output_stream (self->stream);

  while (length > 0)
    {
      gsize piece = limit_piece (self, length);
      gint64 start = g_get_monotonic_time ();

      if (!g_output_stream_write_all (output, data, piece, NULL, self->cancellable, cause))
        return FALSE;
      decant_link_speed_note_write (&self->speed, piece, g_get_monotonic_time () - start);
      note_moved (self, DECANT_FLOW_OUT, piece);
      data += piece;
      length -= piece;
    }
  return TRUE;
}

static gssize
read_compressed (DecantTransport *self, void *buffer, gsize length, GError **cause)
{
  for (;;)
    {
      guint8 wire[WIRE_PIECE];
      gssize n = expand (self, buffer, length, cause);

      if (n != 0 || decant_deflate_has_ended (self->deflate))
        return n;
      n = read_wire (self, wire, sizeof wire, cause);
      if (n <= 0)
        return n;
      decant_deflate_feed (self->deflate, wire, (gsize)n);
    }
}

static gssize
read_plain (DecantTransport *self, void *buffer, gsize length, GError **cause)
{
  gssize n = read_wire (self, buffer, length, cause);

  if (n > 0 && self->log != NULL)
    decant_protocol_log_received (self->log, buffer, (gsize)n);
  return n;
}

static gboolean
write_compressed (DecantTransport *self, const guint8 *data, gsize length, GError **cause)
{
  guint8 wire[WIRE_PIECE];
  gsize n;

  while ((n = decant_deflate_shrink (self->deflate, &data, &length, wire, sizeof wire)) > 0)
    if (!write_wire (self, wire, n, cause))
      return FALSE;
  return TRUE;
}

gssize
decant_transport_read (DecantTransport *self, void *buffer, gsize length, GError **error)
{
  g_autoptr (GError) cause = NULL;
  gssize n;

  if (!usable (self, error))
    return -1;
  if (self->unread->len > 0)
    {
      length = MIN (length, self->unread->len);
      memcpy (buffer, self->unread->data, length);
      g_byte_array_remove_range (self->unread, 0, (guint)length);
      return (gssize)length;
    }

  if (self->deflate != NULL)
    n = read_compressed (self, buffer, length, &cause);
  else
    n = read_plain (self, buffer, length, &cause);
  if (n >= 0)
    return n;
  self->error = translate (self, cause);
  g_propagate_error (error, g_error_copy (self->error));
  return -1;
}

static gboolean
is_readable (DecantTransport *self)
{
  GInputStream *input = g_io_stream_get_input_stream (self->stream);

  return G_IS_POLLABLE_INPUT_STREAM (input) &&
         g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (input));
}

/* Takes compressed bytes that are there; FALSE where there are none. An end or a failure counts as
 * some: who reads then meets it. */
static gboolean
take_there (DecantTransport *self, gboolean *over)
{
  GInputStream *input = g_io_stream_get_input_stream (self->stream);
  g_autoptr (GError) cause = NULL;
  guint8 wire[GLANCE];
  gssize n;

  if (!is_readable (self))
    return FALSE;
  n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (input), wire, sizeof wire,
                                                self->cancellable, &cause);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return FALSE;
  *over = n <= 0;
  if (n < 0)
    self->error = translate (self, cause);
  if (n <= 0)
    return TRUE;
  note_moved (self, DECANT_FLOW_IN, (gsize)n);
  decant_deflate_feed (self->deflate, wire, (gsize)n);
  return TRUE;
}

/* What is there may hold nothing yet: the end of what came before, or the beginning of a block. */
static gboolean
has_compressed (DecantTransport *self)
{
  g_autoptr (GError) cause = NULL;
  char plain[GLANCE];
  gboolean over = FALSE;
  gssize n;

  while ((n = expand (self, plain, sizeof plain, &cause)) == 0 && !over &&
         !decant_deflate_has_ended (self->deflate))
    if (!take_there (self, &over))
      return FALSE;
  if (n > 0)
    decant_transport_unread (self, plain, (gsize)n);
  else if (n < 0)
    self->error = translate (self, cause);
  return TRUE;
}

gboolean
decant_transport_has_input (DecantTransport *self)
{
  if (self->unread->len > 0 || self->error != NULL)
    return TRUE;
  return self->deflate != NULL ? has_compressed (self) : is_readable (self);
}

void
decant_transport_unread (DecantTransport *self, const void *data, gsize length)
{
  g_byte_array_prepend (self->unread, data, (guint)length);
}

gboolean
decant_transport_write (DecantTransport *self, const void *data, gsize length, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (!usable (self, error))
    return FALSE;
  if (self->log != NULL)
    decant_protocol_log_sent (self->log, data, length);
  if (self->deflate != NULL ? write_compressed (self, data, length, &cause)
                            : write_wire (self, data, length, &cause))
    return TRUE;
  self->error = translate (self, cause);
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

void
decant_transport_set_secret (DecantTransport *self, gboolean secret)
{
  if (self->log != NULL)
    decant_protocol_log_set_secret (self->log, secret);
}
