/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

#include <string.h>

#define ENTRY_COLUMNS                                                                              \
  "old_folder_id, uid, new_folder_id, new_uid, uid_next, identity, digest, size, flags, keywords," \
  " internal_date, verified, adjustments, adjustment_detail"

static gboolean
read_blob (sqlite3_stmt *statement, int column, guint8 *bytes, gsize length)
{
  const void *blob = sqlite3_column_blob (statement, column);

  if (blob == NULL || (gsize)sqlite3_column_bytes (statement, column) != length)
    return FALSE;
  memcpy (bytes, blob, length);
  return TRUE;
}

/* The date a message was given in place of its own is kept as what was adjusted. */
static gint64
read_sent_date (const DecantJournalEntry *entry, gint64 listed)
{
  g_autofree char *text = decant_adjustment_get_detail (entry->adjustment_detail,
                                                        entry->adjustments, DECANT_ADJUSTMENT_DATE);
  g_autoptr (GDateTime) date = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : listed;
}

static void
read_entry (sqlite3_stmt *statement, DecantJournalEntry *entry)
{
  *entry = (DecantJournalEntry){
    .folder_id = sqlite3_column_int64 (statement, 0),
    .uid = (guint32)sqlite3_column_int64 (statement, 1),
    .new_folder_id = sqlite3_column_int64 (statement, 2),
    .new_uid = (guint32)sqlite3_column_int64 (statement, 3),
    .uid_next = (guint32)sqlite3_column_int64 (statement, 4),
    .size = (guint64)sqlite3_column_int64 (statement, 7),
    .flags = (DecantFlags)sqlite3_column_int (statement, 8),
    .keywords = decant_journal_column_text (statement, 9),
    .internal_date = decant_journal_column_date (statement, 10),
    .verified = sqlite3_column_int (statement, 11) != 0,
    .adjustments = (DecantAdjustment)sqlite3_column_int (statement, 12),
    .adjustment_detail = decant_journal_column_text (statement, 13),
  };
  if ((entry->adjustments & DECANT_ADJUSTMENT_DATE) != 0)
    entry->internal_date = read_sent_date (entry, entry->internal_date);
  read_blob (statement, 5, entry->identity.bytes, sizeof entry->identity.bytes);
  entry->has_digest = read_blob (statement, 6, entry->digest, sizeof entry->digest);
}

/* What was sent as something else is known in the old account by what it was there. */
static void
read_old_identity (sqlite3_stmt *statement, DecantJournalEntry *entry)
{
  const DecantAdjustment renaming = DECANT_ADJUSTMENT_WRAPPED | DECANT_ADJUSTMENT_DATE;
  DecantHeaders headers;

  read_entry (statement, entry);
  if ((entry->adjustments & renaming) == 0)
    return;
  headers.message_id = decant_journal_column_bytes (statement, 14);
  headers.from = decant_journal_column_bytes (statement, 15);
  headers.subject = decant_journal_column_bytes (statement, 16);
  headers.date = decant_journal_column_bytes (statement, 17);
  decant_identity_from_headers (&entry->identity, &headers,
                                decant_journal_column_date (statement, 10));
  g_free (headers.message_id);
  g_free (headers.from);
  g_free (headers.subject);
  g_free (headers.date);
}

typedef void (*ReadFunc) (sqlite3_stmt *statement, DecantJournalEntry *entry);

/* What is wanted of a list. */
typedef struct
{
  guint most;
  gboolean only_unlocated;
} Slice;

/* Several entries of one new UID are never torn apart: only one of them can be there. */
static gboolean
belongs_to_slice (const Slice *slice, GArray *entries, const DecantJournalEntry *entry)
{
  if (entry->new_uid == 0)
    return entries->len < slice->most;
  return !slice->only_unlocated &&
         (entries->len < slice->most ||
          g_array_index (entries, DecantJournalEntry, entries->len - 1).new_uid == entry->new_uid);
}

/* The rows of @statement, to the end of @slice where that is not NULL. NULL: it is NULL itself, or
 * fails. */
static GArray *
read_entries (DecantJournal *self, sqlite3_stmt *statement, ReadFunc read, const Slice *slice,
              GError **error)
{
  g_autoptr (GArray) entries = decant_journal_entry_array_new ();
  gboolean row = statement != NULL;

  while (row)
    {
      DecantJournalEntry entry;

      if (!decant_journal_step (self, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&entries);
      read (statement, &entry);
      if (slice != NULL && !belongs_to_slice (slice, entries, &entry))
        {
          decant_journal_entry_clear (&entry);
          sqlite3_reset (statement);
          return g_steal_pointer (&entries);
        }
      g_array_append_val (entries, entry);
    }
  return NULL;
}

GArray *
decant_journal_list_doubtful (DecantJournal *self, gint64 new_folder_id, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  sqlite3_stmt *statement = decant_journal_prepare (self,
                                                    "SELECT " ENTRY_COLUMNS " FROM message"
                                                    "  WHERE new_folder_id = ?"
                                                    "  AND state = " SQL_SENDING
                                                    "  ORDER BY old_folder_id, uid",
                                                    error);

  if (statement != NULL)
    sqlite3_bind_int64 (statement, 1, new_folder_id);
  return read_entries (self, statement, read_entry, NULL, error);
}

GArray *
decant_journal_list_arrived (DecantJournal *self, gint64 new_folder_id, gboolean only_unlocated,
                             const DecantJournalEntry *after, guint most, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  const Slice slice = { most, only_unlocated };
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT " ENTRY_COLUMNS " FROM message"
    "  WHERE new_folder_id = ? AND (new_uid, old_folder_id, uid) > (?, ?, ?)"
    "  AND state IN (" SQL_ARRIVED ") ORDER BY new_uid, old_folder_id, uid",
    error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, new_folder_id);
  sqlite3_bind_int64 (statement, 2, after != NULL ? after->new_uid : 0);
  sqlite3_bind_int64 (statement, 3, after != NULL ? after->folder_id : 0);
  sqlite3_bind_int64 (statement, 4, after != NULL ? after->uid : 0);
  return read_entries (self, statement, read_entry, &slice, error);
}

