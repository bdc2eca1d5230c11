/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/attended.hpp"
#include "faults/fault-fixture.hpp"

#include <atomic>

/* A move that is run once more: what has not changed is not opened on either side. */
class Again : public Faults
{
protected:
  using Names = std::vector<std::string>;

  void
  SetUp () override
  {
    for (unsigned i = 0; i < folders; i++)
      fill ("Box" + std::to_string (i), 3, 10 * i);
    fill ("INBOX", 3, 500);
    expect_all_arrived (copy ());
  }

  /* The folders that were opened on a side since the last time, without their quotes. */
  Names
  opened (FaultyServer &server, size_t &seen)
  {
    const std::vector<Heard> log = server.log ();
    Names names;

    for (; seen < log.size (); seen++)
      if (log[seen].name == "EXAMINE" || log[seen].name == "SELECT")
        {
          std::string name = log[seen].arguments;

          name.erase (std::remove (name.begin (), name.end (), '"'), name.end ());
          names.push_back (name.substr (0, name.find (' ')));
        }
    return names;
  }

  /* The same, each once. */
  std::set<std::string>
  opened_names (FaultyServer &server, size_t &seen)
  {
    const Names names = opened (server, seen);

    return { names.begin (), names.end () };
  }

  /* Runs once more; each side is to be opened in these folders only. */
  void
  expect_opened (const Names &old_folders, const Names &new_folders,
                 const std::vector<std::string> &more = {})
  {
    opened (old_side, old_seen);
    opened (new_side, new_seen);
    const CliResult result = copy (more);

    EXPECT_EQ (result.status, 0) << result.all ();
    EXPECT_EQ (json_number (result.report (), "folders"), folders + 1);
    EXPECT_EQ (opened_names (old_side, old_seen),
               std::set<std::string> (old_folders.begin (), old_folders.end ()));
    EXPECT_EQ (opened_names (new_side, new_seen),
               std::set<std::string> (new_folders.begin (), new_folders.end ()));
    expect_all_arrived (result);
  }

  static constexpr unsigned folders = 5;
  size_t old_seen = 0, new_seen = 0;
};

TEST_F (Again, NothingNewOpensNoFolder)
{
  expect_opened ({}, {});
  expect_opened ({}, {}, { "--verify", "full" });
}

TEST_F (Again, FoldersWithNewMailAreOpened)
{
  fill ("Box3", 2, 700);
  expect_opened ({ "Box3" }, { "Box3" });
}

TEST_F (Again, FoldersThatLostMailAreListed)
{
  old_side.edit ([] (FaultyMail &mail) { mail["Box1"].messages.pop_back (); });
  opened (old_side, old_seen);
  EXPECT_EQ (copy ().status, 0);
  EXPECT_EQ (opened_names (old_side, old_seen), (std::set<std::string>{ "Box1" }));
}

TEST_F (Again, FoldersThatWereNumberedAnewAreOpened)
{
  old_side.edit ([] (FaultyMail &mail) { mail["Box2"].uid_validity++; });
  expect_opened ({ "Box2" }, { "Box2" });
}

TEST_F (Again, OtherRulesOpenThem)
{
  opened (old_side, old_seen);
  EXPECT_EQ (copy ({ "--max-size", "1M" }).status, 0);
  EXPECT_EQ (opened_names (old_side, old_seen).size (), folders + 1);
  expect_opened ({}, {}, { "--max-size", "1M" });
}

/* Without HIGHESTMODSEQ a message may have lost the mark for which it was left behind. */
TEST_F (Again, FoldersAreOpenedForTheirFlagsWhereTheseMatter)
{
  old_side.edit ([] (FaultyMail &mail) { mail["Box4"].messages[0].flags = { "\\Deleted" }; });
  EXPECT_EQ (copy ({ "--leave-deleted" }).status, 0);
  opened (old_side, old_seen);
  EXPECT_EQ (copy ({ "--leave-deleted" }).status, 0);
  EXPECT_EQ (opened_names (old_side, old_seen).size (), folders + 1);
}

