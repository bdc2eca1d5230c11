/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal-fixture.h"

#include <thread>

namespace
{

using Uids = std::vector<guint32>;
using Lines = std::vector<std::string>;

/* ---- listing ---- */

TEST_F (JournalTest, ListingPlansAndLeavesBehind)
{
  open ();
  const DecantJournalFolder folder = enter ();

  EXPECT_EQ (folder.uid_validity, 1u);
  EXPECT_EQ (folder.previous_id, 0);
  EXPECT_FALSE (folder.complete);
  list (folder.id, { 1, 2 }, { 2 });
  list (folder.id, { 3, 5 });
  EXPECT_FALSE (enter ().complete) << "the listing has not ended";
  finish (folder.id, 4);
  EXPECT_EQ (planned (folder.id), (Uids{ 1, 3, 5 }));
  EXPECT_EQ (planned (folder.id, 1, 1), (Uids{ 3 }));
  EXPECT_EQ (count ().left_behind, 1u);
  EXPECT_EQ (count ().size_planned, 900u);
  EXPECT_FALSE (enter ().complete);

  const DecantJournalFolder again = enter ();
  EXPECT_EQ (again.id, folder.id);
  EXPECT_EQ (again.messages, 4u);
  EXPECT_EQ (again.uid_next, 5u);
  EXPECT_EQ (again.highest_modseq, 7u);
}

TEST_F (JournalTest, MessagesComeBackAsListed)
{
  open ();
  const DecantJournalFolder folder = enter ();
  g_autoptr (DecantMessage) message = decant_message_new (G_MAXUINT32);
  DecantMessage *const page[] = { message };
  const gboolean left = FALSE;
  message->flags = static_cast<DecantFlags> (DECANT_FLAG_SEEN | DECANT_FLAG_DRAFT);
  message->keywords = g_strsplit ("$Label1 Ünicode", " ", -1);
  message->internal_date = -5;
  message->date_offset = -570;
  message->size = G_MAXUINT64;
  ASSERT_TRUE (decant_journal_record_listing (journal, folder.id, page, &left, 1, nullptr));
  g_autoptr (GPtrArray) back = decant_journal_list_planned (journal, folder.id, 0, 10, nullptr);

  ASSERT_EQ (back->len, 1u);
  auto *read = static_cast<DecantMessage *> (back->pdata[0]);
  EXPECT_EQ (read->uid, G_MAXUINT32);
  EXPECT_EQ (read->flags, message->flags);
  EXPECT_TRUE (g_strv_equal (read->keywords, message->keywords));
  EXPECT_EQ (read->internal_date, -5);
  EXPECT_EQ (read->date_offset, -570);
  EXPECT_EQ (read->size, static_cast<guint64> (G_MAXINT64)) << "as far as SQLite counts";

  message->internal_date = DECANT_DATE_UNKNOWN;
  g_clear_pointer (&message->keywords, g_strfreev);
  ASSERT_TRUE (decant_journal_record_listing (journal, folder.id, page, &left, 1, nullptr));
  g_autoptr (GPtrArray) updated = decant_journal_list_planned (journal, folder.id, 0, 10, nullptr);
  read = static_cast<DecantMessage *> (updated->pdata[0]);
  EXPECT_EQ (read->internal_date, DECANT_DATE_UNKNOWN);
  EXPECT_EQ (read->keywords, nullptr);
}

TEST_F (JournalTest, OtherRulesMoveMessagesBetweenPlannedAndLeftBehind)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1, 2, 3 }, { 2 });
  send_and_settle ({ entry (folder, 3, 30) });
  list_all (folder.id, { 1, 2, 3 }, { 1, 3 });

  EXPECT_EQ (planned (folder.id), (Uids{ 2 }));
  EXPECT_EQ (count ().left_behind, 1u);
  EXPECT_EQ (count ().done, 1u) << "what arrived has arrived";
}

