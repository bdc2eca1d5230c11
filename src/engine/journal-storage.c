/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

G_DEFINE_QUARK (decant - journal - error - quark, decant_journal_error)

void
decant_journal_set_error (GError **error, sqlite3 *database, int code, const char *path)
{
  const char *words = database != NULL ? sqlite3_errmsg (database) : sqlite3_errstr (code);

  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error_literal (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_LOCKED,
                           _ ("Another Decant is already at work on this move. Wait until it has "
                              "finished, or stop it, then try again."));
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_DAMAGED,
                   _ ("The journal “%s” is damaged (%s). Put it back from a backup, or move it "
                      "elsewhere to start this move anew: what is already in the new account is "
                      "recognised there."),
                   path, words);
      break;
    case SQLITE_FULL:
      g_set_error (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_STORAGE,
                   _ ("The journal “%s” cannot be written because the disk is full. Make room "
                      "there, then go on with the move; nothing is lost."),
                   path);
      break;
    default:
      g_set_error (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_STORAGE,
                   _ ("The journal “%s” cannot be read or written (%s). Check that you may write "
                      "there and that the disk is in order, then go on with the move."),
                   path, words);
    }
}

void
decant_journal_keep_log (sqlite3 *database, const char *path, gboolean keep)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  GStatBuf info;

  /* An empty one is SQLite's own, made for reading; it goes with it. */
  keep = keep && g_stat (log, &info) == 0 && info.st_size > 0;
  sqlite3_db_config (database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep, NULL);
}

gboolean
decant_journal_execute (sqlite3 *database, const char *path, const char *sql, GError **error)
{
  int result = sqlite3_exec (database, sql, NULL, NULL, NULL);

  if (result != SQLITE_OK)
    decant_journal_set_error (error, database, result, path);
  return result == SQLITE_OK;
}

gboolean
decant_journal_read_number (sqlite3 *database, const char *path, const char *sql, gint64 *value,
                            GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (database, sql, -1, &statement, NULL);

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    *value = sqlite3_column_int64 (statement, 0);
  else if (result != SQLITE_DONE)
    decant_journal_set_error (error, database, result, path);
  sqlite3_finalize (statement);
  return result == SQLITE_ROW || result == SQLITE_DONE;
}

static gboolean
begin (DecantJournal *self, gboolean hasty, GError **error)
{
  g_mutex_lock (&self->mutex);
  if (hasty != self->hasty &&
      !decant_journal_execute (self->database, self->path,
                               hasty ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
                               error))
    return FALSE;
  self->hasty = hasty;
  return decant_journal_execute (self->database, self->path, "BEGIN IMMEDIATE", error);
}

gboolean
decant_journal_begin (DecantJournal *self, GError **error)
{
  return begin (self, TRUE, error);
}

gboolean
decant_journal_begin_lasting (DecantJournal *self, GError **error)
{
  return begin (self, FALSE, error);
}

gboolean
decant_journal_end (DecantJournal *self, gboolean done, GError **error)
{
  if (done)
    done = decant_journal_execute (self->database, self->path, "COMMIT", error);
  /* SQLite takes some transactions back by itself, when the disk is full for one. */
  if (!done && !sqlite3_get_autocommit (self->database))
    sqlite3_exec (self->database, "ROLLBACK", NULL, NULL, NULL);
  g_mutex_unlock (&self->mutex);
  return done;
}

sqlite3_stmt *
decant_journal_prepare (DecantJournal *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);
  int result;

  if (statement != NULL)
    {
      sqlite3_reset (statement);
      sqlite3_clear_bindings (statement);
      return statement;
    }
  result = sqlite3_prepare_v3 (self->database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                               NULL);
  if (result != SQLITE_OK)
    {
      decant_journal_set_error (error, self->database, result, self->path);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer)sql, statement);
  return statement;
}

gboolean
decant_journal_step (DecantJournal *self, sqlite3_stmt *statement, gboolean *row, GError **error)
{
  int result = sqlite3_step (statement);

  *row = result == SQLITE_ROW;
  if (result == SQLITE_ROW)
    return TRUE;
  if (result != SQLITE_DONE)
    decant_journal_set_error (error, self->database, result, self->path);
  sqlite3_reset (statement);
  return result == SQLITE_DONE;
}

gboolean
decant_journal_run (DecantJournal *self, sqlite3_stmt *statement, GError **error)
{
  gboolean row;

  return statement != NULL && decant_journal_step (self, statement, &row, error);
}

gboolean
decant_journal_run_on_message (DecantJournal *self, sqlite3_stmt *statement, gint64 folder_id,
                               guint32 uid, GError **error)
{
  if (!decant_journal_run (self, statement, error))
    return FALSE;
  if (sqlite3_changes (self->database) == 1)
    return TRUE;
  g_set_error (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_DAMAGED,
               _ ("The journal “%s” does not know message %u of one of its folders. Start the move "
                  "again: it is looked through anew then."),
               self->path, uid);
  return FALSE;
}

void
decant_journal_bind_text (sqlite3_stmt *statement, int index, const char *text)
{
  if (text != NULL)
    sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT);
  else
    sqlite3_bind_null (statement, index);
}

void
decant_journal_bind_bytes (sqlite3_stmt *statement, int index, const char *bytes)
{
  if (bytes != NULL)
    sqlite3_bind_blob64 (statement, index, bytes, strlen (bytes), SQLITE_TRANSIENT);
  else
    sqlite3_bind_null (statement, index);
}

char *
decant_journal_column_bytes (sqlite3_stmt *statement, int column)
{
  const void *bytes;

  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return NULL;
  bytes = sqlite3_column_blob (statement, column);
  if (bytes == NULL)
    return g_strdup ("");
  return g_strndup (bytes, (gsize)sqlite3_column_bytes (statement, column));
}

char *
decant_journal_column_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *)sqlite3_column_text (statement, column));
}

void
decant_journal_bind_date (sqlite3_stmt *statement, int index, gint64 date)
{
  if (date != DECANT_DATE_UNKNOWN)
    sqlite3_bind_int64 (statement, index, date);
  else
    sqlite3_bind_null (statement, index);
}

gint64
decant_journal_column_date (sqlite3_stmt *statement, int column)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return DECANT_DATE_UNKNOWN;
  return sqlite3_column_int64 (statement, column);
}

void
decant_journal_bind_size (sqlite3_stmt *statement, int index, guint64 size)
{
  sqlite3_bind_int64 (statement, index, (gint64)MIN (size, (guint64)G_MAXINT64));
}
