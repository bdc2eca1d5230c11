/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtest/gtest.h>

#include "imap-session-peer.h"

namespace
{

using Peer = SessionPeer::Peer;
using Strings = std::vector<std::string>;

/* A server that knows answers to whole commands; to others it says BAD. A "@" in an answer stands
 * for the tag. */
SessionPeer::Command
knows (std::vector<std::pair<std::string, std::string>> answers)
{
  return [answers] (Peer &peer, const std::string &tag, const std::string &command) {
    std::string answer = "@ BAD what?\r\n";

    for (const auto &[known, said] : answers)
      if (command == known)
        answer = said;
    for (std::size_t at; (at = answer.find ('@')) != std::string::npos;)
      answer.replace (at, 1, tag);
    return peer.say (answer);
  };
}

std::string
describe (const DecantFolder *folder)
{
  std::string text = folder->path;

  text += std::string (" <") + folder->name + ">";
  if (!folder->selectable)
    text += " unselectable";
  if (folder->subscribed)
    text += " subscribed";
  if (folder->special_use != DECANT_SPECIAL_USE_NONE)
    text += std::string (" ") + decant_special_use_to_word (folder->special_use);
  if (folder->counted)
    text += " " + std::to_string (folder->messages) + "/" + std::to_string (folder->uid_next) +
            "/" + std::to_string (folder->uid_validity);
  if (folder->counted && folder->size != DECANT_SIZE_UNKNOWN)
    text += " " + std::to_string (folder->size) + " bytes";
  if (folder->counted && folder->highest_modseq != 0)
    text += " modseq " + std::to_string (folder->highest_modseq);
  if (folder->problem != nullptr)
    text += std::string (" !") + folder->problem;
  return text;
}

Strings
list (SessionPeer &peer, DecantListFlags flags = DECANT_LIST_PLAIN)
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (GPtrArray) folders = decant_imap_list_folders (peer.session, flags, nullptr, &error);
  Strings result;

  if (folders == nullptr)
    return { std::string ("failed: ") + error->message };
  for (guint i = 0; i < folders->len; i++)
    result.push_back (describe (static_cast<DecantFolder *> (folders->pdata[i])));
  return result;
}

TEST (ImapFolders, AsksForEverythingAtOnceWhereThatIsOffered)
{
  SessionPeer peer (
    "LIST-EXTENDED SPECIAL-USE LIST-STATUS STATUS=SIZE CONDSTORE",
    knows ({ { "LIST \"\" \"*\" RETURN (SUBSCRIBED SPECIAL-USE STATUS (MESSAGES UIDNEXT "
               "UIDVALIDITY SIZE HIGHESTMODSEQ))",
               "* LIST (\\Subscribed) \"/\" inbox\r\n"
               "* STATUS inbox (MESSAGES 3 UIDNEXT 4 UIDVALIDITY 5 SIZE 600 HIGHESTMODSEQ 7)\r\n"
               "* LIST (\\Sent) \"/\" \"Ges &- Geh\"\r\n"
               "* STATUS \"Ges &- Geh\" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 6 SIZE 0)\r\n"
               "* LIST (\\Noselect) \"/\" A\r\n"
               "* LIST () \"/\" A/locked\r\n"
               "@ OK done\r\n" },
             { "STATUS \"A/locked\" (MESSAGES UIDNEXT UIDVALIDITY SIZE HIGHESTMODSEQ)",
               "@ NO [NOPERM] not for you\r\n" } }));

  EXPECT_EQ (
    list (peer, DECANT_LIST_COUNTS),
    (Strings{ "INBOX <INBOX> subscribed inbox 3/4/5 600 bytes modseq 7", "A <A> unselectable",
              "A/locked <A/locked> !not for you", "Ges & Geh <Ges &- Geh> sent 0/1/6 0 bytes" }));
}

const char plain_list[] = "* LIST () \"/\" INBOX\r\n* LIST () \"/\" Work\r\n@ OK done\r\n";
const char plain_lsub[] = "* LSUB () \"/\" Work\r\n* LSUB () \"/\" Gone\r\n@ OK done\r\n";

TEST (ImapFolders, FallsBackWhereTheExtendedFormIsRefused)
{
  SessionPeer peer ("LIST-EXTENDED SPECIAL-USE", knows ({ { "LIST \"\" \"*\"", plain_list },
                                                          { "LSUB \"\" \"*\"", plain_lsub } }));

  EXPECT_EQ (list (peer), (Strings{ "INBOX <INBOX> inbox", "Work <Work> subscribed" }));
}

