/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <algorithm>
#include <gtest/gtest.h>

#include "imap-session-peer.h"

#include <deque>

#include <set>

namespace
{

using Peer = SessionPeer::Peer;
using Strings = std::vector<std::string>;

std::string
to_string (DecantContent *content)
{
  std::string text (decant_content_get_size (content), '\0');
  gsize got = 0;

  while (got < text.size ())
    got += static_cast<gsize> (
      decant_content_read (content, got, &text[got], text.size () - got, nullptr));
  return text;
}

/* A server that says @answer to the first command and hangs up where that does not end with the
 * tag's answer; "@" stands for the tag. */
SessionPeer::Command
says (std::string answer, std::string end = "@ OK done\r\n")
{
  return [=] (Peer &peer, const std::string &tag, const std::string &) {
    std::string text = answer + end;
    std::size_t at = text.rfind ('@');

    if (at != std::string::npos)
      text.replace (at, 1, tag);
    return peer.say (text) && at != std::string::npos;
  };
}

struct Heard
{
  Strings told;
  std::size_t stop_after = SIZE_MAX;
  guint32 current_uid = 99;
  GError *error = nullptr;

  ~Heard ()
  {
    g_clear_error (&error);
  }

  bool
  goes_on (GError **problem) const
  {
    if (told.size () < stop_after)
      return true;
    decant_store_error_set (problem, DECANT_STORE_ERROR_MESSAGE, DECANT_CAUSE_REFUSED, nullptr,
                            "enough");
    return false;
  }
  std::deque<std::vector<guint32>> runs; /* to be read */
  std::vector<guint32> run;
};

gboolean
hear_message (DecantMessage *message, gpointer user_data, GError **error)
{
  auto *heard = static_cast<Heard *> (user_data);
  std::string text = std::to_string (message->uid) + " " + std::to_string (message->size);

  if (message->headers != nullptr)
    text += std::string (" ") +
            (message->headers->message_id != nullptr ? message->headers->message_id : "-");
  heard->told.push_back (text);
  decant_message_free (message);
  return heard->goes_on (error);
}

gboolean
hear_content (guint32 uid, DecantContent *content, const GError *problem, gpointer user_data,
              GError **error)
{
  auto *heard = static_cast<Heard *> (user_data);

  EXPECT_EQ (content == nullptr, problem != nullptr);
  if (problem != nullptr)
    {
      EXPECT_TRUE (is_error (problem, DECANT_STORE_ERROR_MESSAGE));
      EXPECT_EQ (cause_of (problem), DECANT_CAUSE_UNREADABLE);
      EXPECT_NE (decant_store_error_get_detail (problem), nullptr);
      heard->told.push_back (std::to_string (uid) + " unreadable");
      return heard->goes_on (error);
    }
  heard->told.push_back (std::to_string (uid) + " " + to_string (content));
  decant_content_unref (content);
  return heard->goes_on (error);
}

bool
list (SessionPeer &peer, Heard &heard, guint32 first, guint32 last,
      DecantDetails details = DECANT_DETAILS_PLAIN)
{
  return decant_imap_list_messages (peer.session, first, last, details, hear_message, &heard,
                                    nullptr, &heard.error);
}

/* Run after run of what is to be read. */
gsize
next_run (const guint32 **uids, gpointer user_data)
{
  Heard &heard = *static_cast<Heard *> (user_data);

  if (heard.runs.empty ())
    return 0;
  heard.run = heard.runs.front ();
  heard.runs.pop_front ();
  *uids = heard.run.data ();
  return heard.run.size ();
}

bool
read (SessionPeer &peer, Heard &heard, const std::vector<guint32> &uids,
      GCancellable *cancellable = nullptr, DecantReadOpening *opening = nullptr)
{
  heard.runs.push_back (uids);
  return decant_imap_read_messages (peer.session, opening, next_run, hear_content, &heard,
                                    &heard.current_uid, cancellable, &heard.error);
}

std::string
last_line (SessionPeer &peer)
{
  return peer.server ().lines ().back ();
}

TEST (ImapList, AsksOnlyForWhatServersGetRight)
{
  SessionPeer peer ("", says (""));
  Heard heard;

  EXPECT_TRUE (list (peer, heard, 1, G_MAXUINT32));
  EXPECT_EQ (last_line (peer), "D1 UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE)");
  EXPECT_TRUE (list (peer, heard, 7, 9, DECANT_DETAILS_HEADERS));
  EXPECT_EQ (last_line (peer), "D2 UID FETCH 7:9 (UID FLAGS INTERNALDATE RFC822.SIZE "
                               "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE FROM SUBJECT)])");
  EXPECT_TRUE (list (peer, heard, 9, 7));
  EXPECT_TRUE (heard.told.empty ());
}

TEST (ImapList, HandsOutEachMessageOfTheRangeOnce)
{
  SessionPeer peer ("", says ("* 3 FETCH (FLAGS (\\Seen))\r\n"
                              "* 3 FETCH (UID 4 FLAGS (\\Seen))\r\n"
                              "* 1 FETCH (UID 5 RFC822.SIZE 50)\r\n"
                              "* 900 EXISTS\r\n* 2 EXPUNGE\r\n* OK still here\r\n* NO warning\r\n"
                              "* 2 FETCH (UID 4 RFC822.SIZE 40)\r\n"
                              "* 2 FETCH (UID 4 RFC822.SIZE 41)\r\n"
                              "* 0 FETCH (UID 0 RFC822.SIZE 1)\r\n"
                              "* 9 FETCH (UID 12 RFC822.SIZE 120)\r\n"
                              "* 8 FETCH (RFC822.SIZE 1 FLAGS ())\r\n"
                              "* 8 FETCH garbage\r\n"
                              "* 7 FETCH (UID 6 FLAGS ())\r\n"));
  Heard heard;

  /* of 6 nothing more is known, but it is there */
  EXPECT_TRUE (list (peer, heard, 4, 11));
  EXPECT_EQ (heard.told, (Strings{ "5 50", "4 40", "6 0" }));
}

TEST (ImapList, KnowsThatAStarNamesTheLastMessage)
{
  SessionPeer peer ("", says ("* 3 FETCH (UID 4 FLAGS () RFC822.SIZE 1)\r\n"));
  Heard heard;

  EXPECT_TRUE (list (peer, heard, 5, G_MAXUINT32));
  EXPECT_TRUE (heard.told.empty ());
}

TEST (ImapList, GivesHeadersWhereTheyAreAskedFor)
{
  SessionPeer peer ("", says ("* 1 FETCH (UID 1 RFC822.SIZE 2 BODY[HEADER.FIELDS (MESSAGE-ID)] "
                              "{21}\r\nMessage-ID: <a@b>\r\n\r\n)\r\n"
                              "* 2 FETCH (UID 2 RFC822.SIZE 3 BODY[HEADER] NIL)\r\n"));
  Heard heard;

  EXPECT_TRUE (list (peer, heard, 1, 2, DECANT_DETAILS_HEADERS));
  EXPECT_EQ (heard.told, (Strings{ "1 2 <a@b>", "2 3 -" }));
}

TEST (ImapList, BlamesTheFolderWhereItIsRefused)
{
  SessionPeer peer ("", says ("", "@ NO cannot\r\n"));
  Heard heard;

  EXPECT_FALSE (list (peer, heard, 1, 2));
  EXPECT_TRUE (is_error (heard.error, DECANT_STORE_ERROR_FOLDER));
  EXPECT_STREQ (decant_store_error_get_detail (heard.error), "cannot");
}

TEST (ImapList, StopsWhereItsCallerSaysSo)
{
  SessionPeer peer (
    "", says ("* 1 FETCH (UID 1 RFC822.SIZE 1)\r\n* 2 FETCH (UID 2 RFC822.SIZE 1)\r\n"));
  Heard heard;

  heard.stop_after = 1;
  EXPECT_FALSE (list (peer, heard, 1, 2));
  EXPECT_STREQ (heard.error->message, "enough");
  EXPECT_EQ (heard.told.size (), 1u);
}

TEST (ImapRead, HandsOutEachMessageOnce)
{
  SessionPeer peer ("", says ("* 1 FETCH (UID 3 BODY[] {5}\r\nthree)\r\n"
                              "* 4 FETCH (FLAGS (\\Seen))\r\n"
                              "* 4 FETCH (UID 7 FLAGS (\\Seen))\r\n"
                              "* 2 FETCH (BODY[] {4}\r\nfour UID 4)\r\n"
                              "* 2 FETCH (UID 4 BODY[] {4}\r\nmore)\r\n"
                              "* 3 FETCH (UID 6 BODY[] {12}\r\nnot this one)\r\n"
                              "* 4 FETCH (UID 7 BODY[] \"seven\")\r\n"));
  Heard heard;

  EXPECT_TRUE (read (peer, heard, { 3, 4, 5, 7 })) << heard.error->message;
  EXPECT_EQ (last_line (peer),
             "D1 UID FETCH 3:5,7 (UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE FROM SUBJECT)] "
             "BODY.PEEK[])");
  EXPECT_EQ (heard.told, (Strings{ "3 three", "4 four", "7 seven" }));
  EXPECT_EQ (heard.current_uid, 0u);
}

const char letter[] =
  "From: Microsoft Exchange Server 2010\r\n"
  "Subject: Retrieval using the IMAP4 protocol failed for the following message: 5\r\n\r\nx\r\n";

TEST (ImapRead, ReportsWhatIsNoMessage)
{
  SessionPeer peer ("", says ("* 1 FETCH (UID 1 BODY[] NIL)\r\n"
                              "* 2 FETCH (UID 2 BODY[] {0}\r\n)\r\n"
                              "* 3 FETCH (UID 3 BODY[] \"\")\r\n"
                              "* 4 FETCH (UID 4 FLAGS ())\r\n"
                              "* 5 FETCH (UID 5 BODY[] {" +
                              std::to_string (strlen (letter)) + "}\r\n" + letter +
                              ")\r\n"
                              "* 6 FETCH (UID 6 BODY[] {3}\r\nsix)\r\n"));
  Heard heard;

  EXPECT_TRUE (read (peer, heard, { 1, 2, 3, 4, 5, 6 }));
  EXPECT_EQ (heard.told, (Strings{ "1 unreadable", "2 unreadable", "3 unreadable", "5 unreadable",
                                   "6 six", "4 unreadable" }));
}

TEST (ImapRead, HandsOutWhatCameBeforeARefusal)
{
  SessionPeer peer ("",
                    says ("* 1 FETCH (UID 1 BODY[] {3}\r\none)\r\n* 2 FETCH (UID 2 FLAGS ())\r\n",
                          "@ NO some messages could not be fetched\r\n"));
  Heard heard;

  EXPECT_FALSE (read (peer, heard, { 1, 2 }));
  EXPECT_TRUE (is_error (heard.error, DECANT_STORE_ERROR_MESSAGE));
  EXPECT_EQ (heard.told, (Strings{ "1 one" }));
  EXPECT_EQ (heard.current_uid, 0u);
}

struct Cut
{
  const char *said;
  DecantCause cause;
  guint32 current_uid;
};

TEST (ImapRead, SaysWhichMessageWasArrivingWhenTheConnectionEnded)
{
  const std::string one = "* 1 FETCH (UID 3 BODY[] {3}\r\none)\r\n";
  const std::vector<Cut> cuts = {
    { "", DECANT_CAUSE_CONNECTION_LOST, 0 },
    { "* 2 FET", DECANT_CAUSE_CONNECTION_LOST, 0 },
    { "* 2 FETCH (", DECANT_CAUSE_CONNECTION_LOST, 4 },
    { "* 2 FETCH (UID 5", DECANT_CAUSE_CONNECTION_LOST, 4 },
    { "* 2 FETCH (UID 5 ", DECANT_CAUSE_CONNECTION_LOST, 5 },
    { "* 2 FETCH (UID 5 BODY[] {10}\r\nhalf", DECANT_CAUSE_TRUNCATED, 5 },
    { "* 2 FETCH (BODY[] {10}\r\nhalf", DECANT_CAUSE_TRUNCATED, 4 },
    { "* 2 FETCH (BODY[] {4}\r\nfull UID 5", DECANT_CAUSE_CONNECTION_LOST, 4 },
    { "* 2 FETCH (UID 5 BODY[] {4}\r\nfull", DECANT_CAUSE_CONNECTION_LOST, 5 },
    { "* BYE out of order\r\n", DECANT_CAUSE_CONNECTION_LOST, 0 },
    { "* 2 FETCH (UID 4)\r\n* BYE FETCH failed\r\n", DECANT_CAUSE_CONNECTION_LOST, 4 },
    { "* 2 FETCH (UID 9)\r\n* BYE FETCH failed\r\n", DECANT_CAUSE_CONNECTION_LOST, 0 },
    { "* 2 FETCH (UID 4)\r\n* 2 FETCH (UID 9)\r\n", DECANT_CAUSE_CONNECTION_LOST, 0 },
    { "Server Unavailable.\r\n", DECANT_CAUSE_GARBLED, 0 },
  };

  for (const auto &cut : cuts)
    {
      SessionPeer peer ("", says (one + cut.said, ""));
      Heard heard;

      EXPECT_FALSE (read (peer, heard, { 3, 4, 5 }));
      EXPECT_TRUE (is_error (heard.error, DECANT_STORE_ERROR_TRANSIENT)) << cut.said;
      EXPECT_EQ (cause_of (heard.error), cut.cause) << cut.said;
      EXPECT_EQ (heard.current_uid, cut.current_uid) << cut.said;
      EXPECT_EQ (heard.told, (Strings{ "3 one" }));
    }
}

TEST (ImapRead, TakesSilenceForTheEnd)
{
  SessionPeer peer (
    "",
    [] (Peer &p, const std::string &, const std::string &) {
      p.say ("* 2 FETCH (UID 5 BODY[] {10}\r\nhalf");
      p.wait_for_end ();
      return false;
    },
    "(\"\" \"/\")", 1);
  Heard heard;

  EXPECT_FALSE (read (peer, heard, { 4, 5 }));
  EXPECT_TRUE (is_error (heard.error, DECANT_STORE_ERROR_TRANSIENT));
  EXPECT_EQ (cause_of (heard.error), DECANT_CAUSE_TRUNCATED);
  EXPECT_EQ (heard.current_uid, 5u);
}

gboolean
cancel_soon (gpointer cancellable)
{
  g_cancellable_cancel (static_cast<GCancellable *> (cancellable));
  return FALSE;
}

TEST (ImapRead, EndsAtOnceWhenCancelled)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SessionPeer peer ("", [&] (Peer &p, const std::string &, const std::string &) {
    p.say ("* 2 FETCH (UID 5 BODY[] {10}\r\nhalf");
    cancel_soon (cancellable);
    p.wait_for_end ();
    return false;
  });
  Heard heard;

