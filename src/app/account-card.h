/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/sign-in.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One account to be signed in to: its entries, whether it works and, if not, why.
 *
 * Property "old" (boolean, construct only): the old account; else the new one. */
#define DECANT_TYPE_ACCOUNT_CARD (decant_account_card_get_type ())
G_DECLARE_FINAL_TYPE (DecantAccountCard, decant_account_card, DECANT, ACCOUNT_CARD, AdwBin)

void decant_account_card_set_sign_in (DecantAccountCard *self, DecantSignIn *sign_in);

G_END_DECLS
