/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/look-inside.h"

#include "app/message-columns.h"
#include "app/message-list.h"
#include "app/resources.h"
#include "app/words.h"

#include <glib/gi18n-lib.h>

/* Pixels from which on sender and date have columns of their own. */
#define WIDE 640

struct _DecantLookInside
{
  AdwWindow parent_instance;

  DecantForecast *forecast;
  DecantPlanEditor *editor;
  char *path;
  guint folder; /* its index in the census */
  DecantCensusState state;
  DecantMessageList *list;
  GtkSingleSelection *selection;
  GtkColumnViewColumn *columns[4]; /* by DecantCensusOrder */
  DecantCensusOrder asked_first;   /* while a sorter is asked what it sorts by */
  gboolean asked;
  gboolean narrow;
  guint showing_columns;

  AdwWindowTitle *title;
  GtkStack *stack;
  AdwStatusPage *nothing;
  GtkColumnView *view;
  GtkLabel *status;
};

G_DEFINE_FINAL_TYPE (DecantLookInside, decant_look_inside, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_NARROW,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

/* ---- what is said of the folder ---- */

static gboolean
is_copied (DecantLookInside *self)
{
  const DecantPlanFolder *folder = decant_plan_editor_find (self->editor, self->path);

  return folder != NULL && folder->choice == DECANT_PLAN_COPY;
}

/* By the latest summary; NULL where there is none. */
static char *
describe_taken (DecantLookInside *self, guint64 messages)
{
  const DecantCensusSummary *summary = decant_forecast_get_summary (self->forecast);
  g_autofree char *all = decant_words_messages (messages);
  g_autofree char *taken = NULL;

  if (summary == NULL || self->folder >= summary->folders->len)
    return g_steal_pointer (&all);
  taken = decant_words_number (
    g_array_index (summary->folders, DecantCensusCount, self->folder).messages);
  /* Translators: a number, and messages with their number: "1,200 of 1,204 messages ticked". */
  return g_strdup_printf (_ ("%s of %s ticked"), taken, all);
}

static void
show_status (DecantLookInside *self)
{
  DecantCensusFolder known;
  g_autofree char *taken = NULL;
  g_autofree char *text = NULL;

  decant_census_get_folder (decant_forecast_get_census (self->forecast), self->folder, &known);
  taken = describe_taken (self, known.messages);
  if (!is_copied (self))
    text = g_strdup (_ ("This folder stays behind. Tick it in the list of folders to pick out "
                        "single messages."));
  else if (known.state == DECANT_CENSUS_WAITING)
    /* Translators: the argument is "1,200 of 1,204 messages ticked". */
    text = g_strdup_printf (_ ("%s. Still listing…"), taken);
  else
    text = g_steal_pointer (&taken);
  gtk_label_set_label (self->status, text);
}

static void
show_nothing (DecantLookInside *self, const DecantCensusFolder *known)
{
  if (known->state == DECANT_CENSUS_FAILED)
    {
      adw_status_page_set_title (self->nothing, _ ("This Folder Cannot Be Read"));
      adw_status_page_set_description (self->nothing, known->problem);
    }
  else if (known->state == DECANT_CENSUS_WAITING)
    {
      adw_status_page_set_title (self->nothing, _ ("Still Listing…"));
      adw_status_page_set_description (self->nothing,
                                       _ ("The messages appear here as they become known."));
    }
  else
    {
      adw_status_page_set_title (self->nothing, _ ("No Messages"));
      adw_status_page_set_description (self->nothing, _ ("There is nothing in this folder."));
    }
}

static void
show_folder (DecantLookInside *self)
{
  DecantCensusFolder known;

  decant_census_get_folder (decant_forecast_get_census (self->forecast), self->folder, &known);
  show_nothing (self, &known);
  gtk_stack_set_visible_child_name (
    self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0 ? "messages" : "nothing");
  show_status (self);
}

/* What somebody looks at does not move while more is listed: it is shown with the rest at the end.
 */
static void
on_folder (DecantLookInside *self, guint index)
{
  DecantCensusFolder known;

  if (index != self->folder || decant_forecast_get_census (self->forecast) == NULL)
    return;
  decant_census_get_folder (decant_forecast_get_census (self->forecast), index, &known);
  if (known.state != self->state || g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    decant_message_list_refresh (self->list);
  self->state = known.state;
  show_folder (self);
}

static void
on_edited (DecantLookInside *self)
{
  if (decant_forecast_get_census (self->forecast) == NULL)
    return;
  decant_message_list_touch (self->list);
  show_status (self);
}

/* The census may be gone, with the plan: so is what this window is about. */
static void
on_forecast (DecantLookInside *self)
{
  if (decant_forecast_get_census (self->forecast) == NULL)
    gtk_window_close (GTK_WINDOW (self));
  else
    show_status (self);
}

static void
on_failed (DecantLookInside *self, const char *why)
{
  gtk_label_set_label (self->status, why);
}

static void
on_activate (DecantLookInside *self, guint position)
{
  g_autoptr (DecantMessageItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  const char *why;

  if (item != NULL)
    decant_message_item_set_tick (item, self->editor,
                                  decant_message_item_get_tick (item, self->editor, &why) ==
                                    DECANT_TICK_OFF);
}

/* ---- sorting: the census does it; the columns' sorters only say by what ---- */

static int
note_first (gconstpointer a, gconstpointer b, gpointer column)
{
  DecantLookInside *self = g_object_get_data (column, "window");

  if (!self->asked)
    for (guint i = 0; i < G_N_ELEMENTS (self->columns); i++)
      if (self->columns[i] == column)
        self->asked_first = (DecantCensusOrder)i;
  self->asked = TRUE;
  return GTK_ORDERING_SMALLER;
}

/* GTK 4.8 does not tell which column comes first, and which way round. Comparing any two does. */
static void
on_sorter_changed (DecantLookInside *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);
  GtkOrdering ordering;

  self->asked = FALSE;
  ordering = gtk_sorter_compare (sorter, self, self->view);
  if (self->asked)
    decant_message_list_sort (self->list, self->asked_first, ordering == GTK_ORDERING_LARGER);
}

static void
add_column (DecantLookInside *self, DecantCensusOrder order, GtkColumnViewColumn *column)
{
  GtkCustomSorter *sorter = gtk_custom_sorter_new (note_first, column, NULL);

  g_object_set_data (G_OBJECT (column), "window", self);
  gtk_column_view_column_set_sorter (column, GTK_SORTER (sorter));
  gtk_column_view_append_column (self->view, column);
  self->columns[order] = column;
  g_object_unref (sorter);
  g_object_unref (column);
}

static void
add_columns (DecantLookInside *self)
{
  add_column (self, DECANT_CENSUS_BY_SUBJECT,
              decant_message_columns_new_subject (self, self->editor));
  add_column (self, DECANT_CENSUS_BY_FROM, decant_message_columns_new_from ());
  add_column (self, DECANT_CENSUS_BY_DATE, decant_message_columns_new_date ());
  add_column (self, DECANT_CENSUS_BY_SIZE, decant_message_columns_new_size ());
  gtk_column_view_sort_by_column (self->view, self->columns[DECANT_CENSUS_BY_DATE],
                                  GTK_SORT_DESCENDING);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (on_sorter_changed), self, G_CONNECT_SWAPPED);
}

/* ---- in a narrow window ---- */

static gboolean
show_columns (gpointer user_data)
{
  DecantLookInside *self = user_data;

  self->showing_columns = 0;
  gtk_column_view_column_set_visible (self->columns[DECANT_CENSUS_BY_FROM], !self->narrow);
  gtk_column_view_column_set_visible (self->columns[DECANT_CENSUS_BY_DATE], !self->narrow);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
  return G_SOURCE_REMOVE;
}

/* Nothing may be shown or hidden while sizes are allocated. */
static void
decant_look_inside_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DecantLookInside *self = DECANT_LOOK_INSIDE (widget);

  GTK_WIDGET_CLASS (decant_look_inside_parent_class)
    ->size_allocate (widget, width, height, baseline);
  if (self->narrow == (width < WIDE))
    return;
  self->narrow = width < WIDE;
  if (self->showing_columns == 0)
    self->showing_columns = g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_columns, self, NULL);
}

