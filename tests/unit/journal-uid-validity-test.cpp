/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal-fixture.h"

/* The servers number their messages anew. */

namespace
{

using Uids = std::vector<guint32>;
using Lines = std::vector<std::string>;

/* ---- the old side ---- */

TEST_F (JournalTest, UnknownUidValidityMeansAsLastTime)
{
  open ();
  const DecantJournalFolder known = enter ("A", 5);
  EXPECT_EQ (enter ("A", 0).id, known.id);
  EXPECT_EQ (enter ("A", 0).uid_validity, 5u);
  const DecantJournalFolder unknown = enter ("B", 0);
  EXPECT_EQ (enter ("B", 0).id, unknown.id);
}

TEST_F (JournalTest, RenumberedFolderIsMatchedByIdentity)
{
  open ();
  const DecantJournalFolder before = enter ("A", 1);
  list_all (before.id, { 1, 2, 3, 4, 5, 6 }, { 6 });
  send_and_settle ({ entry (before, 1, 10), entry (before, 2, 20) });
  settle ({ entry (before, 3, 30) }, DECANT_OUTCOME_ALREADY_THERE);
  send ({ entry (before, 4) });
  skip (before, 5);

  const DecantJournalFolder after = enter ("A", 2);
  EXPECT_NE (after.id, before.id);
  EXPECT_EQ (after.previous_id, before.id);
  EXPECT_FALSE (after.complete);
  EXPECT_EQ (identified (before.id), (Uids{ 1, 2, 3, 4 }));
  EXPECT_EQ (problems (), Lines ()) << "what was skipped is listed anew";

  const DecantJournalEntry first = entry (before, 1), third = entry (before, 3),
                           fourth = entry (before, 4);
  adopt (first, after.id, 101);
  adopt (third, after.id, 103);
  adopt (fourth, after.id, 104);
  list_all (after.id, { 101, 103, 104, 105 });

  EXPECT_EQ (planned (after.id), (Uids{ 105 }));
  EXPECT_EQ (arrived (after.new_folder_id), (Uids{ 101, 2, 103 }));
  EXPECT_EQ (doubtful (after.new_folder_id), (Uids{ 104 }));
  EXPECT_EQ (enter ("A", 2).previous_id, 0) << "the matching is over";
  const DecantJournalCounts counts = count ("A");
  EXPECT_EQ (counts.done, 2u) << "the one that is gone from the old side has arrived all the same";
  EXPECT_EQ (counts.already_there, 1u);
  EXPECT_EQ (counts.planned, 2u);
}

TEST_F (JournalTest, NothingToMatchIsNoPrevious)
{
  open ();
  const DecantJournalFolder before = enter ("A", 0);
  list_all (before.id, { 1, 2 });
  const DecantJournalFolder after = enter ("A", 2);
  EXPECT_EQ (after.previous_id, 0);
  EXPECT_EQ (count ("A").planned, 0u) << "old UIDs mean nothing now";
}

TEST_F (JournalTest, MatchingGoesOnWhereItWasCutOff)
{
  open ();
  const DecantJournalFolder first = enter ("A", 1);
  list_all (first.id, { 1, 2, 3 });
  send_and_settle ({ entry (first, 1, 10), entry (first, 2, 20), entry (first, 3, 30) });
  const DecantJournalFolder second = enter ("A", 2);
  const DecantJournalEntry one = entry (first, 1);
  adopt (one, second.id, 11);
  open ();
  EXPECT_EQ (enter ("A", 2).previous_id, first.id);
  EXPECT_EQ (identified (first.id), (Uids{ 2, 3 }));

  const DecantJournalFolder third = enter ("A", 3);
  ASSERT_NE (third.previous_id, 0);
  EXPECT_EQ (to_match (third.id), (std::vector<gint64>{ first.id, second.id }))
    << "both earlier ones";
  EXPECT_EQ (identified (first.id), (Uids{ 2, 3 }));
  EXPECT_EQ (identified (second.id), (Uids{ 11 }));
}

TEST_F (JournalTest, NumberedBackAgain)
{
  open ();
  const DecantJournalFolder first = enter ("A", 1);
  list_all (first.id, { 1, 2 });
  send_and_settle ({ entry (first, 1, 10), entry (first, 2, 20) });
  const DecantJournalFolder second = enter ("A", 2);
  const DecantJournalEntry one = entry (first, 1);
  adopt (one, second.id, 11);
  const DecantJournalFolder back = enter ("A", 1);
  EXPECT_EQ (back.id, first.id);
  EXPECT_EQ (back.previous_id, second.id);
  EXPECT_EQ (identified (back.previous_id), (Uids{ 11 }));
  EXPECT_EQ (identified (back.id), (Uids{ 2 }));
  const DecantJournalEntry eleven = entry (second, 11);
  adopt (eleven, back.id, 1);
  list_all (back.id, { 1, 2 });
  EXPECT_TRUE (enter ("A", 1).complete);
  EXPECT_EQ (count ("A").done, 2u);
}

TEST_F (JournalTest, AdoptingTakesThePlaceOfWhatIsOnlyPlanned)
{
  open ();
  const DecantJournalFolder before = enter ("A", 1);
  list_all (before.id, { 1, 2 });
  send_and_settle ({ entry (before, 1, 10), entry (before, 2, 20) });
  const DecantJournalFolder after = enter ("A", 2);
  list (after.id, { 7, 8 });
  const DecantJournalEntry one = entry (before, 1), two = entry (before, 2);
  adopt (one, after.id, 7);
  EXPECT_EQ (planned (after.id), (Uids{ 8 }));
  adopt (two, after.id, 7);
  EXPECT_EQ (identified (before.id), (Uids{ 2 })) << "that UID is accounted for";
  adopt (one, after.id, 8);
  EXPECT_EQ (planned (after.id), (Uids{ 8 })) << "there is nothing left to adopt";
  finish (after.id, 2);
  EXPECT_EQ (planned (after.id), (Uids{ 8 }));
}

TEST_F (JournalTest, WhatIsToBeSentAgainUnderAnEarlierUidValidityIsForgotten)
{
  open ();
  const DecantJournalFolder before = enter ("A", 1);
  list_all (before.id, { 1 });
  send ({ entry (before, 1) });
  const DecantJournalFolder after = enter ("A", 2);
  list_all (after.id, { 100 });
  settle ({ entry (before, 1) }, DECANT_OUTCOME_PLANNED_AGAIN);
  EXPECT_EQ (planned (after.id), (Uids{ 100 }));
  EXPECT_EQ (count ("A").planned, 1u);
}

/* ---- the new side ---- */

TEST_F (JournalTest, RenumberedNewFolderForgetsItsUids)
{
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1, 2, 3 });
  gboolean changed = TRUE;
  ASSERT_TRUE (
    decant_journal_note_new_uid_validity (journal, folder.new_folder_id, 7, &changed, nullptr));
  EXPECT_FALSE (changed) << "the first is no change";
  send_and_settle ({ entry (folder, 1, 10), entry (folder, 2, 20) });
  send ({ entry (folder, 3) });
  const DecantJournalEntry one = entry (folder, 1);
  ASSERT_TRUE (decant_journal_record_verified (journal, &one, 1, nullptr));
  for (guint32 same : { 7u, 0u })
    {
      ASSERT_TRUE (decant_journal_note_new_uid_validity (journal, folder.new_folder_id, same,
                                                         &changed, nullptr));
      EXPECT_FALSE (changed) << same;
    }
  EXPECT_EQ (arrived (folder.new_folder_id, TRUE), Uids ());

  ASSERT_TRUE (
    decant_journal_note_new_uid_validity (journal, folder.new_folder_id, 8, &changed, nullptr));
  EXPECT_TRUE (changed);
  EXPECT_EQ (arrived (folder.new_folder_id, TRUE), (Uids{ 1, 2 }));
  EXPECT_EQ (count ().unverified, 2u);
  g_autoptr (GArray)
    entries = decant_journal_list_doubtful (journal, folder.new_folder_id, nullptr);
  ASSERT_EQ (entries->len, 1u);
  EXPECT_EQ (g_array_index (entries, DecantJournalEntry, 0).uid_next, 0u)
    << "the old number says nothing about the new ones";
}

} // namespace
