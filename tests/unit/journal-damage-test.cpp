/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal-fixture.h"

#include <map>
#include <random>
#include <sqlite3.h>

/* A journal that is damaged, of a later version, or none at all: said so, and left as it is. */

namespace
{

using Uids = std::vector<guint32>;
using Files = std::map<std::string, std::string>;

class JournalDamageTest : public JournalTest
{
protected:
  void
  SetUp () override
  {
    Uids uids;

    for (guint32 uid = 1; uid <= 120; uid++)
      uids.push_back (uid);
    open ();
    ASSERT_TRUE (decant_journal_begin_run (journal, nullptr));
    const DecantJournalFolder folder = enter ();
    list_all (folder.id, uids);
    for (guint32 uid = 1; uid <= 90; uid++)
      send_and_settle ({ entry (folder, uid, uid) });
    skip (folder, 91);
    ASSERT_TRUE (decant_journal_end_run (journal, DECANT_RUN_STOPPED, nullptr));
    close ();
    whole = files ();
  }

  /* What there is in the state directory. */
  Files
  files () const
  {
    Files result;

    for (const auto &file : std::filesystem::directory_iterator (state_dir ()))
      result[file.path ().filename ()] = directory.read ("state/" +
                                                         file.path ().filename ().string ());
    return result;
  }

  void
  put (const Files &wanted) const
  {
    std::filesystem::remove_all (state_dir ());
    std::filesystem::create_directories (state_dir ());
    for (const auto &[name, bytes] : wanted)
      directory.write ("state/" + name, bytes);
  }

  void
  change (const char *sql) const
  {
    sqlite3 *database = nullptr;

    ASSERT_EQ (sqlite3_open (journal_path ().c_str (), &database), SQLITE_OK);
    EXPECT_EQ (sqlite3_exec (database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sql;
    sqlite3_close (database);
  }

  /* Opening fails with @code and leaves every file as it is; so does the list of moves. */
  void
  expect_refused_and_untouched (int code)
  {
    const Files before = files ();

    EXPECT_EQ (open_error (), code);
    EXPECT_TRUE (files () == before);
    g_autoptr (GPtrArray) moves = decant_journal_list_moves (state_dir ().c_str (), nullptr);
    EXPECT_TRUE (files () == before) << "the list of moves";
  }

  /* Uses a journal as far as it goes: whatever it holds, it must end in an answer or an error. */
  static void
  use (DecantJournal *used)
  {
    DecantJournalFolder folder = {};
    DecantJournalCounts counts;
    g_autoptr (GError) error = nullptr;
    const bool well = decant_journal_begin_run (used, &error) &&
                      decant_journal_plan_again (used, "Inbox", &error) &&
                      decant_journal_enter_folder (used, "Inbox", 1, "Inbox", &folder, &error) &&
                      decant_journal_count (used, nullptr, &counts, &error);

    EXPECT_EQ (well, error == nullptr);
    if (error != nullptr)
      {
        EXPECT_EQ (error->domain, DECANT_JOURNAL_ERROR) << error->message;
      }
    decant_journal_folder_clear (&folder);
    for (GPtrArray *list : { decant_journal_list_problems (used, nullptr),
                             decant_journal_list_uncopied (used, nullptr),
                             decant_journal_list_planned (used, 1, 0, 1000, nullptr) })
      if (list != nullptr)
        g_ptr_array_unref (list);
    for (GArray *list : { decant_journal_list_arrived (used, 1, FALSE, nullptr, G_MAXUINT, nullptr),
                          decant_journal_list_doubtful (used, 1, nullptr) })
      if (list != nullptr)
        g_array_unref (list);
  }

  Files whole;
};

TEST_F (JournalDamageTest, BytesOverwrittenAnywhereAreNoticedOrDoNoHarm)
{
  std::mt19937 random (20081104);
  unsigned refused = 0;

  for (unsigned round = 0; round < 150; round++)
    {
      Files damaged = whole;
      std::string &bytes = damaged.begin ()->second;

      for (unsigned place = 0; place <= random () % 3; place++)
        {
          const size_t start = round < 20 ? random () % 100 : random () % bytes.size ();

          for (size_t i = start; i < std::min (bytes.size (), start + 1 + random () % 200); i++)
            bytes[i] = static_cast<char> (random ());
        }
      if (random () % 5 == 0)
        bytes.resize (1 + random () % bytes.size ());
      put (damaged);

      g_autoptr (GError) error = nullptr;
      g_autoptr (DecantJournal) opened = decant_journal_open (state_dir ().c_str (), old_account,
                                                              new_account, TRUE, &error);
      if (opened != nullptr)
        {
          use (opened);
          continue;
        }
      EXPECT_EQ (error->domain, DECANT_JOURNAL_ERROR) << error->message;
      EXPECT_NE (strstr (error->message, journal_path ().c_str ()), nullptr) << error->message;
      EXPECT_TRUE (files () == damaged) << round;
      refused++;
    }
  EXPECT_GT (refused, 50u);
}

TEST_F (JournalDamageTest, ADamagedPageIsNoticedThoughTheLastRunEndedWell)
{
  Files damaged = whole;
  std::string &bytes = damaged.begin ()->second;

  bytes.replace (bytes.size () / 2 / 4096 * 4096, 4096, 4096, '\x5a');
  put (damaged);
  expect_refused_and_untouched (DECANT_JOURNAL_ERROR_DAMAGED);
}

TEST_F (JournalDamageTest, OneOfALaterVersionIsLeftAsItIs)
{
  change ("PRAGMA user_version = 999");
  expect_refused_and_untouched (DECANT_JOURNAL_ERROR_NEWER);
}

TEST_F (JournalDamageTest, OneOfALaterVersionThatWasKilledIsLeftAsItIs)
{
  sqlite3 *database = nullptr;

  /* Its version is in the log alone. */
  ASSERT_EQ (sqlite3_open (journal_path ().c_str (), &database), SQLITE_OK);
  ASSERT_EQ (sqlite3_exec (database, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA user_version = 999",
                           nullptr, nullptr, nullptr),
             SQLITE_OK);
  const Files killed = files ();

  sqlite3_close (database);
  put (killed);
  ASSERT_EQ (files ().size (), 2u);
  expect_refused_and_untouched (DECANT_JOURNAL_ERROR_NEWER);
}

TEST_F (JournalDamageTest, ForeignFilesAreLeftAsTheyAre)
{
  std::filesystem::remove (journal_path ());
  change ("CREATE TABLE other (x)");
  expect_refused_and_untouched (DECANT_JOURNAL_ERROR_DAMAGED);
  directory.write ("state/" + std::filesystem::path (journal_path ()).filename ().string (),
                   std::string (5000, 'x'));
  expect_refused_and_untouched (DECANT_JOURNAL_ERROR_DAMAGED);
}

} // namespace
