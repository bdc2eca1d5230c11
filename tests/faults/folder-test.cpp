/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

#include <atomic>
#include <filesystem>

/* Folders of the old side that cannot be had, or change under the move's feet. */
class FaultyFolders : public Faults
{
protected:
  using Problems = std::map<std::string, std::string>;

  void
  SetUp () override
  {
    fill ("INBOX", 20);
    fill ("Archive", 30, 100);
    fill ("Sent", 10, 200);
  }

  /* Makes one kind of command go wrong where it is about the archive. */
  void
  spoil_archive (const std::string &command, const FaultyServer::Fault &fault)
  {
    old_side.on (command, [fault] (Turn &turn) {
      if (turn.arguments.find ("Archive") != std::string::npos || turn.folder () == "Archive")
        fault (turn);
    });
  }

  void
  expect_archive_lost ()
  {
    const CliResult result = copy ();

    EXPECT_EQ (result.status, 1) << result.all ();
    EXPECT_EQ (problems (result), (Problems{ { "Archive", "folder-unreadable" } }));
    expect_rest_arrived (result);
    EXPECT_EQ (new_side.mail ()["Sent"].messages.size (), 10u);
    old_side.forget_faults ();
    expect_all_arrived (copy ());
  }
};

TEST_F (FaultyFolders, CannotBeSelected)
{
  spoil_archive ("EXAMINE", [] (Turn &turn) { turn.no ("[NOPERM] Permission denied"); });
  expect_archive_lost ();
}

TEST_F (FaultyFolders, Hangs)
{
  spoil_archive ("EXAMINE", [] (Turn &turn) { turn.end (Ending::hang); });
  expect_archive_lost ();
}

TEST_F (FaultyFolders, ClosesTheConnection)
{
  spoil_archive ("EXAMINE", [] (Turn &turn) { turn.bye ("Internal error"); });
  expect_archive_lost ();
}

TEST_F (FaultyFolders, ClosesTheConnectionWhenItIsListed)
{
  spoil_archive ("UID FETCH", [] (Turn &turn) { turn.end (Ending::close); });
  expect_archive_lost ();
}

TEST_F (FaultyFolders, CountsAreRefused)
{
  spoil_archive ("STATUS", [] (Turn &turn) { turn.no ("[SERVERBUG] Internal error"); });
  expect_all_arrived (copy ());
}

TEST_F (FaultyFolders, VanishesBeforeItsTurn)
{
  old_side.on ("EXAMINE", [this] (Turn &turn) {
    if (turn.nth () == 1)
      old_side.edit ([] (FaultyMail &mail) { mail.erase ("Sent"); });
  });
  const CliResult result = copy ({ "--connections", "1" });
  EXPECT_EQ (problems (result), (Problems{ { "Sent", "folder-unreadable" } })) << result.all ();
  EXPECT_EQ (new_side.mail ()["Archive"].messages.size (), 30u);
}

TEST_F (FaultyFolders, IsRenamedWhileItIsRead)
{
  std::atomic<bool> renamed = false;

  old_side.on_message ([&] (Delivery &message) {
    if (message.folder != "Archive" || message.uid != 15 || message.listing ||
        renamed.exchange (true))
      return;
    old_side.edit ([] (FaultyMail &mail) {
      mail["Elsewhere"] = mail["Archive"];
      mail.erase ("Archive");
    });
    message.end = Ending::close;
  });
  const CliResult result = copy ();
  EXPECT_EQ (problems (result), (Problems{ { "Archive", "folder-unreadable" } })) << result.all ();
  /* The next run finds it under its new name; what arrived stays where it is. */
  const CliResult again = copy ();
  EXPECT_EQ (problems (again).count ("Elsewhere"), 0u) << again.all ();
  EXPECT_EQ (new_side.mail ()["Elsewhere"].messages.size (), 30u);
}

TEST_F (FaultyFolders, IsNumberedAnewBetweenRuns)
{
  expect_all_arrived (copy ());
  old_side.edit ([] (FaultyMail &mail) {
    FaultyFolder &archive = mail["Archive"];

    archive.uid_validity++;
    archive.uid_next = 1;
    for (FaultyMessage &message : archive.messages)
      message.uid = archive.uid_next++ * 3;
    archive.uid_next *= 3;
    archive.add (make_message (900));
  });
  const CliResult result = copy ();
  expect_all_arrived (result);
  EXPECT_EQ (json_number (result.report (), "copied"), 1);
}

