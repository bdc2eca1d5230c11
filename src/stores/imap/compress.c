/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/compress.h"

#include "stores/imap/session-private.h"

gboolean
decant_imap_wants_compression (DecantImapSession *session)
{
  return session->compression == DECANT_COMPRESSION_NONE &&
         (session->capabilities & DECANT_IMAP_COMPRESS) != 0 &&
         decant_link_speed_is_slow (decant_transport_get_speed (session->transport));
}

guint
decant_imap_limit_ahead_of_compression (DecantExchange *exchange, guint usual)
{
  return decant_imap_wants_compression (decant_exchange_get_session (exchange)) ? 1 : usual;
}

static gboolean
pass_over (DecantExchange *exchange, const DecantEvent *event, gpointer user_data, GError **error)
{
  return TRUE;
}

gboolean
decant_imap_compress_where_slow (DecantExchange *exchange, GError **error)
{
  DecantImapSession *session = decant_exchange_get_session (exchange);
  g_autoptr (GString) command = NULL;
  g_auto (DecantEvent) event = { 0 };
  const guint8 *rest;
  gsize length;

  if (!decant_imap_wants_compression (session))
    return TRUE;
  session->compression = DECANT_COMPRESSION_ASKED;
  command = g_string_new ("COMPRESS DEFLATE");
  if (!decant_exchange_run (exchange, command, pass_over, NULL, &event, error))
    return FALSE;
  if (event.status.answer != DECANT_IMAP_ANSWER_OK)
    {
      session->compression = DECANT_COMPRESSION_REFUSED;
      decant_imap_session_note_answer (session, event.status.answer);
      return TRUE;
    }
  session->compression = DECANT_COMPRESSION_BEGUN;
  /* What came together with the answer is compressed already. */
  rest = decant_reader_steal_rest (decant_exchange_get_reader (exchange), &length);
  decant_transport_unread (session->transport, rest, length);
  decant_transport_compress (session->transport);
  return TRUE;
}

void
decant_imap_prove_compression (DecantImapSession *session)
{
  if (session->compression == DECANT_COMPRESSION_BEGUN)
    session->compression = DECANT_COMPRESSION_PROVEN;
}

gboolean
decant_imap_blames_compression (DecantImapSession *session, const GError *failure)
{
  switch (session->compression)
    {
    case DECANT_COMPRESSION_ASKED:
    case DECANT_COMPRESSION_BEGUN:
      return failure->domain == DECANT_STORE_ERROR;
    case DECANT_COMPRESSION_PROVEN:
      return decant_store_error_get_cause (failure) == DECANT_CAUSE_GARBLED;
    case DECANT_COMPRESSION_NONE:
    case DECANT_COMPRESSION_REFUSED:
    default:
      return FALSE;
    }
}
