/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtest/gtest.h>

#include "imap-session-peer.h"

namespace
{

using Peer = SessionPeer::Peer;
using Strings = std::vector<std::string>;

constexpr char opened[] = "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 9] next\r\n";

/* What is told of folders that are visited one behind the other. */
class Tour
{
public:
  explicit Tour (unsigned n_folders)
  {
    for (unsigned i = 0; i < n_folders; i++)
      {
        const std::string name = "F" + std::to_string (i);

        g_ptr_array_add (folders, decant_folder_new (name.c_str (), name.c_str (), '/'));
      }
  }

  ~Tour ()
  {
    g_ptr_array_unref (folders);
    g_clear_error (&error);
  }

  bool
  run (SessionPeer &peer, bool lists = true, DecantAccess access = DECANT_ACCESS_READ)
  {
    const DecantVisitFuncs funcs = { hear_opened, lists ? hear_listed : nullptr, hear_finished };

    return decant_imap_visit_folders (peer.session, folders, access, DECANT_DETAILS_PLAIN, &funcs,
                                      this, nullptr, &error);
  }

  Strings told;
  std::string stop_at;
  GError *error = nullptr;

private:
  bool
  hear (const std::string &what, GError **problem)
  {
    told.push_back (what);
    if (what == stop_at)
      decant_store_error_set (problem, DECANT_STORE_ERROR_MESSAGE, DECANT_CAUSE_REFUSED, nullptr,
                              "enough");
    return what != stop_at;
  }

  static gboolean
  hear_opened (guint index, const DecantFolderStatus *status, gpointer tour, GError **error)
  {
    return static_cast<Tour *> (tour)->hear ("open " + std::to_string (index) + " " +
                                               std::to_string (status->messages) + " " +
                                               std::to_string (status->uid_validity),
                                             error);
  }

  static gboolean
  hear_listed (guint index, DecantMessage *message, gpointer tour, GError **error)
  {
    const std::string what = std::to_string (index) + "/" + std::to_string (message->uid);

    decant_message_free (message);
    return static_cast<Tour *> (tour)->hear (what, error);
  }

  static gboolean
  hear_finished (guint index, gboolean wholly, gpointer tour, GError **error)
  {
    return static_cast<Tour *> (tour)->hear ((wholly ? "done " : "part ") + std::to_string (index),
                                             error);
  }

