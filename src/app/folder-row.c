/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-row.h"

#include "app/words.h"

#include <glib/gi18n-lib.h>

struct _DecantFolderRow
{
  AdwBin parent_instance;

  gboolean alone;
  DecantFolderItem *item; /* the one shown, or NULL */
  gulong changed;         /* its signal */

  GtkTreeExpander *expander;
  GtkWidget *box;
  GtkCheckButton *check;
  GtkImage *icon;
  GtkLabel *label;    /* the name and, below it, what is to be said */
  GtkWidget *warning; /* NULL until there is something to warn of */
  GtkWidget *badge;   /* NULL until it is new */
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
  return self->alone && face->destination != NULL ? face->destination : face->note;
}

static void
set_dimmed (GtkWidget *widget, gboolean dimmed)
{
  if (dimmed)
    gtk_widget_add_css_class (widget, "left-out");
  else
    gtk_widget_remove_css_class (widget, "left-out");
}

/* One label for both, of two lines: there are hundreds of rows. */
static void
show_label (DecantFolderRow *self, const char *name, const char *note)
{
  g_autofree char *text = note != NULL ? g_strdup_printf ("%s\n%s", name, note) : NULL;
  g_autoptr (PangoAttrList) attributes = NULL;
  guint note_start = (guint)strlen (name) + 1;
  PangoAttribute *looks[2];

  gtk_label_set_label (self->label, text != NULL ? text : name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), note);
  if (note != NULL)
    {
      attributes = pango_attr_list_new ();
      looks[0] = pango_attr_scale_new (PANGO_SCALE_SMALL);
      looks[1] = pango_attr_foreground_alpha_new (G_MAXUINT16 / 100 * 65);
      for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
        {
          looks[i]->start_index = note_start;
          pango_attr_list_insert (attributes, looks[i]);
        }
    }
  gtk_label_set_attributes (self->label, attributes);
}

static void
show_warning (DecantFolderRow *self, gboolean warn)
{
  if (warn && self->warning == NULL)
    {
      self->warning = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
      gtk_widget_add_css_class (self->warning, "warning");
      gtk_box_append (GTK_BOX (self->box), self->warning);
    }
  if (self->warning != NULL)
    gtk_widget_set_visible (self->warning, warn);
}

static void
show_badge (DecantFolderRow *self, gboolean is_new)
{
  if (is_new && self->badge == NULL)
    {
      /* Translators: marks a folder that will be created. */
      self->badge = gtk_label_new (_ ("new"));
      gtk_widget_set_valign (self->badge, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (self->badge, "badge");
      gtk_box_append (GTK_BOX (self->box), self->badge);
    }
  if (self->badge != NULL)
    gtk_widget_set_visible (self->badge, is_new);
}

static void
show_face (DecantFolderRow *self)
{
  const DecantFolderFace *face = decant_folder_item_get_face (self->item);

  show_tick (self, face->tick);
  gtk_image_set_from_icon_name (self->icon, decant_words_folder_icon (face->special_use));
  show_label (self, decant_folder_item_get_name (self->item), choose_note (self, face));
  show_warning (self, face->problem != NULL);
  show_badge (self, face->is_new);
  set_dimmed (GTK_WIDGET (self->label), face->dimmed);
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

  object_class->set_property = decant_folder_row_set_property;
  object_class->dispose = decant_folder_row_dispose;
  props[PROP_ALONE] = g_param_spec_boolean ("alone", NULL, NULL, FALSE,
                                            G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

/* By hand: a template takes as long again for each of hundreds of rows. */
static void
decant_folder_row_init (DecantFolderRow *self)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *label = gtk_label_new ("");

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->expander = GTK_TREE_EXPANDER (expander);
  self->check = GTK_CHECK_BUTTON (check);
  self->icon = GTK_IMAGE (icon);
  self->label = GTK_LABEL (label);
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_toggled), self);
  gtk_box_append (GTK_BOX (self->box), check);
  gtk_box_append (GTK_BOX (self->box), icon);
  gtk_box_append (GTK_BOX (self->box), label);
  gtk_tree_expander_set_child (self->expander, self->box);
  adw_bin_set_child (ADW_BIN (self), expander);
}

GtkWidget *
decant_folder_row_new (void)
{
  return g_object_new (DECANT_TYPE_FOLDER_ROW, NULL);
}
