/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-edit.h"
#include "unit/census-fixture.hpp"

#include <ctime>
#include <random>

namespace
{

gint64
day (int year, int month, int number)
{
  struct tm parts = {};

  parts.tm_year = year - 1900;
  parts.tm_mon = month - 1;
  parts.tm_mday = number;
  return timegm (&parts);
}

bool
equals (const DecantCensusCount &a, guint64 messages, guint64 size)
{
  return a.messages == messages && a.size == size;
}

class CensusSummary : public Census
{
protected:
  /* Two folders of messages of all kinds. */
  void
  fill ()
  {
    account.folders["INBOX"] = { {
      { 1, day (2001, 2, 3), 100, "Ada <ada@x>", "one", "<1@x>" },
      { 2, day (2001, 2, 4), 5000, "Bob <bob@x>", "two", "<2@x>" },
      { 3, day (2010, 12, 31), 300, "ADA@x", "three", "<3@x>", DECANT_FLAG_DELETED },
      { 4, DECANT_DATE_UNKNOWN, 400, "", "four", "<4@x>" },
      { 6, day (2001, 2, 3), 100, "Ada <ada@x>", "one", "<1@x>" },
    } };
    account.folders["Junk"] = { { { 1, day (2001, 2, 3), 70, "Spam <s@x>", "buy", "<9@x>" } } };
    account.folders["Other"] = { {
      { 1, day (2001, 2, 3), 100, "Ada <ada@x>", "one", "<1@x>" },
      { 2, day (2015, 1, 1), 90, "Bob <bob@x>", "late", "<5@x>" },
    } };
    begin ();
    finish ();
  }
};

TEST_F (CensusSummary, AddsUp)
{
  fill ();
  g_autoptr (DecantPlan) plan = make_plan ();
  const Summary summary = summarise (plan, { 3, 2, 350 });

  EXPECT_TRUE (summary->complete);
  EXPECT_TRUE (equals (summary->found, 8, 6160));
  EXPECT_TRUE (equals (summary->taken, 8, 6160));
  EXPECT_EQ (summary->unknown_dates, 1U);
  EXPECT_TRUE (equals (summary->oversize, 2, 5400));
  EXPECT_TRUE (equals (summary->rules[DECANT_CENSUS_DELETED], 1, 300));
  EXPECT_TRUE (equals (summary->rules[DECANT_CENSUS_DUPLICATES], 2, 200));
  EXPECT_TRUE (equals (summary->rules[DECANT_CENSUS_JUNK], 1, 70));
  EXPECT_TRUE (equals (summary->rules[DECANT_CENSUS_TRASH], 0, 0));
  EXPECT_TRUE (equals (summary->rules[DECANT_CENSUS_LARGER], 0, 0));
  EXPECT_TRUE (equals (summary->undated.all, 1, 400));

  ASSERT_EQ (summary->months->len, 3U);
  const auto *month = &g_array_index (summary->months, DecantCensusMonth, 0);
  EXPECT_EQ (month->year, 2001);
  EXPECT_EQ (month->month, 2U);
  EXPECT_TRUE (equals (month->all, 5, 5370));
  month = &g_array_index (summary->months, DecantCensusMonth, 1);
  EXPECT_EQ (month->year, 2010);
  EXPECT_EQ (month->month, 12U);

  ASSERT_EQ (summary->largest->len, 3U);
  const auto *large = static_cast<DecantCensusMessage *> (summary->largest->pdata[0]);
  EXPECT_EQ (large->uid, 2U);
  EXPECT_STREQ (large->subject, "two");
  EXPECT_EQ (large->folder, guint (decant_census_find (census, "INBOX")));
  EXPECT_EQ (static_cast<DecantCensusMessage *> (summary->largest->pdata[2])->size, 300U);

  ASSERT_EQ (summary->senders->len, 2U);
  const auto *sender = static_cast<DecantCensusSender *> (summary->senders->pdata[0]);
  EXPECT_STREQ (sender->address, "bob@x");
  EXPECT_STREQ (sender->name, "Bob");
  EXPECT_TRUE (equals (sender->taken, 2, 5090));
  sender = static_cast<DecantCensusSender *> (summary->senders->pdata[1]);
  EXPECT_STREQ (sender->address, "ada@x") << "those without a sender have 400 bytes";
  EXPECT_TRUE (equals (sender->taken, 4, 600));
  EXPECT_TRUE (equals (g_array_index (summary->folders, DecantCensusCount,
                                      guint (decant_census_find (census, "Other"))),
                       2, 190));
}

TEST_F (CensusSummary, TellsWhatARuleWouldTakeOutAndWhatIsLeft)
{
  DecantPlanRules rules = {};

  fill ();
  rules.leave_deleted = TRUE;
  rules.older_than = day (2015, 1, 1);
  rules.newer_than = day (2001, 2, 4);
  rules.max_size = 350;
  rules.leave_special = 1U << DECANT_SPECIAL_USE_JUNK;
  g_autoptr (DecantPlan) plan = make_plan (rules);
  const Summary summary = summarise (plan);

  EXPECT_TRUE (equals (summary->found, 7, 6090)) << "without Junk";
  EXPECT_TRUE (equals (summary->rules[DECANT_CENSUS_JUNK], 1, 70));
  EXPECT_TRUE (equals (summary->rules[DECANT_CENSUS_DELETED], 1, 300));
  EXPECT_TRUE (equals (summary->rules[DECANT_CENSUS_NEWER], 3, 300));
  EXPECT_TRUE (equals (summary->rules[DECANT_CENSUS_OLDER], 1, 90));
  EXPECT_TRUE (equals (summary->rules[DECANT_CENSUS_LARGER], 2, 5400));
  EXPECT_TRUE (equals (summary->taken, 0, 0));
  EXPECT_EQ (summary->largest->len, 0U);
  EXPECT_TRUE (equals (g_array_index (summary->months, DecantCensusMonth, 0).all, 3, 300))
    << "the chart shows what a cut by date takes out as well";
}

TEST_F (CensusSummary, LeavesDuplicatesBehindWhereThatIsWanted)
{
  DecantPlanRules rules = {};

  fill ();
  rules.leave_duplicates = TRUE;
  g_autoptr (DecantPlan) plan = make_plan (rules);
  Summary summary = summarise (plan);

  EXPECT_TRUE (equals (summary->rules[DECANT_CENSUS_DUPLICATES], 2, 200));
  EXPECT_TRUE (equals (summary->found, 8, 6160));
  EXPECT_TRUE (equals (summary->taken, 6, 5960));
  EXPECT_TRUE (equals (g_array_index (summary->folders, DecantCensusCount,
                                      guint (decant_census_find (census, "Other"))),
                       1, 90))
    << "the first folder keeps its own";

  decant_plan_set_choice (plan, guint (decant_plan_find (plan, "INBOX")), DECANT_PLAN_LEAVE_BEHIND);
  summary = summarise (plan);
  EXPECT_TRUE (equals (summary->rules[DECANT_CENSUS_DUPLICATES], 0, 0))
    << "only what is taken along counts";
  EXPECT_TRUE (equals (summary->taken, 3, 260));
}

/* One whose size or headers the server does not tell is like no other. */
TEST_F (CensusSummary, WhatIsNotKnownIsNobodysDuplicate)
{
  account.folders["INBOX"] = { {
    { 1, 5, 0, "a@x", "s", "<1@x>" },
    { 2, 5, 0, "a@x", "s", "<1@x>" },
    { 3, 5, 10, "a@x", "s", "<1@x>" },
  } };
  begin ();
  finish ();
  g_autoptr (DecantPlan) plan = make_plan ();
  EXPECT_TRUE (equals (summarise (plan)->rules[DECANT_CENSUS_DUPLICATES], 0, 0));
}

TEST_F (CensusSummary, TellsHowMuchIsNotListedYet)
{
  account.folders["INBOX"] = { { { 1, 5, 10 } } };
  account.folders["Long"] = { std::vector<MemoryMessage> (3) };
  for (guint i = 0; i < 3; i++)
    account.folders["Long"].messages[i].uid = i + 1;
  folders = account.list_folders ();
  census = decant_census_new (folders);
  g_autoptr (DecantPlan) plan = make_plan ();
  Summary summary = summarise (plan);

  EXPECT_FALSE (summary->complete);
  EXPECT_EQ (summary->unlisted, 2U);
  EXPECT_EQ (summary->unlisted_messages, 4U);
  decant_plan_set_choice (plan, 0, DECANT_PLAN_LEAVE_BEHIND);
  decant_plan_set_choice (plan, 1, DECANT_PLAN_LEAVE_BEHIND);
  summary = summarise (plan);
  EXPECT_FALSE (summary->complete) << "what is left behind is counted as well";
  EXPECT_EQ (summary->unlisted, 0U);
  begin ();
  finish ();
  summary = summarise (plan);
  EXPECT_TRUE (summary->complete);
  EXPECT_TRUE (equals (summary->taken, 0, 0));
}

TEST_F (CensusSummary, CopiesWhatIsInSeveralFoldersOnce)
{
  DecantPlanRules rules = {};

  account.folders["INBOX"] = { { { 1, 5, 10, "a@x", "s", "", {}, 77 } } };
  account.folders["Label"] = { { { 1, 5, 10, "a@x", "s", "", {}, 77 },
                                 { 2, 5, 20, "a@x", "s", "", {}, 78 } } };
  account.folders["Zall"] = { { { 1, 5, 10, "a@x", "s", "", {}, 77 },
                                { 2, 5, 20, "a@x", "s", "", {}, 78 },
                                { 3, 5, 40, "a@x", "s", "", {}, 79 } } };
  folders = account.list_folders ();
  for (guint i = 0; i < folders->len; i++)
    static_cast<DecantFolder *> (folders->pdata[i])->tells_object_ids = TRUE;
  static_cast<DecantFolder *> (folders->pdata[2])->special_use = DECANT_SPECIAL_USE_ALL;
  census = decant_census_new (folders);
  begin ();
  finish ();
  rules.copy_once = TRUE;
  g_autoptr (DecantPlan) once = make_plan (rules);
  g_autoptr (DecantPlan) each = make_plan ();

  EXPECT_TRUE (equals (summarise (once)->taken, 3, 70));
  EXPECT_TRUE (equals (summarise (each)->taken, 4, 80));
  EXPECT_TRUE (equals (g_array_index (summarise (each)->folders, DecantCensusCount, 2), 1, 40))
    << "of all mail the rest";
}

TEST_F (CensusSummary, KeepsWhatIsTickedOffByHandAmongTheLargest)
{
  const guint32 uid = 2;

  fill ();
  for (guint i = 0; i < folders->len; i++)
    static_cast<DecantFolder *> (folders->pdata[i])->uid_validity = 1;
  g_autoptr (DecantPlan) plan = make_plan ();

  decant_plan_tick_messages (plan, 0, folder ("INBOX").uid_validity, &uid, 1, FALSE);
  const Summary summary = summarise (plan, { 3, 2, 0 });

  EXPECT_TRUE (equals (summary->taken, 7, 1160));
  EXPECT_TRUE (equals (g_array_index (summary->months, DecantCensusMonth, 0).all, 4, 370));
  EXPECT_EQ (static_cast<DecantCensusMessage *> (summary->largest->pdata[0])->uid, uid);
}

TEST_F (CensusSummary, TellsWhatGroupwareFoldersHold)
{
  account.folders["INBOX"] = { { { 1, 5, 10 } } };
  account.folders["Calendar"] = { { { 1, 5, 30 } } };
  begin ();
  finish ();
  g_autoptr (DecantPlan) plan = make_plan ();
  const int index = decant_plan_find (plan, "Calendar");
  const Summary summary = summarise (plan);

  EXPECT_EQ (summary->rules[DECANT_CENSUS_GROUPWARE].messages,
             decant_plan_is_groupware (plan, guint (index)) ? 1U : 0U);
}

/* The one who asks the plan itself is the judge. */
TEST_F (CensusSummary, AgreesWithThePlanMessageByMessage)
{
  std::mt19937 random (7);
  const auto any = [&random] (guint most) { return random () % most; };
  std::vector<std::string> paths = { "INBOX", "A", "B", "Junk", "Trash" };

  for (const std::string &path : paths)
    for (guint uid = 1; uid <= 200; uid++)
      account.folders[path].messages.push_back (
        { uid, any (10) == 0 ? DECANT_DATE_UNKNOWN : gint64 (any (2000000000)), any (2000), "a@x",
          "s", "", DecantFlags (any (32)) });
  begin ();
  finish ();
  for (guint round = 0; round < 50; round++)
    {
      DecantPlanRules rules = {};
      guint64 messages = 0, size = 0;

      rules.newer_than = any (2) * any (2000000000);
      rules.older_than = any (2) * any (2000000000);
      rules.max_size = any (2) * any (2000);
      rules.leave_deleted = any (2);
      rules.leave_special = any (1024);
      g_autoptr (DecantPlan) plan = make_plan (rules);

      if (any (2) != 0)
        decant_plan_set_choice (plan, any (5), DecantPlanChoice (any (3)));
      for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
        {
          const DecantPlanFolder *from = decant_plan_get_folder (plan, i);

          for (const MemoryMessage &one : account.folders[from->old_folder->path].messages)
            {
              DecantMessage message = {};

              message.uid = one.uid;
              message.internal_date = one.date;
              message.size = one.size;
              message.flags = one.flags;
              if (from->choice != DECANT_PLAN_COPY ||
                  !decant_plan_takes_message (plan, from, &message))
                continue;
              messages++;
              size += one.size;
            }
        }
      const Summary summary = summarise (plan, { 10, 10, 0 });
      DecantCensusCount in_months = summary->undated.taken, in_folders = {};

      EXPECT_TRUE (equals (summary->taken, messages, size)) << round;
      for (guint i = 0; i < summary->months->len; i++)
        in_months.messages += g_array_index (summary->months, DecantCensusMonth, i).taken.messages;
      for (guint i = 0; i < summary->folders->len; i++)
        in_folders.messages += g_array_index (summary->folders, DecantCensusCount, i).messages;
      EXPECT_EQ (in_months.messages, messages);
      EXPECT_EQ (in_folders.messages, messages);
      for (guint i = 1; i < summary->largest->len; i++)
        EXPECT_GE (static_cast<DecantCensusMessage *> (summary->largest->pdata[i - 1])->size,
                   static_cast<DecantCensusMessage *> (summary->largest->pdata[i])->size);
    }
}

/* Each rule alone takes out what is told of it. */
TEST_F (CensusSummary, TellsOfEachRuleWhatItTakesOutAlone)
{
  fill ();
  for (guint which = 0; which < 4; which++)
    {
      static const DecantCensusRule told[] = { DECANT_CENSUS_DELETED, DECANT_CENSUS_NEWER,
                                               DECANT_CENSUS_OLDER, DECANT_CENSUS_LARGER };
      DecantPlanRules rules = {};

      rules.leave_deleted = which == 0;
      rules.newer_than = which == 1 ? day (2005, 1, 1) : 0;
      rules.older_than = which == 2 ? day (2005, 1, 1) : 0;
      rules.max_size = which == 3 ? 99 : 0;
      g_autoptr (DecantPlan) plan = make_plan (rules);
      const Summary summary = summarise (plan);

      EXPECT_EQ (summary->found.messages - summary->taken.messages,
                 summary->rules[told[which]].messages);
      EXPECT_GT (summary->rules[told[which]].messages, 0U);
    }
}

TEST_F (CensusSummary, PutsOddDatesSomewhere)
{
  account.folders["INBOX"] = { {
    { 1, day (1900, 1, 1) - 1, 1 },
    { 2, day (2199, 12, 31), 1 },
    { 3, G_MAXINT64, 1 },
    { 4, G_MININT64 + 1, 1 },
    { 5, -1, 1 },
    { 6, 0, 1 },
    { 7, day (2000, 2, 29), 1 },
    { 8, day (2000, 3, 1) - 1, 1 },
  } };
  begin ();
  finish ();
  g_autoptr (DecantPlan) plan = make_plan ();
  const Summary summary = summarise (plan);
  std::string list;

  for (guint i = 0; i < summary->months->len; i++)
    {
      const auto &month = g_array_index (summary->months, DecantCensusMonth, i);

      list += std::to_string (month.year) + "-" + std::to_string (month.month) + ":" +
              std::to_string (month.all.messages) + " ";
    }
  EXPECT_EQ (list, "1900-1:2 1969-12:1 1970-1:1 2000-2:2 2199-12:2 ");
}

/* Milliseconds of the processor, of all threads: others may be busy as well. */
int
now ()
{
  return int (std::clock () / (CLOCKS_PER_SEC / 1000));
}

TEST_F (CensusSummary, BearsALargeMailbox)
{
  constexpr guint MESSAGES = 200000, FOLDERS = 5000;
  MemoryFolder &inbox = account.folders["INBOX"];

  for (guint i = 0; i < MESSAGES; i++)
    inbox.messages.push_back (
      { i + 1, gint64 (i) * 5000, i * 7919 % 100000,
        "Sender " + std::to_string (i % 3000) + " <s" + std::to_string (i % 3000) + "@example.org>",
        "A subject of usual length, number " + std::to_string (i) });
  for (guint i = 0; i < FOLDERS; i++)
    account.folders["F" + std::to_string (i)] = { { { 1, 1000, 10 } } };
  const int made = now ();
  begin ();
  finish ();
  const int listed = now ();
  g_autoptr (DecantPlan) plan = make_plan ();

  EXPECT_EQ (summarise (plan)->taken.messages, MESSAGES + FOLDERS);
  const int warm = now ();
  EXPECT_EQ (summarise (plan)->taken.messages, MESSAGES + FOLDERS);
  const int summarised = now ();
  g_autoptr (DecantPlan) copy = decant_plan_copy (plan);
  const int copied = now ();
  EXPECT_EQ (read_page ("INBOX", DECANT_CENSUS_BY_SUBJECT, true, 0, 100)->total, MESSAGES);
  const int first_page = now ();
  read_page ("INBOX", DECANT_CENSUS_BY_SUBJECT, true, 100000, 100);
  const int second_page = now ();
  read_page ("INBOX", DECANT_CENSUS_BY_DATE, true, 0, 100);

  printf ("list %d ms, summarise %d ms, copy a plan %d ms, first page %d ms, "
          "second page %d ms, by date %d ms\n",
          listed - made, summarised - warm, copied - summarised, first_page - copied,
          second_page - first_page, now () - second_page);
}

}
