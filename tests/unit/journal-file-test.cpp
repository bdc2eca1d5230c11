/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal-fixture.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* The journal as a file: crashes, locks, damage, full disks, and the list of moves. */

namespace
{

using Uids = std::vector<guint32>;

/* ---- crashes ---- */

TEST_F (JournalTest, EveryStepIsOnDiskWhenItReturns)
{
  DecantJournalFolder folder;
  in_killed_process ([&] {
    ASSERT_TRUE (decant_journal_begin_run (journal, nullptr));
    list (enter ().id, { 1, 2, 3 });
  });
  open ();
  folder = enter ();
  EXPECT_EQ (planned (folder.id), (Uids{ 1, 2, 3 }));
  EXPECT_FALSE (folder.complete);

  in_killed_process ([&] {
    list_all (folder.id, { 1, 2, 3 });
    send ({ entry (folder, 1), entry (folder, 2) });
  });
  open ();
  EXPECT_EQ (doubtful (folder.new_folder_id), (Uids{ 1, 2 }));
  EXPECT_EQ (planned (folder.id), (Uids{ 3 }));

  in_killed_process ([&] { settle ({ entry (folder, 1, 11) }); });
  open ();
  EXPECT_EQ (doubtful (folder.new_folder_id), (Uids{ 2 }));
  EXPECT_EQ (arrived (folder.new_folder_id), (Uids{ 1 }));

  in_killed_process ([&] {
    settle ({ entry (folder, 2, 12) });
    skip (folder, 3);
  });
  open ();
  EXPECT_EQ (count ().done, 2u);
  EXPECT_EQ (count ().skipped, 1u);
}

TEST_F (JournalTest, AListingThatACrashCutOffIsBegunAnew)
{
  in_killed_process ([&] { list (enter ().id, { 1, 2 }); });
  open ();
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 2, 3 });
  EXPECT_EQ (planned (folder.id), (Uids{ 2, 3 })) << "1 was gone when it was listed again";
}

TEST_F (JournalTest, KilledInTheMiddleOfManySteps)
{
  for (int round = 0; round < 5; round++)
    {
      int progress[2];
      ASSERT_EQ (pipe (progress), 0);
      close ();
      const pid_t child = fork ();
      if (child == 0)
        {
          open ();
          const DecantJournalFolder folder = enter ();
          list_all (folder.id, { 1, 2, 3, 4, 5, 6, 7, 8, 9 });
          for (;;)
            for (guint32 uid = 1; uid <= 9; uid++)
              {
                send ({ entry (folder, uid) });
                settle ({ entry (folder, uid, uid) });
                if (write (progress[1], "x", 1) != 1)
                  _exit (1);
              }
        }
      char bytes[20];
      for (int seen = 0; seen < 20 + round * 7;)
        {
          const ssize_t n = read (progress[0], bytes, sizeof bytes);
          ASSERT_GT (n, 0);
          seen += static_cast<int> (n);
        }
      kill (child, SIGKILL);
      waitpid (child, nullptr, 0);
      ::close (progress[0]);
      ::close (progress[1]);

      open ();
      const DecantJournalCounts counts = count ();
      EXPECT_EQ (counts.planned + counts.done, 9u);
      EXPECT_LE (doubtful (enter ().new_folder_id).size (), 1u);
      EXPECT_GE (counts.done, 8u);
    }
}

/* ---- locks ---- */

TEST_F (JournalTest, ASecondDecantIsTold)
{
  open ();
  const pid_t child = fork ();
  if (child == 0)
    _exit (open_error () == DECANT_JOURNAL_ERROR_LOCKED ? 0 : 1);
  int status;
  waitpid (child, &status, 0);
  EXPECT_EQ (status, 0) << "another process";
  EXPECT_EQ (open_error (), DECANT_JOURNAL_ERROR_LOCKED) << "the same process";
  EXPECT_EQ (open_error (FALSE), DECANT_JOURNAL_ERROR_LOCKED);
  enter ();
  close ();
  EXPECT_EQ (open_error (), -1);
}

