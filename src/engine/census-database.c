/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/census-database.h"

#include <glib/gi18n-lib.h>
#include <sqlite3.h>

#define ELSEWHERE (1 << 16)    /* among the flags */
#define MOST_WORDS_KNOWN 20000 /* held in memory */
#define ROWS_BETWEEN_LOOKS 4096

/* Names and addresses are kept once, in "word"; 0 is the empty one. The text of a message is last,
 * so that a scan need not read over it. */
static const char schema[] =
  "PRAGMA page_size = 8192;"
  "PRAGMA journal_mode = MEMORY;"
  "PRAGMA synchronous = OFF;"
  "PRAGMA cache_size = -16384;" /* KiB */
  "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
  "CREATE TABLE name (address INTEGER PRIMARY KEY, name INTEGER NOT NULL);"
  "CREATE TABLE message (folder INTEGER NOT NULL, uid INTEGER NOT NULL, date INTEGER,"
  " size INTEGER NOT NULL, flags INTEGER NOT NULL, identity INTEGER NOT NULL,"
  " object INTEGER NOT NULL, address INTEGER NOT NULL, name INTEGER NOT NULL,"
  " subject TEXT NOT NULL, PRIMARY KEY (folder, uid)) WITHOUT ROWID;";

typedef enum
{
  STATEMENT_ADD_WORD,
  STATEMENT_FIND_WORD,
  STATEMENT_ADD_NAME,
  STATEMENT_INSERT,
  STATEMENT_FORGET,
  STATEMENT_SCAN,
  STATEMENT_MESSAGE,
  STATEMENT_SENDER,
  N_STATEMENTS,
} Statement;

static const char *const statements[N_STATEMENTS] = {
  [STATEMENT_ADD_WORD] = "INSERT OR IGNORE INTO word (text) VALUES (?1)",
  [STATEMENT_FIND_WORD] = "SELECT id FROM word WHERE text = ?1",
  [STATEMENT_ADD_NAME] = "INSERT OR IGNORE INTO name VALUES (?1, ?2)",
  [STATEMENT_INSERT] = "INSERT OR REPLACE INTO message"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
  [STATEMENT_FORGET] = "DELETE FROM message WHERE folder = ?1",
  [STATEMENT_SCAN] = "SELECT uid, date, size, flags, identity, object, address FROM message"
                     " WHERE folder = ?1 ORDER BY uid",
  [STATEMENT_MESSAGE] = "SELECT date, size, flags, coalesce (n.text, ''), coalesce (a.text, ''),"
                        " subject FROM message LEFT JOIN word n ON n.id = name"
                        " LEFT JOIN word a ON a.id = address WHERE folder = ?1 AND uid = ?2",
  [STATEMENT_SENDER] = "SELECT a.text, coalesce (n.text, '') FROM word a"
                       " LEFT JOIN name ON name.address = a.id"
                       " LEFT JOIN word n ON n.id = name.name WHERE a.id = ?1",
};

struct _DecantCensusDatabase
{
  sqlite3 *database;
  sqlite3_stmt *statements[N_STATEMENTS];
  GHashTable *words; /* text → id, of some */
};

static gboolean
set_error (DecantCensusDatabase *self, GError **error)
{
  int code = sqlite3_errcode (self->database);

  if (code == SQLITE_FULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                         _ ("The list of messages cannot be kept because the disk is full. Make "
                            "room for temporary files, then try again."));
  else
    /* Translators: %s is what the database says, in English */
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 _ ("The list of messages cannot be kept (%s)."), sqlite3_errmsg (self->database));
  return FALSE;
}

static gboolean
execute (DecantCensusDatabase *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->database, sql, NULL, NULL, NULL) == SQLITE_OK ||
         set_error (self, error);
}

DecantCensusDatabase *
decant_census_database_new (GError **error)
{
  g_autoptr (DecantCensusDatabase) self = g_new0 (DecantCensusDatabase, 1);

  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (sqlite3_open_v2 ("", &self->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
        SQLITE_OK ||
      !execute (self, schema, NULL))
    {
      set_error (self, error);
      return NULL;
    }
  for (guint i = 0; i < N_STATEMENTS; i++)
    if (sqlite3_prepare_v3 (self->database, statements[i], -1, SQLITE_PREPARE_PERSISTENT,
                            &self->statements[i], NULL) != SQLITE_OK)
      {
        set_error (self, error);
        return NULL;
      }
  return g_steal_pointer (&self);
}

void
decant_census_database_free (DecantCensusDatabase *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < N_STATEMENTS; i++)
    sqlite3_finalize (self->statements[i]);
  sqlite3_close (self->database);
  g_hash_table_unref (self->words);
  g_free (self);
}

