/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/account-url.h"

#include "accounts/account.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define URL_LIMIT 2048

static void
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, DECANT_ACCOUNT_ERROR, DECANT_ACCOUNT_ERROR_URL, sentence);
}

static gboolean
has_control_characters (const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return TRUE;
  return FALSE;
}

/* Reads the scheme; *rest is what follows "://". */
static gboolean
parse_scheme (const char *url, DecantAccountUrl *parts, const char **rest, GError **error)
{
  static const char *const later[] = { "pop3s", "pop3", "mbox", "maildir", NULL };
  g_autofree char *scheme = g_uri_parse_scheme (url);
  g_autofree char *lower = scheme != NULL ? g_ascii_strdown (scheme, -1) : NULL;

  if (lower == NULL)
    {
      refuse (error, _ ("This is not the address of an account. Write it as "
                        "imaps://user@host or imap://user@host."));
      return FALSE;
    }
  if (g_strv_contains (later, lower))
    {
      g_set_error (error, DECANT_ACCOUNT_ERROR, DECANT_ACCOUNT_ERROR_URL,
                   _ ("Accounts of the kind “%s” are not supported by this version of Decant. "
                      "Use imaps:// or imap://."),
                   lower);
      return FALSE;
    }
  parts->tls = strcmp (lower, "imaps") == 0;
  *rest = url + strlen (lower) + strlen ("://");
  if ((parts->tls || strcmp (lower, "imap") == 0) && g_str_has_prefix (url + strlen (lower), "://"))
    return TRUE;
  g_set_error (error, DECANT_ACCOUNT_ERROR, DECANT_ACCOUNT_ERROR_URL,
               _ ("“%s:” does not begin the address of an account. Write it as "
                  "imaps://user@host or imap://user@host."),
               lower);
  return FALSE;
}

/* A user name may be written as it is, "%" included: what is no percent-encoding is left alone. */
static gboolean
parse_user (const char *text, gsize length, DecantAccountUrl *parts, GError **error)
{
  g_autofree char *written = g_strndup (text, length);
  g_autofree char *decoded = NULL;

  if (strchr (written, ':') != NULL)
    {
      refuse (error, _ ("The address holds a password, or a colon in the user name. Passwords do "
                        "not belong into addresses, where others can see them: give it in a file, "
                        "or when asked. A colon in a user name is written as %3A."));
      return FALSE;
    }
  decoded = g_uri_unescape_string (written, NULL);
  parts->user = g_strdup (decoded != NULL ? decoded : written);
  if (*parts->user == '\0')
    {
      refuse (error, _ ("The address names no user. Write it as imaps://user@host."));
      return FALSE;
    }
  if (strstr (written, "%00") != NULL || !g_utf8_validate (parts->user, -1, NULL) ||
      has_control_characters (parts->user))
    {
      refuse (error, _ ("The user name in the address holds characters that cannot be part of a "
                        "user name."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_port (const char *text, DecantAccountUrl *parts, GError **error)
{
  guint64 port = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL))
    {
      refuse (error, _ ("The port in the address is not a number from 1 to 65535."));
      return FALSE;
    }
  parts->port = (guint16)port;
  return TRUE;
}

/* An address in brackets; *after is what follows them. */
static gboolean
parse_bracketed_host (const char *text, DecantAccountUrl *parts, const char **after, GError **error)
{
  const char *end = strchr (text, ']');
  g_autofree char *host = end != NULL ? g_strndup (text + 1, (gsize)(end - text - 1)) : NULL;

  if (host == NULL || strchr (host, ':') == NULL || !g_hostname_is_ip_address (host))
    {
      refuse (error, _ ("What stands in brackets in the address is not an IPv6 address."));
      return FALSE;
    }
  parts->host = g_steal_pointer (&host);
  *after = end + 1;
  return TRUE;
}

static gboolean
is_host_name (const char *host)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);

  if (ascii == NULL || *ascii == '\0' || *ascii == '.' || strstr (ascii, "..") != NULL)
    return FALSE;
  for (const char *c = ascii; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("-._", *c) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
parse_host_name (const char *text, DecantAccountUrl *parts, const char **after, GError **error)
{
  const char *colon = strchr (text, ':');
  gsize length = colon != NULL ? (gsize)(colon - text) : strlen (text);

  if (colon != NULL && strchr (colon + 1, ':') != NULL)
    {
      refuse (error, _ ("The address names more than one port. An IPv6 address stands in brackets: "
                        "imaps://user@[2001:db8::1]."));
      return FALSE;
    }
  if (length == 0)
    {
      refuse (error, _ ("The address names no server. Write it as imaps://user@host."));
      return FALSE;
    }
  parts->host = g_strndup (text, length);
  if (!is_host_name (parts->host))
    {
      g_set_error (error, DECANT_ACCOUNT_ERROR, DECANT_ACCOUNT_ERROR_URL,
                   _ ("“%s” is not the name of a server. Write the address as imaps://user@host or "
                      "imaps://user@host:port."),
                   parts->host);
      return FALSE;
    }
  *after = text + length;
  return TRUE;
}

static gboolean
parse_server (const char *text, DecantAccountUrl *parts, GError **error)
{
  g_autofree char *server = g_strdup (text);
  const char *after = NULL;

  if (g_str_has_suffix (server, "/"))
    server[strlen (server) - 1] = '\0';
  if (*server == '[' ? !parse_bracketed_host (server, parts, &after, error)
                     : !parse_host_name (server, parts, &after, error))
    return FALSE;
  if (*after == '\0')
    return TRUE;
  if (*after == ':')
    return parse_port (after + 1, parts, error);
  refuse (error, _ ("Something other than a port follows the server in the address."));
  return FALSE;
}

gboolean
decant_account_url_parse (const char *url, DecantAccountUrl *parts, GError **error)
{
  const char *rest = NULL;
  const char *at;

  if (strlen (url) > URL_LIMIT || !g_utf8_validate (url, -1, NULL))
    {
      refuse (error, _ ("The address of the account is too long, or not text."));
      return FALSE;
    }
  if (!parse_scheme (url, parts, &rest, error))
    return FALSE;
  at = strrchr (rest, '@');
  if (at == NULL)
    {
      refuse (error, _ ("The address names no user, or no server. Write it as imaps://user@host."));
      return FALSE;
    }
  return parse_user (rest, (gsize)(at - rest), parts, error) && parse_server (at + 1, parts, error);
}

void
decant_account_url_clear (DecantAccountUrl *parts)
{
  g_clear_pointer (&parts->user, g_free);
  g_clear_pointer (&parts->host, g_free);
}
