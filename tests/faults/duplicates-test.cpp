/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

#include <atomic>
#include <csignal>

/* --leave-duplicates: of several messages that are the same one goes, whatever happens to the one
 * that was to. */
namespace
{

using Problems = std::map<std::string, std::string>;
using Names = std::multiset<std::string>; /* "Archive 3": message number 3 is in Archive */

class Duplicates : public Faults
{
protected:
  /* INBOX has 1 to 4 and 1 once more, Archive 1, 2, 5 and 6, Sent 5 and 7: eleven messages, of
   * which four are duplicates. */
  void
  SetUp () override
  {
    put ("INBOX", { 1, 2, 3, 4, 1 });
    put ("Archive", { 1, 2, 5, 6 });
    put ("Sent", { 5, 7 });
  }

  void
  put (const std::string &folder, const std::vector<unsigned> &numbers)
  {
    old_side.edit ([&] (FaultyMail &mail) {
      for (unsigned number : numbers)
        mail[folder].add (make_message (number), { "\\Seen" });
    });
  }

  CliResult
  copy (std::vector<std::string> more = {}) const
  {
    more.push_back ("--leave-duplicates");
    return run ("copy", more);
  }

  Names
  arrived ()
  {
    Names found;

    for (const auto &[name, folder] : new_side.mail ())
      for (const FaultyMessage &message : folder.messages)
        {
          const size_t at = message.body->find ("Subject: Message ") + 17;

          found.insert (name + " " +
                        message.body->substr (at, message.body->find ("\r\n", at) - at));
        }
    return found;
  }

  /* "Archive/1: INBOX": the first message of Archive was left behind for one of INBOX. */
  static Names
  duplicates (const CliResult &result)
  {
    Names found;

    for (const auto &each : json_list (result.report (), "duplicates"))
      {
        EXPECT_EQ (json_text (each, "reason"), "duplicate");
        EXPECT_EQ (json_text (each, "subject").substr (0, 8), "Message ");
        found.insert (json_text (each, "folder") + "/" +
                      std::to_string (json_number (each, "uid")) + ": " +
                      json_text (each, "detail"));
      }
    EXPECT_EQ (json_number (result.report (), "left_duplicates"), gint64 (found.size ()));
    return found;
  }

  void
  spoil (const std::string &folder, unsigned uid)
  {
    old_side.on_message ([=] (Delivery &message) {
      if (message.folder == folder && message.uid == uid && !message.listing)
        message.refusal = "NO [SERVERBUG] Cannot read it";
    });
  }

  const Names once = { "INBOX 1",   "INBOX 2",   "INBOX 3", "INBOX 4",
                       "Archive 5", "Archive 6", "Sent 7" };
  const Names left = { "Archive/1: INBOX", "Archive/2: INBOX", "INBOX/5: INBOX",
                       "Sent/1: Archive" };
};

}

TEST_F (Duplicates, StayBehindButOne)
{
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (arrived (), once);
  EXPECT_EQ (duplicates (result), left);
  EXPECT_EQ (json_number (result.report (), "found"), 11);
  EXPECT_EQ (json_number (result.report (), "copied"), 7);
  EXPECT_EQ (json_number (result.report (), "left_behind"), 4);
  EXPECT_TRUE (json_flag (result.report (), "verified"));
}

TEST_F (Duplicates, StayBehindInTheNextRunToo)
{
  EXPECT_EQ (copy ().status, 0);
  put ("Archive", { 3, 8 });
  const CliResult again = copy ();

  EXPECT_EQ (again.status, 0) << again.all ();
  EXPECT_EQ (json_number (again.report (), "copied"), 1) << "number 8";
  Names all = left;
  all.insert ("Archive/5: INBOX");
  EXPECT_EQ (duplicates (again), all);
  const CliResult verified = run ("verify", { "--leave-duplicates" });
  EXPECT_EQ (verified.status, 0) << verified.all ();
  EXPECT_EQ (duplicates (verified), all);
}

/* What an earlier run has copied is the one that went, though another is earlier now. */
TEST_F (Duplicates, WhatHasArrivedStaysTheOne)
{
  EXPECT_EQ (copy ({ "--folder", "Sent" }).status, 0);
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 0) << result.all ();
  Names all = once;
  all.erase ("Archive 5");
  all.insert ("Sent 5");
  EXPECT_EQ (arrived (), all);
  EXPECT_EQ (duplicates (result).count ("Archive/3: Sent"), 1u);
}

/* The run before knew nothing of duplicates, and the folder has gone since. */
TEST_F (Duplicates, WhatHasArrivedFromAFolderThatIsGoneIsNotSentAgain)
{
  EXPECT_EQ (run ("copy", { "--folder", "INBOX" }).status, 0);
  old_side.edit ([] (FaultyMail &mail) { mail["INBOX"].messages.clear (); });
  const CliResult result = copy ({ "--folder", "Archive" });

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), 2) << "5 and 6";
  EXPECT_EQ (duplicates (result), (Names{ "Archive/1: INBOX", "Archive/2: INBOX" }));
}