/* ---- writing ---- */

static sqlite3_stmt *
use (DecantCensusDatabase *self, Statement which)
{
  sqlite3_reset (self->statements[which]);
  return self->statements[which];
}

/* Runs a statement to its end; *@value (may be NULL) is the number in its row, where it has one. */
static gboolean
run (DecantCensusDatabase *self, sqlite3_stmt *statement, gint64 *value, GError **error)
{
  int result = sqlite3_step (statement);

  if (result == SQLITE_ROW && value != NULL)
    *value = sqlite3_column_int64 (statement, 0);
  if (result != SQLITE_ROW && result != SQLITE_DONE)
    return set_error (self, error);
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
find_word (DecantCensusDatabase *self, const char *text, gint64 *id, GError **error)
{
  gpointer known = g_hash_table_lookup (self->words, text);
  sqlite3_stmt *add = use (self, STATEMENT_ADD_WORD);
  sqlite3_stmt *find = use (self, STATEMENT_FIND_WORD);

  *id = GPOINTER_TO_SIZE (known);
  if (known != NULL || *text == '\0')
    return TRUE;
  sqlite3_bind_text (add, 1, text, -1, SQLITE_STATIC);
  sqlite3_bind_text (find, 1, text, -1, SQLITE_STATIC);
  if (!run (self, add, NULL, error) || !run (self, find, id, error))
    return FALSE;
  if (g_hash_table_size (self->words) >= MOST_WORDS_KNOWN)
    g_hash_table_remove_all (self->words);
  g_hash_table_insert (self->words, g_strdup (text), GSIZE_TO_POINTER ((gsize)*id));
  return TRUE;
}

static gboolean
add_name (DecantCensusDatabase *self, gint64 address, gint64 name, GError **error)
{
  sqlite3_stmt *statement = use (self, STATEMENT_ADD_NAME);

  if (address == 0 || name == 0)
    return TRUE;
  sqlite3_bind_int64 (statement, 1, address);
  sqlite3_bind_int64 (statement, 2, name);
  return run (self, statement, NULL, error);
}

static gboolean
insert_row (DecantCensusDatabase *self, const DecantCensusRow *row, GError **error)
{
  sqlite3_stmt *statement = use (self, STATEMENT_INSERT);
  gint64 address;
  gint64 name;

  if (!find_word (self, row->from_address, &address, error) ||
      !find_word (self, row->from_name, &name, error) || !add_name (self, address, name, error))
    return FALSE;
  sqlite3_bind_int64 (statement, 1, row->folder);
  sqlite3_bind_int64 (statement, 2, row->uid);
  if (row->internal_date != DECANT_DATE_UNKNOWN)
    sqlite3_bind_int64 (statement, 3, row->internal_date);
  else
    sqlite3_bind_null (statement, 3);
  sqlite3_bind_int64 (statement, 4, (gint64)MIN (row->size, (guint64)G_MAXINT64));
  sqlite3_bind_int64 (statement, 5, row->flags | (row->elsewhere ? ELSEWHERE : 0));
  sqlite3_bind_int64 (statement, 6, (gint64)row->identity);
  sqlite3_bind_int64 (statement, 7, (gint64)row->object_id);
  sqlite3_bind_int64 (statement, 8, address);
  sqlite3_bind_int64 (statement, 9, name);
  sqlite3_bind_text (statement, 10, row->subject, -1, SQLITE_STATIC);
  return run (self, statement, NULL, error);
}

gboolean
decant_census_database_insert (DecantCensusDatabase *self, const DecantCensusRow *rows,
                               guint n_rows, GError **error)
{
  gboolean well = execute (self, "BEGIN", error);

  for (guint i = 0; well && i < n_rows; i++)
    well = insert_row (self, &rows[i], error);
  if (well && execute (self, "COMMIT", error))
    return TRUE;
  /* What was taken back is not to be known any more. */
  g_hash_table_remove_all (self->words);
  if (!sqlite3_get_autocommit (self->database))
    sqlite3_exec (self->database, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

gboolean
decant_census_database_forget (DecantCensusDatabase *self, guint folder, GError **error)
{
  sqlite3_stmt *statement = use (self, STATEMENT_FORGET);

  sqlite3_bind_int64 (statement, 1, folder);
  return run (self, statement, NULL, error);
}

/* ---- reading ---- */

static gint64
column_date (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL
           ? DECANT_DATE_UNKNOWN
           : sqlite3_column_int64 (statement, column);
}

static char *
column_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *)sqlite3_column_text (statement, column);

  return g_strdup (text != NULL ? text : "");
}

static void
read_facts (sqlite3_stmt *statement, DecantCensusFacts *facts)
{
  gint64 flags = sqlite3_column_int64 (statement, 3);

  facts->uid = (guint32)sqlite3_column_int64 (statement, 0);
  facts->internal_date = column_date (statement, 1);
  facts->size = (guint64)sqlite3_column_int64 (statement, 2);
  facts->flags = (DecantFlags)(flags & (ELSEWHERE - 1));
  facts->elsewhere = (flags & ELSEWHERE) != 0;
  facts->identity = (guint64)sqlite3_column_int64 (statement, 4);
  facts->object_id = (guint64)sqlite3_column_int64 (statement, 5);
  facts->sender = (guint)sqlite3_column_int64 (statement, 6);
}

gboolean
decant_census_database_scan (DecantCensusDatabase *self, guint folder, DecantCensusFactsFunc func,
                             gpointer user_data, GCancellable *cancellable, GError **error)
{
  sqlite3_stmt *statement = use (self, STATEMENT_SCAN);
  int result = SQLITE_DONE;

  sqlite3_bind_int64 (statement, 1, folder);
  for (guint i = 0; (result = sqlite3_step (statement)) == SQLITE_ROW; i++)
    {
      DecantCensusFacts facts;

      read_facts (statement, &facts);
      func (&facts, user_data);
      if (i % ROWS_BETWEEN_LOOKS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        break;
    }
  if (result != SQLITE_DONE && result != SQLITE_ROW)
    set_error (self, error);
  sqlite3_reset (statement);
  return result == SQLITE_DONE;
}

DecantCensusMessage *
decant_census_database_get_message (DecantCensusDatabase *self, guint folder, guint32 uid,
                                    GError **error)
{
  sqlite3_stmt *statement = use (self, STATEMENT_MESSAGE);
  DecantCensusMessage *message = NULL;
  int result;

  sqlite3_bind_int64 (statement, 1, folder);
  sqlite3_bind_int64 (statement, 2, uid);
  result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    {
      message = g_new0 (DecantCensusMessage, 1);
      message->folder = folder;
      message->uid = uid;
      message->internal_date = column_date (statement, 0);
      message->size = (guint64)sqlite3_column_int64 (statement, 1);
      message->flags = (DecantFlags)(sqlite3_column_int64 (statement, 2) & (ELSEWHERE - 1));
      message->from_name = column_text (statement, 3);
      message->from_address = column_text (statement, 4);
      message->subject = column_text (statement, 5);
    }
  else if (result != SQLITE_DONE)
    set_error (self, error);
  sqlite3_reset (statement);
  return message;
}

DecantCensusSender *
decant_census_database_get_sender (DecantCensusDatabase *self, guint sender, GError **error)
{
  sqlite3_stmt *statement = use (self, STATEMENT_SENDER);
  DecantCensusSender *found = g_new0 (DecantCensusSender, 1);
  int result;

  sqlite3_bind_int64 (statement, 1, sender);
  result = sqlite3_step (statement);
  found->address = result == SQLITE_ROW ? column_text (statement, 0) : g_strdup ("");
  found->name = result == SQLITE_ROW ? column_text (statement, 1) : g_strdup ("");
  if (result != SQLITE_ROW && result != SQLITE_DONE)
    {
      set_error (self, error);
      g_clear_pointer (&found, decant_census_sender_free);
    }
  sqlite3_reset (statement);
  return found;
}

GArray *
decant_census_database_sort (DecantCensusDatabase *self, guint folder, DecantCensusOrder order,
                             gboolean descending, GError **error)
{
  static const char *const by[] = {
    [DECANT_CENSUS_BY_DATE] = "date",
    [DECANT_CENSUS_BY_SIZE] = "size",
    [DECANT_CENSUS_BY_FROM] = "coalesce (n.text, a.text, '') COLLATE NOCASE",
    [DECANT_CENSUS_BY_SUBJECT] = "subject COLLATE NOCASE",
  };
  const char *direction = descending ? "DESC" : "ASC";
  g_autofree char *sql = g_strdup_printf (
    "SELECT uid FROM message%s WHERE folder = ?1 ORDER BY %s %s, uid %s",
    order == DECANT_CENSUS_BY_FROM
      ? " LEFT JOIN word n ON n.id = name LEFT JOIN word a ON a.id = address"
      : "",
    by[order], direction, direction);
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL);

  if (result == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, folder);
      while ((result = sqlite3_step (statement)) == SQLITE_ROW)
        {
          guint32 uid = (guint32)sqlite3_column_int64 (statement, 0);

          g_array_append_val (uids, uid);
        }
    }
  if (result != SQLITE_DONE)
    set_error (self, error);
  sqlite3_finalize (statement);
  return result == SQLITE_DONE ? g_steal_pointer (&uids) : NULL;
}
