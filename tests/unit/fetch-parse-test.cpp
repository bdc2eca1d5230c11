/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtest/gtest.h>

#include "reader-feed.h"

#include "stores/imap/fetch-response.h"
#include "stores/imap/flags.h"
#include "stores/imap/internal-date.h"
#include "stores/imap/list-response.h"
#include "stores/imap/uid-set.h"

#include <functional>
#include <vector>

namespace
{

/* Reads "* … WORD rest" up to the rest. */
void
with_response (const std::string &said, int words, std::size_t piece,
               const std::function<void (DecantReader *)> &read)
{
  ReaderFeed feed{ said, piece };
  g_autoptr (DecantReader) reader = feed.open ();
  DecantResponse response;
  DecantToken token;

  ASSERT_TRUE (decant_reader_next_response (reader, &response, nullptr));
  for (int i = 0; i < words; i++)
    ASSERT_TRUE (decant_reader_next_token (reader, &token, nullptr));
  read (reader);
}

std::string
to_string (DecantContent *content)
{
  if (content == nullptr)
    return "(none)";
  std::string text (decant_content_get_size (content), '\0');
  decant_content_read (content, 0, &text[0], text.size (), nullptr);
  return text;
}

/* All that a FETCH response told, in one line. */
std::string
fetch (const std::string &items, std::size_t piece = SIZE_MAX)
{
  std::string told = "?";

  with_response ("* 12 FETCH " + items + "\r\n* OK next\r\n", 2, piece, [&] (DecantReader *reader) {
    g_auto (DecantFetchResponse) response = {};
    DecantResponse next;

    ASSERT_TRUE (decant_fetch_response_read (&response, reader, nullptr)) << items;
    const DecantMessage *message = response.message;
    g_autofree char *keywords = decant_keywords_join (message->keywords);
    told = "uid " + std::to_string (message->uid) + " flags " + std::to_string (message->flags);
    if (keywords != nullptr)
      told += std::string (" keywords ") + keywords;
    if (message->internal_date != DECANT_DATE_UNKNOWN)
      told += " date " + std::to_string (message->internal_date) + "/" +
              std::to_string (message->date_offset);
    told += " size " + std::to_string (message->size);
    if (message->object_id != 0)
      told += " object " + std::to_string (message->object_id);
    for (char **label = message->labels; label != nullptr && *label != nullptr; label++)
      told += std::string (" <") + *label + ">";
    if (message->headers != nullptr)
      for (const char *value : { message->headers->message_id, message->headers->date,
                                 message->headers->from, message->headers->subject })
        told += std::string ("|") + (value != nullptr ? value : "-");
    if (response.has_body)
      told += " body " + to_string (response.content);
    EXPECT_EQ (response.detailed, items.find ("SIZE") != std::string::npos ||
                                    items.find ("INTERNALDATE") != std::string::npos);
    EXPECT_FALSE (response.in_body);
    ASSERT_TRUE (decant_reader_next_response (reader, &next, nullptr));
    EXPECT_EQ (next, DECANT_RESPONSE_UNTAGGED);
  });
  return told;
}

TEST (FetchResponse, ReadsGmailsNumberAndLabels)
{
  const std::string items = R"((X-GM-MSGID 1278455344230334865 X-GM-LABELS ("\\Inbox" \Sent Work )"
                            R"("a \"b\"" {7}
a b (c) "&ZeVnLIqe-" nil) UID 4 RFC822.SIZE 9))";
  std::string with_line_end = items;
  with_line_end.replace (with_line_end.find ('\n'), 1, "\r\n");

  for (std::size_t piece : { SIZE_MAX, std::size_t (1) })
    EXPECT_EQ (fetch (with_line_end, piece),
               "uid 4 flags 0 size 9 object 1278455344230334865 <\\Inbox> <\\Sent> <Work> "
               "<a \"b\"> <a b (c)> <&ZeVnLIqe-> <nil>");
}

