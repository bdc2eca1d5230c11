/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-row.h"

#include "app/resources.h"
#include "app/words.h"

struct _DecantFolderRow
{
  AdwBin parent_instance;

  gboolean alone;
  DecantFolderItem *item; /* the one shown, or NULL */
  gulong changed;         /* its signal */

  GtkTreeExpander *expander;
  GtkCheckButton *check;
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *note;
  GtkWidget *warning;
  GtkWidget *badge;
};

G_DEFINE_FINAL_TYPE (DecantFolderRow, decant_folder_row, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ALONE,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void
show_tick (DecantFolderRow *self, DecantTick tick)
{
  gtk_widget_set_visible (GTK_WIDGET (self->check), tick != DECANT_TICK_NONE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), tick != DECANT_TICK_BARRED);
  gtk_check_button_set_inconsistent (self->check, tick == DECANT_TICK_MIXED);
  gtk_check_button_set_active (self->check, tick == DECANT_TICK_ON);
}

static const char *
choose_note (DecantFolderRow *self, const DecantFolderFace *face)
{
  if (face->problem != NULL)
    return face->problem;
  return face->note == NULL && self->alone ? face->destination : face->note;
}

static void
set_dimmed (GtkWidget *widget, gboolean dimmed)
{
  if (dimmed)
    gtk_widget_add_css_class (widget, "left-out");
  else
    gtk_widget_remove_css_class (widget, "left-out");
}

static void
show_face (DecantFolderRow *self)
{
  const DecantFolderFace *face = decant_folder_item_get_face (self->item);
  const char *note = choose_note (self, face);

  show_tick (self, face->tick);
  gtk_image_set_from_icon_name (self->icon, decant_words_folder_icon (face->special_use));
  gtk_label_set_label (self->name, decant_folder_item_get_name (self->item));
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->note), note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  gtk_widget_set_visible (self->warning, face->problem != NULL);
  gtk_widget_set_visible (self->badge, face->is_new);
  set_dimmed (GTK_WIDGET (self->name), face->dimmed);
  set_dimmed (GTK_WIDGET (self->icon), face->dimmed);
}

static void
forget_item (DecantFolderRow *self)
{
  if (self->item != NULL)
    g_signal_handler_disconnect (self->item, self->changed);
  g_clear_object (&self->item);
}

void
decant_folder_row_set_list_row (DecantFolderRow *self, GtkTreeListRow *row)
{
  forget_item (self);
  gtk_tree_expander_set_list_row (self->expander, row);
  if (row == NULL)
    return;
  self->item = gtk_tree_list_row_get_item (row);
  self->changed = g_signal_connect_swapped (self->item, "changed", G_CALLBACK (show_face), self);
  show_face (self);
}

DecantFolderItem *
decant_folder_row_get_item (DecantFolderRow *self)
{
  return self->item;
}

/* Also called when the item itself changes the check mark: then there is nothing to do. */
static void
on_toggled (DecantFolderRow *self)
{
  gboolean active = gtk_check_button_get_active (self->check);

  if (self->item == NULL ||
      active == (decant_folder_item_get_face (self->item)->tick == DECANT_TICK_ON))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.choose-folder", "(sb)",
                              decant_folder_item_get_path (self->item), active);
}

static void
decant_folder_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DecantFolderRow *self = DECANT_FOLDER_ROW (object);

  if (id != PROP_ALONE)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  self->alone = g_value_get_boolean (value);
  if (self->item != NULL)
    show_face (self);
}

static void
decant_folder_row_dispose (GObject *object)
{
  forget_item (DECANT_FOLDER_ROW (object));
  G_OBJECT_CLASS (decant_folder_row_parent_class)->dispose (object);
}

static void
decant_folder_row_class_init (DecantFolderRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = decant_folder_row_set_property;
  object_class->dispose = decant_folder_row_dispose;
  props[PROP_ALONE] = g_param_spec_boolean ("alone", NULL, NULL, FALSE,
                                            G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("folder-row"));
  gtk_widget_class_bind_template_child (widget_class, DecantFolderRow, expander);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderRow, check);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderRow, name);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderRow, note);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderRow, warning);
  gtk_widget_class_bind_template_child (widget_class, DecantFolderRow, badge);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
decant_folder_row_init (DecantFolderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
decant_folder_row_new (void)
{
  return g_object_new (DECANT_TYPE_FOLDER_ROW, NULL);
}
