/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <algorithm>
#include <gtest/gtest.h>

#include "reader-feed.h"

#include <vector>

namespace
{

using Words = std::vector<std::string>;

/* Greeting aside, what a Dovecot says to LIST, STATUS, EXAMINE, FETCH and APPEND, with what other
 * servers do to it. */
const char conversation[] =
  "* LIST (\\HasNoChildren \\Sent) \".\" \"INBOX.Gesendete &AMQ-pfel\"\r\n"
  "* LIST (\\Noselect) \"/\" {9}\r\n"
  "a \"b\" {3}\r\n"
  "* STATUS \"INBOX.A\\\\B\" (MESSAGES 3 UIDNEXT 44 UIDVALIDITY 1257842737)\r\n"
  "D1 OK List completed (0.001 + 0.000 secs) {5}\r\n"
  "* FLAGS (\\Answered \\Flagged $Forwarded foo]bar)\r\n"
  "* OK [PERMANENTFLAGS (\\Answered foo]bar \\*)] Flags {12}\r\n"
  "* 172 EXISTS\r\n"
  "* OK [UIDVALIDITY 3857529045] UIDs valid\r\n"
  "D2 OK [READ-ONLY] Examine completed.\r\n"
  "* 1 FETCH (UID 4 FLAGS (\\Seen) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" RFC822.SIZE 4286 "
  "BODY[HEADER.FIELDS (MESSAGE-ID \"DATE\")] {39}\r\n"
  "Message-ID: <a@b>\r\nDate: yesterday\r\n\r\n"
  ")\r\n"
  "* 2 FETCH (BODY[] {56}\r\n"
  "Subject: {5}\r\n\r\nD3 OK done\r\n* 3 FETCH (UID 9)\r\n)\r\n{7+}\r\n"
  " UID 7)\r\n"
  "* 3 FETCH (UID 9 BODY[]<0> NIL)\n"
  "* 4 FETCH (UID 10 BODY[]{0}\r\n"
  ")\r\n"
  "D3 OK Fetch completed.\r\n"
  "+ Ready for {3}\r\n"
  "* 173 EXISTS\r\n"
  "D4 OK [APPENDUID 38505 3955] APPEND completed\r\n"
  "D5 NO [OVERQUOTA] Quota exceeded\r\n"
  "* BYE Logging out\r\n";

const char *const token_names[] = { "atom", "string", "literal", "nil", "(", ")", "end" };

/* Reads on, noting each token; FALSE with *@error set where it ends. */
bool
note_response (DecantReader *reader, Words &words, GError **error)
{
  DecantResponse response;
  DecantToken token;

  if (!decant_reader_next_response (reader, &response, error))
    return false;
  words.push_back (response == DECANT_RESPONSE_UNTAGGED ? "*"
                   : response == DECANT_RESPONSE_TAGGED
                     ? std::string ("tag ") + decant_reader_get_text (reader, nullptr)
                     : "+");
  do
    {
      if (!decant_reader_next_token (reader, &token, error))
        return false;
      if (token == DECANT_TOKEN_LITERAL && !decant_reader_take_string (reader, error))
        return false;
      gsize length;
      const char *text = decant_reader_get_text (reader, &length);
      words.push_back (token_names[token] + std::string (" ") + std::string (text, length));
    }
  while (token != DECANT_TOKEN_END);
  return true;
}

Words
note_all (ReaderFeed &feed, GError **error)
{
  g_autoptr (DecantReader) reader = feed.open ();
  Words words;

  while (note_response (reader, words, error))
    ;
  return words;
}

Words
note (const std::string &text)
{
  ReaderFeed feed{ text };
  g_autoptr (GError) error = nullptr;

  Words words = note_all (feed, &error);
  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_CONNECTION_LOST) << text;
  return words;
}

void
expect_lost (const GError *error)
{
  EXPECT_TRUE (g_error_matches (error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT));
  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_CONNECTION_LOST);
}

