/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/year-pane.h"

#include "app/resources.h"
#include "app/words.h"
#include "app/year-chart.h"
#include "app/year-row.h"

#include <glib/gi18n-lib.h>

struct _DecantYearPane
{
  AdwBin parent_instance;

  DecantPlanEditor *editor;
  DecantForecast *forecast;
  GPtrArray *rows; /* DecantYearRow, of the list */
  GArray *years;

  GtkStack *stack;
  AdwStatusPage *nothing;
  GtkToggleButton *size_toggle;
  DecantYearChart *chart;
  GtkLabel *counting;
  GtkLabel *cut_label;
  GtkWidget *all_button;
  GtkLabel *undated;
  GtkListBox *list;
  GtkSizeGroup *all_group;
  GtkSizeGroup *taken_group;
};

G_DEFINE_FINAL_TYPE (DecantYearPane, decant_year_pane, ADW_TYPE_BIN)

static const DecantCensusSummary *
get_summary (DecantYearPane *self)
{
  return self->forecast != NULL ? decant_forecast_get_summary (self->forecast) : NULL;
}

static gint64
get_cut (DecantYearPane *self)
{
  const DecantPlan *plan = self->editor != NULL ? decant_plan_editor_get_plan (self->editor) : NULL;

  return plan != NULL ? decant_plan_get_rules (plan)->newer_than : 0;
}

/* ---- words ---- */

static char *
describe_count (const DecantCensusCount *count)
{
  g_autofree char *messages = decant_words_messages (count->messages);
  g_autofree char *size = decant_words_size (count->size);

  /* Translators: messages and their size: "12 messages, 3 MB". */
  return g_strdup_printf (_ ("%s, %s"), messages, size);
}

/* Rules are about days in UTC. */
static char *
describe_date (gint64 moment)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (moment);

  return date == NULL ? g_strdup ("") : g_date_time_format (date, _ ("%-e %B %Y"));
}

static char *
describe_cut (DecantYearPane *self)
{
  const DecantCensusSummary *summary = get_summary (self);
  gint64 cut = get_cut (self);
  DecantCensusCount before;
  g_autofree char *date = NULL;
  g_autofree char *count = NULL;

  if (cut == 0)
    return g_strdup (_ ("Mail of all years is taken along."));
  before = decant_years_count_before (summary != NULL ? summary->months : NULL, cut);
  date = describe_date (cut);
  count = describe_count (&before);
  if (summary != NULL && !summary->complete)
    /* Translators: a date, and how much there is before it: messages and their size. */
    return g_strdup_printf (_ ("What came before %s stays behind: at least %s."), date, count);
  return g_strdup_printf (_ ("What came before %s stays behind: %s."), date, count);
}

static void
show_cut (DecantYearPane *self)
{
  g_autofree char *words = describe_cut (self);

  gtk_label_set_label (self->cut_label, words);
  gtk_widget_set_sensitive (self->all_button, get_cut (self) != 0);
  decant_year_chart_set_cut (self->chart, get_cut (self), words);
}

/* ---- figures ---- */

static void
show_rows (DecantYearPane *self)
{
  gboolean by_size = gtk_toggle_button_get_active (self->size_toggle);

  while (self->rows->len < self->years->len)
    {
      GtkWidget *row = decant_year_row_new (self->all_group, self->taken_group);

      gtk_list_box_append (self->list, row);
      g_ptr_array_add (self->rows, row);
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      gboolean used = i < self->years->len;

      gtk_widget_set_visible (self->rows->pdata[i], used);
      if (used)
        decant_year_row_show (self->rows->pdata[i],
                              &g_array_index (self->years, DecantYear, self->years->len - 1 - i),
                              by_size);
    }
}

static void
show_undated (DecantYearPane *self, const DecantCensusSummary *summary)
{
  const DecantCensusCount *all = &summary->undated.all;
  g_autofree char *count = describe_count (all);
  /* Translators: messages without a date, and their size. */
  g_autofree char *text = g_strdup_printf (_ ("Without a date: %s"), count);

  gtk_label_set_label (self->undated, text);
  gtk_widget_set_visible (GTK_WIDGET (self->undated), all->messages > 0);
}

