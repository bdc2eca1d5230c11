/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/place-dialog.h"

#include "app/resources.h"
#include "app/words.h"

#include <glib/gi18n-lib.h>

struct _DecantPlaceDialog
{
  AdwWindow parent_instance;

  DecantPlanEditor *editor;
  DecantPlace place;
  char *path;

  AdwWindowTitle *title;
  GtkEditable *search_entry;
  GtkListView *list;
  GtkSingleSelection *selection;
  GtkStringFilter *filter;
  GtkLabel *reason;
  GtkLabel *choose_label;
};

G_DEFINE_FINAL_TYPE (DecantPlaceDialog, decant_place_dialog, ADW_TYPE_WINDOW)

/* The top level has no path. */
static char *
describe_place (const char *path)
{
  return *path != '\0' ? decant_words_folder_path (path) : g_strdup (_ ("Top level"));
}

/* For the filter. */
static char *
describe_item (gpointer item)
{
  return describe_place (gtk_string_object_get_string (item));
}

static const char *
get_target (DecantPlaceDialog *self)
{
  GtkStringObject *item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? gtk_string_object_get_string (item) : NULL;
}

/* ---- the list ---- */

static void
set_up_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_list_item_set_child (list_item, label);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  g_autofree char *text = describe_item (gtk_list_item_get_item (list_item));

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (list_item)), text);
}

static GListModel *
list_targets (DecantPlaceDialog *self)
{
  g_autoptr (GPtrArray)
    targets = decant_plan_list_targets (decant_plan_editor_get_plan (self->editor));
  GtkStringList *paths = gtk_string_list_new (NULL);

  if (self->place == DECANT_PLACE_INTO)
    gtk_string_list_append (paths, "");
  for (guint i = 0; i < targets->len; i++)
    gtk_string_list_append (paths, ((DecantPlanTarget *)targets->pdata[i])->path);
  return G_LIST_MODEL (paths);
}

static void
fill_list (DecantPlaceDialog *self)
{
  GtkExpression *name = gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL,
                                                     G_CALLBACK (describe_item), NULL, NULL);
  GtkFilterListModel *found;

  self->filter = gtk_string_filter_new (name);
  found = gtk_filter_list_model_new (list_targets (self), GTK_FILTER (g_object_ref (self->filter)));
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (found));
  g_object_unref (found);
}

/* ---- what happens ---- */

static void
on_selected (DecantPlaceDialog *self)
{
  const char *target = get_target (self);
  g_autoptr (GError) error = NULL;
  gboolean allowed = target != NULL && decant_plan_editor_can_place (self->editor, self->place,
                                                                     self->path, target, &error);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "place.choose", allowed);
  gtk_label_set_label (self->reason, error != NULL ? error->message : "");
}

static void
on_search_changed (DecantPlaceDialog *self)
{
  gtk_string_filter_set_search (self->filter, gtk_editable_get_text (self->search_entry));
}

static void
choose (DecantPlaceDialog *self)
{
  const char *target = get_target (self);

  if (target != NULL &&
      decant_plan_editor_place (self->editor, self->place, self->path, target, NULL))
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_choose (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose (DECANT_PLACE_DIALOG (widget));
}

/* ---- the widget ---- */

static void
decant_place_dialog_dispose (GObject *object)
{
  DecantPlaceDialog *self = DECANT_PLACE_DIALOG (object);

  g_clear_object (&self->filter);
  g_clear_object (&self->editor);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (decant_place_dialog_parent_class)->dispose (object);
}

static void
decant_place_dialog_class_init (DecantPlaceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_place_dialog_dispose;
  gtk_widget_class_install_action (widget_class, "place.choose", NULL, on_choose);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, (GdkModifierType)0,
                                       "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("place-dialog"));
  gtk_widget_class_bind_template_child (widget_class, DecantPlaceDialog, title);
  gtk_widget_class_bind_template_child (widget_class, DecantPlaceDialog, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DecantPlaceDialog, list);
  gtk_widget_class_bind_template_child (widget_class, DecantPlaceDialog, selection);
  gtk_widget_class_bind_template_child (widget_class, DecantPlaceDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, DecantPlaceDialog, choose_label);
  gtk_widget_class_bind_template_callback (widget_class, set_up_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, choose);
}

static void
decant_place_dialog_init (DecantPlaceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
decant_place_dialog_show (GtkWindow *parent, DecantPlanEditor *editor, DecantPlace place,
                          const char *path)
{
  DecantPlaceDialog *self = g_object_new (DECANT_TYPE_PLACE_DIALOG, "transient-for", parent, NULL);
  g_autofree char *name = decant_words_folder_name (path);
  gboolean into = place == DECANT_PLACE_INTO;

  self->editor = g_object_ref (editor);
  self->place = place;
  self->path = g_strdup (path);
  adw_window_title_set_title (self->title, into ? _ ("Copy Into") : _ ("Merge With"));
  adw_window_title_set_subtitle (self->title, name);
  gtk_window_set_title (GTK_WINDOW (self), into ? _ ("Copy Into") : _ ("Merge With"));
  gtk_label_set_label (self->choose_label, into ? _ ("C_opy") : _ ("_Merge"));
  fill_list (self);
  on_selected (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
