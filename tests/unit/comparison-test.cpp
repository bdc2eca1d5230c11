/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/comparison.h"
#include "engine/verify.h"
#include "journal-fixture.h"

#include <utility>

namespace
{

/* A new folder held against the journal in slices, without a server. */
class Comparison : public JournalTest
{
protected:
  void
  SetUp () override
  {
    open ();
    folder = enter ();
    run.journal = journal;
    run.verification = &verification;
    run.progress = decant_progress_new ();
  }

  void
  TearDown () override
  {
    decant_comparison_free (comparison);
    g_object_unref (run.progress);
    JournalTest::TearDown ();
  }

  /* Messages 1, 2 and so on have arrived at these new UIDs. */
  void
  arrive (const Uids &new_uids)
  {
    std::vector<DecantJournalEntry> entries;
    Uids uids;

    for (guint32 new_uid : new_uids)
      {
        uids.push_back (static_cast<guint32> (uids.size () + 1));
        entries.push_back (entry (folder, uids.back (), new_uid));
      }
    list_all (folder.id, uids);
    send_and_settle (entries);
    comparison = decant_comparison_new (&run, folder.new_folder_id);
  }

  /* The new folder lists a message, as it was sent but for its size. */
  void
  take (guint32 new_uid, guint32 uid, guint64 size_off = 0)
  {
    DecantMessage *message = decant_message_new (new_uid);

    message->size = uid * 100 + 1 - size_off;
    message->flags = DECANT_FLAG_SEEN;
    message->internal_date = 1000 + uid;
    EXPECT_TRUE (decant_comparison_take (message, comparison, nullptr));
  }

  std::pair<guint32, guint32>
  range () const
  {
    guint32 first = 77, last = 77;
    const gboolean any = decant_comparison_get_range (comparison, &first, &last);

    EXPECT_EQ (any != FALSE, first != 0);
    return { first, last };
  }

  void
  begin (guint most)
  {
    ASSERT_TRUE (decant_comparison_begin (comparison, most, nullptr));
  }

  void
  record ()
  {
    ASSERT_TRUE (decant_comparison_record (comparison, nullptr));
  }

  void
  go_on (guint most)
  {
    ASSERT_TRUE (decant_comparison_go_on (comparison, most, nullptr));
  }

  using Range = std::pair<guint32, guint32>;

  DecantJournalFolder folder = {};
  DecantVerification verification = {};
  DecantRun run = {};
  DecantComparison *comparison = nullptr;
};

TEST_F (Comparison, SlicesEndWhereTheNextBegins)
{
  arrive ({ 10, 20, 30, 40, 50 });
  begin (2);
  EXPECT_EQ (range (), (Range{ 10, 20 }));
  take (10, 1);
  take (20, 2);
  take (30, 3); /* of the next slice, and nobody has asked for it */
  record ();
  EXPECT_EQ (count ().unverified, 3u);
  go_on (2);
  EXPECT_EQ (range (), (Range{ 30, 40 }));
  take (30, 3);
  take (40, 4);
  record ();
  go_on (2);
  EXPECT_EQ (range (), (Range{ 50, 50 }));
  take (50, 5);
  record ();
  go_on (2);
  EXPECT_EQ (comparison->entries->len, 0u);
  EXPECT_EQ (count ().unverified, 0u);
  EXPECT_EQ (problems (), std::vector<std::string> ());
}

TEST_F (Comparison, MissingAndAlteredAtTheEdges)
{
  arrive ({ 10, 20, 30, 40, 50, 60 });
  begin (2);
  take (10, 1);
  record (); /* 20 is the last of its slice */
  go_on (2);
  take (40, 4, 1); /* 30 is the first */
  record ();
  go_on (2);
  take (50, 5, 1);
  take (60, 6);
  record ();
  go_on (2);
  EXPECT_EQ (problems (),
             (std::vector<std::string>{ "Inbox 2 missing-after-copy", "Inbox 3 missing-after-copy",
                                        "Inbox 4 altered", "Inbox 5 altered" }));
  EXPECT_EQ (count ().unverified, 0u);
}

/* What is recorded as missing leaves the slice, and none behind it is passed over for that. */
TEST_F (Comparison, AllMissing)
{
  arrive ({ 10, 0, 30, 40, 0 });
  begin (2);
  for (guint i = 0; i < 3; i++)
    {
      record ();
      go_on (2);
    }
  EXPECT_EQ (comparison->entries->len, 0u);
  EXPECT_EQ (count ().missing, 5u);
}

TEST_F (Comparison, ThoseWithoutANewUidComeFirstAndAreMissing)
{
  arrive ({ 30, 0, 20, 0, 0 });
  begin (2);
  EXPECT_EQ (range (), (Range{ 0, 0 }));
  EXPECT_FALSE (decant_comparison_is_located (comparison));
  record ();
  go_on (2);
  EXPECT_EQ (range (), (Range{ 20, 20 }));
  take (20, 3);
  record ();
  go_on (2);
  EXPECT_EQ (range (), (Range{ 30, 30 }));
  take (30, 1);
  record ();
  EXPECT_EQ (count ().missing, 3u);
  EXPECT_EQ (count ().unverified, 0u);
}

/* A server may tell one new UID twice: only one of the two can be there. */
TEST_F (Comparison, OneNewUidIsOneMessage)
{
  arrive ({ 10, 20, 20, 30 });
  begin (2);
  EXPECT_EQ (comparison->entries->len, 3u);
  take (10, 1);
  take (20, 3);
  record ();
  go_on (2);
  take (30, 4);
  record ();
  EXPECT_EQ (problems (), (std::vector<std::string>{ "Inbox 2 missing-after-copy" }));
}

/* A listing that ended in the middle: what was recorded before stays, the rest is unverified. */
TEST_F (Comparison, BeginsAnew)
{
  arrive ({ 10, 20, 30, 40 });
  begin (2);
  take (10, 1);
  take (20, 2);
  record ();
  go_on (2);
  take (30, 3);
  EXPECT_EQ (count ().unverified, 2u);
  begin (2);
  EXPECT_EQ (range (), (Range{ 0, 0 })) << "verified already";
  record ();
  go_on (2);
  EXPECT_EQ (range (), (Range{ 30, 40 }));
  take (30, 3);
  take (40, 4);
  record ();
  EXPECT_EQ (count ().unverified, 0u);
  EXPECT_EQ (count ().missing, 0u);
  verification.again = TRUE;
  begin (2);
  EXPECT_EQ (range (), (Range{ 10, 20 }));
}

}
