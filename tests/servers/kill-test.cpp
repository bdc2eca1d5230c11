/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/move-fixture.hpp"
#include "servers/preload.hpp"

#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <random>
#include <thread>

/* decant-cli killed without warning, again and again: in the end every message is there once.
 *
 * DECANT_KILL_SEED    another seed than the usual one
 * DECANT_KILL_PLACES  at how many places; "all": at every one where it can matter, and with half of
 *                     what was to be written there, too, which takes a quarter of an hour */

namespace
{

class Kill : public Move
{
protected:
  static constexpr int killed = 128 + SIGKILL;

  static unsigned
  seed ()
  {
    const char *given = getenv ("DECANT_KILL_SEED");
    const unsigned value = given != nullptr ? static_cast<unsigned> (std::stoul (given)) : 20081104;

    std::cout << "DECANT_KILL_SEED=" << value << std::endl;
    return value;
  }

  void
  SetUp () override
  {
    fill ("INBOX", 9);
    fill ("Archive/2008", 12, 1000);
    fill ("Sent", 8, 2000);
    /* One that is spooled, and waits for the server's invitation. */
    old_side.put ("ada", "Sent", make_message (3000, std::string (1100 * 1000, 'x') + "\r\n"), "S");
    old_messages = sorted (old_client ().read_all ());
  }

  /* The arguments of a copy to an account of its own, with a state of its own. */
  std::vector<std::string>
  copy_to (const std::string &user) const
  {
    std::vector<std::string> all = { "copy",
                                     "--from",
                                     old_side.url ("ada"),
                                     "--to",
                                     new_side.url (user),
                                     "--allow-plaintext",
                                     "--state-dir",
                                     state + "/" + user,
                                     "--json" };

    all.insert (all.end (), more.begin (), more.end ());
    return all;
  }

  /* Goes on to the end: all must be there, and once. */
  void
  expect_whole_in_the_end (const std::string &user)
  {
    const CliResult result = run_cli (copy_to (user), environment ());

    ASSERT_EQ (result.status, 0) << result.all ();
    EXPECT_EQ (
      json_number (result.report (), "done") + json_number (result.report (), "already_there"), 30);
    EXPECT_TRUE (json_flag (result.report (), "verified"));
    EXPECT_TRUE (old_messages ==
                 sorted (ImapClient (new_side.port (), user, DOVECOT_PASSWORD).read_all ()))
      << result.all ();
  }

  /* How many places there are to be killed at. */
  unsigned
  count_places () const
  {
    const std::string file = state + "/places";
    unsigned count = 0;

    run_cli (copy_to ("count"), preloaded ("kill", { { "COUNT_FILE", file } }, environment ()));
    std::ifstream (file) >> count;
    return count;
  }

  Mailbox old_messages;
  std::vector<std::string> more; /* options */
};

TEST_F (Kill, AtEveryStepBetweenJournalAndNetwork)
{
  const char *given = getenv ("DECANT_KILL_PLACES");
  const bool everywhere = given != nullptr && strcmp (given, "all") == 0;
  const unsigned wanted = everywhere || given == nullptr ? 24 : std::stoul (given);
  const unsigned places = count_places ();
  const unsigned stride = everywhere ? 1 : std::max (1U, places / wanted);
  std::mt19937 random (seed ());
  unsigned kills = 0;

  ASSERT_GT (places, 100U);
  for (unsigned place = everywhere ? 1 : 1 + random () % stride; place <= places; place += stride)
    for (unsigned half = 0; half < 2; half++)
      {
        const std::string user = "at" + std::to_string (place) + (half != 0 ? "half" : "");
        Environment orders = { { "KILL_AT", std::to_string (place) } };

        if (!everywhere && half != random () % 2)
          continue;
        if (half != 0)
          orders["KILL_HALF"] = "1";
        SCOPED_TRACE (user);
        const CliResult result = run_cli (copy_to (user),
                                          preloaded ("kill", orders, environment ()));

        /* Lanes race: another time there may be some steps fewer. */
        ASSERT_TRUE (result.status == killed || result.status == 0) << result.all ();
        kills += result.status == killed;
        expect_whole_in_the_end (user);
        if (HasFatalFailure ())
          return;
      }
  std::cout << kills << " kills at " << places << " places" << std::endl;
  EXPECT_GT (kills, 5U);
}

/* By turns at a moment and at a step: on a slow machine moments come too early, on a fast one too
 * late. */
TEST_F (Kill, AtAnyMomentAgainAndAgain)
{
  std::mt19937 random (seed ());
  const unsigned places = count_places ();
  unsigned kills = 0;

  for (unsigned move = 0; move < 6; move++)
    {
      const std::string user = "again" + std::to_string (move);

      for (unsigned round = 0; round < 7; round++)
        {
          Environment orders = { { "KILL_AT", std::to_string (1 + random () % (places / 2)) } };

          if (random () % 2 == 0)
            orders["KILL_HALF"] = "1";
          kills += run_cli (copy_to (user), preloaded ("kill", orders, environment ())).status ==
                   killed;

          CliProcess process (copy_to (user), environment ());

          std::this_thread::sleep_for (std::chrono::milliseconds (15 + random () % 120));
          process.send_signal (SIGKILL);
          kills += process.finish ().status == killed;
        }
      SCOPED_TRACE (user);
      expect_whole_in_the_end (user);
    }
  std::cout << kills << " kills" << std::endl;
  EXPECT_GT (kills, 20U);
}

TEST_F (Kill, AtSomeStepsWithDuplicatesLeftBehind)
{
  const unsigned wanted = 8;

  for (unsigned number = 1; number <= 5; number++)
    old_side.put ("ada", "Sent", make_message (number), "S");
  more = { "--leave-duplicates" };
  const unsigned places = count_places ();
  const unsigned stride = std::max (1U, places / wanted);
  std::mt19937 random (seed ());
  unsigned kills = 0;

  for (unsigned place = 1 + random () % stride; place <= places; place += stride)
    {
      const std::string user = "twin" + std::to_string (place);
      const Environment orders = { { "KILL_AT", std::to_string (place) } };

      SCOPED_TRACE (user);
      kills += run_cli (copy_to (user), preloaded ("kill", orders, environment ())).status ==
               killed;
      expect_whole_in_the_end (user);
      if (HasFatalFailure ())
        return;
    }
  EXPECT_GT (kills, 2U);
}

TEST_F (Kill, AtAnyMomentWithTheJournalsLastStepsLost)
{
  std::mt19937 random (seed ());

  for (unsigned round = 0; round < 5; round++)
    {
      const std::string user = "lost" + std::to_string (round);
      CliProcess process (copy_to (user), environment ());

      process.wait_for ("\"copying\"");
      std::this_thread::sleep_for (std::chrono::milliseconds (random () % 60));
      process.send_signal (SIGKILL);
      process.finish ();
      for (const auto &file : std::filesystem::directory_iterator (state + "/" + user))
        if (file.path ().extension () == ".journal-wal" && file.file_size () > 0)
          std::filesystem::resize_file (file.path (), random () % file.file_size ());
      SCOPED_TRACE (user);
      expect_whole_in_the_end (user);
    }
}

} // namespace
