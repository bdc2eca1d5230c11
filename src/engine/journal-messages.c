/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

#include <string.h>

void
decant_journal_entry_clear (DecantJournalEntry *self)
{
  g_clear_pointer (&self->keywords, g_free);
  g_clear_pointer (&self->adjustment_detail, g_free);
  g_clear_pointer (&self->headers, decant_headers_free);
}

GArray *
decant_journal_entry_array_new (void)
{
  GArray *entries = g_array_new (FALSE, TRUE, sizeof (DecantJournalEntry));

  g_array_set_clear_func (entries, (GDestroyNotify)decant_journal_entry_clear);
  return entries;
}

/* ---- changing ---- */

typedef gboolean (*EntryFunc) (DecantJournal *self, const DecantJournalEntry *entry,
                               GError **error);

/* Ends what was begun, as @begun says. */
static gboolean
end_with_each (DecantJournal *self, gboolean begun, const DecantJournalEntry *entries, gsize n,
               EntryFunc func, GError **error)
{
  for (gsize i = 0; begun && i < n; i++)
    begun = func (self, &entries[i], error);
  return decant_journal_end (self, begun, error);
}

static gboolean
for_each_entry (DecantJournal *self, const DecantJournalEntry *entries, gsize n, EntryFunc func,
                GError **error)
{
  gboolean begun = decant_journal_begin (self, error);

  return end_with_each (self, begun, entries, n, func, error);
}

gboolean
decant_journal_write_headers (DecantJournal *self, gint64 folder_id, guint32 uid,
                              const DecantHeaders *headers, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "UPDATE message SET message_id = ?, sender = ?, subject = ?, date = ?"
    "  WHERE old_folder_id = ? AND uid = ?",
    error);

  if (statement == NULL)
    return FALSE;
  decant_journal_bind_bytes (statement, 1, headers->message_id);
  decant_journal_bind_bytes (statement, 2, headers->from);
  decant_journal_bind_bytes (statement, 3, headers->subject);
  decant_journal_bind_bytes (statement, 4, headers->date);
  sqlite3_bind_int64 (statement, 5, folder_id);
  sqlite3_bind_int64 (statement, 6, uid);
  return decant_journal_run_on_message (self, statement, folder_id, uid, error);
}

/* What was changed, and by which headers a report shows it. */
static gboolean
write_adjustments (DecantJournal *self, const DecantJournalEntry *entry, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "UPDATE message SET adjustments = ?, adjustment_detail = ?"
    "  WHERE old_folder_id = ? AND uid = ?",
    error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, entry->adjustments);
  decant_journal_bind_text (statement, 2, entry->adjustment_detail);
  sqlite3_bind_int64 (statement, 3, entry->folder_id);
  sqlite3_bind_int64 (statement, 4, entry->uid);
  return decant_journal_run_on_message (self, statement, entry->folder_id, entry->uid, error) &&
         (entry->headers == NULL ||
          decant_journal_write_headers (self, entry->folder_id, entry->uid, entry->headers, error));
}

static gboolean
write_sending (DecantJournal *self, const DecantJournalEntry *entry, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "UPDATE message SET state = " SQL_SENDING ", new_folder_id = ?, new_uid = 0, uid_next = ?,"
    "    identity = ?, digest = ?, size = ?, flags = ?, keywords = ?, verified = 0, reason = NULL,"
    "    detail = NULL, adjustments = 0, adjustment_detail = NULL,"
    "    internal_date = coalesce (internal_date, ?),"
    "    date_offset = CASE WHEN internal_date IS NULL THEN ? ELSE date_offset END"
    "  WHERE old_folder_id = ? AND uid = ?",
    error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, entry->new_folder_id);
  sqlite3_bind_int64 (statement, 2, entry->uid_next);
  sqlite3_bind_blob (statement, 3, entry->identity.bytes, DECANT_IDENTITY_LENGTH, SQLITE_STATIC);
  sqlite3_bind_blob (statement, 4, entry->digest, DECANT_CONTENT_DIGEST_LENGTH, SQLITE_STATIC);
  decant_journal_bind_size (statement, 5, entry->size);
  sqlite3_bind_int64 (statement, 6, entry->flags);
  decant_journal_bind_text (statement, 7, entry->keywords);
  decant_journal_bind_date (statement, 8, entry->internal_date);
  sqlite3_bind_int (statement, 9, entry->date_offset);
  sqlite3_bind_int64 (statement, 10, entry->folder_id);
  sqlite3_bind_int64 (statement, 11, entry->uid);
  return decant_journal_run_on_message (self, statement, entry->folder_id, entry->uid, error) &&
         (entry->adjustments == DECANT_ADJUSTMENT_NONE || write_adjustments (self, entry, error));
}

