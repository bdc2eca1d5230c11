/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

/* ---- counts ---- */

/* One row a state: how many, of what size, of those altered, not verified, left
 * behind as duplicates. */
static void
add_to_counts (DecantJournalCounts *counts, sqlite3_stmt *statement)
{
  guint64 n = (guint64)sqlite3_column_int64 (statement, 1);
  guint64 size = (guint64)CLAMP (sqlite3_column_double (statement, 2), 0, (double)(G_MAXINT64 / 4));

  switch (sqlite3_column_int (statement, 0))
    {
    case DECANT_STATE_PLANNED:
    case DECANT_STATE_SENDING:
      counts->planned += n;
      counts->size_planned += size;
      break;
    case DECANT_STATE_DONE:
      counts->done += n;
      counts->size_arrived += size;
      break;
    case DECANT_STATE_ALREADY_THERE:
      counts->already_there += n;
      counts->size_arrived += size;
      break;
    case DECANT_STATE_LEFT_BEHIND:
      counts->left_behind += n;
      break;
    case DECANT_STATE_SKIPPED:
      counts->skipped += n;
      break;
    case DECANT_STATE_MISSING:
      counts->missing += n;
      break;
    default:
      break;
    }
  counts->altered += (guint64)sqlite3_column_int64 (statement, 3);
  counts->unverified += (guint64)sqlite3_column_int64 (statement, 4);
  counts->duplicates += (guint64)sqlite3_column_int64 (statement, 5);
}

/* total() rather than sum(): a lying server's sizes must not overflow it. */
#define COUNT_MESSAGES                                                                             \
  "SELECT state, count(*), total(size),"                                                           \
  "    count(*) FILTER (WHERE reason = 'altered'),"                                                \
  "    count(*) FILTER (WHERE verified = 0 AND state IN (" SQL_ARRIVED ")),"                       \
  "    count(*) FILTER (WHERE same_as IS NOT NULL AND state = " SQL_LEFT_BEHIND ")"                \
  "  FROM message"

gboolean
decant_journal_count (DecantJournal *self, const char *old_path, DecantJournalCounts *counts,
                      GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  static const char all[] = COUNT_MESSAGES "  GROUP BY state";
  static const char of_path[] = COUNT_MESSAGES
    "  WHERE old_folder_id IN (SELECT id FROM old_folder WHERE path = ?) GROUP BY state";
  sqlite3_stmt *statement = decant_journal_prepare (self, old_path != NULL ? of_path : all, error);
  gboolean row;

  *counts = (DecantJournalCounts){ 0 };
  if (statement == NULL)
    return FALSE;
  if (old_path != NULL)
    decant_journal_bind_text (statement, 1, old_path);
  for (;;)
    {
      if (!decant_journal_step (self, statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      add_to_counts (counts, statement);
    }
}

/* ---- problems ---- */

DecantProblem *
decant_problem_copy (const DecantProblem *self)
{
  DecantProblem *copy = g_memdup2 (self, sizeof *self);

  copy->folder = g_strdup (self->folder);
  copy->message_id = g_strdup (self->message_id);
  copy->from = g_strdup (self->from);
  copy->subject = g_strdup (self->subject);
  copy->date = g_strdup (self->date);
  copy->detail = g_strdup (self->detail);
  return copy;
}

void
decant_problem_free (DecantProblem *self)
{
  if (self == NULL)
    return;
  g_free (self->folder);
  g_free (self->message_id);
  g_free (self->from);
  g_free (self->subject);
  g_free (self->date);
  g_free (self->detail);
  g_free (self);
}

static DecantProblem *
read_problem (sqlite3_stmt *statement)
{
  DecantProblem *problem = g_new0 (DecantProblem, 1);

  problem->folder = decant_journal_column_text (statement, 0);
  problem->uid = (guint32)sqlite3_column_int64 (statement, 1);
  problem->message_id = decant_journal_column_bytes (statement, 2);
  problem->from = decant_journal_column_bytes (statement, 3);
  problem->subject = decant_journal_column_bytes (statement, 4);
  problem->date = decant_journal_column_bytes (statement, 5);
  problem->internal_date = decant_journal_column_date (statement, 6);
  problem->size = (guint64)sqlite3_column_int64 (statement, 7);
  problem->reason = decant_reason_from_word ((const char *)sqlite3_column_text (statement, 8));
  problem->detail = decant_journal_column_text (statement, 9);
  return problem;
}

static GPtrArray *
read_problems (DecantJournal *self, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GPtrArray)
    problems = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_problem_free);
  gboolean row;

  for (;;)
    {
      if (!decant_journal_step (self, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&problems);
      g_ptr_array_add (problems, read_problem (statement));
    }
}

GPtrArray *
decant_journal_list_problems (DecantJournal *self, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT path AS folder, 0 AS number, NULL, NULL, NULL, NULL, NULL, 0, reason, detail"
    "  FROM folder_problem"
    " UNION ALL "
    "SELECT path, uid, message_id, sender, subject, date, internal_date, size, reason, detail"
    "  FROM message JOIN old_folder ON old_folder.id = old_folder_id"
    "  WHERE reason IS NOT NULL"
    "  ORDER BY folder, number",
    error);

  return statement != NULL ? read_problems (self, statement, error) : NULL;
}

