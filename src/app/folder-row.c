/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-row.h"

#include "app/folder-item.h"
#include "app/resources.h"

struct _DecantFolderRow
{
  AdwBin parent_instance;

  gboolean checkable;
  DecantFolderItem *item; /* the one shown, or NULL */
  GBindingGroup *bindings;

  GtkTreeExpander *expander;
  GtkCheckButton *check;
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *note;
  GtkWidget *badge;
};

G_DEFINE_FINAL_TYPE (DecantFolderRow, decant_folder_row, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CHECKABLE,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

void
decant_folder_row_set_list_row (DecantFolderRow *self, GtkTreeListRow *row)
{
  g_clear_object (&self->item);
  if (row != NULL)
    self->item = gtk_tree_list_row_get_item (row);
  gtk_tree_expander_set_list_row (self->expander, row);
  g_binding_group_set_source (self->bindings, self->item);
}

/* Also called when the item itself changes the check mark: then there is nothing to do. (The
 * binding group must not be asked for its source here: it holds its lock while it sets the check
 * mark.) */
static void
on_toggled (DecantFolderRow *self)
{
  gboolean active = gtk_check_button_get_active (self->check);

  if (self->item != NULL && active != decant_folder_item_get_chosen (self->item))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.choose-folder", "(sb)",
                                decant_folder_item_get_path (self->item), active);
}

static gboolean
is_not_empty (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  const char *text = g_value_get_string (from);

  g_value_set_boolean (to, text != NULL && *text != '\0');
  return TRUE;
}

static gboolean
dim (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_double (to, g_value_get_boolean (from) ? 0.55 : 1.0);
  return TRUE;
}

static void
bind (DecantFolderRow *self, const char *property, gpointer target, const char *target_property)
{
  g_binding_group_bind (self->bindings, property, target, target_property, G_BINDING_SYNC_CREATE);
}

static void
bind_item (DecantFolderRow *self)
{
  bind (self, "name", self->name, "label");
  bind (self, "icon-name", self->icon, "icon-name");
  bind (self, "note", self->note, "label");
  bind (self, "note", self->note, "tooltip-text");
  bind (self, "is-new", self->badge, "visible");
  bind (self, "chosen", self->check, "active");
  bind (self, "mixed", self->check, "inconsistent");
  bind (self, "choosable", self->check, "sensitive");
  g_binding_group_bind_full (self->bindings, "note", self->note, "visible", G_BINDING_SYNC_CREATE,
                             is_not_empty, NULL, NULL, NULL);
  g_binding_group_bind_full (self->bindings, "dimmed", self->name, "opacity", G_BINDING_SYNC_CREATE,
                             dim, NULL, NULL, NULL);
  g_binding_group_bind_full (self->bindings, "dimmed", self->icon, "opacity", G_BINDING_SYNC_CREATE,
                             dim, NULL, NULL, NULL);
}

static void
decant_folder_row_constructed (GObject *object)
{
  DecantFolderRow *self = DECANT_FOLDER_ROW (object);

  G_OBJECT_CLASS (decant_folder_row_parent_class)->constructed (object);
  gtk_widget_set_visible (GTK_WIDGET (self->check), self->checkable);
}

static void
decant_folder_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHECKABLE)
    DECANT_FOLDER_ROW (object)->checkable = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
decant_folder_row_dispose (GObject *object)
{
  DecantFolderRow *self = DECANT_FOLDER_ROW (object);

  g_clear_object (&self->bindings);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (decant_folder_row_parent_class)->dispose (object);
}

static void
decant_folder_row_class_init (DecantFolderRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = decant_folder_row_constructed;
  object_class->set_property = decant_folder_row_set_property;
  object_class->dispose = decant_folder_row_dispose;
  props[PROP_CHECKABLE] = g_param_spec_boolean ("checkable", NULL, NULL, FALSE,
                                                G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY |
                                                  G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("folder-row"));
  gtk_widget_class_bind_template_child (widget_class, DecantFolderRow, expander);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderRow, check);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderRow, name);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderRow, note);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderRow, badge);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
decant_folder_row_init (DecantFolderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->bindings = g_binding_group_new ();
  bind_item (self);
}

GtkWidget *
decant_folder_row_new (gboolean checkable)
{
  return g_object_new (DECANT_TYPE_FOLDER_ROW, "checkable", checkable, NULL);
}
