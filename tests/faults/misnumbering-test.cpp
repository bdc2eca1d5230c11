/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"
#include "faults/imap-words.hpp"

namespace
{

struct Lie
{
  const char *name;
  unsigned (*tell) (unsigned uid);
};

/* A server that tells other UIDs of what was appended than those it gave, from the first answer on
 * and in answers that look right: nothing that is there is called missing or altered, and nothing
 * is copied twice. */
class Misnumbering : public Faults, public ::testing::WithParamInterface<Lie>
{
protected:
  void
  SetUp () override
  {
    fill ("Sent", 25, 100);
    new_side.on ("APPEND", [this] (Turn &turn) {
      const std::string folder = imap_split (turn.arguments, turn.messages ())[0];

      new_side.edit ([&] (FaultyMail &mail) {
        const unsigned validity = mail[folder].uid_validity, uid = mail[folder].uid_next;

        answer = "OK [APPENDUID " + std::to_string (validity) + " " +
                 std::to_string (GetParam ().tell (uid)) + "] stored";
      });
      turn.run_and_say (answer);
    });
  }

  /* Of several sizes, some of them twins. */
  void
  fill_archive ()
  {
    fill ("Archive", 40);
    old_side.edit ([] (FaultyMail &mail) {
      for (unsigned i = 0; i < 30; i++)
        mail["Archive"].add (make_message (500 + i % 20, std::string (i % 7, 'x') + "\r\n"));
    });
  }

  CliResult
  copy_all (const std::vector<std::string> &more = {}) const
  {
    std::vector<std::string> all = { "--connections", "1" };

    all.insert (all.end (), more.begin (), more.end ());
    return copy (all);
  }

  void
  expect_proven (const CliResult &result)
  {
    expect_all_arrived (result);
    EXPECT_TRUE (json_flag (result.report (), "verified")) << result.all ();
  }

  void
  expect_nothing_left ()
  {
    const CliResult again = copy_all ();

    expect_proven (again);
    EXPECT_EQ (json_number (again.report (), "copied"), 0);
  }

  std::string answer;
};

TEST_P (Misnumbering, IsFoundOut)
{
  fill_archive ();
  expect_proven (copy_all ());
  expect_nothing_left ();
}

TEST_P (Misnumbering, IsFoundOutInASingleFolder)
{
  fill_archive ();
  expect_proven (copy_all ({ "--folder", "Archive", "--folder", "Sent" }));
  expect_proven (run ("verify", { "--verify", "full" }));
}

/* All of one size, marks and date: nothing but the bytes tells. */
TEST_P (Misnumbering, IsFoundOutByTheBytes)
{
  old_side.edit ([] (FaultyMail &mail) {
    for (unsigned i = 100; i < 150; i++)
      mail["Archive"].add (make_message (i));
  });
  expect_proven (copy_all ({ "--verify", "full" }));
  expect_nothing_left ();
}

TEST_P (Misnumbering, WhatIsMissingIsMissingAllTheSame)
{
  fill_archive ();
  new_side.on ("EXAMINE", [this] (Turn &turn) {
    if (turn.nth () == 1)
      new_side.edit ([] (FaultyMail &mail) {
        std::vector<FaultyMessage> &messages = mail["Archive"].messages;

        messages[29].flags = { "\\Deleted" };
        messages.erase (messages.begin () + 9);
      });
  });
  const CliResult result = copy_all ();
  EXPECT_EQ (problems (result),
             (std::map<std::string, std::string>{ { "Archive/10", "missing-after-copy" },
                                                  { "Archive/30", "altered" } }))
    << result.all ();
}

INSTANTIATE_TEST_SUITE_P (
  , Misnumbering,
  ::testing::Values (Lie{ "OneTooMany", [] (unsigned uid) { return uid + 1; } },
                     Lie{ "Pairwise", [] (unsigned uid) { return ((uid - 1) ^ 1) + 1; } },
                     Lie{ "AlwaysTheSame", [] (unsigned) { return 3U; } },
                     Lie{ "FarOff", [] (unsigned uid) { return uid + 1000000; } }),
  [] (const auto &info) { return std::string (info.param.name); });

} // namespace