TEST (Reader, ReadsAConversation)
{
  Words words = note (conversation);
  const Words first = {
    "*",
    "atom LIST",
    "( ",
    "atom \\HasNoChildren",
    "atom \\Sent",
    ") ",
    "string .",
    "string INBOX.Gesendete &AMQ-pfel",
    "end ",
    "*",
    "atom LIST",
    "( ",
    "atom \\Noselect",
    ") ",
    "string /",
    "literal a \"b\" {3}",
    "end ",
    "*",
    "atom STATUS",
    "string INBOX.A\\B",
    "( ",
    "atom MESSAGES",
    "atom 3",
    "atom UIDNEXT",
    "atom 44",
    "atom UIDVALIDITY",
    "atom 1257842737",
    ") ",
    "end ",
  };
  const Words second_message = {
    "*",
    "atom 2",
    "atom FETCH",
    "( ",
    "atom BODY[]",
    "literal Subject: {5}\r\n\r\nD3 OK done\r\n* 3 FETCH (UID 9)\r\n)\r\n{7+}\r\n",
    "atom UID",
    "atom 7",
    ") ",
    "end ",
    "*",
    "atom 3",
    "atom FETCH",
    "( ",
    "atom UID",
    "atom 9",
    "atom BODY[]<0>",
    "nil NIL",
    ") ",
    "end ",
    "*",
    "atom 4",
    "atom FETCH",
    "( ",
    "atom UID",
    "atom 10",
    "atom BODY[]",
    "literal ",
    ") ",
    "end ",
    "tag D3",
  };

  EXPECT_EQ (Words (words.begin (), words.begin () + static_cast<long> (first.size ())), first);
  EXPECT_NE (
    std::search (words.begin (), words.end (), second_message.begin (), second_message.end ()),
    words.end ());
  EXPECT_NE (
    std::find (words.begin (), words.end (), "atom BODY[HEADER.FIELDS (MESSAGE-ID \"DATE\")]"),
    words.end ());
  EXPECT_NE (std::find (words.begin (), words.end (), "atom foo]bar"), words.end ());
  EXPECT_EQ (words.back (), "end ");
}

TEST (Reader, ReadsTheSameInPiecesOfAnySize)
{
  const Words whole = note (conversation);

  for (std::size_t piece : { 1, 2, 3, 5, 7, 11, 64, 100, 1000 })
    {
      ReaderFeed feed{ conversation, piece };
      g_autoptr (GError) error = nullptr;

      EXPECT_EQ (note_all (feed, &error), whole) << piece;
      expect_lost (error);
    }
}

/* What was said before the cut stays true, nothing is made up, and the end is an error. */
TEST (Reader, SurvivesACutAtEveryByte)
{
  const std::string text = conversation;
  const Words whole = note (text);

  for (std::size_t cut = 0; cut < text.size (); cut++)
    for (std::size_t piece : { std::size_t (1), SIZE_MAX })
      {
        ReaderFeed feed{ text.substr (0, cut), piece };
        g_autoptr (GError) error = nullptr;
        Words words = note_all (feed, &error);

        ASSERT_NE (error, nullptr) << cut;
        expect_lost (error);
        ASSERT_LE (words.size (), whole.size ());
        ASSERT_TRUE (std::equal (words.begin (), words.end (), whole.begin ())) << cut;
      }
}

TEST (Reader, PassesOnTheErrorOfItsSourceAndKeepsIt)
{
  g_autoptr (GError) silence = decant_store_error_new (DECANT_STORE_ERROR_TRANSIENT,
                                                       DECANT_CAUSE_TIMED_OUT, nullptr, "silent");
  ReaderFeed feed{ "* 1 EXISTS\r\n* 2 EXI", 4, silence };
  g_autoptr (GError) error = nullptr;
  g_autoptr (DecantReader) reader = feed.open ();
  DecantResponse response;
  DecantToken token;
  Words words;

  while (note_response (reader, words, &error))
    ;
  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_TIMED_OUT);
  EXPECT_EQ (words.back (), "atom 2");

  feed.failure = nullptr;
  feed.words += "STS\r\n";
  g_clear_error (&error);
  EXPECT_FALSE (decant_reader_next_token (reader, &token, &error));
  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_TIMED_OUT);
  g_clear_error (&error);
  EXPECT_FALSE (decant_reader_next_response (reader, &response, &error));
  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_TIMED_OUT);
}

