/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

/* A listing begins with its first page (or its end, where the folder is empty) and numbers what it
 * meets; at the end, what bears another number was not met. A listing that a crash cut off is begun
 * anew by the next process. */
static gboolean
begin_listing (DecantJournal *self, gint64 folder_id, GError **error)
{
  sqlite3_stmt *statement;

  if (g_hash_table_contains (self->listings, &folder_id))
    return TRUE;
  statement = decant_journal_prepare (
    self, "UPDATE old_folder SET listing = listing + 1, listed = 0 WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, folder_id);
  if (!decant_journal_run (self, statement, error))
    return FALSE;
  g_hash_table_add (self->listings, g_memdup2 (&folder_id, sizeof folder_id));
  return TRUE;
}

/* When the transaction is taken back, so is the number. */
static gboolean
end_step (DecantJournal *self, gboolean done, gint64 folder_id, gboolean ends_listing,
          GError **error)
{
  if (!done || ends_listing)
    g_hash_table_remove (self->listings, &folder_id);
  return decant_journal_end (self, done, error);
}

static gboolean
read_listing (DecantJournal *self, gint64 folder_id, gint64 *listing, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self, "SELECT listing FROM old_folder WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, folder_id);
  if (!decant_journal_step (self, statement, &row, error))
    return FALSE;
  *listing = row ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_reset (statement);
  return TRUE;
}

/* A message that is on its way, or arrived, or was skipped in this run: it is still there. */
static gboolean
mark_listed (DecantJournal *self, gint64 folder_id, const DecantMessage *message, gint64 listing,
             GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self, "UPDATE message SET listing = ?, object_id = ? WHERE old_folder_id = ? AND uid = ?",
    error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, listing);
  sqlite3_bind_int64 (statement, 2, (gint64)message->object_id);
  sqlite3_bind_int64 (statement, 3, folder_id);
  sqlite3_bind_int64 (statement, 4, message->uid);
  return decant_journal_run (self, statement, error);
}

static gboolean
record_listed (DecantJournal *self, gint64 folder_id, const DecantMessage *message,
               gboolean left_behind, gint64 listing, GError **error)
{
  g_autofree char *keywords = decant_keywords_join (message->keywords);
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "INSERT INTO message (old_folder_id, uid, state, listing, size, flags, keywords,"
    "    internal_date, date_offset, object_id)"
    "  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    "  ON CONFLICT (old_folder_id, uid) DO UPDATE SET state = excluded.state,"
    "    listing = excluded.listing, size = excluded.size, flags = excluded.flags,"
    "    keywords = excluded.keywords, internal_date = excluded.internal_date,"
    "    date_offset = excluded.date_offset, object_id = excluded.object_id, same_as = NULL"
    "  WHERE state IN (" SQL_PLANNED ", " SQL_LEFT_BEHIND ")",
    error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, folder_id);
  sqlite3_bind_int64 (statement, 2, message->uid);
  sqlite3_bind_int64 (statement, 3, left_behind ? DECANT_STATE_LEFT_BEHIND : DECANT_STATE_PLANNED);
  sqlite3_bind_int64 (statement, 4, listing);
  decant_journal_bind_size (statement, 5, message->size);
  sqlite3_bind_int64 (statement, 6, message->flags);
  decant_journal_bind_text (statement, 7, keywords);
  decant_journal_bind_date (statement, 8, message->internal_date);
  sqlite3_bind_int64 (statement, 9, message->date_offset);
  sqlite3_bind_int64 (statement, 10, (gint64)message->object_id);
  if (!decant_journal_run (self, statement, error))
    return FALSE;
  return sqlite3_changes (self->database) > 0 ||
         mark_listed (self, folder_id, message, listing, error);
}

gboolean
decant_journal_record_listing (DecantJournal *self, gint64 folder_id,
                               DecantMessage *const *messages, const gboolean *left_behind, gsize n,
                               GError **error)
{
  gint64 listing;
  gboolean done = decant_journal_begin (self, error) && begin_listing (self, folder_id, error) &&
                  read_listing (self, folder_id, &listing, error);

  for (gsize i = 0; done && i < n; i++)
    done = record_listed (self, folder_id, messages[i], left_behind[i], listing, error);
  return end_step (self, done, folder_id, FALSE, error);
}