gboolean
decant_journal_record_sending (DecantJournal *self, const DecantJournalEntry *entries, gsize n,
                               GError **error)
{
  gboolean begun = decant_journal_begin_lasting (self, error);

  return end_with_each (self, begun, entries, n, write_sending, error);
}

static gboolean
write_done (DecantJournal *self, const DecantJournalEntry *entry, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "UPDATE message SET state = " SQL_DONE ", new_folder_id = ?, new_uid = ?, verified = 0,"
    "    reason = NULL, detail = NULL"
    "  WHERE old_folder_id = ? AND uid = ?",
    error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, entry->new_folder_id);
  sqlite3_bind_int64 (statement, 2, entry->new_uid);
  sqlite3_bind_int64 (statement, 3, entry->folder_id);
  sqlite3_bind_int64 (statement, 4, entry->uid);
  return decant_journal_run_on_message (self, statement, entry->folder_id, entry->uid, error);
}

/* The identity of one that was on its way is known already. */
static gboolean
write_already_there (DecantJournal *self, const DecantJournalEntry *entry, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "UPDATE message SET state = " SQL_ALREADY_THERE ", new_folder_id = ?, new_uid = ?,"
    "    identity = coalesce(identity, ?), digest = NULL, verified = 0, reason = NULL, detail = "
    "NULL"
    "  WHERE old_folder_id = ? AND uid = ?",
    error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, entry->new_folder_id);
  sqlite3_bind_int64 (statement, 2, entry->new_uid);
  sqlite3_bind_blob (statement, 3, entry->identity.bytes, DECANT_IDENTITY_LENGTH, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 4, entry->folder_id);
  sqlite3_bind_int64 (statement, 5, entry->uid);
  return decant_journal_run_on_message (self, statement, entry->folder_id, entry->uid, error);
}

/* Under an earlier UIDVALIDITY nothing can be read any more: if the message is still there, it is
 * planned under the present one. */
static gboolean
forget_unreachable (DecantJournal *self, const DecantJournalEntry *entry, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "DELETE FROM message WHERE old_folder_id = ?1 AND uid = ?2"
    "  AND (SELECT current FROM old_folder WHERE id = ?1) = 0",
    error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, entry->folder_id);
  sqlite3_bind_int64 (statement, 2, entry->uid);
  return decant_journal_run (self, statement, error);
}

static gboolean
write_planned_again (DecantJournal *self, const DecantJournalEntry *entry, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "UPDATE message SET state = " SQL_PLANNED ", new_folder_id = NULL, new_uid = 0, uid_next = 0,"
    "    identity = NULL, digest = NULL, verified = 0, reason = NULL, detail = NULL,"
    "    adjustments = 0, adjustment_detail = NULL"
    "  WHERE old_folder_id = ? AND uid = ?",
    error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, entry->folder_id);
  sqlite3_bind_int64 (statement, 2, entry->uid);
  return decant_journal_run_on_message (self, statement, entry->folder_id, entry->uid, error) &&
         forget_unreachable (self, entry, error);
}

gboolean
decant_journal_record_outcome (DecantJournal *self, const DecantJournalEntry *entries, gsize n,
                               DecantOutcome outcome, GError **error)
{
  static const EntryFunc writers[] = {
    [DECANT_OUTCOME_DONE] = write_done,
    [DECANT_OUTCOME_PLANNED_AGAIN] = write_planned_again,
    [DECANT_OUTCOME_ALREADY_THERE] = write_already_there,
  };

  g_return_val_if_fail ((gsize)outcome < G_N_ELEMENTS (writers), FALSE);
  return for_each_entry (self, entries, n, writers[outcome], error);
}

static gboolean
write_new_uid (DecantJournal *self, const DecantJournalEntry *entry, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self, "UPDATE message SET new_uid = ? WHERE old_folder_id = ? AND uid = ?", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, entry->new_uid);
  sqlite3_bind_int64 (statement, 2, entry->folder_id);
  sqlite3_bind_int64 (statement, 3, entry->uid);
  return decant_journal_run_on_message (self, statement, entry->folder_id, entry->uid, error);
}

gboolean
decant_journal_locate (DecantJournal *self, const DecantJournalEntry *entries, gsize n,
                       GError **error)
{
  return for_each_entry (self, entries, n, write_new_uid, error);
}

