/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/corpus.hpp"
#include "servers/move-fixture.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

namespace
{

using Problem = std::shared_ptr<JsonNode>;

TEST_F (Move, CorpusArrivesByteForByte)
{
  const std::vector<CorpusMessage> corpus = read_corpus ();
  static const char *const folders[] = { "INBOX", "Archive", "Archive/2008", "Sent Items",
                                         "B&APw-cher/&ZeVnLIqe-" };
  static const char *const flags[] = { "", "S", "FS", "RSa", "b" };

  if (corpus.empty ())
    GTEST_SKIP () << "there is no corpus; see DECANT_CORPUS";
  for (const char *folder : folders)
    old_side.set_keywords ("ada", folder, { "$Work", "$Label1" });
  for (size_t i = 0; i < corpus.size (); i++)
    old_side.put ("ada", folders[i % 5], corpus[i].bytes, flags[i % 4 + i % 2],
                  900000000 + gint64 (i) * 1000000);

  CliResult result = run ("copy");

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), gint64 (corpus.size ()));
  EXPECT_TRUE (json_flag (result.report (), "verified"));
  expect_same_on_both_sides ();
}

TEST_F (Move, EdgeCasesArriveOrAreNamed)
{
  const std::vector<std::string> odd = {
    std::string ("Subject: nul\r\n\r\nbefore\0after\r\n", 31),
    "Subject: no end",
    "\r\nA body without any header.\r\n",
    "Subject: no blank line\r\n",
    "not a header at all\r\nnor this\r\n",
    "Subject: look-alike\r\n\r\n)\r\nA1 OK FETCH completed\r\n* BYE {5}\r\n* 1 FETCH (UID 1 BODY[] "
    "{3}\r\nabc)\r\n",
    "Subject: dot\r\n\r\n.\r\n..\r\n",
    "Subject: long line\r\n\r\n" + std::string (1000000, 'x') + "\r\n",
    "X-Long: " + std::string (100000, 'a') + "\r\n\r\n",
    "Message-ID: <same@x>\r\nSubject: first\r\n\r\n1\r\n",
    "Message-ID: <same@x>\r\nSubject: second\r\n\r\n2\r\n",
    "Message-ID: <same@x>\r\nSubject: second\r\n\r\n2\r\n",
    "Subject: Gr\xfc\xdf\x65\r\n\r\nx\r\n",
  };

  for (const std::string &bytes : odd)
    old_side.put ("ada", "INBOX", bytes);
  old_side.put ("ada", "INBOX", "");

  CliResult result = run ("copy");
  std::vector<Problem> problems = json_list (result.report (), "problems");

  /* No server takes a message without a byte; it is said so. */
  EXPECT_EQ (result.status, 1) << result.all ();
  ASSERT_EQ (problems.size (), 1U);
  EXPECT_EQ (json_number (problems[0], "uid"), gint64 (odd.size ()) + 1);
  std::vector<StoredMessage> before = old_client ().read_folder ("INBOX");

  before.pop_back ();
  std::vector<StoredMessage> after = new_client ().read_folder ("INBOX");

  EXPECT_EQ (before, after);
}

TEST_F (Move, SecondRunCopiesNothing)
{
  fill ("INBOX", 30);
  fill ("Archive/2008", 70, 100);
  EXPECT_EQ (run ("copy").status, 0);

  CliResult again = run ("copy");

  EXPECT_EQ (again.status, 0);
  EXPECT_EQ (json_number (again.report (), "copied"), 0);
  EXPECT_EQ (json_number (again.report (), "done"), 100);
  EXPECT_EQ (json_number (again.report (), "found"), 100);
  EXPECT_TRUE (json_flag (again.report (), "verified"));
  expect_same_on_both_sides ();
}

/* The folders that a run with @log for its protocol opened on either side. */
std::set<std::string>
opened_folders (const std::string &log)
{
  std::ifstream file (log);
  std::set<std::string> names;

  for (std::string line; std::getline (file, line);)
    for (const char *const command : { " EXAMINE ", " SELECT " })
      if (line.find (" C: ") != std::string::npos && line.find (command) != std::string::npos)
        {
          const size_t start = line.find (command) + strlen (command);

          names.insert (
            line.substr (start + 1, line.find ('"', start + 1) - start - 1)); /* in quotes */
        }
  return names;
}