TEST (FetchResponse, TakesNoLabelsFromWhatIsNoList)
{
  EXPECT_EQ (fetch ("(X-GM-LABELS NIL UID 4 RFC822.SIZE 9)"), "uid 4 flags 0 size 9");
  EXPECT_EQ (fetch ("(X-GM-LABELS () UID 4 RFC822.SIZE 9)"), "uid 4 flags 0 size 9");
  EXPECT_EQ (fetch ("(X-GM-LABELS (a (b c) d) UID 4 RFC822.SIZE 9)"),
             "uid 4 flags 0 size 9 <a> <d>");
  EXPECT_EQ (fetch ("(X-GM-MSGID NIL UID 4 RFC822.SIZE 9)"), "uid 4 flags 0 size 9");
}

TEST (FetchResponse, KnowsTheSameObjectAgain)
{
  const std::string one = fetch ("(UID 4 EMAILID (M6d99ac3275bb4e) RFC822.SIZE 9)");

  EXPECT_NE (one.find (" object "), std::string::npos) << one;
  EXPECT_EQ (one, fetch ("(EMAILID (M6d99ac3275bb4e) UID 4 RFC822.SIZE 9)"));
  EXPECT_NE (one, fetch ("(UID 4 EMAILID (M6d99ac3275bb4f) RFC822.SIZE 9)"));
  for (const char *odd : { "NIL", "()", "x" })
    EXPECT_EQ (fetch ("(UID 4 EMAILID " + std::string (odd) + " RFC822.SIZE 9)"),
               "uid 4 flags 0 size 9")
      << odd;
}

TEST (FetchResponse, ReadsWhatIsAskedFor)
{
  EXPECT_EQ (fetch ("(UID 4 FLAGS (\\Seen $Forwarded \\Draft) INTERNALDATE \"17-Jul-1996 02:44:25 "
                    "-0700\" RFC822.SIZE 4286)"),
             "uid 4 flags 17 keywords $Forwarded date 837596665/-420 size 4286");
  EXPECT_EQ (fetch ("(BODY[] {5}\r\na)\r\nb UID 7)"), "uid 7 flags 0 size 0 body a)\r\nb");
  EXPECT_EQ (fetch ("(UID 7 BODY[] \"quoted\")"), "uid 7 flags 0 size 0 body quoted");
  EXPECT_EQ (fetch ("(UID 7 BODY[] \"\")"), "uid 7 flags 0 size 0 body ");
  EXPECT_EQ (fetch ("(UID 7 BODY[] {0}\r\n)"), "uid 7 flags 0 size 0 body ");
  EXPECT_EQ (fetch ("(UID 7 BODY[] NIL)"), "uid 7 flags 0 size 0 body (none)");
  EXPECT_EQ (fetch ("(UID 7)"), "uid 7 flags 0 size 0");
}

TEST (FetchResponse, ReadsIdentityHeaders)
{
  const std::string header = "From: A <a@b>\r\nSubject: x\r\n  y\r\nMessage-ID: <1@2>\r\n\r\n";
  const std::string literal = "{" + std::to_string (header.size ()) + "}\r\n" + header;

  EXPECT_EQ (fetch ("(UID 1 BODY[HEADER.FIELDS (MESSAGE-ID DATE FROM SUBJECT)] " + literal + ")"),
             "uid 1 flags 0 size 0|<1@2>|-|A <a@b>|x  y");
  /* asked for fields, given the whole header, or a name in another spelling */
  EXPECT_EQ (fetch ("(UID 1 BODY[HEADER]" + literal + ")"),
             "uid 1 flags 0 size 0|<1@2>|-|A <a@b>|x  y");
  EXPECT_EQ (fetch ("(UID 1 body[header.fields(\"Message-ID\")] " + literal + ")"),
             "uid 1 flags 0 size 0|<1@2>|-|A <a@b>|x  y");
  /* in two parts */
  EXPECT_EQ (fetch ("(UID 1 BODY[HEADER.FIELDS (MESSAGE-ID)] " + literal +
                    " BODY[HEADER.FIELDS (DATE)] {23}\r\nDate: now\r\nSubject: z\r\n)"),
             "uid 1 flags 0 size 0|<1@2>|now|A <a@b>|x  y");
  EXPECT_EQ (fetch ("(UID 1 BODY[HEADER.FIELDS (DATE)] NIL FLAGS (\\Seen))"),
             "uid 1 flags 1 size 0");
  /* nobody's header is that large, but it costs no more than itself */
  const std::string huge (DECANT_READER_STRING_LIMIT + 1, 'x');
  EXPECT_EQ (fetch ("(BODY[HEADER] {" + std::to_string (huge.size ()) + "}\r\n" + huge + " UID 9)"),
             "uid 9 flags 0 size 0");
}

