/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/cli-move.hpp"

#include <algorithm>

/* decant-cli against real servers: what it copies, what it says, what it leaves alone. */
namespace
{

using Strings = std::vector<std::string>;

class Cli : public CliMove
{
};

/* The counts of a report must account for everything found. */
void
expect_accounted (const std::shared_ptr<JsonNode> &report)
{
  EXPECT_EQ (json_number (report, "found"),
             json_number (report, "done") + json_number (report, "already_there") +
               json_number (report, "left_behind") + json_number (report, "skipped") +
               json_number (report, "missing"));
}

std::shared_ptr<JsonNode>
find_event (const CliResult &result, const std::string &event, const std::string &folder)
{
  for (const auto &object : result.events (event))
    if (json_text (object, "folder") == folder)
      return object;
  ADD_FAILURE () << "no " << event << " of " << folder << ":\n" << result.all ();
  return std::shared_ptr<JsonNode> (json_from_string ("{}", nullptr), json_node_unref);
}

/* ---- folders ---- */

TEST_F (Cli, ListsFolders)
{
  fill ("INBOX", "Letter", 3);
  fill ("Archive/2009", "Paper", 2);
  fill ("Entw&APw-rfe", "Draft", 1);

  CliResult result = run_json ("folders");

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (find_event (result, "folder", "INBOX"), "messages"), 3);
  EXPECT_EQ (json_number (find_event (result, "folder", "Archive/2009"), "messages"), 2);
  EXPECT_EQ (json_number (find_event (result, "folder", "Entwürfe"), "messages"), 1);
  EXPECT_EQ (json_text (find_event (result, "folder", "Junk"), "special_use"), "junk");
  EXPECT_GT (json_number (find_event (result, "folder", "INBOX"), "size"), 2000);
  auto report = result.report ();
  EXPECT_EQ (json_number (report, "folders"),
             static_cast<gint64> (result.events ("folder").size ()));
  EXPECT_EQ (json_number (report, "found"), 6);
  EXPECT_EQ (json_text (report, "command"), "folders");
  EXPECT_FALSE (exists ("state"));
}

TEST_F (Cli, ListsFoldersAsATable)
{
  fill ("INBOX", "Letter", 12);
  fill ("Archive/2009", "Paper", 2);

  CliResult result = run ("folders");
  g_auto (GStrv) lines = g_strsplit (result.out.c_str (), "\n", -1);
  std::string heading = lines[0];
  size_t end = heading.find ("Messages") + strlen ("Messages");

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (result.err, "");
  for (const auto &[folder, count] :
       { std::pair{ "INBOX ", "12" }, std::pair{ "Archive/2009 ", "2" } })
    {
      size_t start = result.out.find (folder);
      ASSERT_NE (start, std::string::npos) << result.out;
      std::string line = result.out.substr (start, result.out.find ('\n', start) - start);
      EXPECT_EQ (line.substr (end - strlen (count), strlen (count)), count) << result.out;
      EXPECT_EQ (line[end], ' ') << result.out;
    }
}

TEST_F (Cli, QuietSaysNothing)
{
  fill ("INBOX", "Letter", 1);

  CliResult result = run ("copy", { "--quiet" });

  EXPECT_EQ (result.status, 0);
  EXPECT_EQ (result.all (), "");
  EXPECT_EQ (read_new ()["INBOX"].size (), 1u);
}

/* ---- copy ---- */

