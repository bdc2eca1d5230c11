/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

#include <atomic>
#include <chrono>
#include <thread>

/* Connections that fail: at sign-in, in the middle of anything, for a while, for ever. */
class FaultySessions : public Faults
{
protected:
  void
  SetUp () override
  {
    fill ("INBOX", 40);
    fill ("Archive", 15, 100);
  }

  /* All words that were said of waiting. */
  static std::string
  waited (const CliResult &result)
  {
    std::string words;

    for (const auto &event : result.events ("progress"))
      if (json_has (event, "waiting") && !json_is_null (event, "waiting"))
        words += json_text (event, "waiting") + "\n";
    return words;
  }
};

/* BYE, a closed and a reset connection after any number of bytes, on either side. Every connection
 * lives somewhat longer than the one before, so that the move comes to its end. */
TEST_F (FaultySessions, ByeAtAnyMoment)
{
  for (FaultyServer *server : { &old_side, &new_side })
    server->on_connection ([] (unsigned connection) -> std::optional<Cut> {
      if (connection > 24)
        return std::nullopt;
      static const Ending endings[] = { Ending::close, Ending::reset, Ending::close };

      return Cut{ 97 * connection * connection, endings[connection % 3],
                  connection % 3 == 0 ? "\r\n* BYE Server is shutting down\r\n" : "" };
    });
  expect_rest_arrived (copy ());
  old_side.forget_faults ();
  new_side.forget_faults ();
  expect_all_arrived (copy ());
}

TEST_F (FaultySessions, TooManyConnectionsAtSignIn)
{
  for (FaultyServer *server : { &old_side, &new_side })
    server->edit_options ([] (FaultyOptions &options) { options.most_connections = 1; });
  timeout = 30;
  expect_all_arrived (copy ({ "--connections", "1" }));
}

TEST_F (FaultySessions, FurtherLanesAreDoneWithout)
{
  old_side.on ("LOGIN", [] (Turn &turn) {
    if (turn.nth () > 1)
      turn.no ("[LIMIT] Too many simultaneous connections. (Failure)");
  });
  expect_all_arrived (copy ());
}

TEST_F (FaultySessions, RefusalsThatPass)
{
  for (const char *code : { "[UNAVAILABLE] Temporary problem", "[INUSE] Mailbox is locked" })
    {
      old_side.on ("EXAMINE", [code] (Turn &turn) {
        if (turn.nth () == 1)
          turn.no (code);
      });
      new_side.on ("SELECT", [code] (Turn &turn) {
        if (turn.nth () == 1)
          turn.no (code);
      });
    }
  new_side.on ("APPEND", [] (Turn &turn) {
    if (turn.nth () == 3)
      turn.no ("[SERVERBUG] Internal error occurred. Refer to server log");
  });
  old_side.on ("UID FETCH", [] (Turn &turn) {
    if (turn.nth () == 2)
      turn.no ("[UNAVAILABLE] UID FETCH Server error - please try again later");
  });
  expect_all_arrived (copy ());
}

TEST_F (FaultySessions, NamedPauseIsKept)
{
  const auto begin = std::chrono::steady_clock::now ();

  old_side.on ("UID FETCH", [] (Turn &turn) {
    if (turn.nth () == 2)
      turn.bad ("Request is throttled. Suggested Backoff Time: 3500 milliseconds");
  });
  const CliResult result = copy ();
  expect_all_arrived (result);
  EXPECT_GE (std::chrono::steady_clock::now () - begin, std::chrono::milliseconds (3500));
  EXPECT_NE (waited (result).find ("slower"), std::string::npos) << result.all ();
}

TEST_F (FaultySessions, HalfOpenConnection)
{
  old_side.on ("UID FETCH", [] (Turn &turn) {
    if (turn.nth () == 3)
      turn.end (Ending::hang);
  });
  new_side.on ("APPEND", [] (Turn &turn) {
    if (turn.nth () == 20)
      turn.end (Ending::hang);
  });
  expect_all_arrived (copy ());
}

