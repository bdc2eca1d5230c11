/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/largest-pane.h"

#include "app/direction.h"
#include "app/item-cells.h"
#include "app/largest-lists.h"
#include "app/resources.h"
#include "app/tick-row.h"
#include "app/words.h"

#include <glib/gi18n-lib.h>

struct _DecantLargestPane
{
  AdwBin parent_instance;

  DecantPlanEditor *editor;
  DecantForecast *forecast;
  GListStore *messages; /* DecantMessageItem */
  GListStore *folders;  /* DecantLargestItem, as the next */
  GListStore *senders;

  GtkToggleButton *messages_toggle;
  GtkToggleButton *folders_toggle;
  GtkStack *stack;
  AdwStatusPage *nothing;
  GtkListView *messages_view;
  GtkListView *folders_view;
  GtkListView *senders_view;
  GtkWidget *counting;
};

G_DEFINE_FINAL_TYPE (DecantLargestPane, decant_largest_pane, ADW_TYPE_BIN)

enum
{
  SIGNAL_SELECTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* ---- rows ---- */

static DecantLargestPane *
find_pane (GtkWidget *row)
{
  return DECANT_LARGEST_PANE (gtk_widget_get_ancestor (row, DECANT_TYPE_LARGEST_PANE));
}

static char *
make_note (GtkWidget *row, const char *from, const char *date, const char *folder)
{
  GtkTextDirection around = gtk_widget_get_direction (row);
  g_autofree char *sender = decant_direction_embed (from, around);
  g_autofree char *place = decant_direction_embed (folder, around);

  return *date != '\0' ? g_strdup_printf ("%s · %s\n%s", sender, date, place)
                       : g_strdup_printf ("%s\n%s", sender, place);
}

static void
show_message (GtkWidget *row, gpointer item)
{
  DecantLargestPane *self = find_pane (row);
  const DecantCensusMessage *message = decant_message_item_get_message (item);
  g_autofree char *title = decant_message_item_describe_subject (item);
  g_autofree char *from = decant_message_item_describe_from (item);
  g_autofree char *date = decant_words_date (message->internal_date);
  g_autofree char *folder = decant_words_folder_name (decant_message_item_get_path (item));
  g_autofree char *note = make_note (row, from, date, folder);
  g_autofree char *size = decant_words_size (message->size);
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s%s%s, %s", title, size, from,
                                             *date != '\0' ? ", " : "", date, folder);
  DecantTickFace face = { .title = title, .note = note, .figure = size, .spoken = spoken };

  if (self == NULL)
    return;
  face.tick = decant_message_item_get_tick (item, self->editor, &face.why);
  decant_tick_row_show (DECANT_TICK_ROW (row), &face);
}

static DecantTick
get_folder_tick (DecantLargestPane *self, const char *path)
{
  const DecantPlanFolder *folder = decant_plan_editor_find (self->editor, path);

  if (folder == NULL || !folder->old_folder->selectable)
    return DECANT_TICK_BARRED;
  return folder->choice == DECANT_PLAN_COPY ? DECANT_TICK_ON : DECANT_TICK_OFF;
}

static void
show_counted (DecantLargestItem *item, GtkWidget *row, DecantTickFace *face)
{
  const DecantCensusCount *count = decant_largest_item_get_count (item);
  g_autofree char *messages = decant_words_messages (count->messages);
  g_autofree char *size = decant_words_size (count->size);
  g_autofree char *note = face->note != NULL && strcmp (face->note, face->title) != 0
                            ? g_strdup_printf ("%s · %s", messages, face->note)
                            : g_strdup (messages);
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s", face->title, size, note);

  face->note = note;
  face->figure = size;
  face->spoken = spoken;
  decant_tick_row_show (DECANT_TICK_ROW (row), face);
}

static void
show_folder (GtkWidget *row, gpointer item)
{
  DecantLargestPane *self = find_pane (row);
  const char *path = decant_largest_item_get_key (item);
  g_autofree char *name = decant_words_folder_name (path);
  g_autofree char *whole = decant_words_folder_path (path);
  DecantTickFace face = { .title = name, .note = whole };

  if (self == NULL)
    return;
  face.tick = get_folder_tick (self, path);
  show_counted (item, row, &face);
}

static void
show_sender (GtkWidget *row, gpointer item)
{
  const char *address = decant_largest_item_get_key (item);
  const char *name = decant_largest_item_get_name (item);
  DecantTickFace face = { .tick = DECANT_TICK_NONE };

  if (*address == '\0')
    face.title = _ ("Without a sender");
  else
    {
      face.title = *name != '\0' ? name : address;
      face.note = address;
    }
  show_counted (item, row, &face);
}

/* ---- factories ---- */

static void
on_ticked (GtkWidget *row, gboolean taken)
{
  DecantLargestPane *self = find_pane (row);
  gpointer item = decant_item_cell_get_item (row);

  if (DECANT_IS_MESSAGE_ITEM (item))
    decant_message_item_set_tick (item, self->editor, taken);
  else if (item != NULL)
    decant_plan_editor_choose_alone (self->editor, decant_largest_item_get_key (item), taken);
}

static void
set_up (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer show)
{
  GtkWidget *row = decant_tick_row_new ();

  decant_item_cell_set_show (row, (DecantShowItemFunc)show);
  g_signal_connect (row, "ticked", G_CALLBACK (on_ticked), NULL);
  gtk_list_item_set_child (list_item, row);
}

static void
set_up_view (GtkListView *view, GListStore *list, gpointer show)
{
  GtkListItemFactory *factory = decant_item_cells_new_factory ();
  GtkSingleSelection *selection = gtk_single_selection_new (NULL);

  g_signal_connect (factory, "setup", G_CALLBACK (set_up), show);
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_single_selection_set_model (selection, G_LIST_MODEL (list));
  gtk_list_view_set_factory (view, factory);
  gtk_list_view_set_model (view, GTK_SELECTION_MODEL (selection));
  g_object_unref (factory);
  g_object_unref (selection);
}

