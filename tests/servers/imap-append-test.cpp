/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtest/gtest.h>

#include "imap-session-peer.h"

#include <memory>
#include <utility>

namespace
{

using Peer = SessionPeer::Peer;
using Strings = std::vector<std::string>;

/* One APPEND as a server hears it. */
struct Upload
{
  std::string tag;
  std::string command; /* up to its literal */
  std::size_t size = 0;
  bool uninvited = false;
  std::string text;
};

Upload
parse_append (const std::string &tag, const std::string &command)
{
  Upload upload;
  std::size_t brace = command.rfind (" {");

  upload.tag = tag;
  upload.command = command.substr (0, brace);
  upload.size = std::stoul (command.substr (brace + 2));
  upload.uninvited = command.find ("+}", brace) != std::string::npos;
  return upload;
}

bool
receive (Peer &peer, Upload &upload)
{
  std::string rest;

  return (upload.uninvited || peer.say ("+ go on\r\n")) &&
         peer.hear_bytes (upload.size, upload.text) && peer.hear (rest) && rest.empty ();
}

/* A server that takes uploads and answers each as @answer says ("" hangs up). */
SessionPeer::Command
takes (std::vector<Upload> &uploads, std::function<std::string (const Upload &)> answer)
{
  return [&uploads, answer] (Peer &peer, const std::string &tag, const std::string &command) {
    Upload upload = parse_append (tag, command);

    if (!receive (peer, upload))
      return false;
    uploads.push_back (upload);
    std::string said = answer (upload);
    return !said.empty () && peer.say (tag + " " + said + "\r\n");
  };
}

/* Messages on their way. */
class Batch
{
public:
  ~Batch ()
  {
    for (auto &append : appends)
      g_clear_error (&append.error);
    g_clear_error (&error);
    decant_folder_status_clear (&status);
  }

  void
  add (const std::string &text, DecantFlags flags = DecantFlags (0))
  {
    DecantMessage *message = decant_message_new (0);
    DecantContent *content = decant_content_new (text.size ());
    DecantAppend append = {};

    message->flags = flags;
    decant_content_write (content, text.data (), text.size (), nullptr);
    decant_content_finish (content, nullptr);
    messages.emplace_back (message, decant_message_free);
    contents.emplace_back (content, decant_content_unref);
    append.message = message;
    append.content = content;
    appends.push_back (append);
  }

  bool
  send (SessionPeer &peer, const DecantFolderStatus *known = nullptr,
        const std::string &name = "A \"b\"")
  {
    g_autoptr (DecantFolder) folder = decant_folder_new ("A", name.c_str (), '/');

    batch.appends = appends.data ();
    batch.n = appends.size ();
    next = &batch;
    return decant_imap_append (peer.session, folder, known, &funcs, this, nullptr, &error);
  }

  /* What became of each: its UID, the cause of its refusal, or "?". */
  Strings
  results () const
  {
    Strings result;

    for (const auto &append : appends)
      result.push_back (!append.answered ? "?"
                        : append.error != nullptr
                          ? "cause " + std::to_string (cause_of (append.error))
                          : std::to_string (append.uid));
    return result;
  }

  DecantMessage *
  message (std::size_t i)
  {
    return messages[i].get ();
  }

  std::vector<DecantAppend> appends;
  DecantAppendBatch batch = { nullptr, 0, true, 0 };
  DecantFolderStatus status = {};
  GError *error = nullptr;

private:
  static DecantAppendBatch *
  take (gboolean, gboolean *, gpointer self)
  {
    return std::exchange (static_cast<Batch *> (self)->next, nullptr);
  }

  static gboolean
  settled (DecantAppendBatch *, gpointer)
  {
    return TRUE;
  }

