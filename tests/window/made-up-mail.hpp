/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forecast.h"
#include "unit/memory-account.hpp"
#include "window/desktop.hpp"

#include <adwaita.h>
#include <gtest/gtest.h>

/* A window, in this process, over the census of an account that is in memory, and its plan. */
class MadeUpMail : public ::testing::Test
{
protected:
  void SetUp () override;
  void TearDown () override;

  /* Begins the census and the plan of what is in the account. */
  void begin ();

  /* Until there is a summary of all of it that is up to date. */
  void finish ();

  /* Shows a widget in the window, and waits until it is there. */
  void show (GtkWidget *widget, int width, int height);

  /* Until so many frames have been drawn. */
  void settle (unsigned frames = 5);

  /* The first widget of that type in @widget, or NULL. */
  static GtkWidget *find (GtkWidget *widget, GType type);

  /* As a person would at the keyboard and with the mouse, whose places are those of @widget. */
  static void press (guint key);
  void press_button (GtkWidget *widget, double x, double y) const;
  void move_pointer (GtkWidget *widget, double x, double y) const;
  void release_button (GtkWidget *widget, double x, double y) const;

  static gint64 first_of (int year, int month);
  const DecantPlanRules *rules () const;

  MemoryAccount account;
  GPtrArray *folders = nullptr;
  DecantPlanEditor *editor = nullptr;
  DecantForecast *forecast = nullptr;
  GtkWidget *window = nullptr;
  unsigned summaries = 0;

private:
  void point (GtkWidget *widget, double x, double y, const char *event) const;
};