TEST (FetchResponse, IsLenient)
{
  EXPECT_EQ (fetch ("(uid 4 flags (\\seen \\RECENT \\Unseen NIL \"quoted\" b a b foo]bar "
                    "caf\xe9 (x) \\Answered))"),
             "uid 4 flags 3 keywords a b foo]bar quoted size 0");
  EXPECT_EQ (fetch ("(FLAGS NIL UID 4)"), "uid 4 flags 0 size 0");
  EXPECT_EQ (fetch ("(FLAGS(\\Seen)UID 4)"), "uid 4 flags 1 size 0");
  EXPECT_EQ (fetch ("(MODSEQ (65402) X-GM-LABELS (\"a b\" (c {3}\r\n))))) ENVELOPE NIL UID 4)"),
             "uid 4 flags 0 size 0 <a b>");
  EXPECT_EQ (fetch ("(UID 4 RFC822.SIZE -5 INTERNALDATE NIL)"), "uid 4 flags 0 size 0");
  EXPECT_EQ (fetch ("(UID 4 RFC822.SIZE 9.37e+06)"), "uid 4 flags 0 size 0");
  EXPECT_EQ (fetch ("(UID 4 RFC822.SIZE 99999999999999999999)"), "uid 4 flags 0 size 0");
  EXPECT_EQ (fetch ("(UID 0)"), "uid 0 flags 0 size 0");
  EXPECT_EQ (fetch ("(UID 4294967296)"), "uid 0 flags 0 size 0");
  EXPECT_EQ (fetch ("(UID)"), "uid 0 flags 0 size 0");
  EXPECT_EQ (fetch ("(UID 4"), "uid 4 flags 0 size 0");
  EXPECT_EQ (fetch ("()"), "uid 0 flags 0 size 0");
  EXPECT_EQ (fetch (""), "uid 0 flags 0 size 0");
  EXPECT_EQ (fetch ("NIL"), "uid 0 flags 0 size 0");
  EXPECT_EQ (fetch ("(UID 4 BODY[] {2}\r\nab BODY[] {2}\r\ncd)"), "uid 4 flags 0 size 0 body ab");
  EXPECT_EQ (fetch ("(\"UID\" {3}\r\nUID UID 4)"), "uid 4 flags 0 size 0");
}

/* What was taken for the message is not all of it: the rest stands where items should. */
TEST (FetchResponse, IsTornWhereTheBodyIsLongerThanAnnounced)
{
  for (const char *said : { "* 1 FETCH (UID 7 BODY[] {4}\r\nSubject: x)\r\n",
                            "* 1 FETCH (UID 7 BODY[] {4}\r\nSubj\r\nFLAGS ())\r\n",
                            "* 1 FETCH (UID 7 BODY[] {4}\r\nSubj) and (more)\r\n",
                            "* 1 FETCH (UID 7 BODY[] {4}\r\nSubj and more)\r\n" })
    with_response (said, 2, 3, [&] (DecantReader *reader) {
      g_auto (DecantFetchResponse) response = {};
      g_autoptr (GError) error = nullptr;

      EXPECT_FALSE (decant_fetch_response_read (&response, reader, &error)) << said;
      EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_GARBLED) << said;
      EXPECT_EQ (response.message->uid, 7u);
    });
}