TEST_F (JournalTest, TheLockOutlivesALookFromTheSameProcess)
{
  open ();
  g_autoptr (GPtrArray) moves = decant_journal_list_moves (state_dir ().c_str (), nullptr);
  ASSERT_EQ (moves->len, 1u);
  const pid_t child = fork ();
  if (child == 0)
    _exit (open_error () == DECANT_JOURNAL_ERROR_LOCKED ? 0 : 1);
  int status;
  waitpid (child, &status, 0);
  EXPECT_EQ (status, 0);
  enter ();
}

TEST_F (JournalTest, NeedsNoSharedMemory)
{
  open ();
  enter ();
  EXPECT_FALSE (std::filesystem::exists (journal_path () + "-shm"));
  EXPECT_TRUE (std::filesystem::exists (journal_path () + "-wal"));
}

/* ---- files ---- */

TEST_F (JournalTest, FilesAreForTheirOwnerAlone)
{
  const mode_t before = umask (0);
  open ();
  umask (before);
  enter ();
  struct stat status;
  ASSERT_EQ (stat (state_dir ().c_str (), &status), 0);
  EXPECT_EQ (status.st_mode & 0777, 0700u);
  for (const char *ending : { "", "-wal" })
    {
      ASSERT_EQ (stat ((journal_path () + ending).c_str (), &status), 0) << ending;
      EXPECT_EQ (status.st_mode & 0777, 0600u) << ending;
    }
}

TEST_F (JournalTest, NamesAreRecognisedAndHarmless)
{
  const std::string name = std::filesystem::path (journal_path ()).filename ();
  EXPECT_EQ (name.rfind ("ada@cliff.example.org-to-ada.l@example.com-", 0), 0u) << name;
  EXPECT_TRUE (g_str_has_suffix (name.c_str (), ".journal"));

  const std::string odd = std::string ("../../ä/\n") + std::string (3000, 'x') + "@h:1";
  g_autofree char *path = decant_journal_path ("/s", odd.c_str (), odd.c_str ());
  const std::string odd_name = std::filesystem::path (path).filename ();
  EXPECT_EQ (std::filesystem::path (path).parent_path (), "/s");
  EXPECT_LT (odd_name.size (), 240u);
  EXPECT_NE (odd_name[0], '.');
  for (char c : odd_name)
    EXPECT_TRUE (c > ' ' && c < 0x7f) << odd_name;

  g_autofree char *port = decant_journal_path ("/s", "a@h:1", "b@h:1");
  g_autofree char *other_port = decant_journal_path ("/s", "a@h:2", "b@h:1");
  EXPECT_STRNE (port, other_port);
}

TEST_F (JournalTest, NotFoundUnlessItMayBeCreated)
{
  EXPECT_EQ (open_error (FALSE), DECANT_JOURNAL_ERROR_NOT_FOUND);
  EXPECT_FALSE (std::filesystem::exists (state_dir ()));
  open ();
  close ();
  EXPECT_EQ (open_error (FALSE), -1);
  std::filesystem::resize_file (journal_path (), 0);
  EXPECT_EQ (open_error (FALSE), DECANT_JOURNAL_ERROR_NOT_FOUND) << "made, but never begun";
  EXPECT_EQ (open_error (TRUE), -1);
}

TEST_F (JournalTest, SaysWhichPlaceCannotBeMade)
{
  directory.write ("file", "x");
  const std::string inside = directory.path ("file/inside");
  g_autoptr (GError) error = nullptr;
  EXPECT_EQ (decant_journal_open (inside.c_str (), old_account, new_account, TRUE, &error),
             nullptr);
  EXPECT_TRUE (g_error_matches (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_STORAGE));
  EXPECT_NE (strstr (error->message, inside.c_str ()), nullptr) << error->message;

  std::filesystem::create_directories (journal_path ());
  std::string words;
  EXPECT_EQ (open_error (TRUE, &words), DECANT_JOURNAL_ERROR_STORAGE);
  EXPECT_NE (words.find (journal_path ()), std::string::npos) << words;
}