TEST (Reader, PassesOverWhatIsNotRead)
{
  ReaderFeed feed{ conversation, 3 };
  g_autoptr (DecantReader) reader = feed.open ();
  g_autoptr (GError) error = nullptr;
  DecantResponse response;
  std::string tags;
  int untagged = 0;

  while (decant_reader_next_response (reader, &response, &error))
    {
      if (response == DECANT_RESPONSE_TAGGED)
        tags += std::string (decant_reader_get_text (reader, nullptr)) + " ";
      else if (response == DECANT_RESPONSE_UNTAGGED)
        untagged++;
    }
  EXPECT_EQ (tags, "D1 D2 D3 D4 D5 ");
  EXPECT_EQ (untagged, 13);
}

TEST (Reader, PassesOverValues)
{
  ReaderFeed feed{
    "* 1 FETCH (A {3}\r\n()\" B (x (y {2}\r\n)) z) \"(\") C NIL D E F)\r\n* NEXT\r\n"
  };
  g_autoptr (DecantReader) reader = feed.open ();
  DecantResponse response;
  DecantToken token;
  Words names;

  ASSERT_TRUE (decant_reader_next_response (reader, &response, nullptr));
  for (int i = 0; i < 3; i++)
    ASSERT_TRUE (decant_reader_next_token (reader, &token, nullptr));
  while (decant_reader_next_token (reader, &token, nullptr) && token == DECANT_TOKEN_ATOM)
    {
      names.push_back (decant_reader_get_text (reader, nullptr));
      ASSERT_TRUE (decant_reader_next_token (reader, &token, nullptr));
      ASSERT_TRUE (decant_reader_skip_value (reader, token, nullptr));
    }
  EXPECT_EQ (names, (Words{ "A", "B", "C", "D", "F" }));
  ASSERT_TRUE (decant_reader_next_response (reader, &response, nullptr));
  ASSERT_TRUE (decant_reader_next_token (reader, &token, nullptr));
  EXPECT_STREQ (decant_reader_get_text (reader, nullptr), "NEXT");
}

struct Leniency
{
  const char *said;
  Words understood;
};