TEST (ImapFolders, FallsBackWhereTheExtendedFormLacksInbox)
{
  SessionPeer peer ("LIST-EXTENDED", knows ({ { "LIST \"\" \"*\" RETURN (SUBSCRIBED)",
                                                "* LIST (\\Sent) \"/\" Work\r\n@ OK done\r\n" },
                                              { "LIST \"\" \"*\"", plain_list } }));

  /* LSUB is refused, which is harmless; what the first form told is kept */
  EXPECT_EQ (list (peer), (Strings{ "INBOX <INBOX> inbox", "Work <Work> sent" }));
}

TEST (ImapFolders, AsksForInboxWhereTheListLacksIt)
{
  SessionPeer peer ("",
                    knows ({ { "LIST \"\" \"*\"", "* LIST () \"/\" Work\r\n@ OK done\r\n" },
                             { "LIST \"\" INBOX", "* LIST () \"/\" Inbox\r\n@ OK done\r\n" } }));

  EXPECT_EQ (list (peer), (Strings{ "INBOX <INBOX> inbox", "Work <Work>" }));
}

TEST (ImapFolders, UsesXlistWhereOnlyThatIsOffered)
{
  SessionPeer peer ("XLIST", knows ({ { "XLIST \"\" \"*\"",
                                        "* XLIST (\\Inbox) \"/\" Posteingang\r\n"
                                        "* XLIST (\\Spam) \"/\" [Gmail]/Spam\r\n"
                                        "* XLIST (\\Noselect) \"/\" [Gmail]\r\n@ OK done\r\n" } }));

  EXPECT_EQ (list (peer), (Strings{ "INBOX <INBOX> inbox", "[Gmail] <[Gmail]> unselectable",
                                    "[Gmail]/Spam <[Gmail]/Spam> junk" }));
}

TEST (ImapFolders, FailsWhereTheListIsRefused)
{
  SessionPeer peer ("", knows ({}));

  EXPECT_EQ (list (peer).size (), 1u);
  EXPECT_TRUE (starts_with (list (peer)[0], "failed: "));
}

TEST (ImapFolders, LosesOnlyTheLineThatIsMalformed)
{
  SessionPeer peer ("", knows ({ { "LIST \"\" \"*\"", "* LIST () \"/\" INBOX\r\n"
                                                      "* LIST garbage\r\n"
                                                      "* LIST () \"/\" (x)\r\n"
                                                      "* LIST () \"/\" \"\"\r\n"
                                                      "* LIST (\\Sent) \"/\" A\r\n"
                                                      "* LIST () \"/\" A\r\n"
                                                      "* 12 EXISTS\r\n"
                                                      "* LIST () \"/\" {3}\r\nB b\r\n"
                                                      "@ OK done\r\n" } }));

  EXPECT_EQ (list (peer), (Strings{ "INBOX <INBOX> inbox", "A <A> sent", "B b <B b>" }));
}

TEST (ImapFolders, MakesPathsOfNames)
{
  SessionPeer peer ("", knows ({ { "LIST \"\" \"*\"", "* LIST () \".\" Zoo\r\n"
                                                      "* LIST () \".\" \"a/b.c\"\r\n"
                                                      "* LIST () \".\" a\r\n"
                                                      "* LIST () \".\" \"a b\"\r\n"
                                                      "* LIST () \".\" \"Inbox.x\"\r\n"
                                                      "* LIST () \".\" \"INBOX\"\r\n"
                                                      "* LIST () NIL \"f/lat.x\"\r\n"
                                                      "* LIST () \".\" \"R&D.&AOk-\"\r\n"
                                                      "* LIST () \".\" {3}\r\n\xff.y\r\n"
                                                      "* LIST () \".\" {3}\r\n\xc3\xa9z\r\n"
                                                      "* LIST () \".\" \"&AOk-z\"\r\n"
                                                      "* LIST () \".\" \"trailing.\"\r\n"
                                                      "@ OK done\r\n" } }));

  EXPECT_EQ (
    list (peer),
    (Strings{ "INBOX <INBOX> inbox", "INBOX/x <Inbox.x>", "%FF/y <\xff.y>", "a <a>", "a b <a b>",
              "a\u2215b/c <a/b.c>", "f\u2215lat.x <f/lat.x>", "R&D/\u00e9 <R&D.&AOk->",
              "trailing <trailing.>", "Zoo <Zoo>", "\u00e9z <&AOk-z>", "\u00e9z (2) <\u00e9z>" }));
}

