/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What to leave behind and whether the rest fits, in the folders page over an account that is
 * nowhere but in memory. */

#include "app/date-entry.h"
#include "app/fit-banner.h"
#include "app/folders-page.h"
#include "app/plan-actions.h"
#include "app/pruning-pane.h"
#include "app/pruning-row.h"
#include "window/made-up-mail.hpp"
#include "window/widgets.hpp"

#include <gtest/gtest.h>

namespace
{

/* The rows of the pane. */
enum Row : unsigned
{
  JUNK,
  TRASH,
  GROUPWARE,
  MARKED,
  DUPLICATES,
  OLD,
  NEW,
  LARGE,
};

constexpr gint64 DAY = 86400;
constexpr gint64 YEAR_2010 = 1262304000;

class Pruning : public MadeUpMail
{
protected:
  void
  SetUp () override
  {
    MadeUpMail::SetUp ();
    if (IsSkipped ())
      return;
    GtkWidget *page = GTK_WIDGET (g_object_new (DECANT_TYPE_FOLDERS_PAGE, nullptr));
    fit = decant_fit_new (editor, forecast);
    decant_folders_page_set_editor (DECANT_FOLDERS_PAGE (page), editor);
    decant_folders_page_set_forecast (DECANT_FOLDERS_PAGE (page), forecast);
    decant_folders_page_set_fit (DECANT_FOLDERS_PAGE (page), fit);
    actions = g_simple_action_group_new ();
    decant_plan_actions_add (G_ACTION_MAP (actions), editor);
    gtk_widget_insert_action_group (page, "win", G_ACTION_GROUP (actions));
    show (page, 1000, 700);
    fill ();
  }

  void
  TearDown () override
  {
    MadeUpMail::TearDown ();
    g_clear_object (&actions);
    g_clear_object (&fit);
  }

  void
  fill ()
  {
    for (guint32 uid = 1; uid <= 10; uid++)
      {
        MemoryMessage message = { uid };

        message.date = YEAR_2010 + (gint64 (uid) - 5) * DAY;
        message.size = uid <= 2 ? 40000000 : 1000;
        if (uid >= 8)
          message.flags = DECANT_FLAG_DELETED;
        account.folders["INBOX"].messages.push_back (message);
      }
    account.folders["Spam"].messages = { { 1 }, { 2 } };
    account.folders["Work"].messages = { { 1 } };
  }

  /* @rules: of the plan; NULL: as a new move has them. */
  void
  begin (const DecantPlanRules *rules = nullptr, DecantServerKind kind = DECANT_SERVER_UNKNOWN)
  {
    g_autoptr (GPtrArray) none = g_ptr_array_new ();
    DecantPlanTraits traits;

    folders = account.list_folders ();
    decant_plan_traits_init (&traits, DECANT_SERVER_UNKNOWN, none);
    DecantPlan *plan = decant_plan_new (folders, none,
                                        rules != nullptr ? rules : decant_pruning_get_defaults ());
    decant_plan_set_servers (plan, kind, &traits);
    decant_plan_editor_take_plan (editor, plan);
    decant_forecast_begin (forecast, folders);
    decant_forecast_resume (forecast, account.opener);
  }

  GtkWidget *
  row (Row which)
  {
    return find_widget (window, DECANT_TYPE_PRUNING_ROW, which);
  }

  bool
  await_row (Row which, const std::string &text)
  {
    return await ([&] { return has_own_label (row (which), text); });
  }

  /* The pane itself is hidden at first. */
  static bool
  has_own_label (GtkWidget *root, const std::string &text)
  {
    return find_widget (root, [&text] (GtkWidget *it) {
             return GTK_IS_LABEL (it) && gtk_widget_get_visible (it) && label_text (it) == text;
           }) != nullptr;
  }

  bool
  is_on (Row which)
  {
    return gtk_check_button_get_active (
      GTK_CHECK_BUTTON (find_widget (row (which), GTK_TYPE_CHECK_BUTTON)));
  }

  void
  command (const char *name)
  {
    g_action_group_activate_action (G_ACTION_GROUP (actions), name, nullptr);
  }

  void
  type (Row which, const char *text)
  {
    GtkWidget *entry = find_widget (row (which), GTK_TYPE_EDITABLE);

    gtk_editable_set_text (GTK_EDITABLE (entry), text);
    if (GTK_IS_SPIN_BUTTON (entry))
      gtk_spin_button_update (GTK_SPIN_BUTTON (entry));
  }

  std::string
  undo_label ()
  {
    const char *label = decant_plan_editor_get_undo_label (editor);

    return label != nullptr ? label : "";
  }

