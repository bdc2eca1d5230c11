/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

#include <chrono>
#include <mutex>

/* Gmail, where a message is in as many folders as it has labels, and in All Mail besides. */
namespace
{

using Numbers = std::multiset<unsigned>;

constexpr char all_mail[] = "[Gmail]/All Mail";
constexpr char drafts_of_old[] = "Entw&APw-rfe 2008";
constexpr char quoted[] = "say \"b\"";

class Gmail : public Faults
{
protected:
  void
  SetUp () override
  {
    old_side.edit_options ([] (FaultyOptions &options) {
      options.greeting = "* OK Gimap ready for requests";
      options.capabilities =
        "IMAP4rev1 NAMESPACE XLIST SPECIAL-USE X-GM-EXT-1 UIDPLUS LITERAL- APPENDLIMIT=35651584";
    });
    old_side.edit ([] (FaultyMail &mail) {
      mail["[Gmail]"].selectable = false;
      mail[all_mail].attributes = "\\All";
      mail["[Gmail]/Sent Mail"].attributes = "\\Sent";
      mail["[Gmail]/Starred"].attributes = "\\Flagged";
      mail["[Gmail]/Important"].attributes = "\\Important";
    });
    put (1, { R"("\\Inbox")", R"("\\Important")" }, { "INBOX", "[Gmail]/Important" });
    put (2, { "Work", '"' + std::string (drafts_of_old) + '"' }, { "Work", drafts_of_old });
    put (3, { R"("\\Sent")" }, { "[Gmail]/Sent Mail" });
    put (4, { R"("\\Important")", R"("\\Starred")" }, { "[Gmail]/Important", "[Gmail]/Starred" });
    put (5, {}, {});
    put (6, { "NotShownInImap" }, {});
    put (7, { R"("say \"b\"")" }, { quoted });
    put (8, { "{4}\r\nWork", "\\Muted" }, { "Work" });
  }

  /* A message of All Mail with its labels, and the folders it is seen in by them. */
  void
  put (unsigned number, const std::vector<std::string> &labels,
       const std::vector<std::string> &folders)
  {
    old_side.edit ([&] (FaultyMail &mail) {
      std::vector<std::string> names = folders;

      names.push_back (all_mail);
      for (const std::string &name : names)
        {
          FaultyFolder &folder = mail[name];

          folder.add (make_message (number), { "\\Seen" });
          folder.messages.back ().object_id = 1278455344230334000u + number;
          if (name == all_mail)
            folder.messages.back ().labels = labels;
        }
    });
  }

  /* The numbers of the messages in each folder of the new side that holds any. */
  std::map<std::string, Numbers>
  arrived ()
  {
    std::map<std::string, Numbers> found;

    for (const auto &[name, folder] : new_side.mail ())
      for (const FaultyMessage &message : folder.messages)
        {
          const size_t at = message.body->find ("Subject: Message ");

          found[name].insert (static_cast<unsigned> (std::stoul (message.body->substr (at + 17))));
        }
    return found;
  }

  std::map<std::string, Numbers>
  each_folder () const
  {
    return { { "INBOX", { 1 } },       { "Work", { 2, 8 } },
             { drafts_of_old, { 2 } }, { "[Gmail]/Sent Mail", { 3 } },
             { quoted, { 7 } },        { "Archive", { 4, 5, 6 } } };
  }
};

TEST_F (Gmail, AllMailIsLeftBehindButForWhatIsInNoOtherFolder)
{
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (arrived (), each_folder ());
  EXPECT_EQ (json_number (result.report (), "found"), 14);
  EXPECT_EQ (json_number (result.report (), "copied"), 9);
  EXPECT_EQ (json_number (result.report (), "left_behind"), 5);

  const CliResult again = copy ();
  EXPECT_EQ (json_number (again.report (), "copied"), 0);
  EXPECT_EQ (run ("verify").status, 0);
}

/* What loses its last label later is archived mail from then on. */
TEST_F (Gmail, WhatIsArchivedLaterIsTakenAlongThen)
{
  EXPECT_EQ (copy ().status, 0);
  put (9, { "Work" }, {});
  EXPECT_EQ (copy ().status, 0);
  EXPECT_EQ (arrived (), each_folder ());

  old_side.edit ([] (FaultyMail &mail) { mail[all_mail].messages.back ().labels.clear (); });
  EXPECT_EQ (copy ().status, 0);
  auto expected = each_folder ();
  expected["Archive"].insert (9);
  EXPECT_EQ (arrived (), expected);
}

/* A label that is no longer shown as a folder leaves its messages to All Mail. */
TEST_F (Gmail, WhatWasInAFolderThatIsNoLongerThereIsTakenAlong)
{
  EXPECT_EQ (copy ({ "--exclude", quoted }).status, 0);
  old_side.edit ([] (FaultyMail &mail) { mail.erase (quoted); });
  EXPECT_EQ (copy ().status, 0);
  auto expected = each_folder ();
  expected.erase (quoted);
  expected["Archive"].insert (7);
  EXPECT_EQ (arrived (), expected);
}

TEST_F (Gmail, AllMailNamedInFullIsCopiedWhole)
{
  EXPECT_EQ (copy ({ "--folder", "[Gmail]/All*" }).status, 0);
  EXPECT_EQ (arrived (), (std::map<std::string, Numbers>{ { "Archive", { 4, 5, 6 } } }));
  EXPECT_EQ (copy ({ "--folder", all_mail }).status, 0);
  EXPECT_EQ (arrived (),
             (std::map<std::string, Numbers>{ { "Archive", { 1, 2, 3, 4, 5, 6, 7, 8 } } }));
}

TEST_F (Gmail, AllMailIsLeftBehindWhereThePersonSaysSo)
{
  const CliResult result = copy ({ "--leave-special", "all" });
  auto expected = each_folder ();

  expected.erase ("Archive");
  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (arrived (), expected);
}

TEST_F (Gmail, ThePlanSaysWhatIsTakenOfAllMail)
{
  for (const auto &event : copy ({ "--dry-run" }).events ("plan"))
    EXPECT_EQ (json_flag (event, "rest_only"), json_text (event, "folder") == all_mail);
}

TEST_F (Gmail, CheckReadsOfAllMailOnlyTheRest)
{
  const CliResult result = run_cli ({ "check", "--from", old_side.url (), "--allow-plaintext",
                                      "--state-dir", state, "--json", "--timeout", "2" },
                                    environment ());

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "left_behind"), 5) << result.all ();
}