TEST_F (Cli, CopiesEverythingExactly)
{
  fill ("INBOX", "Letter", 20, 1204647072, "RS");
  fill ("Archive/2009", "Paper", 15, 1104647072, "F");
  fill ("Entw&APw-rfe", "Draft", 3, 1304647072, "D");
  old_server->set_keywords ("ada", "Sent", { "$Forwarded", "Work" });
  fill ("Sent", "Answer", 4, 1404647072, "Sab");
  auto before = read_old ();

  CliResult result = run_json ("copy");

  EXPECT_EQ (result.status, 0) << result.all ();
  auto report = result.report ();
  EXPECT_EQ (json_number (report, "found"), 42);
  EXPECT_EQ (json_number (report, "copied"), 42);
  EXPECT_EQ (json_number (report, "done"), 42);
  EXPECT_EQ (json_number (report, "status"), 0);
  EXPECT_EQ (json_text (report, "command"), "copy");
  EXPECT_GT (json_number (report, "bytes"), 42 * 700);
  EXPECT_TRUE (json_flag (report, "verified"));
  EXPECT_TRUE (json_list (report, "problems").empty ());
  EXPECT_TRUE (json_is_null (report, "error"));
  EXPECT_TRUE (json_flag (report, "finished"));
  expect_accounted (report);
  expect_same (before, read_new ());
  EXPECT_TRUE (filled (before) == filled (read_old ())) << "the old account was changed";
}

TEST_F (Cli, TellsPhasesAndProgress)
{
  fill ("INBOX", "Letter", 5);

  CliResult result = run_json ("copy");
  Strings phases;

  for (const auto &event : result.events ("phase"))
    phases.push_back (json_text (event, "phase"));
  ASSERT_FALSE (phases.empty ()) << result.all ();
  EXPECT_EQ (phases.back (), "finished");
  auto progress = result.events ("progress");
  ASSERT_FALSE (progress.empty ()) << result.all ();
  EXPECT_EQ (json_number (progress.back (), "processed"), 5);
  EXPECT_EQ (json_number (progress.back (), "copied"), 5);
}

TEST_F (Cli, TheSameCommandAgainCatchesUp)
{
  fill ("INBOX", "Letter", 5);
  ASSERT_EQ (run ("copy").status, 0);

  auto again = run_json ("copy").report ();
  EXPECT_EQ (json_number (again, "copied"), 0);
  EXPECT_EQ (json_number (again, "done"), 5);
  expect_accounted (again);

  fill ("INBOX", "Late", 2);
  auto later = run_json ("copy").report ();
  EXPECT_EQ (json_number (later, "copied"), 2);
  EXPECT_EQ (json_number (later, "done"), 7);
  EXPECT_EQ (read_new ()["INBOX"].size (), 7u);
}

TEST_F (Cli, WhatIsThereAlreadyIsNotCopiedByAnotherMove)
{
  fill ("INBOX", "Letter", 5);
  ASSERT_EQ (run ("copy").status, 0);

  auto report = run_json ("copy", { "--state-dir", path ("other") }).report ();

  EXPECT_EQ (json_number (report, "copied"), 0);
  EXPECT_EQ (json_number (report, "already_there"), 5);
  expect_accounted (report);
  EXPECT_EQ (read_new ()["INBOX"].size (), 5u);
}

TEST_F (Cli, SaysInTheEndHowItWentInWords)
{
  fill ("INBOX", "Letter", 3);

  CliResult result = run ("copy", { "--verbose" });

  EXPECT_EQ (result.status, 0);
  EXPECT_TRUE (holds (result.out, "All 3 messages are in the new account")) << result.out;
  EXPECT_TRUE (holds (result.err, "Finished")) << result.err;
}

TEST_F (Cli, WithoutVerificationItIsNotVerified)
{
  fill ("INBOX", "Letter", 3);

  CliResult result = run_json ("copy", { "--no-verify" });

  EXPECT_EQ (result.status, 0);
  EXPECT_FALSE (json_flag (result.report (), "verified"));
  for (const auto &event : result.events ("phase"))
    EXPECT_NE (json_text (event, "phase"), "verifying");
}

TEST_F (Cli, VerifyFullReadsEverythingBack)
{
  fill ("INBOX", "Letter", 3);

  CliResult result = run_json ("copy", { "--verify", "full" });

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_TRUE (json_flag (result.report (), "verified"));
}

/* ---- what is taken along ---- */

