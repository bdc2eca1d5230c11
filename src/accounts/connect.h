/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/account.h"
#include "stores/store-opener.h"

G_BEGIN_DECLS

/* Where accounts meet stores: makes stores for an account. */

/* How to connect, for both accounts of a move. */
typedef struct
{
  char **trusted_certificates; /* fingerprints accepted by the person, NULL-terminated, or NULL */
  guint connect_timeout;       /* seconds; 0: the usual 30 */
  guint silence_timeout;       /* seconds; 0: the usual 120 */
  char *protocol_log;          /* file, or NULL */
} DecantConnectOptions;

DecantConnectOptions *decant_connect_options_copy (const DecantConnectOptions *options);
void decant_connect_options_free (DecantConnectOptions *options);

/* An opener of stores for @account, for the engine; each store it makes has the password that
 * @account has at that moment. */
DecantStoreOpener *
decant_connect_new_opener (DecantAccount *account, const DecantConnectOptions *options);

/* Signs in, in a thread of its own, to see whether the account of @opener works, and gives the
 * connection back to it. The errors are those of decant_store_open(). */
void decant_connect_check_async (DecantStoreOpener *opener, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean decant_connect_check_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantConnectOptions, decant_connect_options_free)

G_END_DECLS
