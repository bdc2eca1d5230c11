/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

#include <string.h>

/* Messages that are the same, by their keys (engine/twins.h). */

/* ---- listing ---- */

static gboolean
write_twin (DecantJournal *self, gint64 folder_id, const DecantJournalTwin *twin, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "UPDATE message SET twin = ?1,"
    "    same_as = CASE WHEN state = " SQL_LEFT_BEHIND " THEN ?2 END"
    "  WHERE old_folder_id = ?3 AND uid = ?4",
    error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_blob (statement, 1, twin->key.bytes, DECANT_TWIN_KEY_LENGTH, SQLITE_STATIC);
  decant_journal_bind_text (statement, 2, twin->same_as);
  sqlite3_bind_int64 (statement, 3, folder_id);
  sqlite3_bind_int64 (statement, 4, twin->uid);
  return decant_journal_run (self, statement, error);
}

gboolean
decant_journal_record_twins (DecantJournal *self, gint64 folder_id, const DecantJournalTwin *twins,
                             gsize n, GError **error)
{
  gboolean done = decant_journal_begin (self, error);

  for (gsize i = 0; done && i < n; i++)
    done = write_twin (self, folder_id, &twins[i], error) &&
           (twins[i].same_as == NULL || twins[i].headers == NULL ||
            decant_journal_write_headers (self, folder_id, twins[i].uid, twins[i].headers, error));
  return decant_journal_end (self, done, error);
}

/* ---- what has arrived ---- */

static gboolean
read_key (sqlite3_stmt *statement, int column, DecantTwinKey *key)
{
  const void *blob = sqlite3_column_blob (statement, column);

  if (blob == NULL || sqlite3_column_bytes (statement, column) != DECANT_TWIN_KEY_LENGTH)
    return FALSE;
  memcpy (key->bytes, blob, DECANT_TWIN_KEY_LENGTH);
  return TRUE;
}

/* SQL: the key of a message of this identity and size. */
static void
make_key (sqlite3_context *context, int n, sqlite3_value **values)
{
  const void *blob = sqlite3_value_blob (values[0]);
  DecantIdentity identity;
  DecantTwinKey key;

  if (blob == NULL || sqlite3_value_bytes (values[0]) != DECANT_IDENTITY_LENGTH)
    return;
  memcpy (identity.bytes, blob, sizeof identity.bytes);
  decant_twin_key_init_from_identity (&key, &identity, (guint64)sqlite3_value_int64 (values[1]));
  sqlite3_result_blob (context, key.bytes, DECANT_TWIN_KEY_LENGTH, SQLITE_TRANSIENT);
}

/* Runs of another time, without this rule, have left no keys: they are made of what was sent. */
static gboolean
fill_keys (DecantJournal *self, GError **error)
{
  int result = sqlite3_create_function_v2 (self->database, "twin_key", 2,
                                           SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, make_key, NULL,
                                           NULL, NULL);

  if (result != SQLITE_OK)
    {
      decant_journal_set_error (error, self->database, result, self->path);
      return FALSE;
    }
  return decant_journal_run (
    self,
    decant_journal_prepare (self,
                            "UPDATE message SET twin = twin_key (identity, size)"
                            "  WHERE twin IS NULL AND identity IS NOT NULL AND size > 0"
                            "  AND state IN (" SQL_SENDING ", " SQL_ARRIVED ")",
                            error),
    error);
}

static gboolean
hand_out_arrived (DecantJournal *self, DecantJournalTwinFunc func, gpointer user_data,
                  GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT twin, path, uid_validity, uid FROM message"
    "  JOIN old_folder ON old_folder.id = old_folder_id"
    "  WHERE twin IS NOT NULL AND state IN (" SQL_SENDING ", " SQL_ARRIVED ")",
    error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  for (;;)
    {
      DecantTwinKey key;

      if (!decant_journal_step (self, statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      if (read_key (statement, 0, &key))
        func (&key, (const char *)sqlite3_column_text (statement, 1),
              (guint32)sqlite3_column_int64 (statement, 2),
              (guint32)sqlite3_column_int64 (statement, 3), user_data);
    }
}

gboolean
decant_journal_foreach_arrived_twin (DecantJournal *self, DecantJournalTwinFunc func,
                                     gpointer user_data, GError **error)
{
  gboolean done = decant_journal_begin (self, error) && fill_keys (self, error) &&
                  hand_out_arrived (self, func, user_data, error);

  return decant_journal_end (self, done, error);
}

/* ---- after a copy ---- */

static void
clear_wanting (gpointer wanting)
{
  g_free (((DecantJournalWanting *)wanting)->path);
}

/* What could not be dealt with as a folder is not tried again. */
GArray *
decant_journal_list_wanting (DecantJournal *self, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (DecantJournalWanting));
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT twin, path, uid FROM message AS stays JOIN old_folder ON old_folder.id = old_folder_id"
    "  WHERE same_as IS NOT NULL AND state = " SQL_LEFT_BEHIND " AND current = 1"
    "  AND path NOT IN (SELECT path FROM folder_problem)"
    "  AND NOT EXISTS (SELECT 1 FROM message AS goes"
    "    WHERE goes.twin = stays.twin AND goes.state IN (" SQL_ARRIVED "))",
    error);
  gboolean row;

  g_array_set_clear_func (all, clear_wanting);
  if (statement == NULL)
    return NULL;
  for (;;)
    {
      DecantJournalWanting wanting = { 0 };

      if (!decant_journal_step (self, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&all);
      if (!read_key (statement, 0, &wanting.key))
        continue;
      wanting.path = decant_journal_column_text (statement, 1);
      wanting.uid = (guint32)sqlite3_column_int64 (statement, 2);
      g_array_append_val (all, wanting);
    }
}

gboolean
decant_journal_settle_twins (DecantJournal *self, GError **error)
{
  gboolean done = decant_journal_begin (self, error) &&
                  decant_journal_run (
                    self,
                    decant_journal_prepare (
                      self,
                      "UPDATE message SET same_as = coalesce ((SELECT path FROM message AS goes"
                      "    JOIN old_folder ON old_folder.id = goes.old_folder_id"
                      "    WHERE goes.twin = message.twin AND goes.state IN (" SQL_ARRIVED ")"
                      "    LIMIT 1), same_as)"
                      "  WHERE same_as IS NOT NULL AND state = " SQL_LEFT_BEHIND,
                      error),
                    error);

  return decant_journal_end (self, done, error);
}
