/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

/* The proof goes over all new folders at once, and comes to the same end where that goes wrong. On
 * the new side folders are opened by EXAMINE for nothing else. */
class FaultyVerification : public Faults
{
protected:
  static constexpr unsigned folders = 18;

  void
  SetUp () override
  {
    for (unsigned i = 0; i < folders; i++)
      fill ("Folder " + std::to_string (i), 1 + i % 5, 10 * i);
  }

  void
  expect_all_verified ()
  {
    const CliResult result = copy ();

    expect_all_arrived (result);
    EXPECT_TRUE (json_flag (result.report (), "verified")) << result.all ();
  }
};

TEST_F (FaultyVerification, OpensEachFolderOnce)
{
  expect_all_verified ();
  EXPECT_EQ (new_side.count ("EXAMINE"), folders);
}

TEST_F (FaultyVerification, FoldersThatAreRefusedOnce)
{
  new_side.on ("EXAMINE", [] (Turn &turn) {
    if (turn.nth () % 5 == 2 && turn.nth () < folders)
      turn.no ("[NOPERM] Permission denied");
  });
  expect_all_verified ();
}

/* The folder before stays selected: what is asked for then is answered, for another folder. */
TEST_F (FaultyVerification, RefusalThatLeavesTheFolderBeforeSelected)
{
  std::map<unsigned, unsigned> refused;

  new_side.on ("EXAMINE", [&] (Turn &turn) {
    if (turn.arguments.find ("Folder 7") != std::string::npos && refused[0]++ == 0)
      turn.no ("[NOPERM] Permission denied");
  });
  expect_all_verified ();
  EXPECT_EQ (refused[0], 2u);
}

TEST_F (FaultyVerification, ConnectionLostBetweenTwoFolders)
{
  new_side.on ("EXAMINE", [] (Turn &turn) {
    if (turn.nth () == 3)
      turn.end (Ending::reset);
    else if (turn.nth () == 14)
      turn.run_and_cut (60, Ending::close);
  });
  expect_all_verified ();
}

TEST_F (FaultyVerification, ConnectionLostAmidAListing)
{
  new_side.on_message ([] (Delivery &message) {
    if (message.listing && !message.flags_only && message.folder == "Folder 9" &&
        message.uid == 3 && message.nth == 1)
      message.end = Ending::close;
  });
  expect_all_verified ();
}

TEST_F (FaultyVerification, FindsWhatIsMissingAndAltered)
{
  new_side.on ("EXAMINE", [this] (Turn &turn) {
    if (turn.nth () == 1)
      new_side.edit ([] (FaultyMail &mail) {
        mail["Folder 4"].messages.pop_back ();
        mail["Folder 11"].messages[0].flags = { "\\Deleted" };
      });
  });
  const CliResult result = copy ();
  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (problems (result),
             (std::map<std::string, std::string>{ { "Folder 4/5", "missing-after-copy" },
                                                  { "Folder 11/1", "altered" } }));
}

TEST_F (FaultyVerification, ReadsEverythingBackAfterwards)
{
  new_side.on ("EXAMINE", [this] (Turn &turn) {
    if (turn.nth () == 1)
      new_side.edit ([] (FaultyMail &mail) {
        FaultyMessage &message = mail["Folder 8"].messages[1];
        std::string body = *message.body;

        body[body.size () - 3]++;
        message.body = std::make_shared<const std::string> (body);
      });
    if (turn.nth () == 5)
      turn.no ("[NOPERM] Permission denied");
  });
  const CliResult result = copy ({ "--verify", "full" });
  EXPECT_EQ (problems (result), (std::map<std::string, std::string>{ { "Folder 8/2", "altered" } }))
    << result.all ();
}

/* A folder that is larger than what is held against the journal at a time. */
class FaultyLargeFolder : public Faults
{
protected:
  static constexpr unsigned count = 26000;
  static constexpr unsigned slice = 12500;

  /* All of it is there already, so that nothing but the proof remains. */
  void
  SetUp () override
  {
    timeout = 30;
    for (FaultyServer *side : { &old_side, &new_side })
      side->edit ([] (FaultyMail &mail) {
        for (unsigned i = 1; i <= count; i++)
          mail["Large"].add (make_message (i));
      });
  }

  CliResult
  copy_large ()
  {
    return copy ({ "--folder", "Large" });
  }
};

TEST_F (FaultyLargeFolder, MissingAtTheEdgesOfSlices)
{
  new_side.on ("EXAMINE", [this] (Turn &turn) {
    if (turn.nth () == 1)
      new_side.edit ([] (FaultyMail &mail) {
        std::vector<FaultyMessage> &messages = mail["Large"].messages;

        for (unsigned uid : { count, 2 * slice + 1, slice + 1, slice, 1u })
          messages.erase (messages.begin () + uid - 1);
      });
  });
  const CliResult result = copy_large ();
  std::map<std::string, std::string> expected;

  for (unsigned uid : { 1u, slice, slice + 1, 2 * slice + 1, count })
    expected["Large/" + std::to_string (uid)] = "missing-after-copy";
  EXPECT_EQ (result.status, 1);
  EXPECT_EQ (problems (result), expected);
  EXPECT_EQ (json_number (result.report (), "already_there"), count - expected.size ());
}

TEST_F (FaultyLargeFolder, ListingsThatStopInTheMiddle)
{
  unsigned stops = 0;

  new_side.on_message ([&] (Delivery &message) {
    if (message.listing && !message.flags_only &&
        (message.uid == slice || message.uid == slice + 1 || message.uid == 20000) &&
        message.nth == 3)
      {
        stops++;
        message.end = Ending::close;
      }
  });
  const CliResult result = copy_large ();
  EXPECT_EQ (result.status, 0) << result.err;
  EXPECT_EQ (problems (result), (std::map<std::string, std::string>{}));
  EXPECT_TRUE (json_flag (result.report (), "verified"));
  EXPECT_EQ (json_number (result.report (), "already_there"), count);
  EXPECT_EQ (stops, 3u);
}

/* The UIDs of the slices that are left are worth nothing any more: they are found again. */
TEST_F (FaultyLargeFolder, NumberedAnewBetweenTwoSlices)
{
  unsigned stops = 0;

  new_side.on_message ([&] (Delivery &message) {
    if (message.listing && !message.flags_only && message.uid == 20000 && message.nth == 3)
      {
        stops++;
        message.end = Ending::close;
      }
  });
  new_side.on ("EXAMINE", [&] (Turn &) {
    if (stops == 1)
      {
        stops++;
        new_side.edit ([] (FaultyMail &mail) {
          mail["Large"].uid_validity++;
          mail["Large"].uid_next += 7;
          for (FaultyMessage &message : mail["Large"].messages)
            message.uid += 7;
        });
      }
  });
  const CliResult result = copy_large ();
  EXPECT_EQ (stops, 2u);
  EXPECT_EQ (result.status, 0) << result.err;
  EXPECT_EQ (problems (result), (std::map<std::string, std::string>{}));
  EXPECT_TRUE (json_flag (result.report (), "verified"));
}