TEST (Reader, IsLenientWhereServersAre)
{
  const std::vector<Leniency> cases = {
    { "\r\n\r\n* OK hi\r\n", { "*", "atom OK", "atom hi", "end " } },
    { "* 1 EXISTS\n", { "*", "atom 1", "atom EXISTS", "end " } },
    { "*   1  EXISTS  \r\n", { "*", "atom 1", "atom EXISTS", "end " } },
    { "*1 EXISTS\r\n", { "*", "atom 1", "atom EXISTS", "end " } },
    { "* FLAGS(a b)c\r\n",
      { "*", "atom FLAGS", "( ", "atom a", "atom b", ") ", "atom c", "end " } },
    { "* X \"a\"\"b\"c\r\n", { "*", "atom X", "string a", "string b", "atom c", "end " } },
    { "* X {3}\r\nabcd\r\n", { "*", "atom X", "literal abc", "atom d", "end " } },
    { "* X ~{3}\r\na\nc d\r\n", { "*", "atom X", "literal a\nc", "atom d", "end " } },
    { "* X {3+}\nabc\n", { "*", "atom X", "literal abc", "end " } },
    { "* X BODY[]{1}\r\na\r\n", { "*", "atom X", "atom BODY[]", "literal a", "end " } },
    { "* X ~/mail {5} {x}\r\n", { "*", "atom X", "atom ~/mail", "atom {5}", "atom {x}", "end " } },
    { "* X {}\r\n", { "*", "atom X", "atom {}", "end " } },
    { "* X {-1}\r\n", { "*", "atom X", "atom {-1}", "end " } },
    { "* X a\rb\r\n", { "*", "atom X", "atom a", "atom b", "end " } },
    { "* X \"cut\r\n", { "*", "atom X", "string cut", "end " } },
    { "* X \"cut\\\r\n", { "*", "atom X", "string cut", "end " } },
    { "* X \"q\\\"\\\\\\n\"\r\n", { "*", "atom X", "string q\"\\n", "end " } },
    { "* X caf\xe9 nil \"NIL\"\r\n",
      { "*", "atom X", "atom caf\xe9", "nil nil", "string NIL", "end " } },
    { "* LIST () \"/\" Junk\tmail\r\n",
      { "*", "atom LIST", "( ", ") ", "string /", "atom Junk\tmail", "end " } },
    { "* X ) ) (\r\n", { "*", "atom X", ") ", ") ", "( ", "end " } },
    { "* X [Gmail]/x y]\r\n", { "*", "atom X", "atom [Gmail]/x", "atom y]", "end " } },
    { "* X body[header.fields (\"a]\" b)] BODY[HEADER.FIELDS (C\r\n",
      { "*", "atom X", "atom body[header.fields (\"a]\" b)]", "atom BODY[HEADER.FIELDS (C",
        "end " } },
    { "+\r\n", { "+", "end " } },
    { "+ {4}\r\n", { "+", "atom {4}", "end " } },
    { "D1 OK {4}\r\n", { "tag D1", "atom OK", "atom {4}", "end " } },
    { "* NO {4}\r\n", { "*", "atom NO", "atom {4}", "end " } },
    { "Server Unavailable.\r\n", { "tag Server", "atom Unavailable.", "end " } },
  };

  for (const auto &c : cases)
    EXPECT_EQ (note (c.said), c.understood) << c.said;
  EXPECT_EQ (note (std::string ("\0\0\0* X\r\n", 8)), (Words{ "*", "atom X", "end " }));
}

void
expect_garbled (ReaderFeed &feed)
{
  g_autoptr (GError) error = nullptr;

  note_all (feed, &error);
  EXPECT_TRUE (g_error_matches (error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT));
  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_GARBLED);
}

TEST (Reader, HasALimitForEverything)
{
  const std::string endless (DECANT_READER_LINE_LIMIT + 1000, 'a');
  const std::vector<std::string> refused = {
    "* " + endless,
    "* OK " + endless,
    "D1 OK " + endless,
    endless,
    "* X \"" + endless,
    "* X BODY[" + endless,
    "* X " + std::string (endless.size (), ' '),
    std::string (endless.size (), '\0'),
    std::string (endless.size (), '\n'),
    "* X " + std::string (DECANT_READER_DEPTH_LIMIT + 1, '(') + "\r\n",
    "* X {4294967296}\r\n",
    "* X {9223372036854775808}\r\n",
    "* X {99999999999999999999999999999999}\r\n",
    "* X {8388609}\r\n", /* held in memory */
  };

  for (const auto &said : refused)
    {
      ReaderFeed feed{ said + "\r\n* 1 EXISTS\r\n" };

      expect_garbled (feed);
      EXPECT_LE (feed.largest_wish, std::size_t (1024 * 1024)) << said.substr (0, 60);
    }
  EXPECT_EQ (note ("* X " + std::string (DECANT_READER_DEPTH_LIMIT, '(') + "\r\n").size (),
             DECANT_READER_DEPTH_LIMIT + 3u);
}

