/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-columns.h"

#include "app/folder-row.h"
#include "app/share-bar.h"
#include "app/words.h"

#include <glib/gi18n-lib.h>

/* The sign stands before the number in whatever direction the language is written. */
#define LEFT_TO_RIGHT "\u200e"

static GtkColumnViewColumn *
make_column (const char *title, GtkListItemFactory *factory)
{
  return gtk_column_view_column_new (title, factory);
}

/* ---- the name ---- */

static void
set_up_row (gpointer view, GtkListItem *list_item)
{
  GtkWidget *row = decant_folder_row_new ();

  g_object_bind_property (view, "alone", row, "alone", G_BINDING_SYNC_CREATE);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  decant_folder_row_set_list_row (DECANT_FOLDER_ROW (gtk_list_item_get_child (list_item)),
                                  gtk_list_item_get_item (list_item));
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  decant_folder_row_set_list_row (DECANT_FOLDER_ROW (gtk_list_item_get_child (list_item)), NULL);
}

GtkColumnViewColumn *
decant_folder_columns_new_folder (gpointer view)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;

  g_signal_connect_object (factory, "setup", G_CALLBACK (set_up_row), view, G_CONNECT_SWAPPED);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row), NULL);
  column = make_column (_ ("Folder"), factory);
  gtk_column_view_column_set_expand (column, TRUE);
  return column;
}

/* ---- figures ---- */

/* What a cell shows of a face. */
typedef void (*ShowFunc) (GtkWidget *cell, const DecantFolderFace *face);

/* A column's figures, and how wide they get: rows must not move when a figure comes late. */
typedef struct
{
  GtkWidget *(*make) (void);
  ShowFunc show;
} Figure;

static void
show_figure (DecantFolderItem *item, GtkWidget *cell)
{
  const Figure *figure = g_object_get_data (G_OBJECT (cell), "figure");

  figure->show (cell, decant_folder_item_get_face (item));
}

static void
set_up_figure (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  const Figure *figure = user_data;
  GtkWidget *cell = figure->make ();

  g_object_set_data (G_OBJECT (cell), "figure", user_data);
  gtk_list_item_set_child (list_item, cell);
}

static void
bind_figure (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  DecantFolderItem *item = gtk_tree_list_row_get_item (gtk_list_item_get_item (list_item));
  GtkWidget *cell = gtk_list_item_get_child (list_item);

  g_signal_connect (item, "changed", G_CALLBACK (show_figure), cell);
  g_object_set_data_full (G_OBJECT (cell), "item", item, g_object_unref);
  show_figure (item, cell);
}

/* A row that is no more in the tree has lost its item already, so that the cell keeps it. */
static void
unbind_figure (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *cell = gtk_list_item_get_child (list_item);

  g_signal_handlers_disconnect_by_func (g_object_get_data (G_OBJECT (cell), "item"), show_figure,
                                        cell);
  g_object_set_data (G_OBJECT (cell), "item", NULL);
}

static GtkColumnViewColumn *
make_figure_column (const char *title, const Figure *figure)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_figure), (gpointer)figure);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_figure), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_figure), NULL);
  return make_column (title, factory);
}

#define NUMBER_CHARS 7

static GtkWidget *
make_number (void)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_xalign (GTK_INSCRIPTION (text), 1);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), NUMBER_CHARS);
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (text, "numeric");
  return text;
}

/* A column gets wider for what does not fit, but is never narrower than the others. */
static void
set_number (GtkWidget *cell, const char *text, gboolean dimmed)
{
  gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell),
                                 (guint)MAX (g_utf8_strlen (text, -1), NUMBER_CHARS));
  if (dimmed)
    gtk_widget_add_css_class (cell, "left-out");
  else
    gtk_widget_remove_css_class (cell, "left-out");
}

static void
show_messages (GtkWidget *cell, const DecantFolderFace *face)
{
  g_autofree char *text = face->counted ? decant_words_number (face->messages) : g_strdup ("");

  set_number (cell, text, face->dimmed);
}

static void
show_size (GtkWidget *cell, const DecantFolderFace *face)
{
  gboolean any = face->counted && face->messages > 0;
  g_autofree char *text = any ? decant_words_size (face->size) : g_strdup ("");

  set_number (cell, text, face->dimmed);
}

static void
show_share (GtkWidget *cell, const DecantFolderFace *face)
{
  decant_share_bar_set_share (DECANT_SHARE_BAR (cell), face->share);
  if (face->dimmed)
    gtk_widget_add_css_class (cell, "left-out");
  else
    gtk_widget_remove_css_class (cell, "left-out");
}

static void
show_arriving (GtkWidget *cell, const DecantFolderFace *face)
{
  g_autofree char *number = decant_words_number (face->arriving);
  /* Translators: how many messages will be added to a folder. */
  g_autofree char *sum = g_strdup_printf (_ ("+ %s"), number);
  g_autofree char *text = g_strconcat (LEFT_TO_RIGHT, sum, NULL);

  set_number (cell, face->arriving > 0 ? text : "", FALSE);
}

GtkColumnViewColumn *
decant_folder_columns_new_messages (void)
{
  static const Figure figure = { make_number, show_messages };

  return make_figure_column (_ ("Messages"), &figure);
}

GtkColumnViewColumn *
decant_folder_columns_new_size (void)
{
  static const Figure figure = { make_number, show_size };

  return make_figure_column (_ ("Size"), &figure);
}

GtkColumnViewColumn *
decant_folder_columns_new_share (void)
{
  static const Figure figure = { decant_share_bar_new, show_share };

  return make_figure_column (_ ("Share"), &figure);
}

GtkColumnViewColumn *
decant_folder_columns_new_arriving (void)
{
  static const Figure figure = { make_number, show_arriving };

  return make_figure_column (_ ("Arriving"), &figure);
}