TEST_F (JournalTest, JournalOfTheFirstVersionIsBroughtUpToDate)
{
  open ();
  close ();
  sqlite3 *database = nullptr;
  ASSERT_EQ (sqlite3_open (journal_path ().c_str (), &database), SQLITE_OK);
  ASSERT_EQ (sqlite3_exec (database,
                           "ALTER TABLE new_folder DROP COLUMN created_path;"
                           "ALTER TABLE message DROP COLUMN adjustments;"
                           "ALTER TABLE message DROP COLUMN adjustment_detail;"
                           "ALTER TABLE message DROP COLUMN object_id;"
                           "DROP INDEX message_by_twin;"
                           "ALTER TABLE message DROP COLUMN twin;"
                           "ALTER TABLE message DROP COLUMN same_as;"
                           "PRAGMA user_version = 1",
                           nullptr, nullptr, nullptr),
             SQLITE_OK)
    << sqlite3_errmsg (database);
  sqlite3_close (database);

  open ();
  close ();
  ASSERT_EQ (sqlite3_open (journal_path ().c_str (), &database), SQLITE_OK);
  EXPECT_EQ (sqlite3_exec (database,
                           "SELECT created_path FROM new_folder;"
                           "SELECT adjustments, adjustment_detail, object_id, same_as FROM message"
                           "  INDEXED BY message_by_twin WHERE twin IS NOT NULL",
                           nullptr, nullptr, nullptr),
             SQLITE_OK)
    << sqlite3_errmsg (database);
  sqlite3_close (database);
}