/* A cut never makes another message of it: it fails, and says whether the text was arriving. */
TEST (FetchResponse, SurvivesACutAtEveryByte)
{
  const std::string before = "* 12 FETCH (UID 7 FLAGS (\\Seen) BODY[] {20}\r\n";
  const std::string said = before + "Subject: {5}\r\n\r\nbody INTERNALDATE \"1-Jan-2020\")\r\n";

  for (std::size_t cut = std::string ("* 12 FETCH ").size (); cut < said.size (); cut++)
    with_response (said.substr (0, cut), 2, cut % 3 + 1, [&] (DecantReader *reader) {
      g_auto (DecantFetchResponse) response = {};
      g_autoptr (GError) error = nullptr;

      EXPECT_FALSE (decant_fetch_response_read (&response, reader, &error)) << cut;
      EXPECT_EQ (response.in_body, cut >= before.size () && cut < before.size () + 20) << cut;
      EXPECT_EQ (response.content != nullptr, cut >= before.size () + 20) << cut;
      EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_CONNECTION_LOST);
    });
}

bool
is_letter (const std::string &text)
{
  g_autoptr (DecantContent) content = decant_content_new (0);

  decant_content_write (content, text.data (), text.size (), nullptr);
  decant_content_finish (content, nullptr);
  return decant_fetch_is_exchange_letter (content);
}

TEST (FetchResponse, KnowsExchangesLetter)
{
  const std::string from = "From: Microsoft Exchange Server 2010\r\n";
  const std::string subject =
    "Subject: Retrieval using the IMAP4 protocol failed for the following message:\r\n 15541\r\n";
  const std::string rest =
    "To: ada@example.org\r\nMIME-Version: 1.0\r\n\r\nThe server couldn't\r\n";

  EXPECT_TRUE (is_letter (from + subject + rest));
  EXPECT_TRUE (
    is_letter ("From: \"Microsoft Exchange Server\" <@.MISSING-HOST-NAME.>\r\n" + subject + rest));
  /* each mark missing: somebody's own mail about it */
  EXPECT_FALSE (is_letter (from + rest));
  EXPECT_FALSE (is_letter (subject + rest));
  EXPECT_FALSE (is_letter (from + subject + "Message-ID: <a@b>\r\n" + rest));
  EXPECT_FALSE (is_letter ("From: Ada <ada@example.org>\r\n" + subject + rest));
  EXPECT_FALSE (
    is_letter ("From: Microsoft Exchange Server <admin@example.org>\r\n" + subject + rest));
  EXPECT_FALSE (
    is_letter (from + "Subject: Fwd: Retrieval using the IMAP4 protocol failed\r\n" + rest));
  EXPECT_FALSE (is_letter (""));
}

std::string
date (const char *text)
{
  gint64 seconds = -1;
  gint16 offset = -1;

  if (!decant_internal_date_parse (text, &seconds, &offset))
    {
      EXPECT_EQ (seconds, -1);
      return "unknown";
    }
  g_autofree char *written = decant_internal_date_format (seconds, offset);
  return written != nullptr ? written : "(none)";
}

TEST (InternalDate, ReadsAndWrites)
{
  EXPECT_EQ (date ("17-Jul-1996 02:44:25 -0700"), "\"17-Jul-1996 02:44:25 -0700\"");
  EXPECT_EQ (date (" 1-Jan-1970 00:00:00 +0000"), "\"01-Jan-1970 00:00:00 +0000\"");
  EXPECT_EQ (date ("29-Feb-2024 23:59:59 +0545"), "\"29-Feb-2024 23:59:59 +0545\"");
  EXPECT_EQ (date ("01-Jan-1900 00:00:00 +0000"), "\"01-Jan-1900 00:00:00 +0000\"");
  EXPECT_EQ (date ("31-Dec-9999 23:59:59 +0000"), "\"31-Dec-9999 23:59:59 +0000\"");
  EXPECT_EQ (date ("31-Dec-2060 23:59:59 -1200"), "\"31-Dec-2060 23:59:59 -1200\"");
}

