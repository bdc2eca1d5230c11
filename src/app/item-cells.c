/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/item-cells.h"

#define ITEM "decant-item"
#define SHOW "decant-show"

static void
show (GObject *item, GtkWidget *cell)
{
  DecantShowItemFunc func = (DecantShowItemFunc)g_object_get_data (G_OBJECT (cell), SHOW);

  func (cell, item);
}

static void
bind (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GObject *item = gtk_list_item_get_item (list_item);
  GtkWidget *cell = gtk_list_item_get_child (list_item);

  g_object_set_data (G_OBJECT (cell), ITEM, item);
  g_signal_connect (item, "changed", G_CALLBACK (show), cell);
  show (item, cell);
}

static void
unbind (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *cell = gtk_list_item_get_child (list_item);

  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), show, cell);
  g_object_set_data (G_OBJECT (cell), ITEM, NULL);
}

GtkListItemFactory *
decant_item_cells_new_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "bind", G_CALLBACK (bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind), NULL);
  return factory;
}

void
decant_item_cell_set_show (GtkWidget *cell, DecantShowItemFunc func)
{
  g_object_set_data (G_OBJECT (cell), SHOW, (gpointer)func);
}

gpointer
decant_item_cell_get_item (GtkWidget *cell)
{
  return g_object_get_data (G_OBJECT (cell), ITEM);
}
