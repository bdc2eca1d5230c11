/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One rule on what to leave behind: a switch, its limit and what it takes out.
 *
 * Properties, construct only:
 *   "label" (string)         what is left behind
 *   "action-name" (string)   the action that turns it on and off
 *   "limit" (GtkWidget)      where its date or size is entered, or NULL */
#define DECANT_TYPE_PRUNING_ROW (decant_pruning_row_get_type ())
G_DECLARE_FINAL_TYPE (DecantPruningRow, decant_pruning_row, DECANT, PRUNING_ROW, GtkBox)

/* What it takes out, in words; "": nothing is known of that. */
void decant_pruning_row_set_figures (DecantPruningRow *self, const char *figures);

G_END_DECLS
