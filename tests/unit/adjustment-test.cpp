/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/report.h"
#include "journal-fixture.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

/* What was changed on a message's way: in words, in the journal and in the reports. */

namespace
{

constexpr auto line_ends = DECANT_ADJUSTMENT_LINE_ENDS;
constexpr auto keywords = DECANT_ADJUSTMENT_KEYWORDS;
constexpr auto date = DECANT_ADJUSTMENT_DATE;

DecantAdjustment
both (DecantAdjustment a, DecantAdjustment b)
{
  return static_cast<DecantAdjustment> (a | b);
}

TEST (Adjustments, WordsGoBothWays)
{
  const std::vector<std::string> words = { "line-ends", "keywords", "date", "wrapped",
                                           "folder-renamed" };

  for (guint i = 0; i < words.size (); i++)
    {
      const auto adjustment = static_cast<DecantAdjustment> (1u << i);

      EXPECT_EQ (decant_adjustment_to_word (adjustment), words[i]);
      EXPECT_EQ (decant_adjustment_from_word (words[i].c_str ()), adjustment);
      EXPECT_NE (decant_adjustment_describe (adjustment), nullptr);
    }
  EXPECT_EQ (decant_adjustment_to_word (both (line_ends, date)), nullptr);
  EXPECT_EQ (decant_adjustment_from_word (nullptr), DECANT_ADJUSTMENT_NONE);
}

TEST (Adjustments, DetailsAreALineForEach)
{
  g_autofree char *of_date = decant_adjustment_add_detail (nullptr, DECANT_ADJUSTMENT_NONE, date,
                                                           "then");
  g_autofree char *two = decant_adjustment_add_detail (of_date, date, keywords, "$a\nb");
  g_autofree char *three = decant_adjustment_add_detail (two, both (date, keywords), line_ends,
                                                         nullptr);
  const auto all = static_cast<DecantAdjustment> (line_ends | keywords | date);
  g_autofree char *replaced = decant_adjustment_add_detail (three, all, date, "now");
  g_autofree char *keyword = decant_adjustment_get_detail (replaced, all, keywords);
  g_autofree char *moment = decant_adjustment_get_detail (replaced, all, date);
  g_autofree char *nothing = decant_adjustment_get_detail (replaced, all, line_ends);

  EXPECT_STREQ (two, "$a\nthen");
  EXPECT_STREQ (keyword, "$a");
  EXPECT_STREQ (moment, "now");
  EXPECT_EQ (nothing, nullptr);
}

/* ---- in the journal ---- */

class AdjustedJournal : public JournalTest
{
protected:
  DecantJournalEntry
  adjusted (const DecantJournalFolder &folder, guint32 uid, DecantAdjustment adjustments,
            char *detail)
  {
    DecantJournalEntry sent = entry (folder, uid, uid);

    headers.message_id = subject;
    headers.subject = subject;
    sent.adjustments = adjustments;
    sent.adjustment_detail = detail;
    sent.headers = &headers;
    return sent;
  }

  /* "folder uid word detail" of each. */
  std::vector<std::string>
  adjustments ()
  {
    g_autoptr (GPtrArray) list = decant_journal_list_adjustments (journal, nullptr);
    std::vector<std::string> lines;

    for (guint i = 0; i < list->len; i++)
      {
        auto *item = static_cast<DecantProblem *> (list->pdata[i]);

        EXPECT_STREQ (item->subject, subject);
        lines.push_back (std::string (item->folder) + " " + std::to_string (item->uid) + " " +
                         decant_adjustment_to_word (item->adjustment) + " " +
                         (item->detail != nullptr ? item->detail : "-"));
      }
    return lines;
  }

  char subject[8] = "Tea";
  char two_lines[64] = "$Old\n1970-01-02T00:00:00Z";
  DecantHeaders headers = {};
};

TEST_F (AdjustedJournal, TellsWhatArrivedAdjusted)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1, 2, 3 });
  send_and_settle ({ adjusted (folder, 1, line_ends, nullptr),
                     adjusted (folder, 2, both (keywords, date), two_lines), entry (folder, 3) });

  EXPECT_EQ (adjustments (),
             (std::vector<std::string>{ "Inbox 1 line-ends -", "Inbox 2 keywords $Old",
                                        "Inbox 2 date 1970-01-02T00:00:00Z" }));
  EXPECT_TRUE (problems ().empty ());
}