TEST_F (JournalTest, WhatIsNoLongerListedIsForgottenUnlessItWasSent)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1, 2, 3, 4, 5, 6 }, { 2 });
  skip (folder, 3);
  send_and_settle ({ entry (folder, 4, 40) });
  send ({ entry (folder, 5) });
  settle ({ entry (folder, 6, 60) }, DECANT_OUTCOME_ALREADY_THERE);
  list_all (folder.id, {});
  const DecantJournalCounts counts = count ();

  EXPECT_EQ (counts.planned, 1u) << "that one is on its way";
  EXPECT_EQ (counts.done, 1u);
  EXPECT_EQ (counts.already_there, 1u);
  EXPECT_EQ (counts.left_behind, 0u);
  EXPECT_EQ (counts.skipped, 0u);
  EXPECT_EQ (counts.size_planned, 501u) << "as it was sent";
  EXPECT_EQ (counts.size_arrived, 1001u) << "one as it was sent, one as it was listed";
  EXPECT_EQ (problems (), Lines ());
}

TEST_F (JournalTest, AMessageListedWhileOnItsWayIsNotForgottenWhenItIsToBeSentAgain)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1 });
  send ({ entry (folder, 1) });
  list (folder.id, { 1 });
  settle ({ entry (folder, 1) }, DECANT_OUTCOME_PLANNED_AGAIN);
  finish (folder.id, 1);
  EXPECT_EQ (planned (folder.id), (Uids{ 1 }));
}

TEST_F (JournalTest, SkippedInThisRunStaysSkippedWhenListedAgain)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1, 2 });
  skip (folder, 1);
  list_all (folder.id, { 1, 2 });
  EXPECT_EQ (planned (folder.id), (Uids{ 2 }));
  EXPECT_EQ (problems (), (Lines{ "Inbox 1 unreadable" }));
}

TEST_F (JournalTest, CompleteMeansNothingIsLeftToDo)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1, 2, 3 }, { 3 });
  EXPECT_FALSE (enter ().complete);
  send ({ entry (folder, 1), entry (folder, 2) });
  EXPECT_FALSE (enter ().complete);
  settle ({ entry (folder, 1, 10), entry (folder, 2, 20) });
  EXPECT_TRUE (enter ().complete);
  const DecantJournalEntry second = entry (folder, 2);
  ASSERT_TRUE (decant_journal_record_missing (journal, &second, 1, nullptr));
  EXPECT_FALSE (enter ().complete);
}

/* ---- the way of a message ---- */

/* A listing that could not tell the date, a reading that could, and a crash before the answer. */
TEST_F (JournalTest, DateThatOnlyTheReadingToldIsKeptWithTheIntent)
{
  open ();
  const DecantJournalFolder folder = enter ();
  DecantMessage *bare = decant_message_new (7);
  const gboolean stays = FALSE;
  ASSERT_TRUE (decant_journal_record_listing (journal, folder.id, &bare, &stays, 1, nullptr));
  decant_message_free (bare);
  DecantJournalEntry sent = entry (folder, 7);
  sent.internal_date = 1000000000;
  sent.date_offset = -360;
  send ({ sent });
  ASSERT_TRUE (
    decant_journal_record_outcome (journal, &sent, 1, DECANT_OUTCOME_PLANNED_AGAIN, nullptr));
  g_autoptr (GPtrArray) again = decant_journal_list_planned (journal, folder.id, 0, 10, nullptr);
  ASSERT_EQ (again->len, 1u);
  const auto *message = static_cast<const DecantMessage *> (again->pdata[0]);
  EXPECT_EQ (message->internal_date, 1000000000);
  EXPECT_EQ (message->date_offset, -360);
}

