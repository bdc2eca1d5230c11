/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

#include <glib/gi18n-lib.h>

/* "dcnt", for file(1) and for telling a journal from any other SQLite file. */
#define APPLICATION_ID 0x64636e74
#define SCHEMA_VERSION 3

/* new_folder: path is the planned one; created_path the one it has in truth where the server did
 * not take that name. old_folder: one row for each UIDVALIDITY a path was seen under. current: the
 * one of now. to_match: its messages are to be looked for under the current one. listing: how often
 * it was listed; a message carries the number of the last listing it was in. listed: that listing
 * came to its end. message: adjustments is a set of what was changed on its way, as numbers that
 * are never given anew; object_id is by what the server knows the same message in several folders,
 * 0 where it does not; twin is by what messages are told to be the same (engine/twins.h), NULL
 * where nobody has asked; same_as is of one that was left behind as a duplicate the old path of the
 * folder from which another goes. */
static const char schema[] = "CREATE TABLE move ("
                             "  id INTEGER PRIMARY KEY CHECK (id = 1),"
                             "  old_account TEXT NOT NULL,"
                             "  new_account TEXT NOT NULL,"
                             "  state INTEGER NOT NULL DEFAULT 0,"
                             "  started INTEGER NOT NULL DEFAULT 0,"
                             "  last_run INTEGER NOT NULL DEFAULT 0) STRICT;"
                             "CREATE TABLE text ("
                             "  key TEXT PRIMARY KEY,"
                             "  value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
                             "CREATE TABLE new_folder ("
                             "  id INTEGER PRIMARY KEY,"
                             "  path TEXT NOT NULL UNIQUE,"
                             "  uid_validity INTEGER NOT NULL DEFAULT 0,"
                             "  created_path TEXT) STRICT;"
                             "CREATE TABLE old_folder ("
                             "  id INTEGER PRIMARY KEY,"
                             "  path TEXT NOT NULL,"
                             "  uid_validity INTEGER NOT NULL,"
                             "  new_folder_id INTEGER NOT NULL REFERENCES new_folder,"
                             "  current INTEGER NOT NULL DEFAULT 1,"
                             "  to_match INTEGER NOT NULL DEFAULT 0,"
                             "  listing INTEGER NOT NULL DEFAULT 0,"
                             "  listed INTEGER NOT NULL DEFAULT 0,"
                             "  messages INTEGER NOT NULL DEFAULT 0,"
                             "  uid_next INTEGER NOT NULL DEFAULT 0,"
                             "  highest_modseq INTEGER NOT NULL DEFAULT 0,"
                             "  rules TEXT,"
                             "  UNIQUE (path, uid_validity)) STRICT;"
                             "CREATE TABLE folder_problem ("
                             "  path TEXT PRIMARY KEY,"
                             "  reason TEXT NOT NULL,"
                             "  detail TEXT) STRICT, WITHOUT ROWID;"
                             "CREATE TABLE message ("
                             "  old_folder_id INTEGER NOT NULL REFERENCES old_folder,"
                             "  uid INTEGER NOT NULL,"
                             "  state INTEGER NOT NULL,"
                             "  listing INTEGER NOT NULL DEFAULT 0,"
                             "  new_folder_id INTEGER REFERENCES new_folder,"
                             "  new_uid INTEGER NOT NULL DEFAULT 0,"
                             "  uid_next INTEGER NOT NULL DEFAULT 0,"
                             "  size INTEGER NOT NULL DEFAULT 0,"
                             "  flags INTEGER NOT NULL DEFAULT 0,"
                             "  keywords TEXT,"
                             "  internal_date INTEGER,"
                             "  date_offset INTEGER NOT NULL DEFAULT 0,"
                             "  identity BLOB,"
                             "  digest BLOB,"
                             "  verified INTEGER NOT NULL DEFAULT 0,"
                             "  reason TEXT,"
                             "  detail TEXT,"
                             "  message_id BLOB,"
                             "  sender BLOB,"
                             "  subject BLOB,"
                             "  date BLOB,"
                             "  adjustments INTEGER NOT NULL DEFAULT 0,"
                             "  adjustment_detail TEXT,"
                             "  object_id INTEGER NOT NULL DEFAULT 0,"
                             "  twin BLOB,"
                             "  same_as TEXT,"
                             "  PRIMARY KEY (old_folder_id, uid)) STRICT, WITHOUT ROWID;"
                             "CREATE INDEX message_by_new_uid ON message (new_folder_id, new_uid)"
                             "  WHERE new_folder_id IS NOT NULL;"
                             "CREATE INDEX message_by_twin ON message (twin, state)"
                             "  WHERE twin IS NOT NULL;"
                             "PRAGMA application_id = " G_STRINGIFY (
                               APPLICATION_ID) ";"
                                               "PRAGMA user_version = " G_STRINGIFY (
                                                 SCHEMA_VERSION) ";";