TEST_F (Again, WhatWasSkippedIsTriedAgain)
{
  std::atomic<bool> refuses = true;

  fill ("Box0", 1, 800);
  new_side.on ("APPEND", [&] (Turn &turn) {
    if (refuses)
      turn.no ("Message refused because it contains a virus");
  });
  EXPECT_EQ (copy ().status, 1);
  refuses = false;
  expect_opened ({ "Box0" }, { "Box0" });
}

TEST_F (Again, WhatWentMissingIsSentAgain)
{
  new_side.edit ([] (FaultyMail &mail) { mail["Box2"].messages.pop_back (); });
  EXPECT_EQ (run ("verify").status, 1);
  expect_opened ({ "Box2" }, { "Box2" });
}

TEST_F (Again, AFolderThatWasUnreadableIsTriedAgain)
{
  std::atomic<bool> refuses = true;

  fill ("Box1", 1, 800);
  old_side.on ("EXAMINE", [&] (Turn &turn) {
    if (refuses)
      turn.no ("[NOPERM] Permission denied");
  });
  EXPECT_EQ (copy ().status, 1);
  refuses = false;
  expect_opened ({ "Box1" }, { "Box1" });
}

/* Somebody looks at the folders for an hour before they start. */
TEST_F (Again, AnOldSurveyIsNotTrusted)
{
  const size_t counted = old_side.count ("STATUS");
  Attended attended (
    old_side, new_side, state,
    [&] (DecantSurvey &survey) {
      for (guint i = 0; i < survey.old_folders->len; i++)
        static_cast<DecantFolder *> (survey.old_folders->pdata[i])->counted_at -= G_TIME_SPAN_HOUR;
      fill ("Box3", 2, 700);
    },
    TRUE);
  g_autoptr (GError) error = nullptr;

  opened (old_side, old_seen);
  g_autoptr (DecantReport) report = attended.run (&error);
  ASSERT_NE (report, nullptr) << (error ? error->message : "");
  EXPECT_TRUE (report->verified);
  EXPECT_EQ (report->copied, 2u);
  EXPECT_EQ (report->found, 3 * (folders + 1) + 2);
  /* to list it and to read it */
  EXPECT_EQ (opened (old_side, old_seen), (Names{ "Box3", "Box3" }));
  /* for the survey, and once more */
  EXPECT_EQ (old_side.count ("STATUS") - counted, 2 * (folders + 1));
}

TEST_F (Again, AnOldSurveyThatCannotBeMadeAnewIsDoneWithout)
{
  Attended attended (
    old_side, new_side, state,
    [&] (DecantSurvey &survey) {
      for (guint i = 0; i < survey.old_folders->len; i++)
        static_cast<DecantFolder *> (survey.old_folders->pdata[i])->counted_at -= G_TIME_SPAN_HOUR;
    },
    TRUE);
  g_autoptr (GError) error = nullptr;

  old_side.on ("LIST", [] (Turn &turn) { turn.no ("[SERVERBUG] not now"); });
  opened (old_side, old_seen);
  g_autoptr (DecantReport) report = attended.run (&error);
  ASSERT_NE (report, nullptr) << (error ? error->message : "");
  EXPECT_TRUE (report->verified);
  EXPECT_EQ (opened_names (old_side, old_seen).size (), folders + 1);
}

/* The same plan once more: mail has come since the survey. */
TEST_F (Again, ASurveyForAnotherRunIsNotTrusted)
{
  Attended attended (old_side, new_side, state, [&] (DecantSurvey &) { fill ("Box3", 2, 700); });
  g_autoptr (GError) error = nullptr;

  opened (old_side, old_seen);
  g_autoptr (DecantReport) report = attended.run (&error);
  ASSERT_NE (report, nullptr) << (error ? error->message : "");
  EXPECT_EQ (report->copied, 2u);
  EXPECT_EQ (opened_names (old_side, old_seen), (std::set<std::string>{ "Box3" }));
}