TEST_F (JournalTest, EntriesKeepWhatWasSent)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 7 });
  DecantJournalEntry sent = entry (folder, 7);
  g_autofree char *keywords = g_strdup ("$Label1 work");
  sent.keywords = keywords;
  send ({ sent });
  EXPECT_EQ (doubtful (folder.new_folder_id), (Uids{ 7 }));
  g_autoptr (GArray)
    on_the_way = decant_journal_list_doubtful (journal, folder.new_folder_id, nullptr);
  const DecantJournalEntry &doubt = g_array_index (on_the_way, DecantJournalEntry, 0);
  EXPECT_EQ (doubt.folder_id, folder.id);
  EXPECT_EQ (doubt.new_folder_id, folder.new_folder_id);
  EXPECT_EQ (doubt.uid_next, 500u);
  EXPECT_EQ (doubt.internal_date, 1007);
  EXPECT_TRUE (decant_identity_equal (&doubt.identity, &sent.identity));
  EXPECT_TRUE (doubt.has_digest);

  sent.new_uid = 501;
  settle ({ sent });
  EXPECT_EQ (doubtful (folder.new_folder_id), Uids ());
  g_autoptr (GArray) entries = decant_journal_list_arrived (journal, folder.new_folder_id, FALSE,
                                                            nullptr, G_MAXUINT, nullptr);
  ASSERT_EQ (entries->len, 1u);
  const DecantJournalEntry &done = g_array_index (entries, DecantJournalEntry, 0);
  EXPECT_EQ (done.new_uid, 501u);
  EXPECT_EQ (done.size, 701u);
  EXPECT_EQ (done.flags, DECANT_FLAG_SEEN);
  EXPECT_STREQ (done.keywords, "$Label1 work");
  EXPECT_EQ (memcmp (done.digest, sent.digest, sizeof sent.digest), 0);
  EXPECT_FALSE (done.verified);
}

TEST_F (JournalTest, AlreadyThereKeepsAnIdentityAndNoDigest)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1 });
  const DecantJournalEntry there = entry (folder, 1, 9);
  settle ({ there }, DECANT_OUTCOME_ALREADY_THERE);
  g_autoptr (GArray) entries = decant_journal_list_arrived (journal, folder.new_folder_id, FALSE,
                                                            nullptr, G_MAXUINT, nullptr);

  ASSERT_EQ (entries->len, 1u);
  const DecantJournalEntry &read = g_array_index (entries, DecantJournalEntry, 0);
  EXPECT_FALSE (read.has_digest);
  EXPECT_EQ (read.new_uid, 9u);
  EXPECT_TRUE (decant_identity_equal (&read.identity, &there.identity));
  EXPECT_EQ (count ().already_there, 1u);
}

TEST_F (JournalTest, WhatHasArrivedInSlices)
{
  open ();
  const DecantJournalFolder folder = enter ();
  const DecantJournalFolder other = enter ("Other", 1, "Inbox");
  list_all (folder.id, { 1, 2, 3, 4, 5, 6 });
  list_all (other.id, { 1, 2 });
  send_and_settle ({ entry (folder, 1, 30), entry (folder, 2, 20), entry (folder, 3, 0),
                     entry (folder, 4, 0), entry (other, 1, 0), entry (folder, 5, 30) });
  send ({ entry (other, 2) });
  DecantJournalEntry after = {};

  const auto next = [&] (guint most, gboolean only_unlocated = FALSE) {
    GArray *entries = decant_journal_list_arrived (journal, folder.new_folder_id, only_unlocated,
                                                   &after, most, nullptr);

    if (entries->len > 0)
      {
        const DecantJournalEntry &last = g_array_index (entries, DecantJournalEntry,
                                                        entries->len - 1);

        after.folder_id = last.folder_id;
        after.uid = last.uid;
        after.new_uid = last.new_uid;
      }
    return uids_of (entries);
  };

  EXPECT_EQ (next (2), (Uids{ 3, 4 }));
  EXPECT_EQ (next (2), (Uids{ 1, 2 })) << "of the other folder, and the first by new UID";
  EXPECT_EQ (next (1), (Uids{ 1, 5 })) << "of one new UID";
  EXPECT_EQ (next (1), Uids ());
  after = {};
  EXPECT_EQ (next (2, TRUE), (Uids{ 3, 4 }));
  EXPECT_EQ (next (2, TRUE), (Uids{ 1 }));
  EXPECT_EQ (next (2, TRUE), Uids ());
}

