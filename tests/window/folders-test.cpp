/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The folders page by itself, in this process, with plans that are made up. */

#include "app/folder-view.h"
#include "app/folders-page.h"
#include "app/plan-actions.h"
#include "window/desktop.hpp"
#include "window/frames.hpp"
#include "window/made-up-plan.hpp"

#include <ctime>
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
    style = gtk_css_provider_new ();
    gtk_css_provider_load_from_resource (style, "/io/github/decantmail/Decant/style.css");
    gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                GTK_STYLE_PROVIDER (style),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
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
    gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                   GTK_STYLE_PROVIDER (style));
    g_object_unref (style);
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

  static GtkWidget *
  find (GtkWidget *from, const std::function<bool (GtkWidget *)> &is_it)
  {
    if (is_it (from))
      return from;
    for (GtkWidget *child = gtk_widget_get_first_child (from); child != nullptr;
         child = gtk_widget_get_next_sibling (child))
      if (GtkWidget *found = find (child, is_it))
        return found;
    return nullptr;
  }

  DecantFolderView *
  view (bool old)
  {
    return DECANT_FOLDER_VIEW (find (GTK_WIDGET (page), [old] (GtkWidget *it) {
      gboolean is_old = FALSE;

      if (!DECANT_IS_FOLDER_VIEW (it))
        return false;
      g_object_get (it, "old", &is_old, nullptr);
      return bool (is_old) == old;
    }));
  }

  DecantFolderView *
  old_view ()
  {
    return view (true);
  }

  DecantFolderView *
  new_view ()
  {
    return view (false);
  }

  /* As a click on its row does. */
  void
  select (DecantFolderView *tree, const char *path)
  {
    GtkWidget *list = find (GTK_WIDGET (tree),
                            [] (GtkWidget *it) { return GTK_IS_COLUMN_VIEW (it); });
    GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (list));

    settle_trees ();
    const guint position = decant_folder_tree_reveal (decant_folder_view_get_tree (tree), path);

    ASSERT_NE (position, GTK_INVALID_LIST_POSITION) << path;
    gtk_selection_model_select_item (model, position, TRUE);
  }

  void
  command (const char *name, const char *parameter = nullptr)
  {
    g_action_group_activate_action (G_ACTION_GROUP (actions), name,
                                    parameter != nullptr ? g_variant_new_parsed (parameter)
                                                         : nullptr);
  }

  /* What the old folder's row says. */
  const DecantFolderFace *
  face (const char *path)
  {
    DecantFolderItem *item = decant_folder_tree_find (decant_folder_view_get_tree (old_view ()),
                                                      path);

    return item != nullptr ? decant_folder_item_get_face (item) : nullptr;
  }

  GListModel *
  rows (DecantFolderView *view)
  {
    return decant_folder_tree_get_model (decant_folder_view_get_tree (view));
  }

  /* Until both sides show the plan. */
  void
  settle_trees ()
  {
    ASSERT_TRUE (await ([this] { return decant_folders_page_is_settled (page); }));
    settle (2);
  }

  /* Rows that come or go from now on are counted. */
  void
  count_rows (DecantFolderView *view, guint *count)
  {
    g_signal_connect (rows (view), "items-changed",
                      G_CALLBACK (+[] (GListModel *, guint, guint gone, guint come, guint *sum) {
                        *sum += gone + come;
                      }),
                      count);
  }

  void
  show_and_say (const char *what)
  {
    Frames frames (window);
    const double start = now ();

    decant_plan_editor_take_plan (editor, made_up.make ());
    const double taken = now () - start;
    settle_trees ();
    printf ("%s: taken in %.0f ms, shown in %.0f ms (%.0f ms of work), longest frame %.0f ms (%.0f "
            "ms of work)\n",
            what, taken, now () - start, frames.work (), frames.longest (), frames.most_work ());
  }

  void
  tick_and_say (const char *choice)
  {
    Frames frames (window);
    const double start = now ();

    command ("choose-folder", choice);
    const double ticked = now () - start;
    const double work = frames.work ();
    settle_trees ();
    printf ("%s: answered in %.0f ms (%.0f ms of work), settled in %.0f ms (%.0f ms of work), "
            "longest frame %.0f ms (%.0f ms of work)\n",
            choice, ticked, work, now () - start, frames.work (), frames.longest (),
            frames.most_work ());
  }

  std::string
  destination (const char *path)
  {
    const DecantPlanFolder *folder = decant_plan_editor_find (editor, path);

    return folder != nullptr ? folder->new_path : "";
  }

  void
  take_small_plan ()
  {
    made_up.add_old ("INBOX", 10, 1000);
    made_up.add_old ("Work", 20, 2000)->subscribed = TRUE;
    made_up.add_old ("Work/2008", 30, 3000);
    made_up.add_old ("Work/2009", 40, 4000);
    made_up.add_new ("INBOX", 1);
    made_up.add_new ("Archive", 2);
    decant_plan_editor_take_plan (editor, made_up.make ());
  }

  DecantPlanEditor *editor = nullptr;
  DecantFoldersPage *page = nullptr;
  GtkWidget *window = nullptr;
  GtkCssProvider *style = nullptr; /* the application's, which sizes depend on */
  GSimpleActionGroup *actions = nullptr;
  MadeUpPlan made_up;
};