TEST_F (FaultySessions, SignInRefusedOnReconnectPasses)
{
  old_side.on ("LOGIN", [] (Turn &turn) {
    if (turn.nth () > 1 && turn.nth () < 4)
      turn.no ("[AUTHENTICATIONFAILED] Authentication failed.");
  });
  old_side.on_message ([] (Delivery &message) {
    if (message.uid == 20 && message.nth == 1 && !message.listing)
      message.end = Ending::close;
  });
  expect_all_arrived (copy ({ "--connections", "1" }));
}

TEST_F (FaultySessions, SignInRefusedOnReconnectForGoodStopsTheRun)
{
  old_side.on ("LOGIN", [] (Turn &turn) {
    if (turn.nth () > 1)
      turn.no ("[AUTHENTICATIONFAILED] Authentication failed.");
  });
  old_side.on_message ([] (Delivery &message) {
    if (message.uid == 20 && message.nth == 1 && !message.listing)
      message.end = Ending::close;
  });
  const CliResult result = copy ({ "--connections", "1" });
  EXPECT_TRUE (result.status == 3 || result.status == 4) << result.all ();
  EXPECT_NE (result.all ().find ("password"), std::string::npos);
  /* Nobody is barred for trying too often. */
  EXPECT_LE (old_side.count ("LOGIN"), 6u);
  old_side.forget_faults ();
  expect_all_arrived (copy ());
}

TEST_F (FaultySessions, CapabilitiesShrinkAfterSignIn)
{
  for (FaultyServer *server : { &old_side, &new_side })
    server->edit_options ([] (FaultyOptions &options) {
      options.capabilities = "IMAP4rev1 LITERAL+ UIDPLUS NAMESPACE MULTIAPPEND SPECIAL-USE "
                             "LIST-EXTENDED LIST-STATUS STATUS=SIZE CONDSTORE ID ENABLE";
      options.capabilities_after = "IMAP4rev1";
    });
  expect_all_arrived (copy ());
}

TEST_F (FaultySessions, UnsolicitedAndUnknownResponses)
{
  for (FaultyServer *server : { &old_side, &new_side })
    server->on ("", [] (Turn &turn) {
      if (turn.name == "LOGIN" || turn.name == "LOGOUT")
        return;
      turn.say ("* OK [X-UNKNOWN-CODE (a [b c] \"d\")] hello\r\n"
                "* NO [ALERT] The disk is 95% full\r\n"
                "* 400 EXISTS\r\n* 3 EXPUNGE\r\n* 0 FETCH ()\r\n* 9999 FETCH (UID 999999 FLAGS "
                "(\\Seen))\r\n* 2 FETCH (FLAGS (\\Flagged))\r\n* 7 RECENT\r\n"
                "* XSTRANGE (very {4}\r\nodd! \"thing\") NIL\r\n* FLAGS (\\Seen)\r\n*\r\n"
                "* BAD something nobody asked for\r\n* CAPABILITY IMAP4rev1\r\n");
    });
  const CliResult result = copy ();
  expect_all_arrived (result);
}

TEST_F (FaultySessions, LinesOfAMebibyte)
{
  const std::string line = "* OK [X-LONG] " + std::string (1024 * 1024, 'x') + "\r\n";

  for (const char *name : { "UID FETCH", "LIST", "EXAMINE" })
    old_side.on (name, [line] (Turn &turn) {
      if (turn.nth () == 1)
        turn.say (line);
    });
  new_side.on ("APPEND", [line] (Turn &turn) {
    if (turn.nth () == 2)
      turn.say (line);
  });
  expect_all_arrived (copy ());
}