TEST_F (JournalTest, NewUidsAndUnlocatedOnes)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1, 2, 3, 4 });
  send_and_settle ({ entry (folder, 1, 30), entry (folder, 2, 20), entry (folder, 3, 0) });
  settle ({ entry (folder, 4, 40) }, DECANT_OUTCOME_ALREADY_THERE);
  EXPECT_EQ (arrived (folder.new_folder_id), (Uids{ 3, 2, 1, 4 })) << "by new UID";
  EXPECT_EQ (arrived (folder.new_folder_id, TRUE), (Uids{ 3 }));
  const DecantJournalEntry third = entry (folder, 3, 25);
  ASSERT_TRUE (decant_journal_locate (journal, &third, 1, nullptr));
  EXPECT_EQ (arrived (folder.new_folder_id, TRUE), Uids ());
  g_autoptr (GHashTable)
    uids = decant_journal_list_new_uids (journal, folder.new_folder_id, nullptr);
  EXPECT_EQ (g_hash_table_size (uids), 4u);
  for (guint uid : { 20u, 25u, 30u, 40u })
    EXPECT_TRUE (g_hash_table_contains (uids, GUINT_TO_POINTER (uid))) << uid;
}

TEST_F (JournalTest, SentAgainAfterARefusal)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1, 2 });
  send ({ entry (folder, 1), entry (folder, 2) });
  settle ({ entry (folder, 1) }, DECANT_OUTCOME_PLANNED_AGAIN);
  EXPECT_EQ (planned (folder.id), (Uids{ 1 }));
  EXPECT_EQ (doubtful (folder.new_folder_id), (Uids{ 2 }));
  skip (folder, 2, DECANT_REASON_REFUSED);
  EXPECT_EQ (doubtful (folder.new_folder_id), Uids ());
  EXPECT_EQ (problems (), (Lines{ "Inbox 2 refused" }));
}

TEST_F (JournalTest, SeveralOldFoldersMayGoToOneNewFolder)
{
  open ();
  const DecantJournalFolder first = enter ("A", 1, "Both");
  const DecantJournalFolder second = enter ("B", 1, "Both");
  ASSERT_EQ (first.new_folder_id, second.new_folder_id);
  list_all (first.id, { 1 });
  list_all (second.id, { 1, 2 });
  send_and_settle ({ entry (first, 1, 10), entry (second, 1, 11) });
  EXPECT_EQ (arrived (first.new_folder_id), (Uids{ 1, 1 }));
  EXPECT_EQ (count ("A").done, 1u);
  EXPECT_EQ (count ("B").done, 1u);
  EXPECT_EQ (count ("B").planned, 1u);
  EXPECT_EQ (count ().done, 2u);
}

TEST_F (JournalTest, AnotherDestinationKeepsWhatArrived)
{
  open ();
  const DecantJournalFolder before = enter ("A", 1, "Old place");
  list_all (before.id, { 1, 2 });
  send_and_settle ({ entry (before, 1, 10) });
  const DecantJournalFolder after = enter ("A", 1, "New place");
  EXPECT_EQ (after.id, before.id);
  EXPECT_NE (after.new_folder_id, before.new_folder_id);
  EXPECT_EQ (arrived (before.new_folder_id), (Uids{ 1 }));
  EXPECT_EQ (planned (after.id), (Uids{ 2 }));
}

TEST_F (JournalTest, ABatchIsOneStep)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1 });
  const DecantJournalEntry batch[] = { entry (folder, 1), entry (folder, 99) };
  g_autoptr (GError) error = nullptr;

  EXPECT_FALSE (decant_journal_record_sending (journal, batch, 2, &error));
  EXPECT_TRUE (g_error_matches (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_DAMAGED));
  EXPECT_EQ (planned (folder.id), (Uids{ 1 })) << "nothing of a failed step stays";
  EXPECT_EQ (doubtful (folder.new_folder_id), Uids ());
}

