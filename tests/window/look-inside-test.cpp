/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A look into a folder: its messages in pages, and their ticks. */

#include "app/folders-page.h"
#include "app/look-inside.h"
#include "app/message-list.h"
#include "engine/plan-edit.h"
#include "window/frames.hpp"
#include "window/made-up-mail.hpp"

#include <atspi/atspi.h>

namespace
{

class LookInside : public MadeUpMail
{
protected:
  void
  TearDown () override
  {
    g_clear_object (&list);
    MadeUpMail::TearDown ();
  }

  void
  fill (guint count, const char *path = "INBOX")
  {
    std::vector<MemoryMessage> &messages = account.folders[path].messages;

    for (guint i = 1; i <= count; i++)
      messages.push_back ({ i, 1000000000 + gint64 (i) * 3600, 100 + (i * 7919ULL) % 100000,
                            "Ada <ada@example.org>", "Message " + std::to_string (i) });
  }

  void
  make_list ()
  {
    list = decant_message_list_new (decant_forecast_get_census (forecast), "INBOX");
  }

  /* Waits until the message at @position is known. */
  guint32
  uid_at (guint position) const
  {
    g_autoptr (DecantMessageItem)
      item = DECANT_MESSAGE_ITEM (g_list_model_get_item (G_LIST_MODEL (list), position));

    EXPECT_TRUE (await ([&] { return decant_message_item_get_message (item) != nullptr; }));
    return decant_message_item_get_message (item)->uid;
  }

  void
  look ()
  {
    window = decant_look_inside_new (nullptr, forecast, editor, "INBOX");
    gtk_window_present (GTK_WINDOW (window));
    settle ();
    ASSERT_TRUE (await ([this] { return gtk_window_is_active (GTK_WINDOW (window)); }));
  }

  guint64
  ticked_off () const
  {
    return decant_plan_count_ticked_off (decant_plan_editor_get_plan (editor), 0);
  }

  DecantMessageList *list = nullptr;
};

TEST_F (LookInside, ReadsPages)
{
  fill (2500);
  begin ();
  finish ();
  make_list ();

  EXPECT_EQ (g_list_model_get_n_items (G_LIST_MODEL (list)), 2500U);
  EXPECT_EQ (uid_at (0), 2500U);
  EXPECT_EQ (uid_at (2499), 1U);
  EXPECT_EQ (uid_at (1234), 2500U - 1234);
  EXPECT_EQ (g_list_model_get_item (G_LIST_MODEL (list), 2500), nullptr);
  decant_message_list_sort (list, DECANT_CENSUS_BY_DATE, FALSE);
  EXPECT_EQ (uid_at (0), 1U);
  EXPECT_EQ (uid_at (2499), 2500U);
}

/* However far somebody scrolls, only some pages are held. */
TEST_F (LookInside, HoldsFewMessages)
{
  fill (7000);
  begin ();
  finish ();
  make_list ();
  GObject *first = G_OBJECT (g_list_model_get_item (G_LIST_MODEL (list), 0));
  bool alive = true;

  g_object_weak_ref (
    first, [] (gpointer told, GObject *) { *static_cast<bool *> (told) = false; }, &alive);
  g_object_unref (first);
  uid_at (0);
  EXPECT_TRUE (alive);
  for (guint position = 0; position < 7000; position += 100)
    uid_at (position);
  EXPECT_FALSE (alive);
}

/* More that is met comes behind what is shown; what is shown changes in place. */
TEST_F (LookInside, GrowsInPlace)
{
  std::atomic<bool> held{ true };

  fill (3000);
  account.folders["INBOX"].before = [&] (guint n, GError **) {
    while (n == 2900 && held)
      g_usleep (1000);
    return true;
  };
  begin ();
  ASSERT_TRUE (await ([this] {
    DecantCensusFolder known;

    decant_census_get_folder (decant_forecast_get_census (forecast), 0, &known);
    return known.messages > 0;
  }));
  make_list ();
  const guint before = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_autoptr (GObject) first = G_OBJECT (g_list_model_get_item (G_LIST_MODEL (list), 0));

  EXPECT_LT (before, 3000U);
  EXPECT_LT (uid_at (0), 3000U);
  held = false;
  finish ();
  decant_message_list_refresh (list);
  EXPECT_EQ (g_list_model_get_n_items (G_LIST_MODEL (list)), 3000U);
  EXPECT_TRUE (await ([this] { return uid_at (0) == 3000; }));
  EXPECT_EQ (decant_message_item_get_message (DECANT_MESSAGE_ITEM (first))->uid, 3000U);
}

/* Enter ticks a message off; undo takes that back. */
TEST_F (LookInside, TicksMessagesOff)
{
  fill (50);
  begin ();
  finish ();
  look ();
  gtk_widget_grab_focus (find (window, GTK_TYPE_COLUMN_VIEW));
  press (GDK_KEY_Down);
  settle ();
  press (GDK_KEY_Return);
  ASSERT_TRUE (await ([this] { return ticked_off () == 1; }));
  ASSERT_TRUE (
    await ([this] { return decant_forecast_get_summary (forecast)->taken.messages == 49; }));
  decant_plan_editor_undo (editor);
  EXPECT_EQ (ticked_off (), 0U);
}

/* From the folders page, by keyboard. */
TEST_F (LookInside, OpensWithAltAndReturn)
{
  fill (5);
  begin ();
  finish ();
  auto *page = DECANT_FOLDERS_PAGE (g_object_new (DECANT_TYPE_FOLDERS_PAGE, nullptr));
  const auto is_open = [] {
    GListModel *windows = gtk_window_get_toplevels ();

    for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
      {
        g_autoptr (GObject) each = G_OBJECT (g_list_model_get_item (windows, i));

        if (DECANT_IS_LOOK_INSIDE (each))
          return true;
      }
    return false;
  };

  decant_folders_page_set_editor (page, editor);
  decant_folders_page_set_forecast (page, forecast);
  show (GTK_WIDGET (page), 1000, 700);
  gtk_widget_grab_focus (find (GTK_WIDGET (page), GTK_TYPE_COLUMN_VIEW));
  press (GDK_KEY_Down);
  settle ();
  press_key (GDK_KEY_Return, 1 << ATSPI_MODIFIER_CONTROL);
  settle ();
  EXPECT_FALSE (is_open ()) << "that starts the copy";
  press_key (GDK_KEY_Return, 1 << ATSPI_MODIFIER_ALT);
  EXPECT_TRUE (await (is_open));
}

/* What the figures are is printed; what is expected of them holds on a busy machine as well. */
TEST_F (LookInside, TwoHundredThousandStaySmooth)
{
  fill (200000);
  begin ();
  finish ();
  const double start = double (g_get_monotonic_time ()) / 1000;

  look ();
  printf ("200,000 messages: open after %.0f ms\n",
          double (g_get_monotonic_time ()) / 1000 - start);
  GtkWidget *scrolled = gtk_widget_get_parent (find (window, GTK_TYPE_COLUMN_VIEW));
  GtkAdjustment *vertical = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  Frames frames (window);

  for (guint i = 1; i <= 40; i++)
    {
      gtk_adjustment_set_value (vertical, gtk_adjustment_get_upper (vertical) * i / 40);
      settle (1);
    }
  for (guint i = 1; i <= 40; i++)
    {
      gtk_adjustment_set_value (vertical, gtk_adjustment_get_value (vertical) - 120);
      settle (1);
    }
  settle (5);
  printf ("longest frame while scrolling %.0f ms\n", frames.longest ());
  EXPECT_LT (frames.longest (), 5000);
}

}
