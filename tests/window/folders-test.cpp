/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The folders page by itself, in this process, with plans that are made up. */

#include "app/folders-page.h"
#include "app/plan-actions.h"
#include "window/desktop.hpp"
#include "window/frames.hpp"
#include "window/made-up-plan.hpp"

#include <gtest/gtest.h>
#include <memory>

class Folders : public ::testing::Test
{
protected:
  void
  SetUp () override
  {
    if (Desktop::get () == nullptr)
      GTEST_SKIP () << Desktop::why_not ();
    adw_init ();
    editor = decant_plan_editor_new ();
    page = DECANT_FOLDERS_PAGE (g_object_new (DECANT_TYPE_FOLDERS_PAGE, nullptr));
    decant_folders_page_set_editor (page, editor);
    window = adw_window_new ();
    actions = g_simple_action_group_new ();
    decant_plan_actions_add (G_ACTION_MAP (actions), editor);
    gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (actions));
    gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
    adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (page));
    gtk_window_present (GTK_WINDOW (window));
    settle ();
  }

  void
  TearDown () override
  {
    if (window == nullptr)
      return;
    gtk_window_destroy (GTK_WINDOW (window));
    g_object_unref (actions);
    g_object_unref (editor);
  }

  /* Until so many frames have been drawn. */
  void
  settle (unsigned frames = 10)
  {
    Frames seen (window);

    ASSERT_TRUE (await ([&] { return seen.count () >= frames; }));
  }

  static double
  now ()
  {
    return double (g_get_monotonic_time ()) / 1000;
  }

  DecantPlanEditor *editor = nullptr;
  DecantFoldersPage *page = nullptr;
  GtkWidget *window = nullptr;
  GSimpleActionGroup *actions = nullptr;
  MadeUpPlan made_up;
};

/* What the figures are is printed; what is expected of them holds on a busy machine as well. */
TEST_F (Folders, FiveThousandStaySmooth)
{
  made_up.add_old ("INBOX", 1000, 50000000);
  made_up.add_new ("INBOX", 3);
  made_up.add_many (10, 499);
  Frames frames (window);
  double start = now ();

  decant_plan_editor_take_plan (editor, made_up.make ());
  const double taken = now () - start;
  settle (2);
  const double shown = now () - start;
  settle (20);
  printf ("5,001 folders: taken in %.0f ms, shown in %.0f ms, longest frame %.0f ms\n", taken,
          shown, frames.longest ());
  EXPECT_LT (shown, 60000);

  for (const char *command : { "('Area 1', false)", "('Area 1', true)" })
    {
      Frames ticking (window);

      start = now ();
      g_action_group_activate_action (G_ACTION_GROUP (actions), "choose-folder",
                                      g_variant_new_parsed (command));
      const double ticked = now () - start;
      settle (10);
      printf ("%s: %.0f ms, longest frame %.0f ms\n", command, ticked, ticking.longest ());
      EXPECT_LT (ticked, 30000);
    }
}