TEST (InternalDate, IsLenient)
{
  EXPECT_EQ (date ("1-jan-2003 1:2:3 +0100"), "\"01-Jan-2003 01:02:03 +0100\"");
  EXPECT_EQ (date ("  1-Jan-2003   10:11:12"), "\"01-Jan-2003 10:11:12 +0000\"");
  EXPECT_EQ (date ("01-Jan-2003 10:11 +0100"), "\"01-Jan-2003 10:11:00 +0100\"");
  EXPECT_EQ (date ("01-Jan-2003 10:11:12 GMT"), "\"01-Jan-2003 10:11:12 +0000\"");
  EXPECT_EQ (date ("01-Jan-2003 10:11:12 +01:30"), "\"01-Jan-2003 10:11:12 +0130\"");
  EXPECT_EQ (date ("01-Jan-2003 10:11:12 +9999"), "\"01-Jan-2003 10:11:12 +0000\"");
  EXPECT_EQ (date ("01-Jan-2003 10:11:12 +"), "\"01-Jan-2003 10:11:12 +0000\"");
  EXPECT_EQ (date ("31-Dec-2016 23:59:60 +0000"), "\"31-Dec-2016 23:59:59 +0000\"");
  EXPECT_EQ (date ("01-Jan-99 10:11:12 +0000"), "\"01-Jan-1999 10:11:12 +0000\"");
  EXPECT_EQ (date ("01-Jan-04 10:11:12 +0000"), "\"01-Jan-2004 10:11:12 +0000\"");
  EXPECT_EQ (date ("01-Jan-1902 10:11:12 +0000"), "\"01-Jan-1902 10:11:12 +0000\"");
}

TEST (InternalDate, KnowsNonsense)
{
  for (const char *text :
       { "00-Jan-0000 00:00:00 +0000", "30-Dec-1899 00:00:00 +0000", "01-Jan-0102 00:00:00 +0000",
         "31-Feb-2020 00:00:00 +0000", "01-Foo-2020 00:00:00 +0000", "01-Jan-2020", "",
         "01-Jan-2020 25:00:00 +0000", "01-Jan-2020 10:61:00 +0000", "01-Jan-2020 10:00:61 +0000",
         "-1-Jan-2020 10:00:00 +0000", "2020-01-01 10:00:00", "01-Jan-99999 10:00:00 +0000", "NIL",
         "99-Jan-2020 10:00:00 +0000", "01-J-2020 10:00:00 +0000" })
    EXPECT_EQ (date (text), "unknown") << text;
}

TEST (InternalDate, WritesOnlyWhatServersTake)
{
  g_autofree char *far_zone = decant_internal_date_format (0, 23 * 60);

  EXPECT_STREQ (far_zone, "\"01-Jan-1970 00:00:00 +0000\"");
  for (gint64 seconds : { G_MININT64, G_MAXINT64, gint64 (-2208988801), gint64 (253402300800) })
    EXPECT_EQ (decant_internal_date_format (seconds, 0), nullptr) << seconds;
}

std::string
written (const char *flags, const char *kept)
{
  g_auto (DecantFlagList) given = {};
  g_auto (DecantFlagList) permanent = {};
  g_auto (DecantFolderStatus) status = {};
  g_autoptr (DecantMessage) message = decant_message_new (1);
  g_autoptr (GString) command = g_string_new (nullptr);

  decant_flag_list_add_all (&given, flags);
  message->flags = given.flags;
  message->keywords = decant_flag_list_take_keywords (&given);
  if (kept != nullptr)
    {
      decant_flag_list_add_all (&permanent, kept);
      status.permanent_flags = permanent.flags;
      status.any_keyword = permanent.any_keyword;
      status.permanent_keywords = decant_flag_list_take_keywords (&permanent);
    }
  decant_flag_list_write (command, message, kept != nullptr ? &status : nullptr);
  return command->str;
}

TEST (Flags, WritesWhatTheFolderKeeps)
{
  const char *all = "(\\Seen \\Answered \\Flagged \\Deleted \\Draft \\*)";

  EXPECT_EQ (written ("(\\Seen \\Recent \\Odd b a)", all), "(\\Seen a b)");
  EXPECT_EQ (written ("(\\Draft \\Deleted \\Flagged \\Answered \\Seen)", all),
             "(\\Seen \\Answered \\Flagged \\Deleted \\Draft)");
  EXPECT_EQ (written ("(\\Seen \\Flagged work home)", "(\\Seen Work)"), "(\\Seen work)");
  EXPECT_EQ (written ("(\\Seen work)", "()"), "()");
  EXPECT_EQ (written ("(\\Seen work)", nullptr), "(\\Seen)");
  EXPECT_EQ (written ("", all), "()");
  /* no atoms: to be read, never to be sent */
  EXPECT_EQ (written ("(a]b a\"b caf\u00e9 a%b a*b a{b a\\b ok)", all), "(ok)");
}

