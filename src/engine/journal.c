/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal.h"

#include "engine/journal-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* How long another Decant that only looks may hold a journal up. */
#define BUSY_MILLISECONDS 1000

/* Bytes of an account's name in a file name; with both, the rest and SQLite's "-wal" it stays well
 * below the 255 that file systems take. */
#define NAME_LIMIT 80

/* ---- where it is ---- */

/* The account as people know it, without the port and what file systems do not like. */
static void
append_file_name (GString *name, const char *account)
{
  const char *colon = strrchr (account, ':');
  gsize length = colon != NULL ? (gsize)(colon - account) : strlen (account);

  length = MIN (length, NAME_LIMIT);
  for (gsize i = 0; i < length; i++)
    {
      char c = account[i];
      gboolean plain = g_ascii_isalnum (c) || c == '@' || c == '-' || (c == '.' && i > 0);

      g_string_append_c (name, plain ? c : '_');
    }
}

char *
decant_journal_path (const char *state_dir, const char *old_account, const char *new_account)
{
  g_autofree char *both = g_strconcat (old_account, "\n", new_account, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, both, -1);
  g_autoptr (GString) name = g_string_new (NULL);

  append_file_name (name, old_account);
  g_string_append (name, "-to-");
  append_file_name (name, new_account);
  g_string_append_printf (name, "-%.8s.journal", hash);
  return g_build_filename (state_dir, name->str, NULL);
}

/* ---- opening ---- */

/* What was made in a folder is to be there after a loss of power. SQLite does so for its files
 * only; a file system that cannot do it has no need. */
static void
synchronise_folder (const char *folder)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  fsync (fd);
  g_close (fd, NULL);
}

