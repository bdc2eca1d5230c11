/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

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
    self,
    "UPDATE message SET new_uid = ?1, verified = verified AND new_uid = ?1"
    "  WHERE old_folder_id = ?2 AND uid = ?3",
    error);

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
