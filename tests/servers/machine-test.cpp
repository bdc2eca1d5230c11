/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/move-fixture.hpp"
#include "servers/preload.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

/* What the own machine does to a move: full and read-only disks, leaping clocks, sleep. */

namespace
{

class Machine : public Move
{
protected:
  CliResult
  copy_with (const std::string &preload, const Environment &orders,
             const std::vector<std::string> &more = {}) const
  {
    return run_cli (arguments ("copy", more), preloaded (preload, orders, environment ()));
  }

  /* The next run goes on, and in the end all is there once. */
  void
  expect_to_go_on ()
  {
    const CliResult result = run ("copy");

    EXPECT_EQ (result.status, 0) << result.all ();
    EXPECT_TRUE (json_flag (result.report (), "verified"));
    expect_same_on_both_sides ();
  }

  std::string
  find_journal () const
  {
    for (const auto &file : std::filesystem::directory_iterator (state))
      if (file.path ().extension () == ".journal")
        return file.path ();
    ADD_FAILURE () << "there is no journal";
    return "";
  }

  static std::string
  read_bytes (const std::string &path)
  {
    std::ostringstream bytes;

    bytes << std::ifstream (path, std::ios::binary).rdbuf ();
    return bytes.str ();
  }

  static void
  expect_says (const CliResult &result, const std::string &words)
  {
    EXPECT_NE (result.err.find (words), std::string::npos) << words << " in " << result.err;
  }
};

TEST_F (Machine, FullDiskWhileSpoolingStopsAndGoesOn)
{
  const std::string place = state + "/spool";
  Environment orders = { { "PLACE", place }, { "ROOM", "2000000" } };

  std::filesystem::create_directory (place);
  fill ("INBOX", 20);
  old_side.put ("ada", "Large", make_message (100, std::string (9000 * 1000, 'x') + "\r\n"));
  fill ("Large", 5, 200);

  Environment full = preloaded ("disk", orders, environment ());
  full["TMPDIR"] = place;
  const CliResult result = run_cli (arguments ("copy"), full);

  EXPECT_EQ (result.status, 4) << result.all ();
  expect_says (result, "“" + place + "”");
  expect_says (result, "Make room there");
  EXPECT_EQ (json_number (result.report (), "skipped"), 0) << "it is no fault of the message";
  EXPECT_FALSE (json_flag (result.report (), "verified"));
  expect_to_go_on ();
}

TEST_F (Machine, FullDiskUnderTheJournalStopsAndGoesOn)
{
  unsigned stopped = 0;

  fill ("INBOX", 60);
  fill ("Archive", 60, 1000);
  /* A little further each time; the first time there is no room for a journal at all. */
  for (const char *room : { "0", "20000", "100000", "180000", "240000", "320000" })
    {
      const CliResult result = copy_with ("disk", { { "PLACE", state }, { "ROOM", room } });

      SCOPED_TRACE (room);
      if (result.status == 0)
        break;
      EXPECT_EQ (result.status, 4) << result.all ();
      expect_says (result, "“" + state);
      expect_says (result, "disk is full. Make room there");
      stopped++;
    }
  EXPECT_GE (stopped, 3U);
  expect_to_go_on ();
}

TEST_F (Machine, ReadOnlyStateDirectoryIsSaidBeforeAnythingIsSent)
{
  const std::string place = state + "/journals";
  const std::vector<std::string> there = { "--state-dir", place };
  const Environment orders = { { "PLACE", place }, { "READ_ONLY", "1" } };

  fill ("INBOX", 10);
  std::filesystem::create_directory (place);
  CliResult result = copy_with ("disk", orders, there);
  EXPECT_EQ (result.status, 4) << result.all ();
  expect_says (result, "“" + place);
  expect_says (result, "writable");
  EXPECT_EQ (new_client ().count ("INBOX"), 0U);

  /* The same with a journal there, which can still be listed. */
  EXPECT_EQ (run ("copy", there).status, 0);
  fill ("INBOX", 5, 11);
  result = copy_with ("disk", orders, there);
  EXPECT_EQ (result.status, 4) << result.all ();
  expect_says (result, "“" + place);
  expect_says (result, "Check that you may write there");
  EXPECT_EQ (new_client ().count ("INBOX"), 10U);
  result = run_cli ({ "moves", "--json", "--state-dir", place },
                    preloaded ("disk", orders, environment ()));
  EXPECT_EQ (result.status, 0) << result.all ();
  ASSERT_EQ (result.events ("move").size (), 1U);
  EXPECT_EQ (json_number (result.events ("move")[0], "done"), 10);

  EXPECT_EQ (run ("copy", there).status, 0);
  expect_same_on_both_sides ();
}

/* What a network file system has not: memory that is shared between computers, and locks on
 * anything but ranges of files. */
TEST_F (Machine, NeedsNothingOfAFileSystemThatNfsHasNot)
{
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP () << "the sanitizer maps memory before a library can look on";
#endif
  const std::string log = state + "/locks";
  const std::string place = state + "/new/journals";
  bool locked = false;
  std::set<std::string> synchronised;

  fill ("INBOX", 30);
  CliProcess process (arguments ("copy", { "--state-dir", place, "--rate", "10k" }),
                      preloaded ("locks", { { "LOCKS_FILE", log } }, environment ()));
  ASSERT_TRUE (process.wait_for ("\"copying\""));
  for (const auto &file : std::filesystem::directory_iterator (place))
    EXPECT_NE (file.path ().extension (), ".journal-shm");
  EXPECT_EQ (process.finish ().status, 0);

  std::ifstream lines (log);

  for (std::string line; std::getline (lines, line);)
    {
      const std::string what = line.substr (0, line.find (' '));
      const std::string path = line.substr (line.find (' ') + 1);

      if (path.rfind (state, 0) != 0)
        continue;
      if (what == "synchronise")
        {
          synchronised.insert (path);
          continue;
        }
      EXPECT_TRUE (what == "lock" || what == "unlock") << line;
      EXPECT_EQ (std::filesystem::path (path).extension (), ".journal") << line;
      locked = locked || what == "lock";
    }
  EXPECT_TRUE (locked);
  /* The folders it made are to be there after a loss of power. */
  for (const std::string &folder : { state, state + "/new", place })
    EXPECT_EQ (synchronised.count (folder), 1U) << folder;
}

class MachineClock : public Machine, public ::testing::WithParamInterface<const char *>
{
};

/* Every look at the time of day finds another one; a pause or a time-out that went by it would end
 * at once or never. */
TEST_P (MachineClock, LeapsWithoutHarm)
{
  const auto before = std::chrono::steady_clock::now ();

  fill ("INBOX", 40);
  fill ("Archive", 200, 1000);
  const CliResult result = copy_with ("clock", { { "CLOCK_STEP", GetParam () } },
                                      { "--rate", "50k" });
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now () - before;

  EXPECT_EQ (result.status, 0) << result.all ();
  ASSERT_FALSE (result.events ("progress").empty ());
  for (const auto &progress : result.events ("progress"))
    {
      JsonObject *object = json_node_get_object (progress.get ());

      EXPECT_GE (json_object_get_double_member (object, "message_rate"), 0);
      EXPECT_GE (json_object_get_double_member (object, "byte_rate"), 0);
      EXPECT_GE (json_object_get_double_member_with_default (object, "seconds_left", 0), -1);
    }
  const double seconds = json_object_get_double_member (
    json_node_get_object (result.report ().get ()), "seconds");

  EXPECT_GT (seconds, 0.5) << "it is held back";
  EXPECT_LE (seconds, taken.count ());
  expect_same_on_both_sides ();
  expect_to_go_on ();
}

INSTANTIATE_TEST_SUITE_P (, MachineClock, ::testing::Values ("-3600", "86400"));

TEST_F (Machine, GoesOnByItselfAfterSleep)
{
  fill ("INBOX", 200);
  fill ("Archive", 200, 1000);
  CliProcess process (arguments ("copy", { "--rate", "100k", "--timeout", "2" }), environment ());

  ASSERT_TRUE (process.wait_for ("\"copying\""));
  process.send_signal (SIGSTOP);
  /* The servers hang up on who sleeps; it sleeps longer than it waits for an answer itself. */
  old_side.halt ();
  new_side.halt ();
  old_side.resume ();
  new_side.resume ();
  std::this_thread::sleep_for (std::chrono::milliseconds (2200));
  process.send_signal (SIGCONT);
  const CliResult result = process.finish ();

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "done"), 400);
  expect_same_on_both_sides ();
}

