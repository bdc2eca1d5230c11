/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/imap-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One account, old or new: where it is and who signs in. Immutable but for the password; a plain
 * value with references, shared between threads. */
typedef struct _DecantAccount DecantAccount;

#define DECANT_ACCOUNT_ERROR (decant_account_error_quark ())
typedef enum
{
  DECANT_ACCOUNT_ERROR_URL, /* not an account URL; the message says what is wrong with it */
} DecantAccountError;
GQuark decant_account_error_quark (void);

/* @port 0: the usual one for @security (993 or 143). */
DecantAccount *
decant_account_new (const char *user, const char *host, guint16 port, DecantSecurity security);

/* Reads "imaps://user@host[:port]" or "imap://user@host[:port]". The user may be percent-encoded or
 * written as it is; the last "@" separates the host; an IPv6 address stands in brackets.
 * @allow_plaintext makes imap:// PLAINTEXT instead of STARTTLS. A password in the URL is refused.
 */
DecantAccount *
decant_account_new_from_url (const char *url, gboolean allow_plaintext, GError **error);

/* The same account where @auth_user signs in, with its own password, and acts for the account's
 * user (--from-authuser). Without a password. */
DecantAccount *decant_account_new_on_behalf (DecantAccount *self, const char *auth_user);
DecantAccount *decant_account_ref (DecantAccount *self);
void decant_account_unref (DecantAccount *self);

const char *decant_account_get_user (DecantAccount *self);

/* Who signs in on behalf of the user, NULL where the user does. Owned by @self. */
const char *decant_account_get_auth_user (DecantAccount *self);
const char *decant_account_get_host (DecantAccount *self);
guint16 decant_account_get_port (DecantAccount *self);
DecantSecurity decant_account_get_security (DecantAccount *self);

/* The URL with the user percent-encoded, without a password and always with its port. Owned by
 * @self. */
const char *decant_account_get_url (DecantAccount *self);

/* "user@host:port", the host in lower case: by which moves and the keyring know an account. Owned
 * by @self. */
const char *decant_account_get_id (DecantAccount *self);

/* "ada@example.org" or "ada on mail.example.org", for people. Owned by @self. */
const char *decant_account_get_label (DecantAccount *self);

/* Whose password it is: the label, or that of who signs in instead. Owned by @self. */
const char *decant_account_get_password_label (DecantAccount *self);

/* Accounts are the same if their ids are. */
gboolean decant_account_equal (DecantAccount *self, DecantAccount *other);

/* The password is kept in memory only and wiped when replaced or freed. Thread-safe. */
void decant_account_set_password (DecantAccount *self, const char *password);
char *decant_account_dup_password (DecantAccount *self); /* free with decant_password_free() */
gboolean decant_account_has_password (DecantAccount *self);
void decant_password_free (char *password);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantAccount, decant_account_unref)

G_END_DECLS
