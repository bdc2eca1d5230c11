/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

/* Messages of the old side that cannot be read, or not well. */
class FaultyReading : public Faults
{
protected:
  using Problems = std::map<std::string, std::string>;

  /* Makes every reading of one message of the INBOX go wrong, its listing not. */
  void
  spoil (unsigned uid, const std::function<void (Delivery &)> &how)
  {
    old_side.on_message ([uid, how] (Delivery &message) {
      if (message.folder == "INBOX" && message.uid == uid && !message.listing)
        how (message);
    });
  }

  /* A move of thirty messages of which @uid is spoiled: it alone is named, with @reason (""
   * for any). */
  CliResult
  expect_one_lost (unsigned uid, const std::string &reason)
  {
    fill ("INBOX", 30);
    fill ("Archive", 5, 100);
    const CliResult result = copy ();

    EXPECT_EQ (result.status, 1) << result.all ();
    const Problems named = problems (result);
    const std::string guilty = "INBOX/" + std::to_string (uid);
    EXPECT_EQ (named.size (), 1u) << result.all ();
    EXPECT_EQ (named.count (guilty), 1u) << result.all ();
    if (!reason.empty ())
      {
        EXPECT_EQ (named, (Problems{ { guilty, reason } }));
      }
    expect_rest_arrived (result);
    return result;
  }

  /* How often the whole of a message of the INBOX was asked for. */
  unsigned
  count_readings (unsigned uid)
  {
    unsigned n = 0;

    for (const Heard &heard : old_side.log ())
      if (heard.name == "UID FETCH" && heard.arguments.find ("BODY.PEEK[])") != std::string::npos &&
          heard.arguments.substr (0, heard.arguments.find (' ')) == std::to_string (uid))
        n++;
    return n;
  }

  /* A message over which the connection ends each time, when it is read or even when it is listed,
   * against a move without one. */
  void
  expect_two_reconnects (Ending ending, bool listed = false)
  {
    fill ("INBOX", 40);
    expect_all_arrived (copy ());
    const unsigned usual = old_side.connections ();

    fill ("INBOX", 40, 100);
    old_side.on_message ([ending, listed] (Delivery &message) {
      if (message.uid != 60 || message.flags_only || (message.listing && !listed))
        return;
      message.end = ending;
      message.end_after = 20;
    });
    const CliResult result = copy ();
    EXPECT_LE (old_side.connections () - 2 * usual, 2u) << result.all ();
    EXPECT_EQ (problems (result).size (), 1u);
    EXPECT_EQ (problems (result).count ("INBOX/60"), 1u);
    expect_rest_arrived (result);
  }
};

TEST_F (FaultyReading, WholeMoveBetweenServersThatBehave)
{
  fill ("INBOX", 30);
  fill ("Archive/2008", 120, 100);
  const CliResult result = copy ();
  expect_all_arrived (result);
  EXPECT_EQ (json_number (result.report (), "copied"), 150);
}

TEST_F (FaultyReading, RefusedWithNo)
{
  spoil (7, [] (Delivery &message) { message.refusal = "NO [SERVERBUG?] cannot read it"; });
  const CliResult result = expect_one_lost (7, "unreadable");
  EXPECT_NE (detail (result, "INBOX", 7).find ("cannot read it"), std::string::npos);
}

TEST_F (FaultyReading, RefusedWithBad)
{
  spoil (7, [] (Delivery &message) { message.refusal = "BAD internal error"; });
  expect_one_lost (7, "unreadable");
}

TEST_F (FaultyReading, GuiltyOneOfALongRunIsFoundByHalving)
{
  fill ("INBOX", 200);
  spoil (131, [] (Delivery &message) { message.refusal = "NO broken"; });
  const CliResult result = copy ();
  EXPECT_EQ (problems (result), (Problems{ { "INBOX/131", "unreadable" } }));
  expect_rest_arrived (result);
  /* Halving takes two questions a step; one by one it would be two hundred. */
  EXPECT_LE (old_side.count ("UID FETCH"), 40u);
}

TEST_F (FaultyReading, RefusedOnceOnly)
{
  fill ("INBOX", 10);
  spoil (4, [] (Delivery &message) {
    if (message.nth == 1)
      message.refusal = "NO not now";
  });
  expect_all_arrived (copy ());
}