/* ---- runs ---- */

TEST_F (JournalTest, ProblemsArePlannedAgainFolderByFolder)
{
  open ();
  const DecantJournalFolder a = enter ("A");
  const DecantJournalFolder b = enter ("B");
  list_all (a.id, { 1, 2, 3 });
  list_all (b.id, { 1 });
  skip (a, 1);
  skip (b, 1);
  send_and_settle ({ entry (a, 2, 20), entry (a, 3, 30) });
  const DecantJournalEntry missing = entry (a, 2);
  ASSERT_TRUE (decant_journal_record_missing (journal, &missing, 1, nullptr));
  ASSERT_TRUE (decant_journal_record_folder_problem (journal, "A", DECANT_REASON_FOLDER_UNREADABLE,
                                                     "NO", nullptr));
  EXPECT_EQ (problems (), (Lines{ "A 0 folder-unreadable", "A 1 unreadable",
                                  "A 2 missing-after-copy", "B 1 unreadable" }));
  ASSERT_TRUE (decant_journal_begin_run (journal, nullptr));
  EXPECT_EQ (problems ().size (), 4u);
  ASSERT_TRUE (decant_journal_plan_again (journal, "A", nullptr));
  EXPECT_EQ (problems (), (Lines{ "B 1 unreadable" }));
  EXPECT_EQ (planned (a.id), (Uids{ 1, 2 }));
  EXPECT_EQ (planned (b.id), Uids ());
  EXPECT_EQ (arrived (a.new_folder_id), (Uids{ 3 }));
}

TEST_F (JournalTest, TextsAreKept)
{
  open ();
  g_autoptr (GError) error = nullptr;
  g_autofree char *none = decant_journal_get_text (journal, "plan", &error);
  EXPECT_EQ (none, nullptr);
  EXPECT_EQ (error, nullptr);
  ASSERT_TRUE (decant_journal_set_text (journal, "plan", "first", nullptr));
  ASSERT_TRUE (decant_journal_set_text (journal, "plan", "second “ä”", nullptr));
  open ();
  g_autofree char *text = decant_journal_get_text (journal, "plan", nullptr);
  EXPECT_STREQ (text, "second “ä”");
}

TEST_F (JournalTest, ManyThreadsAtOnce)
{
  open ();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; i++)
    threads.emplace_back ([this, i] {
      const std::string path = "Folder " + std::to_string (i);
      const DecantJournalFolder folder = enter (path.c_str (), 1, path.c_str ());
      Uids uids;
      for (guint32 uid = 1; uid <= 100; uid++)
        uids.push_back (uid);
      list_all (folder.id, uids);
      for (guint32 uid = 1; uid <= 20; uid++)
        send_and_settle ({ entry (folder, uid, uid) });
    });
  for (std::thread &thread : threads)
    thread.join ();
  EXPECT_EQ (count ().done, 80u);
  EXPECT_EQ (count ().planned, 320u);
}

/* ---- verification ---- */

TEST_F (JournalTest, VerificationFindsVerifiedMissingAndAltered)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1, 2, 3, 4, 5 });
  send_and_settle ({ entry (folder, 1, 10), entry (folder, 2, 20), entry (folder, 3, 30) });
  settle ({ entry (folder, 4, 40) }, DECANT_OUTCOME_ALREADY_THERE);
  EXPECT_EQ (count ().unverified, 4u);
  const DecantJournalEntry good[] = { entry (folder, 1), entry (folder, 4) };
  const DecantJournalEntry missing = entry (folder, 2), altered = entry (folder, 3);
  ASSERT_TRUE (decant_journal_record_verified (journal, good, 2, nullptr));
  ASSERT_TRUE (decant_journal_record_missing (journal, &missing, 1, nullptr));
  ASSERT_TRUE (decant_journal_record_altered (journal, &altered, "The flags differ.", nullptr));

  const DecantJournalCounts counts = count ();
  EXPECT_EQ (counts.done, 2u) << "an altered one is done";
  EXPECT_EQ (counts.already_there, 1u);
  EXPECT_EQ (counts.missing, 1u);
  EXPECT_EQ (counts.altered, 1u);
  EXPECT_EQ (counts.unverified, 0u);
  EXPECT_EQ (counts.planned, 1u);
  EXPECT_EQ (problems (), (Lines{ "Inbox 2 missing-after-copy", "Inbox 3 altered" }));
  EXPECT_EQ (arrived (folder.new_folder_id), (Uids{ 1, 3, 4 }));

  ASSERT_TRUE (decant_journal_record_verified (journal, &altered, 1, nullptr));
  EXPECT_EQ (count ().altered, 0u) << "it was put right";
  EXPECT_EQ (problems (), (Lines{ "Inbox 2 missing-after-copy" }));
}