  void
  allow (guint64 bytes, guint64 message_limit = 0)
  {
    DecantAllowance allowance = {};

    allowance.round_trip = -1;
    allowance.quota.limits_size = TRUE;
    allowance.quota.size_limit = bytes;
    allowance.message_limit = message_limit;
    decant_fit_take_allowance (fit, &allowance);
  }

  bool
  await_label (const std::string &text, bool there = true)
  {
    return await ([&] { return has_label (window, text) == there; });
  }

  DecantFit *fit = nullptr;
  GSimpleActionGroup *actions = nullptr;
};

}

/* ---- what to leave behind ---- */

TEST_F (Pruning, ANewMoveLeavesRubbishBehindAndSaysHowMuch)
{
  begin ();
  EXPECT_TRUE (is_on (JUNK));
  EXPECT_TRUE (is_on (TRASH));
  EXPECT_TRUE (is_on (MARKED));
  EXPECT_FALSE (is_on (OLD));
  EXPECT_FALSE (is_on (NEW));
  EXPECT_FALSE (is_on (LARGE));
  EXPECT_TRUE (await_row (JUNK, "2 messages · 2.0 kB"));
  EXPECT_TRUE (await_row (TRASH, "no messages"));
  EXPECT_TRUE (await_row (MARKED, "3 messages · 3.0 kB"));
  EXPECT_TRUE (has_label (window, "Leave behind: junk, rubbish bin, marked as deleted"));
  EXPECT_TRUE (await_label ("8 messages"));
  EXPECT_EQ ("", undo_label ()) << "nobody has done anything";
}

TEST_F (Pruning, WhatIsNotInForceSaysWhatItWouldTakeOut)
{
  const DecantPlanRules none = {};

  begin (&none);
  EXPECT_FALSE (is_on (JUNK));
  EXPECT_FALSE (is_on (MARKED));
  EXPECT_TRUE (await_row (JUNK, "2 messages · 2.0 kB"));
  EXPECT_TRUE (await_row (MARKED, "3 messages · 3.0 kB"));
  EXPECT_TRUE (await_label ("13 messages"));
}

TEST_F (Pruning, CalendarsAndContactsAreSpokenOfWhereThereAreAny)
{
  begin ();
  EXPECT_FALSE (gtk_widget_get_visible (row (GROUPWARE)));
  EXPECT_FALSE (has_label (window, "calendars and contacts"));
}

TEST_F (Pruning, CalendarsAndContactsStayBehindWithWhatIsInThem)
{
  account.folders["Calendar"].messages = { { 1 }, { 2 }, { 3 } };
  begin (nullptr, DECANT_SERVER_EXCHANGE);
  EXPECT_TRUE (gtk_widget_get_visible (row (GROUPWARE)));
  EXPECT_TRUE (is_on (GROUPWARE));
  EXPECT_TRUE (has_label (window, "rubbish bin, calendars and contacts, marked as deleted"));
  EXPECT_TRUE (await_row (GROUPWARE, "3 messages · 3.0 kB"));
  EXPECT_TRUE (await_label ("8 messages"));
  command ("leave-groupware");
  EXPECT_TRUE (await_label ("11 messages"));
}

TEST_F (Pruning, DuplicatesStayBehindOnceThatIsWanted)
{
  for (guint32 uid = 20; uid <= 22; uid++)
    {
      MemoryMessage message = { uid };

      message.id = "<the same@x>";
      account.folders[uid == 20 ? "INBOX" : "Work"].messages.push_back (message);
    }
  begin ();
  EXPECT_FALSE (is_on (DUPLICATES)) << "nobody has asked for it";
  EXPECT_TRUE (await_row (DUPLICATES, "2 messages · 2.0 kB"));
  EXPECT_TRUE (await_label ("11 messages"));
  command ("leave-duplicates");
  EXPECT_TRUE (rules ()->leave_duplicates);
  EXPECT_TRUE (is_on (DUPLICATES));
  EXPECT_EQ ("leaving behind duplicates", undo_label ());
  EXPECT_TRUE (has_label (window, "marked as deleted, duplicates"));
  EXPECT_TRUE (await_label ("9 messages"));
  EXPECT_TRUE (await_row (DUPLICATES, "2 messages · 2.0 kB"));
  command ("undo");
  EXPECT_FALSE (rules ()->leave_duplicates);
  EXPECT_TRUE (await_label ("11 messages"));
}

TEST_F (Pruning, WhileItIsCountedItSaysSo)
{
  std::atomic<bool> held{ true };

  account.folders["INBOX"].visited = false;
  account.folders["INBOX"].before = [&held] (guint n, GError **) {
    while (n == 9 && held)
      g_usleep (1000);
    return true;
  };
  begin ();
  EXPECT_TRUE (await_row (MARKED, "counting…"));
  EXPECT_TRUE (has_label (window, "at most, in 2 folders"));
  EXPECT_FALSE (has_label (window, " bytes")) << "no sizes are known yet";
  held = false;
  EXPECT_TRUE (await_row (MARKED, "3 messages · 3.0 kB"));
}

