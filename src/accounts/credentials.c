/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/credentials.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

static const SecretSchema schema = {
  DECANT_APP_ID ".Account",
  SECRET_SCHEMA_NONE,
  {
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "port", SECRET_SCHEMA_ATTRIBUTE_INTEGER },
    { NULL, SECRET_SCHEMA_ATTRIBUTE_STRING },
  },
};

/* A password belongs to who signs in with it. */
static const char *
get_owner (DecantAccount *account)
{
  const char *auth_user = decant_account_get_auth_user (account);

  return auth_user != NULL ? auth_user : decant_account_get_user (account);
}

gboolean
decant_credentials_lookup (DecantAccount *account, GCancellable *cancellable, GError **error)
{
  char *password = secret_password_lookup_nonpageable_sync (
    &schema, cancellable, error, "server", decant_account_get_host (account), "user",
    get_owner (account), "port", (int)decant_account_get_port (account), NULL);

  if (password == NULL)
    return FALSE;
  decant_account_set_password (account, password);
  secret_password_free (password);
  return TRUE;
}

gboolean
decant_credentials_store (DecantAccount *account, GCancellable *cancellable, GError **error)
{
  /* Translators: how a password is named in the desktop's keyring, after the account. */
  g_autofree char *label = g_strdup_printf (_ ("Mail account %s (Decant)"),
                                            decant_account_get_password_label (account));
  char *password = decant_account_dup_password (account);
  gboolean stored;

  if (password == NULL)
    return FALSE;
  stored = secret_password_store_sync (
    &schema, SECRET_COLLECTION_DEFAULT, label, password, cancellable, error, "server",
    decant_account_get_host (account), "user", get_owner (account), "port",
    (int)decant_account_get_port (account), NULL);
  decant_password_free (password);
  return stored;
}