static gboolean
forget_unlisted (DecantJournal *self, gint64 folder_id, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "DELETE FROM message WHERE old_folder_id = ?1"
    "  AND state IN (" SQL_PLANNED ", " SQL_LEFT_BEHIND ", " SQL_SKIPPED ")"
    "  AND listing <> (SELECT listing FROM old_folder WHERE id = ?1)",
    error);

  if (statement != NULL)
    sqlite3_bind_int64 (statement, 1, folder_id);
  return decant_journal_run (self, statement, error);
}

/* Matching comes before listing: what has not been matched by now is no longer on the old side. */
static gboolean
end_matching (DecantJournal *self, gint64 folder_id, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "UPDATE old_folder SET to_match = 0 WHERE path = (SELECT path FROM old_folder WHERE id = ?)",
    error);

  if (statement != NULL)
    sqlite3_bind_int64 (statement, 1, folder_id);
  return decant_journal_run (self, statement, error);
}

static gboolean
write_listing_end (DecantJournal *self, gint64 folder_id, guint32 messages, guint32 uid_next,
                   guint64 highest_modseq, const char *rules, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "UPDATE old_folder SET listed = 1, messages = ?, uid_next = ?, highest_modseq = ?, rules = ?"
    "  WHERE id = ?",
    error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, messages);
  sqlite3_bind_int64 (statement, 2, uid_next);
  sqlite3_bind_int64 (statement, 3, (gint64)highest_modseq);
  decant_journal_bind_text (statement, 4, rules);
  sqlite3_bind_int64 (statement, 5, folder_id);
  return decant_journal_run (self, statement, error);
}

gboolean
decant_journal_finish_listing (DecantJournal *self, gint64 folder_id, guint32 messages,
                               guint32 uid_next, guint64 highest_modseq, const char *rules,
                               GError **error)
{
  gboolean done = decant_journal_begin (self, error) && begin_listing (self, folder_id, error) &&
                  forget_unlisted (self, folder_id, error) &&
                  end_matching (self, folder_id, error) &&
                  write_listing_end (self, folder_id, messages, uid_next, highest_modseq, rules,
                                     error);

  return end_step (self, done, folder_id, TRUE, error);
}

static DecantMessage *
read_message (sqlite3_stmt *statement)
{
  DecantMessage *message = decant_message_new ((guint32)sqlite3_column_int64 (statement, 0));

  message->flags = (DecantFlags)sqlite3_column_int (statement, 1);
  message->keywords = decant_keywords_split ((const char *)sqlite3_column_text (statement, 2));
  message->internal_date = decant_journal_column_date (statement, 3);
  message->date_offset = (gint16)sqlite3_column_int (statement, 4);
  message->size = (guint64)sqlite3_column_int64 (statement, 5);
  return message;
}

GPtrArray *
decant_journal_list_planned (DecantJournal *self, gint64 folder_id, guint32 after_uid, guint limit,
                             GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autoptr (GPtrArray)
    messages = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_message_free);
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT uid, flags, keywords, internal_date, date_offset, size FROM message"
    "  WHERE old_folder_id = ? AND uid > ? AND state = " SQL_PLANNED "  ORDER BY uid LIMIT ?",
    error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, folder_id);
  sqlite3_bind_int64 (statement, 2, after_uid);
  sqlite3_bind_int64 (statement, 3, limit);
  for (;;)
    {
      if (!decant_journal_step (self, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&messages);
      g_ptr_array_add (messages, read_message (statement));
    }
}

gboolean
decant_journal_foreach_object (DecantJournal *self, DecantJournalObjectFunc func,
                               gpointer user_data, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT message.object_id, old_folder.path FROM message"
    "  JOIN old_folder ON old_folder.id = message.old_folder_id"
    "  WHERE object_id <> 0 AND state IN (" SQL_SENDING ", " SQL_ARRIVED ")",
    error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  for (;;)
    {
      if (!decant_journal_step (self, statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      func ((guint64)sqlite3_column_int64 (statement, 0),
            (const char *)sqlite3_column_text (statement, 1), user_data);
    }
}