TEST_F (Cli, SelectsAndMapsFolders)
{
  fill ("INBOX", "Letter", 2);
  fill ("Archive/2008", "Old", 2);
  fill ("Archive/2009", "Paper", 3);
  fill ("Private", "Diary", 1);

  CliResult result = run_json ("copy", { "--folder", "INBOX", "--folder", "Archive*", "--exclude",
                                         "Archive/2008", "--map", "Archive=Old mail" });

  EXPECT_EQ (result.status, 0) << result.all ();
  auto there = read_new ();
  EXPECT_EQ (there["INBOX"].size (), 2u);
  EXPECT_EQ (subjects (there["Old mail.2009"]), (Strings{ "Paper 1", "Paper 2", "Paper 3" }));
  EXPECT_EQ (there.count ("Old mail.2008"), 0u);
  EXPECT_EQ (there.count ("Private"), 0u);
  EXPECT_EQ (json_number (result.report (), "found"), 5);
}

TEST_F (Cli, FoldersAreNamedInUtf8InEveryLocale)
{
  Environment environment = passwords;

  fill ("INBOX", "Letter", 2);
  fill ("Entw&APw-rfe", "Draft", 1);
  environment["LC_ALL"] = "C";

  CliResult result = run_cli (
    arguments ("copy", { "--json", "--folder", "Entwürfe", "--map", "Entwürfe=Entwürfe é" }),
    environment);

  EXPECT_EQ (result.status, 0) << result.all ();
  auto there = read_new ();
  EXPECT_EQ (there["Entw&APw-rfe &AOk-"].size (), 1u);
  EXPECT_TRUE (there["INBOX"].empty ());
}

TEST_F (Cli, PatternsThatMatchNothingArePointedOut)
{
  fill ("INBOX", "Letter", 2);

  CliResult some = run ("copy", { "--folder", "INBOX", "--folder", "Nowhere*" });
  EXPECT_EQ (some.status, 0) << some.all ();
  EXPECT_TRUE (holds (some.err, "Nowhere*")) << some.err;

  CliResult none = run ("copy", { "--folder", "Nowhere*", "--state-dir", path ("other") });
  EXPECT_EQ (none.status, 2) << none.all ();
  EXPECT_TRUE (holds (none.err, "No folder of the old account is selected")) << none.err;
  EXPECT_FALSE (exists ("other"));
}

TEST_F (Cli, LeavesBehindByDate)
{
  /* From 5 March 2008 on, a day apart. */
  fill ("INBOX", "Letter", 5);

  auto report =
    run_json ("copy", { "--newer-than", "2008-03-06", "--older-than", "2008-03-08" }).report ();

  EXPECT_EQ (json_number (report, "copied"), 2);
  EXPECT_EQ (json_number (report, "left_behind"), 3);
  expect_accounted (report);
  EXPECT_EQ (subjects (read_new ()["INBOX"]), (Strings{ "Letter 2", "Letter 3" }));
}

TEST_F (Cli, LeavesBehindBySizeFlagAndKindOfFolder)
{
  fill ("INBOX", "Small", 2);
  fill ("INBOX", "Large", 1, 1204647072, "S", 100000);
  fill ("INBOX", "Deleted", 1, 1204647072, "ST");
  fill ("Junk", "Rubbish", 2);
  fill ("Trash", "Waste", 3);

  CliResult result = run_json (
    "copy", { "--max-size", "50k", "--leave-deleted", "--leave-special", "junk,trash" });

  EXPECT_EQ (result.status, 0) << result.all ();
  auto report = result.report ();
  EXPECT_EQ (json_number (report, "copied"), 2);
  EXPECT_EQ (json_number (report, "left_behind"), 7);
  EXPECT_EQ (json_number (report, "found"), 9);
  expect_accounted (report);
  auto there = read_new ();
  EXPECT_EQ (subjects (there["INBOX"]), (Strings{ "Small 1", "Small 2" }));
  EXPECT_TRUE (there["Junk"].empty ());
  EXPECT_TRUE (there["Trash"].empty ());
}