/* What was said over each connection, without its arguments. */
std::map<std::string, std::vector<std::string>>
said (const std::string &log)
{
  std::ifstream file (log);
  std::map<std::string, std::vector<std::string>> commands;
  std::string time, connection, mark, tag, command, rest;

  while (file >> time >> connection >> mark && std::getline (file, rest))
    if (mark == "C:" && std::istringstream (rest) >> tag >> command)
      commands[connection].push_back (command);
  return commands;
}

TEST_F (Move, ASurveyIsFourCommandsASide)
{
  const std::string log = state + "/protocol";
  const std::vector<std::string> few = { "AUTHENTICATE", "NAMESPACE", "LIST", "LOGOUT" };

  fill ("INBOX", 2);
  fill ("Archive", 2, 100);
  fill ("Archive/2008", 2, 200);
  EXPECT_EQ (run ("copy", { "--dry-run", "--debug-protocol", log }).status, 0);
  EXPECT_EQ (said (log),
             (std::map<std::string, std::vector<std::string>>{ { "#1", few }, { "#2", few } }));
}

TEST_F (Move, LaterRunsOpenOnlyWhatHasChanged)
{
  const std::string log = state + "/protocol";
  const std::vector<std::string> options = { "--leave-deleted", "--debug-protocol", log };

  fill ("INBOX", 6);
  fill ("Sent", 6, 100);
  old_side.put ("ada", "Archive", make_message (200), "T");
  old_side.put ("ada", "Archive", make_message (201), "S");
  EXPECT_EQ (run ("copy", { "--leave-deleted" }).status, 0);

  EXPECT_EQ (run ("copy", options).status, 0);
  EXPECT_EQ (opened_folders (log), (std::set<std::string>{}));

  /* Dovecot tells by HIGHESTMODSEQ that a flag has changed. */
  ImapClient client = old_client ();
  client.command ("SELECT Archive");
  client.command ("UID STORE 1 -FLAGS (\\Deleted)");
  client.command ("CLOSE");
  std::filesystem::remove (log);
  CliResult result = run ("copy", options);

  EXPECT_EQ (opened_folders (log), (std::set<std::string>{ "Archive" }));
  EXPECT_EQ (json_number (result.report (), "copied"), 1) << result.all ();
  EXPECT_EQ (new_client ().count ("Archive"), 2u);

  std::filesystem::remove (log);
  EXPECT_EQ (run ("copy", options).status, 0);
  EXPECT_EQ (opened_folders (log), (std::set<std::string>{}));
}

TEST_F (Move, LaterRunsCatchUp)
{
  fill ("INBOX", 10);
  EXPECT_EQ (run ("copy").status, 0);
  fill ("INBOX", 5, 11);
  fill ("New/One", 3, 100);

  CliResult again = run ("copy");

  EXPECT_EQ (again.status, 0);
  EXPECT_EQ (json_number (again.report (), "copied"), 8);
  expect_same_on_both_sides ();
}

TEST_F (Move, OldAccountStaysAsItWas)
{
  fill ("INBOX", 20);
  fill ("Sent", 10, 100);
  const Mailbox before = old_client ().read_all ();
  const std::string log = state + "/protocol";

  EXPECT_EQ (run ("copy", { "--debug-protocol", log }).status, 0);
  EXPECT_EQ (run ("check").status, 2) << "check takes no --to";
  EXPECT_EQ (before, old_client ().read_all ());

  /* What was said to either server: nothing that changes or removes a message, no secret. */
  std::ifstream lines (log);
  std::string sent;

  for (std::string line; std::getline (lines, line);)
    if (line.find (" C: ") != std::string::npos)
      sent += line + "\n";
  EXPECT_NE (sent.find ("EXAMINE"), std::string::npos);
  EXPECT_NE (sent.find ("BODY.PEEK[]"), std::string::npos);
  for (const char *never : { "BODY[", " STORE", "EXPUNGE", "DELETE", "RENAME", "MOVE", "battery" })
    EXPECT_EQ (sent.find (never), std::string::npos) << never;
}

