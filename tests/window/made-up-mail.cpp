/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window/made-up-mail.hpp"

#include "window/frames.hpp"

#include <atspi/atspi.h>

void
MadeUpMail::SetUp ()
{
  if (Desktop::get () == nullptr)
    GTEST_SKIP () << Desktop::why_not ();
  adw_init ();
  editor = decant_plan_editor_new ();
  forecast = decant_forecast_new (editor);
  g_signal_connect_swapped (forecast, "changed", G_CALLBACK (+[] (unsigned *count) { ++*count; }),
                            &summaries);
}

void
MadeUpMail::TearDown ()
{
  if (window != nullptr)
    gtk_window_destroy (GTK_WINDOW (window));
  if (forecast != nullptr)
    decant_forecast_end (forecast);
  g_clear_object (&forecast);
  g_clear_object (&editor);
  g_clear_pointer (&folders, g_ptr_array_unref);
}

void
MadeUpMail::begin ()
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  folders = account.list_folders ();
  for (guint i = 0; i < folders->len; i++)
    static_cast<DecantFolder *> (folders->pdata[i])->uid_validity = 1;
  decant_forecast_begin (forecast, folders);
  decant_plan_editor_take_plan (editor, decant_plan_new (folders, none, nullptr));
  decant_forecast_resume (forecast, account.opener);
}

void
MadeUpMail::finish ()
{
  ASSERT_TRUE (await ([this] {
    const DecantCensusSummary *summary = decant_forecast_get_summary (forecast);

    return summary != nullptr && summary->complete;
  }));
}

void
MadeUpMail::show (GtkWidget *widget, int width, int height)
{
  window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_window_set_content (ADW_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  ASSERT_TRUE (await ([this] { return gtk_window_is_active (GTK_WINDOW (window)); }));
}

void
MadeUpMail::settle (unsigned frames)
{
  Frames seen (window);

  ASSERT_TRUE (await ([&] { return seen.count () >= frames; }));
}

GtkWidget *
MadeUpMail::find (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : nullptr;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != nullptr && found == nullptr;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

void
MadeUpMail::press (guint key)
{
  press_key (key);
}

void
MadeUpMail::point (GtkWidget *widget, double x, double y, const char *event) const
{
  GtkNative *native = gtk_widget_get_native (widget);
  double surface_x, surface_y;
  g_autoptr (GError) error = nullptr;

  gtk_widget_translate_coordinates (widget, GTK_WIDGET (native), x, y, &x, &y);
  gtk_native_get_surface_transform (native, &surface_x, &surface_y);
  EXPECT_TRUE (
    atspi_generate_mouse_event (glong (x + surface_x), glong (y + surface_y), event, &error))
    << (error != nullptr ? error->message : "");
}

void
MadeUpMail::press_button (GtkWidget *widget, double x, double y) const
{
  point (widget, x, y, "b1p");
}

void
MadeUpMail::move_pointer (GtkWidget *widget, double x, double y) const
{
  point (widget, x, y, "abs");
}

void
MadeUpMail::release_button (GtkWidget *widget, double x, double y) const
{
  point (widget, x, y, "b1r");
}

gint64
MadeUpMail::first_of (int year, int month)
{
  g_autoptr (GDateTime) date = g_date_time_new_utc (year, month, 1, 0, 0, 0);

  return g_date_time_to_unix (date);
}

const DecantPlanRules *
MadeUpMail::rules () const
{
  return decant_plan_get_rules (decant_plan_editor_get_plan (editor));
}
