/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static DecantImapAsked
what_is_asked (const DecantImapSettings *settings)
{
  return settings->auth_user != NULL ? DECANT_IMAP_ASKED_ACT_FOR : DECANT_IMAP_ASKED_SIGN_IN;
}

static const char *
who_signs_in (const DecantImapSettings *settings)
{
  return settings->auth_user != NULL ? settings->auth_user : settings->user;
}

/* SASL PLAIN (RFC 4616). FALSE without *@error where the password was not asked for: the mechanism
 * is unknown here or there, and another way may be tried. */
static gboolean
authenticate (DecantImapSession *self, const DecantImapSettings *settings, GError **error)
{
  const DecantHeard *heard = decant_etpan_link_get_heard (self->link);
  int result;

  decant_imap_session_begin (self);
  result = mailimap_authenticate (self->imap, "PLAIN", settings->host, NULL, NULL,
                                  settings->auth_user != NULL ? settings->user : "",
                                  who_signs_in (settings), settings->password, NULL);
  if (result == MAILIMAP_NO_ERROR)
    return TRUE;
  if (heard->asked_on || heard->bye || decant_etpan_link_get_error (self->link) != NULL)
    decant_imap_session_end (self, result, what_is_asked (settings), self->host, error);
  return FALSE;
}

/* Base64 of the message of SASL PLAIN. Free with forget_secret(). */
static char *
encode_plain (const DecantImapSettings *settings)
{
  const char *const parts[] = { settings->auth_user != NULL ? settings->user : "",
                                who_signs_in (settings), settings->password };
  g_autoptr (GByteArray) message = g_byte_array_new ();
  char *encoded;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (i > 0)
        g_byte_array_append (message, (const guint8 *)"", 1);
      g_byte_array_append (message, (const guint8 *)parts[i], (guint)strlen (parts[i]));
    }
  encoded = g_base64_encode (message->data, message->len);
  explicit_bzero (message->data, message->len);
  return encoded;
}

static void
forget_secret (char **secret)
{
  if (*secret != NULL)
    explicit_bzero (*secret, strlen (*secret));
  g_clear_pointer (secret, g_free);
}

/* Whether the server has not got so far as to look at the password. */
static gboolean
is_not_understood (const DecantHeard *heard)
{
  return heard->answered && (heard->answer == DECANT_IMAP_ANSWER_BAD ||
                             (heard->answer == DECANT_IMAP_ANSWER_NO && heard->text != NULL &&
                              strcasestr (heard->text, "mechanism") != NULL));
}

/* The same in one round trip, with the message in the command (RFC 4959). */
static gboolean
authenticate_at_once (DecantImapSession *self, const DecantImapSettings *settings, GError **error)
{
  const DecantHeard *heard = decant_etpan_link_get_heard (self->link);
  char *command;
  int result;

  self->encoded_secret = encode_plain (settings);
  command = g_strconcat ("AUTHENTICATE PLAIN ", self->encoded_secret, NULL);
  decant_imap_session_begin (self);
  result = mailimap_custom_command (self->imap, command);
  forget_secret (&command);
  if (is_not_understood (heard))
    return FALSE;
  if (!decant_imap_session_end (self, result, what_is_asked (settings), self->host, error))
    return FALSE;
  /* libetpan does not know what it has sent, and refuses to create folders before a sign-in. */
  self->imap->imap_state = MAILIMAP_STATE_AUTHENTICATED;
  return TRUE;
}

static gboolean
login (DecantImapSession *self, const DecantImapSettings *settings, GError **error)
{
  decant_imap_session_begin (self);
  return decant_imap_session_end (
    self, mailimap_login (self->imap, who_signs_in (settings), settings->password),
    DECANT_IMAP_ASKED_SIGN_IN, self->host, error);
}

/* Becomes the user after the sign-in of another. */
static gboolean
proxyauth (DecantImapSession *self, const DecantImapSettings *settings, GError **error)
{
  g_autoptr (GString) command = g_string_new ("PROXYAUTH \"");

  for (const char *c = settings->user; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_c (command, '\\');
      g_string_append_c (command, *c);
    }
  g_string_append_c (command, '"');
  decant_imap_session_begin (self);
  return decant_imap_session_end (self, mailimap_custom_command (self->imap, command->str),
                                  DECANT_IMAP_ASKED_ACT_FOR, self->host, error);
}

static gboolean
knows_proxyauth (DecantImapSession *self)
{
  return self->is_netscape || decant_imap_session_offers (self, "PROXYAUTH") ||
         decant_imap_session_offers (self, "X-PROXYAUTH") ||
         decant_imap_session_offers (self, "X-NETSCAPE");
}

static gboolean
refuse (DecantImapSession *self, GError **error)
{
  if (decant_transport_is_encrypted (self->transport))
    decant_store_error_set (error, DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_SIGN_IN, NULL,
                            _ ("“%s” does not let anybody sign in with a password."), self->host);
  else
    decant_store_error_set (error, DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_NO_ENCRYPTION, NULL,
                            _ ("“%s” takes passwords over encrypted connections only. Choose "
                               "another security setting."),
                            self->host);
  return FALSE;
}

static gboolean
refuse_to_act (DecantImapSession *self, GError **error)
{
  decant_store_error_set (
    error, DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_SIGN_IN, NULL,
    _ ("“%s” has no way for one user to sign in on behalf of another. Sign in "
       "as the user of the account."),
    self->host);
  return FALSE;
}

/* Presents the password once: by the way the server prefers, or by the next if it does not get that
 * far. */
static gboolean
present (DecantImapSession *self, const DecantImapSettings *settings, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean cannot_act;

  if (decant_imap_session_offers (self, "AUTH=PLAIN"))
    {
      if ((decant_imap_session_offers (self, "SASL-IR") &&
           authenticate_at_once (self, settings, &failure)) ||
          (failure == NULL && authenticate (self, settings, &failure)))
        return TRUE;
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
  cannot_act = settings->auth_user != NULL && !knows_proxyauth (self);
  /* without encryption a server may hide what it offers */
  if (decant_imap_session_offers (self, "LOGINDISABLED") &&
      !(cannot_act && decant_transport_is_encrypted (self->transport)))
    return refuse (self, error);
  if (cannot_act)
    return refuse_to_act (self, error);
  return login (self, settings, error) &&
         (settings->auth_user == NULL || proxyauth (self, settings, error));
}

static gboolean
has_line_break (const char *text)
{
  return strpbrk (text, "\r\n") != NULL;
}

gboolean
decant_imap_session_sign_in (DecantImapSession *self, const DecantImapSettings *settings,
                             GError **error)
{
  mailstream *stream = self->imap->imap_stream;
  gboolean ok;

  /* A line break would end LOGIN and begin another command. */
  if (has_line_break (settings->user) || has_line_break (who_signs_in (settings)) ||
      has_line_break (settings->password))
    {
      decant_store_error_set (error, DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_SIGN_IN, NULL,
                              _ ("The user name or the password contains a line break. Enter it "
                                 "again."));
      return FALSE;
    }
  self->secret = settings->password;
  decant_transport_set_secret (self->transport, TRUE);
  ok = present (self, settings, error);
  decant_transport_set_secret (self->transport, FALSE);
  self->secret = NULL;
  forget_secret (&self->encoded_secret);
  explicit_bzero (stream->write_buffer, stream->buffer_max_size);
  return ok;
}
