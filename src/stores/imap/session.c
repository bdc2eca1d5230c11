/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/session.h"

#include "stores/imap/session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define STREAM_BUFFER (8 * 1024)
#define LOGOUT_SECONDS 2
#define MOST_BAD_ANSWERS 4

void
decant_imap_session_begin (DecantImapSession *self)
{
  decant_etpan_link_reset (self->link);
}

/* A server may echo what it did not like. */
static const char *
without_secret (DecantImapSession *self, const char *words)
{
  const char *const secrets[] = { self->secret, self->encoded_secret };

  for (gsize i = 0; words != NULL && i < G_N_ELEMENTS (secrets); i++)
    if (secrets[i] != NULL && *secrets[i] != '\0' && strstr (words, secrets[i]) != NULL)
      return NULL;
  return words;
}

GError *
decant_imap_session_explain (DecantImapSession *self, DecantImapAsked asked, const char *what)
{
  const DecantHeard *heard = decant_etpan_link_get_heard (self->link);
  const GError *failure = decant_etpan_link_get_error (self->link);
  const char *code = without_secret (self, heard->code);
  const char *text = without_secret (self, heard->text);

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (failure);
  if (heard->answered && heard->answer != DECANT_IMAP_ANSWER_OK)
    return decant_imap_error_for_answer (heard->answer, asked, code, text, what);
  if (heard->bye)
    return decant_imap_error_for_answer (DECANT_IMAP_ANSWER_BYE, asked, code, text, what);
  if (failure != NULL)
    return g_error_copy (failure);
  return decant_store_error_new (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_GARBLED,
                                 without_secret (self, heard->line),
                                 _ ("The answer of “%s” could not be understood."), self->host);
}

gboolean
decant_imap_session_end (DecantImapSession *self, int result, DecantImapAsked asked,
                         const char *what, GError **error)
{
  if (result == MAILIMAP_NO_ERROR)
    return TRUE;
  if (result == MAILIMAP_ERROR_PARSE)
    {
      self->imap->imap_stream->read_buffer_len = 0;
      if (decant_etpan_link_skip_to_answer (self->link) &&
          decant_etpan_link_get_heard (self->link)->answer == DECANT_IMAP_ANSWER_OK)
        return TRUE;
    }
  g_propagate_error (error, decant_imap_session_explain (self, asked, what));
  return FALSE;
}