TEST_F (JournalTest, ProblemsCarryRawHeaders)
{
  open ();
  const DecantJournalFolder folder = enter ("Ärger/2008");
  list_all (folder.id, { 3 });
  DecantHeaders headers = {};
  headers.message_id = const_cast<char *> ("<1@x>");
  headers.from = const_cast<char *> ("J\xfcrgen <j@x>");
  headers.subject = const_cast<char *> ("");
  ASSERT_TRUE (decant_journal_record_skipped (journal, folder.id, 3, DECANT_REASON_TRUNCATED,
                                              "“too short”", &headers, nullptr));
  g_autoptr (GPtrArray) list = decant_journal_list_problems (journal, nullptr);
  ASSERT_EQ (list->len, 1u);
  auto *problem = static_cast<DecantProblem *> (list->pdata[0]);
  EXPECT_STREQ (problem->folder, "Ärger/2008");
  EXPECT_EQ (problem->uid, 3u);
  EXPECT_STREQ (problem->message_id, "<1@x>");
  EXPECT_STREQ (problem->from, "J\xfcrgen <j@x>");
  EXPECT_STREQ (problem->subject, "");
  EXPECT_EQ (problem->date, nullptr);
  EXPECT_EQ (problem->internal_date, 1003);
  EXPECT_EQ (problem->size, 300u);
  EXPECT_EQ (problem->reason, DECANT_REASON_TRUNCATED);
  EXPECT_STREQ (problem->detail, "“too short”");
  headers.date = const_cast<char *> ("yesterday");
  ASSERT_TRUE (decant_journal_describe (journal, folder.id, 3, &headers, nullptr));
  g_autoptr (GPtrArray) described = decant_journal_list_problems (journal, nullptr);
  g_autoptr (DecantProblem)
    copy = decant_problem_copy (static_cast<DecantProblem *> (described->pdata[0]));
  EXPECT_STREQ (copy->date, "yesterday");
}

TEST_F (JournalTest, LyingSizesDoNotOverflowTheSum)
{
  open ();
  const DecantJournalFolder folder = enter ();
  for (guint32 uid = 1; uid <= 3; uid++)
    {
      g_autoptr (DecantMessage) message = decant_message_new (uid);
      DecantMessage *const page[] = { message };
      const gboolean left = FALSE;
      message->size = G_MAXUINT64;
      ASSERT_TRUE (decant_journal_record_listing (journal, folder.id, page, &left, 1, nullptr));
    }
  EXPECT_EQ (count ().planned, 3u);
  EXPECT_GT (count ().size_planned, static_cast<guint64> (G_MAXINT64 / 8));
  EXPECT_LT (count ().size_planned, static_cast<guint64> (G_MAXINT64));
}

TEST_F (JournalTest, UncopiedAreListedWithoutAReason)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1, 2, 3, 4 }, { 4 });
  send ({ entry (folder, 2) });
  skip (folder, 3);
  g_autoptr (GPtrArray) list = decant_journal_list_uncopied (journal, nullptr);
  ASSERT_EQ (list->len, 2u);
  EXPECT_EQ (static_cast<DecantProblem *> (list->pdata[0])->uid, 1u);
  EXPECT_EQ (static_cast<DecantProblem *> (list->pdata[1])->uid, 2u);
}

