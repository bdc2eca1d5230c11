/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

/* What a run makes of the problems of earlier ones, and what none has copied yet. */

/* What was skipped under an earlier UIDVALIDITY was planned anew under the present one. What went
 * missing from there can only be told: the old account has it no longer. */
static const char *const plan_again[] = {
  "DELETE FROM message WHERE state = " SQL_SKIPPED
  "  AND old_folder_id IN (SELECT id FROM old_folder WHERE path = ? AND current = 0)",

  "UPDATE message SET state = " SQL_PLANNED ", reason = NULL, detail = NULL,"
  "  new_folder_id = NULL, new_uid = 0, uid_next = 0, identity = NULL, digest = NULL,"
  "  verified = 0, adjustments = 0, adjustment_detail = NULL, message_id = NULL, sender = NULL, "
  "subject = NULL, date = NULL"
  "  WHERE state IN (" SQL_SKIPPED ", " SQL_MISSING ")"
  "  AND old_folder_id IN (SELECT id FROM old_folder WHERE path = ? AND current = 1)",

  "DELETE FROM folder_problem WHERE path = ?",
};

gboolean
decant_journal_plan_again (DecantJournal *self, const char *old_path, GError **error)
{
  gboolean done = decant_journal_begin (self, error);

  for (guint i = 0; done && i < G_N_ELEMENTS (plan_again); i++)
    {
      sqlite3_stmt *statement = decant_journal_prepare (self, plan_again[i], error);

      done = statement != NULL;
      if (done)
        {
          decant_journal_bind_text (statement, 1, old_path);
          done = decant_journal_run (self, statement, error);
        }
    }
  return decant_journal_end (self, done, error);
}

static void
free_problem (gpointer data)
{
  decant_problem_free (data);
}

static DecantProblem *
read_uncopied (sqlite3_stmt *statement)
{
  DecantProblem *problem = g_new0 (DecantProblem, 1);

  problem->folder = decant_journal_column_text (statement, 0);
  problem->uid = (guint32)sqlite3_column_int64 (statement, 1);
  problem->internal_date = decant_journal_column_date (statement, 2);
  problem->size = (guint64)sqlite3_column_int64 (statement, 3);
  return problem;
}

GPtrArray *
decant_journal_list_uncopied (DecantJournal *self, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autoptr (GPtrArray) uncopied = g_ptr_array_new_with_free_func (free_problem);
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT path, uid, internal_date, size FROM message"
    "  JOIN old_folder ON old_folder.id = old_folder_id"
    "  WHERE current = 1 AND state IN (" SQL_PLANNED ", " SQL_SENDING ") ORDER BY path, uid",
    error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      if (!decant_journal_step (self, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&uncopied);
      g_ptr_array_add (uncopied, read_uncopied (statement));
    }
}