TEST_F (Move, DamagedMessagesAreSkippedAndNamed)
{
  std::vector<std::string> files = fill ("Archive", 60);

  fill ("INBOX", 10, 1000);
  old_side.index ("ada");
  std::string whole;
  {
    std::ifstream file (files[20], std::ios::binary);

    whole.assign (std::istreambuf_iterator<char> (file), std::istreambuf_iterator<char> ());
  }
  DovecotServer::damage (files[0], DOVECOT_DAMAGE_EMPTY);
  DovecotServer::damage (files[20], DOVECOT_DAMAGE_CUT);
  DovecotServer::damage (files[59], DOVECOT_DAMAGE_CUT);

  CliResult result = run ("copy");
  std::vector<Problem> problems = json_list (result.report (), "problems");
  std::set<gint64> uids;

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), 67);
  EXPECT_EQ (json_number (result.report (), "skipped"), 3);
  EXPECT_TRUE (json_flag (result.report (), "verified"));
  for (const Problem &problem : problems)
    {
      uids.insert (json_number (problem, "uid"));
      EXPECT_EQ (json_text (problem, "folder"), "Archive");
      EXPECT_NE (json_text (problem, "reason"), "");
      EXPECT_NE (json_text (problem, "detail"), "");
      EXPECT_EQ (json_text (problem, "subject"),
                 "Message " + std::to_string (json_number (problem, "uid")));
    }
  EXPECT_EQ (uids, (std::set<gint64>{ 1, 21, 60 }));
  EXPECT_EQ (new_client ().count ("Archive"), 57U);
  EXPECT_EQ (new_client ().count ("INBOX"), 10U);

  /* check says the same and copies nothing. */
  CliResult check = run_cli (
    { "check", "--from", old_side.url ("ada"), "--allow-plaintext", "--json" }, environment ());

  EXPECT_EQ (check.status, 1);
  EXPECT_EQ (json_list (check.report (), "problems").size (), 3U);
  EXPECT_EQ (json_number (check.report (), "found"), 70);

  /* Mended, the message is fetched by the next run. */
  std::ofstream (files[20], std::ios::binary) << whole;
  result = run ("copy");
  EXPECT_EQ (result.status, 1);
  EXPECT_EQ (json_number (result.report (), "copied"), 1) << result.all ();
  EXPECT_EQ (json_number (result.report (), "skipped"), 2);
}

TEST_F (Move, GoesOnWhenServersComeBack)
{
  fill ("INBOX", 300);
  fill ("Archive", 700, 1000);
  CliProcess process (arguments ("copy", { "--rate", "200k" }), environment ());

  ASSERT_TRUE (process.wait_for ("\"copying\""));
  new_side.halt ();
  new_side.resume ();
  old_side.halt ();
  old_side.resume ();
  CliResult result = process.finish ();

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "done"), 1000);
  expect_same_on_both_sides ();
}

TEST_F (Move, WhatIsAlreadyThereIsNotCopiedAgain)
{
  const std::string thrice = "Message-ID: <3@x>\r\nSubject: three times\r\n\r\nx\r\n";

  fill ("Archive", 20);
  for (int i = 0; i < 3; i++)
    old_side.put ("ada", "Archive", thrice);
  {
    ImapClient client = new_client ();

    client.create ("Archive");
    for (unsigned i = 1; i <= 8; i++)
      client.append ("Archive", make_message (i));
    client.append ("Archive", thrice);
    client.append ("Archive", thrice);
    client.append ("Archive", make_message (999));
  }
  CliResult result = run ("copy");

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "found"), 23);
  EXPECT_EQ (json_number (result.report (), "already_there"), 10);
  EXPECT_EQ (json_number (result.report (), "copied"), 13);
  EXPECT_EQ (new_client ().count ("Archive"), 24U);
  EXPECT_EQ (json_number (run ("copy").report (), "copied"), 0);
  EXPECT_EQ (new_client ().count ("Archive"), 24U);
}

/* Dovecot numbers a folder anew when its list of UIDs is gone. */
void
renumber (DovecotServer &server, const std::string &folder)
{
  const std::string directory = server.directory () + "/mail/ada" +
                                (folder == "INBOX" ? "" : "/" + folder);

  server.halt ();
  for (const auto &entry : std::filesystem::directory_iterator (directory))
    {
      const std::string name = entry.path ().filename ();

      if (name.rfind ("dovecot", 0) == 0 && name != "dovecot-keywords")
        std::filesystem::remove (entry.path ());
    }
  std::this_thread::sleep_for (
    std::chrono::milliseconds (1100)); /* UIDVALIDITY is a time in seconds */
  server.resume ();
}

