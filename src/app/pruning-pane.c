/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pruning-pane.h"

#include "app/resources.h"

struct _DecantPruningPane
{
  AdwBin parent_instance;

  GtkSpinButton *year_spin;
  GtkSpinButton *size_spin;
};

G_DEFINE_FINAL_TYPE (DecantPruningPane, decant_pruning_pane, ADW_TYPE_BIN)

void
decant_pruning_pane_set_pruning (DecantPruningPane *self, DecantPruning *pruning)
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
decant_pruning_pane_class_init (DecantPruningPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("pruning-pane"));
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPane, year_spin);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPane, size_spin);
}

static void
decant_pruning_pane_init (DecantPruningPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
