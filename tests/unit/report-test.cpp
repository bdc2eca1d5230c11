/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/report.h"
#include "temporary-directory.h"

#include <gtest/gtest.h>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace
{

DecantReport *
make_report ()
{
  DecantReport *report = decant_report_new (DECANT_REPORT_COPY);

  report->old_account = g_strdup ("ada@cliff.example.org");
  report->new_account = g_strdup ("ada.l@example.com");
  report->started = 1554035400;
  report->finished = TRUE;
  report->folders = 3;
  report->found = 20;
  report->copied = 10;
  report->done = 12;
  report->already_there = 4;
  report->left_behind = 2;
  report->bytes = 123456;
  report->seconds = 1.2345;
  report->verified = TRUE;
  return report;
}

DecantProblem *
add_problem (DecantReport *report, DecantReason reason)
{
  DecantProblem *problem = g_new0 (DecantProblem, 1);

  problem->folder = g_strdup ("Archive/2008");
  problem->uid = 17;
  problem->message_id = g_strdup ("<1@x>");
  problem->from = g_strdup ("=?UTF-8?Q?J=C3=BCrgen?= <j@x>");
  problem->subject = g_strdup ("Tea");
  problem->internal_date = 1554035400;
  problem->size = 4711;
  problem->reason = reason;
  problem->detail = g_strdup ("NO [SERVERBUG] Internal error");
  g_ptr_array_add (report->problems, problem);
  return problem;
}

void
set (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

/* ---- verdicts ---- */

TEST (ReportVerdict, CleanMeansAllIsThere)
{
  g_autoptr (DecantReport) report = make_report ();

  EXPECT_TRUE (decant_report_is_clean (report));
  for (guint64 *n : { &report->skipped, &report->missing, &report->altered })
    {
      *n = 1;
      EXPECT_FALSE (decant_report_is_clean (report));
      *n = 0;
    }
  report->finished = FALSE;
  EXPECT_FALSE (decant_report_is_clean (report));
  report->finished = TRUE;
  add_problem (report, DECANT_REASON_FOLDER_UNREADABLE)->uid = 0;
  EXPECT_FALSE (decant_report_is_clean (report)) << "a folder that could not even be counted";
}

TEST (ReportVerdict, SentenceFits)
{
  g_autoptr (DecantReport) report = make_report ();
  g_autofree char *good = decant_report_summarise (report);
  report->verified = FALSE;
  g_autofree char *unproven = decant_report_summarise (report);
  report->skipped = 2;
  g_autofree char *skipped = decant_report_summarise (report);
  report->finished = FALSE;
  report->stop_reason = g_strdup ("The disk is full.");
  g_autofree char *stopped = decant_report_summarise (report);
  report->kind = DECANT_REPORT_CHECK;
  report->finished = TRUE;
  g_autofree char *checked = decant_report_summarise (report);

  EXPECT_STREQ (good, "All 16 messages are in the new account; this was verified.");
  EXPECT_STREQ (unproven, "All 16 messages are in the new account; this was not verified.");
  EXPECT_STREQ (skipped, "16 of 18 messages are in the new account; 2 are not.");
  EXPECT_NE (strstr (stopped, "stopped"), nullptr) << stopped;
  EXPECT_NE (strstr (stopped, "The disk is full."), nullptr) << stopped;
  EXPECT_STREQ (checked, "16 messages can be read; 2 cannot.");
}

/* ---- JSON ---- */

TEST (ReportJson, HoldsTheContractsFields)
{
  g_autoptr (DecantReport) report = make_report ();
  add_problem (report, DECANT_REASON_UNREADABLE);
  g_autoptr (JsonNode) node = decant_report_to_json (report);
  JsonObject *object = json_node_get_object (node);
  const std::vector<std::pair<const char *, gint64>> numbers = {
    { "folders", 3 },       { "found", 20 },      { "copied", 10 }, { "done", 12 },
    { "already_there", 4 }, { "left_behind", 2 }, { "skipped", 0 }, { "missing", 0 },
    { "altered", 0 },       { "bytes", 123456 },
  };

  EXPECT_STREQ (json_object_get_string_member (object, "event"), "report");
  EXPECT_STREQ (json_object_get_string_member (object, "kind"), "copy");
  EXPECT_STREQ (json_object_get_string_member (object, "old_account"), "ada@cliff.example.org");
  EXPECT_STREQ (json_object_get_string_member (object, "new_account"), "ada.l@example.com");
  EXPECT_STREQ (json_object_get_string_member (object, "started"), "2019-03-31T12:30:00Z");
  EXPECT_TRUE (json_object_get_boolean_member (object, "finished"));
  EXPECT_TRUE (json_object_get_boolean_member (object, "verified"));
  EXPECT_TRUE (json_object_get_null_member (object, "error"));
  for (const auto &[name, value] : numbers)
    EXPECT_EQ (json_object_get_int_member (object, name), value) << name;
  EXPECT_DOUBLE_EQ (json_object_get_double_member (object, "seconds"), 1.235);

  JsonArray *problems = json_object_get_array_member (object, "problems");
  ASSERT_EQ (json_array_get_length (problems), 1u);
  JsonObject *problem = json_array_get_object_element (problems, 0);
  EXPECT_STREQ (json_object_get_string_member (problem, "folder"), "Archive/2008");
  EXPECT_EQ (json_object_get_int_member (problem, "uid"), 17);
  EXPECT_STREQ (json_object_get_string_member (problem, "message_id"), "<1@x>");
  EXPECT_STREQ (json_object_get_string_member (problem, "from"), "Jürgen <j@x>");
  EXPECT_STREQ (json_object_get_string_member (problem, "subject"), "Tea");
  EXPECT_STREQ (json_object_get_string_member (problem, "date"), "2019-03-31T12:30:00Z");
  EXPECT_EQ (json_object_get_int_member (problem, "size"), 4711);
  EXPECT_STREQ (json_object_get_string_member (problem, "reason"), "unreadable");
  EXPECT_STREQ (json_object_get_string_member (problem, "detail"), "NO [SERVERBUG] Internal error");
}

TEST (ReportJson, DatesFallBackToTheHeaderThenToNothing)
{
  g_autoptr (DecantReport) report = make_report ();
  DecantProblem *dated = add_problem (report, DECANT_REASON_TRUNCATED);
  DecantProblem *undated = add_problem (report, DECANT_REASON_TRUNCATED);
  DecantProblem *bare = add_problem (report, DECANT_REASON_FOLDER_UNREADABLE);
  dated->internal_date = undated->internal_date = bare->internal_date = DECANT_DATE_UNKNOWN;
  dated->date = g_strdup ("Sun, 31 Mar 2019 14:30:00 +0200");
  undated->date = g_strdup ("some day");
  bare->uid = 0;
  for (char **text : { &bare->message_id, &bare->from, &bare->subject, &bare->detail })
    g_clear_pointer (text, g_free);
  g_autoptr (JsonNode) node = decant_report_to_json (report);
  JsonArray *problems = json_object_get_array_member (json_node_get_object (node), "problems");
  JsonObject *third = json_array_get_object_element (problems, 2);

  EXPECT_STREQ (json_object_get_string_member (json_array_get_object_element (problems, 0), "date"),
                "2019-03-31T12:30:00Z");
  EXPECT_TRUE (json_object_get_null_member (json_array_get_object_element (problems, 1), "date"));
  for (const char *name : { "message_id", "from", "subject", "date", "detail" })
    EXPECT_TRUE (json_object_get_null_member (third, name)) << name;
}

TEST (ReportJson, ComesBack)
{
  g_autoptr (DecantReport) report = make_report ();
  add_problem (report, DECANT_REASON_OVER_QUOTA);
  report->stop_reason = g_strdup ("Stopped \"here\"");
  report->kind = DECANT_REPORT_VERIFY;
  report->finished = FALSE;
  g_autofree char *json = decant_report_to_text (report, DECANT_REPORT_JSON);
  g_autoptr (GError) error = nullptr;
  g_autoptr (DecantReport) back = decant_report_new_from_json (json, &error);

  ASSERT_NE (back, nullptr) << error->message;
  g_autofree char *again = decant_report_to_text (back, DECANT_REPORT_JSON);
  EXPECT_STREQ (again, json);
  EXPECT_EQ (back->kind, DECANT_REPORT_VERIFY);
  EXPECT_EQ (static_cast<DecantProblem *> (back->problems->pdata[0])->reason,
             DECANT_REASON_OVER_QUOTA);
  for (const char *nonsense : { "", "[]", "{", "null" })
    {
      g_autoptr (GError) refusal = nullptr;
      EXPECT_EQ (decant_report_new_from_json (nonsense, &refusal), nullptr) << nonsense;
      EXPECT_NE (refusal, nullptr);
    }
  g_autoptr (DecantReport) odd = decant_report_new_from_json (
    "{\"found\":\"x\",\"done\":-5,\"problems\":[1,{\"uid\":[]}],\"kind\":7,\"seconds\":{}}",
    nullptr);
  ASSERT_NE (odd, nullptr);
  EXPECT_EQ (odd->done, 0u);
  EXPECT_EQ (odd->problems->len, 1u);
}

/* ---- duplicates ---- */

TEST (ReportDuplicates, AreToldInEveryFormatAndAreNoProblems)
{
  g_autoptr (DecantReport) report = make_report ();
  DecantProblem *duplicate = add_problem (report, DECANT_REASON_DUPLICATE);

  set (&duplicate->detail, "Attic & <cellar>");
  g_ptr_array_add (report->duplicates,
                   g_ptr_array_steal_index (report->problems, report->problems->len - 1));
  report->left_duplicates = 2;
  g_autofree char *json = decant_report_to_text (report, DECANT_REPORT_JSON);
  g_autofree char *html = decant_report_to_text (report, DECANT_REPORT_HTML);
  g_autofree char *csv = decant_report_to_text (report, DECANT_REPORT_CSV);
  g_autoptr (DecantReport) back = decant_report_new_from_json (json, nullptr);
  g_autoptr (DecantReport) copy = decant_report_copy (back);

  EXPECT_TRUE (decant_report_is_clean (report));
  EXPECT_EQ (copy->left_duplicates, 2u);
  ASSERT_EQ (copy->duplicates->len, 1u);
  EXPECT_EQ (static_cast<DecantProblem *> (copy->duplicates->pdata[0])->reason,
             DECANT_REASON_DUPLICATE);
  EXPECT_NE (strstr (csv, ",\"duplicate\",\"Attic & <cellar>\""), nullptr) << csv;
  EXPECT_NE (strstr (html, "The same message is in “Attic &amp; &lt;cellar&gt;”."), nullptr)
    << html;
  EXPECT_NE (strstr (html, "2 messages were left behind as duplicates."), nullptr)
    << "more than are listed" << html;
}

/* ---- hostile texts, in every format ---- */

class HostileReport : public testing::Test
{
protected:
  void
  SetUp () override
  {
    report = make_report ();
    DecantProblem *problem = add_problem (report, DECANT_REASON_REFUSED);
    set (&problem->folder, "<img src=x>&\"'");
    set (&problem->subject, "=HYPERLINK(\"http://x\";\"y\")\r\n<script>alert(1)</script>");
    set (&problem->from, "\xff\xfe raw \xe2\x80\xae gnitrevni");
    set (&problem->detail, "\x1b[31mNO\x01 \xc3 \"quoted\"");
    set (&problem->message_id, "@SUM(A1)\xe9");
  }

  void
  TearDown () override
  {
    decant_report_free (report);
  }

  std::string
  text (DecantReportFormat format)
  {
    g_autofree char *written = decant_report_to_text (report, format);
    return written;
  }

  DecantReport *report;
};

TEST_F (HostileReport, IsAlwaysValidUtf8WithoutTricks)
{
  for (DecantReportFormat format : { DECANT_REPORT_HTML, DECANT_REPORT_CSV, DECANT_REPORT_JSON })
    {
      const std::string written = text (format);
      EXPECT_TRUE (
        g_utf8_validate (written.data (), static_cast<gssize> (written.size ()), nullptr))
        << format;
      EXPECT_EQ (written.find ("\xe2\x80\xae"), std::string::npos) << "bidirectional override";
      for (const char *code : { "\x1b", "\x01", "&#x1", "\\u001b", "\\u202e", "&#x202e" })
        EXPECT_EQ (written.find (code), std::string::npos) << code;
    }
}

TEST_F (HostileReport, HtmlIsEscapedAndLoadsNothing)
{
  const std::string html = text (DECANT_REPORT_HTML);

  EXPECT_EQ (html.find ("<script"), std::string::npos);
  EXPECT_EQ (html.find ("<img"), std::string::npos);
  EXPECT_NE (html.find ("&lt;img src=x&gt;&amp;&quot;"), std::string::npos);
  EXPECT_NE (html.find ("default-src 'none'"), std::string::npos);
  EXPECT_EQ (html.find ("src=\""), std::string::npos);
  EXPECT_EQ (html.find ("url("), std::string::npos);
  EXPECT_NE (html.find ("<html lang=\"en\" dir=\"ltr\">"), std::string::npos);
  EXPECT_NE (html.find ("<meta charset=\"utf-8\">"), std::string::npos);
  EXPECT_NE (html.find ("prefers-color-scheme:dark"), std::string::npos);
}

/* Takes CSV apart as RFC 4180 has it. */
std::vector<std::vector<std::string>>
parse_csv (const std::string &csv)
{
  std::vector<std::vector<std::string>> rows (1, std::vector<std::string> (1));
  bool quoted = false;

  for (size_t i = 0; i < csv.size (); i++)
    if (quoted && csv[i] == '"' && i + 1 < csv.size () && csv[i + 1] == '"')
      rows.back ().back () += csv[i++];
    else if (csv[i] == '"')
      quoted = !quoted;
    else if (!quoted && csv[i] == ',')
      rows.back ().emplace_back ();
    else if (!quoted && csv.compare (i, 2, "\r\n") == 0)
      {
        rows.emplace_back (1);
        i++;
      }
    else
      rows.back ().back () += csv[i];
  EXPECT_FALSE (quoted);
  rows.pop_back ();
  return rows;
}

TEST_F (HostileReport, CsvCellsAreWholeAndDefused)
{
  add_problem (report, DECANT_REASON_TOO_BIG);
  const auto rows = parse_csv (text (DECANT_REPORT_CSV));

  ASSERT_EQ (rows.size (), 3u);
  EXPECT_EQ (rows[0], (std::vector<std::string>{ "folder", "uid", "message_id", "from", "subject",
                                                 "date", "size", "reason", "detail" }));
  ASSERT_EQ (rows[1].size (), 9u);
  EXPECT_EQ (rows[1][0], "<img src=x>&\"'");
  EXPECT_EQ (rows[1][1], "17");
  EXPECT_EQ (rows[1][2].substr (0, 9), "'@SUM(A1)");
  EXPECT_EQ (rows[1][4].substr (0, 12), "'=HYPERLINK(");
  EXPECT_EQ (rows[1][7], "refused");
  EXPECT_EQ (rows[2], (std::vector<std::string>{ "Archive/2008", "17", "<1@x>", "Jürgen <j@x>",
                                                 "Tea", "2019-03-31T12:30:00Z", "4711", "too-big",
                                                 "NO [SERVERBUG] Internal error" }));
}

TEST (ReportCsv, EveryStartOfAFormulaIsDefused)
{
  for (const char *start : { "=1", "+1", "-1", "@x", " =1", "\t=1", "＝1" })
    {
      g_autoptr (DecantReport) report = make_report ();
      set (&add_problem (report, DECANT_REASON_REFUSED)->subject, start);
      g_autofree char *csv = decant_report_to_text (report, DECANT_REPORT_CSV);
      EXPECT_EQ (parse_csv (csv)[1][4][0], '\'') << start;
    }
}

/* ---- HTML ---- */

TEST (ReportHtml, ShowsFiguresProblemsAndReasons)
{
  g_autoptr (DecantReport) report = make_report ();
  report->skipped = 1;
  add_problem (report, DECANT_REASON_UNREADABLE);
  g_autofree char *written = decant_report_to_text (report, DECANT_REPORT_HTML);
  const std::string html = written;

  for (const char *piece :
       { "ada@cliff.example.org", "ada.l@example.com", "16 of 17 messages", "Archive/2008",
         "Jürgen &lt;j@x&gt;", "could not hand this message out", "NO [SERVERBUG]",
         "2019-03-31 12:30 UTC", "class=\"state bad\"" })
    EXPECT_NE (html.find (piece), std::string::npos) << piece;
}

TEST (ReportHtml, TagsAreBalanced)
{
  g_autoptr (DecantReport) report = make_report ();
  add_problem (report, DECANT_REASON_ALTERED);
  g_autofree char *written = decant_report_to_text (report, DECANT_REPORT_HTML);
  const std::string html = written;
  std::vector<std::string> open;

  for (size_t at = html.find ('<'); at != std::string::npos; at = html.find ('<', at + 1))
    {
      const bool closes = html[at + 1] == '/';
      const size_t start = at + (closes ? 2 : 1);
      const std::string name = html.substr (start, html.find_first_of (" >", start) - start);
      if (name == "meta" || name == "!DOCTYPE")
        continue;
      if (!closes)
        {
          open.push_back (name);
          continue;
        }
      ASSERT_FALSE (open.empty ()) << name;
      EXPECT_EQ (open.back (), name);
      open.pop_back ();
    }
  EXPECT_TRUE (open.empty ());
}

/* ---- files ---- */

TEST (ReportFiles, FormatByEnding)
{
  DecantReportFormat format;

  EXPECT_TRUE (decant_report_format_from_name ("a.html", &format));
  EXPECT_EQ (format, DECANT_REPORT_HTML);
  EXPECT_TRUE (decant_report_format_from_name ("dir.html/b.CSV", &format));
  EXPECT_EQ (format, DECANT_REPORT_CSV);
  EXPECT_TRUE (decant_report_format_from_name ("/x/report.tar.Json", &format));
  EXPECT_EQ (format, DECANT_REPORT_JSON);
  for (const char *name : { "", "html", "a.htm", "a.html.bak", "a.html/b", "json." })
    EXPECT_FALSE (decant_report_format_from_name (name, &format)) << name;
}

TEST (ReportFiles, ReplacesAFileAsAWhole)
{
  TemporaryDirectory directory;
  g_autoptr (DecantReport) report = make_report ();
  const std::string path = directory.path ("report.csv");
  g_autoptr (GError) error = nullptr;
  g_autofree char *expected = decant_report_to_text (report, DECANT_REPORT_CSV);
  directory.write ("report.csv", std::string (100000, 'x'));

  ASSERT_TRUE (decant_report_write (report, path.c_str (), DECANT_REPORT_CSV, &error))
    << error->message;
  EXPECT_EQ (directory.read ("report.csv"), expected);
}

TEST (ReportFiles, SaysWhereItCannotWrite)
{
  TemporaryDirectory directory;
  g_autoptr (DecantReport) report = make_report ();
  const std::string path = directory.path ("no such folder/report.json");
  g_autoptr (GError) error = nullptr;

  EXPECT_FALSE (decant_report_write (report, path.c_str (), DECANT_REPORT_JSON, &error));
  ASSERT_NE (error, nullptr);
  EXPECT_NE (strstr (error->message, "no such folder/report.json"), nullptr) << error->message;
}

/* ---- reasons ---- */

TEST (Reasons, WordsGoBothWaysAndErrorsFit)
{
  const std::vector<std::pair<DecantReason, const char *>> words = {
    { DECANT_REASON_UNREADABLE, "unreadable" },
    { DECANT_REASON_TRUNCATED, "truncated" },
    { DECANT_REASON_TOO_BIG, "too-big" },
    { DECANT_REASON_REFUSED, "refused" },
    { DECANT_REASON_OVER_QUOTA, "over-quota" },
    { DECANT_REASON_FOLDER_UNREADABLE, "folder-unreadable" },
    { DECANT_REASON_FOLDER_NOT_CREATED, "folder-not-created" },
    { DECANT_REASON_MISSING, "missing-after-copy" },
    { DECANT_REASON_ALTERED, "altered" },
  };

  for (const auto &[reason, word] : words)
    {
      EXPECT_STREQ (decant_reason_to_word (reason), word);
      EXPECT_EQ (decant_reason_from_word (word), reason);
      EXPECT_GT (strlen (decant_reason_describe (reason)), 20u);
    }
  EXPECT_EQ (decant_reason_to_word (DECANT_REASON_NONE), nullptr);
  EXPECT_EQ (decant_reason_from_word ("nonsense"), DECANT_REASON_NONE);
  EXPECT_EQ (decant_reason_from_word (nullptr), DECANT_REASON_NONE);

  g_autoptr (GError) too_big = decant_store_error_new (
    DECANT_STORE_ERROR_MESSAGE, DECANT_CAUSE_TOO_BIG, nullptr, "%s", "Too big");
  g_autoptr (GError) lost = decant_store_error_new (
    DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_CONNECTION_LOST, nullptr, "%s", "Lost");
  EXPECT_EQ (decant_reason_from_error (too_big, DECANT_REASON_REFUSED), DECANT_REASON_TOO_BIG);
  EXPECT_EQ (decant_reason_from_error (lost, DECANT_REASON_REFUSED), DECANT_REASON_REFUSED);
  EXPECT_EQ (decant_reason_from_error (nullptr, DECANT_REASON_UNREADABLE),
             DECANT_REASON_UNREADABLE);
}

} // namespace