/* A set of the UIDs that @sql lists, whose only parameter is the id of a folder. */
static GHashTable *
list_uids (DecantJournal *self, const char *sql, gint64 folder_id, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autoptr (GHashTable) uids = g_hash_table_new (NULL, NULL);
  sqlite3_stmt *statement = decant_journal_prepare (self, sql, error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, folder_id);
  for (;;)
    {
      if (!decant_journal_step (self, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&uids);
      g_hash_table_add (uids, GUINT_TO_POINTER ((guint)sqlite3_column_int64 (statement, 0)));
    }
}

GHashTable *
decant_journal_list_new_uids (DecantJournal *self, gint64 new_folder_id, GError **error)
{
  return list_uids (self,
                    "SELECT new_uid FROM message"
                    "  WHERE new_folder_id = ? AND new_uid <> 0 AND state IN (" SQL_ARRIVED ")",
                    new_folder_id, error);
}

/* ---- the old side under another UIDVALIDITY ---- */

/* That carry an identity. */
#define SQL_IDENTIFIED "state IN (" SQL_SENDING ", " SQL_ARRIVED ") AND identity IS NOT NULL"

GArray *
decant_journal_list_to_match (DecantJournal *self, gint64 folder_id, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT other.id FROM old_folder AS this JOIN old_folder AS other ON other.path = this.path"
    "  WHERE this.id = ? AND other.id <> this.id AND other.to_match = 1"
    "  AND EXISTS (SELECT 1 FROM message WHERE old_folder_id = other.id AND " SQL_IDENTIFIED ")"
    "  ORDER BY other.id",
    error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, folder_id);
  for (;;)
    {
      gint64 id;

      if (!decant_journal_step (self, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      id = sqlite3_column_int64 (statement, 0);
      g_array_append_val (ids, id);
    }
}

GArray *
decant_journal_list_identified (DecantJournal *self, gint64 folder_id, guint32 after_uid,
                                guint most, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT " ENTRY_COLUMNS ", message_id, sender, subject, date"
    "  FROM message"
    "  WHERE old_folder_id = ? AND uid > ?"
    "  AND " SQL_IDENTIFIED "  ORDER BY uid LIMIT ?",
    error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, folder_id);
  sqlite3_bind_int64 (statement, 2, after_uid);
  sqlite3_bind_int64 (statement, 3, most);
  return read_entries (self, statement, read_old_identity, NULL, error);
}

GHashTable *
decant_journal_list_identified_uids (DecantJournal *self, gint64 folder_id, GError **error)
{
  return list_uids (self, "SELECT uid FROM message WHERE old_folder_id = ? AND " SQL_IDENTIFIED,
                    folder_id, error);
}

/* What a listing has planned under the UID makes room for what is known of the message. */
static gboolean
make_room (DecantJournal *self, const DecantJournalEntry *from, gint64 folder_id, guint32 uid,
           GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "DELETE FROM message WHERE old_folder_id = ?1 AND uid = ?2"
    "  AND state IN (" SQL_PLANNED ", " SQL_LEFT_BEHIND ", " SQL_SKIPPED ")"
    "  AND EXISTS (SELECT 1 FROM message WHERE old_folder_id = ?3 AND uid = ?4)",
    error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, folder_id);
  sqlite3_bind_int64 (statement, 2, uid);
  sqlite3_bind_int64 (statement, 3, from->folder_id);
  sqlite3_bind_int64 (statement, 4, from->uid);
  return decant_journal_run (self, statement, error);
}

/* A UID that is accounted for already keeps its entry, and so does @from. */
static gboolean
move_entry (DecantJournal *self, const DecantJournalEntry *from, gint64 folder_id, guint32 uid,
            GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "UPDATE OR IGNORE message SET old_folder_id = ?1, uid = ?2,"
    "    listing = (SELECT listing FROM old_folder WHERE id = ?1)"
    "  WHERE old_folder_id = ?3 AND uid = ?4",
    error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, folder_id);
  sqlite3_bind_int64 (statement, 2, uid);
  sqlite3_bind_int64 (statement, 3, from->folder_id);
  sqlite3_bind_int64 (statement, 4, from->uid);
  return decant_journal_run (self, statement, error);
}

gboolean
decant_journal_adopt (DecantJournal *self, gint64 folder_id, const DecantJournalEntry *entries,
                      const guint32 *uids, gsize n, GError **error)
{
  gboolean done = decant_journal_begin (self, error);

  for (gsize i = 0; done && i < n; i++)
    done = uids[i] == 0 || (make_room (self, &entries[i], folder_id, uids[i], error) &&
                            move_entry (self, &entries[i], folder_id, uids[i], error));
  return decant_journal_end (self, done, error);
}
