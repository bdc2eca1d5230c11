/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/census-worker.h"

#include <glib/gi18n-lib.h>

#define MOST_ROWS_WAITING 5000

typedef enum
{
  JOB_ROWS,
  JOB_FORGET,
  JOB_END,
} JobKind;

typedef struct
{
  JobKind kind;
  guint folder;
  GArray *rows;
  char *problem;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->rows, g_array_unref);
  g_free (job->problem);
  g_free (job);
}

/* ---- from other threads ---- */

/* Takes over @task. Not more than the person can ask in a moment is ever in the queue: cancelled
 * questions are answered in no time. */
void
decant_census_worker_ask (DecantCensusCore *self, GTask *task, DecantCensusAnswerFunc answer)
{
  g_task_set_source_tag (task, answer);
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->questions, task);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/* Holds the mutex. */
static void
push (DecantCensusCore *self, const Job *job)
{
  g_queue_push_tail (&self->jobs, g_memdup2 (job, sizeof *job));
  g_cond_broadcast (&self->changed);
}

gboolean
decant_census_worker_add_rows (DecantCensusCore *self, DecantGate *gate, GArray *rows,
                               GError **error)
{
  const Job job = { .kind = JOB_ROWS, .rows = rows };
  gboolean broken;

  g_mutex_lock (&self->mutex);
  while (self->rows >= MOST_ROWS_WAITING && !self->broken && !decant_gate_is_stopped (gate))
    g_cond_wait (&self->changed, &self->mutex);
  broken = self->broken;
  if (!broken)
    {
      self->rows += rows->len;
      push (self, &job);
    }
  g_mutex_unlock (&self->mutex);
  if (!broken)
    return TRUE;
  g_array_unref (rows);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       _ ("The list of messages cannot be kept."));
  return FALSE;
}

void
decant_census_worker_forget (DecantCensusCore *self, guint folder)
{
  const Job job = { .kind = JOB_FORGET, .folder = folder };

  g_mutex_lock (&self->mutex);
  push (self, &job);
  g_mutex_unlock (&self->mutex);
}

void
decant_census_worker_end_folder (DecantCensusCore *self, guint folder, const char *problem)
{
  const Job job = { .kind = JOB_END, .folder = folder, .problem = g_strdup (problem) };

  g_mutex_lock (&self->mutex);
  push (self, &job);
  g_mutex_unlock (&self->mutex);
}

/* ---- in the thread ---- */

/* Nothing is learnt any more; what was learnt stays. */
static void
break_down (DecantCensusCore *core, const GError *error)
{
  g_mutex_lock (&core->mutex);
  core->broken = TRUE;
  core->problem = g_string_chunk_insert_const (core->words, error->message);
  if (core->gate != NULL)
    decant_gate_stop (core->gate);
  g_clear_pointer (&core->gate, decant_gate_unref);
  g_cond_broadcast (&core->changed);
  decant_census_core_touch (core);
  g_mutex_unlock (&core->mutex);
}

/* Holds the mutex. */
static void
count_row (DecantCensusCore *core, const DecantCensusRow *row)
{
  DecantCensusCoreFolder *known = &core->known[row->folder];

  known->messages++;
  known->size += row->size;
  known->newest = MAX (known->newest, row->internal_date);
  core->messages++;
  core->size += row->size;
  decant_census_core_touch_folder (core, row->folder);
}

static gboolean
add_rows (DecantCensusWorker *self, GArray *rows, GError **error)
{
  DecantCensusCore *core = self->core;

  if (!decant_census_database_insert (self->database, (const DecantCensusRow *)rows->data,
                                      rows->len, error))
    return FALSE;
  g_mutex_lock (&core->mutex);
  for (guint i = 0; i < rows->len; i++)
    count_row (core, &g_array_index (rows, DecantCensusRow, i));
  g_mutex_unlock (&core->mutex);
  return TRUE;
}

