/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-picking.h"

#include "app/folder-row.h"

GtkWidget *
decant_folder_picking_list (GtkColumnView *view)
{
  return gtk_widget_get_last_child (GTK_WIDGET (view));
}

static DecantFolderRow *
find_folder_row (GtkWidget *widget)
{
  if (DECANT_IS_FOLDER_ROW (widget))
    return DECANT_FOLDER_ROW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      DecantFolderRow *found = find_folder_row (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
decant_folder_picking_row (GtkColumnView *view, double x, double y)
{
  GtkWidget *list = decant_folder_picking_list (view);
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (view), x, y, GTK_PICK_DEFAULT);

  while (widget != NULL && gtk_widget_get_parent (widget) != list)
    widget = gtk_widget_get_parent (widget);
  return widget;
}

DecantFolderItem *
decant_folder_picking_item (GtkColumnView *view, double x, double y)
{
  GtkWidget *row = decant_folder_picking_row (view, x, y);
  DecantFolderRow *folder_row = row != NULL ? find_folder_row (row) : NULL;

  return folder_row != NULL ? decant_folder_row_get_item (folder_row) : NULL;
}
