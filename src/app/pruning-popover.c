/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pruning-popover.h"

#include "app/resources.h"

struct _DecantPruningPopover
{
  GtkPopover parent_instance;

  GtkSpinButton *year_spin;
  GtkSpinButton *size_spin;
};

G_DEFINE_FINAL_TYPE (DecantPruningPopover, decant_pruning_popover, GTK_TYPE_POPOVER)

void
decant_pruning_popover_set_pruning (DecantPruningPopover *self, DecantPruning *pruning)
{
  g_object_bind_property (pruning, "year", self->year_spin, "value",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (pruning, "megabytes", self->size_spin, "value",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (pruning, "leave-old", self->year_spin, "sensitive",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (pruning, "leave-large", self->size_spin, "sensitive",
                          G_BINDING_SYNC_CREATE);
}

static void
decant_pruning_popover_class_init (DecantPruningPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("pruning-popover"));
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPopover, year_spin);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPopover, size_spin);
}

static void
decant_pruning_popover_init (DecantPruningPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
