/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Cells and rows of a list that follow what they show: each is shown when it gets an item, and
 * whenever that emits "changed". Main thread only. */
typedef void (*DecantShowItemFunc) (GtkWidget *cell, gpointer item);

/* A factory that binds. Whoever makes its cells, on "setup", calls decant_item_cell_set_show(). */
GtkListItemFactory *decant_item_cells_new_factory (void);

void decant_item_cell_set_show (GtkWidget *cell, DecantShowItemFunc show);

/* What a cell shows now, or NULL. Owned by the list. */
gpointer decant_item_cell_get_item (GtkWidget *cell);

G_END_DECLS
