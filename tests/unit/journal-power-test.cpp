/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal-fixture.h"
#include "power-loss.hpp"

#include <random>
#include <sqlite3.h>

/* The journal on a disk that loses its power, or a write-ahead log that is not what it was. */

namespace
{

using Uids = std::vector<guint32>;

/* What a journal knows of one folder's messages. */
struct Knowledge
{
  Uids planned, sending, done;

  bool
  operator== (const Knowledge &other) const
  {
    return planned == other.planned && sending == other.sending && done == other.done;
  }
};

void
PrintTo (const Knowledge &knowledge, std::ostream *out)
{
  *out << "planned " << testing::PrintToString (knowledge.planned) << ", sending "
       << testing::PrintToString (knowledge.sending) << ", done "
       << testing::PrintToString (knowledge.done);
}

class JournalPowerTest : public JournalTest
{
protected:
  static constexpr guint32 messages = 12;

  /* What the journal below @place knows; what it is opened with is put into @problem. */
  static Knowledge
  know (const std::string &place, int *problem)
  {
    g_autoptr (GError) error = nullptr;
    g_autoptr (DecantJournal)
      opened = decant_journal_open (place.c_str (), old_account, new_account, TRUE, &error);
    Knowledge knowledge;
    DecantJournalFolder folder;

    *problem = opened == nullptr ? error->code : -1;
    if (opened == nullptr)
      {
        EXPECT_EQ (error->domain, DECANT_JOURNAL_ERROR) << error->message;
        return knowledge;
      }
    EXPECT_TRUE (decant_journal_enter_folder (opened, "Inbox", 1, "Inbox", &folder, &error))
      << error->message;
    g_clear_pointer (&folder.rules, g_free);
    g_autoptr (GPtrArray)
      listed = decant_journal_list_planned (opened, folder.id, 0, 1000, nullptr);
    for (guint i = 0; i < listed->len; i++)
      knowledge.planned.push_back (static_cast<DecantMessage *> (listed->pdata[i])->uid);
    knowledge.sending = uids_of (
      decant_journal_list_doubtful (opened, folder.new_folder_id, nullptr));
    knowledge.done = uids_of (decant_journal_list_arrived (opened, folder.new_folder_id, FALSE,
                                                           nullptr, G_MAXUINT, nullptr));
    std::sort (knowledge.done.begin (), knowledge.done.end ());
    return knowledge;
  }

  static Knowledge
  know_surely (const std::string &place)
  {
    int problem;
    Knowledge knowledge = know (place, &problem);

    EXPECT_EQ (problem, -1);
    return knowledge;
  }

  /* Sends and settles in a random order; @after is told what the journal is to know after each
   * step, and whether that is to outlive a loss of power. */
  void
  work (std::mt19937 &random, unsigned steps,
        const std::function<void (const Knowledge &, bool lasts)> &after)
  {
    const DecantJournalFolder folder = enter ();
    std::set<guint32> left, underway, done;

    for (guint32 uid = 1; uid <= messages; uid++)
      left.insert (uid);
    for (unsigned step = 0; step < steps; step++)
      {
        std::vector<DecantJournalEntry> batch;
        std::set<guint32> &from = random () % 2 == 0 || underway.empty () ? left : underway;
        const bool arrives = random () % 4 != 0;
        bool lasts = false;

        if (left.empty () && underway.empty ())
          {
            /* All anew, so that there is always something to send. */
            for (guint32 uid : done)
              batch.push_back (entry (folder, uid));
            settle (batch, DECANT_OUTCOME_PLANNED_AGAIN);
            std::swap (left, done);
          }
        else if (&from == &left && !left.empty ())
          {
            for (guint32 uid : Uids (left.begin (), left.end ()))
              if (batch.size () < 1 + random () % 5)
                {
                  batch.push_back (entry (folder, uid));
                  left.erase (uid);
                  underway.insert (uid);
                }
            send (batch);
            lasts = true;
          }
        else
          {
            for (guint32 uid : Uids (underway.begin (), underway.end ()))
              {
                batch.push_back (entry (folder, uid, uid + 100));
                (arrives ? done : left).insert (uid);
              }
            underway.clear ();
            settle (batch, arrives ? DECANT_OUTCOME_DONE : DECANT_OUTCOME_PLANNED_AGAIN);
          }
        after ({ { left.begin (), left.end () },
                 { underway.begin (), underway.end () },
                 { done.begin (), done.end () } },
               lasts);
      }
  }

  static Uids
  all ()
  {
    Uids uids;

    for (guint32 uid = 1; uid <= messages; uid++)
      uids.push_back (uid);
    return uids;
  }