GPtrArray *
decant_journal_list_duplicates (DecantJournal *self, guint most, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT path, uid, message_id, sender, subject, date, internal_date, size, ?, same_as"
    "  FROM message JOIN old_folder ON old_folder.id = old_folder_id"
    "  WHERE same_as IS NOT NULL AND state = " SQL_LEFT_BEHIND " AND current = 1"
    "  ORDER BY path, uid LIMIT ?",
    error);

  if (statement == NULL)
    return NULL;
  decant_journal_bind_text (statement, 1, decant_reason_to_word (DECANT_REASON_DUPLICATE));
  sqlite3_bind_int64 (statement, 2, most);
  return read_problems (self, statement, error);
}

/* One item for each thing that was changed. */
static void
add_adjustments (GPtrArray *items, sqlite3_stmt *statement)
{
  DecantAdjustment adjustments = (DecantAdjustment)sqlite3_column_int (statement, 10);
  g_autoptr (DecantProblem) whole = read_problem (statement);

  for (guint bit = 1; bit <= DECANT_ADJUSTMENT_LAST; bit <<= 1)
    {
      DecantProblem *item;

      if ((adjustments & bit) == 0)
        continue;
      item = decant_problem_copy (whole);
      g_free (item->detail);
      item->adjustment = (DecantAdjustment)bit;
      item->detail = decant_adjustment_get_detail (whole->detail, adjustments, item->adjustment);
      g_ptr_array_add (items, item);
    }
}

GPtrArray *
decant_journal_list_adjustments (DecantJournal *self, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autoptr (GPtrArray)
    items = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_problem_free);
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "SELECT old_folder.path AS folder, 0 AS number, NULL, NULL, NULL, NULL, NULL, 0, NULL,"
    "    created_path, ?"
    "  FROM old_folder JOIN new_folder ON new_folder.id = new_folder_id"
    "  WHERE current = 1 AND created_path IS NOT NULL"
    " UNION ALL "
    "SELECT path, uid, message_id, sender, subject, date, internal_date, size, NULL,"
    "    adjustment_detail, adjustments"
    "  FROM message JOIN old_folder ON old_folder.id = old_folder_id"
    "  WHERE adjustments <> 0 AND state = " SQL_DONE " ORDER BY folder, number",
    error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int (statement, 1, DECANT_ADJUSTMENT_FOLDER_RENAMED);
  for (;;)
    {
      if (!decant_journal_step (self, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&items);
      add_adjustments (items, statement);
    }
}
