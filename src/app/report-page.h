/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/migration.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What came of a move: one sentence, the counts, every problem, and what to do next.
 *
 * Signal "failed" (const GError *): a report could not be saved. */
#define DECANT_TYPE_REPORT_PAGE (decant_report_page_get_type ())
G_DECLARE_FINAL_TYPE (DecantReportPage, decant_report_page, DECANT, REPORT_PAGE, AdwBin)

void decant_report_page_set_migration (DecantReportPage *self, DecantMigration *migration);

/* Asks where to save the report and saves it there. */
void decant_report_page_ask_and_save (DecantReportPage *self);

/* Saves the report to @file, in a thread, in the format its name ends with (HTML where it ends with
 * none of them). */
void decant_report_page_save (DecantReportPage *self, GFile *file);

G_END_DECLS