TEST_F (Machine, DamagedJournalIsSaidBeforeAnybodyIsAsked)
{
  const std::string log = state + "/protocol";

  fill ("INBOX", 10);
  EXPECT_EQ (run ("copy").status, 0);
  const std::string journal = find_journal ();
  std::fstream (journal, std::ios::in | std::ios::out | std::ios::binary).seekp (4096)
    << std::string (8192, 'Z');
  const std::string damaged = read_bytes (journal);

  const CliResult result = run ("copy", { "--debug-protocol", log });

  EXPECT_EQ (result.status, 4) << result.all ();
  expect_says (result, "“" + journal + "” is damaged");
  expect_says (result, "Put it back from a backup, or move it elsewhere");
  EXPECT_TRUE (read_bytes (journal) == damaged);
  std::error_code none;
  EXPECT_TRUE (!std::filesystem::exists (log) || std::filesystem::file_size (log, none) == 0)
    << "no server was asked";

  /* As it says: without it, what is already there is recognised. */
  std::filesystem::rename (journal, state + "/elsewhere");
  const CliResult anew = run ("copy");
  EXPECT_EQ (anew.status, 0) << anew.all ();
  EXPECT_EQ (json_number (anew.report (), "already_there"), 10);
  EXPECT_EQ (new_client ().count ("INBOX"), 10U);
}