  std::string
  wal_name () const
  {
    return std::filesystem::path (journal_path ()).filename ().string () + "-wal";
  }
};

TEST_F (JournalPowerTest, WhatWasPromisedOutlivesThePower)
{
  constexpr unsigned seed = 20081104;
  /* Long enough for the log to be brought into the database. */
  constexpr unsigned steps = 800;
  const std::string image = directory.path ("image");
  std::mt19937 random (seed);
  std::vector<PowerLoss::Disk> disks; /* of the step under way */
  /* What may be found: each step since the last one that was to last. */
  std::vector<Knowledge> possible = { { all (), {}, {} } };
  unsigned looked_at = 0, database_changes = 0;
  PowerLoss power (state_dir (), seed);

  open ();
  list_all (enter ().id, all ());
  EXPECT_TRUE (decant_journal_begin_run (journal, nullptr));
  power.before_change = [&] (bool is_database) {
    database_changes += is_database;
    if (random () % (is_database ? 12 : 40) == 0)
      disks.push_back (power.with_some_of_the_rest ());
  };
  work (random, steps, [&] (const Knowledge &now, bool lasts) {
    possible.push_back (now);
    for (const PowerLoss::Disk &disk : disks)
      {
        PowerLoss::restore (disk, image);
        const Knowledge found = know_surely (image);

        EXPECT_TRUE (std::find (possible.begin (), possible.end (), found) != possible.end ())
          << testing::PrintToString (found);
        looked_at++;
      }
    if (lasts)
      possible = { now };
    if (random () % 20 == 0)
      {
        PowerLoss::restore (power.without_the_rest (), image);
        const Knowledge found = know_surely (image);

        EXPECT_TRUE (std::find (possible.begin (), possible.end (), found) != possible.end ())
          << testing::PrintToString (found);
        looked_at++;
      }
    disks.clear ();
  });
  power.before_change = nullptr;
  close ();
  EXPECT_GT (looked_at, 40u);
  EXPECT_GT (database_changes, 0u) << "the log was never brought into the database";
}

/* A disk takes its time: nothing waits for it but what is about to be done. */
TEST_F (JournalPowerTest, WhatCanBeLearntAgainDoesNotWaitForTheDisk)
{
  PowerLoss power (state_dir (), 1);

  open ();
  EXPECT_TRUE (decant_journal_begin_run (journal, nullptr));
  PowerLoss::Disk before = power.without_the_rest ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, all ());
  EXPECT_TRUE (power.without_the_rest () == before);
  send ({ entry (folder, 1) });
  EXPECT_TRUE (power.without_the_rest () != before);
  before = power.without_the_rest ();
  settle ({ entry (folder, 1, 101) }, DECANT_OUTCOME_DONE);
  EXPECT_TRUE (power.without_the_rest () == before);
  EXPECT_TRUE (decant_journal_end_run (journal, DECANT_RUN_FINISHED, nullptr));
  EXPECT_TRUE (power.without_the_rest () != before);
  close ();
}

/* A journal as a killed Decant leaves it: its files, and what is known up to which length of the
 * log. */
class JournalLogTest : public JournalPowerTest
{
protected:
  static constexpr size_t log_header = 32, frame = 24 + 4096;

  void
  SetUp () override
  {
    std::mt19937 random (7);

    open ();
    const gint64 folder_id = enter ().id;
    list (folder_id, all ());
    note ({ all (), {}, {} });
    finish (folder_id, messages);
    work (random, 12, [this] (const Knowledge &now, bool) { note (now); });
    database = directory.read ("state/" + name ());
    log = directory.read ("state/" + wal_name ());
    close ();
  }

  std::string
  name () const
  {
    return std::filesystem::path (journal_path ()).filename ();
  }

  void
  note (const Knowledge &now)
  {
    steps.push_back ({ std::filesystem::file_size (journal_path () + "-wal"), now });
  }

  /* What is known of a log of which only so much is whole. */
  Knowledge
  expected (size_t whole) const
  {
    Knowledge knowledge;

    for (const auto &[length, known] : steps)
      if (length <= whole)
        knowledge = known;
    return knowledge;
  }

  Knowledge
  know_with_log (const std::string &bytes) const
  {
    PowerLoss::restore ({ { name (), database }, { wal_name (), bytes } },
                        directory.path ("image"));
    return know_surely (directory.path ("image"));
  }

  std::string database, log;
  std::vector<std::pair<size_t, Knowledge>> steps;
};

TEST_F (JournalLogTest, TornAnywhereItGivesAnEarlierStep)
{
  std::mt19937 random (11);

  ASSERT_GT (log.size (), 10 * frame);
  for (size_t cut = 0; cut <= log.size (); cut += cut == 0 ? log_header : frame)
    {
      const size_t within = cut + random () % frame;

      EXPECT_EQ (know_with_log (log.substr (0, cut)), expected (cut)) << cut;
      EXPECT_EQ (know_with_log (log.substr (0, within)), expected (within)) << within;
    }
}

TEST_F (JournalLogTest, GarbageInItEndsIt)
{
  std::mt19937 random (13);

  for (unsigned round = 0; round < 30; round++)
    {
      const size_t from = random () % (log.size () + 1);
      std::string torn = log.substr (0, from);

      for (size_t i = 0; i < frame + random () % frame; i++)
        torn += static_cast<char> (random ());
      EXPECT_EQ (know_with_log (torn), expected (from)) << from;
    }
}

TEST_F (JournalLogTest, WithoutItTheStateBeforeIsKnown)
{
  PowerLoss::restore ({ { name (), database } }, directory.path ("image"));
  EXPECT_EQ (know_surely (directory.path ("image")), expected (0));
}

TEST_F (JournalLogTest, ThatOfAnotherJournalIsNoticed)
{
  const std::string other_dir = directory.path ("other");
  const std::string image = directory.path ("image");
  PowerLoss::Disk disk = { { name (), database } };
  {
    g_autoptr (DecantJournal)
      other = decant_journal_open (other_dir.c_str (), "bob@h:1", new_account, TRUE, nullptr);
    ASSERT_NE (other, nullptr);
    ASSERT_TRUE (decant_journal_begin_run (other, nullptr));
    ASSERT_TRUE (
      decant_journal_set_text (other, "plan", std::string (9000, 'x').c_str (), nullptr));
    g_autofree char *path = g_strconcat (decant_journal_get_path (other), "-wal", nullptr);
    std::ostringstream bytes;
    bytes << std::ifstream (path, std::ios::binary).rdbuf ();
    disk[wal_name ()] = bytes.str ();
  }
  int problem;

  PowerLoss::restore (disk, image);
  know (image, &problem);
  EXPECT_EQ (problem, DECANT_JOURNAL_ERROR_DAMAGED);
  for (const auto &[file, bytes] : disk)
    EXPECT_TRUE (directory.read ("image/" + file) == bytes) << file << " is left as it is";
}

} // namespace
