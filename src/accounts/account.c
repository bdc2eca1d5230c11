/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/account.h"

#include "accounts/account-url.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PORT_IMAPS 993
#define PORT_IMAP 143

struct _DecantAccount
{
  gatomicrefcount references;
  char *user;
  char *auth_user; /* NULL: user signs in */
  char *host;
  guint16 port;
  DecantSecurity security;
  char *url;
  char *id;
  char *label;
  char *password_label;
  GMutex lock; /* protects the password */
  char *password;
};

G_DEFINE_QUARK (decant_account_error, decant_account_error)

/* In id and URL an IPv6 address needs its brackets, or its last part would look like the port. */
static char *
bracket_host (const char *host)
{
  return strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : g_strdup (host);
}

/* One spelling for one host, since moves and the keyring know accounts by it. */
static char *
canonical_host (const char *host)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);

  return g_ascii_strdown (ascii != NULL ? ascii : host, -1);
}

static char *
build_url (const DecantAccount *self, const char *bracketed)
{
  g_autofree char *user = g_uri_escape_string (self->user, NULL, FALSE);
  const char *scheme = self->security == DECANT_SECURITY_TLS ? "imaps" : "imap";

  return g_strdup_printf ("%s://%s@%s:%u", scheme, user, bracketed, self->port);
}

static char *
build_label (const char *user, const char *host)
{
  if (strchr (user, '@') != NULL)
    return g_strdup (user);
  /* Translators: an account, as "ada on mail.example.org". */
  return g_strdup_printf (_ ("%s on %s"), user, host);
}

static DecantAccount *
new_account (const char *user, const char *auth_user, const char *host, guint16 port,
             DecantSecurity security)
{
  DecantAccount *self = g_new0 (DecantAccount, 1);
  g_autofree char *bracketed = NULL;

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->user = g_strdup (user);
  self->auth_user = g_strdup (auth_user);
  self->host = canonical_host (host);
  self->security = security;
  self->port = port;
  if (port == 0)
    self->port = security == DECANT_SECURITY_TLS ? PORT_IMAPS : PORT_IMAP;

  bracketed = bracket_host (self->host);
  self->url = build_url (self, bracketed);
  self->id = g_strdup_printf ("%s@%s:%u", self->user, bracketed, self->port);
  self->label = build_label (self->user, self->host);
  self->password_label = build_label (auth_user != NULL ? auth_user : user, self->host);
  return self;
}

DecantAccount *
decant_account_new (const char *user, const char *host, guint16 port, DecantSecurity security)
{
  return new_account (user, NULL, host, port, security);
}

DecantAccount *
decant_account_new_on_behalf (DecantAccount *self, const char *auth_user)
{
  return new_account (self->user, auth_user, self->host, self->port, self->security);
}

DecantAccount *
decant_account_new_from_url (const char *url, gboolean allow_plaintext, GError **error)
{
  g_auto (DecantAccountUrl) parts = { 0 };
  DecantSecurity security = DECANT_SECURITY_TLS;

  if (!decant_account_url_parse (url, &parts, error))
    return NULL;
  if (!parts.tls)
    security = allow_plaintext ? DECANT_SECURITY_PLAINTEXT : DECANT_SECURITY_STARTTLS;
  return decant_account_new (parts.user, parts.host, parts.port, security);
}

DecantAccount *
decant_account_ref (DecantAccount *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
decant_account_unref (DecantAccount *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  decant_password_free (self->password);
  g_mutex_clear (&self->lock);
  g_free (self->user);
  g_free (self->auth_user);
  g_free (self->host);
  g_free (self->url);
  g_free (self->id);
  g_free (self->label);
  g_free (self->password_label);
  g_free (self);
}

const char *
decant_account_get_user (DecantAccount *self)
{
  return self->user;
}

const char *
decant_account_get_auth_user (DecantAccount *self)
{
  return self->auth_user;
}

const char *
decant_account_get_host (DecantAccount *self)
{
  return self->host;
}

guint16
decant_account_get_port (DecantAccount *self)
{
  return self->port;
}

DecantSecurity
decant_account_get_security (DecantAccount *self)
{
  return self->security;
}

const char *
decant_account_get_url (DecantAccount *self)
{
  return self->url;
}

const char *
decant_account_get_id (DecantAccount *self)
{
  return self->id;
}

const char *
decant_account_get_label (DecantAccount *self)
{
  return self->label;
}

const char *
decant_account_get_password_label (DecantAccount *self)
{
  return self->password_label;
}

gboolean
decant_account_equal (DecantAccount *self, DecantAccount *other)
{
  return strcmp (self->id, other->id) == 0;
}

void
decant_account_set_password (DecantAccount *self, const char *password)
{
  char *replaced;

  g_mutex_lock (&self->lock);
  replaced = self->password;
  self->password = g_strdup (password);
  g_mutex_unlock (&self->lock);
  decant_password_free (replaced);
}

char *
decant_account_dup_password (DecantAccount *self)
{
  char *copy;

  g_mutex_lock (&self->lock);
  copy = g_strdup (self->password);
  g_mutex_unlock (&self->lock);
  return copy;
}

gboolean
decant_account_has_password (DecantAccount *self)
{
  gboolean has;

  g_mutex_lock (&self->lock);
  has = self->password != NULL;
  g_mutex_unlock (&self->lock);
  return has;
}

void
decant_password_free (char *password)
{
  if (password == NULL)
    return;
  explicit_bzero (password, strlen (password));
  g_free (password);
}
