/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/migration.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The accounts: two cards and "Sign In". */
#define DECANT_TYPE_ACCOUNTS_PAGE (decant_accounts_page_get_type ())
G_DECLARE_FINAL_TYPE (DecantAccountsPage, decant_accounts_page, DECANT, ACCOUNTS_PAGE, AdwBin)

void decant_accounts_page_set_migration (DecantAccountsPage *self, DecantMigration *migration);

G_END_DECLS