TEST (Reader, TakesLiteralsIntoContents)
{
  std::string large;
  for (int i = 0; large.size () < 3 * 1024 * 1024; i++)
    large += "line " + std::to_string (i) + "\r\n";

  for (std::size_t piece : { std::size_t (7001), SIZE_MAX })
    for (const std::string &body : { std::string ("small"), std::string (), large })
      {
        ReaderFeed feed{ "* X {" + std::to_string (body.size ()) + "}\r\n" + body + " after\r\n",
                         piece };
        g_autoptr (DecantReader) reader = feed.open ();
        g_autoptr (DecantContent) content = nullptr;
        DecantResponse response;
        DecantToken token;
        std::string copy (body.size (), '\0');
        gsize got = 0;

        ASSERT_TRUE (decant_reader_next_response (reader, &response, nullptr));
        ASSERT_TRUE (decant_reader_next_token (reader, &token, nullptr));
        ASSERT_TRUE (decant_reader_next_token (reader, &token, nullptr));
        ASSERT_EQ (token, DECANT_TOKEN_LITERAL);
        ASSERT_EQ (decant_reader_get_literal_size (reader), body.size ());
        content = decant_content_new (body.size ());
        ASSERT_TRUE (decant_reader_take_content (reader, content, nullptr));
        ASSERT_TRUE (decant_content_finish (content, nullptr));
        ASSERT_EQ (decant_content_get_size (content), body.size ());
        while (got < body.size ())
          got += static_cast<gsize> (
            decant_content_read (content, got, &copy[got], body.size () - got, nullptr));
        EXPECT_TRUE (copy == body);
        ASSERT_TRUE (decant_reader_next_token (reader, &token, nullptr));
        EXPECT_STREQ (decant_reader_get_text (reader, nullptr), "after");
        EXPECT_LE (feed.largest_wish, std::size_t (256 * 1024));
      }
}

TEST (Reader, KeepsWhatCameOfACutLiteral)
{
  ReaderFeed feed{ "* X {4000000}\r\n" + std::string (100000, 'x') };
  g_autoptr (DecantReader) reader = feed.open ();
  g_autoptr (DecantContent) content = decant_content_new (4000000);
  g_autoptr (GError) error = nullptr;
  DecantResponse response;
  DecantToken token;

  ASSERT_TRUE (decant_reader_next_response (reader, &response, nullptr));
  ASSERT_TRUE (decant_reader_next_token (reader, &token, nullptr));
  ASSERT_TRUE (decant_reader_next_token (reader, &token, nullptr));
  EXPECT_FALSE (decant_reader_take_content (reader, content, &error));
  expect_lost (error);
  EXPECT_EQ (decant_content_get_size (content), 100000u);
}

struct Status
{
  const char *said;
  DecantImapAnswer answer;
  const char *code;
  const char *text;
};

TEST (Reader, ReadsStatusResponses)
{
  const std::vector<Status> cases = {
    { "* OK fine\r\n", DECANT_IMAP_ANSWER_OK, nullptr, "fine" },
    { "* ok\r\n", DECANT_IMAP_ANSWER_OK, nullptr, "" },
    { "* PREAUTH hello\r\n", DECANT_IMAP_ANSWER_OK, nullptr, "hello" },
    { "D1 NO [OVERQUOTA] full: {3}\r\n", DECANT_IMAP_ANSWER_NO, "OVERQUOTA", "full: {3}" },
    { "D1 BAD  what? \n", DECANT_IMAP_ANSWER_BAD, nullptr, "what?" },
    { "* BYE\r\n", DECANT_IMAP_ANSWER_BYE, nullptr, "" },
    { "* OK [PERMANENTFLAGS (a]b \\*)]x\r\n", DECANT_IMAP_ANSWER_OK, "PERMANENTFLAGS (a]b \\*)",
      "x" },
    { "* OK [BADLY (a] b\r\n", DECANT_IMAP_ANSWER_OK, "BADLY (a", "b" },
    { "* OK [never closed\r\n", DECANT_IMAP_ANSWER_OK, nullptr, "[never closed" },
    { "* OK [] x\r\n", DECANT_IMAP_ANSWER_OK, "", "x" },
    { "* OK caf\xe9\r\n", DECANT_IMAP_ANSWER_OK, nullptr, "caf\xef\xbf\xbd" },
  };

  for (const auto &c : cases)
    {
      ReaderFeed feed{ std::string (c.said) + "* 7 EXISTS\r\n" };
      g_autoptr (DecantReader) reader = feed.open ();
      g_auto (DecantStatusAnswer) status = {};
      DecantResponse response;
      DecantToken token;

      ASSERT_TRUE (decant_reader_next_response (reader, &response, nullptr));
      ASSERT_TRUE (decant_reader_read_status (reader, &status, nullptr)) << c.said;
      EXPECT_EQ (status.answer, c.answer) << c.said;
      EXPECT_STREQ (status.code, c.code) << c.said;
      EXPECT_STREQ (status.text, c.text) << c.said;
      ASSERT_TRUE (decant_reader_next_response (reader, &response, nullptr));
      ASSERT_TRUE (decant_reader_next_token (reader, &token, nullptr));
      EXPECT_STREQ (decant_reader_get_text (reader, nullptr), "7");
    }
}

