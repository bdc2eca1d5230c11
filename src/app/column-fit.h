/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Columns that give way while a view is too narrow for all of them, and come back where there is
 * room: instead of a part of each row that is out of sight. Main thread. */

/* The next column of @view to give way after those that were named before. With @wide (pixels) it
 * is not shown before the view has that width; 0: it is shown until there is too little room. */
void decant_column_fit_add (GtkColumnView *view, GtkColumnViewColumn *column, double wide);

G_END_DECLS