TEST_F (AdjustedJournal, ForgetsWhatDidNotArrive)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1, 2, 3 });
  send ({ adjusted (folder, 1, line_ends, nullptr), adjusted (folder, 2, line_ends, nullptr),
          adjusted (folder, 3, line_ends, nullptr) });
  EXPECT_TRUE (adjustments ().empty ()) << "they have not arrived yet";

  settle ({ entry (folder, 1) }, DECANT_OUTCOME_PLANNED_AGAIN);
  send_and_settle ({ entry (folder, 1, 11) });
  skip (folder, 2);
  send_and_settle ({ entry (folder, 2, 12) });
  EXPECT_TRUE (adjustments ().empty ()) << "in the end these went as they were";
}

TEST_F (AdjustedJournal, VerifiesByTheDateThatWasGiven)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1, 2 });
  send_and_settle (
    { adjusted (folder, 1, both (keywords, date), two_lines), entry (folder, 2, 2) });

  g_autoptr (GArray) entries = decant_journal_list_arrived (journal, folder.new_folder_id, FALSE,
                                                            nullptr, G_MAXUINT, nullptr);
  ASSERT_EQ (entries->len, 2u);
  EXPECT_EQ (g_array_index (entries, DecantJournalEntry, 0).internal_date, 86400);
  EXPECT_EQ (g_array_index (entries, DecantJournalEntry, 1).internal_date, 1002);
}

/* Or it would be copied a second time when the old folder is renumbered. */
TEST_F (AdjustedJournal, KnowsAWrappedMessageByWhatItWas)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1 });
  send_and_settle ({ adjusted (folder, 1, DECANT_ADJUSTMENT_WRAPPED, nullptr) });

  g_autoptr (GArray) entries = decant_journal_list_identified (journal, folder.id, 0, 1, nullptr);
  DecantIdentity original;
  decant_identity_from_headers (&original, &headers, 1001);
  ASSERT_EQ (entries->len, 1u);
  EXPECT_TRUE (
    decant_identity_equal (&g_array_index (entries, DecantJournalEntry, 0).identity, &original));
}

/* ---- in reports ---- */

TEST (AdjustedReport, IsCleanAndShowsThemInAllForms)
{
  g_autoptr (DecantReport) report = decant_report_new (DECANT_REPORT_COPY);
  auto *item = g_new0 (DecantProblem, 1);

  item->folder = g_strdup ("Archive");
  item->uid = 5;
  item->subject = g_strdup ("Tea");
  item->internal_date = 1554035400;
  item->adjustment = keywords;
  item->detail = g_strdup ("$Old");
  g_ptr_array_add (report->adjustments, item);
  report->adjusted = 1;
  report->finished = TRUE;
  g_autofree char *sentence = decant_report_summarise_adjustments (report);
  g_autofree char *json = decant_report_to_text (report, DECANT_REPORT_JSON);
  g_autofree char *csv = decant_report_to_text (report, DECANT_REPORT_CSV);
  g_autofree char *html = decant_report_to_text (report, DECANT_REPORT_HTML);
  g_autoptr (DecantReport) back = decant_report_new_from_json (json, nullptr);
  g_autoptr (DecantReport) copy = decant_report_copy (back);

  EXPECT_TRUE (decant_report_is_clean (report));
  EXPECT_STREQ (sentence, "1 message arrived with small changes.");
  EXPECT_NE (
    strstr (csv, "\"Archive\",5,,,\"Tea\",\"2019-03-31T12:30:00Z\",0,\"keywords\",\"$Old\""),
    nullptr)
    << csv;
  EXPECT_NE (strstr (html, "Keywords of this message"), nullptr);
  ASSERT_EQ (copy->adjustments->len, 1u);
  EXPECT_EQ (copy->adjusted, 1u);
  auto *read = static_cast<DecantProblem *> (copy->adjustments->pdata[0]);
  EXPECT_EQ (read->adjustment, keywords);
  EXPECT_STREQ (read->detail, "$Old");
  EXPECT_EQ (read->reason, DECANT_REASON_NONE);
}

} // namespace