TEST_F (Duplicates, FollowOnceTheyAreWanted)
{
  EXPECT_EQ (copy ().status, 0);
  const CliResult all = run ("copy");

  expect_all_arrived (all);
  EXPECT_EQ (json_number (all.report (), "copied"), 4);
  EXPECT_EQ (duplicates (all), Names{});
  const CliResult back = copy ();
  EXPECT_EQ (back.status, 0) << back.all ();
  EXPECT_EQ (json_number (back.report (), "copied"), 0);
  EXPECT_EQ (duplicates (back), Names{}) << "they are all there";
}

/* ---- another goes instead ---- */

TEST_F (Duplicates, AnotherGoesWhereTheFirstCannotBeRead)
{
  spoil ("INBOX", 1);
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (problems (result), (Problems{ { "INBOX/1", "unreadable" } }));
  EXPECT_EQ (arrived (), once) << "the other one of INBOX";
  EXPECT_EQ (duplicates (result),
             (Names{ "Archive/1: INBOX", "Archive/2: INBOX", "Sent/1: Archive" }));
  EXPECT_EQ (json_number (result.report (), "found"), 11);

  const CliResult again = copy ();
  EXPECT_EQ (again.status, 0) << "one has arrived, and that is what was asked for" << again.all ();
  EXPECT_EQ (json_number (again.report (), "copied"), 0);
  EXPECT_EQ (duplicates (again).count ("INBOX/1: INBOX"), 1u);
}

TEST_F (Duplicates, OneAfterTheOtherIsTried)
{
  spoil ("INBOX", 1);
  spoil ("INBOX", 5);
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (problems (result),
             (Problems{ { "INBOX/1", "unreadable" }, { "INBOX/5", "unreadable" } }));
  Names all = once;
  all.erase ("INBOX 1");
  all.insert ("Archive 1");
  EXPECT_EQ (arrived (), all);
  EXPECT_EQ (duplicates (result), (Names{ "Archive/2: INBOX", "Sent/1: Archive" }));
}

/* What has gone missing from the new account is no reason any more to leave another behind. */
TEST_F (Duplicates, AnotherGoesWhereTheFirstWentMissing)
{
  EXPECT_EQ (copy ().status, 0);
  spoil ("Archive", 3);
  new_side.edit ([] (FaultyMail &mail) { mail["Archive"].messages.clear (); });
  EXPECT_EQ (run ("verify", { "--leave-duplicates" }).status, 1);
  const CliResult result = copy ();

  EXPECT_EQ (problems (result), (Problems{ { "Archive/3", "unreadable" } })) << result.all ();
  Names all = once;
  all.erase ("Archive 5");
  all.insert ("Sent 5");
  EXPECT_EQ (arrived (), all);
}

TEST_F (Duplicates, NoneIsToBeHad)
{
  spoil ("INBOX", 1);
  spoil ("INBOX", 5);
  spoil ("Archive", 1);
  const CliResult result = copy ();

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (problems (result), (Problems{ { "INBOX/1", "unreadable" },
                                           { "INBOX/5", "unreadable" },
                                           { "Archive/1", "unreadable" } }));
  EXPECT_EQ (arrived ().size (), 6u);
}

TEST_F (Duplicates, AnotherGoesWhereTheFirstIsRefused)
{
  new_side.on ("APPEND", [] (Turn &turn) {
    if (turn.arguments.find ("INBOX") != std::string::npos &&
        turn.message ().find ("Subject: Message 2\r\n") != std::string::npos)
      turn.no ("I do not like it here");
  });
  const CliResult result = copy ();

  EXPECT_EQ (problems (result), (Problems{ { "INBOX/2", "refused" } })) << result.all ();
  Names all = once;
  all.erase ("INBOX 2");
  all.insert ("Archive 2");
  EXPECT_EQ (arrived (), all);
}

/* The inbox is listed at first, and when its turn comes it cannot be opened any more. */
TEST_F (Duplicates, AnotherGoesWhereTheFolderOfTheFirstFails)
{
  std::atomic<bool> listed = false;

  old_side.on ("EXAMINE", [&] (Turn &turn) {
    if (turn.arguments.find ("Archive") != std::string::npos && listed.exchange (true))
      turn.no ("[NOPERM] Permission denied");
  });
  const CliResult result = copy ({ "--connections", "1" });

  EXPECT_EQ (result.status, 1) << result.all ();
  EXPECT_EQ (problems (result), (Problems{ { "Archive", "folder-unreadable" } }));
  Names all = once;
  all.erase ("Archive 5");
  all.erase ("Archive 6");
  all.insert ("Sent 5");
  EXPECT_EQ (arrived (), all);

  old_side.forget_faults ();
  const CliResult again = copy ();
  EXPECT_EQ (again.status, 0) << again.all ();
  all.insert ("Archive 6");
  EXPECT_EQ (arrived (), all);
}

