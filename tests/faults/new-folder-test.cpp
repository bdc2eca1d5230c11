/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/folder-arrivals.hpp"

#include <atomic>
#include <csignal>

/* Folders that the new side does not want as they are. */
namespace
{

using Names = std::map<std::string, std::string>;

class NewFolders : public FolderArrivals
{
protected:
  /* Refuses to create what @is_wrong says. */
  void
  refuse (const std::function<bool (const std::string &name)> &is_wrong,
          const std::string &answer = "[CANNOT] Invalid mailbox name")
  {
    new_side.on ("CREATE", [is_wrong, answer] (Turn &turn) {
      std::string name = turn.arguments;

      if (name.size () > 1 && name.front () == '"')
        name = name.substr (1, name.size () - 2);
      if (is_wrong (name))
        turn.no (answer);
    });
  }

  void
  refuse_characters (const std::string &characters)
  {
    refuse ([characters] (const std::string &name) {
      return name.find_first_of (characters) != std::string::npos;
    });
  }

  void
  add_foreign (const std::string &name, bool listed = true)
  {
    new_side.edit ([&] (FaultyMail &mail) {
      mail[name].add (make_message (9999, name + "\r\n"));
      mail[name].listed = listed;
    });
  }
};

TEST_F (NewFolders, LoseCharactersThatAreRefused)
{
  fill_each ({ "a%b", "a%b/c*d", "a%b/plain", "say \"x\"", "plain" });
  refuse_characters ("%*\\\"");
  const CliResult result = copy ();
  expect_each_arrived (result);
  EXPECT_EQ (renamed (result), (Names{ { "a%b", "a_b" },
                                       { "a%b/c*d", "a_b/c_d" },
                                       { "a%b/plain", "a_b/plain" },
                                       { "say \"x\"", "say _x_" } }));
  EXPECT_EQ (arrived_as ("a%b/c*d"), "a_b/c_d");
}

TEST_F (NewFolders, LoseBlanksAndDotsAtTheirEnds)
{
  fill_each ({ " two  blanks ", ".hidden." });
  refuse ([] (const std::string &name) {
    return name.front () == ' ' || name.back () == ' ' || name.find ("  ") != std::string::npos ||
           name.front () == '.' || name.back () == '.';
  });
  const CliResult result = copy ();
  expect_each_arrived (result);
  EXPECT_EQ (renamed (result),
             (Names{ { " two  blanks ", "two blanks" }, { ".hidden.", "hidden" } }));
}

TEST_F (NewFolders, AreShortenedAndStayApart)
{
  const std::string first (120, 'x');
  const std::string second = first + "y";

  fill_each ({ first, second, "short" });
  refuse ([] (const std::string &name) { return name.size () > 70; });
  const CliResult result = copy ();
  expect_each_arrived (result);
  EXPECT_EQ (renamed (result).size (), 2u);
  EXPECT_EQ (renamed (result)[first].size (), 60u);
}

TEST_F (NewFolders, AreFlattenedWhereTheyAreTooDeep)
{
  fill_each ({ "Archive", "Archive/2009", "Archive/2009/May", "Archive/2009/May/1" });
  refuse (
    [] (const std::string &name) { return std::count (name.begin (), name.end (), '/') > 1; });
  const CliResult result = copy ();
  expect_each_arrived (result);
  EXPECT_EQ (renamed (result), (Names{ { "Archive/2009/May", "Archive/2009 - May" },
                                       { "Archive/2009/May/1", "Archive/2009 - May - 1" } }))
    << result.all ();
}

TEST_F (NewFolders, AreFlattenedWhereNothingSeparatesLevels)
{
  new_side.edit_options ([] (FaultyOptions &options) { options.separator = '\0'; });
  fill_each ({ "Archive", "Archive/2009/May" });
  const CliResult result = copy ();
  expect_each_arrived (result);
  EXPECT_EQ (renamed (result), (Names{ { "Archive/2009/May", "Archive - 2009 - May" } }));
}

TEST_F (NewFolders, GetAnotherNameWhereTheirsIsReserved)
{
  fill_each ({ "Notes" });
  refuse ([] (const std::string &name) { return name == "Notes"; });
  const CliResult result = copy ();
  expect_each_arrived (result);
  EXPECT_EQ (renamed (result), (Names{ { "Notes", "Notes (old)" } }));
}

/* Neither what is there already nor what another old folder became, whether LIST shows it or not.
 */
TEST_F (NewFolders, DoNotGoIntoOthersByTheirNewNames)
{
  add_foreign ("a_b");
  add_foreign ("a_b 2", false);
  fill_each ({ "a%b", "a*b", "a%b/x" });
  refuse_characters ("%*");
  const CliResult result = copy ();
  expect_each_arrived (result);
  EXPECT_EQ (arrived_as ("a%b").substr (0, 4), "a_b ");
  EXPECT_EQ (arrived_as ("a%b/x"), arrived_as ("a%b") + "/x");
  EXPECT_EQ (new_side.mail ()["a_b"].messages.size (), 1u);
  EXPECT_EQ (new_side.mail ()["a_b 2"].messages.size (), 1u);
}

/* The same where the one below is the first to have its turn, being the heavier. */
TEST_F (NewFolders, DoNotGoIntoOthersBelowTheirNewNames)
{
  add_foreign ("a_b");
  add_foreign ("a_b 2", false);
  fill_each ({ "a%b", "a%b/x" });
  fill ("a%b/x", 40, 500);
  refuse_characters ("%*");
  const CliResult result = copy ({ "--connections", "1" });
  expect_each_arrived (result);
  EXPECT_EQ (arrived_as ("a%b").substr (0, 4), "a_b ");
  EXPECT_EQ (arrived_as ("a%b/x"), arrived_as ("a%b") + "/x");
  EXPECT_EQ (new_side.mail ()["a_b 2"].messages.size (), 1u);
}

/* To whom case is nothing. */
TEST_F (NewFolders, StayApartWhereTheyDifferInCaseAlone)
{
  fill_each ({ "Work", "work" });
  const auto is_known = [this] (const std::string &name) {
    for (const auto &[known, folder] : new_side.mail ())
      if (g_ascii_strcasecmp (known.c_str (), name.c_str ()) == 0)
        return true;
    return false;
  };
  refuse (is_known, "[ALREADYEXISTS] Mailbox already exists");
  const CliResult result = copy ();
  expect_each_arrived (result);
  EXPECT_EQ (renamed (result).size (), 1u);
}

TEST_F (NewFolders, AreThoseThatDifferInCaseWhereNobodyElseGoesThere)
{
  new_side.edit ([] (FaultyMail &mail) { mail["Projects"]; });
  fill_each ({ "Old" });
  refuse ([] (const std::string &name) { return name == "projects"; },
          "[ALREADYEXISTS] Mailbox already exists");
  const CliResult result = copy ({ "--map", "Old=projects" });
  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (arrived_as ("Old"), "Projects");
  EXPECT_EQ (renamed (result), (Names{ { "Old", "Projects" } }));
}

TEST_F (NewFolders, AreNotTriedUnderManyNamesWithoutTheRight)
{
  fill_each ({ "a%b", "INBOX" });
  refuse ([] (const std::string &) { return true; }, "[NOPERM] Permission denied");
  const CliResult result = copy ();
  EXPECT_EQ (problems (result), (Names{ { "a%b", "folder-not-created" } }));
  EXPECT_EQ (renamed (result), Names ());
  /* Together with others, and then by itself. */
  EXPECT_EQ (new_side.count ("CREATE"), 2u);
  expect_rest_arrived (result);
}

TEST_F (NewFolders, AreReportedWhereNoNameIsTaken)
{
  fill_each ({ "a%b/c", "INBOX" });
  refuse ([] (const std::string &) { return true; }, "[LIMIT] Too many folders");
  const CliResult result = copy ();
  EXPECT_EQ (problems (result), (Names{ { "a%b/c", "folder-not-created" } }));
  EXPECT_EQ (renamed (result), Names ());
  EXPECT_EQ (arrived_as ("INBOX"), "INBOX");
  new_side.forget_faults ();
  expect_each_arrived (copy ());
  EXPECT_EQ (arrived_as ("a%b/c"), "a%b/c");
}

TEST_F (NewFolders, AreNotThereForAnswersAlone)
{
  fill_each ({ "Work", "INBOX" });
  new_side.on ("CREATE", [] (Turn &turn) { turn.ok ("created"); });
  const CliResult result = copy ();
  EXPECT_EQ (problems (result), (Names{ { "Work", "folder-not-created" } }));
  new_side.forget_faults ();
  expect_each_arrived (copy ());
}

/* On another machine of a cluster. */
TEST_F (NewFolders, MayTakeAWhileToBeThere)
{
  fill_each ({ "Work" });
  new_side.on ("SELECT", [] (Turn &turn) {
    if (turn.nth () == 1)
      turn.no ("[NONEXISTENT] Mailbox doesn't exist");
  });
  expect_each_arrived (copy ());
}

TEST_F (NewFolders, AreKnownAgainWhenTheAnswerIsLost)
{
  fill_each ({ "a%b" });
  refuse_characters ("%");
  std::atomic<bool> lost = false;
  new_side.on ("CREATE", [&lost] (Turn &turn) {
    if (turn.arguments.find ("a_b") != std::string::npos && !lost.exchange (true))
      turn.run_and_cut (0, Ending::close);
  });
  const CliResult result = copy ();
  expect_each_arrived (result);
  EXPECT_EQ (arrived_as ("a%b"), "a_b");
}

/* It died behind the creation, before it had an answer. */
TEST_F (NewFolders, AreKnownAgainByALaterRun)
{
  fill_each ({ "a%b" });
  refuse_characters ("%");
  {
    CliProcess *dying = nullptr;
    new_side.on ("CREATE", [&] (Turn &turn) {
      if (turn.arguments.find ("a_b") == std::string::npos)
        return;
      new_side.edit ([] (FaultyMail &mail) { mail["a_b"].uid_validity = 7; });
      dying->send_signal (SIGKILL);
      turn.end (Ending::hang);
    });
    CliProcess process (arguments ("copy"), environment ());
    dying = &process;
    EXPECT_EQ (process.finish ().status, 128 + SIGKILL);
  }
  new_side.forget_faults ();
  refuse_characters ("%");
  const CliResult result = copy ();
  expect_each_arrived (result);
  EXPECT_EQ (arrived_as ("a%b"), "a_b");
}

TEST_F (NewFolders, NeedNoSubscription)
{
  fill_each ({ "Work" });
  new_side.on ("SUBSCRIBE", [] (Turn &turn) { turn.no ("[NOPERM] no"); });
  expect_each_arrived (copy ());
}

} // namespace