static gboolean
forget (DecantCensusWorker *self, guint folder, GError **error)
{
  DecantCensusCore *core = self->core;
  DecantCensusCoreFolder *known = &core->known[folder];

  if (!decant_census_database_forget (self->database, folder, error))
    return FALSE;
  g_clear_pointer (&self->sorted, g_array_unref);
  g_mutex_lock (&core->mutex);
  core->messages -= known->messages;
  core->size -= known->size;
  known->messages = 0;
  known->size = 0;
  known->newest = DECANT_DATE_UNKNOWN;
  known->state = DECANT_CENSUS_WAITING;
  decant_census_core_touch_folder (core, folder);
  g_mutex_unlock (&core->mutex);
  return TRUE;
}

static void
end_folder (DecantCensusCore *core, guint folder, const char *problem)
{
  DecantCensusCoreFolder *known = &core->known[folder];

  g_mutex_lock (&core->mutex);
  known->state = problem != NULL ? DECANT_CENSUS_FAILED : DECANT_CENSUS_LISTED;
  known->problem = problem != NULL ? g_string_chunk_insert_const (core->words, problem) : NULL;
  decant_census_core_touch_folder (core, folder);
  g_mutex_unlock (&core->mutex);
}

static void
do_job (DecantCensusWorker *self, const Job *job)
{
  g_autoptr (GError) error = NULL;

  if (job->kind == JOB_ROWS)
    add_rows (self, job->rows, &error);
  else if (job->kind == JOB_FORGET)
    forget (self, job->folder, &error);
  else
    end_folder (self->core, job->folder, job->problem);
  if (error != NULL)
    break_down (self->core, error);
}

static void
answer (DecantCensusWorker *self, GTask *task)
{
  DecantCensusAnswerFunc func = (DecantCensusAnswerFunc)g_task_get_source_tag (task);

  if (g_task_return_error_if_cancelled (task))
    ;
  else if (self->database == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", self->core->problem);
  else
    func (self, task);
  g_object_unref (task);
}

/* Questions go before what is learnt. What a broken database does not take is thrown away. */
static gboolean
take_next (DecantCensusCore *core, GTask **task, Job **job)
{
  gboolean goes_on;

  g_mutex_lock (&core->mutex);
  while (!core->over && core->questions.length == 0 && core->jobs.length == 0)
    g_cond_wait (&core->changed, &core->mutex);
  *task = g_queue_pop_head (&core->questions);
  if (*task == NULL && (*job = g_queue_pop_head (&core->jobs)) != NULL && (*job)->rows != NULL)
    {
      core->rows -= (*job)->rows->len;
      g_cond_broadcast (&core->changed);
    }
  if (*job != NULL && core->broken)
    g_clear_pointer (job, free_job);
  goes_on = !core->over;
  g_mutex_unlock (&core->mutex);
  return goes_on;
}

static void
clear_queues (DecantCensusCore *core)
{
  g_mutex_lock (&core->mutex);
  /* Whoever asks keeps the census: there is no question left. */
  g_assert (core->questions.length == 0);
  g_queue_clear_full (&core->jobs, free_job);
  core->rows = 0;
  core->broken = TRUE;
  g_cond_broadcast (&core->changed);
  g_mutex_unlock (&core->mutex);
}

static gpointer
run (gpointer data)
{
  DecantCensusWorker self = { .core = data };
  g_autoptr (GError) error = NULL;
  GTask *task = NULL;
  Job *job = NULL;

  self.database = decant_census_database_new (&error);
  if (error != NULL)
    break_down (self.core, error);
  while (take_next (self.core, &task, &job))
    {
      if (task != NULL)
        answer (&self, g_steal_pointer (&task));
      else if (job != NULL)
        do_job (&self, job);
      g_clear_pointer (&job, free_job);
    }
  g_clear_pointer (&job, free_job);
  clear_queues (self.core);
  g_clear_pointer (&self.sorted, g_array_unref);
  g_free (self.uses);
  decant_census_database_free (self.database);
  decant_census_core_unref (self.core);
  return NULL;
}

void
decant_census_worker_start (DecantCensusCore *self)
{
  g_thread_unref (g_thread_new ("decant-census", run, decant_census_core_ref (self)));
}
