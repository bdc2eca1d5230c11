/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/census-tally.h"
#include "engine/census-worker.h"

/* The answer to what a plan makes of the messages: one pass over those of the folders it is about,
 * in the order in which a copy gives messages that are in several folders to one of them
 * (engine/sharing.h). Each message is held against the plan itself, so that there is one rule only.
 */

void
decant_census_summary_request_free (gpointer data)
{
  DecantCensusSummaryRequest *request = data;

  decant_plan_free (request->plan);
  g_free (request);
}

/* ---- folders ---- */

/* A folder of the plan, and which of the census it is. */
typedef struct
{
  const DecantPlanFolder *folder;
  guint index;
} Entry;

typedef struct
{
  DecantCensusWorker *worker;
  const DecantPlan *plan;
  GArray *entries; /* Entry: all of the plan that are known here, views behind the others */
  GCancellable *cancellable;
  GError **error;
} Pass;

static void
add_entries (Pass *self, gboolean views)
{
  DecantCensusCore *core = self->worker->core;

  for (guint i = 0; i < decant_plan_get_n_folders (self->plan); i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (self->plan, i);
      guint place = GPOINTER_TO_UINT (
        g_hash_table_lookup (core->by_path, folder->old_folder->path));
      const Entry entry = { folder, place - 1 };

      if (place > 0 && folder->old_folder->selectable &&
          decant_folder_is_view (folder->old_folder) == views)
        g_array_append_val (self->entries, entry);
    }
}

static gboolean
scan (Pass *self, const Entry *entry, DecantCensusFactsFunc func, gpointer user_data)
{
  return decant_census_database_scan (self->worker->database, entry->index, func, user_data,
                                      self->cancellable, self->error);
}

/* What is in no other folder shows only once all of them are known. */
static gboolean
note_elsewhere (Pass *self, DecantCensusTally *tally)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->folder->old_folder->tells_object_ids &&
          !decant_folder_is_view (entry->folder->old_folder) &&
          !scan (self, entry, decant_census_tally_note_elsewhere, tally))
        return FALSE;
    }
  return TRUE;
}

static gboolean
wants_rest_by_id (const Pass *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const DecantPlanFolder *folder = g_array_index (self->entries, Entry, i).folder;

      if (folder->choice == DECANT_PLAN_COPY && folder->rest_only &&
          !folder->old_folder->tells_labels)
        return TRUE;
    }
  return FALSE;
}

/* ---- folders that are left behind for what they are ---- */

/* How the plan would choose if the folders of @use alone were left behind, or (NONE) none were. */
static DecantPlan *
vary (const DecantPlan *plan, DecantSpecialUse use)
{
  DecantPlan *varied = decant_plan_copy (plan);
  DecantPlanRules *rules = decant_plan_rules_copy (decant_plan_get_rules (plan));

  rules->leave_special = use != DECANT_SPECIAL_USE_NONE ? 1u << use : 0;
  decant_plan_set_rules (varied, rules);
  decant_plan_rules_free (rules);
  return varied;
}

static void
count_use (Pass *self, const DecantPlan *all, DecantSpecialUse use, DecantCensusCount *count)
{
  DecantCensusCore *core = self->worker->core;
  g_autoptr (DecantPlan) without = vary (self->plan, use);

  g_mutex_lock (&core->mutex);
  for (guint i = 0; i < decant_plan_get_n_folders (all); i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (all, i);
      guint place = GPOINTER_TO_UINT (
        g_hash_table_lookup (core->by_path, folder->old_folder->path));

      if (place == 0 || folder->choice != DECANT_PLAN_COPY ||
          decant_plan_get_folder (without, i)->choice != DECANT_PLAN_LEAVE_BEHIND)
        continue;
      count->messages += core->known[place - 1].messages;
      count->size += core->known[place - 1].size;
    }
  g_mutex_unlock (&core->mutex);
}

static void
count_uses (Pass *self, DecantCensusSummary *summary)
{
  g_autoptr (DecantPlan) all = vary (self->plan, DECANT_SPECIAL_USE_NONE);

  count_use (self, all, DECANT_SPECIAL_USE_JUNK, &summary->rules[DECANT_CENSUS_JUNK]);
  count_use (self, all, DECANT_SPECIAL_USE_TRASH, &summary->rules[DECANT_CENSUS_TRASH]);
}

/* ---- how complete it is ---- */

static void
note_unlisted (Pass *self, DecantCensusSummary *summary)
{
  DecantCensusCore *core = self->worker->core;

  summary->complete = TRUE;
  g_mutex_lock (&core->mutex);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);
      const DecantCensusCoreFolder *known = &core->known[entry->index];
      guint32 counted = entry->folder->old_folder->messages;

      if (known->state != DECANT_CENSUS_WAITING || entry->folder->choice == DECANT_PLAN_NOT_CHOSEN)
        continue;
      summary->complete = FALSE;
      if (entry->folder->choice != DECANT_PLAN_COPY)
        continue;
      summary->unlisted++;
      summary->unlisted_messages += counted > known->messages ? counted - known->messages : 0;
    }
  g_mutex_unlock (&core->mutex);
}

/* ---- all of it ---- */

static gboolean
fill (Pass *self, DecantCensusTally *tally, DecantCensusSummary *summary)
{
  add_entries (self, FALSE);
  add_entries (self, TRUE);
  if (wants_rest_by_id (self) && !note_elsewhere (self, tally))
    return FALSE;
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->folder->choice != DECANT_PLAN_COPY)
        continue;
      decant_census_tally_begin_folder (tally, entry->folder, entry->index);
      if (!scan (self, entry, decant_census_tally_take, tally))
        return FALSE;
    }
  count_uses (self, summary);
  note_unlisted (self, summary);
  return decant_census_tally_finish (tally, self->worker->database, self->error);
}

void
decant_census_answer_summary (DecantCensusWorker *worker, GTask *task)
{
  const DecantCensusSummaryRequest *request = g_task_get_task_data (task);
  g_autoptr (DecantCensusSummary) summary = g_new0 (DecantCensusSummary, 1);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (DecantCensusTally) tally = decant_census_tally_new (
    request->plan, &request->question, worker->core->folders->len, summary);
  GError *error = NULL;
  Pass pass = { worker, request->plan, entries, g_task_get_cancellable (task), &error };

  if (fill (&pass, tally, summary))
    g_task_return_pointer (task, g_steal_pointer (&summary),
                           (GDestroyNotify)decant_census_summary_free);
  else
    g_task_return_error (task, error);
}
