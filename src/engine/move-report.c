/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/move-report.h"

#include <glib/gi18n-lib.h>

static void
add_counts (DecantJournalCounts *sum, const DecantJournalCounts *counts)
{
  sum->planned += counts->planned;
  sum->done += counts->done;
  sum->already_there += counts->already_there;
  sum->left_behind += counts->left_behind;
  sum->duplicates += counts->duplicates;
  sum->skipped += counts->skipped;
  sum->missing += counts->missing;
  sum->altered += counts->altered;
  sum->unverified += counts->unverified;
}

/* More duplicates than that are counted and not listed. */
#define MOST_DUPLICATES 10000

/* Over the folders this run was to copy. */
static gboolean
count (DecantRun *run, guint64 *folders, DecantJournalCounts *sum, GError **error)
{
  for (guint i = 0; i < decant_plan_get_n_folders (run->plan); i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (run->plan, i);
      DecantJournalCounts counts = { 0 };

      if (folder->choice == DECANT_PLAN_NOT_CHOSEN)
        continue;
      (*folders)++;
      if (folder->choice != DECANT_PLAN_COPY)
        continue;
      if (!decant_journal_count (run->journal, folder->old_folder->path, &counts, error))
        return FALSE;
      add_counts (sum, &counts);
    }
  return TRUE;
}

static gboolean
copies (DecantRun *run, const char *path)
{
  int index = decant_plan_find (run->plan, path);

  return index >= 0 && decant_plan_get_folder (run->plan, (guint)index)->choice == DECANT_PLAN_COPY;
}

/* What a verification finds on the old side and the journal does not know as copied is missing on
 * the new side. */
static gboolean
add_uncopied (DecantRun *run, DecantReport *report, GError **error)
{
  g_autoptr (GPtrArray) uncopied = decant_journal_list_uncopied (run->journal, error);

  if (uncopied == NULL)
    return FALSE;
  for (guint i = 0; i < uncopied->len; i++)
    {
      DecantProblem *problem = g_ptr_array_index (uncopied, i);

      if (!copies (run, problem->folder))
        continue;
      problem->reason = DECANT_REASON_MISSING;
      problem->detail = g_strdup (_ ("Not copied yet. Copy again to bring it over."));
      g_ptr_array_add (report->problems, decant_problem_copy (problem));
    }
  return TRUE;
}

/* Messages, though each of them may have been changed in several ways; folders do not count. */
static guint64
count_adjusted (GPtrArray *adjustments)
{
  const DecantProblem *last = NULL;
  guint64 count = 0;

  for (guint i = 0; i < adjustments->len; i++)
    {
      const DecantProblem *item = g_ptr_array_index (adjustments, i);

      if (item->uid != 0 &&
          (last == NULL || item->uid != last->uid || !g_str_equal (item->folder, last->folder)))
        count++;
      last = item;
    }
  return count;
}

/* Whether the journal says it, and so better, behind the first @n. */
static gboolean
is_listed (GPtrArray *adjustments, guint n, const char *path)
{
  for (guint i = n; i < adjustments->len; i++)
    {
      const DecantProblem *item = g_ptr_array_index (adjustments, i);

      if (item->uid == 0 && g_str_equal (item->folder, path))
        return TRUE;
    }
  return FALSE;
}

/* What the plan has called otherwise since it was known beforehand that its name would be refused;
 * what the server has refused is in the journal. */
static void
add_renamed (DecantRun *run, GPtrArray *adjustments)
{
  guint n = 0;

  for (guint i = 0; i < decant_plan_get_n_folders (run->plan); i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (run->plan, i);
      DecantProblem *item;

      if (folder->choice != DECANT_PLAN_COPY || !decant_plan_is_renamed (folder) ||
          is_listed (adjustments, n, folder->old_folder->path))
        continue;
      item = g_new0 (DecantProblem, 1);
      item->folder = g_strdup (folder->old_folder->path);
      item->adjustment = DECANT_ADJUSTMENT_FOLDER_RENAMED;
      item->detail = g_strdup (folder->new_path);
      item->internal_date = DECANT_DATE_UNKNOWN;
      g_ptr_array_insert (adjustments, (int)n++, item);
    }
}

static gboolean
list_duplicates (DecantRun *run, DecantReport *report, GError **error)
{
  g_autoptr (GPtrArray) all = decant_journal_list_duplicates (run->journal, MOST_DUPLICATES, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const DecantProblem *duplicate = g_ptr_array_index (all, i);

      if (copies (run, duplicate->folder))
        g_ptr_array_add (report->duplicates, decant_problem_copy (duplicate));
    }
  return all != NULL;
}

static gboolean
list_problems (DecantRun *run, DecantReport *report, GError **error)
{
  g_clear_pointer (&report->problems, g_ptr_array_unref);
  g_clear_pointer (&report->adjustments, g_ptr_array_unref);
  report->problems = decant_journal_list_problems (run->journal, error);
  if (report->problems != NULL)
    report->adjustments = decant_journal_list_adjustments (run->journal, error);
  if (report->adjustments == NULL)
    return FALSE;
  add_renamed (run, report->adjustments);
  report->adjusted = count_adjusted (report->adjustments);
  return TRUE;
}

static void
describe_end (DecantRun *run, DecantReport *report, guint64 planned)
{
  report->finished = run->failure == NULL &&
                     (report->kind == DECANT_REPORT_VERIFY || planned <= run->lost_with_folder);
  if (run->failure != NULL)
    report->stop_reason = g_strdup (run->failure->message);
  else if (!report->finished)
    report->stop_reason = g_strdup (
      _ ("Some messages could not be sent yet. Copy again to go on."));
}

DecantReport *
decant_move_report_new (DecantRun *run, DecantReportKind kind, gboolean proven, GError **error)
{
  g_autoptr (DecantReport) report = decant_report_new (kind);
  DecantJournalCounts counts = { 0 };
  DecantProgressSnapshot snapshot;

  if (!count (run, &report->folders, &counts, error))
    return NULL;
  decant_progress_get_snapshot (run->progress, &snapshot);
  report->old_account = g_strdup (decant_store_opener_get_label (run->old_account));
  report->new_account = g_strdup (decant_store_opener_get_label (run->new_account));
  report->started = run->started;
  report->seconds = decant_run_get_seconds (run);
  report->found = run->found;
  report->copied = snapshot.copied;
  report->bytes = snapshot.bytes;
  report->done = counts.done;
  report->already_there = counts.already_there;
  report->left_behind = counts.left_behind + run->left_with_folder;
  report->left_duplicates = counts.duplicates;
  report->skipped = counts.skipped + run->lost_with_folder;
  report->missing = counts.missing;
  report->altered = counts.altered;
  if (!list_problems (run, report, error) || !list_duplicates (run, report, error))
    return NULL;
  if (kind == DECANT_REPORT_VERIFY)
    {
      report->missing += counts.planned;
      if (!add_uncopied (run, report, error))
        return NULL;
    }
  describe_end (run, report, counts.planned);
  report->verified = proven && report->finished && report->missing == 0 && report->altered == 0 &&
                     counts.unverified == 0;
  return g_steal_pointer (&report);
}
