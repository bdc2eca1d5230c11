/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

/* Writes one finding of the verification; @sql takes folder, UID, reason and detail as ?1 to ?4. */
static gboolean
write_finding (DecantJournal *self, const char *sql, const DecantJournalEntry *entry,
               DecantReason reason, const char *detail, GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, entry->folder_id);
  sqlite3_bind_int64 (statement, 2, entry->uid);
  decant_journal_bind_text (statement, 3, decant_reason_to_word (reason));
  decant_journal_bind_text (statement, 4, detail);
  return decant_journal_run_on_message (self, statement, entry->folder_id, entry->uid, error);
}

static gboolean
write_findings (DecantJournal *self, const char *sql, const DecantJournalEntry *entries, gsize n,
                DecantReason reason, const char *detail, GError **error)
{
  gboolean done = decant_journal_begin (self, error);

  for (gsize i = 0; done && i < n; i++)
    done = write_finding (self, sql, &entries[i], reason, detail, error);
  return decant_journal_end (self, done, error);
}

gboolean
decant_journal_record_verified (DecantJournal *self, const DecantJournalEntry *entries, gsize n,
                                GError **error)
{
  return write_findings (self,
                         "UPDATE message SET verified = 1, reason = ?3, detail = ?4"
                         "  WHERE old_folder_id = ?1 AND uid = ?2",
                         entries, n, DECANT_REASON_NONE, NULL, error);
}

gboolean
decant_journal_record_missing (DecantJournal *self, const DecantJournalEntry *entries, gsize n,
                               GError **error)
{
  return write_findings (self,
                         "UPDATE message SET state = " SQL_MISSING ", new_uid = 0, verified = 0,"
                         "    reason = ?3, detail = ?4"
                         "  WHERE old_folder_id = ?1 AND uid = ?2",
                         entries, n, DECANT_REASON_MISSING, NULL, error);
}

gboolean
decant_journal_record_altered (DecantJournal *self, const DecantJournalEntry *entry,
                               const char *detail, GError **error)
{
  return write_findings (self,
                         "UPDATE message SET verified = 1, reason = ?3, detail = ?4"
                         "  WHERE old_folder_id = ?1 AND uid = ?2",
                         entry, 1, DECANT_REASON_ALTERED, detail, error);
}
