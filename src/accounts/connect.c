/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/connect.h"

typedef struct
{
  DecantAccount *account;
  DecantConnectOptions *options;
  gint *compression_broke;
} Connection;

DecantConnectOptions *
decant_connect_options_copy (const DecantConnectOptions *options)
{
  DecantConnectOptions *copy = g_new0 (DecantConnectOptions, 1);

  if (options == NULL)
    return copy;
  *copy = *options;
  copy->trusted_certificates = g_strdupv (options->trusted_certificates);
  copy->protocol_log = g_strdup (options->protocol_log);
  return copy;
}

void
decant_connect_options_free (DecantConnectOptions *options)
{
  g_strfreev (options->trusted_certificates);
  g_free (options->protocol_log);
  g_free (options);
}

static DecantStore *
make_store (gpointer data)
{
  const Connection *connection = data;
  DecantAccount *account = connection->account;
  const DecantConnectOptions *options = connection->options;
  char *password = decant_account_dup_password (account);
  DecantImapSettings settings = {
    .host = decant_account_get_host (account),
    .port = decant_account_get_port (account),
    .security = decant_account_get_security (account),
    .user = decant_account_get_user (account),
    .auth_user = decant_account_get_auth_user (account),
    .password = password != NULL ? password : "",
    .trusted_certificates = options->trusted_certificates,
    .connect_timeout = options->connect_timeout,
    .silence_timeout = options->silence_timeout,
    .protocol_log = options->protocol_log,
    .compression_broke = connection->compression_broke,
  };
  DecantStore *store;

  store = decant_imap_store_new (&settings);
  decant_password_free (password);
  return store;
}

static Connection *
connection_new (DecantAccount *account, const DecantConnectOptions *options)
{
  Connection *connection = g_new0 (Connection, 1);

  connection->account = decant_account_ref (account);
  connection->options = decant_connect_options_copy (options);
  connection->compression_broke = g_atomic_rc_box_new0 (gint);
  return connection;
}

static void
connection_free (gpointer data)
{
  Connection *connection = data;

  decant_account_unref (connection->account);
  decant_connect_options_free (connection->options);
  g_atomic_rc_box_release (connection->compression_broke);
  g_free (connection);
}

DecantStoreOpener *
decant_connect_new_opener (DecantAccount *account, const DecantConnectOptions *options)
{
  return decant_store_opener_new (decant_account_get_id (account),
                                  decant_account_get_label (account), make_store,
                                  connection_new (account, options), connection_free);
}

static void
check_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DecantStoreOpener *opener = data;
  g_autoptr (DecantStore) store = decant_store_opener_make (opener);
  GError *error = NULL;

  if (!decant_store_open (store, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  decant_store_opener_give_back (opener, g_steal_pointer (&store));
  g_task_return_boolean (task, TRUE);
}

static void
unref_opener (gpointer opener)
{
  decant_store_opener_unref (opener);
}

void
decant_connect_check_async (DecantStoreOpener *opener, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, decant_connect_check_async);
  g_task_set_task_data (task, decant_store_opener_ref (opener), unref_opener);
  g_task_run_in_thread (task, check_in_thread);
}

gboolean
decant_connect_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
