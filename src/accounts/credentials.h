/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/account.h"

G_BEGIN_DECLS

/* Passwords in the desktop's keyring (Secret Service through libsecret). Blocking; any thread but
 * the main one. A missing or locked keyring is no failure of a move: the functions say FALSE and
 * the caller asks the person. */

/* Gives @account the password the keyring holds for it. FALSE without error: there is none. */
gboolean
decant_credentials_lookup (DecantAccount *account, GCancellable *cancellable, GError **error);

/* Stores the password of @account under a label that names it. */
gboolean
decant_credentials_store (DecantAccount *account, GCancellable *cancellable, GError **error);

G_END_DECLS
