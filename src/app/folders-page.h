/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/migration.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The folders: the plan, shown in two trees, and what to leave behind.
 *
 * Property "searching" (boolean): whether the search entry is shown. */
#define DECANT_TYPE_FOLDERS_PAGE (decant_folders_page_get_type ())
G_DECLARE_FINAL_TYPE (DecantFoldersPage, decant_folders_page, DECANT, FOLDERS_PAGE, AdwBin)

/* What it shows and changes; for the whole page, with the names of the accounts, a migration. */
void decant_folders_page_set_editor (DecantFoldersPage *self, DecantPlanEditor *editor);

/* Of the plan of that editor. */
void decant_folders_page_set_forecast (DecantFoldersPage *self, DecantForecast *forecast);
void decant_folders_page_set_fit (DecantFoldersPage *self, DecantFit *fit);
void decant_folders_page_set_migration (DecantFoldersPage *self, DecantMigration *migration);
void decant_folders_page_set_searching (DecantFoldersPage *self, gboolean searching);

/* Whether both trees show the plan as it is: the new one follows a little later. */
gboolean decant_folders_page_is_settled (DecantFoldersPage *self);

G_END_DECLS