TEST_F (JournalTest, NewFoldersWithMessagesOfThisMove)
{
  open ();
  const DecantJournalFolder a = enter ("A", 1, "X");
  enter ("B", 1, "Empty");
  list_all (a.id, { 1 });
  send_and_settle ({ entry (a, 1, 10) });
  gboolean changed;
  ASSERT_TRUE (
    decant_journal_note_new_uid_validity (journal, a.new_folder_id, 77, &changed, nullptr));
  g_autoptr (GPtrArray) folders = decant_journal_list_new_folders (journal, nullptr);
  ASSERT_EQ (folders->len, 1u);
  auto *folder = static_cast<DecantJournalNewFolder *> (folders->pdata[0]);
  EXPECT_EQ (folder->id, a.new_folder_id);
  EXPECT_STREQ (folder->path, "X");
  EXPECT_EQ (folder->uid_validity, 77u);
}

/* Also by what another old folder has sent there, whatever came of it. */
TEST_F (JournalTest, NewFoldersToWhichNothingWasSent)
{
  open ();
  const DecantJournalFolder a = enter ("A", 1, "X");
  const DecantJournalFolder b = enter ("B", 1, "X");
  const DecantJournalFolder c = enter ("C", 1, "Y");
  list_all (a.id, { 1, 2 }, { 2 });
  list_all (c.id, { 1 });
  gboolean unused = FALSE;
  ASSERT_TRUE (decant_journal_is_unused (journal, b.new_folder_id, &unused, nullptr));
  EXPECT_TRUE (unused);
  send ({ entry (a, 1) });
  ASSERT_TRUE (decant_journal_is_unused (journal, b.new_folder_id, &unused, nullptr));
  EXPECT_FALSE (unused);
  ASSERT_TRUE (decant_journal_is_unused (journal, c.new_folder_id, &unused, nullptr));
  EXPECT_TRUE (unused);
}

TEST_F (JournalTest, NewFoldersThatAreCalledOtherwise)
{
  open ();
  const DecantJournalFolder folder = enter ("a%b", 1, "Old/a%b");
  list_all (folder.id, { 1 });
  ASSERT_TRUE (decant_journal_record_created_path (journal, "Old/a%b", "Old/a_b", nullptr));
  ASSERT_TRUE (decant_journal_record_created_path (journal, "Old", "Older", nullptr));
  send_and_settle ({ entry (folder, 1, 10) });
  open ();

  g_autoptr (GHashTable) created = decant_journal_list_created_paths (journal, nullptr);
  EXPECT_EQ (g_hash_table_size (created), 2u);
  EXPECT_STREQ (static_cast<char *> (g_hash_table_lookup (created, "Old/a%b")), "Old/a_b");
  g_autoptr (GPtrArray) folders = decant_journal_list_new_folders (journal, nullptr);
  EXPECT_STREQ (static_cast<DecantJournalNewFolder *> (folders->pdata[0])->path, "Old/a_b");
  g_autoptr (GPtrArray) adjustments = decant_journal_list_adjustments (journal, nullptr);
  ASSERT_EQ (adjustments->len, 1u) << "no old folder is in the other";
  auto *item = static_cast<DecantProblem *> (adjustments->pdata[0]);
  EXPECT_STREQ (item->folder, "a%b");
  EXPECT_EQ (item->uid, 0u);
  EXPECT_EQ (item->adjustment, DECANT_ADJUSTMENT_FOLDER_RENAMED);
  EXPECT_STREQ (item->detail, "Old/a_b");

  ASSERT_TRUE (decant_journal_record_created_path (journal, "Old/a%b", nullptr, nullptr));
  g_autoptr (GPtrArray) none = decant_journal_list_adjustments (journal, nullptr);
  EXPECT_EQ (none->len, 0u);
}

} // namespace
