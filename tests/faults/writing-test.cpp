/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

#include <atomic>
#include <mutex>

/* Messages that the new side refuses, and what is done so that it takes them. */
class FaultyWriting : public Faults
{
protected:
  void
  add (const std::string &body, const std::set<std::string> &flags = {},
       const std::string &date = " 4-Mar-2008 10:11:12 -0600")
  {
    old_side.edit ([&] (FaultyMail &mail) {
      mail["INBOX"].add (body, flags);
      mail["INBOX"].messages.back ().date = date;
    });
  }

  /* "uid word detail" of what is reported as adjusted. */
  static std::set<std::string>
  adjustments (const CliResult &result)
  {
    std::set<std::string> found;

    for (const auto &item : json_list (result.report (), "adjustments"))
      found.insert (std::to_string (json_number (item, "uid")) + " " +
                    json_text (item, "adjustment") + " " +
                    (json_is_null (item, "detail") ? "" : json_text (item, "detail")));
    return found;
  }

  FaultyFolder
  arrived (const std::string &folder = "INBOX")
  {
    return new_side.mail ()[folder];
  }
};

namespace
{

using Texts = std::set<std::string>;

bool
has (const std::string &text, const std::string &part)
{
  return text.find (part) != std::string::npos;
}

bool
has_bare_line_end (const std::string &body)
{
  return body != with_crlf (body);
}

/* "Message 12" as make_message() names it. */
bool
is_message (const Turn &turn, unsigned number)
{
  return has (turn.message (), "Subject: Message " + std::to_string (number) + "\r\n");
}

}

/* ---- repairs ---- */

TEST_F (FaultyWriting, LineEndsArePutRight)
{
  fill ("INBOX", 3);
  add (make_message (10, "bare\nline\nends\n"));
  add (make_message (11, "bare\rreturns\r"));
  new_side.on ("APPEND", [] (Turn &turn) {
    if (has_bare_line_end (turn.message ()))
      turn.no ("Message contains bare newlines");
  });
  const CliResult result = copy ();

  expect_all_arrived (result);
  EXPECT_EQ (adjustments (result), (Texts{ "4 line-ends ", "5 line-ends " }));
  EXPECT_EQ (json_number (result.report (), "adjusted"), 2);
  EXPECT_TRUE (json_flag (result.report (), "verified"));
}

