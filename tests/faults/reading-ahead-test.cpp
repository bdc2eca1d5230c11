/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

#include <atomic>
#include <chrono>
#include <thread>

/* A lane asks for its next folder while the last messages of one are still being written. One lane
 * only here, and the largest folder goes first. */
class ReadingAhead : public Faults
{
protected:
  void
  SetUp () override
  {
    fill ("First", 30, 1);
    fill ("Second", 20, 101);
    fill ("Third", 10, 201);
  }

  CliResult
  copy_in_one_lane (std::vector<std::string> more = {}) const
  {
    more.insert (more.end (), { "--connections", "1" });
    return copy (more);
  }

  /* Until the messages of @folder were asked for, having been listed before; or for long. */
  bool
  wait_until_read (const std::string &folder)
  {
    for (unsigned i = 0; i < 500; i++)
      {
        size_t openings = 0;

        for (const Heard &heard : old_side.log ())
          openings += heard.name == "EXAMINE" && heard.arguments == "\"" + folder + "\"";
        if (openings >= 2)
          return true;
        std::this_thread::sleep_for (std::chrono::milliseconds (10));
      }
    return false;
  }

  /* Does something before the last message of the first folder is taken, and while the second one
   * is read. */
  void
  at_the_end_of_the_first (const std::function<void (Turn &)> &act)
  {
    timeout = 20;
    new_side.on ("APPEND", [this, act] (Turn &turn) {
      if (turn.nth () != 30)
        return;
      EXPECT_TRUE (wait_until_read ("Second"));
      act (turn);
    });
  }
};

TEST_F (ReadingAhead, BeginsBeforeTheLastAnswer)
{
  at_the_end_of_the_first ([] (Turn &) {});
  expect_all_arrived (copy_in_one_lane ());
}

/* One folder ahead and no more. */
TEST_F (ReadingAhead, IsOneFolderAhead)
{
  at_the_end_of_the_first ([this] (Turn &) {
    std::this_thread::sleep_for (std::chrono::milliseconds (200));
    EXPECT_EQ (old_side.count ("EXAMINE"), 6u); /* four to list, with INBOX */
  });
  expect_all_arrived (copy_in_one_lane ());
}

TEST_F (ReadingAhead, WhatCannotBeReadIsNamedOnce)
{
  old_side.on_message ([] (Delivery &message) {
    if (message.folder == "Second" && message.uid == 3 && !message.listing)
      message.refusal = "NO [SERVERBUG] cannot read it";
  });
  at_the_end_of_the_first ([] (Turn &) {});
  const CliResult result = copy_in_one_lane ();
  expect_rest_arrived (result);
  EXPECT_EQ (problems (result).size (), 1u);
  EXPECT_EQ (problems (result).count ("Second/3"), 1u);
}

TEST_F (ReadingAhead, ALostConnectionOfTheNewSide)
{
  at_the_end_of_the_first ([] (Turn &turn) { turn.run_and_cut (0, Ending::close); });
  expect_all_arrived (copy_in_one_lane ());
}

TEST_F (ReadingAhead, ALostConnectionOfTheOldSide)
{
  std::atomic<bool> lost (false);
  old_side.on ("UID FETCH", [&lost] (Turn &turn) {
    if (turn.folder () == "Second" && turn.arguments.find ("BODY.PEEK[]") != std::string::npos &&
        !lost.exchange (true))
      turn.run_and_cut (2000, Ending::close);
  });
  at_the_end_of_the_first ([] (Turn &) {});
  expect_all_arrived (copy_in_one_lane ());
}

/* The second folder is not to be written to: what was read of it meanwhile goes nowhere, and the
 * third is not held up. */
TEST_F (ReadingAhead, AFolderThatTakesNothing)
{
  new_side.on ("APPEND", [] (Turn &turn) {
    if (turn.arguments.find ("Second") != std::string::npos)
      turn.no ("[NOPERM] Permission denied");
  });
  at_the_end_of_the_first ([] (Turn &) {});
  const CliResult result = copy_in_one_lane ();
  expect_rest_arrived (result);
  EXPECT_EQ (problems (result).size (), 1u);
  EXPECT_EQ (problems (result).count ("Second"), 1u);
  EXPECT_EQ (new_side.mail ()["Third"].messages.size (), 10u);
}

/* A run that ends while a folder is read ahead leaves that one to the next run. */
TEST_F (ReadingAhead, ARunThatEndsMeanwhile)
{
  at_the_end_of_the_first ([] (Turn &turn) { turn.no ("[OVERQUOTA] Quota exceeded"); });
  EXPECT_NE (copy_in_one_lane ().status, 0);
  new_side.forget_faults ();
  expect_all_arrived (copy_in_one_lane ());
}

/* Folders that go into one are read in order, and not before what they go into is settled. */
TEST_F (ReadingAhead, FoldersThatArePutTogether)
{
  const std::vector<std::string> together = { "--map", "Second=First", "--map", "Third=First" };
  bool asked = false;

  timeout = 20;
  fill ("Fourth", 5, 301);
  new_side.on ("APPEND", [&] (Turn &turn) {
    if (turn.nth () == 60)
      asked = wait_until_read ("Fourth");
  });
  const CliResult result = copy_in_one_lane (together);
  EXPECT_EQ (result.status, 0);
  EXPECT_TRUE (asked);
  EXPECT_EQ (new_side.mail ()["First"].messages.size (), 60u);
  EXPECT_EQ (new_side.mail ()["Fourth"].messages.size (), 5u);
}
