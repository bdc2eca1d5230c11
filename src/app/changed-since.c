/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/changed-since.h"

#include "app/date-entry.h"
#include "app/words.h"
#include "stores/message.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* The replacement of AdwMessageDialog needs libadwaita 1.5. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS

/* While a day is asked for. */
typedef struct
{
  DecantForecast *forecast;
  DecantPlanEditor *editor;
  AdwMessageDialog *dialog;
  GtkWidget *date;
  GtkLabel *effect;
  GtkLabel *unknown;
} Asking;

/* What a day would make of the folders. */
typedef struct
{
  DecantPlanChoice *choices;
  guint changed;
  guint known;
  guint waiting; /* may still turn out to have changed */
  guint failed;  /* will not */
} Effect;

static void
effect_clear (Effect *effect)
{
  g_free (effect->choices);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Effect, effect_clear)

static void
free_asking (gpointer data, GClosure *closure)
{
  Asking *asking = data;

  g_signal_handlers_disconnect_by_data (asking->forecast, asking);
  g_object_unref (asking->forecast);
  g_object_unref (asking->editor);
  g_free (asking);
}

/* Mail whose date is not known might be as new as any. */
static DecantPlanChoice
judge (DecantCensus *census, const char *path, gint64 date, Effect *effect)
{
  int index = decant_census_find (census, path);
  DecantCensusFolder folder = { .state = DECANT_CENSUS_FAILED };

  if (index >= 0)
    decant_census_get_folder (census, (guint)index, &folder);
  if (index >= 0 && decant_census_folder_changed_since (census, (guint)index, date))
    {
      effect->changed++;
      effect->known++;
      return DECANT_PLAN_COPY;
    }
  if (folder.state == DECANT_CENSUS_LISTED &&
      (folder.messages == 0 || folder.newest != DECANT_DATE_UNKNOWN))
    {
      effect->known++;
      return DECANT_PLAN_LEAVE_BEHIND;
    }
  if (folder.state == DECANT_CENSUS_WAITING)
    effect->waiting++;
  else
    effect->failed++;
  return DECANT_PLAN_NOT_CHOSEN;
}

static Effect
foresee (Asking *asking)
{
  const DecantPlan *plan = decant_plan_editor_get_plan (asking->editor);
  DecantCensus *census = decant_forecast_get_census (asking->forecast);
  guint count = plan != NULL && census != NULL ? decant_plan_get_n_folders (plan) : 0;
  Effect effect = { .choices = g_new0 (DecantPlanChoice, count) };
  gint64 date;

  g_object_get (asking->date, "date", &date, NULL);
  for (guint i = 0; i < count; i++)
    {
      const DecantFolder *folder = decant_plan_get_folder (plan, i)->old_folder;

      if (folder->selectable)
        effect.choices[i] = judge (census, folder->path, date, &effect);
    }
  return effect;
}

static char *
describe_unknown (const Effect *effect)
{
  g_autofree char *waiting = decant_words_folders (effect->waiting);
  g_autofree char *failed = decant_words_folders (effect->failed);
  GString *text = g_string_new (NULL);

  if (effect->waiting > 0)
    /* Translators: the argument is a number of folders, such as "3 folders". */
    g_string_append_printf (text, _ ("Not looked through yet, and left as they are: %s."), waiting);
  if (effect->waiting > 0 && effect->failed > 0)
    g_string_append_c (text, '\n');
  if (effect->failed > 0)
    /* Translators: the argument is a number of folders, such as "3 folders". */
    g_string_append_printf (text, _ ("Without dates, and left as they are: %s."), failed);
  return g_string_free (text, FALSE);
}

static void
show_effect (Asking *asking)
{
  g_auto (Effect) effect = foresee (asking);
  g_autofree char *changed = decant_words_number (effect.changed);
  g_autofree char *known = decant_words_folders (effect.known);
  /* Translators: the first argument is a number, the second one of folders: "3 of 12 folders". */
  g_autofree char *text = g_strdup_printf (_ ("%s of %s"), changed, known);
  g_autofree char *unknown = describe_unknown (&effect);

  gtk_label_set_label (asking->effect, text);
  gtk_label_set_label (asking->unknown, unknown);
  gtk_widget_set_visible (GTK_WIDGET (asking->unknown), *unknown != '\0');
}

static void
on_answered (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Asking *asking = user_data;

  if (strcmp (response, "tick") != 0)
    return;
  g_auto (Effect) effect = foresee (asking);
  /* The account may have gone meanwhile. */
  if (effect.choices != NULL)
    decant_plan_editor_choose_each (asking->editor, effect.choices,
                                    _ ("taking along changed folders only"));
}

static gint64
year_ago (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_years (now, -1);
  g_autoptr (GDateTime)
    day = g_date_time_new_utc (g_date_time_get_year (then), g_date_time_get_month (then),
                               g_date_time_get_day_of_month (then), 0, 0, 0);

  return g_date_time_to_unix (day);
}

static GtkLabel *
add_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
make_box (Asking *asking)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  asking->date = g_object_new (DECANT_TYPE_DATE_ENTRY, "label", _ ("Changed since"), "halign",
                               GTK_ALIGN_CENTER, "date", year_ago (), NULL);
  gtk_box_append (GTK_BOX (box), asking->date);
  asking->effect = add_label (box, "numeric");
  asking->unknown = add_label (box, "dim-label");
  return box;
}

void
decant_changed_since_show (GtkWindow *parent, DecantForecast *forecast, DecantPlanEditor *editor)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->forecast = g_object_ref (forecast);
  asking->editor = g_object_ref (editor);
  asking->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
    parent, _ ("Only Folders Changed Since"),
    _ ("Folders in which mail has arrived since this day are ticked, and no others.")));
  adw_message_dialog_add_responses (asking->dialog, "cancel", _ ("_Cancel"), "tick", _ ("_Tick"),
                                    NULL);
  adw_message_dialog_set_response_appearance (asking->dialog, "tick", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (asking->dialog, "tick");
  adw_message_dialog_set_close_response (asking->dialog, "cancel");
  adw_message_dialog_set_extra_child (asking->dialog, make_box (asking));
  g_signal_connect_data (asking->dialog, "response", G_CALLBACK (on_answered), asking, free_asking,
                         (GConnectFlags)0);
  g_signal_connect_swapped (asking->date, "notify::date", G_CALLBACK (show_effect), asking);
  g_signal_connect_swapped (forecast, "progressed", G_CALLBACK (show_effect), asking);
  show_effect (asking);
  gtk_window_present (GTK_WINDOW (asking->dialog));
}

G_GNUC_END_IGNORE_DEPRECATIONS