/* ---- what is shown ---- */

static GListStore *
get_list (DecantLargestPane *self)
{
  if (gtk_toggle_button_get_active (self->messages_toggle))
    return self->messages;
  return gtk_toggle_button_get_active (self->folders_toggle) ? self->folders : self->senders;
}

static const char *
get_page (DecantLargestPane *self)
{
  if (gtk_toggle_button_get_active (self->messages_toggle))
    return "messages";
  return gtk_toggle_button_get_active (self->folders_toggle) ? "folders" : "senders";
}

static void
show_page (DecantLargestPane *self)
{
  const DecantCensusSummary *summary = self->forecast != NULL
                                         ? decant_forecast_get_summary (self->forecast)
                                         : NULL;
  gboolean complete = summary != NULL && summary->complete;

  adw_status_page_set_description (
    self->nothing, complete ? _ ("There is no mail in what is ticked.")
                            : _ ("The messages of the old account are still being counted."));
  gtk_widget_set_visible (self->counting, !complete);
  gtk_stack_set_visible_child_name (
    self->stack,
    g_list_model_get_n_items (G_LIST_MODEL (get_list (self))) > 0 ? get_page (self) : "nothing");
}

static void
show_lists (DecantLargestPane *self)
{
  const DecantCensusSummary *summary = decant_forecast_get_summary (self->forecast);
  DecantCensus *census = decant_forecast_get_census (self->forecast);

  if (summary == NULL || census == NULL || decant_plan_editor_get_plan (self->editor) == NULL)
    {
      g_list_store_remove_all (self->messages);
      g_list_store_remove_all (self->folders);
      g_list_store_remove_all (self->senders);
    }
  else
    {
      decant_largest_lists_show_messages (self->messages, census, self->editor, summary);
      decant_largest_lists_show_folders (self->folders, census, self->editor);
      decant_largest_lists_show_senders (self->senders, summary);
    }
  show_page (self);
}

/* The ticks, at once; the rest comes with the forecast. */
static void
show_ticks (DecantLargestPane *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->messages)); i++)
    {
      g_autoptr (DecantMessageItem) item = g_list_model_get_item (G_LIST_MODEL (self->messages), i);

      decant_message_item_touch (item);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->folders)); i++)
    {
      g_autoptr (DecantLargestItem) item = g_list_model_get_item (G_LIST_MODEL (self->folders), i);

      decant_largest_item_touch (item);
    }
}

static void
on_activate (DecantLargestPane *self, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (get_list (self)), position);

  if (DECANT_IS_MESSAGE_ITEM (item))
    g_signal_emit (self, signals[SIGNAL_SELECTED], 0,
                   decant_message_item_get_path (DECANT_MESSAGE_ITEM (item)));
  else if (get_list (self) == self->folders && item != NULL)
    g_signal_emit (self, signals[SIGNAL_SELECTED], 0,
                   decant_largest_item_get_key (DECANT_LARGEST_ITEM (item)));
}

void
decant_largest_pane_set_editor (DecantLargestPane *self, DecantPlanEditor *editor)
{
  self->editor = g_object_ref (editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (show_ticks), self, G_CONNECT_SWAPPED);
}

void
decant_largest_pane_set_forecast (DecantLargestPane *self, DecantForecast *forecast)
{
  self->forecast = g_object_ref (forecast);
  g_signal_connect_object (forecast, "changed", G_CALLBACK (show_lists), self, G_CONNECT_SWAPPED);
  show_lists (self);
}

/* ---- the widget ---- */

static void
decant_largest_pane_dispose (GObject *object)
{
  DecantLargestPane *self = DECANT_LARGEST_PANE (object);

  g_clear_object (&self->editor);
  g_clear_object (&self->forecast);
  g_clear_object (&self->messages);
  g_clear_object (&self->folders);
  g_clear_object (&self->senders);
  G_OBJECT_CLASS (decant_largest_pane_parent_class)->dispose (object);
}

static void
decant_largest_pane_class_init (DecantLargestPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_largest_pane_dispose;
  signals[SIGNAL_SELECTED] = g_signal_new ("selected", DECANT_TYPE_LARGEST_PANE, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("largest-pane"));
  gtk_widget_class_bind_template_child (widget_class, DecantLargestPane, messages_toggle);
  gtk_widget_class_bind_template_child (widget_class, DecantLargestPane, folders_toggle);
  gtk_widget_class_bind_template_child (widget_class, DecantLargestPane, stack);
  gtk_widget_class_bind_template_child (widget_class, DecantLargestPane, nothing);
  gtk_widget_class_bind_template_child (widget_class, DecantLargestPane, messages_view);
  gtk_widget_class_bind_template_child (widget_class, DecantLargestPane, folders_view);
  gtk_widget_class_bind_template_child (widget_class, DecantLargestPane, senders_view);
  gtk_widget_class_bind_template_child (widget_class, DecantLargestPane, counting);
  gtk_widget_class_bind_template_callback (widget_class, show_page);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
decant_largest_pane_init (DecantLargestPane *self)
{
  self->messages = g_list_store_new (DECANT_TYPE_MESSAGE_ITEM);
  self->folders = g_list_store_new (DECANT_TYPE_LARGEST_ITEM);
  self->senders = g_list_store_new (DECANT_TYPE_LARGEST_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  set_up_view (self->messages_view, self->messages, (gpointer)show_message);
  set_up_view (self->folders_view, self->folders, (gpointer)show_folder);
  set_up_view (self->senders_view, self->senders, (gpointer)show_sender);
  show_page (self);
}
