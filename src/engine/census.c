/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/census.h"

#include "engine/census-worker.h"

struct _DecantCensus
{
  GObject parent_instance;

  DecantCensusCore *core;
};

G_DEFINE_FINAL_TYPE (DecantCensus, decant_census, G_TYPE_OBJECT)

/* Threads end by themselves, so that nobody waits for them. */
static void
decant_census_finalize (GObject *object)
{
  DecantCensus *self = DECANT_CENSUS (object);

  decant_census_stop (self);
  g_mutex_lock (&self->core->mutex);
  self->core->over = TRUE;
  g_cond_broadcast (&self->core->changed);
  g_mutex_unlock (&self->core->mutex);
  decant_census_core_unref (self->core);
  G_OBJECT_CLASS (decant_census_parent_class)->finalize (object);
}

static void
decant_census_class_init (DecantCensusClass *class)
{
  G_OBJECT_CLASS (class)->finalize = decant_census_finalize;

  g_signal_new ("folder", DECANT_TYPE_CENSUS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, G_TYPE_UINT);
  g_signal_new ("changed", DECANT_TYPE_CENSUS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);
}

static void
decant_census_init (DecantCensus *self)
{
}

DecantCensus *
decant_census_new (GPtrArray *old_folders)
{
  DecantCensus *self = g_object_new (DECANT_TYPE_CENSUS, NULL);

  self->core = decant_census_core_new (old_folders);
  g_weak_ref_set (&self->core->object, self);
  decant_census_worker_start (self->core);
  return self;
}

void
decant_census_start (DecantCensus *self, DecantStoreOpener *account, const char *const *first)
{
  gboolean begin;

  g_mutex_lock (&self->core->mutex);
  begin = self->core->gate == NULL;
  if (begin)
    {
      self->core->gate = decant_gate_new (NULL, NULL, NULL);
      self->core->problem = NULL;
      decant_census_core_touch (self->core);
    }
  g_mutex_unlock (&self->core->mutex);
  if (begin)
    decant_census_lister_start (self->core, account, first);
}

void
decant_census_stop (DecantCensus *self)
{
  DecantCensusCore *core = self->core;
  g_autoptr (DecantGate) gate = NULL;

  g_mutex_lock (&core->mutex);
  gate = g_steal_pointer (&core->gate);
  g_mutex_unlock (&core->mutex);
  if (gate == NULL)
    return;
  decant_gate_stop (gate);
  g_mutex_lock (&core->mutex);
  g_cond_broadcast (&core->changed);
  decant_census_core_touch (core);
  g_mutex_unlock (&core->mutex);
}

/* ---- what is known ---- */

guint
decant_census_get_n_folders (DecantCensus *self)
{
  return self->core->folders->len;
}

int
decant_census_find (DecantCensus *self, const char *path)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->core->by_path, path)) - 1;
}

void
decant_census_get_folder (DecantCensus *self, guint index, DecantCensusFolder *folder)
{
  const DecantCensusCoreFolder *known;

  g_return_if_fail (index < self->core->folders->len);
  known = &self->core->known[index];
  g_mutex_lock (&self->core->mutex);
  *folder = (DecantCensusFolder){ known->state,  known->messages,     known->size,
                                  known->newest, known->uid_validity, known->problem };
  g_mutex_unlock (&self->core->mutex);
}

gboolean
decant_census_folder_changed_since (DecantCensus *self, guint index, gint64 date)
{
  DecantCensusFolder folder = { .newest = DECANT_DATE_UNKNOWN };

  decant_census_get_folder (self, index, &folder);
  return folder.newest != DECANT_DATE_UNKNOWN && folder.newest >= date;
}

void
decant_census_get_totals (DecantCensus *self, DecantCensusTotals *totals)
{
  DecantCensusCore *core = self->core;

  *totals = (DecantCensusTotals){ 0 };
  g_mutex_lock (&core->mutex);
  for (guint i = 0; i < core->folders->len; i++)
    {
      totals->folders += ((const DecantFolder *)core->folders->pdata[i])->selectable ? 1 : 0;
      totals->listed += core->known[i].state == DECANT_CENSUS_LISTED ? 1 : 0;
      totals->failed += core->known[i].state == DECANT_CENSUS_FAILED ? 1 : 0;
    }
  totals->running = core->gate != NULL;
  totals->complete = totals->listed + totals->failed == totals->folders;
  totals->messages = core->messages;
  totals->size = core->size;
  totals->problem = core->problem;
  g_mutex_unlock (&core->mutex);
}

void
decant_census_get_sample (DecantCensus *self, DecantSample *sample)
{
  g_mutex_lock (&self->core->mutex);
  *sample = self->core->sample;
  g_mutex_unlock (&self->core->mutex);
}

/* ---- questions ---- */

void
decant_census_summarise_async (DecantCensus *self, const DecantPlan *plan,
                               const DecantCensusQuestion *question, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  DecantCensusSummaryRequest *request = g_new0 (DecantCensusSummaryRequest, 1);

  request->plan = decant_plan_copy (plan);
  request->question = *question;
  g_task_set_task_data (task, request, decant_census_summary_request_free);
  decant_census_worker_ask (self->core, task, decant_census_answer_summary);
}

DecantCensusSummary *
decant_census_summarise_finish (DecantCensus *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
decant_census_read_page_async (DecantCensus *self, guint index, DecantCensusOrder order,
                               gboolean descending, guint64 offset, guint limit,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  const DecantCensusPageRequest request = { index, order, descending, offset,
                                            MIN (limit, DECANT_CENSUS_MOST) };

  g_assert (index < self->core->folders->len);
  g_task_set_task_data (task, g_memdup2 (&request, sizeof request), g_free);
  decant_census_worker_ask (self->core, task, decant_census_answer_page);
}

DecantCensusPage *
decant_census_read_page_finish (DecantCensus *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- answers ---- */

void
decant_census_message_free (DecantCensusMessage *self)
{
  if (self == NULL)
    return;
  g_free (self->from_name);
  g_free (self->from_address);
  g_free (self->subject);
  g_free (self);
}

void
decant_census_sender_free (DecantCensusSender *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->name);
  g_free (self);
}

void
decant_census_summary_free (DecantCensusSummary *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->months);
  g_array_unref (self->folders);
  g_ptr_array_unref (self->largest);
  g_ptr_array_unref (self->senders);
  g_free (self);
}

void
decant_census_page_free (DecantCensusPage *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->messages);
  g_free (self);
}