TEST_F (Gmail, OnceCopiesAMessageIntoTheFirstOfItsFoldersOnly)
{
  const CliResult result = copy ({ "--several", "once" });
  auto expected = each_folder ();

  expected["Work"].erase (2);
  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (arrived (), expected);
  EXPECT_EQ (json_number (result.report (), "left_behind"), 6);
  EXPECT_EQ (run ("verify", { "--several", "once" }).status, 0);

  /* another rule, another listing */
  EXPECT_EQ (json_number (copy ().report (), "copied"), 1);
  EXPECT_EQ (arrived (), each_folder ());
}

/* A message that has been copied already is not copied from a folder that comes first. */
TEST_F (Gmail, OnceKeepsToTheFolderAMessageWasCopiedFrom)
{
  EXPECT_EQ (copy ({ "--folder", "Work" }).status, 0);
  EXPECT_EQ (copy ({ "--several", "once" }).status, 0);
  auto expected = each_folder ();
  expected.erase (drafts_of_old);
  EXPECT_EQ (arrived (), expected);
}

/* The same by the identifiers of RFC 8474, which tell no labels. */
TEST_F (Gmail, OnceWorksWithObjectIdsOfOtherServers)
{
  old_side.edit_options (
    [] (FaultyOptions &options) { options.capabilities = "IMAP4rev1 UIDPLUS OBJECTID"; });
  EXPECT_EQ (copy ({ "--several", "once" }).status, 0);
  auto expected = each_folder ();
  expected["Work"].erase (2);
  EXPECT_EQ (arrived (), expected);
}

