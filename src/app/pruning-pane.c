/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pruning-pane.h"

#include "app/date-entry.h"
#include "app/pruning-row.h"
#include "app/resources.h"
#include "app/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MEGABYTE 1e6

struct _DecantPruningPane
{
  AdwBin parent_instance;

  DecantPlanEditor *editor;
  DecantForecast *forecast;

  DecantPruningRow *junk_row;
  DecantPruningRow *trash_row;
  DecantPruningRow *groupware_row;
  DecantPruningRow *deleted_row;
  DecantPruningRow *old_row;
  DecantPruningRow *new_row;
  DecantPruningRow *large_row;
  DecantPruningRow *duplicates_row;
  DecantDateEntry *old_date;
  DecantDateEntry *new_date;
  GtkSpinButton *size_spin;
};

G_DEFINE_FINAL_TYPE (DecantPruningPane, decant_pruning_pane, ADW_TYPE_BIN)

/* ---- the switches and their limits ---- */

static gboolean
size_to_spin (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_double (to, (double)g_value_get_uint64 (from) / MEGABYTE);
  return TRUE;
}

static gboolean
spin_to_size (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_uint64 (to, (guint64)MAX (g_value_get_double (from) * MEGABYTE + 0.5, 1));
  return TRUE;
}

/* Whole megabytes without a point. */
static gboolean
on_size_output (GtkSpinButton *spin)
{
  double value = gtk_spin_button_get_value (spin);
  g_autofree char *text = g_strdup_printf (fabs (value - round (value)) < 0.05 ? "%.0f" : "%.1f",
                                           value);

  if (strcmp (text, gtk_editable_get_text (GTK_EDITABLE (spin))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static void
bind (DecantPruning *pruning, const char *limit, const char *on, gpointer widget)
{
  g_object_bind_property (pruning, limit, widget, "date",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (pruning, on, widget, "sensitive", G_BINDING_SYNC_CREATE);
}

void
decant_pruning_pane_set_editor (DecantPruningPane *self, DecantPlanEditor *editor)
{
  DecantPruning *pruning = decant_plan_editor_get_pruning (editor);

  self->editor = g_object_ref (editor);
  g_object_bind_property (pruning, "has-groupware", self->groupware_row, "visible",
                          G_BINDING_SYNC_CREATE);
  bind (pruning, "old-date", "leave-old", self->old_date);
  bind (pruning, "new-date", "leave-new", self->new_date);
  g_object_bind_property_full (pruning, "size", self->size_spin, "value",
                               G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE, size_to_spin,
                               spin_to_size, NULL, NULL);
  g_object_bind_property (pruning, "leave-large", self->size_spin, "sensitive",
                          G_BINDING_SYNC_CREATE);
}

/* ---- what they take out ---- */

static char *
describe (const DecantCensusCount *count, gboolean complete, gboolean counting)
{
  g_autofree char *messages = decant_words_messages (count->messages);
  g_autofree char *size = decant_words_size (count->size);

  if (count->messages == 0 && !complete)
    return g_strdup (counting ? _ ("counting…") : "");
  if (count->messages == 0)
    return g_strdup (_ ("no messages"));
  if (complete)
    return g_strdup_printf ("%s · %s", messages, size);
  /* Translators: the arguments are a number of messages and a size. */
  return g_strdup_printf (_ ("at least %s · %s"), messages, size);
}

static gboolean
is_counting (DecantPruningPane *self)
{
  DecantCensus *census = decant_forecast_get_census (self->forecast);
  DecantCensusTotals totals;

  if (census == NULL)
    return FALSE;
  decant_census_get_totals (census, &totals);
  return totals.running;
}

/* Of a limit that is not in force nobody knows what it would take out. */
static gboolean
is_told (DecantPruningPane *self, const char *limit_of)
{
  gboolean on = TRUE;

  if (limit_of != NULL)
    g_object_get (decant_plan_editor_get_pruning (self->editor), limit_of, &on, NULL);
  return on;
}

static void
show_figures (DecantPruningPane *self)
{
  const DecantCensusSummary *summary = decant_forecast_get_summary (self->forecast);
  const DecantCensusCount none = { 0 };
  gboolean counting = is_counting (self);
  const struct
  {
    DecantPruningRow *row;
    DecantCensusRule rule;
    const char *limit_of; /* the switch of a rule with a limit */
  } rows[] = {
    { self->junk_row, DECANT_CENSUS_JUNK, NULL },
    { self->trash_row, DECANT_CENSUS_TRASH, NULL },
    { self->groupware_row, DECANT_CENSUS_GROUPWARE, NULL },
    { self->deleted_row, DECANT_CENSUS_DELETED, NULL },
    { self->old_row, DECANT_CENSUS_NEWER, "leave-old" },
    { self->new_row, DECANT_CENSUS_OLDER, "leave-new" },
    { self->large_row, DECANT_CENSUS_LARGER, "leave-large" },
    { self->duplicates_row, DECANT_CENSUS_DUPLICATES, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *figures = is_told (self, rows[i].limit_of)
                                   ? describe (summary != NULL ? &summary->rules[rows[i].rule]
                                                               : &none,
                                               summary != NULL && summary->complete, counting)
                                   : g_strdup ("");

      decant_pruning_row_set_figures (rows[i].row, figures);
    }
}

void
decant_pruning_pane_set_forecast (DecantPruningPane *self, DecantForecast *forecast)
{
  self->forecast = g_object_ref (forecast);
  g_signal_connect_object (forecast, "changed", G_CALLBACK (show_figures), self, G_CONNECT_SWAPPED);
  show_figures (self);
}

/* ---- the widget ---- */

static void
decant_pruning_pane_dispose (GObject *object)
{
  DecantPruningPane *self = DECANT_PRUNING_PANE (object);

  g_clear_object (&self->editor);
  g_clear_object (&self->forecast);
  G_OBJECT_CLASS (decant_pruning_pane_parent_class)->dispose (object);
}

static void
decant_pruning_pane_class_init (DecantPruningPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_pruning_pane_dispose;
  g_type_ensure (DECANT_TYPE_DATE_ENTRY);
  g_type_ensure (DECANT_TYPE_PRUNING_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("pruning-pane"));
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPane, junk_row);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPane, trash_row);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPane, groupware_row);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPane, deleted_row);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPane, old_row);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPane, new_row);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPane, large_row);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPane, duplicates_row);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPane, old_date);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPane, new_date);
  gtk_widget_class_bind_template_child (widget_class, DecantPruningPane, size_spin);
  gtk_widget_class_bind_template_callback (widget_class, on_size_output);
}

static void
decant_pruning_pane_init (DecantPruningPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