/* ---- the window ---- */

static void
on_undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DecantLookInside *self = DECANT_LOOK_INSIDE (widget);

  if (strcmp (action, "messages.undo") == 0)
    decant_plan_editor_undo (self->editor);
  else
    decant_plan_editor_redo (self->editor);
}

static void
decant_look_inside_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NARROW)
    g_value_set_boolean (value, DECANT_LOOK_INSIDE (object)->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
decant_look_inside_dispose (GObject *object)
{
  DecantLookInside *self = DECANT_LOOK_INSIDE (object);

  g_clear_handle_id (&self->showing_columns, g_source_remove);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (decant_look_inside_parent_class)->dispose (object);
}

static void
decant_look_inside_finalize (GObject *object)
{
  DecantLookInside *self = DECANT_LOOK_INSIDE (object);

  g_object_unref (self->list);
  g_object_unref (self->editor);
  g_object_unref (self->forecast);
  g_free (self->path);
  G_OBJECT_CLASS (decant_look_inside_parent_class)->finalize (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "messages.undo", NULL, on_undo);
  gtk_widget_class_install_action (widget_class, "messages.redo", NULL, on_undo);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "messages.undo",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_SHIFT_MASK | GDK_CONTROL_MASK,
                                       "messages.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, (GdkModifierType)0,
                                       "window.close", NULL);
}