TEST_F (Cli, ADryRunWritesNothing)
{
  fill ("INBOX", "Letter", 3);
  fill ("Archive/2009", "Paper", 2);
  fill ("Junk", "Rubbish", 1);

  CliResult result = run_json ("copy", { "--dry-run", "--leave-special", "junk", "--exclude",
                                         "Sent", "--map", "Archive/2009=Papers", "--report",
                                         path ("report.json") });

  EXPECT_EQ (result.status, 0) << result.all ();
  auto paper = find_event (result, "plan", "Archive/2009");
  EXPECT_EQ (json_text (paper, "choice"), "copy");
  EXPECT_EQ (json_text (paper, "new_folder"), "Papers");
  EXPECT_TRUE (json_flag (paper, "create"));
  EXPECT_EQ (json_number (paper, "messages"), 2);
  EXPECT_FALSE (json_flag (find_event (result, "plan", "INBOX"), "create"));
  EXPECT_EQ (json_text (find_event (result, "plan", "Junk"), "choice"), "leave-behind");
  EXPECT_EQ (json_text (find_event (result, "plan", "Sent"), "choice"), "not-chosen");
  auto report = result.report ();
  EXPECT_TRUE (json_flag (report, "dry_run"));
  EXPECT_EQ (json_number (report, "found"), 5);
  EXPECT_EQ (json_number (report, "copied"), 0);
  EXPECT_FALSE (exists ("state"));
  EXPECT_FALSE (exists ("report.json"));
  auto there = read_new ();
  EXPECT_TRUE (filled (there).empty ());
  EXPECT_EQ (there.count ("Papers"), 0u);

  CliResult words = run ("copy", { "--dry-run" });
  EXPECT_EQ (words.status, 0);
  EXPECT_TRUE (holds (words.out, "Archive/2009")) << words.out;
}

/* ---- damage, reports ---- */

class CliDamaged : public CliMove
{
protected:
  void
  SetUp () override
  {
    CliMove::SetUp ();
    std::vector<std::string> files = fill ("INBOX", "Letter", 9);
    fill ("Archive/2009", "Paper", 5);
    read_old (); /* the server knows them whole */
    DovecotServer::damage (files[3], DOVECOT_DAMAGE_CUT);
    DovecotServer::damage (files[6], DOVECOT_DAMAGE_DIRECTORY);
  }

  static void
  expect_both_damaged (const std::shared_ptr<JsonNode> &report)
  {
    auto problems = json_list (report, "problems");

    EXPECT_EQ (json_number (report, "skipped"), 2);
    ASSERT_EQ (problems.size (), 2u);
    for (const auto &problem : problems)
      {
        std::string reason = json_text (problem, "reason");

        EXPECT_EQ (json_text (problem, "folder"), "INBOX");
        EXPECT_TRUE (reason == "unreadable" || reason == "truncated") << reason;
        for (const char *field : { "message_id", "from", "subject", "date", "size", "detail" })
          EXPECT_TRUE (json_has (problem, field)) << field;
      }
    EXPECT_EQ (json_number (problems[0], "uid"), 4);
    EXPECT_EQ (json_number (problems[1], "uid"), 7);
  }
};

TEST_F (CliDamaged, AreSkippedAndReportedInEveryForm)
{
  CliResult result = run_json ("copy", { "--report", path ("report.html"), "--report",
                                         path ("report.csv"), "--report", path ("report.JSON") });

  EXPECT_EQ (result.status, 1) << result.all ();
  auto report = result.report ();
  expect_both_damaged (report);
  expect_accounted (report);
  EXPECT_EQ (json_number (report, "copied"), 12);
  EXPECT_EQ (result.events ("problem").size (), 2u);
  auto there = read_new ();
  EXPECT_EQ (there["INBOX"].size (), 7u);
  EXPECT_EQ (there["Archive.2009"].size (), 5u);

  std::shared_ptr<JsonNode> written (json_from_string (read_file ("report.JSON").c_str (), nullptr),
                                     json_node_unref);
  ASSERT_NE (written, nullptr);
  expect_both_damaged (written);
  EXPECT_TRUE (holds (read_file ("report.html"), "<html")) << read_file ("report.html");
  EXPECT_TRUE (holds (read_file ("report.csv"), "INBOX")) << read_file ("report.csv");
}