TEST_F (FaultyFolders, IsNumberedAnewWhileItIsRead)
{
  std::atomic<bool> renumbered = false;

  old_side.on_message ([&] (Delivery &message) {
    if (message.folder != "Archive" || message.uid != 15 || message.listing ||
        renumbered.exchange (true))
      return;
    old_side.edit ([] (FaultyMail &mail) {
      mail["Archive"].uid_validity++;
      mail["Archive"].uid_next += 1000;
      for (FaultyMessage &each : mail["Archive"].messages)
        each.uid += 1000;
    });
    message.end = Ending::close;
  });
  expect_all_arrived (copy ());
  EXPECT_TRUE (renumbered);
}

TEST_F (FaultyFolders, IsNumberedAnewOnTheNewSide)
{
  expect_all_arrived (copy ());
  new_side.edit ([] (FaultyMail &mail) {
    mail["Archive"].uid_validity++;
    mail["Archive"].uid_next += 1000;
    for (FaultyMessage &each : mail["Archive"].messages)
      each.uid += 1000;
  });
  fill ("Archive", 5, 300);
  const CliResult result = copy ();
  expect_all_arrived (result);
  EXPECT_EQ (json_number (result.report (), "copied"), 5);
}

TEST_F (FaultyFolders, MessagesVanishAndArriveWhileItIsRead)
{
  std::atomic<bool> changed = false;

  old_side.on ("UID FETCH", [&] (Turn &turn) {
    if (turn.folder () != "Archive" || turn.arguments.find ("BODY.PEEK[])") == std::string::npos ||
        changed.exchange (true))
      return;
    old_side.edit ([] (FaultyMail &mail) {
      std::vector<FaultyMessage> &messages = mail["Archive"].messages;

      messages.erase (messages.begin () + 25, messages.begin () + 28);
      mail["Archive"].add (make_message (700));
    });
    turn.say ("* 26 EXPUNGE\r\n* 26 EXPUNGE\r\n* 26 EXPUNGE\r\n* 28 EXISTS\r\n");
  });
  const CliResult first = copy ();
  /* What is gone cannot be copied; it is named or no longer spoken of. */
  EXPECT_LE (problems (first).size (), 3u) << first.all ();
  old_side.forget_faults ();
  expect_all_arrived (copy ());
}

/* A folder of so many messages that are all alike but for their number. */
FaultyFolder
make_huge (unsigned count)
{
  FaultyFolder folder;

  for (unsigned i = 1; i <= count; i++)
    folder.add (make_message (i));
  return folder;
}

TEST_F (FaultyFolders, OfTwoHundredThousandMessages)
{
  constexpr unsigned count = 200000;

  timeout = 60;
  old_side.edit ([] (FaultyMail &mail) {
    mail["Huge"] = make_huge (count);
    for (FaultyMessage &message : mail["Huge"].messages)
      message.date = message.uid % 1000 == 0 ? " 1-Jan-2020 00:00:00 +0000"
                                             : " 1-Jan-2001 00:00:00 +0000";
  });
  const CliResult result = copy ({ "--folder", "Huge", "--newer-than", "2015-01-01" });
  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), count / 1000);
  EXPECT_EQ (json_number (result.report (), "left_behind"), count - count / 1000);
  EXPECT_EQ (new_side.mail ()["Huge"].messages.size (), count / 1000);
}

/* Another program has put all of it there: each message is looked for, found and verified. What a
 * folder takes in memory must not grow much with what is in it. */
TEST_F (FaultyFolders, MemoryStaysBoundedWhateverIsInIt)
{
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP () << "the sanitizer keeps what was freed";
#endif
  constexpr unsigned count = 100000;

  timeout = 60;
  for (FaultyServer *side : { &old_side, &new_side })
    side->edit ([] (FaultyMail &mail) {
      mail.erase ("Archive");
      mail["Huge"] = make_huge (count);
    });
  EXPECT_LE (measure_peak_memory (arguments ("copy"), environment ()), 64L * 1024) << "KiB";
  EXPECT_EQ (new_side.mail ()["Huge"].messages.size (), count);
  EXPECT_LE (measure_peak_memory (arguments ("verify"), environment ()), 40L * 1024) << "KiB";
}

/* A message at which the listing of the new side stopped by accident is not altered, nor copied
 * once more. */
TEST_F (FaultyFolders, ListingOfTheNewSideThatStopsTwice)
{
  std::atomic<unsigned> stops = 0;

  new_side.on_message ([&] (Delivery &message) {
    if (message.folder == "Archive" && message.uid == 12 && message.listing &&
        !message.flags_only && stops++ < 3)
      message.end = Ending::close;
  });
  expect_all_arrived (copy ());
  EXPECT_EQ (stops, 4u);
  /* The same while it is looked for what is already there. */
  stops = 0;
  for (const auto &file : std::filesystem::directory_iterator (state))
    std::filesystem::remove (file);
  const CliResult again = copy ();
  expect_all_arrived (again);
  EXPECT_EQ (json_number (again.report (), "already_there"), 60);
}
