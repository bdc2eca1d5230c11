/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/message-columns.h"

#include "app/tick-row.h"
#include "app/words.h"

#include <glib/gi18n-lib.h>

/* Shows a message in a cell. */
typedef void (*ShowFunc) (GtkWidget *cell, DecantMessageItem *item);

static void
show (DecantMessageItem *item, GtkWidget *cell)
{
  ShowFunc func = (ShowFunc)g_object_get_data (G_OBJECT (cell), "show");

  func (cell, item);
}

static void
bind (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  DecantMessageItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *cell = gtk_list_item_get_child (list_item);

  g_object_set_data (G_OBJECT (cell), "item", item);
  g_signal_connect (item, "changed", G_CALLBACK (show), cell);
  show (item, cell);
}

static void
unbind (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *cell = gtk_list_item_get_child (list_item);

  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), show, cell);
  g_object_set_data (G_OBJECT (cell), "item", NULL);
}

static GtkListItemFactory *
make_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "bind", G_CALLBACK (bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind), NULL);
  return factory;
}

/* ---- subject and check box ---- */

static char *
describe_date (const DecantCensusMessage *message)
{
  return message->internal_date == DECANT_DATE_UNKNOWN ? g_strdup (_ ("no date"))
                                                       : decant_words_date (message->internal_date);
}

static void
show_subject (GtkWidget *cell, DecantMessageItem *item)
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
  DecantMessageItem *item = g_object_get_data (G_OBJECT (cell), "item");

  if (item != NULL)
    decant_message_item_set_tick (item, g_object_get_data (G_OBJECT (cell), "editor"), taken);
}

static void
on_narrow (GtkWidget *cell)
{
  DecantMessageItem *item = g_object_get_data (G_OBJECT (cell), "item");

  if (item != NULL)
    show_subject (cell, item);
}

static void
set_up_subject (gpointer view, GtkListItem *list_item, GtkListItemFactory *factory)
{
  GtkWidget *cell = decant_tick_row_new ();

  g_object_set_data (G_OBJECT (cell), "view", view);
  g_object_set_data (G_OBJECT (cell), "editor", g_object_get_data (G_OBJECT (factory), "editor"));
  g_object_set_data (G_OBJECT (cell), "show", (gpointer)show_subject);
  g_signal_connect (cell, "ticked", G_CALLBACK (on_ticked), NULL);
  g_signal_connect_object (view, "notify::narrow", G_CALLBACK (on_narrow), cell, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, cell);
}

GtkColumnViewColumn *
decant_message_columns_new_subject (gpointer view, DecantPlanEditor *editor)
{
  GtkListItemFactory *factory = make_factory ();
  GtkColumnViewColumn *column;

  g_object_set_data (G_OBJECT (factory), "editor", editor);
  g_signal_connect_object (factory, "setup", G_CALLBACK (set_up_subject), view, G_CONNECT_SWAPPED);
  column = gtk_column_view_column_new (_ ("Subject"), factory);
  gtk_column_view_column_set_expand (column, TRUE);
  return column;
}

/* ---- the other columns ---- */

static void
show_from (GtkWidget *cell, DecantMessageItem *item)
{
  g_autofree char *text = decant_message_item_describe_from (item);

  gtk_label_set_label (GTK_LABEL (cell), text);
}

static void
show_date (GtkWidget *cell, DecantMessageItem *item)
{
  const DecantCensusMessage *message = decant_message_item_get_message (item);
  g_autofree char *text = message != NULL ? describe_date (message) : g_strdup ("");

  gtk_label_set_label (GTK_LABEL (cell), text);
}

static void
show_size (GtkWidget *cell, DecantMessageItem *item)
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
  g_object_set_data (G_OBJECT (label), "show", func);
  gtk_list_item_set_child (list_item, label);
}

static GtkColumnViewColumn *
make_column (const char *title, ShowFunc func)
{
  GtkListItemFactory *factory = make_factory ();

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
