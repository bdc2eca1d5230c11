/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/date-entry.h"

#include "app/resources.h"
#include "app/words.h"
#include "engine/plan.h"

#include <glib/gi18n-lib.h>

#define FIRST_YEAR 1970
#define LAST_YEAR 9999

struct _DecantDateEntry
{
  GtkBox parent_instance;

  GtkEditable *entry;
  GtkMenuButton *button;
  GtkCalendar *calendar;
  gint64 date;
  gboolean showing; /* the date, rather than taking it over */
};

G_DEFINE_FINAL_TYPE (DecantDateEntry, decant_date_entry, GTK_TYPE_BOX)

enum
{
  PROP_0,
  PROP_DATE,
  PROP_LABEL,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

/* ---- what is typed ---- */

/* A year of two figures could be the beginning of one of four. */
static gboolean
has_year (const char *text)
{
  gsize digits = 0;

  for (; *text != '\0' && digits < 4; text++)
    digits = g_ascii_isdigit (*text) ? digits + 1 : 0;
  return digits == 4;
}

/* As in rules and reports, or the way people write dates where they live. */
static gboolean
parse (const char *text, gint64 *date)
{
  g_autoptr (GDateTime) day = NULL;
  GDate parsed;

  if (strlen (text) == strlen ("2019-03-31") && decant_plan_parse_date (text, date, NULL))
    return TRUE;
  g_date_clear (&parsed, 1);
  if (has_year (text))
    g_date_set_parse (&parsed, text);
  if (!g_date_valid (&parsed) || g_date_get_year (&parsed) < FIRST_YEAR ||
      g_date_get_year (&parsed) > LAST_YEAR)
    return FALSE;
  day = g_date_time_new_utc (g_date_get_year (&parsed), (int)g_date_get_month (&parsed),
                             g_date_get_day (&parsed), 0, 0, 0);
  *date = g_date_time_to_unix (day);
  return TRUE;
}

/* ---- showing ---- */

static void
show_text (DecantDateEntry *self)
{
  g_autofree char *text = decant_words_day (self->date);

  self->showing = TRUE;
  gtk_editable_set_text (self->entry, text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  self->showing = FALSE;
}

static void
show_calendar (DecantDateEntry *self)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (self->date);

  if (day == NULL)
    return;
  self->showing = TRUE;
  gtk_calendar_select_day (self->calendar, day);
  self->showing = FALSE;
}

static void
take (DecantDateEntry *self, gint64 date)
{
  if (self->date == date)
    return;
  self->date = date;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DATE]);
}

/* ---- what a person does ---- */

static void
on_changed (DecantDateEntry *self)
{
  gint64 date;

  if (self->showing)
    return;
  gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  if (parse (gtk_editable_get_text (self->entry), &date))
    take (self, date);
}

static void
on_activate (DecantDateEntry *self)
{
  gint64 date;

  if (parse (gtk_editable_get_text (self->entry), &date))
    show_text (self);
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
      gtk_widget_error_bell (GTK_WIDGET (self->entry));
    }
}

static void
on_left (DecantDateEntry *self)
{
  show_text (self);
}

static void
on_opened (DecantDateEntry *self)
{
  show_calendar (self);
}

/* The calendar has the day in local time, whatever it was given. */
static void
on_day_selected (DecantDateEntry *self)
{
  g_autoptr (GDateTime) shown = gtk_calendar_get_date (self->calendar);
  g_autoptr (GDateTime)
    day = g_date_time_new_utc (g_date_time_get_year (shown), g_date_time_get_month (shown),
                               g_date_time_get_day_of_month (shown), 0, 0, 0);

  if (self->showing || day == NULL)
    return;
  take (self, g_date_time_to_unix (day));
  show_text (self);
}

/* ---- the widget ---- */

static void
set_label (DecantDateEntry *self, const char *label)
{
  /* Translators: the argument is what the date is of, such as "Received before". */
  g_autofree char *button = g_strdup_printf (_ ("%s: choose a date"), label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  button, -1);
}

static void
decant_date_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DATE)
    g_value_set_int64 (value, DECANT_DATE_ENTRY (object)->date);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Who types is not interrupted by what they have typed themselves. */
static void
decant_date_entry_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DecantDateEntry *self = DECANT_DATE_ENTRY (object);

  if (id == PROP_LABEL)
    {
      set_label (self, g_value_get_string (value));
      return;
    }
  if (self->date == g_value_get_int64 (value))
    return;
  take (self, g_value_get_int64 (value));
  show_text (self);
  show_calendar (self);
}

static void
decant_date_entry_class_init (DecantDateEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = decant_date_entry_get_property;
  object_class->set_property = decant_date_entry_set_property;
  props[PROP_DATE] = g_param_spec_int64 ("date", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                           G_PARAM_STATIC_STRINGS);
  props[PROP_LABEL] = g_param_spec_string (
    "label", NULL, NULL, "", G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("date-entry"));
  gtk_widget_class_bind_template_child (widget_class, DecantDateEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, DecantDateEntry, button);
  gtk_widget_class_bind_template_child (widget_class, DecantDateEntry, calendar);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_left);
  gtk_widget_class_bind_template_callback (widget_class, on_opened);
  gtk_widget_class_bind_template_callback (widget_class, on_day_selected);
}

static void
decant_date_entry_init (DecantDateEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_text (self);
}