/* What the figures are is printed; what is expected of them holds on a busy machine as well. */
TEST_F (Folders, FiveThousandStaySmooth)
{
  made_up.add_old ("INBOX", 1000, 50000000);
  made_up.add_new ("INBOX", 3);
  made_up.add_many (10, 499);
  show_and_say ("5,001 folders in 10");
  tick_and_say ("('Area 1', false)");
  tick_and_say ("('Area 1', true)");
}

TEST_F (Folders, FiveThousandBelowOneStaySmooth)
{
  made_up.add_old ("INBOX", 1000, 50000000);
  made_up.add_new ("INBOX", 3);
  made_up.add_many (1, 4999);
  show_and_say ("5,001 folders in one");

  guint old_rows = 0, new_rows = 0;
  count_rows (old_view (), &old_rows);
  count_rows (new_view (), &new_rows);
  tick_and_say ("('Area 1', false)");
  EXPECT_EQ (new_rows, 5000u) << "each goes once, and none that stays";
  tick_and_say ("('Area 1', true)");
  EXPECT_EQ (new_rows, 10000u);
  EXPECT_EQ (old_rows, 0u) << "they stay where they are";
}

TEST_F (Folders, ParentsReflectTheirChildren)
{
  take_small_plan ();
  EXPECT_EQ (DECANT_TICK_ON, face ("Work")->tick);
  command ("choose-folder", "('Work/2009', false)");
  EXPECT_EQ (DECANT_TICK_MIXED, face ("Work")->tick);
  EXPECT_EQ (DECANT_TICK_OFF, face ("Work/2009")->tick);
  command ("choose-folder", "('Work', false)");
  EXPECT_EQ (DECANT_TICK_OFF, face ("Work")->tick);
  EXPECT_EQ (DECANT_TICK_OFF, face ("Work/2008")->tick);
  command ("choose-subscribed");
  EXPECT_EQ (DECANT_TICK_MIXED, face ("Work")->tick);
  EXPECT_EQ (DECANT_TICK_OFF, face ("INBOX")->tick);
  command ("choose-all");
  EXPECT_EQ (DECANT_TICK_ON, face ("Work")->tick);
  command ("choose-none");
  EXPECT_EQ (DECANT_TICK_OFF, face ("INBOX")->tick);
}

TEST_F (Folders, SelectingShowsThePartnerOnTheOtherSide)
{
  take_small_plan ();
  command ("copy-into", "('Work/2009', 'Archive')");
  select (old_view (), "Work/2009");
  EXPECT_STREQ ("Archive/2009", decant_folder_view_get_selected (new_view ()));
  select (new_view (), "INBOX");
  EXPECT_STREQ ("INBOX", decant_folder_view_get_selected (old_view ()));
  select (new_view (), "Archive");
  EXPECT_EQ (nullptr, decant_folder_view_get_selected (old_view ())) << "nothing goes there";

  gtk_widget_activate_action (GTK_WIDGET (new_view ()), "tree.collapse-all", nullptr);
  select (old_view (), "Work/2008");
  EXPECT_STREQ ("Work/2008", decant_folder_view_get_selected (new_view ())) << "was opened";
}

TEST_F (Folders, ChangesAreUndoneAndDoneAgain)
{
  take_small_plan ();
  EXPECT_EQ (nullptr, decant_plan_editor_get_undo_label (editor));
  command ("rename-folder", "('Work', 'Office')");
  EXPECT_EQ ("Office/2008", destination ("Work/2008")) << "it follows";
  g_signal_emit_by_name (new_view (), "dropped", "Work/2009", "Archive");
  EXPECT_EQ ("Archive/2009", destination ("Work/2009"));
  EXPECT_STREQ ("Work/2009", decant_folder_view_get_selected (old_view ()));
  command ("merge-folder", "('Work/2008', 'INBOX')");
  EXPECT_EQ ("INBOX", destination ("Work/2008"));
  g_object_set (decant_plan_editor_get_pruning (editor), "leave-old", TRUE, nullptr);
  EXPECT_NE (0, decant_plan_get_rules (decant_plan_editor_get_plan (editor))->newer_than);

  command ("undo");
  EXPECT_EQ (0, decant_plan_get_rules (decant_plan_editor_get_plan (editor))->newer_than);
  EXPECT_STREQ ("merging “2008”", decant_plan_editor_get_undo_label (editor));
  command ("undo");
  command ("undo");
  EXPECT_EQ ("Office/2009", destination ("Work/2009"));
  command ("undo");
  EXPECT_EQ ("Work/2009", destination ("Work/2009"));
  EXPECT_EQ (nullptr, decant_plan_editor_get_undo_label (editor));
  command ("redo");
  EXPECT_EQ ("Office/2009", destination ("Work/2009"));
  command ("reset-folder", "'Work'");
  EXPECT_EQ ("Work/2009", destination ("Work/2009"));
}