static void
decant_look_inside_class_init (DecantLookInsideClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = decant_look_inside_get_property;
  object_class->dispose = decant_look_inside_dispose;
  object_class->finalize = decant_look_inside_finalize;
  widget_class->size_allocate = decant_look_inside_size_allocate;
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  add_keys (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("look-inside"));
  gtk_widget_class_bind_template_child (widget_class, DecantLookInside, title);
  gtk_widget_class_bind_template_child (widget_class, DecantLookInside, stack);
  gtk_widget_class_bind_template_child (widget_class, DecantLookInside, nothing);
  gtk_widget_class_bind_template_child (widget_class, DecantLookInside, view);
  gtk_widget_class_bind_template_child (widget_class, DecantLookInside, status);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
decant_look_inside_init (DecantLookInside *self)
{
  /* Or it would begin too wide for a narrow screen. */
  self->narrow = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
name_window (DecantLookInside *self)
{
  g_autofree char *name = decant_words_folder_name (self->path);
  g_autofree char *path = decant_words_folder_path (self->path);

  adw_window_title_set_title (self->title, name);
  if (strcmp (name, path) != 0)
    adw_window_title_set_subtitle (self->title, path);
  gtk_window_set_title (GTK_WINDOW (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static void
begin (DecantLookInside *self)
{
  DecantCensus *census = decant_forecast_get_census (self->forecast);
  DecantCensusFolder known;

  self->folder = (guint)decant_census_find (census, self->path);
  decant_census_get_folder (census, self->folder, &known);
  self->state = known.state;
  self->list = decant_message_list_new (census, self->path);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->list));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

GtkWidget *
decant_look_inside_new (GtkWindow *parent, DecantForecast *forecast, DecantPlanEditor *editor,
                        const char *path)
{
  DecantLookInside *self = g_object_new (DECANT_TYPE_LOOK_INSIDE, "transient-for", parent, NULL);

  self->forecast = g_object_ref (forecast);
  self->editor = g_object_ref (editor);
  self->path = g_strdup (path);
  name_window (self);
  begin (self);
  add_columns (self);
  show_columns (self);
  g_signal_connect_object (forecast, "changed", G_CALLBACK (on_forecast), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (forecast, "folder", G_CALLBACK (on_folder), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  show_folder (self);
  return GTK_WIDGET (self);
}