TEST_F (FaultySessions, Garbage)
{
  std::string garbage;

  for (unsigned i = 0; i < 3000; i++)
    garbage += static_cast<char> (i * 7919 % 251);
  for (FaultyServer *server : { &old_side, &new_side })
    server->on ("", [garbage] (Turn &turn) {
      /* Each time somewhere else, and seldom enough to come on. */
      if (turn.nth () % 13 == 5)
        turn.say (garbage);
    });
  const CliResult result = copy ();
  expect_rest_arrived (result);
  EXPECT_LE (result.status, 1) << result.all ();
  old_side.forget_faults ();
  new_side.forget_faults ();
  expect_all_arrived (copy ());
}

TEST_F (FaultySessions, EndlessUntaggedLinesAreNoAnswer)
{
  old_side.on ("EXAMINE", [] (Turn &turn) {
    if (turn.arguments.find ("Archive") != std::string::npos)
      for (;;)
        turn.say (std::string (4000, '*') + "\r\n* OK still at it\r\n");
  });
  const CliResult result = copy ();
  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (problems (result),
             (std::map<std::string, std::string>{ { "Archive", "folder-unreadable" } }));
  expect_rest_arrived (result);
}

/* The new server goes away again and again, each time while the same message is on its way, and
 * is not there for the next connection. */
TEST_F (FaultySessions, OutagesAreNoMessagesFault)
{
  std::atomic<unsigned> outages = 0;
  std::atomic<bool> away = false;

  new_side.on ("APPEND", [&] (Turn &turn) {
    if (turn.arguments.find ("Archive") == std::string::npos || outages >= 3)
      return;
    outages++;
    away = true;
    turn.end (Ending::close);
  });
  new_side.on_connection ([&] (unsigned) -> std::optional<Cut> {
    if (!away.exchange (false))
      return std::nullopt;
    return Cut{ 0, Ending::close, "" };
  });
  expect_all_arrived (copy ({ "--connections", "1" }));
  EXPECT_EQ (outages, 3u);
}

/* The port is closed in the middle of the move and open again after a while. */
TEST_F (FaultySessions, NetworkLostForAWhile)
{
  fill ("INBOX", 200, 1000);
  old_side.on_message ([] (Delivery &message) {
    message.pause = 5;
    message.piece = message.body.size ();
  });
  CliProcess process (arguments ("copy"), environment ());
  ASSERT_TRUE (process.wait_for ("\"phase\":\"copying\""));
  old_side.shut ();
  new_side.shut ();
  std::this_thread::sleep_for (std::chrono::seconds (4));
  old_side.reopen ();
  new_side.reopen ();
  const CliResult result = process.finish ();
  expect_all_arrived (result);
  EXPECT_NE (waited (result).find ("Waiting for"), std::string::npos) << result.all ();
}

/* Of two copies of a message, with other marks, both were stored and neither answered: each is
 * found as what it is. */
TEST_F (FaultySessions, CopiesThatDifferInTheirMarksAreNotMistakenForEachOther)
{
  old_side.edit ([] (FaultyMail &mail) {
    FaultyFolder &twins = mail["Twins"];

    for (unsigned i = 0; i < 8; i++)
      {
        twins.add (make_message (1000 + i), { "\\Seen" });
        twins.add (make_message (1000 + i), { "\\Flagged", "$Work" });
      }
  });
  std::atomic<bool> reversed = false;
  new_side.on ("APPEND", [&] (Turn &turn) {
    if (turn.arguments.find ("Twins") != std::string::npos && !reversed)
      turn.run_silently ();
  });
  /* Their UIDs tell nothing of which is which. */
  new_side.on ("SELECT", [&] (Turn &turn) {
    if (turn.arguments.find ("Twins") == std::string::npos)
      return;
    new_side.edit ([&] (FaultyMail &mail) {
      std::vector<FaultyMessage> &messages = mail["Twins"].messages;

      if (messages.empty () || reversed.exchange (true))
        return;
      for (size_t i = 0; i < messages.size () / 2; i++)
        {
          FaultyMessage &other = messages[messages.size () - 1 - i];
          std::swap (messages[i], other);
          std::swap (messages[i].uid, other.uid);
        }
    });
  });
  expect_all_arrived (copy ({ "--connections", "1" }));
  EXPECT_TRUE (reversed);
}

