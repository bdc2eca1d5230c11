/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-drag.h"

#include "app/folder-picking.h"

/* ---- what is dragged ---- */

static GdkContentProvider *
on_prepare (GtkColumnView *view, double x, double y)
{
  DecantFolderItem *item = decant_folder_picking_item (view, x, y);

  return item != NULL ? gdk_content_provider_new_typed (DECANT_TYPE_FOLDER_ITEM, item) : NULL;
}

static void
on_begin (GtkDragSource *source, GdkDrag *drag)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GtkWidget *label;

  g_value_init (&value, DECANT_TYPE_FOLDER_ITEM);
  if (!gdk_content_provider_get_value (gdk_drag_get_content (drag), &value, NULL))
    return;
  label = gtk_label_new (decant_folder_item_get_name (g_value_get_object (&value)));
  gtk_widget_add_css_class (label, "dragged-folder");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
}

void
decant_folder_drag_add_source (GtkColumnView *view)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (on_prepare), view);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_begin), NULL);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (source));
}

/* ---- where it is dropped ---- */

typedef struct
{
  GtkColumnView *view;
  GtkWidget *row; /* the one something is held over, or NULL */
  DecantFolderDroppedFunc func;
  gpointer user_data;
} Target;

static void
mark_row (Target *target, GtkWidget *row)
{
  if (row == target->row)
    return;
  if (target->row != NULL)
    gtk_widget_remove_css_class (target->row, "drop-target");
  g_set_weak_pointer (&target->row, row);
  if (row != NULL)
    gtk_widget_add_css_class (row, "drop-target");
}

static GdkDragAction
on_motion (Target *target, double x, double y)
{
  mark_row (target, decant_folder_picking_row (target->view, x, y));
  return target->row != NULL ? GDK_ACTION_COPY : 0;
}

static void
on_leave (Target *target)
{
  mark_row (target, NULL);
}

static gboolean
on_drop (Target *target, const GValue *value, double x, double y)
{
  DecantFolderItem *onto = decant_folder_picking_item (target->view, x, y);

  mark_row (target, NULL);
  if (onto == NULL)
    return FALSE;
  target->func (target->user_data, decant_folder_item_get_path (g_value_get_object (value)),
                decant_folder_item_get_path (onto));
  return TRUE;
}

static void
free_target (gpointer data)
{
  Target *target = data;

  g_clear_weak_pointer (&target->row);
  g_free (target);
}

void
decant_folder_drag_add_target (GtkColumnView *view, DecantFolderDroppedFunc func,
                               gpointer user_data)
{
  GtkDropTarget *controller = gtk_drop_target_new (DECANT_TYPE_FOLDER_ITEM, GDK_ACTION_COPY);
  Target *target = g_new0 (Target, 1);

  target->view = view;
  target->func = func;
  target->user_data = user_data;
  g_signal_connect_swapped (controller, "enter", G_CALLBACK (on_motion), target);
  g_signal_connect_swapped (controller, "motion", G_CALLBACK (on_motion), target);
  g_signal_connect_swapped (controller, "leave", G_CALLBACK (on_leave), target);
  g_signal_connect_swapped (controller, "drop", G_CALLBACK (on_drop), target);
  g_object_set_data_full (G_OBJECT (controller), "target", target, free_target);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (controller));
}