static void
show_nothing (DecantYearPane *self, const DecantCensusSummary *summary)
{
  const DecantPlan *plan = self->editor != NULL ? decant_plan_editor_get_plan (self->editor) : NULL;
  DecantPlanTotals totals = { 0 };

  if (plan != NULL)
    decant_plan_get_totals (plan, &totals);
  if (totals.folders == 0)
    adw_status_page_set_description (self->nothing,
                                     _ ("Tick a folder to see how old its mail is."));
  else if (summary == NULL || !summary->complete)
    adw_status_page_set_description (
      self->nothing, _ ("The messages of the old account are still being counted."));
  else
    adw_status_page_set_description (self->nothing, _ ("There is no mail in what is ticked."));
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

static void
show_figures (DecantYearPane *self)
{
  const DecantCensusSummary *summary = get_summary (self);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_array_unref (self->years);
  self->years = decant_years_new (summary != NULL ? summary->months : NULL,
                                  g_date_time_get_year (now));
  decant_year_chart_set_years (self->chart, self->years);
  show_rows (self);
  show_cut (self);
  if (self->years->len == 0)
    {
      show_nothing (self, summary);
      return;
    }
  show_undated (self, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->counting), !summary->complete);
  gtk_stack_set_visible_child_name (self->stack, "chart");
}

static void
on_by_size (DecantYearPane *self)
{
  decant_year_chart_set_by_size (self->chart, gtk_toggle_button_get_active (self->size_toggle));
  show_rows (self);
}

/* ---- cutting ---- */

static void
on_cut (DecantYearPane *self, gint64 moment)
{
  decant_plan_editor_cut (self->editor, moment);
}

static void
on_cut_done (DecantYearPane *self)
{
  if (self->editor != NULL)
    decant_plan_editor_end_cut (self->editor);
}

static void
on_all (DecantYearPane *self)
{
  decant_plan_editor_end_cut (self->editor);
  decant_plan_editor_cut (self->editor, 0);
  decant_plan_editor_end_cut (self->editor);
}

static void
on_edited (DecantYearPane *self)
{
  show_cut (self);
  if (self->years->len == 0)
    show_nothing (self, get_summary (self));
}

void
decant_year_pane_set_editor (DecantYearPane *self, DecantPlanEditor *editor)
{
  self->editor = g_object_ref (editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  show_figures (self);
}

void
decant_year_pane_set_forecast (DecantYearPane *self, DecantForecast *forecast)
{
  self->forecast = g_object_ref (forecast);
  g_signal_connect_object (forecast, "changed", G_CALLBACK (show_figures), self, G_CONNECT_SWAPPED);
  show_figures (self);
}

/* ---- the widget ---- */

static void
decant_year_pane_dispose (GObject *object)
{
  DecantYearPane *self = DECANT_YEAR_PANE (object);

  g_clear_object (&self->editor);
  g_clear_object (&self->forecast);
  G_OBJECT_CLASS (decant_year_pane_parent_class)->dispose (object);
}

static void
decant_year_pane_finalize (GObject *object)
{
  DecantYearPane *self = DECANT_YEAR_PANE (object);

  g_ptr_array_unref (self->rows);
  g_array_unref (self->years);
  G_OBJECT_CLASS (decant_year_pane_parent_class)->finalize (object);
}

static void
decant_year_pane_class_init (DecantYearPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_year_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = decant_year_pane_finalize;
  g_type_ensure (DECANT_TYPE_YEAR_CHART);
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("year-pane"));
  gtk_widget_class_bind_template_child (widget_class, DecantYearPane, stack);
  gtk_widget_class_bind_template_child (widget_class, DecantYearPane, nothing);
  gtk_widget_class_bind_template_child (widget_class, DecantYearPane, size_toggle);
  gtk_widget_class_bind_template_child (widget_class, DecantYearPane, chart);
  gtk_widget_class_bind_template_child (widget_class, DecantYearPane, counting);
  gtk_widget_class_bind_template_child (widget_class, DecantYearPane, cut_label);
  gtk_widget_class_bind_template_child (widget_class, DecantYearPane, all_button);
  gtk_widget_class_bind_template_child (widget_class, DecantYearPane, undated);
  gtk_widget_class_bind_template_child (widget_class, DecantYearPane, list);
  gtk_widget_class_bind_template_child (widget_class, DecantYearPane, all_group);
  gtk_widget_class_bind_template_child (widget_class, DecantYearPane, taken_group);
  gtk_widget_class_bind_template_callback (widget_class, on_by_size);
  gtk_widget_class_bind_template_callback (widget_class, on_cut);
  gtk_widget_class_bind_template_callback (widget_class, on_cut_done);
  gtk_widget_class_bind_template_callback (widget_class, on_all);
}

static void
decant_year_pane_init (DecantYearPane *self)
{
  self->rows = g_ptr_array_new ();
  self->years = g_array_new (FALSE, TRUE, sizeof (DecantYear));
  gtk_widget_init_template (GTK_WIDGET (self));
  show_figures (self);
}
