/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/year-chart.h"

#include "app/year-drawing.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Pixels. */
#define WIDTH 260
#define HEIGHT 200

struct _DecantYearChart
{
  GtkWidget parent_instance;

  GArray *years;
  gboolean by_size;
  gint64 cut;
};

G_DEFINE_FINAL_TYPE (DecantYearChart, decant_year_chart, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CUT,
  SIGNAL_CUT_DONE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const DecantYear *
get_year (DecantYearChart *self, guint index)
{
  return &g_array_index (self->years, DecantYear, index);
}

/* ---- months ---- */

static int
get_first_month (DecantYearChart *self)
{
  return get_year (self, 0)->year * 12;
}

static int
get_end_month (DecantYearChart *self)
{
  return (get_year (self, self->years->len - 1)->year + 1) * 12;
}

/* A month and the part of it that is over. */
static double
find_place_in_time (DecantYearChart *self)
{
  int month;
  gint64 begin;

  if (self->cut == 0)
    return get_first_month (self);
  month = decant_months_at (self->cut);
  begin = decant_months_begin (month);
  return month + (double)(self->cut - begin) / (double)(decant_months_begin (month + 1) - begin);
}

static void
ask_for_cut (DecantYearChart *self, int month)
{
  int first = get_first_month (self);
  gint64 cut;

  month = CLAMP (month, first, get_end_month (self));
  cut = month == first ? 0 : decant_months_begin (month);
  if (cut != self->cut)
    g_signal_emit (self, signals[SIGNAL_CUT], 0, cut);
}

/* ---- how it looks ---- */

double
decant_year_chart_get_x (DecantYearChart *self, gint64 moment)
{
  DecantYearLayout layout = decant_year_drawing_lay_out (GTK_WIDGET (self), self->years->len);

  return decant_year_drawing_place (&layout, decant_months_at (moment) - get_first_month (self));
}

static void
decant_year_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DecantYearChart *self = DECANT_YEAR_CHART (widget);

  if (self->years->len == 0)
    return;
  decant_year_drawing_draw (
    &(DecantYearScene){ .widget = widget,
                        .years = self->years,
                        .by_size = self->by_size,
                        .cut = find_place_in_time (self) - get_first_month (self) },
    snapshot);
}

static void
decant_year_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

/* ---- moving the handle ---- */

/* By a key: to the next beginning of a month, and so on from there. */
static void
move_by (DecantYearChart *self, int months)
{
  double now = find_place_in_time (self);
  int from = months > 0 ? (int)floor (now) : (int)ceil (now);

  ask_for_cut (self, from + months);
}

static gboolean
on_move (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  DecantYearChart *self = DECANT_YEAR_CHART (widget);

  if (self->years->len > 0)
    move_by (self, g_variant_get_int32 (arguments));
  return TRUE;
}

static gboolean
on_move_sideways (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  DecantYearChart *self = DECANT_YEAR_CHART (widget);
  int months = g_variant_get_int32 (arguments);

  if (self->years->len > 0)
    move_by (self, gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? -months : months);
  return TRUE;
}

static void
cut_at_x (DecantYearChart *self, double x)
{
  DecantYearLayout layout = decant_year_drawing_lay_out (GTK_WIDGET (self), self->years->len);

  if (self->years->len > 0)
    ask_for_cut (self, get_first_month (self) +
                         (int)round (decant_year_drawing_find_months (&layout, x)));
}

static void
on_drag_begin (DecantYearChart *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  cut_at_x (self, x);
}

static void
on_drag_update (DecantYearChart *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (gesture, &x, &y))
    cut_at_x (self, x + dx);
}

static void
done (DecantYearChart *self)
{
  g_signal_emit (self, signals[SIGNAL_CUT_DONE], 0);
}

/* ---- what is shown ---- */

static void
tell_range (DecantYearChart *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                  (double)get_first_month (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  (double)get_end_month (self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  find_place_in_time (self), -1);
}

void
decant_year_chart_set_years (DecantYearChart *self, GArray *years)
{
  g_array_ref (years);
  g_array_unref (self->years);
  self->years = years;
  if (years->len > 0)
    tell_range (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
decant_year_chart_set_by_size (DecantYearChart *self, gboolean by_size)
{
  self->by_size = by_size;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
decant_year_chart_set_cut (DecantYearChart *self, gint64 moment, const char *words)
{
  self->cut = moment;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  if (self->years->len > 0)
    tell_range (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- the widget ---- */

static void
decant_year_chart_finalize (GObject *object)
{
  g_array_unref (DECANT_YEAR_CHART (object)->years);
  G_OBJECT_CLASS (decant_year_chart_parent_class)->finalize (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  const struct
  {
    guint key, keypad;
    GtkShortcutFunc func;
    int months;
  } keys[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, on_move_sideways, -1 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, on_move_sideways, 1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, on_move, -1 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, on_move, 1 },
    { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, on_move, -12 },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, on_move, 12 },
    { GDK_KEY_Home, GDK_KEY_KP_Home, on_move, -12 * 1000 },
    { GDK_KEY_End, GDK_KEY_KP_End, on_move, 12 * 1000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_class_add_binding (widget_class, keys[i].key, (GdkModifierType)0, keys[i].func,
                                    "i", keys[i].months);
      gtk_widget_class_add_binding (widget_class, keys[i].keypad, (GdkModifierType)0, keys[i].func,
                                    "i", keys[i].months);
    }
}

static void
decant_year_chart_class_init (DecantYearChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = decant_year_chart_finalize;
  widget_class->snapshot = decant_year_chart_snapshot;
  widget_class->measure = decant_year_chart_measure;
  signals[SIGNAL_CUT] = g_signal_new ("cut", DECANT_TYPE_YEAR_CHART, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_CUT_DONE] = g_signal_new ("cut-done", DECANT_TYPE_YEAR_CHART, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  add_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "yearchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
decant_year_chart_init (DecantYearChart *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->years = g_array_new (FALSE, TRUE, sizeof (DecantYear));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "ew-resize");
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (on_drag_begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (on_drag_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "end", G_CALLBACK (done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (done), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Mail is taken along from"), -1);
}

GtkWidget *
decant_year_chart_new (void)
{
  return g_object_new (DECANT_TYPE_YEAR_CHART, NULL);
}