TEST_F (JournalTest, NewerDamagedAndForeignFilesAreToldApart)
{
  const auto change = [this] (const char *sql) {
    sqlite3 *database = nullptr;
    ASSERT_EQ (sqlite3_open (journal_path ().c_str (), &database), SQLITE_OK);
    EXPECT_EQ (sqlite3_exec (database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sql;
    sqlite3_close (database);
  };

  open ();
  close ();
  change ("PRAGMA user_version = 999");
  EXPECT_EQ (open_error (), DECANT_JOURNAL_ERROR_NEWER);
  change ("PRAGMA user_version = 3; UPDATE move SET new_account = 'somebody@else:993'");
  EXPECT_EQ (open_error (), DECANT_JOURNAL_ERROR_DAMAGED);
  change ("PRAGMA application_id = 7");
  EXPECT_EQ (open_error (), DECANT_JOURNAL_ERROR_DAMAGED);
  std::filesystem::remove (journal_path ());
  change ("CREATE TABLE other (x)");
  EXPECT_EQ (open_error (), DECANT_JOURNAL_ERROR_DAMAGED);
  std::filesystem::remove (journal_path ());
  directory.write ("state/" + std::filesystem::path (journal_path ()).filename ().string (),
                   std::string (5000, 'x'));
  std::string words;
  EXPECT_EQ (open_error (TRUE, &words), DECANT_JOURNAL_ERROR_DAMAGED);
  EXPECT_NE (words.find (journal_path ()), std::string::npos) << words;
}

TEST_F (JournalTest, TornFilesAreNoticed)
{
  Uids uids;
  for (guint32 uid = 1; uid <= 2000; uid++)
    uids.push_back (uid);
  open ();
  ASSERT_TRUE (decant_journal_begin_run (journal, nullptr));
  list_all (enter ().id, uids);
  close ();
  const std::string name = "state/" + std::filesystem::path (journal_path ()).filename ().string ();
  const std::string whole = directory.read (name);
  ASSERT_GT (whole.size (), 40000u);

  directory.write (name, whole.substr (0, whole.size () / 2));
  EXPECT_EQ (open_error (), DECANT_JOURNAL_ERROR_DAMAGED) << "cut off";
  std::string torn = whole;
  torn.replace (whole.size () / 2, 8192, 8192, '\x5a');
  directory.write (name, torn);
  EXPECT_EQ (open_error (), DECANT_JOURNAL_ERROR_DAMAGED) << "overwritten, after a crash";
  directory.write (name, whole);
  EXPECT_EQ (open_error (), -1);
}

TEST_F (JournalTest, AHalfWrittenStepIsNone)
{
  in_killed_process ([&] {
    const DecantJournalFolder folder = enter ();
    list_all (folder.id, { 1, 2, 3 });
    send ({ entry (folder, 1), entry (folder, 2) });
  });
  const std::string wal = journal_path () + "-wal";
  std::filesystem::resize_file (wal, std::filesystem::file_size (wal) - 100);
  open ();
  const DecantJournalFolder folder = enter ();
  EXPECT_EQ (planned (folder.id), (Uids{ 1, 2, 3 }));
  EXPECT_EQ (doubtful (folder.new_folder_id), Uids ());
}

TEST_F (JournalTest, AFullDiskLosesNothing)
{
  close ();
  const pid_t child = fork ();
  if (child == 0)
    {
      /* No real disk is filled: a file of this process may grow so far and no further. */
      open ();
      const DecantJournalFolder folder = enter ();
      list (folder.id, { 1, 2, 3 });
      send_and_settle ({ entry (folder, 1, 10) });
      struct rlimit limit;
      getrlimit (RLIMIT_FSIZE, &limit);
      const rlim_t before = limit.rlim_cur;
      limit.rlim_cur = 128 * 1024;
      signal (SIGXFSZ, SIG_IGN);
      setrlimit (RLIMIT_FSIZE, &limit);
      g_autoptr (GError) error = nullptr;
      guint32 uid = 2;
      bool well = true;
      while (error == nullptr && uid < 100000)
        {
          const DecantJournalEntry next = entry (folder, 2);
          well = decant_journal_record_sending (journal, &next, 1, &error);
          uid++;
        }
      if (well || !g_error_matches (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_STORAGE))
        _exit (1);
      limit.rlim_cur = before;
      setrlimit (RLIMIT_FSIZE, &limit);
      settle ({ entry (folder, 2, 20) });
      _exit (HasFailure () || arrived (folder.new_folder_id) != Uids ({ 1, 2 }) ? 2 : 0);
    }
  int status;
  waitpid (child, &status, 0);
  EXPECT_EQ (status, 0);
  open ();
  EXPECT_EQ (count ().done, 2u);
  EXPECT_EQ (count ().planned, 1u);
}

/* ---- the list of moves ---- */

TEST_F (JournalTest, MovesAreListed)
{
  g_autoptr (GPtrArray) none = decant_journal_list_moves (state_dir ().c_str (), nullptr);
  EXPECT_EQ (none->len, 0u) << "no directory, no moves";

  open ();
  ASSERT_TRUE (decant_journal_begin_run (journal, nullptr));
  const DecantJournalFolder folder = enter ();
  list_all (folder.id, { 1, 2, 3, 4 });
  send_and_settle ({ entry (folder, 1, 10) });
  settle ({ entry (folder, 2, 20) }, DECANT_OUTCOME_ALREADY_THERE);
  skip (folder, 3);
  ASSERT_TRUE (decant_journal_set_text (journal, "old-url", "imaps://ada@cliff", nullptr));
  ASSERT_TRUE (decant_journal_end_run (journal, DECANT_RUN_STOPPED, nullptr));
  close ();
  directory.write ("state/notes.journal",
                   "no journal at all, but long enough to be looked at.....");
  directory.write ("state/empty.journal", "");
  directory.write ("state/other.txt", "x");

  g_autoptr (GPtrArray) moves = decant_journal_list_moves (state_dir ().c_str (), nullptr);
  ASSERT_EQ (moves->len, 1u);
  auto *move = static_cast<DecantMoveSummary *> (moves->pdata[0]);
  EXPECT_EQ (move->path, journal_path ());
  EXPECT_STREQ (move->old_account, old_account);
  EXPECT_STREQ (move->new_account, new_account);
  EXPECT_STREQ (move->old_url, "imaps://ada@cliff");
  EXPECT_EQ (move->new_url, nullptr);
  EXPECT_FALSE (move->in_use);
  EXPECT_EQ (move->state, DECANT_RUN_STOPPED);
  EXPECT_GT (move->started, 0);
  EXPECT_GE (move->last_run, move->started);
  EXPECT_EQ (move->done, 2u);
  EXPECT_EQ (move->planned, 1u);
  EXPECT_EQ (move->problems, 1u);
}

TEST_F (JournalTest, AMoveAtWorkIsListedWithoutDisturbingIt)
{
  open ();
  const pid_t child = fork ();
  if (child == 0)
    {
      g_autoptr (GPtrArray) moves = decant_journal_list_moves (state_dir ().c_str (), nullptr);
      auto *move = moves->len == 1 ? static_cast<DecantMoveSummary *> (moves->pdata[0]) : nullptr;
      _exit (
        move != nullptr && move->in_use && g_strcmp0 (move->old_account, old_account) == 0 ? 0 : 1);
    }
  int status;
  waitpid (child, &status, 0);
  EXPECT_EQ (status, 0) << "seen from another process, at once after it was created";
  g_autoptr (GPtrArray) moves = decant_journal_list_moves (state_dir ().c_str (), nullptr);
  ASSERT_EQ (moves->len, 1u);
  EXPECT_TRUE (static_cast<DecantMoveSummary *> (moves->pdata[0])->in_use);
  enter ();
}

TEST_F (JournalTest, AMoveThatDiedIsListedAsItWas)
{
  in_killed_process ([&] {
    ASSERT_TRUE (decant_journal_begin_run (journal, nullptr));
    list (enter ().id, { 1, 2 });
  });
  g_autoptr (GPtrArray) moves = decant_journal_list_moves (state_dir ().c_str (), nullptr);
  ASSERT_EQ (moves->len, 1u);
  auto *move = static_cast<DecantMoveSummary *> (moves->pdata[0]);
  EXPECT_FALSE (move->in_use);
  EXPECT_EQ (move->state, DECANT_RUN_STARTED);
  EXPECT_EQ (move->planned, 2u);
}

TEST_F (JournalTest, TheLastRunComesFirstAndUnreadableOnesLast)
{
  for (int i = 0; i < 3; i++)
    {
      const std::string account = "user" + std::to_string (i) + "@h:1";
      g_autoptr (DecantJournal) one = decant_journal_open (state_dir ().c_str (), account.c_str (),
                                                           new_account, TRUE, nullptr);
      ASSERT_NE (one, nullptr);
    }
  const auto change = [this] (int i, const std::string &sql) {
    const std::string account = "user" + std::to_string (i) + "@h:1";
    g_autofree char *path = decant_journal_path (state_dir ().c_str (), account.c_str (),
                                                 new_account);
    sqlite3 *database = nullptr;
    ASSERT_EQ (sqlite3_open (path, &database), SQLITE_OK);
    EXPECT_EQ (sqlite3_exec (database, sql.c_str (), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close (database);
  };
  change (0, "UPDATE move SET last_run = 100");
  change (1, "UPDATE move SET last_run = 200, state = 77");
  change (2, "PRAGMA user_version = 999");

  g_autoptr (GPtrArray) moves = decant_journal_list_moves (state_dir ().c_str (), nullptr);
  ASSERT_EQ (moves->len, 3u);
  EXPECT_STREQ (static_cast<DecantMoveSummary *> (moves->pdata[0])->old_account, "user1@h:1");
  EXPECT_LE (static_cast<DecantMoveSummary *> (moves->pdata[0])->state, DECANT_RUN_FINISHED);
  EXPECT_STREQ (static_cast<DecantMoveSummary *> (moves->pdata[1])->old_account, "user0@h:1");
  EXPECT_EQ (static_cast<DecantMoveSummary *> (moves->pdata[2])->old_account, nullptr);
}

} // namespace
