/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

#include <atomic>

/* Whether a message has arrived that the new side did not answer for, or lies about; and what was
 * there before, or was changed there since. */
class FaultyDelivery : public Faults
{
protected:
  FaultyFolder
  arrived (const std::string &folder = "INBOX")
  {
    return new_side.mail ()[folder];
  }
};

namespace
{

bool
is_message (const Turn &turn, unsigned number)
{
  return turn.message ().find ("Subject: Message " + std::to_string (number) + "\r\n") !=
         std::string::npos;
}

}

/* ---- messages that kill the connection ---- */

TEST_F (FaultyDelivery, AMessageThatKillsTheConnectionCostsItselfAlone)
{
  fill ("INBOX", 60);
  new_side.on ("APPEND", [] (Turn &turn) {
    if (is_message (turn, 20))
      turn.end (Ending::reset);
    else if (is_message (turn, 40))
      turn.bye ("Internal error occurred");
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (problems (result), (std::map<std::string, std::string>{ { "INBOX/20", "refused" },
                                                                     { "INBOX/40", "refused" } }));
  EXPECT_EQ (detail (result, "INBOX", 40), "Internal error occurred");
  expect_rest_arrived (result);
  EXPECT_LE (new_side.connections (), 10u);
}

TEST_F (FaultyDelivery, AMessageThatIsNeverAnsweredCostsItselfAlone)
{
  fill ("INBOX", 5);
  new_side.on ("APPEND", [] (Turn &turn) {
    if (is_message (turn, 5))
      turn.end (Ending::hang);
  });
  const CliResult result = copy ({ "--timeout", "1" });

  EXPECT_EQ (problems (result), (std::map<std::string, std::string>{ { "INBOX/5", "refused" } }));
  EXPECT_EQ (detail (result, "INBOX", 5),
             "The connection was lost each time this message was sent.");
  expect_rest_arrived (result);
}

TEST_F (FaultyDelivery, AnUntaggedBadIsTheLastWordOnAMessage)
{
  fill ("INBOX", 20);
  new_side.on ("APPEND", [] (Turn &turn) {
    if (is_message (turn, 7))
      {
        turn.say ("* BAD command line is not liked\r\n");
        turn.end (Ending::hang);
      }
  });
  const CliResult result = copy ();

  EXPECT_EQ (problems (result), (std::map<std::string, std::string>{ { "INBOX/7", "refused" } }));
  EXPECT_EQ (detail (result, "INBOX", 7), "command line is not liked");
  expect_rest_arrived (result);
}

TEST_F (FaultyDelivery, AMessageThatKillsTheConnectionButIsStoredIsDone)
{
  fill ("INBOX", 10);
  new_side.on ("APPEND", [] (Turn &turn) {
    if (is_message (turn, 4))
      turn.run_and_cut (0, Ending::reset);
  });
  expect_all_arrived (copy ());
}

TEST_F (FaultyDelivery, AMessageThatKillsTheConnectionCanBeWrapped)
{
  fill ("INBOX", 4);
  new_side.on ("APPEND", [] (Turn &turn) {
    if (is_message (turn, 2) && turn.message ().find ("original.eml") == std::string::npos)
      turn.end (Ending::reset);
  });
  const CliResult result = copy ({ "--wrap-refused" });

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "adjusted"), 1);
  EXPECT_EQ (arrived ().messages.size (), 4u);
}