TEST_F (FaultyReading, Silence)
{
  spoil (7, [] (Delivery &message) { message.end = Ending::hang; });
  expect_one_lost (7, "truncated");
}

TEST_F (FaultyReading, ClosedConnectionCostsTwoReconnectsAtMost)
{
  expect_two_reconnects (Ending::close);
}

TEST_F (FaultyReading, ListingClosedConnectionCostsTwoReconnectsAtMost)
{
  expect_two_reconnects (Ending::close, true);
}

/* A reset takes along what was underway of the messages before: nobody can tell from it which one
 * was guilty. */
TEST_F (FaultyReading, ResetCostsTwoReconnectsAtMost)
{
  expect_two_reconnects (Ending::reset);
}

TEST_F (FaultyReading, ManyThatCloseTheConnection)
{
  fill ("INBOX", 60);
  old_side.on_message ([] (Delivery &message) {
    if (message.uid % 10 == 3 && !message.listing)
      message.end = Ending::close;
  });
  const CliResult result = copy ();
  EXPECT_EQ (problems (result).size (), 6u) << result.all ();
  expect_rest_arrived (result);
}

TEST_F (FaultyReading, GivenUpOnIsNotAskedForAgainInThatRun)
{
  spoil (7, [] (Delivery &message) { message.end = Ending::close; });
  expect_one_lost (7, "truncated");
  EXPECT_EQ (count_readings (7), 1u);
  old_side.forget_faults ();
  /* Copying again is how a person says "try again". */
  expect_all_arrived (copy ());
}

TEST_F (FaultyReading, LiteralShorterThanAnnounced)
{
  spoil (7, [] (Delivery &message) { message.announced = message.body.size () + 100000; });
  expect_one_lost (7, "truncated");
}

TEST_F (FaultyReading, LiteralLongerThanAnnounced)
{
  spoil (7, [] (Delivery &message) { message.announced = message.body.size () - 10; });
  expect_one_lost (7, "unreadable");
}

TEST_F (FaultyReading, WrongSizesAreOfNoConsequence)
{
  fill ("INBOX", 30);
  old_side.on_message ([] (Delivery &message) {
    static const uint64_t sizes[] = { 0, 1, 100000, 4294967296, 99 };

    message.size = sizes[message.uid % 5];
  });
  expect_all_arrived (copy ());
}

TEST_F (FaultyReading, NilInsteadOfTheBody)
{
  spoil (7, [] (Delivery &message) { message.nil = true; });
  expect_one_lost (7, "unreadable");
}

TEST_F (FaultyReading, EmptyBody)
{
  spoil (7, [] (Delivery &message) { message.body.clear (); });
  expect_one_lost (7, "unreadable");
}

TEST_F (FaultyReading, AnswerWithoutABody)
{
  spoil (7, [] (Delivery &message) { message.bodiless = true; });
  expect_one_lost (7, "unreadable");
}

TEST_F (FaultyReading, MissingLineUnderAnOk)
{
  spoil (7, [] (Delivery &message) { message.omit = true; });
  expect_one_lost (7, "unreadable");
}

TEST_F (FaultyReading, ExchangesLetterInItsPlace)
{
  spoil (7, [] (Delivery &message) {
    message.body = "From: \"Microsoft Exchange Server 2010\" "
                   "<MSExchange@.MISSING-HOST-NAME.>\r\nSubject: Retrieval using the IMAP4 "
                   "protocol failed for the following message: 7\r\n\r\nThe server couldn't "
                   "retrieve the following message:\r\n";
  });
  const CliResult result = expect_one_lost (7, "unreadable");
  EXPECT_NE (detail (result, "INBOX", 7).find ("Retrieval using the IMAP4 protocol"),
             std::string::npos);
}

TEST_F (FaultyReading, OddBytesArriveAsTheyAre)
{
  const std::string headers = make_message (1, "");

  old_side.edit ([&] (FaultyMail &mail) {
    FaultyFolder &inbox = mail["INBOX"];

    inbox.add (headers + std::string ("a\0b\0\r\n", 6));
    inbox.add ("X-Number: 2\n" + with_crlf (headers) + "bare\nline\nends\rof both kinds\r\r\n");
    inbox.add ("Subject: Gr\xfc\xdf"
               "e \xe2\x82\xac\r\nFrom: \xc4\xd6\xdc\r\n\r\nText\r\n");
    inbox.add ("no header at all");
    inbox.add ("\r\n");
    inbox.add ("Message-ID: <\r\n\r\n");
  });
  expect_all_arrived (copy ());
  const FaultyMail arrived = new_side.mail ();
  const FaultyMail sent = old_side.mail ();
  for (size_t i = 0; i < 6; i++)
    EXPECT_EQ (*arrived.at ("INBOX").messages[i].body, *sent.at ("INBOX").messages[i].body);
}