const char prefixed_list[] = "* LIST () \".\" INBOX\r\n* LIST () \".\" INBOX.Work\r\n"
                             "* LIST () \".\" INBOX.Work.Old\r\n* LIST () \".\" INBOX.INBOX\r\n"
                             "* LIST () \".\" user.bob\r\n@ OK done\r\n";

TEST (ImapFolders, HidesThePersonalPrefixAndOthersFolders)
{
  SessionPeer peer ("", knows ({ { "LIST \"\" \"*\"", prefixed_list } }), "(\"INBOX.\" \".\")");

  EXPECT_EQ (list (peer), (Strings{ "INBOX <INBOX> inbox", "INBOX (2) <INBOX.INBOX>",
                                    "Work <INBOX.Work>", "Work/Old <INBOX.Work.Old>" }));
  EXPECT_EQ (decant_imap_session_get_separator (peer.session), '.');
}

TEST (ImapFolders, BelievesTheListMoreThanTheNamespace)
{
  SessionPeer peer ("", knows ({ { "LIST \"\" \"*\"", plain_list } }), "(\"INBOX.\" \".\")");

  EXPECT_EQ (list (peer), (Strings{ "INBOX <INBOX> inbox", "Work <Work>" }));
  EXPECT_EQ (decant_imap_session_get_separator (peer.session), '/');
}

/* Lists INBOX and @n folders; counts them ten at a time, never more. */
SessionPeer::Command
counts_by_ten (int n)
{
  return [n, tags = Strings (), asked = 0] (Peer &peer, const std::string &tag,
                                            const std::string &command) mutable {
    std::string answer;

    if (command == "LIST \"\" \"*\"")
      {
        answer = "* LIST () \"/\" INBOX\r\n";
        for (int i = 1; i < n; i++)
          answer += "* LIST () \"/\" F" + std::to_string (i) + "\r\n";
        return peer.say (answer + tag + " OK done\r\n");
      }
    if (!starts_with (command, "STATUS "))
      return peer.say (tag + " NO\r\n");
    std::string name = command.substr (7, command.find (" (") - 7);
    tags.push_back ("* STATUS " + name + " (MESSAGES " + std::to_string (++asked) +
                    " UIDNEXT 2 UIDVALIDITY 3)\r\n" + tag + " OK\r\n");
    if (tags.size () < 10 && asked < n)
      return true;
    if (peer.has_more ())
      return false;
    for (const auto &part : tags)
      answer += part;
    tags.clear ();
    return peer.say (answer);
  };
}

TEST (ImapFolders, CountsTenAtATime)
{
  SessionPeer peer ("", counts_by_ten (30));
  Strings folders = list (peer, DECANT_LIST_COUNTS);
  int sum = 0;

  ASSERT_EQ (folders.size (), 30u) << folders[0];
  EXPECT_EQ (folders[0], "INBOX <INBOX> inbox 1/2/3");
  for (const auto &folder : folders)
    sum += std::atoi (folder.substr (folder.rfind (' ')).c_str ());
  EXPECT_EQ (sum, 30 * 31 / 2);
}

TEST (ImapFolders, GivesACountOfAnotherSpellingToTheOldestQuestion)
{
  SessionPeer peer ("", knows ({ { "LIST \"\" \"*\"", "* LIST () \"/\" INBOX\r\n@ OK done\r\n" },
                                 { "STATUS \"INBOX\" (MESSAGES UIDNEXT UIDVALIDITY)",
                                   "* STATUS my inbox (MESSAGES 7 UIDNEXT 8 UIDVALIDITY 9)\r\n"
                                   "@ OK done\r\n" } }));

  EXPECT_EQ (list (peer, DECANT_LIST_COUNTS), (Strings{ "INBOX <INBOX> inbox 7/8/9" }));
}

TEST (ImapFolders, StopsCountingWhereTheServerWantsLess)
{
  SessionPeer peer ("", knows ({ { "LIST \"\" \"*\"", plain_list },
                                 { "STATUS \"INBOX\" (MESSAGES UIDNEXT UIDVALIDITY)",
                                   "@ NO [LIMIT] Rate limit hit\r\n" } }));
  g_autoptr (GError) error = nullptr;

  EXPECT_EQ (decant_imap_list_folders (peer.session, DECANT_LIST_COUNTS, nullptr, &error), nullptr);
  EXPECT_TRUE (is_error (error, DECANT_STORE_ERROR_SLOW_DOWN));
}

