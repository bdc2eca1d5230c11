/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/copy-folder-row.h"

#include "app/resources.h"

struct _DecantCopyFolderRow
{
  AdwBin parent_instance;

  GBindingGroup *bindings;

  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *figures;
  GtkProgressBar *bar;
};

G_DEFINE_FINAL_TYPE (DecantCopyFolderRow, decant_copy_folder_row, ADW_TYPE_BIN)

static void
bind (DecantCopyFolderRow *self, const char *property, gpointer target, const char *target_property)
{
  g_binding_group_bind (self->bindings, property, target, target_property, G_BINDING_SYNC_CREATE);
}

static void
decant_copy_folder_row_dispose (GObject *object)
{
  g_clear_object (&DECANT_COPY_FOLDER_ROW (object)->bindings);
  G_OBJECT_CLASS (decant_copy_folder_row_parent_class)->dispose (object);
}

static void
decant_copy_folder_row_class_init (DecantCopyFolderRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_copy_folder_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("copy-folder-row"));
  gtk_widget_class_bind_template_child (widget_class, DecantCopyFolderRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyFolderRow, name);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyFolderRow, figures);
  gtk_widget_class_bind_template_child (widget_class, DecantCopyFolderRow, bar);
}

static void
decant_copy_folder_row_init (DecantCopyFolderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->bindings = g_binding_group_new ();
  bind (self, "icon-name", self->icon, "icon-name");
  bind (self, "status", self->icon, "tooltip-text");
  bind (self, "name", self->name, "label");
  bind (self, "figures", self->figures, "label");
  bind (self, "fraction", self->bar, "fraction");
  bind (self, "active", self->bar, "visible");
}

static void
set_up (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, g_object_new (DECANT_TYPE_COPY_FOLDER_ROW, NULL));
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_item (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  DecantCopyFolderRow *row = DECANT_COPY_FOLDER_ROW (gtk_list_item_get_child (list_item));

  g_binding_group_set_source (row->bindings, gtk_list_item_get_item (list_item));
}

static void
unbind_item (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  DecantCopyFolderRow *row = DECANT_COPY_FOLDER_ROW (gtk_list_item_get_child (list_item));

  g_binding_group_set_source (row->bindings, NULL);
}

GtkListItemFactory *
decant_copy_folder_row_new_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_item), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_item), NULL);
  return factory;
}
