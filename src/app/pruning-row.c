/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pruning-row.h"

#include "app/resources.h"

struct _DecantPruningRow
{
  GtkBox parent_instance;

  GtkActionable *check;
  GtkLabel *label;
  GtkBox *details;
  GtkLabel *figures;
};

G_DEFINE_FINAL_TYPE (DecantPruningRow, decant_pruning_row, GTK_TYPE_BOX)

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_ACTION_NAME,
  PROP_LIMIT,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

void
decant_pruning_row_set_figures (DecantPruningRow *self, const char *figures)
{
  gtk_label_set_label (self->figures, figures);
  gtk_widget_set_visible (GTK_WIDGET (self->figures), *figures != '\0');
}

static void
decant_pruning_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DecantPruningRow *self = DECANT_PRUNING_ROW (object);

  if (id == PROP_LABEL)
    gtk_label_set_label (self->label, g_value_get_string (value));
  else if (id == PROP_ACTION_NAME)
    gtk_actionable_set_action_name (self->check, g_value_get_string (value));
  else if (g_value_get_object (value) != NULL)
    gtk_box_prepend (self->details, g_value_get_object (value));
}

static void
decant_pruning_row_class_init (DecantPruningRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = decant_pruning_row_set_property;
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, "", flags);
  props[PROP_ACTION_NAME] = g_param_spec_string ("action-name", NULL, NULL, NULL, flags);
  props[PROP_LIMIT] = g_param_spec_object ("limit", NULL, NULL, GTK_TYPE_WIDGET, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("pruning-row"));
  gtk_widget_class_bind_template_child (widget_class, DecantPruningRow, check);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningRow, label);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningRow, details);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningRow, figures);
}

static void
decant_pruning_row_init (DecantPruningRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