TEST_F (FaultyDelivery, AServerThatHangsUpOverEachMessageIsNotAskedForEver)
{
  fill ("Old", 30);
  fill ("INBOX", 5, 50);
  new_side.on ("APPEND", [] (Turn &turn) {
    if (turn.arguments.find ("Old") != std::string::npos)
      turn.end (Ending::reset);
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (problems (result)["Old"], "folder-not-created");
  EXPECT_EQ (problems (result)["Old/1"], "refused");
  EXPECT_EQ (arrived ().messages.size (), 5u);
  EXPECT_LE (new_side.count ("APPEND"), 100u);
}

/* ---- the answer that never comes ---- */

class LostAnswers : public FaultyDelivery, public ::testing::WithParamInterface<const char *>
{
};

TEST_P (LostAnswers, LeaveEachMessageThereOnce)
{
  std::atomic<unsigned> appends{ 0 };

  fill ("INBOX", 40);
  new_side.edit_options ([] (FaultyOptions &options) { options.capabilities = GetParam (); });
  new_side.on ("APPEND", [&] (Turn &turn) {
    const unsigned nth = ++appends;

    if (nth == 5 || nth == 21)
      turn.run_and_cut (0, Ending::reset);
    else if (nth == 13 || nth == 30)
      turn.end (Ending::close);
    else if (nth == 45)
      turn.run_and_cut (5, Ending::close);
  });
  expect_all_arrived (copy ());
}

INSTANTIATE_TEST_SUITE_P (, LostAnswers,
                          ::testing::Values ("IMAP4rev1", "IMAP4rev1 UIDPLUS", "IMAP4rev1 LITERAL+",
                                             "IMAP4rev1 LITERAL+ UIDPLUS",
                                             "IMAP4rev1 LITERAL- UIDPLUS",
                                             "IMAP4rev1 LITERAL+ UIDPLUS MULTIAPPEND",
                                             "IMAP4rev1 MULTIAPPEND"));

/* The answer is lost, and the list in which the message is looked for leaves it out. */
TEST_F (FaultyDelivery, OneLeftOutOfTheFirstListIsNotSentAgain)
{
  std::atomic<unsigned> appends{ 0 };
  std::atomic<bool> left_out{ false };

  fill ("INBOX", 10);
  new_side.on ("APPEND", [&] (Turn &turn) {
    if (++appends == 10)
      turn.run_and_cut (0, Ending::reset);
  });
  new_side.on_message ([&] (Delivery &message) {
    if (appends == 10 && message.uid == 10 && message.listing && !left_out.exchange (true))
      message.omit = true;
  });
  expect_all_arrived (copy ());
  EXPECT_TRUE (left_out);
  EXPECT_EQ (new_side.count ("APPEND"), 10u);
}

/* ---- servers that lie ---- */

TEST_F (FaultyDelivery, AnOkWithoutStoringIsFoundByTheVerification)
{
  std::atomic<bool> lied{ false };

  fill ("INBOX", 10);
  new_side.on ("APPEND", [&] (Turn &turn) {
    if (is_message (turn, 6) && !lied.exchange (true))
      turn.ok ("stored, believe me");
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (problems (result),
             (std::map<std::string, std::string>{ { "INBOX/6", "missing-after-copy" } }));
  expect_all_arrived (copy ());
}

TEST_F (FaultyDelivery, AlteredBytesAreToldByAFullVerificationAndNeverCopiedTwice)
{
  fill ("INBOX", 6);
  EXPECT_EQ (copy ({ "--no-verify" }).status, 0);
  new_side.edit ([] (FaultyMail &mail) {
    for (FaultyMessage &message : mail["INBOX"].messages)
      message.body = std::make_shared<const std::string> ("X-Scanned: by us\r\n" + *message.body);
  });
  const CliResult listed = copy ();
  EXPECT_EQ (listed.status, 0) << listed.all ();
  EXPECT_EQ (json_number (listed.report (), "copied"), 0);

  const CliResult full = run ("verify", { "--verify", "full" });
  EXPECT_EQ (full.status, 1) << full.all ();
  EXPECT_EQ (json_number (full.report (), "altered"), 6);
  EXPECT_EQ (json_number (copy ().report (), "copied"), 0);
  EXPECT_EQ (arrived ().messages.size (), 6u);
}

TEST_F (FaultyDelivery, AlteredOnArrivalAndTheAnswerLostIsStillThereOnce)
{
  std::atomic<unsigned> appends{ 0 };

  fill ("INBOX", 10);
  new_side.on ("APPEND", [&] (Turn &turn) {
    if (++appends != 4)
      return;
    new_side.edit ([&] (FaultyMail &mail) {
      mail["INBOX"].add ("X-Scanned: by us\r\n" + turn.message () + "\r\n");
    });
    turn.end (Ending::reset);
  });
  const CliResult result = copy ();

  EXPECT_EQ (arrived ().messages.size (), 10u) << result.all ();
  EXPECT_EQ (json_number (result.report (), "done"), 10);
}

/* ---- what is there already ---- */

TEST_F (FaultyDelivery, WhatAnotherProgramCopiedIsAlreadyThere)
{
  fill ("INBOX", 10);
  new_side.edit ([&] (FaultyMail &mail) {
    const FaultyMail old_mail = old_side.mail ();

    for (unsigned i : { 2u, 5u, 9u })
      mail["INBOX"].add ("X-Copied-By: something\r\n" + *old_mail.at ("INBOX").messages[i].body);
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "already_there"), 3);
  EXPECT_EQ (json_number (result.report (), "copied"), 7);
  EXPECT_EQ (arrived ().messages.size (), 10u);
}

TEST_F (FaultyDelivery, TwoMessagesOfOneMessageIdAreBothCopied)
{
  const std::string same = make_message (1, "One.\r\n");

  old_side.edit ([&] (FaultyMail &mail) {
    mail["INBOX"].add (same);
    mail["INBOX"].add (make_message (1, "Another.\r\n"));
    mail["INBOX"].add (
      "From: b@c\r\nSubject: Other\r\nMessage-ID: <1@test.example.org>\r\n\r\nx\r\n");
    mail["INBOX"].add (same);
  });
  expect_all_arrived (copy ());
  EXPECT_EQ (arrived ().messages.size (), 4u);
  EXPECT_EQ (json_number (copy ().report (), "copied"), 0);
}

TEST_F (FaultyDelivery, OneOfTwoThatIsThereCountsForOne)
{
  old_side.edit ([&] (FaultyMail &mail) {
    mail["INBOX"].add (make_message (1));
    mail["INBOX"].add (make_message (1));
  });
  new_side.edit ([&] (FaultyMail &mail) { mail["INBOX"].add (make_message (1)); });
  const CliResult result = copy ();

  EXPECT_EQ (json_number (result.report (), "already_there"), 1);
  EXPECT_EQ (json_number (result.report (), "copied"), 1);
  EXPECT_EQ (arrived ().messages.size (), 2u);
}

TEST_F (FaultyDelivery, WhatThePersonDidSinceStays)
{
  fill ("INBOX", 10);
  fill ("Archive", 5, 100);
  expect_all_arrived (copy ());
  new_side.edit ([] (FaultyMail &mail) {
    FaultyFolder &inbox = mail["INBOX"];

    mail["Archive"].add (*inbox.messages[3].body); /* moved */
    inbox.messages.erase (inbox.messages.begin () + 3);
    inbox.messages.erase (inbox.messages.begin ()); /* deleted */
    inbox.messages[2].flags = { "\\Flagged", "mine" };
    mail["Projects"].add (*mail["Archive"].messages[0].body);
    mail["Archive"].messages.erase (mail["Archive"].messages.begin ());
  });
  fill ("INBOX", 2, 50); /* and there is news */
  const FaultyMail before = new_side.mail ();
  const CliResult result = copy ();
  const FaultyMail after = new_side.mail ();

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), 2);
  EXPECT_EQ (after.at ("INBOX").messages.size (), before.at ("INBOX").messages.size () + 2);
  EXPECT_EQ (after.at ("INBOX").messages[2].flags, (std::set<std::string>{ "\\Flagged", "mine" }));
  EXPECT_EQ (after.at ("Archive").messages.size (), 5u);
  EXPECT_EQ (after.at ("Projects").messages.size (), 1u);
}
