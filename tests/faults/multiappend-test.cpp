/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

/* Several messages with one command (RFC 3502), of which a server stores all or none. */
class MultiAppend : public Faults
{
protected:
  MultiAppend ()
  {
    new_side.edit_options ([] (FaultyOptions &options) { options.capabilities += " MULTIAPPEND"; });
  }

  /* Whether the command brings this message, among others perhaps. */
  static bool
  brings (const Turn &turn, unsigned number)
  {
    const std::string subject = "Subject: Message " + std::to_string (number) + "\r\n";

    return std::any_of (
      turn.messages ().begin (), turn.messages ().end (),
      [&] (const std::string &message) { return message.find (subject) != std::string::npos; });
  }
};

TEST_F (MultiAppend, BringsManyMessagesWithFewCommands)
{
  fill ("INBOX", 300);
  expect_all_arrived (copy ());
  EXPECT_LE (new_side.count ("APPEND"), 30u);
}

/* What comes from a slow old account is not sent in dribs and drabs while the server is at work. */
TEST_F (MultiAppend, KeepsASmallBatchBackWhileAnotherIsUnderWay)
{
  std::atomic<unsigned> delivered (0);

  timeout = 60;
  fill ("INBOX", 30);
  old_side.on_message ([&] (Delivery &message) {
    if (message.listing)
      return;
    std::this_thread::sleep_for (std::chrono::milliseconds (20));
    delivered++;
  });
  new_side.on ("APPEND", [&] (Turn &turn) {
    while (turn.nth () == 1 && delivered < 30)
      std::this_thread::sleep_for (std::chrono::milliseconds (5));
  });
  expect_all_arrived (copy ());
  EXPECT_LE (new_side.count ("APPEND"), 3u);
}

TEST_F (MultiAppend, IsNotUsedWhereEachMessageHasToBeInvited)
{
  new_side.edit_options (
    [] (FaultyOptions &options) { options.capabilities = "IMAP4rev1 UIDPLUS MULTIAPPEND"; });
  fill ("INBOX", 20);
  expect_all_arrived (copy ());
  EXPECT_EQ (new_side.count ("APPEND"), 20u);
}

TEST_F (MultiAppend, OneThatIsRefusedDoesNotTakeTheOthersAlong)
{
  fill ("INBOX", 120);
  new_side.on ("APPEND", [] (Turn &turn) {
    if (brings (turn, 70))
      turn.no ("Message contains invalid header");
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (problems (result), (std::map<std::string, std::string>{ { "INBOX/70", "refused" } }));
  EXPECT_EQ (detail (result, "INBOX", 70), "Message contains invalid header");
  expect_rest_arrived (result);
}

/* RFC 3502 forbids it. */
TEST_F (MultiAppend, WhatWasStoredOfARefusedCommandIsNotSentAgain)
{
  fill ("INBOX", 120);
  new_side.on ("APPEND", [this] (Turn &turn) {
    if (turn.messages ().size () < 2 || turn.nth () > 3)
      return;
    new_side.edit ([&] (FaultyMail &mail) {
      for (size_t i = 0; i < turn.messages ().size () / 2; i++)
        mail["INBOX"].add (turn.messages ()[i]);
    });
    turn.no ("Disk trouble");
  });
  const CliResult result = copy ();

  EXPECT_EQ (new_side.mail ()["INBOX"].messages.size (), 120u) << result.all ();
  EXPECT_EQ (json_number (result.report (), "done"), 120);
}

TEST_F (MultiAppend, AFullAccountTakesWhatFits)
{
  std::atomic<unsigned> room{ 75 };

  fill ("INBOX", 120);
  new_side.on ("APPEND", [&] (Turn &turn) {
    if (turn.messages ().size () > room)
      turn.no ("[OVERQUOTA] Quota exceeded");
    else
      room -= static_cast<unsigned> (turn.messages ().size ());
  });
  const CliResult result = copy ();

  EXPECT_NE (result.status, 0) << result.all ();
  EXPECT_EQ (new_side.mail ()["INBOX"].messages.size (), 75u);
  room = 1000;
  expect_all_arrived (copy ());
}

TEST_F (MultiAppend, AFolderThatVanishedIsMadeAgain)
{
  std::atomic<bool> vanished{ false };

  fill ("Projects", 120);
  new_side.on ("APPEND", [&] (Turn &) {
    if (!vanished.exchange (true))
      new_side.edit ([] (FaultyMail &mail) { mail.erase ("Projects"); });
  });
  expect_all_arrived (copy ());
}

TEST_F (MultiAppend, LostAnswersLeaveEachMessageThereOnce)
{
  std::atomic<unsigned> appends{ 0 };

  fill ("INBOX", 400);
  new_side.on ("APPEND", [&] (Turn &turn) {
    switch (++appends)
      {
      case 2:
        turn.run_and_cut (0, Ending::reset);
        break;
      case 60:
        turn.end (Ending::close);
        break;
      case 130:
        turn.run_and_cut (9, Ending::close);
        break;
      default:
        break;
      }
  });
  expect_all_arrived (copy ());
}

/* UIDs that cannot be right are not believed; the messages are found all the same. */
TEST_F (MultiAppend, UidsThatAreNotOneForEachMessageAreNotBelieved)
{
  fill ("INBOX", 60);
  new_side.on ("APPEND", [] (Turn &turn) {
    turn.run_and_say ("OK [APPENDUID 2000 5:" + std::to_string (5 + turn.messages ().size ()) +
                      "] stored");
  });
  expect_all_arrived (copy ());
}

/* Not later either, when their number happens to be right, be it in another folder. */
TEST_F (MultiAppend, AServerThatOnceToldWrongUidsIsNotBelievedLater)
{
  unsigned commands = 0;

  fill ("INBOX", 300);
  fill ("Small", 20, 1001);
  new_side.on ("APPEND", [&commands] (Turn &turn) {
    const size_t extra = commands++ == 0 ? 1 : 0;

    turn.run_and_say ("OK [APPENDUID 2000 501:" +
                      std::to_string (500 + turn.messages ().size () + extra) + "] stored");
  });
  expect_all_arrived (copy ({ "--connections", "1" }));
}
