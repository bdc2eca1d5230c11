/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The largest messages, folders and senders. */

#include "app/largest-lists.h"
#include "app/largest-pane.h"
#include "window/made-up-mail.hpp"

namespace
{

class Largest : public MadeUpMail
{
protected:
  void
  SetUp () override
  {
    MadeUpMail::SetUp ();
    if (IsSkipped ())
      return;
    account.folders["INBOX"].messages = { { 1, 1000000000, 500, "Ada <ada@x>", "Small" },
                                          { 2, 1000000000, 9000, "Ada <ada@x>", "Large" },
                                          { 3, 1000000000, 100, "bob@x", "Tiny" } };
    account.folders["Work"].messages = { { 7, 1000000000, 7000, "bob@x", "Middling" } };
    begin ();
    finish ();
  }

  void
  TearDown () override
  {
    g_object_unref (messages);
    g_object_unref (counted);
    MadeUpMail::TearDown ();
  }

  void
  show_messages () const
  {
    decant_largest_lists_show_messages (messages, decant_forecast_get_census (forecast), editor,
                                        decant_forecast_get_summary (forecast));
  }

  void
  show_folders () const
  {
    decant_largest_lists_show_folders (counted, decant_forecast_get_census (forecast), editor);
  }

  /* Borrowed. */
  static DecantMessageItem *
  message (GListStore *list, guint position)
  {
    g_autoptr (GObject) item = G_OBJECT (g_list_model_get_item (G_LIST_MODEL (list), position));

    return DECANT_MESSAGE_ITEM (item);
  }

  static std::string
  subjects (GListStore *list)
  {
    std::string all;

    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
      all += std::string (decant_message_item_get_message (message (list, i))->subject) + " ";
    return all;
  }

  static std::string
  keys (GListStore *list)
  {
    std::string all;

    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
      {
        g_autoptr (DecantLargestItem)
          item = DECANT_LARGEST_ITEM (g_list_model_get_item (G_LIST_MODEL (list), i));

        all += std::string (decant_largest_item_get_key (item)) + " " +
               std::to_string (decant_largest_item_get_count (item)->size) + " ";
      }
    return all;
  }

  DecantTick
  tick (guint position) const
  {
    const char *why;

    return decant_message_item_get_tick (message (messages, position), editor, &why);
  }

  void
  await_taken (guint64 count) const
  {
    ASSERT_TRUE (
      await ([&] { return decant_forecast_get_summary (forecast)->taken.messages == count; }));
  }

  GListStore *messages = g_list_store_new (DECANT_TYPE_MESSAGE_ITEM);
  GListStore *counted = g_list_store_new (DECANT_TYPE_LARGEST_ITEM);
};

TEST_F (Largest, AreListed)
{
  show_messages ();
  EXPECT_EQ (subjects (messages), "Large Middling Small Tiny ");
  EXPECT_STREQ (decant_message_item_get_path (message (messages, 1)), "Work");
  show_folders ();
  EXPECT_EQ (keys (counted), "INBOX 9600 Work 7000 ");
  decant_largest_lists_show_senders (counted, decant_forecast_get_summary (forecast));
  EXPECT_EQ (keys (counted), "ada@x 9500 bob@x 7100 ");
}

/* One that is ticked off stays where it is, so that it can be ticked again. */
TEST_F (Largest, MessagesAreTickedOff)
{
  show_messages ();
  DecantMessageItem *first = message (messages, 0);

  EXPECT_EQ (tick (0), DECANT_TICK_ON);
  decant_message_item_set_tick (first, editor, FALSE);
  EXPECT_EQ (tick (0), DECANT_TICK_OFF);
  EXPECT_EQ (tick (1), DECANT_TICK_ON);
  await_taken (3);
  show_messages ();
  EXPECT_EQ (subjects (messages), "Large Middling Small Tiny ");
  EXPECT_EQ (message (messages, 0), first);

  decant_plan_editor_undo (editor);
  EXPECT_EQ (tick (0), DECANT_TICK_ON);
  await_taken (4);
}

/* What a rule or its folder leaves behind is not for a tick to say. */
TEST_F (Largest, TicksSayWhyTheyAreBarred)
{
  const char *why = nullptr;

  show_messages ();
  decant_plan_editor_choose_alone (editor, "Work", FALSE);
  EXPECT_EQ (tick (1), DECANT_TICK_BARRED);
  EXPECT_EQ (tick (0), DECANT_TICK_ON);
  decant_plan_editor_cut (editor, 1100000000);
  EXPECT_EQ (decant_message_item_get_tick (message (messages, 0), editor, &why),
             DECANT_TICK_BARRED);
  EXPECT_NE (why, nullptr);
  decant_message_item_set_tick (message (messages, 0), editor, TRUE);
  decant_message_item_set_tick (message (messages, 0), editor, FALSE);
  EXPECT_STREQ (decant_plan_editor_get_undo_label (editor), "the cut by date");
}

/* Folders stay in the list when they are ticked off, and those below them are let alone. */
TEST_F (Largest, FoldersAreTickedOffAlone)
{
  show_folders ();
  decant_plan_editor_choose_alone (editor, "INBOX", FALSE);
  await_taken (1);
  show_folders ();
  EXPECT_EQ (keys (counted), "INBOX 9600 Work 7000 ");
}

static void
keep_path (std::string *kept, const char *path)
{
  *kept = path;
}

/* Enter on a row asks for its folder to be shown. */
TEST_F (Largest, RowsLeadToTheirFolders)
{
  GtkWidget *pane = GTK_WIDGET (g_object_new (DECANT_TYPE_LARGEST_PANE, nullptr));
  std::string wanted;

  decant_largest_pane_set_editor (DECANT_LARGEST_PANE (pane), editor);
  decant_largest_pane_set_forecast (DECANT_LARGEST_PANE (pane), forecast);
  g_signal_connect_swapped (pane, "selected", G_CALLBACK (keep_path), &wanted);
  show (pane, 300, 500);
  gtk_widget_grab_focus (find (pane, GTK_TYPE_LIST_VIEW));
  for (guint i = 0; i < 8 && wanted.empty (); i++)
    {
      press (GDK_KEY_Down);
      press (GDK_KEY_Return);
      settle ();
    }
  EXPECT_TRUE (wanted == "INBOX" || wanted == "Work") << wanted;
}

}
