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
  guint plan_index;
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
      const Entry entry = { folder, place - 1, i };

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

/* Notes which folders are of @use, or below one that is, as the plan sees it. It depends on nothing
 * but the folders, and takes long where there are thousands. */
static void
note_use (DecantCensusWorker *worker, DecantSpecialUse use)
{
  const DecantPlanRules rules = { .leave_special = 1u << use };
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (DecantPlan) plan = decant_plan_new (worker->core->folders, none, &rules);

  for (guint i = 0; i < worker->core->folders->len; i++)
    if (decant_plan_get_folder (plan, i)->choice == DECANT_PLAN_LEAVE_BEHIND)
      worker->uses[i] |= 1u << use;
}

static gboolean
is_junk (Pass *self, const Entry *entry)
{
  return (self->worker->uses[entry->index] & (1u << DECANT_SPECIAL_USE_JUNK)) != 0;
}

static gboolean
is_trash (Pass *self, const Entry *entry)
{
  return (self->worker->uses[entry->index] & (1u << DECANT_SPECIAL_USE_TRASH)) != 0;
}

static gboolean
is_groupware (Pass *self, const Entry *entry)
{
  return decant_plan_is_groupware (self->plan, entry->plan_index);
}

/* The folders that the rule takes out, or, where it is not in force, would take out. */
static void
count_folders (Pass *self, gboolean in_force, gboolean (*is_of_rule) (Pass *, const Entry *),
               DecantCensusCount *count)
{
  DecantCensusCore *core = self->worker->core;

  g_mutex_lock (&core->mutex);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->folder->choice != (in_force ? DECANT_PLAN_LEAVE_BEHIND : DECANT_PLAN_COPY) ||
          !is_of_rule (self, entry))
        continue;
      count->messages += core->known[entry->index].messages;
      count->size += core->known[entry->index].size;
    }
  g_mutex_unlock (&core->mutex);
}

static void
count_uses (Pass *self, DecantCensusSummary *summary)
{
  const DecantPlanRules *rules = decant_plan_get_rules (self->plan);
  DecantCensusWorker *worker = self->worker;

  if (worker->uses == NULL)
    {
      worker->uses = g_new0 (guint, worker->core->folders->len + 1);
      note_use (worker, DECANT_SPECIAL_USE_JUNK);
      note_use (worker, DECANT_SPECIAL_USE_TRASH);
    }
  count_folders (self, (rules->leave_special & (1u << DECANT_SPECIAL_USE_JUNK)) != 0, is_junk,
                 &summary->rules[DECANT_CENSUS_JUNK]);
  count_folders (self, (rules->leave_special & (1u << DECANT_SPECIAL_USE_TRASH)) != 0, is_trash,
                 &summary->rules[DECANT_CENSUS_TRASH]);
  count_folders (self, rules->leave_groupware, is_groupware,
                 &summary->rules[DECANT_CENSUS_GROUPWARE]);
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

static guint32
get_uid_validity (Pass *self, const Entry *entry)
{
  DecantCensusCore *core = self->worker->core;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&core->mutex);

  return core->known[entry->index].uid_validity;
}

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
      decant_census_tally_begin_folder (tally, entry->folder, entry->index,
                                        get_uid_validity (self, entry));
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