/* What makes a journal of one version one of the next, from version 1 on. */
static const char *const upgrades[SCHEMA_VERSION - 1] = {
  "ALTER TABLE new_folder ADD COLUMN created_path TEXT;"
  "ALTER TABLE message ADD COLUMN adjustments INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE message ADD COLUMN adjustment_detail TEXT;"
  "ALTER TABLE message ADD COLUMN object_id INTEGER NOT NULL DEFAULT 0;",

  "ALTER TABLE message ADD COLUMN twin BLOB;"
  "ALTER TABLE message ADD COLUMN same_as TEXT;"
  "CREATE INDEX message_by_twin ON message (twin, state) WHERE twin IS NOT NULL;",
};

gboolean
decant_journal_schema_is_ours (sqlite3 *database)
{
  gint64 application = 0;

  return decant_journal_read_number (database, "", "PRAGMA application_id", &application, NULL) &&
         application == APPLICATION_ID;
}

gboolean
decant_journal_schema_check (sqlite3 *database, const char *path, gboolean *empty, GError **error)
{
  gint64 application = 0, version = 0, tables = 0;

  if (!decant_journal_read_number (database, path, "PRAGMA application_id", &application, error) ||
      !decant_journal_read_number (database, path, "PRAGMA user_version", &version, error) ||
      !decant_journal_read_number (database, path, "SELECT count(*) FROM sqlite_schema", &tables,
                                   error))
    return FALSE;
  *empty = tables == 0;
  if (*empty && application == 0)
    return TRUE;
  if (application != APPLICATION_ID || version < 1)
    {
      g_set_error (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_DAMAGED,
                   _ ("The file “%s” is no journal of Decant. Move it elsewhere, then try again."),
                   path);
      return FALSE;
    }
  if (version > SCHEMA_VERSION)
    {
      g_set_error (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_NEWER,
                   _ ("The journal “%s” was written by a later version of Decant. Use that version "
                      "to go on with this move."),
                   path);
      return FALSE;
    }
  return TRUE;
}

static gboolean
run_upgrades (sqlite3 *database, const char *path, gint64 version, GError **error)
{
  if (!decant_journal_execute (database, path, "BEGIN IMMEDIATE", error))
    return FALSE;
  for (; version < SCHEMA_VERSION; version++)
    if (!decant_journal_execute (database, path, upgrades[version - 1], error))
      return FALSE;
  return decant_journal_execute (
    database, path, "PRAGMA user_version = " G_STRINGIFY (SCHEMA_VERSION) "; COMMIT", error);
}

gboolean
decant_journal_schema_upgrade (sqlite3 *database, const char *path, GError **error)
{
  gint64 version = 0;

  if (!decant_journal_read_number (database, path, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version == SCHEMA_VERSION || run_upgrades (database, path, version, error))
    return TRUE;
  if (!sqlite3_get_autocommit (database))
    sqlite3_exec (database, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static gboolean
insert_move (sqlite3 *database, const char *path, const char *old_account, const char *new_account,
             GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (
    database, "INSERT INTO move (id, old_account, new_account) VALUES (1, ?, ?)", -1, &statement,
    NULL);

  if (result == SQLITE_OK)
    {
      decant_journal_bind_text (statement, 1, old_account);
      decant_journal_bind_text (statement, 2, new_account);
      result = sqlite3_step (statement);
    }
  if (result != SQLITE_DONE)
    decant_journal_set_error (error, database, result, path);
  sqlite3_finalize (statement);
  return result == SQLITE_DONE;
}

gboolean
decant_journal_schema_create (sqlite3 *database, const char *path, const char *old_account,
                              const char *new_account, GError **error)
{
  if (decant_journal_execute (database, path, "BEGIN IMMEDIATE", error) &&
      decant_journal_execute (database, path, schema, error) &&
      insert_move (database, path, old_account, new_account, error) &&
      decant_journal_execute (database, path, "COMMIT", error))
    {
      /* Into the main file at once: a list of moves reads only that while this journal is in use.
       */
      return decant_journal_execute (database, path, "PRAGMA wal_checkpoint(TRUNCATE)", error);
    }
  if (!sqlite3_get_autocommit (database))
    sqlite3_exec (database, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}