/* Messages that nothing but their text tells apart, on a server that names no UIDs: some were
 * stored and answered, some stored without an answer, some neither. */
TEST_F (FaultySessions, MessagesWithoutHeadersAreNotMistakenForEachOther)
{
  new_side.edit_options ([] (FaultyOptions &options) { options.capabilities = "IMAP4rev1"; });
  old_side.edit ([] (FaultyMail &mail) {
    static const std::set<std::string> flags[] = { {}, { "\\Seen" }, { "\\Flagged" } };

    for (unsigned i = 0; i < 60; i++)
      mail["Bare"].add ("X-Number: " + std::to_string (i) + "\r\n\r\n" + std::string (i, 'x'),
                        flags[i % 3]);
  });
  std::atomic<unsigned> met = 0;
  new_side.on ("APPEND", [&] (Turn &turn) {
    if (turn.arguments.find ("Bare") == std::string::npos)
      return;
    const unsigned n = ++met;
    if (n % 7 == 0)
      turn.run_and_cut (0, Ending::close);
    else if (n % 11 == 0)
      turn.end (Ending::close);
  });
  expect_all_arrived (copy ({ "--connections", "1" }));
}

/* The same headers and date, another text: the one that is there is not taken for the other. */
TEST_F (FaultySessions, OneOfTwoWithTheSameHeadersIsAlreadyThere)
{
  old_side.edit ([] (FaultyMail &mail) {
    mail["Same"].add (make_message (1, "one text\r\n"));
    mail["Same"].add (make_message (1, "another text\r\n"));
    mail["Same"].add (make_message (1, "and a third one\r\n"));
  });
  new_side.edit (
    [] (FaultyMail &mail) { mail["Same"].add (make_message (1, "another text\r\n")); });
  const CliResult result = copy ();
  expect_all_arrived (result);
  EXPECT_EQ (json_number (result.report (), "already_there"), 1);
}

/* A server that names no UIDs and reads other headers out of a malformed message than stand in it.
 */
TEST_F (FaultySessions, MalformedHeadersAreFoundAgainByTheirText)
{
  new_side.edit_options ([] (FaultyOptions &options) { options.capabilities = "IMAP4rev1"; });
  old_side.edit ([] (FaultyMail &mail) {
    for (const char *body :
         { "Subject :blank before the colon\r\nDate\t: Malformed\r\n\r\nOne\r\n",
           "Subject :blank before the colon\r\nDate\t: Malformed\r\n\r\nTwo.\r\n" })
      mail["Odd"].add (body);
  });
  expect_all_arrived (copy ());
  expect_all_arrived (copy ());
}

/* The same where all was answered, by a server that names no UIDs. */
TEST_F (FaultySessions, CopiesThatDifferInTheirMarksAreLocatedByThem)
{
  new_side.edit_options ([] (FaultyOptions &options) { options.capabilities = "IMAP4rev1"; });
  old_side.edit ([] (FaultyMail &mail) {
    mail["Twins"].add (make_message (1), { "\\Seen" });
    mail["Twins"].add (make_message (1), { "\\Flagged", "$Work" });
  });
  new_side.on ("APPEND", [&] (Turn &turn) {
    turn.run ();
    new_side.edit ([] (FaultyMail &mail) {
      std::vector<FaultyMessage> &messages = mail["Twins"].messages;

      if (messages.size () != 2)
        return;
      std::swap (messages[0], messages[1]);
      std::swap (messages[0].uid, messages[1].uid);
    });
  });
  expect_all_arrived (copy ({ "--connections", "1" }));
}