gboolean
decant_journal_describe (DecantJournal *self, gint64 folder_id, guint32 uid,
                         const DecantHeaders *headers, GError **error)
{
  gboolean done = decant_journal_begin (self, error) &&
                  decant_journal_write_headers (self, folder_id, uid, headers, error);

  return decant_journal_end (self, done, error);
}

static gboolean
write_skipped (DecantJournal *self, gint64 folder_id, guint32 uid, DecantReason reason,
               const char *detail, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "UPDATE message SET state = " SQL_SKIPPED ", reason = ?, detail = ?, new_folder_id = NULL,"
    "    new_uid = 0, uid_next = 0, identity = NULL, digest = NULL, verified = 0,"
    "    adjustments = 0, adjustment_detail = NULL"
    "  WHERE old_folder_id = ? AND uid = ?",
    error);

  if (statement == NULL)
    return FALSE;
  decant_journal_bind_text (statement, 1, decant_reason_to_word (reason));
  decant_journal_bind_text (statement, 2, detail);
  sqlite3_bind_int64 (statement, 3, folder_id);
  sqlite3_bind_int64 (statement, 4, uid);
  return decant_journal_run_on_message (self, statement, folder_id, uid, error);
}

gboolean
decant_journal_record_skipped (DecantJournal *self, gint64 folder_id, guint32 uid,
                               DecantReason reason, const char *detail,
                               const DecantHeaders *headers, GError **error)
{
  gboolean done = decant_journal_begin (self, error) &&
                  write_skipped (self, folder_id, uid, reason, detail, error) &&
                  (headers == NULL ||
                   decant_journal_write_headers (self, folder_id, uid, headers, error));

  return decant_journal_end (self, done, error);
}

/* ---- the old side under another UIDVALIDITY ---- */

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
decant_journal_adopt (DecantJournal *self, const DecantJournalEntry *from, gint64 folder_id,
                      guint32 uid, GError **error)
{
  gboolean done = decant_journal_begin (self, error) &&
                  make_room (self, from, folder_id, uid, error) &&
                  move_entry (self, from, folder_id, uid, error);

  return decant_journal_end (self, done, error);
}

/* ---- listing ---- */

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

/* Entries by @sql, whose only parameter is the id of a folder. */
static GArray *
list_entries (DecantJournal *self, const char *sql, gint64 folder_id, ReadFunc read, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  sqlite3_stmt *statement = decant_journal_prepare (self, sql, error);

  if (statement != NULL)
    sqlite3_bind_int64 (statement, 1, folder_id);
  return read_entries (self, statement, read, NULL, error);
}

GArray *
decant_journal_list_doubtful (DecantJournal *self, gint64 new_folder_id, GError **error)
{
  return list_entries (self,
                       "SELECT " ENTRY_COLUMNS " FROM message"
                       "  WHERE new_folder_id = ? AND state = " SQL_SENDING
                       "  ORDER BY old_folder_id, uid",
                       new_folder_id, read_entry, error);
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

/* Of an earlier UIDVALIDITY: with those of still earlier ones that were never matched to the end.
 */
GArray *
decant_journal_list_identified (DecantJournal *self, gint64 folder_id, GError **error)
{
  return list_entries (self,
                       "SELECT " ENTRY_COLUMNS ", message_id, sender, subject, date FROM message"
                       "  WHERE old_folder_id IN (SELECT other.id FROM old_folder AS this"
                       "    JOIN old_folder AS other ON other.path = this.path"
                       "    WHERE this.id = ? AND (other.id = this.id"
                       "      OR (this.to_match = 1 AND other.to_match = 1)))"
                       "  AND state IN (" SQL_SENDING ", " SQL_ARRIVED ")"
                       "  AND identity IS NOT NULL ORDER BY old_folder_id, uid",
                       folder_id, read_old_identity, error);
}

GHashTable *
decant_journal_list_new_uids (DecantJournal *self, gint64 new_folder_id, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autoptr (GHashTable) uids = g_hash_table_new (NULL, NULL);
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT new_uid FROM message"
    "  WHERE new_folder_id = ? AND new_uid <> 0 AND state IN (" SQL_ARRIVED ")",
    error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, new_folder_id);
  for (;;)
    {
      if (!decant_journal_step (self, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&uids);
      g_hash_table_add (uids, GUINT_TO_POINTER ((guint)sqlite3_column_int64 (statement, 0)));
    }
}