std::string
list (const std::string &rest, std::size_t piece = SIZE_MAX)
{
  std::string told;

  with_response ("* LIST " + rest + "\r\n* OK next\r\n", 1, piece, [&] (DecantReader *reader) {
    g_auto (DecantListResponse) response = {};
    DecantResponse next;

    ASSERT_TRUE (decant_list_response_read (&response, reader, nullptr)) << rest;
    told = response.name != nullptr ? response.name : "(none)";
    if (response.separator != '\0')
      told += std::string (" by ") + response.separator;
    if (!response.selectable)
      told += " unselectable";
    if (response.subscribed)
      told += " subscribed";
    if (response.special_use != DECANT_SPECIAL_USE_NONE)
      told += std::string (" ") + decant_special_use_to_word (response.special_use);
    ASSERT_TRUE (decant_reader_next_response (reader, &next, nullptr));
    EXPECT_EQ (next, DECANT_RESPONSE_UNTAGGED) << rest;
  });
  return told;
}

TEST (ListResponse, ReadsEveryForm)
{
  EXPECT_EQ (list ("(\\HasNoChildren) \"/\" INBOX"), "INBOX by /");
  EXPECT_EQ (list ("() NIL \"a b\""), "a b");
  EXPECT_EQ (list ("() \"\\\\\" \"a\\\\b\""), "a\\b by \\");
  EXPECT_EQ (list ("() \".\" {5}\r\na\"\\\xc3\xbc"), "a\"\\\xc3\xbc by .");
  EXPECT_EQ (list ("(\\Noselect \\HasChildren) \"/\" x"), "x by / unselectable");
  EXPECT_EQ (list ("(\\NONEXISTENT \\Subscribed) \"/\" x"), "x by / unselectable subscribed");
  EXPECT_EQ (list ("(\\Subscribed \\Sent) / x"), "x by / subscribed sent");
  EXPECT_EQ (list ("(\\AllMail) \"/\" x"), "x by / all");
  EXPECT_EQ (list ("(\\Starred) \"/\" x"), "x by / flagged");
  EXPECT_EQ (list ("(\\Spam) \"/\" x"), "x by / junk");
  EXPECT_EQ (list ("() \"/\" NIL"), "NIL by /");
  EXPECT_EQ (list ("() \"/\" [Gmail]/Alle"), "[Gmail]/Alle by /");
  EXPECT_EQ (list ("() \"/\" x (\"CHILDINFO\" (\"SUBSCRIBED\"))"), "x by /");
  EXPECT_EQ (list ("(a (b {1}\r\n)) \"c\") \"/\" x", 1), "x by /");
}

TEST (ListResponse, PassesOverWhatIsMalformed)
{
  for (const char *rest : { "", "()", "() \"/\"", "() \"/\" \"\"", "() \"/\" (x)", "x", "NIL NIL x",
                            "(", "() (\"/\") x" })
    EXPECT_EQ (list (rest).substr (0, 6), "(none)") << rest;
  EXPECT_EQ (list (std::string ("() \"/\" {3}\r\na\0b", 15)).substr (0, 6), "(none)");
}

std::string
status (const std::string &rest)
{
  std::string told;

  with_response ("* STATUS " + rest + "\r\n* OK next\r\n", 1, SIZE_MAX, [&] (DecantReader *reader) {
    g_auto (DecantStatusResponse) response = {};
    DecantResponse next;

    ASSERT_TRUE (decant_status_response_read (&response, reader, nullptr)) << rest;
    told = (response.name != nullptr ? response.name : "(none)") + std::string (" ") +
           (response.counted ? std::to_string (response.messages) : "uncounted") + " " +
           std::to_string (response.uid_next) + " " + std::to_string (response.uid_validity) + " " +
           std::to_string (response.highest_modseq) + " " +
           (response.size != DECANT_SIZE_UNKNOWN ? std::to_string (response.size) : "unknown");
    ASSERT_TRUE (decant_reader_next_response (reader, &next, nullptr));
    EXPECT_EQ (next, DECANT_RESPONSE_UNTAGGED) << rest;
  });
  return told;
}