TEST_F (Move, RenumberedOldFolderIsNotCopiedAgain)
{
  fill ("Archive", 30);
  EXPECT_EQ (run ("copy").status, 0);
  renumber (old_side, "Archive");
  fill ("Archive", 2, 31);

  CliResult result = run ("copy");

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), 2);
  EXPECT_EQ (json_number (result.report (), "done"), 32);
  EXPECT_EQ (new_client ().count ("Archive"), 32U);
}

TEST_F (Move, RenumberedNewFolderIsNotFilledAgain)
{
  fill ("Archive", 30);
  EXPECT_EQ (run ("copy").status, 0);
  renumber (new_side, "Archive");
  fill ("Archive", 2, 31);

  CliResult result = run ("copy");

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), 2);
  EXPECT_EQ (new_client ().count ("Archive"), 32U);
  EXPECT_EQ (run ("verify").status, 0);
}

TEST_F (Move, VerifyFindsWhatIsMissingOrNew)
{
  fill ("INBOX", 10);
  EXPECT_EQ (run ("copy").status, 0);
  EXPECT_EQ (run ("verify").status, 0);
  EXPECT_EQ (run ("verify", { "--verify", "full" }).status, 0);
  {
    ImapClient client = new_client ();

    client.command ("SELECT INBOX");
    client.command ("UID STORE 3 +FLAGS (\\Deleted)");
    client.command ("EXPUNGE");
  }
  fill ("INBOX", 1, 11);
  CliResult result = run ("verify");
  std::vector<Problem> problems = json_list (result.report (), "problems");

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (json_number (result.report (), "missing"), 2);
  EXPECT_FALSE (json_flag (result.report (), "verified"));
  ASSERT_EQ (problems.size (), 2U);
  for (const Problem &problem : problems)
    EXPECT_EQ (json_text (problem, "reason"), "missing-after-copy");
}

TEST_F (Move, WhatThePersonDidOnTheNewSideIsRespected)
{
  fill ("INBOX", 10);
  EXPECT_EQ (run ("copy").status, 0);
  {
    ImapClient client = new_client ();

    client.command ("SELECT INBOX");
    client.command ("UID STORE 3 +FLAGS (\\Deleted)");
    client.command ("EXPUNGE");
    client.command ("UID STORE 4 FLAGS (\\Seen \\Flagged)");
  }
  fill ("INBOX", 1, 11);
  CliResult result = run ("copy");

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), 1);
  std::vector<StoredMessage> messages = new_client ().read_folder ("INBOX");

  EXPECT_EQ (messages.size (), 10U);
  EXPECT_EQ (messages[2].flags, (std::set<std::string>{ "\\Flagged", "\\Seen" }));
}

TEST_F (Move, ReadBackFindsAlteredBytes)
{
  fill ("INBOX", 10);
  EXPECT_EQ (run ("copy").status, 0);
  for (const auto &entry :
       std::filesystem::directory_iterator (new_side.directory () + "/mail/ada/cur"))
    {
      std::fstream file (entry.path (), std::ios::in | std::ios::out | std::ios::binary);
      std::string text ((std::istreambuf_iterator<char> (file)), std::istreambuf_iterator<char> ());

      if (text.find ("Message 5\r\n") == std::string::npos &&
          text.find ("Message 5\n") == std::string::npos)
        continue;
      file.clear ();
      file.seekp (static_cast<std::streamoff> (text.find ("few words")));
      file << "FEW";
    }
  EXPECT_EQ (run ("verify").status, 0) << "a listing cannot see it";
  CliResult result = run ("verify", { "--verify", "full" });
  std::vector<Problem> problems = json_list (result.report (), "problems");

  EXPECT_EQ (result.status, 1) << result.all ();
  ASSERT_EQ (problems.size (), 1U);
  EXPECT_EQ (json_text (problems[0], "reason"), "altered");
  EXPECT_EQ (json_number (problems[0], "uid"), 5);
}