TEST_F (CliDamaged, AreNamedToPeople)
{
  CliResult result = run ("copy");

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_TRUE (holds (result.out, "INBOX, message 4")) << result.out;
  EXPECT_TRUE (holds (result.out, "INBOX, message 7")) << result.out;
}

TEST_F (CliDamaged, AreFoundByACheckThatCopiesNothing)
{
  CliResult result = run_json ("check", { "--report", path ("report.html") });

  EXPECT_EQ (result.status, 1) << result.all ();
  auto report = result.report ();
  expect_both_damaged (report);
  EXPECT_EQ (json_number (report, "found"), 14);
  EXPECT_EQ (json_number (report, "copied"), 0);
  EXPECT_EQ (json_text (report, "command"), "check");
  EXPECT_FALSE (exists ("state"));
  EXPECT_TRUE (exists ("report.html"));

  CliResult whole = run_json ("check", { "--folder", "Archive/*" });
  EXPECT_EQ (whole.status, 0) << whole.all ();
  EXPECT_EQ (json_number (whole.report (), "found"), 5);
}

/* ---- verify, moves ---- */

TEST_F (Cli, VerifyFindsWhatIsMissingAndCopyBringsItBack)
{
  fill ("INBOX", "Letter", 5);
  ASSERT_EQ (run ("copy").status, 0);
  CliResult whole = run_json ("verify");
  EXPECT_EQ (whole.status, 0) << whole.all ();
  EXPECT_TRUE (json_flag (whole.report (), "verified"));

  {
    ImapClient client (new_server->port (), "ada", DOVECOT_PASSWORD);
    client.command ("SELECT INBOX");
    client.command ("STORE 2 +FLAGS (\\Deleted)");
    client.command ("EXPUNGE");
  }

  CliResult result = run_json ("verify");
  EXPECT_EQ (result.status, 1) << result.all ();
  auto report = result.report ();
  EXPECT_EQ (json_number (report, "missing"), 1);
  EXPECT_EQ (json_number (report, "copied"), 0);
  EXPECT_FALSE (json_flag (report, "verified"));
  auto problems = json_list (report, "problems");
  ASSERT_EQ (problems.size (), 1u);
  EXPECT_EQ (json_text (problems[0], "reason"), "missing-after-copy");
  EXPECT_EQ (read_new ()["INBOX"].size (), 4u);

  EXPECT_EQ (run ("copy").status, 0);
  EXPECT_EQ (read_new ()["INBOX"].size (), 5u);
}

TEST_F (Cli, ListsTheMoves)
{
  fill ("INBOX", "Letter", 5);
  ASSERT_EQ (run ("copy").status, 0);

  CliResult result = run_json ("moves");
  EXPECT_EQ (result.status, 0) << result.all ();
  auto moves = result.events ("move");
  ASSERT_EQ (moves.size (), 1u);
  EXPECT_EQ (json_text (moves[0], "from"), "ada@127.0.0.1:" + std::to_string (old_server->port ()));
  EXPECT_EQ (json_text (moves[0], "to_url"), new_server->url ("ada"));
  EXPECT_EQ (json_text (moves[0], "state"), "finished");
  EXPECT_EQ (json_number (moves[0], "done"), 5);
  EXPECT_EQ (json_number (moves[0], "planned"), 0);
  EXPECT_EQ (json_number (result.report (), "moves"), 1);

  CliResult words = run ("moves");
  EXPECT_EQ (words.status, 0);
  EXPECT_TRUE (holds (words.out, "finished")) << words.out;
}

} // namespace
