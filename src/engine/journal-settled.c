/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

static void
free_settled (gpointer data)
{
  DecantJournalSettled *settled = data;

  decant_journal_folder_clear (&settled->row);
  g_free (settled->new_path);
  g_free (settled);
}

static DecantJournalSettled *
read_settled (sqlite3_stmt *statement)
{
  DecantJournalSettled *settled = g_new0 (DecantJournalSettled, 1);

  settled->row.id = sqlite3_column_int64 (statement, 1);
  settled->row.new_folder_id = sqlite3_column_int64 (statement, 2);
  settled->row.uid_validity = (guint32)sqlite3_column_int64 (statement, 3);
  settled->row.complete = TRUE;
  settled->row.messages = (guint32)sqlite3_column_int64 (statement, 4);
  settled->row.uid_next = (guint32)sqlite3_column_int64 (statement, 5);
  settled->row.highest_modseq = (guint64)sqlite3_column_int64 (statement, 6);
  settled->row.rules = decant_journal_column_text (statement, 7);
  settled->new_path = decant_journal_column_text (statement, 8);
  return settled;
}

/* The messages are gone through once for all folders. What is to be matched again, or has a problem
 * under an earlier UIDVALIDITY, is not settled either. */
GHashTable *
decant_journal_list_settled (DecantJournal *self, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autoptr (GHashTable)
    all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_settled);
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT old_folder.path, old_folder.id, new_folder_id, old_folder.uid_validity, messages,"
    "    uid_next, highest_modseq, rules, new_folder.path"
    "  FROM old_folder JOIN new_folder ON new_folder.id = new_folder_id"
    "  WHERE current = 1 AND listed = 1"
    "  AND old_folder.path NOT IN (SELECT path FROM folder_problem)"
    "  AND old_folder.path NOT IN (SELECT path FROM old_folder WHERE to_match = 1)"
    "  AND old_folder.path NOT IN (SELECT path FROM old_folder WHERE id IN"
    "    (SELECT old_folder_id FROM message WHERE state IN (" SQL_PLANNED ", " SQL_SENDING
    ", " SQL_SKIPPED ", " SQL_MISSING ")))",
    error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      if (!decant_journal_step (self, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&all);
      g_hash_table_replace (all, decant_journal_column_text (statement, 0),
                            read_settled (statement));
    }
}