TEST (StatusResponse, ReadsEveryForm)
{
  EXPECT_EQ (status ("\"a b\" (MESSAGES 3 UIDNEXT 44 UIDVALIDITY 5 HIGHESTMODSEQ 6 SIZE 7)"),
             "a b 3 44 5 6 7");
  EXPECT_EQ (status ("x (uidnext 44 messages 3 UNSEEN 9 X (1 2) RECENT 1)"), "x 3 44 0 0 unknown");
  EXPECT_EQ (status ("{3}\r\na\"b (MESSAGES 0 SIZE 0)"), "a\"b 0 0 0 0 0");
  EXPECT_EQ (status ("x (MESSAGES -1 UIDNEXT 0 UIDVALIDITY 9.37e+06 HIGHESTMODSEQ -1)"),
             "x uncounted 0 0 0 unknown");
  EXPECT_EQ (status ("x ()"), "x uncounted 0 0 0 unknown");
  EXPECT_EQ (status ("x"), "x uncounted 0 0 0 unknown");
  EXPECT_EQ (status ("x (MESSAGES"), "x uncounted 0 0 0 unknown");
  EXPECT_EQ (status ("a b (MESSAGES 3)"), "(none) 3 0 0 0 unknown");
}

std::string
uid_set (const std::vector<guint32> &uids, gsize *taken)
{
  g_autoptr (GString) command = g_string_new (nullptr);

  *taken = decant_uid_set_add (command, uids.data (), uids.size ());
  return command->str;
}

TEST (UidSet, NamesOnlyWhatIsAskedFor)
{
  gsize taken;

  EXPECT_EQ (uid_set ({ 5 }, &taken), "5");
  EXPECT_EQ (uid_set ({ 1, 2, 3, 5, 7, 8 }, &taken), "1:3,5,7:8");
  EXPECT_EQ (taken, 6u);
  EXPECT_EQ (uid_set ({ 4294967293, 4294967294, 4294967295 }, &taken), "4294967293:4294967295");
}

TEST (UidSet, StaysShort)
{
  std::vector<guint32> uids;
  gsize first;
  gsize taken;

  for (guint32 i = 0; i < 1000; i++)
    uids.push_back (4000000000u + 2 * i);
  std::string set = uid_set (uids, &first);
  EXPECT_LE (set.size (), std::size_t (DECANT_UID_SET_LENGTH));
  EXPECT_GT (first, 50u);
  EXPECT_LT (first, uids.size ());
  uids.erase (uids.begin (), uids.begin () + static_cast<long> (first));
  EXPECT_EQ (uid_set (uids, &taken).substr (0, 10), std::to_string (uids[0]));
}

} // namespace

TEST (UidSet, IsReadWhereItIsOfAsManyAsExpected)
{
  const std::vector<std::pair<std::string, std::vector<guint32>>> good = {
    { "7", { 7 } },
    { "7:9", { 7, 8, 9 } },
    { "7,3,12:13", { 7, 3, 12, 13 } },
    { "4294967294:4294967295", { 4294967294u, 4294967295u } },
  };

  for (const auto &[text, expected] : good)
    {
      std::vector<guint32> uids (expected.size ());

      EXPECT_TRUE (decant_uid_set_parse (text.c_str (), uids.data (), uids.size ())) << text;
      EXPECT_EQ (uids, expected) << text;
    }
  for (const char *text :
       { "", "x", "1", "1:2", "1:4", "1,2", "1,2,3,4", "1,2,", "1:2:3", "3:1", "*", "1,*", "0:2",
         "1:4294967295", "4294967296,1,2", " 1,2,3", "1,2,3 " })
    {
      guint32 uids[3];

      EXPECT_FALSE (decant_uid_set_parse (text, uids, 3)) << text;
    }
}
