/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-row.h"

#include "app/direction.h"
#include "app/words.h"

#include <glib/gi18n-lib.h>

/* However narrow the tree, so much of a name is to be seen. */
#define MIN_CHARS 4

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
  GtkWidget *texts;
  GtkInscription *name;
  GtkInscription *note; /* NULL until there is something to be said */
  GtkWidget *warning;   /* NULL until there is something to warn of */
  GtkWidget *badge;     /* NULL until it is new */
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

/* Inscriptions keep their size whatever they say, as labels do not: there are hundreds of rows. */
static GtkInscription *
add_text (DecantFolderRow *self)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), MIN_CHARS);
  gtk_box_append (GTK_BOX (self->texts), text);
  return GTK_INSCRIPTION (text);
}

static void
show_text (GtkInscription *widget, const char *text)
{
  g_autofree char *embedded = decant_direction_embed (
    text, gtk_widget_get_direction (GTK_WIDGET (widget)));

  gtk_inscription_set_text (widget, embedded);
}

static void
show_note (DecantFolderRow *self, const char *note)
{
  if (note != NULL && self->note == NULL)
    {
      self->note = add_text (self);
      gtk_widget_add_css_class (GTK_WIDGET (self->note), "note");
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self->check),
                                      GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->note, NULL, -1);
    }
  if (self->note == NULL)
    return;
  show_text (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

static void
show_icon (DecantFolderRow *self, DecantSpecialUse use)
{
  const char *name = decant_words_folder_icon (use);

  if (g_strcmp0 (gtk_image_get_icon_name (self->icon), name) != 0)
    gtk_image_set_from_icon_name (self->icon, name);
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
  show_icon (self, face->special_use);
  show_text (self->name, decant_folder_item_get_name (self->item));
  show_note (self, choose_note (self, face));
  show_warning (self, face->problem != NULL);
  show_badge (self, face->is_new);
  set_dimmed (self->texts, face->dimmed);
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

static gboolean
is_cut (GtkInscription *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (
    GTK_WIDGET (widget), gtk_inscription_get_text (widget));
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width > gtk_widget_get_width (GTK_WIDGET (widget));
}

/* The whole of what is not to be seen. */
static gboolean
on_query_tooltip (DecantFolderRow *self, int x, int y, gboolean by_key, GtkTooltip *tooltip)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  const char *note;

  if (self->item == NULL || !(is_cut (self->name) || (self->note != NULL && is_cut (self->note))))
    return FALSE;
  path = decant_words_folder_path (decant_folder_item_get_path (self->item));
  note = choose_note (self, decant_folder_item_get_face (self->item));
  text = note != NULL ? g_strdup_printf ("%s\n%s", path, note) : g_strdup (path);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
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

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->expander = GTK_TREE_EXPANDER (expander);
  self->check = GTK_CHECK_BUTTON (check);
  self->icon = GTK_IMAGE (icon);
  self->name = add_text (self);
  gtk_widget_set_hexpand (self->texts, TRUE);
  gtk_widget_set_valign (self->texts, GTK_ALIGN_CENTER);
  gtk_widget_set_has_tooltip (self->texts, TRUE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self->name, NULL, -1);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_toggled), self);
  g_signal_connect_swapped (self->texts, "query-tooltip", G_CALLBACK (on_query_tooltip), self);
  gtk_box_append (GTK_BOX (self->box), check);
  gtk_box_append (GTK_BOX (self->box), icon);
  gtk_box_append (GTK_BOX (self->box), self->texts);
  gtk_tree_expander_set_child (self->expander, self->box);
  adw_bin_set_child (ADW_BIN (self), expander);
}

GtkWidget *
decant_folder_row_new (void)
{
  return g_object_new (DECANT_TYPE_FOLDER_ROW, NULL);
}