TEST_F (Folders, BothTreesStayBesideThePane)
{
  auto alone = [this] {
    gboolean old_alone, new_alone;

    g_object_get (old_view (), "alone", &old_alone, nullptr);
    g_object_get (new_view (), "alone", &new_alone, nullptr);
    EXPECT_EQ (old_alone, new_alone);
    return bool (old_alone);
  };
  AdwFlap *flap = ADW_FLAP (
    find (GTK_WIDGET (page), [] (GtkWidget *it) { return ADW_IS_FLAP (it); }));

  made_up.add_old ("A folder/with others/at some depth/and a name that is rather long", 1234567,
                   123456789);
  take_small_plan ();
  adw_flap_set_reveal_flap (flap, TRUE);
  EXPECT_TRUE (await ([&] { return adw_flap_get_reveal_progress (flap) >= 1; }));
  settle ();
  EXPECT_FALSE (alone ());
  EXPECT_FALSE (adw_flap_get_folded (flap)) << "it does not lie over them";
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 900);
  EXPECT_TRUE (await (alone));
}

TEST_F (Folders, ColumnsGiveWayWhereTheTextIsLarge)
{
  GtkSettings *settings = gtk_settings_get_default ();
  auto column_view = [this] (bool old) {
    return GTK_COLUMN_VIEW (
      find (GTK_WIDGET (view (old)), [] (GtkWidget *it) { return GTK_IS_COLUMN_VIEW (it); }));
  };
  auto fits = [&] (bool old) {
    GtkAdjustment *across = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (column_view (old)));

    return gtk_adjustment_get_upper (across) <= gtk_adjustment_get_page_size (across);
  };
  auto shows_messages = [&] (bool old) {
    g_autoptr (GtkColumnViewColumn) messages = GTK_COLUMN_VIEW_COLUMN (
      g_list_model_get_item (gtk_column_view_get_columns (column_view (old)), 1));

    return bool (gtk_column_view_column_get_visible (messages));
  };
  AdwFlap *flap = ADW_FLAP (
    find (GTK_WIDGET (page), [] (GtkWidget *it) { return ADW_IS_FLAP (it); }));
  int usual;

  g_object_get (settings, "gtk-xft-dpi", &usual, nullptr);
  take_small_plan ();
  settle ();
  EXPECT_TRUE (shows_messages (true) && shows_messages (false));
  g_object_set (settings, "gtk-xft-dpi", 120 * PANGO_SCALE, nullptr);
  adw_flap_set_reveal_flap (flap, TRUE);
  EXPECT_TRUE (await ([&] { return adw_flap_get_reveal_progress (flap) >= 1; }));
  EXPECT_TRUE (await ([&] { return fits (true) && fits (false); }));
  EXPECT_FALSE (shows_messages (false));
  g_object_set (settings, "gtk-xft-dpi", usual, nullptr);
  adw_flap_set_reveal_flap (flap, FALSE);
  EXPECT_TRUE (await ([&] { return shows_messages (true) && shows_messages (false); }));
}

TEST_F (Folders, SearchShowsWhatMatchesAndWhatIsAboveIt)
{
  take_small_plan ();
  GtkWidget *entry = find (GTK_WIDGET (page),
                           [] (GtkWidget *it) { return GTK_IS_SEARCH_ENTRY (it); });
  GListModel *rows = this->rows (old_view ());

  EXPECT_EQ (4u, g_list_model_get_n_items (rows));
  gtk_editable_set_text (GTK_EDITABLE (entry), "2009");
  EXPECT_TRUE (await ([&] { return g_list_model_get_n_items (rows) == 2; }));
  gtk_editable_set_text (GTK_EDITABLE (entry), "nothing of that name");
  EXPECT_TRUE (await ([&] { return g_list_model_get_n_items (rows) == 0; }));
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  EXPECT_TRUE (await ([&] { return g_list_model_get_n_items (rows) == 4; }));
}