/* The servers that have PROXYAUTH often do not say so. */
static gboolean
is_netscape (const char *greeting)
{
  static const char *const names[] = { "Netscape Messaging", "iPlanet Messaging",
                                       "Sun Java(tm) System Messaging", "Sun ONE Messaging",
                                       "Oracle Communications Messaging" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strstr (greeting, names[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
greet (DecantImapSession *self, gboolean *is_signed_in, GError **error)
{
  mailstream_low *low = decant_etpan_link_new_low (self->link);
  const DecantHeard *heard = decant_etpan_link_get_heard (self->link);
  int result;

  decant_imap_session_begin (self);
  result = mailimap_connect (self->imap, mailstream_new (low, STREAM_BUFFER));
  *is_signed_in = result == MAILIMAP_NO_ERROR_AUTHENTICATED;
  if (result == MAILIMAP_NO_ERROR_AUTHENTICATED || result == MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
    {
      self->kind = decant_server_kind_of_greeting (heard->line);
      self->is_exchange_2003 = strstr (heard->line, "Microsoft Exchange Server 2003") != NULL;
      self->is_netscape = is_netscape (heard->line);
      return TRUE;
    }
  g_propagate_error (error,
                     decant_imap_session_explain (self, DECANT_IMAP_ASKED_SIGN_IN, self->host));
  return FALSE;
}

/* Puts back what libetpan holds. */
static void
give_back (DecantImapSession *self)
{
  mailstream *stream = self->imap->imap_stream;

  decant_transport_unread (self->transport, stream->read_buffer, stream->read_buffer_len);
  stream->read_buffer_len = 0;
}

static gboolean
refuse_plaintext (DecantImapSession *self, const char *detail, GError **error)
{
  decant_store_error_set (error, DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_NO_ENCRYPTION, detail,
                          _ ("“%s” offers no encryption on this port, so your password was not "
                             "sent. Choose another port or security setting."),
                          self->host);
  return FALSE;
}

static gboolean
start_tls (DecantImapSession *self, gboolean is_required, GError **error)
{
  const DecantHeard *heard = decant_etpan_link_get_heard (self->link);
  int result;

  decant_imap_session_begin (self);
  result = mailimap_starttls (self->imap);
  if (heard->answered && heard->answer != DECANT_IMAP_ANSWER_OK)
    return !is_required || refuse_plaintext (self, heard->text, error);
  /* libetpan finds fault with data behind the OK; so does the transport, and says so better. */
  if (!heard->answered)
    return decant_imap_session_end (self, result, DECANT_IMAP_ASKED_LIST, self->host, error);
  give_back (self);
  /* What was said before is void (RFC 3501 6.2.1). */
  return decant_transport_start_tls (self->transport, error) &&
         decant_imap_session_ask_offer (self, error);
}

/* Brings the connection to the wanted security before anything secret is said. */
static gboolean
secure (DecantImapSession *self, DecantSecurity security, gboolean is_signed_in, GError **error)
{
  gboolean is_required = security == DECANT_SECURITY_STARTTLS;

  if (decant_transport_is_encrypted (self->transport))
    return TRUE;
  /* Once signed in STARTTLS is not allowed: a PREAUTH would talk us out of encryption. */
  if (!is_signed_in && decant_imap_session_offers (self, "STARTTLS"))
    return start_tls (self, is_required, error);
  return !is_required || refuse_plaintext (self, NULL, error);
}

static gboolean
establish (DecantImapSession *self, const DecantImapSettings *settings, GError **error)
{
  gboolean is_signed_in;

  if (!greet (self, &is_signed_in, error) || !decant_imap_session_learn_offer (self, error) ||
      !secure (self, settings->security, is_signed_in, error))
    return FALSE;
  if (!is_signed_in && (!decant_imap_session_sign_in (self, settings, error) ||
                        !decant_imap_session_learn_offer (self, error)))
    return FALSE;
  return decant_imap_session_prove (self, error);
}

DecantImapSession *
decant_imap_session_open (const DecantImapSettings *settings, GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (DecantImapSession) self = NULL;
  DecantTransport *transport = decant_transport_connect (settings, cancellable, error);

  if (transport == NULL)
    return NULL;
  self = g_new0 (DecantImapSession, 1);
  self->transport = transport;
  self->link = decant_etpan_link_new (transport);
  self->imap = mailimap_new (0, NULL);
  self->host = g_strdup (settings->host);
  self->offered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->prefix = g_strdup ("");
  if (settings->compression_broke != NULL && g_atomic_int_get (settings->compression_broke) != 0)
    self->compression = DECANT_COMPRESSION_REFUSED;
  return establish (self, settings, error) ? g_steal_pointer (&self) : NULL;
}

void
decant_imap_session_close (DecantImapSession *self, GCancellable *cancellable)
{
  char farewell[16 + sizeof " LOGOUT\r\n"];
  char tag[16];

  decant_imap_session_next_tag (self, tag);
  g_snprintf (farewell, sizeof farewell, "%s LOGOUT\r\n", tag);
  decant_transport_set_cancellable (self->transport, cancellable);
  decant_transport_part (g_steal_pointer (&self->transport), farewell, LOGOUT_SECONDS);
  decant_imap_session_free (self);
}

void
decant_imap_session_free (DecantImapSession *self)
{
  if (self == NULL)
    return;
  /* Without its stream: mailimap_free() would wait for the answer to a LOGOUT. */
  if (self->imap->imap_stream != NULL)
    mailstream_close (g_steal_pointer (&self->imap->imap_stream));
  mailimap_free (self->imap);
  decant_etpan_link_free (self->link);
  decant_transport_free (self->transport);
  g_hash_table_unref (self->offered);
  g_free (self->prefix);
  g_free (self->host);
  g_free (self);
}

void
decant_imap_session_set_flow (DecantImapSession *self, const DecantFlow *flow)
{
  decant_transport_set_flow (self->transport, flow);
}

DecantImapCapabilities
decant_imap_session_get_capabilities (DecantImapSession *self)
{
  return self->capabilities;
}

guint64
decant_imap_session_get_append_limit (DecantImapSession *self)
{
  return self->append_limit;
}

const char *
decant_imap_session_get_prefix (DecantImapSession *self)
{
  return self->prefix;
}

char
decant_imap_session_get_separator (DecantImapSession *self)
{
  return self->separator;
}

void
decant_imap_session_set_separator (DecantImapSession *self, char separator)
{
  self->separator = separator;
}

/* A line break in a name would end the command and begin another. */
static gboolean
check_name (const char *name, GError **error)
{
  if (strpbrk (name, "\r\n") == NULL)
    return TRUE;
  decant_store_error_set (error, DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_FOLDER_NOT_CREATED, name,
                          _ ("A folder's name cannot contain a line break. Choose another name."));
  return FALSE;
}

gboolean
decant_imap_session_create (DecantImapSession *self, const char *name, gboolean *existed,
                            GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) refusal = NULL;
  const DecantHeard *heard = decant_etpan_link_get_heard (self->link);

  *existed = FALSE;
  if (!check_name (name, error))
    return FALSE;
  decant_transport_set_cancellable (self->transport, cancellable);
  decant_imap_session_begin (self);
  if (decant_imap_session_end (self, mailimap_create (self->imap, name), DECANT_IMAP_ASKED_CREATE,
                               name, &refusal))
    return TRUE;
  *existed = heard->answered && decant_imap_answer_means_exists (heard->code, heard->text);
  if (*existed)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
decant_imap_session_subscribe (DecantImapSession *self, const char *name, GCancellable *cancellable,
                               GError **error)
{
  if (!check_name (name, error))
    return FALSE;
  decant_transport_set_cancellable (self->transport, cancellable);
  decant_imap_session_begin (self);
  return decant_imap_session_end (self, mailimap_subscribe (self->imap, name),
                                  DECANT_IMAP_ASKED_CREATE, name, error);
}

gboolean
decant_imap_session_noop (DecantImapSession *self, GCancellable *cancellable, GError **error)
{
  decant_transport_set_cancellable (self->transport, cancellable);
  decant_imap_session_begin (self);
  return decant_imap_session_end (self, mailimap_noop (self->imap), DECANT_IMAP_ASKED_LIST,
                                  self->host, error);
}

DecantTransport *
decant_imap_session_borrow_transport (DecantImapSession *self, GCancellable *cancellable)
{
  give_back (self);
  decant_transport_set_cancellable (self->transport, cancellable);
  return self->transport;
}

DecantServerKind
decant_imap_session_get_server_kind (DecantImapSession *self)
{
  return self->kind;
}

guint
decant_imap_session_limit_ahead (DecantImapSession *self, guint usual)
{
  return self->kind == DECANT_SERVER_EXCHANGE ? 1 : usual;
}

DecantPace *
decant_imap_session_get_pace (DecantImapSession *self)
{
  return &self->pace;
}

void
decant_imap_session_note_answer (DecantImapSession *self, DecantImapAnswer answer)
{
  self->last_was_bad = answer == DECANT_IMAP_ANSWER_BAD;
  if (self->last_was_bad)
    self->bad_answers++;
}

gboolean
decant_imap_session_is_wary (DecantImapSession *self)
{
  return self->last_was_bad;
}

gboolean
decant_imap_session_is_worn_out (DecantImapSession *self)
{
  return self->bad_answers >= MOST_BAD_ANSWERS;
}

void
decant_imap_session_note_stored (DecantImapSession *self, guint64 size)
{
  self->largest_stored = MAX (self->largest_stored, size);
}

guint64
decant_imap_session_get_largest_stored (DecantImapSession *self)
{
  return self->largest_stored;
}

void
decant_imap_session_note_misnumbering (DecantImapSession *self)
{
  self->misnumbers = TRUE;
}

gboolean
decant_imap_session_misnumbers (DecantImapSession *self)
{
  return self->misnumbers;
}

void
decant_imap_session_next_tag (DecantImapSession *self, char tag[16])
{
  g_snprintf (tag, 16, "D%u", ++self->last_tag);
}
