/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/problem-row.h"

#include "app/resources.h"

struct _DecantProblemRow
{
  AdwBin parent_instance;

  GBindingGroup *bindings;

  GtkLabel *title;
  GtkLabel *place;
  GtkLabel *reason;
  GtkExpander *expander;
  GtkLabel *detail;
};

G_DEFINE_FINAL_TYPE (DecantProblemRow, decant_problem_row, ADW_TYPE_BIN)

static gboolean
is_not_empty (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  const char *text = g_value_get_string (from);

  g_value_set_boolean (to, text != NULL && *text != '\0');
  return TRUE;
}

static void
bind (DecantProblemRow *self, const char *property, GtkLabel *label)
{
  g_binding_group_bind (self->bindings, property, label, "label", G_BINDING_SYNC_CREATE);
}

static void
bind_visible (DecantProblemRow *self, const char *property, gpointer widget)
{
  g_binding_group_bind_full (self->bindings, property, widget, "visible", G_BINDING_SYNC_CREATE,
                             is_not_empty, NULL, NULL, NULL);
}

static void
decant_problem_row_dispose (GObject *object)
{
  g_clear_object (&DECANT_PROBLEM_ROW (object)->bindings);
  G_OBJECT_CLASS (decant_problem_row_parent_class)->dispose (object);
}

static void
decant_problem_row_class_init (DecantProblemRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_problem_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("problem-row"));
  gtk_widget_class_bind_template_child (widget_class, DecantProblemRow, title);
  gtk_widget_class_bind_template_child (widget_class, DecantProblemRow, place);
  gtk_widget_class_bind_template_child (widget_class, DecantProblemRow, reason);
  gtk_widget_class_bind_template_child (widget_class, DecantProblemRow, expander);
  gtk_widget_class_bind_template_child (widget_class, DecantProblemRow, detail);
}

static void
decant_problem_row_init (DecantProblemRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->bindings = g_binding_group_new ();
  bind (self, "title", self->title);
  bind (self, "place", self->place);
  bind (self, "reason", self->reason);
  bind (self, "detail", self->detail);
  bind_visible (self, "place", self->place);
  bind_visible (self, "detail", self->expander);
}

static void
set_up (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, g_object_new (DECANT_TYPE_PROBLEM_ROW, NULL));
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_item (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  DecantProblemRow *row = DECANT_PROBLEM_ROW (gtk_list_item_get_child (list_item));

  gtk_expander_set_expanded (row->expander, FALSE);
  g_binding_group_set_source (row->bindings, gtk_list_item_get_item (list_item));
}

static void
unbind_item (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  DecantProblemRow *row = DECANT_PROBLEM_ROW (gtk_list_item_get_child (list_item));

  g_binding_group_set_source (row->bindings, NULL);
}

GtkListItemFactory *
decant_problem_row_new_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_item), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_item), NULL);
  return factory;
}
