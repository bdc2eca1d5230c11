/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/migration.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The copy under way: progress over all and by folder, what it waits for, what was skipped. */
#define DECANT_TYPE_COPY_PAGE (decant_copy_page_get_type ())
G_DECLARE_FINAL_TYPE (DecantCopyPage, decant_copy_page, DECANT, COPY_PAGE, AdwBin)

void decant_copy_page_set_migration (DecantCopyPage *self, DecantMigration *migration);

G_END_DECLS