TEST_F (Pruning, ADateIsTypedAndUndone)
{
  begin ();
  command ("leave-old");
  EXPECT_EQ ("leaving behind older mail", undo_label ());
  for (const char *text :
       { "1 Jan", "1 January 201", "1 January 2009", "2010-01-02", "2010-01-01" })
    type (OLD, text);
  EXPECT_EQ (YEAR_2010, rules ()->newer_than);
  EXPECT_EQ ("changing the date", undo_label ());
  EXPECT_TRUE (await_row (OLD, "4 messages · 80.0 MB"));
  EXPECT_TRUE (has_label (window, "before 1 January 2010"));
  EXPECT_TRUE (await_label ("4 messages")) << "three of ten are marked as deleted";
  type (OLD, "the other day");
  EXPECT_EQ (YEAR_2010, rules ()->newer_than);

  command ("undo");
  EXPECT_NE (YEAR_2010, rules ()->newer_than);
  EXPECT_NE (0, rules ()->newer_than);
  command ("undo");
  EXPECT_EQ (0, rules ()->newer_than);
  EXPECT_FALSE (is_on (OLD));
  command ("redo");
  command ("redo");
  EXPECT_EQ (YEAR_2010, rules ()->newer_than);
  EXPECT_TRUE (is_on (OLD));
}

TEST_F (Pruning, ADayIsChosenFromTheCalendar)
{
  begin ();
  command ("leave-new");
  GtkWidget *button = find_widget (row (NEW), GTK_TYPE_MENU_BUTTON);
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  g_autoptr (GDateTime) day = g_date_time_new_local (2010, 1, 3, 0, 0, 0);

  gtk_calendar_select_day (GTK_CALENDAR (find_widget (popover, GTK_TYPE_CALENDAR)), day);
  EXPECT_EQ (YEAR_2010 + 2 * DAY, rules ()->older_than);
  EXPECT_STREQ ("3 January 2010",
                gtk_editable_get_text (GTK_EDITABLE (find_widget (row (NEW), GTK_TYPE_ENTRY))));
  EXPECT_TRUE (await_row (NEW, "4 messages · 4.0 kB"));
}

TEST_F (Pruning, LimitsOfALoadedPlanStayAsTheyAre)
{
  DecantPlanRules exact = {};

  exact.newer_than = YEAR_2010 + 12345;
  exact.max_size = 2 * 1024 * 1024 + 1;
  begin (&exact);
  command ("leave-junk");
  EXPECT_EQ (YEAR_2010 + 12345, rules ()->newer_than);
  EXPECT_EQ (2u * 1024 * 1024 + 1, rules ()->max_size);
  type (LARGE, "0.5");
  EXPECT_EQ (500000u, rules ()->max_size);
  EXPECT_EQ (YEAR_2010 + 12345, rules ()->newer_than);
  EXPECT_TRUE (await_row (LARGE, "2 messages · 80.0 MB"));
}

/* ---- whether it fits ---- */

TEST_F (Pruning, WarnsWhereItDoesNotFitAndStopsOnceItDoes)
{
  begin ();
  ASSERT_TRUE (await_label ("8 messages"));
  EXPECT_FALSE (has_label (window, "too small")) << "nothing is known of the new account";
  allow (50000000);
  EXPECT_TRUE (has_label (window, "The new account is too small: 30.0 MB too much."));
  command ("leave-large");
  EXPECT_TRUE (await_label ("too small", false));
  command ("undo");
  EXPECT_TRUE (await_label ("too small"));
  allow (500000000);
  EXPECT_FALSE (has_label (window, "too small"));
}

TEST_F (Pruning, WhatHasArrivedBeforeNeedsNoRoom)
{
  begin ();
  ASSERT_TRUE (await_label ("8 messages"));
  decant_fit_begin (fit, account.opener, account.opener, 7, 60000000);
  allow (50000000);
  EXPECT_FALSE (has_label (window, "too small"));
  decant_fit_begin (fit, account.opener, account.opener, 0, 0);
  allow (50000000);
  EXPECT_TRUE (has_label (window, "too small"));
  decant_fit_forget_room (fit);
  EXPECT_FALSE (has_label (window, "too small"));
}

TEST_F (Pruning, CountsMessagesThatAreTooLarge)
{
  begin ();
  allow (500000000, 10000000);
  EXPECT_TRUE (await_label ("2 messages are larger than the 10.0 MB that the new account takes."));
  command ("leave-large");
  EXPECT_TRUE (await_label ("are larger than", false));
}