  EXPECT_FALSE (read (peer, heard, { 5 }, cancellable));
  EXPECT_TRUE (g_error_matches (heard.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

/* What is said before the folder is open may be of another one. */
TEST (ImapRead, OpensAFolderInTheSameBreath)
{
  const std::vector<std::tuple<std::string, std::string, std::size_t>> cases = {
    { "* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 9] x\r\n", "OK [READ-ONLY] open", 1 },
    { "* 1 FETCH (UID 5 BODY[] {1}\r\nn)\r\n* OK [UIDVALIDITY 7] x\r\n", "OK open", 1 },
    { "* OK [UIDVALIDITY 8] x\r\n* OK [UIDNEXT 9] x\r\n", "OK [READ-ONLY] open", 0 },
    { "* 3 EXISTS\r\n", "OK open", 0 },
    { "", "NO no such folder", 0 },
  };

  for (const auto &[told, answer, messages] : cases)
    {
      std::string opening_tag;
      SessionPeer peer ("", [&, told = told, answer = answer] (Peer &p, const std::string &tag,
                                                               const std::string &) {
        if (opening_tag.empty ())
          {
            opening_tag = tag;
            return true;
          }
        return p.say (told + opening_tag + " " + answer +
                      "\r\n* 1 FETCH (UID 5 BODY[] {1}\r\nx)\r\n" + tag + " OK\r\n");
      });
      g_autoptr (DecantFolder) folder = decant_folder_new ("A", "A", '/');
      DecantReadOpening opening = { folder, 7, FALSE, {} };
      Heard heard;

      EXPECT_EQ (read (peer, heard, { 5 }, nullptr, &opening), messages == 1) << answer;
      EXPECT_EQ (opening.opened, messages == 1);
      EXPECT_EQ (heard.told.size (), messages) << told;
      decant_folder_status_clear (&opening.status);
    }
}

/* The server holds its answers back until all three are there: whoever waits for each would wait
 * for ever. */
TEST (ImapRead, AsksForTheNextRunsBeforeTheFirstIsAnswered)
{
  std::vector<std::string> tags;
  SessionPeer peer ("", [&] (Peer &p, const std::string &tag, const std::string &) {
    tags.push_back (tag);
    if (tags.size () < 3)
      return true;
    for (std::size_t i = 0; i < tags.size (); i++)
      if (!p.say ("* 1 FETCH (UID " + std::to_string (5 + i) + " BODY[] {1}\r\nx)\r\n" + tags[i] +
                  " OK\r\n"))
        return false;
    return true;
  });
  Heard heard;

  heard.runs = { { 5 }, { 6 } };
  EXPECT_TRUE (read (peer, heard, { 7 }));
  EXPECT_EQ (heard.told.size (), 3u);
}

TEST (ImapRead, StopsWhereItsCallerSaysSo)
{
  SessionPeer peer (
    "", says ("* 1 FETCH (UID 1 BODY[] {1}\r\na)\r\n* 2 FETCH (UID 2 BODY[] {1}\r\nb)\r\n"));
  Heard heard;

  heard.stop_after = 1;
  EXPECT_FALSE (read (peer, heard, { 1, 2 }));
  EXPECT_STREQ (heard.error->message, "enough");
  EXPECT_EQ (heard.told.size (), 1u);
}

/* Answers "UID FETCH 3,5,7 …" with messages of which each tells its UID. */
bool
serve_set (Peer &peer, const std::string &tag, const std::string &command)
{
  std::string set = command.substr (10, command.find (' ', 10) - 10);
  std::string answer;

  for (std::size_t start = 0; start < set.size ();)
    {
      std::size_t end = std::min (set.find (',', start), set.size ());
      std::string uid = set.substr (start, end - start);

      answer += "* 1 FETCH (UID " + uid + " BODY[] {" + std::to_string (uid.size ()) + "}\r\n" +
                uid + ")\r\n";
      start = end + 1;
    }
  return peer.say (answer + tag + " OK\r\n");
}

TEST (ImapRead, KeepsItsLinesShort)
{
  SessionPeer peer ("", serve_set);
  Heard heard;
  std::vector<guint32> uids;

  for (guint32 uid = 1000000001; uids.size () < 3000; uid += 3)
    uids.push_back (uid);
  ASSERT_TRUE (read (peer, heard, uids)) << heard.error->message;
  ASSERT_EQ (heard.told.size (), uids.size ());
  for (std::size_t i = 0; i < uids.size (); i++)
    EXPECT_EQ (heard.told[i], std::to_string (uids[i]) + " " + std::to_string (uids[i]));
  for (const auto &line : peer.server ().lines ())
    EXPECT_LT (line.size (), 1000u);
}

TEST (ImapRead, AsksNoFurtherAfterARefusal)
{
  int n_asked = 0;
  SessionPeer peer ("", [&] (Peer &p, const std::string &tag, const std::string &command) {
    return ++n_asked == 1 ? p.say (tag + " BAD no\r\n") : serve_set (p, tag, command);
  });
  Heard heard;
  std::vector<guint32> uids;

  for (guint32 uid = 1000000001; uids.size () < 3000; uid += 3)
    uids.push_back (uid);
  EXPECT_FALSE (read (peer, heard, uids));
  EXPECT_TRUE (is_error (heard.error, DECANT_STORE_ERROR_MESSAGE));
  EXPECT_EQ (n_asked, 4);
  /* the session is between commands: the next one is understood */
  g_clear_error (&heard.error);
  EXPECT_TRUE (read (peer, heard, { 7 }));
  EXPECT_EQ (heard.told.back (), "7 7");
}

struct Opened
{
  DecantFolderStatus status = {};
  GError *error = nullptr;
  bool done;

  Opened (SessionPeer &peer, DecantAccess access)
  {
    g_autoptr (DecantFolder) folder = decant_folder_new ("A \"b\"", "A \"b\"", '/');

    done = decant_imap_open_folder (peer.session, folder, access, &status, nullptr, &error);
  }
  Opened (const Opened &) = delete;
  ~Opened ()
  {
    decant_folder_status_clear (&status);
    g_clear_error (&error);
  }

  std::string
  keywords () const
  {
    g_autofree char *joined = decant_keywords_join (status.permanent_keywords);

    return joined != nullptr ? joined : "";
  }
};

TEST (ImapOpen, ReadsAllThatAFolderTells)
{
  SessionPeer peer ("", says ("* FLAGS (\\Answered \\Seen \\Draft old)\r\n"
                              "* OK [PERMANENTFLAGS (\\Answered \\Seen work $Label1 \\*)] kept\r\n"
                              "* 500 EXISTS\r\n* 0 RECENT\r\n* 1000 EXISTS\r\n"
                              "* OK [UNSEEN 12] first\r\n* OK [UIDVALIDITY 38505] x\r\n"
                              "* OK [UIDNEXT 4392] x\r\n* OK [HIGHESTMODSEQ 715194045007] x\r\n",
                              "@ OK [READ-WRITE] done\r\n"));
  Opened opened (peer, DECANT_ACCESS_WRITE);

  ASSERT_TRUE (opened.done);
  EXPECT_EQ (last_line (peer), "D1 SELECT \"A \\\"b\\\"\"");
  EXPECT_EQ (opened.status.messages, 1000u);
  EXPECT_EQ (opened.status.uid_validity, 38505u);
  EXPECT_EQ (opened.status.uid_next, 4392u);
  EXPECT_EQ (opened.status.highest_modseq, 715194045007u);
  EXPECT_FALSE (opened.status.read_only);
  EXPECT_EQ (opened.status.permanent_flags, DECANT_FLAG_ANSWERED | DECANT_FLAG_SEEN);
  EXPECT_EQ (opened.keywords (), "$Label1 work");
  EXPECT_TRUE (opened.status.any_keyword);
}

TEST (ImapOpen, ExaminesForReading)
{
  SessionPeer peer (
    "", says ("* 1 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 2] x\r\n", "@ OK done\r\n"));
  Opened opened (peer, DECANT_ACCESS_READ);

  ASSERT_TRUE (opened.done);
  EXPECT_EQ (last_line (peer), "D1 EXAMINE \"A \\\"b\\\"\"");
  EXPECT_TRUE (opened.status.read_only);
}

TEST (ImapOpen, AsksForTheHighestModseqWhereThereIsOne)
{
  for (bool known : { true, false })
    {
      SessionPeer peer ("CONDSTORE", [=] (Peer &p, const std::string &tag,
                                          const std::string &command) {
        bool asked = command == "EXAMINE \"A \\\"b\\\"\" (CONDSTORE)";

        if (asked && !known)
          return p.say (tag + " BAD no parameters\r\n");
        return p.say ("* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 2] x\r\n" +
                      std::string (asked ? "* OK [HIGHESTMODSEQ 3] x\r\n" : "") + tag + " OK\r\n");
      });
      Opened opened (peer, DECANT_ACCESS_READ);

      ASSERT_TRUE (opened.done);
      EXPECT_EQ (opened.status.uid_next, 2u);
      EXPECT_EQ (opened.status.highest_modseq, known ? 3u : 0u);
    }
}

TEST (ImapOpen, KeepsAllFlagsWhereNoneAreNamed)
{
  SessionPeer peer ("", says ("* FLAGS (\\Seen work)\r\n* OK [UIDVALIDITY 1] x\r\n"
                              "* OK [UIDNEXT 2] x\r\n",
                              "@ OK [READ-ONLY] done\r\n"));
  Opened opened (peer, DECANT_ACCESS_WRITE);

  ASSERT_TRUE (opened.done);
  EXPECT_TRUE (opened.status.read_only);
  EXPECT_EQ (opened.status.permanent_flags, 31);
  EXPECT_EQ (opened.keywords (), "work");
  EXPECT_FALSE (opened.status.any_keyword);
}

/* Courier names both only in STATUS; 0 is no answer. */
TEST (ImapOpen, AsksStatusForWhatIsMissing)
{
  for (const char *known : { "", "* OK [UIDVALIDITY 0] x\r\n* OK [UIDNEXT 0] x\r\n",
                             "* OK [UIDVALIDITY 77] x\r\n", "* OK [UIDNEXT 9.37e+06] x\r\n" })
    {
      SessionPeer peer ("", [=] (Peer &p, const std::string &tag, const std::string &command) {
        std::string answer = starts_with (command, "STATUS")
                               ? "* STATUS x (UIDVALIDITY 77 UIDNEXT 88)\r\n"
                               : std::string ("* 3 EXISTS\r\n") + known;

        return p.say (answer + tag + " OK done\r\n");
      });
      Opened opened (peer, DECANT_ACCESS_READ);

      ASSERT_TRUE (opened.done);
      EXPECT_EQ (last_line (peer), "D2 STATUS \"A \\\"b\\\"\" (UIDVALIDITY UIDNEXT)");
      EXPECT_EQ (opened.status.messages, 3u);
      EXPECT_EQ (opened.status.uid_validity, 77u);
      EXPECT_EQ (opened.status.uid_next, 88u);
    }
}

TEST (ImapOpen, LeavesUnknownWhatNobodyTells)
{
  SessionPeer peer ("", [=] (Peer &p, const std::string &tag, const std::string &command) {
    return p.say (tag + (starts_with (command, "STATUS") ? " NO not selected\r\n" : " OK\r\n"));
  });
  Opened opened (peer, DECANT_ACCESS_READ);

  EXPECT_TRUE (opened.done);
  EXPECT_EQ (opened.status.uid_validity, 0u);
  EXPECT_EQ (opened.status.uid_next, 0u);
}

TEST (ImapOpen, SaysWhatARefusalMeans)
{
  SessionPeer refusing ("", says ("", "@ NO [NOPERM] locked\r\n"));
  SessionPeer leaving ("", says ("* BYE shutting down\r\n", ""));
  Opened refused (refusing, DECANT_ACCESS_READ);
  Opened left (leaving, DECANT_ACCESS_READ);

  EXPECT_FALSE (refused.done);
  EXPECT_TRUE (is_error (refused.error, DECANT_STORE_ERROR_FOLDER));
  EXPECT_FALSE (left.done);
  EXPECT_TRUE (is_error (left.error, DECANT_STORE_ERROR_TRANSIENT));
  EXPECT_STREQ (decant_store_error_get_detail (left.error), "shutting down");
}

} // namespace
