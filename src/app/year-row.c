/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/year-row.h"

#include "app/words.h"

#include <glib/gi18n-lib.h>

struct _DecantYearRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *year;
  GtkLabel *all;
  GtkLabel *taken;
};

G_DEFINE_FINAL_TYPE (DecantYearRow, decant_year_row, GTK_TYPE_LIST_BOX_ROW)

static char *
describe (const DecantCensusCount *count, gboolean by_size)
{
  return by_size ? decant_words_size (count->size) : decant_words_number (count->messages);
}

static void
tell (DecantYearRow *self, const char *name, const DecantYear *year)
{
  g_autofree char *all = decant_words_messages (year->all.messages);
  g_autofree char *all_size = decant_words_size (year->all.size);
  g_autofree char *taken = decant_words_messages (year->taken.messages);
  g_autofree char *taken_size = decant_words_size (year->taken.size);
  /* Translators: for screen readers: a year, its messages and their size, and the same of what is
   * taken along. */
  g_autofree char *words = g_strdup_printf (_ ("%s: %s, %s; of these taken along: %s, %s"), name,
                                            all, all_size, taken, taken_size);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

void
decant_year_row_show (DecantYearRow *self, const DecantYear *year, gboolean by_size)
{
  g_autofree char *name = decant_years_describe (year);
  g_autofree char *all = describe (&year->all, by_size);
  g_autofree char *taken = describe (&year->taken, by_size);

  gtk_label_set_label (self->year, name);
  gtk_label_set_label (self->all, all);
  gtk_label_set_label (self->taken, taken);
  tell (self, name, year);
}

static GtkLabel *
add_label (GtkWidget *box, gboolean figure)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), figure ? 1 : 0);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_hexpand (label, !figure);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
decant_year_row_class_init (DecantYearRowClass *klass)
{
}

static void
decant_year_row_init (DecantYearRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->year = add_label (box, FALSE);
  self->all = add_label (box, TRUE);
  self->taken = add_label (box, TRUE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

GtkWidget *
decant_year_row_new (GtkSizeGroup *all, GtkSizeGroup *taken)
{
  DecantYearRow *self = g_object_new (DECANT_TYPE_YEAR_ROW, NULL);

  gtk_size_group_add_widget (all, GTK_WIDGET (self->all));
  gtk_size_group_add_widget (taken, GTK_WIDGET (self->taken));
  return GTK_WIDGET (self);
}