TEST_F (Machine, JournalOfALaterVersionIsSaidAndLeftAsItIs)
{
  fill ("INBOX", 3);
  EXPECT_EQ (run ("copy").status, 0);
  const std::string journal = find_journal ();
  /* SQLite's header, “user version”: a number of four bytes. */
  std::fstream (journal, std::ios::in | std::ios::out | std::ios::binary).seekp (60)
    << std::string ({ 0, 0, 3, 9 });
  const std::string before = read_bytes (journal);

  for (const char *command : { "copy", "verify" })
    {
      const CliResult result = run (command);

      EXPECT_EQ (result.status, 4) << result.all ();
      expect_says (result, "“" + journal + "” was written by a later version of Decant");
    }
  EXPECT_EQ (run_cli ({ "moves", "--state-dir", state }).status, 0);
  EXPECT_TRUE (read_bytes (journal) == before);
}

TEST_F (Machine, ASecondDecantIsToldAtOnceAndTheFirstGoesOn)
{
  const std::string log = state + "/protocol";

  fill ("INBOX", 500);
  CliProcess first (arguments ("copy", { "--rate", "100k" }), environment ());
  ASSERT_TRUE (first.wait_for ("\"copying\""));
  first.send_signal (SIGSTOP); /* or it might come to its end before the second begins */
  const CliResult second = run ("copy", { "--debug-protocol", log });
  std::error_code none;

  EXPECT_EQ (second.status, 4) << second.all ();
  expect_says (second, "Another Decant is already at work on this move");
  EXPECT_TRUE (!std::filesystem::exists (log) || std::filesystem::file_size (log, none) == 0)
    << "no server was asked";
  first.send_signal (SIGCONT);
  const CliResult end = first.finish ();
  EXPECT_EQ (end.status, 0) << end.all ();
  EXPECT_EQ (json_number (end.report (), "copied"), 500);
  expect_same_on_both_sides ();
}

} // namespace