  static constexpr DecantAppendFuncs funcs = { take, settled };
  DecantAppendBatch *next = nullptr;
  std::vector<std::unique_ptr<DecantMessage, decltype (&decant_message_free)>> messages;
  std::vector<std::unique_ptr<DecantContent, decltype (&decant_content_unref)>> contents;
};

std::string
cause (DecantCause cause)
{
  return "cause " + std::to_string (cause);
}

TEST (ImapAppend, SaysWhatBelongsToAMessage)
{
  const char *keywords[] = { "$Forwarded", "odd", "work", nullptr };
  const char *kept[] = { "$forwarded", "Work", nullptr };
  std::vector<Upload> uploads;
  SessionPeer peer (
    "LITERAL+", takes (uploads, [] (const Upload &) { return "OK [APPENDUID 38505 3955] ok"; }));
  Batch batch;

  batch.add ("Subject: a\r\n\r\nD2 LOGOUT\r\n",
             DecantFlags (DECANT_FLAG_SEEN | DECANT_FLAG_FLAGGED));
  batch.message (0)->keywords = g_strdupv (const_cast<char **> (keywords));
  batch.message (0)->internal_date = 837596665;
  batch.message (0)->date_offset = -420;
  batch.status.permanent_flags = DECANT_FLAG_SEEN;
  batch.status.permanent_keywords = g_strdupv (const_cast<char **> (kept));
  ASSERT_TRUE (batch.send (peer, &batch.status));
  ASSERT_TRUE (batch.send (peer));
  EXPECT_EQ (batch.results (), (Strings{ "3955" }));
  EXPECT_EQ (uploads[0].command, "APPEND \"A \\\"b\\\"\" (\\Seen $Forwarded work) "
                                 "\"17-Jul-1996 02:44:25 -0700\"");
  EXPECT_EQ (uploads[0].text, "Subject: a\r\n\r\nD2 LOGOUT\r\n");
  EXPECT_TRUE (uploads[0].uninvited);
  EXPECT_EQ (uploads[1].command, "APPEND \"A \\\"b\\\"\" (\\Seen \\Flagged) "
                                 "\"17-Jul-1996 02:44:25 -0700\"");
}

TEST (ImapAppend, LeavesOutAnUnknownDate)
{
  std::vector<Upload> uploads;
  SessionPeer peer ("LITERAL+", takes (uploads, [] (const Upload &) { return "OK"; }));
  Batch batch;

  batch.add ("x");
  ASSERT_TRUE (batch.send (peer));
  EXPECT_EQ (uploads[0].command, "APPEND \"A \\\"b\\\"\" ()");
  EXPECT_EQ (batch.results (), (Strings{ "0" }));
}

TEST (ImapAppend, ReadsUidsOnlyFromTheirCode)
{
  const std::vector<std::pair<std::string, std::string>> cases = {
    { "OK [APPENDUID 1 7] x", "7" },   { "OK [appenduid 1 8]", "8" },
    { "OK [APPENDUID 1 7:9] x", "0" }, { "OK [APPENDUID 1] x", "0" },
    { "OK [APPENDUID 1 x] x", "0" },   { "OK [COPYUID 1 7 8] x", "0" },
    { "OK APPENDUID 1 7", "0" },       { "OK [APPENDUID 1 4294967296] x", "0" },
    { "OK [APPENDUIDS 1 7] x", "0" },
  };

  for (const auto &[said, uid] : cases)
    {
      std::vector<Upload> uploads;
      SessionPeer peer ("LITERAL+", takes (uploads, [&] (const Upload &) { return said; }));
      Batch batch;

      batch.add ("x");
      EXPECT_TRUE (batch.send (peer));
      EXPECT_EQ (batch.results (), (Strings{ uid })) << said;
    }
}

/* The server holds its answers back until fifty messages are there: whoever waits for each would
 * wait for ever, and more than fifty are never under way. */
TEST (ImapAppend, SendsManyBeforeTheFirstIsAnswered)
{
  std::vector<Upload> uploads;
  std::string answers;
  SessionPeer peer ("LITERAL+", [&] (Peer &p, const std::string &tag, const std::string &command) {
    Upload upload = parse_append (tag, command);

    if (!receive (p, upload))
      return false;
    uploads.push_back (upload);
    answers += "* 7 EXISTS\r\n" + tag + " OK [APPENDUID 1 " + upload.text.substr (1) + "] ok\r\n";
    if (uploads.size () % 50 != 0)
      return true;
    return !p.has_more () && p.say (std::exchange (answers, ""));
  });
  Batch batch;
  Strings expected;

  for (int i = 1; i <= 200; i++)
    {
      batch.add ("m" + std::to_string (i));
      expected.push_back (std::to_string (i));
    }
  ASSERT_TRUE (batch.send (peer)) << batch.error->message;
  EXPECT_EQ (batch.results (), expected);
}

TEST (ImapAppend, WaitsForEachAnswerOfExchange)
{
  Batch batch;
  bool too_early = false;
  SessionPeer peer (
    "LITERAL+ UIDPLUS",
    [&] (Peer &server, const std::string &tag, const std::string &command) {
      Upload upload = parse_append (tag, command);

      if (!receive (server, upload))
        return false;
      too_early |= server.has_more ();
      return server.say (tag + " OK done\r\n");
    },
    "(\"\" \"/\")", 30, "* OK The Microsoft Exchange IMAP4 service is ready.");

  for (int i = 0; i < 5; i++)
    batch.add ("Subject: " + std::to_string (i) + "\r\n\r\n");
  ASSERT_TRUE (batch.send (peer)) << batch.error->message;
  EXPECT_FALSE (too_early);
}

TEST (ImapAppend, HandlesManyAnswersInAnyOrder)
{
  std::vector<Upload> uploads;
  std::string answers;
  SessionPeer peer ("LITERAL+", [&] (Peer &p, const std::string &tag, const std::string &command) {
    Upload upload = parse_append (tag, command);

    if (!receive (p, upload))
      return false;
    uploads.push_back (upload);
    answers = tag + " OK [APPENDUID 1 " + upload.text.substr (1) + "] ok\r\n" + answers;
    if (uploads.size () % 10 != 0)
      return true;
    return p.say (std::exchange (answers, ""));
  });
  Batch batch;
  Strings expected;

  for (int i = 1; i <= 200; i++)
    {
      batch.add ("m" + std::to_string (i));
      expected.push_back (std::to_string (i));
    }
  ASSERT_TRUE (batch.send (peer)) << batch.error->message;
  EXPECT_EQ (batch.results (), expected);
}

TEST (ImapAppend, GivesEachMessageItsOwnRefusal)
{
  std::vector<Upload> uploads;
  SessionPeer peer ("LITERAL+", takes (uploads, [] (const Upload &upload) -> std::string {
                      if (upload.text == "bad")
                        return "NO Message contains NUL characters";
                      if (upload.text == "big")
                        return "NO [TOOBIG] too big";
                      if (upload.text == "gone")
                        return "NO [TRYCREATE] no such mailbox";
                      if (upload.text == "later")
                        return "NO [UNAVAILABLE] try later";
                      return "OK [APPENDUID 1 7]";
                    }));
  Batch batch;

  for (const char *text : { "good", "bad", "big", "gone", "later", "good" })
    batch.add (text);
  ASSERT_TRUE (batch.send (peer));
  EXPECT_EQ (batch.results (),
             (Strings{ "7", cause (DECANT_CAUSE_REFUSED), cause (DECANT_CAUSE_TOO_BIG),
                       cause (DECANT_CAUSE_FOLDER_GONE), cause (DECANT_CAUSE_UNKNOWN), "7" }));
  EXPECT_STREQ (decant_store_error_get_detail (batch.appends[1].error),
                "Message contains NUL characters");
}

TEST (ImapAppend, WaitsToBeInvitedWithoutLiteralPlus)
{
  std::vector<Upload> uploads;
  SessionPeer peer ("", [&] (Peer &p, const std::string &tag, const std::string &command) {
    Upload upload = parse_append (tag, command);

    if (upload.size == 3)
      return p.say (tag + " NO [TOOBIG] no three\r\n");
    if (upload.size == 2)
      p.say ("* 5 EXISTS\r\n");
    if (!receive (p, upload))
      return false;
    uploads.push_back (upload);
    return p.say (tag + " OK\r\n");
  });
  Batch batch;

  for (const char *text : { "a", "bb", "ccc", "dddd" })
    batch.add (text);
  ASSERT_TRUE (batch.send (peer));
  EXPECT_EQ (batch.results (), (Strings{ "0", "0", cause (DECANT_CAUSE_TOO_BIG), "0" }));
  ASSERT_EQ (uploads.size (), 3u);
  EXPECT_EQ (uploads[2].text, "dddd");
  for (const auto &upload : uploads)
    EXPECT_FALSE (upload.uninvited);
}

void
expect_uninvited (const std::string &capabilities, const std::vector<std::size_t> &sizes,
                  const std::vector<bool> &uninvited)
{
  std::vector<Upload> uploads;
  SessionPeer peer (capabilities, takes (uploads, [] (const Upload &) { return "OK"; }));
  Batch batch;

  for (std::size_t size : sizes)
    batch.add (std::string (size, 'x'));
  ASSERT_TRUE (batch.send (peer)) << batch.error->message;
  ASSERT_EQ (uploads.size (), sizes.size ());
  for (std::size_t i = 0; i < sizes.size (); i++)
    {
      EXPECT_EQ (uploads[i].uninvited, uninvited[i]) << capabilities << " " << sizes[i];
      EXPECT_TRUE (uploads[i].text == std::string (sizes[i], 'x'));
    }
}

TEST (ImapAppend, SendsUninvitedWhatWillBeTaken)
{
  const std::size_t mib = 1024 * 1024;

  expect_uninvited ("LITERAL-", { 4096, 4097, 10 }, { true, false, true });
  expect_uninvited ("LITERAL+", { 10, mib, mib + 1, 3 * mib, 10 },
                    { true, true, false, false, true });
  expect_uninvited ("LITERAL+ APPENDLIMIT=2097152", { mib + 1, 2 * mib, 2 * mib + 1 },
                    { true, true, false });
  expect_uninvited ("LITERAL+ APPENDLIMIT=1000", { 1000, 1001 }, { true, false });
}

/* Takes the messages of one command, which follow each other uninvited. */
bool
receive_together (Peer &peer, const std::string &tag, const std::string &command,
                  std::vector<Upload> &uploads)
{
  std::string line = command;

  while (!line.empty ())
    {
      Upload upload = parse_append (tag, line);

      if (!upload.uninvited || !peer.hear_bytes (upload.size, upload.text) || !peer.hear (line))
        return false;
      uploads.push_back (upload);
    }
  return true;
}

TEST (ImapAppend, SendsABatchWithOneCommand)
{
  std::vector<Upload> uploads;
  SessionPeer peer ("LITERAL+ MULTIAPPEND",
                    [&] (Peer &p, const std::string &tag, const std::string &command) {
                      return receive_together (p, tag, command, uploads) &&
                             p.say (tag + " OK [APPENDUID 1 7:8,12] done\r\n");
                    });
  Batch batch;

  batch.batch.singly = false;
  batch.add ("one", DECANT_FLAG_SEEN);
  batch.add ("two");
  batch.add ("three\r\n", DECANT_FLAG_FLAGGED);
  ASSERT_TRUE (batch.send (peer)) << batch.error->message;
  EXPECT_EQ (batch.results (), (Strings{ "7", "8", "12" }));
  ASSERT_EQ (uploads.size (), 3u);
  EXPECT_EQ (uploads[0].command, "APPEND \"A \\\"b\\\"\" (\\Seen)");
  EXPECT_EQ (uploads[1].command, " ()");
  EXPECT_EQ (uploads[2].command, " (\\Flagged)");
  EXPECT_EQ (uploads[2].text, "three\r\n");
}

TEST (ImapAppend, ARefusalOfSeveralIsOfNone)
{
  std::vector<Upload> uploads;
  SessionPeer peer (
    "LITERAL+ MULTIAPPEND", [&] (Peer &p, const std::string &tag, const std::string &command) {
      return receive_together (p, tag, command, uploads) && p.say (tag + " NO invalid header\r\n");
    });
  Batch batch;

  batch.batch.singly = false;
  batch.add ("one");
  batch.add ("two");
  ASSERT_TRUE (batch.send (peer)) << batch.error->message;
  EXPECT_EQ (batch.results (), (Strings{ "?", "?" }));
  EXPECT_TRUE (batch.appends[0].refused_together && batch.appends[1].refused_together);
}

/* Before it can have them. */
TEST (ImapAppend, AnAnswerThatComesTooEarlyHurtsNobody)
{
  SessionPeer peer (
    "LITERAL+ MULTIAPPEND", [&] (Peer &p, const std::string &tag, const std::string &) {
      return p.say (tag + " OK [APPENDUID 1 7:8] done\r\n") && (p.wait_for_end (), false);
    });
  Batch batch;

  batch.batch.singly = false;
  batch.add (std::string (900 * 1024, 'x'));
  batch.add (std::string (900 * 1024, 'y'));
  batch.send (peer);
  EXPECT_EQ (batch.appends.size (), 2u);
}

TEST (ImapAppend, EndsWhereTheAccountIsFull)
{
  std::vector<Upload> uploads;
  SessionPeer peer ("LITERAL+", takes (uploads, [&] (const Upload &) -> std::string {
                      return uploads.size () <= 3 ? "OK [APPENDUID 1 7]"
                                                  : "NO [OVERQUOTA] Quota exceeded";
                    }));
  Batch batch;

  for (int i = 0; i < 500; i++)
    batch.add ("message");
  ASSERT_TRUE (batch.send (peer));
  EXPECT_LT (uploads.size (), 120u);
  Strings results = batch.results ();
  for (std::size_t i = 0; i < results.size (); i++)
    EXPECT_EQ (results[i], i < 3                   ? "7"
                           : batch.appends[i].sent ? cause (DECANT_CAUSE_OVER_QUOTA)
                                                   : "?")
      << i;
}

TEST (ImapAppend, LeavesInDoubtWhatIsNotAnswered)
{
  std::vector<Upload> uploads;
  SessionPeer peer ("LITERAL+", takes (uploads, [&] (const Upload &) -> std::string {
                      return uploads.size () <= 2 ? "OK [APPENDUID 1 7]" : "";
                    }));
  Batch batch;

  for (int i = 0; i < 5; i++)
    batch.add ("message");
  EXPECT_FALSE (batch.send (peer));
  EXPECT_TRUE (is_error (batch.error, DECANT_STORE_ERROR_TRANSIENT));
  EXPECT_EQ (batch.results (), (Strings{ "7", "7", "?", "?", "?" }));
}

/* K-9 Mail waited for ever: the server says BAD to nobody and nothing more. */
TEST (ImapAppend, EndsItsWaitAtAnUntaggedBad)
{
  SessionPeer peer ("", [] (Peer &p, const std::string &, const std::string &) {
    p.say ("* BAD command line limit exceeded\r\n");
    p.wait_for_end ();
    return false;
  });
  Batch batch;

  batch.add ("one");
  batch.add ("two");
  EXPECT_FALSE (batch.send (peer));
  EXPECT_TRUE (is_error (batch.error, DECANT_STORE_ERROR_TRANSIENT));
  EXPECT_EQ (batch.results (), (Strings{ cause (DECANT_CAUSE_TOO_BIG), "?" }));
  EXPECT_TRUE (is_error (batch.appends[0].error, DECANT_STORE_ERROR_MESSAGE));
}

TEST (ImapAppend, BlamesNobodyWhereSeveralAreUnderWay)
{
  int n_heard = 0;
  SessionPeer peer ("LITERAL+", [&] (Peer &p, const std::string &tag, const std::string &command) {
    Upload upload = parse_append (tag, command);

    if (!receive (p, upload))
      return false;
    if (++n_heard == 3)
      p.say ("* BAD what was that?\r\n");
    return true;
  });
  Batch batch;

  for (int i = 0; i < 3; i++)
    batch.add ("message");
  EXPECT_FALSE (batch.send (peer));
  EXPECT_TRUE (is_error (batch.error, DECANT_STORE_ERROR_TRANSIENT));
  EXPECT_EQ (batch.results (), (Strings{ "?", "?", "?" }));
}

/* The server speaks amid an upload far larger than what the system buffers, and stops reading. */
TEST (ImapAppend, HearsAFarewellAmidAnUpload)
{
  const std::vector<std::pair<std::string, std::string>> farewells = {
    { "* BYE [TOOBIG] maximum literal size exceeded\r\n", cause (DECANT_CAUSE_TOO_BIG) },
    { "* BYE shutting down\r\n", "?" },
    { "* BAD maximum message size exceeded\r\n", cause (DECANT_CAUSE_TOO_BIG) },
  };

  for (const auto &[said, result] : farewells)
    {
      SessionPeer peer ("", [&said = said] (Peer &p, const std::string &, const std::string &) {
        std::string piece;

        p.say ("+ go on\r\n");
        p.hear_bytes (500000, piece);
        p.say (said);
        p.wait_for_end ();
        return false;
      });
      Batch batch;

      batch.add (std::string (30 * 1024 * 1024, 'x'));
      EXPECT_FALSE (batch.send (peer));
      EXPECT_TRUE (is_error (batch.error, DECANT_STORE_ERROR_TRANSIENT));
      EXPECT_EQ (batch.results (), (Strings{ result })) << said;
    }
}

TEST (ImapAppend, SendsAFoldersNameAsLiteralWhereItMust)
{
  for (const char *capabilities : { "LITERAL+", "" })
    {
      std::vector<Upload> uploads;
      SessionPeer peer (capabilities,
                        [&] (Peer &p, const std::string &tag, const std::string &command) {
                          std::string name;
                          std::string rest;

                          if (command == "APPEND {5}")
                            p.say ("+ go on\r\n");
                          else if (command != "APPEND {5+}")
                            return false;
                          if (!p.hear_bytes (5, name) || !p.hear (rest))
                            return false;
                          Upload upload = parse_append (tag, name + rest);
                          if (!receive (p, upload))
                            return false;
                          uploads.push_back (upload);
                          return p.say (tag + " OK\r\n");
                        });
      Batch batch;

      batch.add ("one");
      batch.add ("two");
      ASSERT_TRUE (batch.send (peer, nullptr, "caf\xc3\xa9")) << batch.error->message;
      ASSERT_EQ (uploads.size (), 2u);
      EXPECT_EQ (uploads[1].command, "caf\xc3\xa9 ()");
      EXPECT_EQ (uploads[1].text, "two");
    }
}

TEST (ImapAppend, TakesTheRefusalOfANameForTheMessages)
{
  SessionPeer peer ("", [] (Peer &p, const std::string &tag, const std::string &) {
    return p.say (tag + " NO [CANNOT] not with me\r\n");
  });
  Batch batch;

  batch.add ("one");
  batch.add ("two");
  ASSERT_TRUE (batch.send (peer, nullptr, "caf\xc3\xa9")) << batch.error->message;
  EXPECT_EQ (batch.results (),
             (Strings{ cause (DECANT_CAUSE_REFUSED), cause (DECANT_CAUSE_REFUSED) }));
}

} // namespace
