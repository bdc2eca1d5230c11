/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

void
decant_journal_folder_clear (DecantJournalFolder *self)
{
  g_clear_pointer (&self->rules, g_free);
}

void
decant_journal_new_folder_free (DecantJournalNewFolder *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self);
}

/* ---- entering an old folder ---- */

static gboolean
enter_new_folder (DecantJournal *self, const char *path, gint64 *id, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "INSERT INTO new_folder (path) VALUES (?) ON CONFLICT (path) DO UPDATE SET path = path"
    "  RETURNING id",
    error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  decant_journal_bind_text (statement, 1, path);
  if (!decant_journal_step (self, statement, &row, error))
    return FALSE;
  *id = sqlite3_column_int64 (statement, 0);
  return decant_journal_step (self, statement, &row, error);
}

/* 0 where there is none. */
static gboolean
find_current_row (DecantJournal *self, const char *path, gint64 *id, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self, "SELECT id FROM old_folder WHERE path = ? AND current = 1", error);
  gboolean row;

  *id = 0;
  if (statement == NULL)
    return FALSE;
  decant_journal_bind_text (statement, 1, path);
  if (!decant_journal_step (self, statement, &row, error))
    return FALSE;
  if (row)
    *id = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

/* Finds or makes the row of a path under a UIDVALIDITY. */
static gboolean
enter_row (DecantJournal *self, const char *path, guint32 uid_validity, gint64 new_folder_id,
           gint64 *id, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "INSERT INTO old_folder (path, uid_validity, new_folder_id) VALUES (?, ?, ?)"
    "  ON CONFLICT (path, uid_validity) DO UPDATE SET new_folder_id = excluded.new_folder_id"
    "  RETURNING id",
    error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  decant_journal_bind_text (statement, 1, path);
  sqlite3_bind_int64 (statement, 2, uid_validity);
  sqlite3_bind_int64 (statement, 3, new_folder_id);
  if (!decant_journal_step (self, statement, &row, error))
    return FALSE;
  *id = sqlite3_column_int64 (statement, 0);
  return decant_journal_step (self, statement, &row, error);
}

static gboolean
run_on_folder (DecantJournal *self, const char *sql, gint64 folder_id, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (self, sql, error);

  if (statement != NULL)
    sqlite3_bind_int64 (statement, 1, folder_id);
  return decant_journal_run (self, statement, error);
}

/* The UIDs of a path mean other messages from now on. What was only planned is listed anew; what
 * was sent is to be matched. */
static gboolean
switch_row (DecantJournal *self, gint64 from, gint64 to, GError **error)
{
  return run_on_folder (self,
                        "DELETE FROM message WHERE old_folder_id = ? AND state IN (" SQL_PLANNED
                        ", " SQL_LEFT_BEHIND ", " SQL_SKIPPED ", " SQL_MISSING ")",
                        from, error) &&
         run_on_folder (self, "UPDATE old_folder SET current = 0, to_match = 1 WHERE id = ?", from,
                        error) &&
         run_on_folder (self,
                        "UPDATE old_folder SET current = 1, to_match = 0, listed = 0 WHERE id = ?",
                        to, error);
}

static gboolean
load_folder (DecantJournal *self, gint64 id, DecantJournalFolder *folder, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT id, new_folder_id, uid_validity,"
    "  coalesce((SELECT max(earlier.id) FROM old_folder AS earlier"
    "    WHERE earlier.path = old_folder.path AND earlier.to_match = 1"
    "    AND EXISTS (SELECT 1 FROM message WHERE old_folder_id = earlier.id"
    "      AND state IN (" SQL_SENDING ", " SQL_ARRIVED ") AND identity IS NOT NULL)), 0),"
    "  listed AND NOT EXISTS (SELECT 1 FROM message WHERE old_folder_id = old_folder.id"
    "    AND state IN (" SQL_PLANNED ", " SQL_SENDING ", " SQL_SKIPPED ", " SQL_MISSING ")),"
    "  messages, uid_next, highest_modseq, rules"
    "  FROM old_folder WHERE id = ?",
    error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (!decant_journal_step (self, statement, &row, error))
    return FALSE;
  folder->id = id;
  folder->new_folder_id = sqlite3_column_int64 (statement, 1);
  folder->uid_validity = (guint32)sqlite3_column_int64 (statement, 2);
  folder->previous_id = sqlite3_column_int64 (statement, 3);
  folder->complete = sqlite3_column_int (statement, 4) != 0;
  folder->messages = (guint32)sqlite3_column_int64 (statement, 5);
  folder->uid_next = (guint32)sqlite3_column_int64 (statement, 6);
  folder->highest_modseq = (guint64)sqlite3_column_int64 (statement, 7);
  folder->rules = decant_journal_column_text (statement, 8);
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
enter_folder (DecantJournal *self, const char *old_path, guint32 uid_validity, const char *new_path,
              DecantJournalFolder *folder, GError **error)
{
  gint64 new_folder_id, current, id;

  if (!enter_new_folder (self, new_path, &new_folder_id, error) ||
      !find_current_row (self, old_path, &current, error))
    return FALSE;
  if (uid_validity == 0 && current != 0)
    {
      DecantJournalFolder last = { 0 };

      if (!load_folder (self, current, &last, error))
        return FALSE;
      uid_validity = last.uid_validity;
      decant_journal_folder_clear (&last);
    }
  return enter_row (self, old_path, uid_validity, new_folder_id, &id, error) &&
         (current == 0 || current == id || switch_row (self, current, id, error)) &&
         load_folder (self, id, folder, error);
}

gboolean
decant_journal_enter_folder (DecantJournal *self, const char *old_path, guint32 uid_validity,
                             const char *new_path, DecantJournalFolder *folder, GError **error)
{
  gboolean done;

  *folder = (DecantJournalFolder){ 0 };
  done = decant_journal_begin (self, error) &&
         enter_folder (self, old_path, uid_validity, new_path, folder, error);
  if (decant_journal_end (self, done, error))
    return TRUE;
  decant_journal_folder_clear (folder);
  *folder = (DecantJournalFolder){ 0 };
  return FALSE;
}

/* ---- problems of folders ---- */

static gboolean
write_folder_problem (DecantJournal *self, const char *old_path, DecantReason reason,
                      const char *detail, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self, "INSERT OR REPLACE INTO folder_problem VALUES (?, ?, ?)", error);

  if (statement == NULL)
    return FALSE;
  decant_journal_bind_text (statement, 1, old_path);
  decant_journal_bind_text (statement, 2, decant_reason_to_word (reason));
  decant_journal_bind_text (statement, 3, detail);
  return decant_journal_run (self, statement, error);
}

