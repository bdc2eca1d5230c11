/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"
#include "servers/preload.hpp"

#include <csignal>
#include <fstream>

/* The old side numbers the messages of a folder anew: what has arrived is known again. */
class Renumbered : public Faults
{
protected:
  /* @factor: of all UIDs, so that old ones mean other messages or none. */
  void
  number_anew (const std::string &folder, unsigned factor = 1)
  {
    old_side.edit ([&] (FaultyMail &mail) {
      FaultyFolder &it = mail[folder];

      it.uid_validity++;
      it.uid_next = 1;
      for (FaultyMessage &message : it.messages)
        message.uid = factor * it.uid_next++;
      it.uid_next *= factor;
    });
  }

  void
  expect_copied (gint64 messages)
  {
    const CliResult result = copy ();

    expect_all_arrived (result);
    EXPECT_EQ (json_number (result.report (), "copied"), messages) << result.all ();
  }
};

/* It counts, it does not merge: of four twins three have arrived. */
TEST_F (Renumbered, TwinsAreCounted)
{
  const std::string twin = make_message (1), longer = make_message (1, "Some more words.\r\n");

  for (unsigned i = 0; i < 3; i++)
    old_side.edit ([&] (FaultyMail &mail) { mail["Archive"].add (twin); });
  old_side.edit ([&] (FaultyMail &mail) { mail["Archive"].add (longer); });
  expect_copied (4);
  old_side.edit ([&] (FaultyMail &mail) { mail["Archive"].add (twin); });
  number_anew ("Archive", 3);
  expect_copied (1);
  number_anew ("Archive");
  number_anew ("Archive", 7);
  expect_copied (0);
}

TEST_F (Renumbered, SmallerThanItWasAndWithOthers)
{
  fill ("Archive", 5000);
  expect_copied (5000);
  old_side.edit ([] (FaultyMail &mail) {
    std::vector<FaultyMessage> &messages = mail["Archive"].messages;

    messages.erase (messages.begin (), messages.begin () + 2500);
  });
  fill ("Archive", 10, 9000);
  number_anew ("Archive", 2);
  const CliResult result = copy ();
  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), 10);
  EXPECT_EQ (new_side.mail ()["Archive"].messages.size (), 5010u);
}

/* Whatever of it is in the journal then: nothing is copied twice. */
TEST_F (Renumbered, KilledInTheMiddle)
{
  constexpr unsigned kills = 12;
  const std::string file = state + "/places";
  unsigned places = 0, killed = 0;

  fill ("Archive", 4500);
  expect_copied (4500);
  number_anew ("Archive", 2);
  run_cli (arguments ("copy"), preloaded ("kill", { { "COUNT_FILE", file } }, environment ()));
  std::ifstream (file) >> places;
  ASSERT_GT (places, 10 * kills);
  for (unsigned i = 1; i <= kills; i++)
    {
      const Environment orders = { { "KILL_AT", std::to_string (places * i / (kills + 1)) } };

      number_anew ("Archive", 1 + i % 3);
      killed += run_cli (arguments ("copy"), preloaded ("kill", orders, environment ())).status ==
                128 + SIGKILL;
      if (i % 2 == 0)
        expect_copied (0);
    }
  EXPECT_GT (killed, kills / 2);
  expect_copied (0);
}

/* What that takes in memory must not grow much with what is in the folder. */
TEST_F (Renumbered, MemoryStaysBounded)
{
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP () << "the sanitizer keeps what was freed";
#endif
  constexpr unsigned count = 100000;

  timeout = 60;
  for (FaultyServer *side : { &old_side, &new_side })
    fill_plainly (*side, "Huge", count);
  EXPECT_EQ (copy ().status, 0);
  number_anew ("Huge", 2);
  EXPECT_LE (measure_peak_memory (arguments ("copy"), environment ()), 34L * 1024) << "KiB";
  EXPECT_EQ (new_side.mail ()["Huge"].messages.size (), count);
}