TEST_F (FaultyReading, HeadersOfTenMebibytes)
{
  std::string headers = "Subject: " + std::string (1024 * 1024, 's') + "\r\nX-Spam: ";

  while (headers.size () < 10 * 1024 * 1024)
    headers += std::string (900, 'x') + "\r\n ";
  fill ("INBOX", 3);
  old_side.edit ([&] (FaultyMail &mail) {
    mail["INBOX"].add (headers + "end\r\nFrom: ada@example.org\r\n\r\nText\r\n");
  });
  expect_all_arrived (copy ());
}

TEST_F (FaultyReading, BodyAtATrickle)
{
  fill ("INBOX", 5);
  /* Longer than the time-out in all, but never silent for as long. */
  spoil (3, [] (Delivery &message) {
    message.piece = 30;
    message.pause = 400;
  });
  expect_all_arrived (copy ());
}

TEST_F (FaultyReading, LargeBodyInSmallPieces)
{
  timeout = 60;
  fill ("INBOX", 3);
  old_side.edit ([] (FaultyMail &mail) {
    std::string body = make_message (50, "");

    while (body.size () < 20 * 1024 * 1024)
      body += "All work and no play makes Jack a dull boy, and this line is a long one too.\r\n";
    mail["INBOX"].add (body);
  });
  spoil (4, [] (Delivery &message) { message.piece = 3001; });
  expect_all_arrived (copy ());
}

TEST_F (FaultyReading, DatesThatAreNone)
{
  fill ("INBOX", 5);
  old_side.on_message ([] (Delivery &message) {
    static const char *const dates[] = { "\"00-Jan-0000 00:00:00 +0000\"",
                                         "\"30-Dec-1899 00:00:00 +0000\"", "NIL",
                                         "\"4-Mar-2008 10:11:12\"", "\"yesterday\"" };

    message.date = dates[message.uid % 5];
  });
  const CliResult result = copy ();
  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), 5);
  EXPECT_EQ (new_side.mail ()["INBOX"].messages.size (), 5u);
}

/* Of a message that even its listing fails over. */
TEST_F (FaultyReading, ListingThatStopsAtAMessageGoesOnBehindIt)
{
  fill ("INBOX", 30);
  old_side.on_message ([] (Delivery &message) {
    if (message.uid == 12 && !message.flags_only)
      message.end = Ending::close;
  });
  const CliResult result = copy ();
  EXPECT_EQ (problems (result).count ("INBOX/12"), 1u) << result.all ();
  EXPECT_EQ (problems (result).size (), 1u);
  expect_rest_arrived (result);
}

/* The listing is cut at a message, and what it would have told is refused once more: the message
 * still arrives with its date. */
TEST_F (FaultyReading, DateOfAMessageAtWhichTheListingWasCutIsAskedForAgain)
{
  fill ("INBOX", 30);
  old_side.on_message ([] (Delivery &message) {
    if (message.uid != 12 || !message.listing || message.flags_only)
      return;
    if (message.nth == 1)
      message.end = Ending::close;
    else if (message.nth == 2)
      message.refusal = "NO not now";
    else if (message.nth == 3)
      message.omit = true;
  });
  expect_all_arrived (copy ());
}

/* What is read costs the line as much as what is sent: 300 KB at 300 KB a second. */
TEST_F (FaultyReading, ReadingIsHeldToTheRateToo)
{
  old_side.edit (
    [] (FaultyMail &mail) { mail["INBOX"].add (make_message (1, std::string (300000, 'x'))); });
  const gint64 begin = g_get_monotonic_time ();
  const CliResult result = copy ({ "--rate", "300k" });

  EXPECT_GT (g_get_monotonic_time () - begin, 7 * G_USEC_PER_SEC / 10);
  expect_all_arrived (result);
}