gboolean
decant_journal_record_folder_problem (DecantJournal *self, const char *old_path,
                                      DecantReason reason, const char *detail, GError **error)
{
  gboolean done = decant_journal_begin (self, error) &&
                  write_folder_problem (self, old_path, reason, detail, error);

  return decant_journal_end (self, done, error);
}

/* ---- new folders ---- */

gboolean
decant_journal_is_unused (DecantJournal *self, gint64 new_folder_id, gboolean *unused,
                          GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  sqlite3_stmt *statement = decant_journal_prepare (
    self, "SELECT 1 FROM message WHERE new_folder_id = ? LIMIT 1", error);
  gboolean used;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, new_folder_id);
  if (!decant_journal_step (self, statement, &used, error))
    return FALSE;
  sqlite3_reset (statement);
  *unused = !used;
  return TRUE;
}

static gboolean
write_new_uid_validity (DecantJournal *self, gint64 new_folder_id, guint32 uid_validity,
                        GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self, "UPDATE new_folder SET uid_validity = ? WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, uid_validity);
  sqlite3_bind_int64 (statement, 2, new_folder_id);
  return decant_journal_run (self, statement, error);
}

static gboolean
note_new_uid_validity (DecantJournal *self, gint64 new_folder_id, guint32 uid_validity,
                       gboolean *changed, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self, "SELECT uid_validity FROM new_folder WHERE id = ?", error);
  gint64 before;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, new_folder_id);
  if (!decant_journal_step (self, statement, &row, error))
    return FALSE;
  before = row ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_reset (statement);
  if (before == uid_validity)
    return TRUE;
  *changed = before != 0;
  return write_new_uid_validity (self, new_folder_id, uid_validity, error) &&
         (!*changed || run_on_folder (self,
                                      "UPDATE message SET new_uid = 0, uid_next = 0, verified = 0"
                                      "  WHERE new_folder_id = ?",
                                      new_folder_id, error));
}

gboolean
decant_journal_note_new_uid_validity (DecantJournal *self, gint64 new_folder_id,
                                      guint32 uid_validity, gboolean *changed, GError **error)
{
  gboolean done;

  *changed = FALSE;
  if (uid_validity == 0)
    return TRUE;
  done = decant_journal_begin (self, error) &&
         note_new_uid_validity (self, new_folder_id, uid_validity, changed, error);
  return decant_journal_end (self, done, error);
}

GPtrArray *
decant_journal_list_new_folders (DecantJournal *self, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autoptr (GPtrArray)
    folders = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_journal_new_folder_free);
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT id, coalesce(created_path, path), uid_validity, arrived, unverified"
    "  FROM new_folder JOIN (SELECT new_folder_id,"
    "    count(*) FILTER (WHERE state IN (" SQL_ARRIVED ")) AS arrived,"
    "    count(*) FILTER (WHERE state IN (" SQL_ARRIVED ") AND verified = 0) AS unverified"
    "    FROM message WHERE state IN (" SQL_SENDING ", " SQL_ARRIVED ") GROUP BY +new_folder_id)"
    "  ON new_folder_id = id ORDER BY path",
    error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      DecantJournalNewFolder *folder;

      if (!decant_journal_step (self, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&folders);
      folder = g_new0 (DecantJournalNewFolder, 1);
      folder->id = sqlite3_column_int64 (statement, 0);
      folder->path = decant_journal_column_text (statement, 1);
      folder->uid_validity = (guint32)sqlite3_column_int64 (statement, 2);
      folder->arrived = (guint64)sqlite3_column_int64 (statement, 3);
      folder->unverified = (guint64)sqlite3_column_int64 (statement, 4);
      g_ptr_array_add (folders, folder);
    }
}