/* Without labels the other folders are listed to know what is in them, also those left behind. */
TEST_F (Gmail, TheRestOfAllMailShowsByObjectIdsToo)
{
  old_side.edit_options (
    [] (FaultyOptions &options) { options.capabilities = "IMAP4rev1 UIDPLUS OBJECTID"; });
  const CliResult result = copy ({ "--exclude", quoted, "--leave-special", "sent" });
  auto expected = each_folder ();

  expected.erase (quoted);
  expected.erase ("[Gmail]/Sent Mail");
  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (arrived (), expected);
  EXPECT_EQ (run ("verify", { "--exclude", quoted, "--leave-special", "sent" }).status, 0);

  const CliResult check = run_cli ({ "check", "--from", old_side.url (), "--allow-plaintext",
                                     "--state-dir", state, "--json", "--timeout", "2" },
                                   environment ());
  EXPECT_EQ (check.status, 0) << check.all ();
  EXPECT_EQ (json_number (check.report (), "left_behind"), 5) << check.all ();
}

TEST_F (Gmail, AllMailOfAServerThatTellsNothingIsLeftOut)
{
  old_side.edit_options (
    [] (FaultyOptions &options) { options.capabilities = "IMAP4rev1 UIDPLUS"; });
  auto expected = each_folder ();

  expected.erase ("Archive");
  EXPECT_EQ (copy ().status, 0);
  EXPECT_EQ (arrived (), expected);
}

TEST_F (Gmail, OnceWithoutObjectIdsCopiesIntoEachAndSaysSo)
{
  old_side.edit_options (
    [] (FaultyOptions &options) { options.capabilities = "IMAP4rev1 UIDPLUS"; });
  const CliResult result = copy ({ "--several", "once" });

  EXPECT_EQ (result.status, 0);
  EXPECT_NE (result.err.find ("does not tell which messages are the same"), std::string::npos)
    << result.err;
  EXPECT_EQ (arrived ()["Work"], (Numbers{ 2, 8 }));
}

/* "[THROTTLED]" at the end of an OK asks for pauses between commands. While messages are read, no
 * other is under way yet. */
TEST_F (Gmail, GoesSlowerWhenItIsThrottled)
{
  using Clock = std::chrono::steady_clock;
  std::mutex mutex;
  std::map<unsigned, Clock::time_point> asked_to_slow_down;
  bool too_fast = false;
  unsigned throttled = 0;

  for (const char *command : { "EXAMINE", "UID FETCH" })
    old_side.on (command, [&, command] (Turn &turn) {
      {
        std::lock_guard<std::mutex> lock (mutex);
        const bool reads = turn.arguments.find ("BODY.PEEK[]") != std::string::npos;
        auto asked = asked_to_slow_down.find (turn.connection ());

        too_fast |= asked != asked_to_slow_down.end () &&
                    Clock::now () - asked->second < std::chrono::milliseconds (45);
        asked_to_slow_down.erase (turn.connection ());
        if (!reads || throttled++ > 0)
          return;
        asked_to_slow_down[turn.connection ()] = Clock::now ();
      }
      turn.run_and_say ("OK Success [THROTTLED]");
    });

  EXPECT_EQ (copy ().status, 0);
  EXPECT_EQ (arrived (), each_folder ());
  EXPECT_FALSE (too_fast);
}

/* What an account may do in a day comes back by and by: no full mailbox. */
TEST_F (Gmail, ADaysLimitIsNoFullMailbox)
{
  old_side.on ("LOGIN", [] (Turn &turn) {
    turn.no ("[OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)");
  });
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 3);
  EXPECT_NE (result.err.find ("in a day is used up"), std::string::npos) << result.err;
}

} // namespace
