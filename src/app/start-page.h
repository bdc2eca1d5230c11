/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/migration.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The start page: "Move mail", and the moves there were. */
#define DECANT_TYPE_START_PAGE (decant_start_page_get_type ())
G_DECLARE_FINAL_TYPE (DecantStartPage, decant_start_page, DECANT, START_PAGE, AdwBin)

void decant_start_page_set_migration (DecantStartPage *self, DecantMigration *migration);

/* Reads the list of moves anew, in a thread. */
void decant_start_page_refresh (DecantStartPage *self);

/* The listed move whose journal is at @path, or NULL. Owned by @self, until the next refresh. */
const DecantMoveSummary *decant_start_page_find_move (DecantStartPage *self, const char *path);

G_END_DECLS
