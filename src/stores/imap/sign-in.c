/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* SASL PLAIN (RFC 4616). FALSE without *@error where the password was not asked for: the mechanism
 * is unknown here or there, and another way may be tried. */
static gboolean
authenticate (DecantImapSession *self, const DecantImapSettings *settings, GError **error)
{
  const DecantHeard *heard = decant_etpan_link_get_heard (self->link);
  int result;

  decant_imap_session_begin (self);
  result = mailimap_authenticate (self->imap, "PLAIN", settings->host, NULL, NULL, "",
                                  settings->user, settings->password, NULL);
  if (result == MAILIMAP_NO_ERROR)
    return TRUE;
  if (heard->asked_on || heard->bye || decant_etpan_link_get_error (self->link) != NULL)
    decant_imap_session_end (self, result, DECANT_IMAP_ASKED_SIGN_IN, self->host, error);
  return FALSE;
}

static gboolean
login (DecantImapSession *self, const DecantImapSettings *settings, GError **error)
{
  decant_imap_session_begin (self);
  return decant_imap_session_end (self,
                                  mailimap_login (self->imap, settings->user, settings->password),
                                  DECANT_IMAP_ASKED_SIGN_IN, self->host, error);
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

/* Presents the password once: by the way the server prefers, or by the next if it does not get that
 * far. */
static gboolean
present (DecantImapSession *self, const DecantImapSettings *settings, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (decant_imap_session_offers (self, "AUTH=PLAIN"))
    {
      if (authenticate (self, settings, &failure))
        return TRUE;
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
  if (decant_imap_session_offers (self, "LOGINDISABLED"))
    return refuse (self, error);
  return login (self, settings, error);
}

gboolean
decant_imap_session_sign_in (DecantImapSession *self, const DecantImapSettings *settings,
                             GError **error)
{
  mailstream *stream = self->imap->imap_stream;
  gboolean ok;

  /* A line break would end LOGIN and begin another command. */
  if (strpbrk (settings->user, "\r\n") != NULL || strpbrk (settings->password, "\r\n") != NULL)
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
  explicit_bzero (stream->write_buffer, stream->buffer_max_size);
  return ok;
}