TEST_F (FaultyWriting, AMissingEmptyLineIsPutIn)
{
  add ("Subject: only headers\r\nMessage-ID: <a@b>\r\n");
  new_side.on ("APPEND", [] (Turn &turn) {
    if (!has (turn.message (), "\r\n\r\n"))
      turn.no ("Message has no header/body separator");
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (adjustments (result), (Texts{ "1 line-ends " }));
  ASSERT_EQ (arrived ().messages.size (), 1u);
  EXPECT_EQ (*arrived ().messages[0].body, "Subject: only headers\r\nMessage-ID: <a@b>\r\n\r\n");
}

TEST_F (FaultyWriting, RefusedKeywordsAreLeftOut)
{
  for (unsigned i = 1; i <= 250; i++)
    add (make_message (i), { "\\Seen", "$Odd" });
  new_side.on ("APPEND", [] (Turn &turn) {
    if (has (turn.arguments, "$Odd"))
      turn.no ("Too many user flags in mailbox");
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "adjusted"), 250);
  EXPECT_EQ (adjustments (result).count ("250 keywords $Odd"), 1u);
  ASSERT_EQ (arrived ().messages.size (), 250u);
  for (const FaultyMessage &message : arrived ().messages)
    EXPECT_EQ (message.flags, (std::set<std::string>{ "\\Seen" }));
  EXPECT_LT (new_side.count ("APPEND"), 500u)
    << "after what was under way they are not tried any more";
}

TEST_F (FaultyWriting, KeywordsTheFolderDoesNotKeepAreNotSent)
{
  add (make_message (1), { "\\Seen", "$Work", "later" });
  add (make_message (2), { "\\Flagged" });
  new_side.edit (
    [] (FaultyMail &mail) { mail["INBOX"].permanent_flags = "\\Seen \\Flagged $WORK"; });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (adjustments (result), (Texts{ "1 keywords later" }));
  EXPECT_EQ (arrived ().messages[0].flags, (std::set<std::string>{ "\\Seen", "$Work" }));
  EXPECT_EQ (new_side.count ("APPEND"), 2u);
}

TEST_F (FaultyWriting, DatesAreMovedToWhatIsTaken)
{
  add (make_message (1), {}, "01-Feb-1960 10:11:12 +0000");
  add ("Subject: no date\r\n\r\nx\r\n", {}, "01-Feb-1965 10:11:12 +0000");
  add (make_message (3));
  new_side.on ("APPEND", [] (Turn &turn) {
    if (has (turn.arguments, "-1960 ") || has (turn.arguments, "-1965 "))
      turn.bad ("Invalid internal date");
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (adjustments (result),
             (Texts{ "1 date 2008-03-04T16:11:12Z", "2 date 1970-01-02T00:00:00Z" }));
  EXPECT_TRUE (json_flag (result.report (), "verified"));
  EXPECT_EQ (arrived ().messages.size (), 3u);
}

TEST_F (FaultyWriting, SeveralRepairsAtOnce)
{
  add (make_message (1, "bare\n"), { "$Odd" }, "01-Feb-1960 10:11:12 +0000");
  new_side.on ("APPEND", [] (Turn &turn) {
    if (has_bare_line_end (turn.message ()) || has (turn.arguments, "$Odd") ||
        has (turn.arguments, "-1960 "))
      turn.no ("APPEND failed");
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (adjustments (result),
             (Texts{ "1 line-ends ", "1 keywords $Odd", "1 date 2008-03-04T16:11:12Z" }));
  EXPECT_EQ (json_number (result.report (), "adjusted"), 1);
}

TEST_F (FaultyWriting, WhatNothingHelpsIsSkippedWithTheFirstWords)
{
  fill ("INBOX", 4);
  add (make_message (10, "bare\n"), { "$Odd" });
  new_side.on ("APPEND", [] (Turn &turn) {
    if (is_message (turn, 10))
      turn.no (has (turn.arguments, "$Odd") && has_bare_line_end (turn.message ())
                 ? "Message refused because it contains a virus"
                 : "some other words");
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (problems (result), (std::map<std::string, std::string>{ { "INBOX/5", "refused" } }));
  EXPECT_EQ (detail (result, "INBOX", 5), "Message refused because it contains a virus");
  EXPECT_TRUE (adjustments (result).empty ());
  expect_rest_arrived (result);
}

/* Zimbra closes after 5 bad commands in a row, Exchange after 10. */
TEST_F (FaultyWriting, ServersThatCountBadCommandsDoNotLoseTheirPatience)
{
  std::mutex mutex;
  std::map<unsigned, unsigned> bad;

  fill ("INBOX", 40);
  for (unsigned i = 100; i < 112; i++)
    add (make_message (i));
  fill ("INBOX", 5, 50);
  new_side.on ("APPEND", [&] (Turn &turn) {
    if (!has (turn.message (), "Subject: Message 1") || is_message (turn, 1) ||
        !has (turn.message (), "Message 10"))
      return;
    const std::lock_guard<std::mutex> lock (mutex);
    if (++bad[turn.connection ()] >= 10)
      turn.bye ("Too many errors");
    else
      turn.bad ("Command Argument Error. 11");
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 1) << result.all ();
  expect_rest_arrived (result);
  for (const auto &[connection, count] : bad)
    EXPECT_LE (count, connection == bad.begin ()->first ? 10u : 4u) << connection;
}

/* ---- refusals that pass ---- */

TEST_F (FaultyWriting, AServerInTroubleIsWaitedFor)
{
  fill ("INBOX", 10);
  std::mutex mutex;
  std::set<unsigned> connections;
  new_side.on ("APPEND", [&] (Turn &turn) {
    std::lock_guard<std::mutex> lock (mutex);

    connections.insert (turn.connection ());
    if (connections.size () <= 2)
      turn.no ("[UNAVAILABLE] Try again later");
  });
  expect_all_arrived (copy ());
}

TEST_F (FaultyWriting, WhatIsRefusedWhileOthersAreTakenIsNotWaitedForLong)
{
  fill ("INBOX", 10);
  fill ("Other", 60, 100);
  new_side.on ("APPEND", [] (Turn &turn) {
    if (is_message (turn, 5))
      turn.no ("[SERVERBUG] Internal error occurred");
  });
  const CliResult result = copy ();

  EXPECT_EQ (problems (result), (std::map<std::string, std::string>{ { "INBOX/5", "refused" } }));
  EXPECT_EQ (detail (result, "INBOX", 5), "[SERVERBUG] Internal error occurred");
  expect_rest_arrived (result);
}

/* ---- sizes ---- */

TEST_F (FaultyWriting, WhatWasRefusedAsTooBigIsNotUploadedAgain)
{
  const auto large = [] (unsigned number, size_t size) {
    std::string body;
    while (body.size () < size)
      body += "Forty bytes of text that fill up a line.\r\n";
    return make_message (number, body);
  };
  std::atomic<unsigned> announced{ 0 };

  add (large (1, 2300000));
  add (large (2, 2500000));
  add (large (3, 2200000));
  add (large (4, 2400000));
  new_side.on_literal ([&] (Announcement &literal) {
    if (literal.size > 2250000)
      {
        announced++;
        literal.refusal = "NO [TOOBIG] Message size exceeds fixed limit";
      }
  });
  const CliResult result = copy ();

  EXPECT_EQ (problems (result),
             (std::map<std::string, std::string>{
               { "INBOX/1", "too-big" }, { "INBOX/2", "too-big" }, { "INBOX/4", "too-big" } }));
  EXPECT_EQ (announced, 1u);
  expect_rest_arrived (result);
}

TEST_F (FaultyWriting, TheAnnouncedLimitIsKeptBeforeSending)
{
  fill ("INBOX", 2);
  add (make_message (10, std::string (3000, 'x') + "\r\n"));
  new_side.edit_options (
    [] (FaultyOptions &options) { options.capabilities += " APPENDLIMIT=2000"; });
  const CliResult result = copy ();

  EXPECT_EQ (problems (result), (std::map<std::string, std::string>{ { "INBOX/3", "too-big" } }));
  EXPECT_EQ (new_side.count ("APPEND"), 2u);
  expect_rest_arrived (result);
}

/* ---- folders ---- */

TEST_F (FaultyWriting, AFolderThatVanishesIsMadeAgain)
{
  std::atomic<bool> gone{ false };

  fill ("Work", 120);
  new_side.on ("APPEND", [&] (Turn &turn) {
    if (!is_message (turn, 60) || gone.exchange (true))
      return;
    new_side.edit ([] (FaultyMail &mail) { mail.erase ("Work"); });
    turn.no ("[TRYCREATE] Mailbox doesn't exist");
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 1) << result.all ();
  for (const auto &[name, reason] : problems (result))
    EXPECT_EQ (reason, "missing-after-copy") << name;
  EXPECT_EQ (new_side.count ("CREATE"), 2u);
  const CliResult again = copy ();
  expect_all_arrived (again);
}

TEST_F (FaultyWriting, AFolderThatVanishesForEverIsReported)
{
  fill ("Old", 3);
  fill ("INBOX", 3, 10);
  new_side.on ("APPEND", [&] (Turn &turn) {
    if (has (turn.arguments, "Old"))
      turn.no ("[TRYCREATE] Mailbox doesn't exist");
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (problems (result),
             (std::map<std::string, std::string>{ { "Old", "folder-not-created" } }));
  expect_rest_arrived (result);
}

TEST_F (FaultyWriting, AReadOnlyFolderIsReported)
{
  fill ("Shared", 3);
  fill ("INBOX", 3, 10);
  new_side.edit ([] (FaultyMail &mail) { mail["Shared"].read_only = true; });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (problems (result),
             (std::map<std::string, std::string>{ { "Shared", "folder-not-created" } }));
  expect_rest_arrived (result);
}

TEST_F (FaultyWriting, AFolderWithoutTheRightToAddIsReported)
{
  fill ("Shared", 3);
  fill ("INBOX", 3, 10);
  new_side.on ("APPEND", [&] (Turn &turn) {
    if (has (turn.arguments, "Shared"))
      turn.no ("[NOPERM] Permission denied");
  });
  const CliResult result = copy ();

  EXPECT_EQ (problems (result),
             (std::map<std::string, std::string>{ { "Shared", "folder-not-created" } }));
  EXPECT_EQ (detail (result, "Shared", 0), "[NOPERM] Permission denied");
  expect_rest_arrived (result);
}

/* ---- as attachments ---- */

TEST_F (FaultyWriting, RefusedMessagesAreWrappedWhereThatIsAskedFor)
{
  const std::string nul = make_message (10, std::string ("a") + '\0' + "b\r\n");

  fill ("INBOX", 3);
  add (nul, { "\\Seen", "$Work" });
  new_side.on ("APPEND", [] (Turn &turn) {
    if (turn.message ().find ('\0') != std::string::npos)
      turn.no ("Message contains NUL characters");
  });
  const CliResult refused = copy ();
  EXPECT_EQ (problems (refused), (std::map<std::string, std::string>{ { "INBOX/4", "refused" } }));

  const CliResult wrapped = copy ({ "--wrap-refused" });
  EXPECT_EQ (wrapped.status, 0) << wrapped.all ();
  EXPECT_EQ (adjustments (wrapped), (Texts{ "4 wrapped Message contains NUL characters" }));
  ASSERT_EQ (arrived ().messages.size (), 4u);
  const FaultyMessage wrapper = arrived ().messages[3];
  EXPECT_EQ (unwrap (*wrapper.body), nul);
  EXPECT_EQ (wrapper.flags, (std::set<std::string>{ "\\Seen", "$Work" }));
  EXPECT_EQ (wrapper.date, "04-Mar-2008 10:11:12 -0600");

  const CliResult again = copy ({ "--wrap-refused" });
  EXPECT_EQ (again.status, 0) << again.all ();
  EXPECT_EQ (json_number (again.report (), "copied"), 0);
  EXPECT_EQ (json_number (again.report (), "adjusted"), 1) << "it is still to be seen";
  EXPECT_EQ (arrived ().messages.size (), 4u);
}

TEST_F (FaultyWriting, AWrappedMessageIsKnownWhenTheOldFolderIsRenumbered)
{
  add (make_message (10, std::string ("a") + '\0' + "b\r\n"));
  new_side.on ("APPEND", [] (Turn &turn) {
    if (turn.message ().find ('\0') != std::string::npos)
      turn.no ("Message contains NUL characters");
  });
  EXPECT_EQ (copy ({ "--wrap-refused" }).status, 0);
  old_side.edit ([] (FaultyMail &mail) { mail["INBOX"].uid_validity++; });
  const CliResult again = copy ({ "--wrap-refused" });

  EXPECT_EQ (again.status, 0) << again.all ();
  EXPECT_EQ (json_number (again.report (), "copied"), 0);
  EXPECT_EQ (arrived ().messages.size (), 1u);
}

TEST_F (FaultyWriting, WhatIsTooBigIsNotWrapped)
{
  add (make_message (1, std::string (3000, 'x') + "\r\n"));
  new_side.on ("APPEND", [] (Turn &turn) { turn.no ("[TOOBIG] too large"); });
  const CliResult result = copy ({ "--wrap-refused" });

  EXPECT_EQ (problems (result), (std::map<std::string, std::string>{ { "INBOX/1", "too-big" } }));
  EXPECT_EQ (new_side.count ("APPEND"), 1u);
}
