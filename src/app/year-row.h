/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/year-figures.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The figures of a year in a list: those of messages or of sizes to be seen, all of them to be
 * heard. */
#define DECANT_TYPE_YEAR_ROW (decant_year_row_get_type ())
G_DECLARE_FINAL_TYPE (DecantYearRow, decant_year_row, DECANT, YEAR_ROW, GtkListBoxRow)

/* Figures are as wide as others of their groups. */
GtkWidget *decant_year_row_new (GtkSizeGroup *all, GtkSizeGroup *taken);
void decant_year_row_show (DecantYearRow *self, const DecantYear *year, gboolean by_size);

G_END_DECLS