TEST_F (Duplicates, AnotherGoesWhereTheFirstVanishes)
{
  std::atomic<unsigned> opened = 0;

  old_side.on ("EXAMINE", [&] (Turn &turn) {
    if (turn.arguments.find ("Archive") != std::string::npos && opened++ == 1)
      old_side.edit ([] (FaultyMail &mail) {
        auto &messages = mail["Archive"].messages;

        messages.erase (messages.begin () + 2);
      });
  });
  const CliResult result = copy ({ "--connections", "1" });

  EXPECT_EQ (result.status, 0) << result.all ();
  Names all = once;
  all.erase ("Archive 5");
  all.insert ("Sent 5");
  EXPECT_EQ (arrived (), all);
}

/* ---- what is not the same ---- */

TEST_F (Duplicates, MessagesOfAnotherSizeOrWithoutHeadersAllGo)
{
  old_side.edit ([] (FaultyMail &mail) {
    mail.erase ("Sent");
    mail["Archive"].messages.clear ();
    mail["INBOX"].messages.clear ();
    mail["INBOX"].add (make_message (1));
    mail["INBOX"].add (make_message (1, "Other words.\r\n\r\n"));
    mail["INBOX"].add ("X-Nothing: at all\r\n\r\nWords.\r\n");
    mail["INBOX"].add ("X-Nothing: at all\r\n\r\nWords.\r\n");
  });
  expect_all_arrived (copy ());
}

/* ---- interruptions ---- */

TEST_F (Duplicates, AKillInBetweenLosesNothingAndDoublesNothing)
{
  const std::string base = state;

  for (unsigned appended = 1; appended <= 7; appended++)
    {
      state = base + "/" + std::to_string (appended);
      new_side.edit ([] (FaultyMail &mail) {
        mail.clear ();
        mail["INBOX"];
      });
      std::atomic<unsigned> count = 0;
      CliProcess process (arguments ("copy", { "--leave-duplicates" }), environment ());
      new_side.on ("APPEND", [&] (Turn &turn) {
        if (++count == appended)
          {
            turn.run_silently ();
            process.send_signal (SIGKILL);
          }
      });
      process.finish ();
      new_side.forget_faults ();
      const CliResult result = copy ();
      EXPECT_EQ (result.status, 0) << appended << result.all ();
      EXPECT_EQ (arrived (), once) << appended;
      EXPECT_EQ (duplicates (result), left) << appended;
    }
  state = base;
}

/* ---- other rules beside it ---- */

TEST_F (Duplicates, OnlyWhatIsTakenAlongCounts)
{
  old_side.edit ([] (FaultyMail &mail) {
    mail["INBOX"].find (1)->flags = { "\\Deleted" };
    mail["INBOX"].find (2)->flags = { "\\Deleted" };
  });
  const CliResult result = copy ({ "--leave-deleted" });

  EXPECT_EQ (result.status, 0) << result.all ();
  Names all = once;
  all.erase ("INBOX 2");
  all.insert ("Archive 2");
  EXPECT_EQ (arrived (), all) << "of number 1 the other of INBOX";
  EXPECT_EQ (json_number (result.report (), "left_behind"), 4);
  EXPECT_EQ (json_number (result.report (), "left_duplicates"), 2);
}

TEST_F (Duplicates, BesideSeveralOnce)
{
  old_side.edit_options ([] (FaultyOptions &options) {
    options.capabilities = "IMAP4rev1 LITERAL+ UIDPLUS NAMESPACE OBJECTID";
  });
  old_side.edit ([] (FaultyMail &mail) {
    unsigned long id = 100;

    for (auto &[name, folder] : mail)
      for (FaultyMessage &message : folder.messages)
        message.object_id = id++;
    /* number 2 is one message in two folders */
    mail["Archive"].find (2)->object_id = mail["INBOX"].find (2)->object_id;
  });
  spoil ("INBOX", 2);
  const CliResult result = copy ({ "--several", "once" });

  EXPECT_EQ (problems (result), (Problems{ { "INBOX/2", "unreadable" } })) << result.all ();
  Names all = once;
  all.erase ("INBOX 2");
  all.insert ("Archive 2");
  EXPECT_EQ (arrived (), all);
}

TEST_F (Duplicates, ACheckReadsAllOfThem)
{
  spoil ("Archive", 1);
  const CliResult result = run_cli (
    { "check", "--from", old_side.url (), "--allow-plaintext", "--json", "--leave-duplicates" },
    environment ());

  EXPECT_EQ (problems (result), (Problems{ { "Archive/1", "unreadable" } })) << result.all ();
  EXPECT_EQ (json_number (result.report (), "left_behind"), 0);
}
