/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/message-columns.h"

#include "app/item-cells.h"
#include "app/tick-row.h"
#include "app/words.h"

#include <glib/gi18n-lib.h>

/* ---- subject and check box ---- */

static char *
describe_date (const DecantCensusMessage *message)
{
  return message->internal_date == DECANT_DATE_UNKNOWN ? g_strdup (_ ("no date"))
                                                       : decant_words_date (message->internal_date);
}

static void
show_subject (GtkWidget *cell, gpointer item)
{
  gpointer view = g_object_get_data (G_OBJECT (cell), "view");
  DecantPlanEditor *editor = g_object_get_data (G_OBJECT (cell), "editor");
  const DecantCensusMessage *message = decant_message_item_get_message (item);
  g_autofree char *subject = decant_message_item_describe_subject (item);
  g_autofree char *from = decant_message_item_describe_from (item);
  g_autofree char *date = message != NULL ? describe_date (message) : g_strdup ("");
  g_autofree char *size = message != NULL ? decant_words_size (message->size) : g_strdup ("");
  g_autofree char *note = g_strdup_printf ("%s · %s", from, date);
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s, %s", subject, from, date, size);
  DecantTickFace face = { .title = subject, .spoken = spoken };
  gboolean narrow;

  g_object_get (view, "narrow", &narrow, NULL);
  face.note = narrow ? note : NULL;
  face.tick = decant_message_item_get_tick (item, editor, &face.why);
  decant_tick_row_show (DECANT_TICK_ROW (cell), &face);
}

static void
on_ticked (GtkWidget *cell, gboolean taken)
{
  DecantMessageItem *item = decant_item_cell_get_item (cell);

  if (item != NULL)
    decant_message_item_set_tick (item, g_object_get_data (G_OBJECT (cell), "editor"), taken);
}

static void
on_narrow (GtkWidget *cell)
{
  DecantMessageItem *item = decant_item_cell_get_item (cell);

  if (item != NULL)
    show_subject (cell, item);
}

static void
set_up_subject (gpointer view, GtkListItem *list_item, GtkListItemFactory *factory)
{
  GtkWidget *cell = decant_tick_row_new ();

  g_object_set_data (G_OBJECT (cell), "view", view);
  g_object_set_data (G_OBJECT (cell), "editor", g_object_get_data (G_OBJECT (factory), "editor"));
  decant_item_cell_set_show (cell, show_subject);
  g_signal_connect (cell, "ticked", G_CALLBACK (on_ticked), NULL);
  g_signal_connect_object (view, "notify::narrow", G_CALLBACK (on_narrow), cell, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, cell);
}

GtkColumnViewColumn *
decant_message_columns_new_subject (gpointer view, DecantPlanEditor *editor)
{
  GtkListItemFactory *factory = decant_item_cells_new_factory ();
  GtkColumnViewColumn *column;

  g_object_set_data (G_OBJECT (factory), "editor", editor);
  g_signal_connect_object (factory, "setup", G_CALLBACK (set_up_subject), view, G_CONNECT_SWAPPED);
  column = gtk_column_view_column_new (_ ("Subject"), factory);
  gtk_column_view_column_set_expand (column, TRUE);
  return column;
}

/* ---- the other columns ---- */

static void
show_from (GtkWidget *cell, gpointer item)
{
  g_autofree char *text = decant_message_item_describe_from (item);

  gtk_label_set_label (GTK_LABEL (cell), text);
}

static void
show_date (GtkWidget *cell, gpointer item)
{
  const DecantCensusMessage *message = decant_message_item_get_message (item);
  g_autofree char *text = message != NULL ? describe_date (message) : g_strdup ("");

  gtk_label_set_label (GTK_LABEL (cell), text);
}

static void
show_size (GtkWidget *cell, gpointer item)
{
  const DecantCensusMessage *message = decant_message_item_get_message (item);
  g_autofree char *text = message == NULL     ? g_strdup ("")
                          : message->size > 0 ? decant_words_size (message->size)
                                              : g_strdup ("—");

  gtk_label_set_label (GTK_LABEL (cell), text);
}

static void
set_up_label (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer func)
{
  GtkWidget *label = gtk_label_new ("");
  gboolean is_size = func == (gpointer)show_size;

  gtk_label_set_xalign (GTK_LABEL (label), is_size ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), is_size ? 8 : 18);
  gtk_label_set_max_width_chars (GTK_LABEL (label), is_size ? 8 : 18);
  if (func != (gpointer)show_from)
    gtk_widget_add_css_class (label, "numeric");
  decant_item_cell_set_show (label, (DecantShowItemFunc)func);
  gtk_list_item_set_child (list_item, label);
}

static GtkColumnViewColumn *
make_column (const char *title, DecantShowItemFunc func)
{
  GtkListItemFactory *factory = decant_item_cells_new_factory ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_label), (gpointer)func);
  return gtk_column_view_column_new (title, factory);
}

GtkColumnViewColumn *
decant_message_columns_new_from (void)
{
  return make_column (_ ("From"), show_from);
}

GtkColumnViewColumn *
decant_message_columns_new_date (void)
{
  return make_column (_ ("Date"), show_date);
}

GtkColumnViewColumn *
decant_message_columns_new_size (void)
{
  return make_column (_ ("Size"), show_size);
}