  GPtrArray *folders = g_ptr_array_new_with_free_func (
    reinterpret_cast<GDestroyNotify> (decant_folder_unref));
};

/* A server that does what it is told, but for the commands that have an answer of their own; "@"
 * stands for the tag. */
SessionPeer::Command
visited (std::map<std::string, std::string> own = {})
{
  return [own] (Peer &peer, const std::string &tag, const std::string &command) {
    const bool opens = command.find ("UID FETCH") == std::string::npos;
    static thread_local std::string folder;
    std::string text;

    if (opens)
      folder = command.substr (command.find ('"'));
    const auto answer = own.find (opens ? command : "FETCH " + folder);
    if (answer != own.end ())
      text = answer->second;
    else if (opens)
      text = std::string (opened) + "@ OK [READ-WRITE] done\r\n";
    else
      text = "* 1 FETCH (UID 3 FLAGS () RFC822.SIZE 30)\r\n"
             "* 2 FETCH (UID 4 FLAGS () RFC822.SIZE 40)\r\n@ OK done\r\n";
    for (size_t at; (at = text.find ('@')) != std::string::npos;)
      text.replace (at, 1, tag);
    return peer.say (text) && !text.empty ();
  };
}

TEST (ImapVisit, TellsOfOneFolderAfterTheOther)
{
  SessionPeer peer ("", visited ());
  Tour tour (2);

  EXPECT_TRUE (tour.run (peer));
  EXPECT_EQ (tour.told, (Strings{ "open 0 2 7", "0/3", "0/4", "done 0", "open 1 2 7", "1/3", "1/4",
                                  "done 1" }));
  EXPECT_EQ (peer.server ().count ("EXAMINE \"F"), 2);
  EXPECT_EQ (peer.server ().count ("UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE)"), 2);
}

TEST (ImapVisit, OpensOnlyWhereNothingIsToBeListed)
{
  SessionPeer peer ("CONDSTORE", visited ());
  Tour tour (2);

  EXPECT_TRUE (tour.run (peer, false, DECANT_ACCESS_WRITE));
  EXPECT_EQ (tour.told, (Strings{ "open 0 2 7", "done 0", "open 1 2 7", "done 1" }));
  EXPECT_EQ (peer.server ().count ("SELECT \"F1\" (CONDSTORE)"), 1);
  EXPECT_EQ (peer.server ().count ("FETCH"), 0);
}

/* The server says nothing before it has heard of four folders, then nothing before eight more. */
TEST (ImapVisit, DoesNotWaitForAnswers)
{
  std::vector<std::pair<std::string, std::string>> held;
  size_t wanted = 8;
  SessionPeer peer ("", [&] (Peer &to, const std::string &tag, const std::string &command) {
    held.emplace_back (tag, command);
    for (; held.size () == wanted; wanted = 16)
      {
        for (const auto &[each, what] : held)
          if (!to.say ((what[0] == 'E' ? opened : "") + each + " OK done\r\n"))
            return false;
        held.clear ();
      }
    return true;
  });
  Tour tour (12);

  EXPECT_TRUE (tour.run (peer));
  EXPECT_EQ (tour.told.size (), 24u);
}

/* Some servers leave the folder before selected then. */
TEST (ImapVisit, TakesNothingForAFolderThatWasRefused)
{
  SessionPeer peer ("", visited ({ { "EXAMINE \"F1\"", "@ NO [NONEXISTENT] no such folder\r\n" },
                                   { "EXAMINE \"F3\"", "* 5 EXISTS\r\n@ NO not now\r\n" },
                                   { "FETCH \"F3\"", "@ BAD nothing is selected\r\n" } }));
  Tour tour (5);

  EXPECT_TRUE (tour.run (peer));
  EXPECT_EQ (tour.told, (Strings{ "open 0 2 7", "0/3", "0/4", "done 0", "open 2 2 7", "2/3", "2/4",
                                  "done 2", "open 4 2 7", "4/3", "4/4", "done 4" }));
}

TEST (ImapVisit, TakesNothingOfTheFolderBefore)
{
  SessionPeer peer (
    "", visited ({ { "EXAMINE \"F1\"", "* 1 FETCH (UID 3 FLAGS (\\Seen) RFC822.SIZE 30)\r\n" +
                                         std::string (opened) + "@ OK done\r\n" },
                   { "FETCH \"F1\"", "@ OK nothing\r\n" } }));
  Tour tour (2);

  EXPECT_TRUE (tour.run (peer));
  EXPECT_EQ (tour.told, (Strings{ "open 0 2 7", "0/3", "0/4", "done 0", "open 1 2 7", "done 1" }));
}

TEST (ImapVisit, DoesNotFinishWhatItCannotTell)
{
  const std::map<std::string, std::string> own = {
    /* news of flags alone: there may be no such message */
    { "FETCH \"F0\"", "* 1 FETCH (UID 8 FLAGS ())\r\n@ OK done\r\n" },
    { "FETCH \"F1\"", "* 1 FETCH (UID 3 RFC822.SIZE 1)\r\n@ NO [NOPERM] no more for you\r\n" },
    { "EXAMINE \"F2\"", "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 1] .\r\n"
                        "@ OK done\r\n" },
    { "FETCH \"F2\"", "@ BAD no messages in it\r\n" },
  };
  SessionPeer peer ("", visited (own));
  Tour tour (3);

  EXPECT_TRUE (tour.run (peer));
  EXPECT_EQ (tour.told, (Strings{ "open 0 2 7", "part 0", "open 1 2 7", "1/3", "part 1",
                                  "open 2 0 7", "done 2" }));
}

TEST (ImapVisit, GoesNoFurtherWhereTooLittleIsTold)
{
  std::map<std::string, std::string> own;
  for (unsigned i = 0; i < 20; i++)
    own["EXAMINE \"F" + std::to_string (i) + "\""] = "* 2 EXISTS\r\n@ OK done\r\n";
  SessionPeer peer ("", visited (own));
  Tour tour (20);

  EXPECT_TRUE (tour.run (peer));
  EXPECT_TRUE (tour.told.empty ());
  EXPECT_EQ (peer.server ().count ("EXAMINE"), 4);
}

TEST (ImapVisit, LeavesAServerAloneThatBearsOneCommandAtATime)
{
  SessionPeer peer ("", visited (), "(\"\" \"/\")", 30,
                    "* OK The Microsoft Exchange IMAP4 service is ready.");
  Tour tour (3);

  EXPECT_TRUE (tour.run (peer));
  EXPECT_TRUE (tour.told.empty ());
  EXPECT_EQ (peer.server ().count ("EXAMINE"), 0);
}

TEST (ImapVisit, KeepsWhatWasFinishedWhenTheConnectionIsLost)
{
  SessionPeer peer ("", visited ({ { "FETCH \"F1\"", "" } }));
  Tour tour (3);

  EXPECT_FALSE (tour.run (peer));
  EXPECT_TRUE (is_error (tour.error, DECANT_STORE_ERROR_TRANSIENT));
  EXPECT_EQ (tour.told, (Strings{ "open 0 2 7", "0/3", "0/4", "done 0", "open 1 2 7" }));
}

TEST (ImapVisit, EndsWhereTheServerWantsToBeLeftAlone)
{
  SessionPeer peer ("", visited ({ { "EXAMINE \"F1\"", "@ NO [LIMIT] Too many requests\r\n" } }));
  Tour tour (3);

  EXPECT_FALSE (tour.run (peer));
  EXPECT_TRUE (is_error (tour.error, DECANT_STORE_ERROR_SLOW_DOWN));
}

TEST (ImapVisit, DoesNotBelieveAnswersOutOfOrder)
{
  std::string first;
  SessionPeer peer ("", [&] (Peer &to, const std::string &tag, const std::string &command) {
    if (command[0] == 'E' && first.empty ())
      first = tag;
    else if (command[0] == 'U')
      return to.say (tag + " OK done\r\n" + opened + first + " OK done\r\n");
    return true;
  });
  Tour tour (2);

  EXPECT_FALSE (tour.run (peer));
  EXPECT_EQ (cause_of (tour.error), DECANT_CAUSE_GARBLED);
  EXPECT_TRUE (tour.told.empty ());
}

TEST (ImapVisit, StopsWhenToldTo)
{
  SessionPeer peer ("", visited ());
  Tour tour (3);

  tour.stop_at = "0/4";
  EXPECT_FALSE (tour.run (peer));
  EXPECT_EQ (cause_of (tour.error), DECANT_CAUSE_REFUSED);
  EXPECT_EQ (tour.told, (Strings{ "open 0 2 7", "0/3", "0/4" }));
}

} // namespace