TEST_F (Move, SeveralFoldersMayGoIntoOne)
{
  fill ("One", 10);
  fill ("Two", 10, 100);
  old_side.put ("ada", "Two", make_message (5)); /* the same as one in "One": both are copied */

  CliResult result = run ("copy", { "--map", "One=All", "--map", "Two=All" });

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (new_client ().count ("All"), 21U);
  result = run ("copy", { "--map", "One=All", "--map", "Two=All" });
  EXPECT_EQ (json_number (result.report (), "copied"), 0);
  EXPECT_EQ (new_client ().count ("All"), 21U);
}

TEST_F (Move, DuplicatesStayBehindButOneOfEach)
{
  fill ("INBOX", 30);
  const Mailbox wanted = sorted (old_client ().read_all ());
  for (unsigned number = 1; number <= 20; number++)
    old_side.put ("ada", "Archive/2008", make_message (number), "S");
  const std::vector<std::string> options = { "--leave-duplicates", "--save-plan",
                                             state + "/plan.json" };
  const CliResult result = run ("copy", options);

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), 30);
  EXPECT_EQ (json_number (result.report (), "left_duplicates"), 20);
  ASSERT_EQ (json_list (result.report (), "duplicates").size (), 20u);
  EXPECT_EQ (json_text (json_list (result.report (), "duplicates")[7], "detail"), "INBOX");
  EXPECT_EQ (sorted (new_client ().read_all ())["INBOX"], wanted.at ("INBOX"));
  EXPECT_EQ (new_client ().count ("Archive/2008"), 0u);

  /* The rule is in the plan. */
  const CliResult again = run ("copy", { "--plan", state + "/plan.json" });
  EXPECT_EQ (again.status, 0) << again.all ();
  EXPECT_EQ (json_number (again.report (), "copied"), 0);
  EXPECT_EQ (run ("verify", { "--leave-duplicates", "--verify", "full" }).status, 0);

  EXPECT_EQ (json_number (run ("copy").report (), "copied"), 20);
  expect_same_on_both_sides ();
}

TEST_F (Move, EmptyFoldersAreMadeAndSubscribed)
{
  old_side.set_keywords ("ada", "Empty/Below", {});
  EXPECT_EQ (run ("copy").status, 0);
  std::vector<std::string> folders = new_client ().list_folders ();
  std::vector<std::string> subscribed = new_client ().list_subscribed ();

  EXPECT_NE (std::find (folders.begin (), folders.end (), "Empty/Below"), folders.end ());
  EXPECT_NE (std::find (subscribed.begin (), subscribed.end (), "Empty/Below"), subscribed.end ());
}

/* What the new server stored in a folder, as it stores it: with LF. */
std::vector<std::string>
read_stored (DovecotServer &server, const std::string &folder)
{
  g_autofree char *directory = dovecot_folder_directory (server.get (), "ada", folder.c_str ());
  std::vector<std::string> stored;

  for (const char *part : { "/cur", "/new" })
    for (const auto &entry : std::filesystem::directory_iterator (std::string (directory) + part))
      {
        std::string bytes (entry.file_size (), '\0');

        std::ifstream (entry.path (), std::ios::binary)
          .read (bytes.data (), static_cast<std::streamsize> (bytes.size ()));
        stored.push_back (std::move (bytes));
      }
  return stored;
}

/* Two lanes with two messages of 100 MB each: some of them are always read and written at once. */
TEST_F (Move, MemoryStaysBoundedWhateverAMessageWeighs)
{
  static const char *const folders[] = { "INBOX", "Other" };
  std::string large = make_message (1, "");

  for (unsigned line = 0; large.size () < 100U * 1000 * 1000; line++)
    large += std::to_string (line * 2654435761U) +
             "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZn\r\n";
  for (const char *folder : folders)
    for (unsigned i = 0; i < 2; i++)
      old_side.put ("ada", folder, large);

  const long peak = measure_peak_memory (arguments ("copy", { "--connections", "2" }),
                                         environment ());

  EXPECT_LE (peak, 64L * 1024) << "KiB";
  large.erase (std::remove (large.begin (), large.end (), '\r'), large.end ());
  for (const char *folder : folders)
    {
      const std::vector<std::string> stored = read_stored (new_side, folder);

      EXPECT_EQ (stored.size (), 2U);
      for (const std::string &bytes : stored)
        EXPECT_TRUE (bytes == large) << folder;
    }
}

} // namespace