TEST (Reader, TakesNothingElseForAStatusResponse)
{
  for (const char *said : { "D1 MAYBE x\r\n", "D1 (OK) x\r\n", "D1 \"OK\" x\r\n", "D1\r\n" })
    {
      ReaderFeed feed{ said };
      g_autoptr (DecantReader) reader = feed.open ();
      g_auto (DecantStatusAnswer) status = {};
      g_autoptr (GError) error = nullptr;
      DecantResponse response;

      ASSERT_TRUE (decant_reader_next_response (reader, &response, nullptr));
      EXPECT_FALSE (decant_reader_read_status (reader, &status, &error)) << said;
      EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_GARBLED);
    }
}

TEST (Reader, ReadsTheRestOfALineAndPassesOverItsLiteral)
{
  ReaderFeed feed{ "* X one (two {5}\r\na\r\nbc) three\r\nD1 OK x\r\n" };
  g_autoptr (DecantReader) reader = feed.open ();
  g_autofree char *line = nullptr;
  DecantResponse response;
  DecantToken token;

  ASSERT_TRUE (decant_reader_next_response (reader, &response, nullptr));
  ASSERT_TRUE (decant_reader_next_token (reader, &token, nullptr));
  line = decant_reader_read_line (reader, nullptr);
  EXPECT_STREQ (line, "one (two {5}");
  ASSERT_TRUE (decant_reader_next_response (reader, &response, nullptr));
  EXPECT_EQ (response, DECANT_RESPONSE_TAGGED);
  EXPECT_STREQ (decant_reader_get_text (reader, nullptr), "D1");
}

TEST (Reader, GivesBackWhatItReadTooMuch)
{
  ReaderFeed feed{ "D1 OK x\r\n* 1 EXISTS\r\n" };
  g_autoptr (DecantReader) reader = feed.open ();
  g_auto (DecantStatusAnswer) status = {};
  DecantResponse response;
  gsize length;

  ASSERT_TRUE (decant_reader_next_response (reader, &response, nullptr));
  ASSERT_TRUE (decant_reader_read_status (reader, &status, nullptr));
  EXPECT_TRUE (decant_reader_has_input (reader));
  const guint8 *rest = decant_reader_steal_rest (reader, &length);
  EXPECT_EQ (std::string (reinterpret_cast<const char *> (rest), length), "* 1 EXISTS\r\n");
  EXPECT_FALSE (decant_reader_has_input (reader));
}

TEST (Reader, ParsesOnlyPlainNumbers)
{
  guint64 value = 99;

  EXPECT_TRUE (decant_reader_parse_number ("0", G_MAXUINT32, &value));
  EXPECT_EQ (value, 0u);
  EXPECT_TRUE (decant_reader_parse_number ("4294967295", G_MAXUINT32, &value));
  EXPECT_EQ (value, G_MAXUINT32);
  for (const char *text :
       { "", "-1", "+1", " 1", "1 ", "9.37e+06", "0x10", "4294967296", "99999999999999999999999" })
    EXPECT_FALSE (decant_reader_parse_number (text, G_MAXUINT32, &value)) << text;
  EXPECT_EQ (value, G_MAXUINT32);
}

} // namespace