static gboolean
make_directories (const char *directory)
{
  g_autofree char *parent = g_path_get_dirname (directory);

  if (g_file_test (directory, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (!make_directories (parent) || (g_mkdir (directory, 0700) != 0 && errno != EEXIST))
    return FALSE;
  synchronise_folder (parent);
  return TRUE;
}

static gboolean
make_directory (const char *directory, GError **error)
{
  if (make_directories (directory))
    return TRUE;
  g_set_error (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_STORAGE,
               _ ("The folder “%s” for the journals of moves cannot be made (%s). Make it writable "
                  "for you, or choose another place."),
               directory, g_strerror (errno));
  return FALSE;
}

/* Makes the file before SQLite does, for nobody else to read. Only a file that is really new is
 * opened here: closing one that this process has open elsewhere would drop SQLite's locks. */
static gboolean
make_file (const char *path, GError **error)
{
  int file = g_open (path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

  if (file >= 0)
    return g_close (file, error);
  if (errno == EEXIST)
    return TRUE;
  g_set_error (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_STORAGE,
               _ ("The journal “%s” cannot be made (%s). Make its folder writable for you, or "
                  "choose another place."),
               path, g_strerror (errno));
  return FALSE;
}

static gboolean
set_not_found (const char *path, GError **error)
{
  g_set_error (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_NOT_FOUND,
               _ ("There is no earlier move between these two accounts (no journal “%s”). Copy "
                  "first."),
               path);
  return FALSE;
}

/* Takes the file for this process alone, without changing it: it may be no journal, or one that
 * only a later version understands. Exclusive locking before WAL: then SQLite needs no memory
 * shared between processes, which network file systems do not have. */
static gboolean
take_database (DecantJournal *self, GError **error)
{
  int result = sqlite3_open_v2 (self->path, &self->database,
                                SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                NULL);

  if (result != SQLITE_OK)
    {
      decant_journal_set_error (error, self->database, result, self->path);
      return FALSE;
    }
  if (sqlite3_db_readonly (self->database, "main") != 0)
    {
      decant_journal_set_error (error, NULL, SQLITE_READONLY, self->path);
      return FALSE;
    }
  sqlite3_busy_timeout (self->database, BUSY_MILLISECONDS);
  decant_journal_keep_log (self->database, self->path, TRUE);
  return decant_journal_execute (self->database, self->path,
                                 "PRAGMA locking_mode = EXCLUSIVE;"
                                 "PRAGMA trusted_schema = OFF;"
                                 "BEGIN EXCLUSIVE;"
                                 "ROLLBACK",
                                 error);
}

/* From here on the file is ours to write to. */
static gboolean
prepare_to_write (DecantJournal *self, GError **error)
{
  decant_journal_keep_log (self->database, self->path, FALSE);
  return decant_journal_execute (self->database, self->path,
                                 "PRAGMA journal_mode = WAL;"
                                 "PRAGMA synchronous = FULL;"
                                 "PRAGMA foreign_keys = ON",
                                 error);
}

/* A name that is cut and hashed could belong to another move, if hardly ever. */
static gboolean
check_accounts (DecantJournal *self, const char *old_account, const char *new_account,
                GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self, "SELECT 1 FROM move WHERE old_account = ? AND new_account = ?", error);
  gboolean found;

  if (statement == NULL)
    return FALSE;
  decant_journal_bind_text (statement, 1, old_account);
  decant_journal_bind_text (statement, 2, new_account);
  if (!decant_journal_step (self, statement, &found, error))
    return FALSE;
  sqlite3_reset (statement);
  if (!found)
    g_set_error (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_DAMAGED,
                 _ ("The journal “%s” belongs to a move between other accounts. Move it elsewhere, "
                    "then try again."),
                 self->path);
  return found;
}

/* Looks through the whole file: a tenth of a second for 200,000 messages, and then damage is found
 * before anything is built on it. */
static gboolean
check_whole (DecantJournal *self, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (self, "PRAGMA quick_check(1)", error);
  g_autofree char *answer = NULL;
  gboolean row;

  if (statement == NULL || !decant_journal_step (self, statement, &row, error))
    return FALSE;
  if (row)
    answer = decant_journal_column_text (statement, 0);
  sqlite3_reset (statement);
  if (g_strcmp0 (answer, "ok") == 0)
    return TRUE;
  decant_journal_set_error (error, NULL, SQLITE_CORRUPT, self->path);
  return FALSE;
}

static gboolean
open_database (DecantJournal *self, const char *old_account, const char *new_account,
               gboolean create, GError **error)
{
  gboolean empty;

  if (!take_database (self, error) ||
      !decant_journal_schema_check (self->database, self->path, &empty, error))
    return FALSE;
  if (empty && !create)
    return set_not_found (self->path, error);
  if (empty)
    return prepare_to_write (self, error) &&
           decant_journal_schema_create (self->database, self->path, old_account, new_account,
                                         error);
  return check_whole (self, error) && check_accounts (self, old_account, new_account, error) &&
         prepare_to_write (self, error) &&
         decant_journal_schema_upgrade (self->database, self->path, error);
}

static void
finalise_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

DecantJournal *
decant_journal_open (const char *state_dir, const char *old_account, const char *new_account,
                     gboolean create, GError **error)
{
  g_autoptr (DecantJournal) self = g_new0 (DecantJournal, 1);

  g_mutex_init (&self->mutex);
  self->path = decant_journal_path (state_dir, old_account, new_account);
  self->statements = g_hash_table_new_full (NULL, NULL, NULL, finalise_statement);
  self->listings = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (create && (!make_directory (state_dir, error) || !make_file (self->path, error)))
    return NULL;
  if (!create && !g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      set_not_found (self->path, error);
      return NULL;
    }
  if (!open_database (self, old_account, new_account, create, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
decant_journal_close (DecantJournal *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->statements);
  g_hash_table_unref (self->listings);
  sqlite3_close (self->database);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self);
}

const char *
decant_journal_get_path (DecantJournal *self)
{
  return self->path;
}

/* ---- the move as a whole ---- */

static gboolean
write_start (DecantJournal *self, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self, "UPDATE move SET state = ?1, last_run = ?2, started = iif(started = 0, ?2, started)",
    error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, DECANT_RUN_STARTED);
  sqlite3_bind_int64 (statement, 2, g_get_real_time () / G_USEC_PER_SEC);
  return decant_journal_run (self, statement, error);
}

gboolean
decant_journal_begin_run (DecantJournal *self, GError **error)
{
  gboolean done = decant_journal_begin_lasting (self, error) && write_start (self, error);

  g_hash_table_remove_all (self->listings);
  return decant_journal_end (self, done, error);
}

static gboolean
write_state (DecantJournal *self, DecantRunState state, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (self, "UPDATE move SET state = ?", error);

  if (statement != NULL)
    sqlite3_bind_int64 (statement, 1, state);
  return decant_journal_run (self, statement, error);
}

gboolean
decant_journal_end_run (DecantJournal *self, DecantRunState state, GError **error)
{
  gboolean done = decant_journal_begin_lasting (self, error) && write_state (self, state, error);

  return decant_journal_end (self, done, error);
}

static gboolean
write_text (DecantJournal *self, const char *key, const char *text, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self, "INSERT OR REPLACE INTO text VALUES (?, ?)", error);

  if (statement == NULL)
    return FALSE;
  decant_journal_bind_text (statement, 1, key);
  decant_journal_bind_text (statement, 2, text);
  return decant_journal_run (self, statement, error);
}

gboolean
decant_journal_set_text (DecantJournal *self, const char *key, const char *text, GError **error)
{
  gboolean done = decant_journal_begin_lasting (self, error) && write_text (self, key, text, error);

  return decant_journal_end (self, done, error);
}

char *
decant_journal_get_text (DecantJournal *self, const char *key, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  sqlite3_stmt *statement = decant_journal_prepare (self, "SELECT value FROM text WHERE key = ?",
                                                    error);
  g_autofree char *text = NULL;
  gboolean row;

  if (statement == NULL)
    return NULL;
  decant_journal_bind_text (statement, 1, key);
  if (!decant_journal_step (self, statement, &row, error))
    return NULL;
  if (row)
    text = decant_journal_column_text (statement, 0);
  sqlite3_reset (statement);
  return g_steal_pointer (&text);
}