/* Of two copies that differ in their marks one is already there: the other is copied. */
TEST_F (FaultySessions, OneOfTwoCopiesWithOtherMarksIsAlreadyThere)
{
  old_side.edit ([] (FaultyMail &mail) {
    mail["Twins"].add (make_message (1), { "\\Flagged" });
    mail["Twins"].add (make_message (1), { "\\Seen" });
  });
  new_side.edit ([] (FaultyMail &mail) { mail["Twins"].add (make_message (1), { "\\Seen" }); });
  const CliResult result = copy ();
  expect_all_arrived (result);
  EXPECT_EQ (json_number (result.report (), "already_there"), 1);
}

/* One of two copies had arrived, where was not known yet, and the list it was looked for in has
 * left it out: the other does not take its place. */
TEST_F (FaultySessions, ACopyDoesNotTakeThePlaceOfOneThatAListLeftOut)
{
  new_side.edit_options ([] (FaultyOptions &options) { options.capabilities = "IMAP4rev1"; });
  old_side.edit ([] (FaultyMail &mail) {
    mail["Twins"].add (make_message (1));
    mail["Twins"].add (make_message (1), { "\\Flagged" });
  });
  {
    CliProcess *dying = nullptr;

    old_side.on_message ([] (Delivery &message) {
      if (message.folder == "Twins" && !message.listing && message.uid == 2)
        message.refusal = "NO damaged";
    });
    new_side.on ("UID FETCH", [&] (Turn &turn) {
      if (new_side.count ("APPEND") == 0)
        return;
      dying->send_signal (SIGKILL);
      turn.end (Ending::hang);
    });
    CliProcess process (arguments ("copy"), environment ());
    dying = &process;
    EXPECT_EQ (process.finish ().status, 128 + SIGKILL);
  }
  old_side.forget_faults ();
  new_side.forget_faults ();
  std::atomic<bool> left_out = false;
  new_side.on_message ([&left_out] (Delivery &message) {
    message.omit = message.folder == "Twins" && message.listing && !left_out.exchange (true);
  });
  expect_all_arrived (copy ());
  EXPECT_TRUE (left_out);
}

/* A server that is away just when a lane's connection is made for the first time. */
TEST_F (FaultySessions, OutageBeforeTheFirstConnectionIsWaitedOut)
{
  /* The survey's connection, which the lane would have gone on with, ends with it. */
  new_side.on ("STATUS", [] (Turn &turn) {
    turn.run ();
    turn.end (Ending::close);
  });
  new_side.on_connection ([] (unsigned connection) -> std::optional<Cut> {
    if (connection < 2 || connection > 8)
      return std::nullopt;
    return Cut{ 0, Ending::close, "" };
  });
  expect_all_arrived (copy ({ "--connections", "1" }));
}

/* A server that is slow to work off what it had received before the connection ended. */
TEST_F (FaultySessions, WhatIsStoredAfterTheConnectionEndedIsThereOnce)
{
  /* Says so also when the answer finds nobody any more. */
  struct Note
  {
    std::atomic<bool> &done;
    ~Note ()
    {
      done = true;
    }
  };
  std::atomic<bool> lost = false, stored = false;

  new_side.on ("APPEND", [&] (Turn &turn) {
    if (lost.exchange (true))
      return;
    const Note note{ stored };
    new_side.drop (Ending::close);
    std::this_thread::sleep_for (std::chrono::milliseconds (500));
    turn.run ();
  });
  const CliResult result = copy ({ "--connections", "1" });
  while (!stored)
    std::this_thread::sleep_for (std::chrono::milliseconds (10));
  expect_all_arrived (result);
}

/* Who looks at the screen is told at once, not after the hour that the server wants. */
TEST_F (FaultySessions, SurveyDoesNotWaitForLong)
{
  old_side.on ("LIST", [] (Turn &turn) {
    turn.no ("[OVERQUOTA] Account exceeded command or bandwidth limits.");
  });
  const CliResult result = copy ();
  EXPECT_NE (result.status, 0);
  EXPECT_LE (old_side.count ("LOGIN"), 2u) << result.all ();
}