/* The folder's name cannot be quoted: it goes as a literal, announced as the server allows. */
SessionPeer::Command
wants_a_literal (bool invite)
{
  return [invite] (Peer &peer, const std::string &tag, const std::string &command) {
    std::string name;
    std::string rest;

    if (command == "LIST \"\" \"*\"")
      return peer.say ("* LIST () \"/\" INBOX\r\n* LIST () \"/\" {5}\r\ncaf\xc3\xa9\r\n" + tag +
                       " OK\r\n");
    if (command != (invite ? "STATUS {5}" : "STATUS {5+}"))
      return peer.say (tag + " NO not that: " + command + "\r\n");
    if (invite)
      peer.say ("* 3 EXISTS\r\n+ go on\r\n");
    return peer.hear_bytes (5, name) && peer.hear (rest) &&
           peer.say ("* STATUS {5}\r\n" + name + " (MESSAGES 9 UIDNEXT 9 UIDVALIDITY 9)\r\n" + tag +
                     " OK" + rest + "\r\n");
  };
}

TEST (ImapFolders, SendsNamesThatCannotBeQuotedAsLiterals)
{
  SessionPeer plus ("LITERAL+", wants_a_literal (false));
  SessionPeer minus ("LITERAL-", wants_a_literal (false));
  SessionPeer plain ("", wants_a_literal (true));

  for (SessionPeer *peer : { &plus, &minus, &plain })
    {
      Strings folders = list (*peer, DECANT_LIST_COUNTS);

      ASSERT_EQ (folders.size (), 2u);
      EXPECT_EQ (folders[1], "caf\u00e9 <caf\u00e9> 9/9/9");
    }
}

TEST (ImapFolders, MakesNamesOfPaths)
{
  auto make = [] (const char *path, const char *prefix, char separator) {
    g_autoptr (GError) error = nullptr;
    g_autofree char *name = decant_imap_make_name (path, prefix, separator, &error);

    EXPECT_EQ (name == nullptr, is_error (error, DECANT_STORE_ERROR_FOLDER));
    return std::string (name != nullptr ? name : "(none)");
  };

  EXPECT_EQ (make ("INBOX", "INBOX.", '.'), "INBOX");
  EXPECT_EQ (make ("Work/Old", "INBOX.", '.'), "INBOX.Work.Old");
  EXPECT_EQ (make ("Work/Old", "", '/'), "Work/Old");
  EXPECT_EQ (make ("INBOX/x", "", '\\'), "INBOX\\x");
  EXPECT_EQ (make ("Entw\u00fcrfe & mehr", "", '/'), "Entw&APw-rfe &- mehr");
  EXPECT_EQ (make ("a\u2215b/c", "", '.'), "a/b.c");
  EXPECT_EQ (make ("a\u2215b/c", "", '/'), "a&IhU-b/c");
  EXPECT_EQ (make ("flat", "", '\0'), "flat");
  for (const char *path : { "a/b", "a//b", "", "/a", "a/" })
    EXPECT_EQ (make (path, "", '\0'), "(none)") << path;
  EXPECT_EQ (make ("Person K./b", "", '.'), "Person K&ICQ-.b");
  for (const char *path : { "a//b", "", "/a", "a/", "caf\xe9" })
    EXPECT_EQ (make (path, "", '.'), "(none)") << path;
  EXPECT_EQ (make ("a\\b", "", '\\'), "(none)");
}

/* What is created under a path is found under it again. */
TEST (ImapFolders, FindsPathsAgainByTheirNames)
{
  for (const char *prefix : { "", "INBOX.", "mail/" })
    for (char separator : { '.', '/', '\\' })
      for (const char *path : { "INBOX", "INBOX/x", "a", "a/b/c", "\u65e5\u672c/\u672c \U0001F4E7",
                                "a&b/~c", "x\u2215y/z", "a,b+c", "Person K./v1.0" })
        {
          g_autofree char *name = decant_imap_make_name (path, prefix, separator, nullptr);
          g_autofree char *again = decant_imap_path_for_name (name, prefix, separator);

          EXPECT_STREQ (again, path) << name;
        }
}

} // namespace
