/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/lane-pool.h"

#define TICK_US (G_USEC_PER_SEC / 10)
#define REST_US (30 * G_USEC_PER_SEC)

/* What a message and a folder cost beside their bytes, in bytes, so that rates of all kinds of
 * mailboxes can be compared: what servers do in the time they need for those. */
#define BYTES_A_MESSAGE (16 * 1024)
#define BYTES_A_TASK (64 * 1024)

/* All under the run's mutex. */
struct _DecantPool
{
  DecantRun *run;
  const DecantLaneFuncs *funcs;
  GPtrArray *tasks;
  guint next;    /* the task to be taken next */
  guint at_work; /* that work, or open their connections to do so */
  guint open;    /* of these, those that are open */
  guint opened;  /* how often one came to be so */
  guint objections;
  GCond changed;
};

typedef struct _DecantPool Pool;

/* ---- how many ---- */

static void
get_limits (DecantRun *run, guint *usual, guint *most)
{
  static const struct
  {
    guint usual, most;
  } by_speed[] = {
    [DECANT_SPEED_NORMAL] = { 2, 4 },
    [DECANT_SPEED_GENTLE] = { 1, 1 },
    [DECANT_SPEED_FAST] = { 4, 8 },
  };
  DecantSpeed speed = decant_throttle_get_speed (run->throttle);

  *usual = by_speed[speed].usual;
  *most = by_speed[speed].most;
  if (run->connections == 0)
    return;
  *most = MIN (run->connections, DECANT_MOST_LANES);
  *usual = MIN (*usual, *most);
}

void
decant_lane_pool_init_count (DecantRun *run)
{
  guint usual, most;

  get_limits (run, &usual, &most);
  decant_lane_count_init (&run->lanes, usual, most);
}

static double
now_in_seconds (void)
{
  return (double)g_get_monotonic_time () / G_USEC_PER_SEC;
}

/* Holds the mutex. */
static double
measure_work (Pool *self, const DecantProgressSnapshot *snapshot)
{
  return (double)decant_throttle_get_moved (self->run->throttle) +
         (double)(snapshot->copied + snapshot->verified) * BYTES_A_MESSAGE +
         (double)self->next * BYTES_A_TASK;
}

/* Holds the mutex. In the units of measure_work(). */
static double
measure_rest (Pool *self, const DecantProgressSnapshot *snapshot)
{
  guint64 bytes = snapshot->size - MIN (snapshot->bytes, snapshot->size);
  guint64 messages = snapshot->messages - MIN (snapshot->processed, snapshot->messages) +
                     snapshot->to_verify - MIN (snapshot->verified, snapshot->to_verify);

  return 2.0 * (double)bytes + (double)messages * BYTES_A_MESSAGE +
         (double)(self->tasks->len - self->next) * BYTES_A_TASK;
}

/* Holds the mutex. Sets how many lanes are wanted. */
static void
look (Pool *self)
{
  DecantRun *run = self->run;
  guint objections = decant_gate_get_objections (run->gate);
  DecantProgressSnapshot snapshot;
  guint usual, most;

  decant_progress_get_snapshot (run->progress, &snapshot);
  get_limits (run, &usual, &most);
  decant_lane_count_set_limits (&run->lanes, usual, most);
  if (objections != self->objections)
    decant_lane_count_object (&run->lanes, now_in_seconds ());
  else if (snapshot.paused || *snapshot.waiting != '\0')
    decant_lane_count_begin (&run->lanes, now_in_seconds (), measure_work (self, &snapshot));
  else
    {
      const DecantLaneLook seen = {
        .now = now_in_seconds (),
        .work = measure_work (self, &snapshot),
        .work_left = measure_rest (self, &snapshot),
        .lanes = self->open,
        .held_back = decant_throttle_was_felt (run->throttle),
      };

      decant_lane_count_look (&run->lanes, &seen);
    }
  self->objections = objections;
  decant_progress_set_lanes (run->progress, self->open);
}

/* ---- the workers ---- */

/* Holds the mutex. */
static gboolean
is_over (Pool *self)
{
  return self->run->failure != NULL || self->next == self->tasks->len;
}

gboolean
decant_lane_pool_wants_worker (gpointer user_data)
{
  DecantRun *run = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&run->mutex);

  return run->pool != NULL && !is_over (run->pool) && run->pool->at_work <= run->lanes.lanes;
}

/* Holds the mutex. */
static gpointer
take_task (Pool *self)
{
  gpointer task = g_ptr_array_index (self->tasks, self->next++);

  /* Who still waits to be let in need not any more. */
  if (self->next == self->tasks->len)
    decant_gate_wake (self->run->gate);
  return task;
}

gpointer
decant_lane_pool_claim (DecantRun *run, gboolean (*ready) (gpointer task, gpointer user_data),
                        gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&run->mutex);
  Pool *self = run->pool;

  if (self == NULL || is_over (self) || self->open > run->lanes.lanes ||
      !ready (g_ptr_array_index (self->tasks, self->next), user_data))
    return NULL;
  return take_task (self);
}

/* Holds the mutex, but for the time @worker needs to leave. */
static void
dismiss (Pool *self, gpointer *worker)
{
  g_mutex_unlock (&self->run->mutex);
  self->funcs->free_worker (g_steal_pointer (worker));
  g_mutex_lock (&self->run->mutex);
}

/* Holds the mutex. Who has a worker goes before those that only want one: they may be waiting for a
 * server that does not let them in. */
static gboolean
is_wanted (Pool *self, gpointer worker)
{
  return (worker != NULL ? self->open : self->at_work) < self->run->lanes.lanes;
}

/* Holds the mutex. Waits until the pool wants this thread to work; FALSE: it is over. Who rests for
 * long lets go of its worker. */
static gboolean
wait_until_wanted (Pool *self, gpointer *worker)
{
  gint64 end = g_get_monotonic_time () + REST_US;

  while (!is_over (self) && !is_wanted (self, *worker))
    if (*worker == NULL)
      g_cond_wait (&self->changed, &self->run->mutex);
    else if (!g_cond_wait_until (&self->changed, &self->run->mutex, end))
      dismiss (self, worker);
  return !is_over (self);
}

static gboolean
is_passing (const GError *problem)
{
  return g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT) ||
         g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_SLOW_DOWN);
}

/* Holds the mutex. A further worker the server does not bear is done without; the others go on. */
static gboolean
can_do_without (Pool *self, const GError *problem)
{
  gboolean others = self->at_work > 1;

  return is_over (self) || (others && (self->opened > 0 || is_passing (problem)));
}

/* Holds the mutex, but for the time it takes. NULL: there is none to be had. */
static gpointer
open_worker (Pool *self)
{
  GError *problem = NULL;
  gpointer worker;
  gboolean fatal;

  g_mutex_unlock (&self->run->mutex);
  worker = self->funcs->new_worker (self->run, &problem);
  g_mutex_lock (&self->run->mutex);
  if (worker != NULL)
    {
      self->opened++;
      return worker;
    }
  fatal = !can_do_without (self, problem);
  decant_lane_count_refuse (&self->run->lanes, self->at_work - 1, now_in_seconds ());
  if (!fatal)
    {
      g_error_free (problem);
      return NULL;
    }
  g_mutex_unlock (&self->run->mutex);
  decant_run_fail (self->run, problem);
  g_mutex_lock (&self->run->mutex);
  return NULL;
}

/* Holds the mutex, but for the time of the work. */
static void
do_task (Pool *self, gpointer worker)
{
  gpointer task = take_task (self);
  GError *error = NULL;

  g_mutex_unlock (&self->run->mutex);
  if (!self->funcs->work (self->run, worker, task, &error))
    decant_run_fail (self->run, error);
  g_mutex_lock (&self->run->mutex);
}

/* Holds the mutex. */
static void
take_turn (Pool *self, gpointer *worker)
{
  self->at_work++;
  if (*worker == NULL)
    *worker = open_worker (self);
  if (*worker != NULL && !is_over (self))
    {
      self->open++;
      do_task (self, *worker);
      self->open--;
    }
  self->at_work--;
  g_cond_broadcast (&self->changed);
}

static gpointer
run_worker (gpointer user_data)
{
  Pool *self = user_data;
  gpointer worker = NULL;

  g_mutex_lock (&self->run->mutex);
  while (wait_until_wanted (self, &worker))
    take_turn (self, &worker);
  if (worker != NULL)
    dismiss (self, &worker);
  g_mutex_unlock (&self->run->mutex);
  return NULL;
}

/* ---- the pool ---- */

/* Holds the mutex. */
static void
add_threads (Pool *self, GPtrArray *threads)
{
  guint wanted = MIN (self->run->lanes.lanes, self->at_work + self->tasks->len - self->next);

  while (threads->len < wanted)
    g_ptr_array_add (threads, g_thread_new ("decant-lane", run_worker, self));
}

/* Holds the mutex. */
static void
supervise (Pool *self, GPtrArray *threads)
{
  guint wanted = self->run->lanes.lanes;

  while (!is_over (self))
    {
      gint64 tick = g_get_monotonic_time () + TICK_US;

      add_threads (self, threads);
      while (!is_over (self) && g_cond_wait_until (&self->changed, &self->run->mutex, tick))
        continue;
      look (self);
      if (self->run->lanes.lanes > wanted)
        g_cond_broadcast (&self->changed);
      wanted = self->run->lanes.lanes;
    }
  g_cond_broadcast (&self->changed);
}

void
decant_lane_pool_work_off (DecantRun *run, GPtrArray *tasks, const DecantLaneFuncs *funcs)
{
  Pool self = { .run = run, .funcs = funcs, .tasks = tasks };
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  DecantProgressSnapshot snapshot;

  g_cond_init (&self.changed);
  self.objections = decant_gate_get_objections (run->gate);
  decant_progress_get_snapshot (run->progress, &snapshot);
  g_mutex_lock (&run->mutex);
  run->pool = &self;
  decant_lane_count_begin (&run->lanes, now_in_seconds (), measure_work (&self, &snapshot));
  supervise (&self, threads);
  g_mutex_unlock (&run->mutex);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
  run->pool = NULL;
  g_cond_clear (&self.changed);
  decant_progress_set_lanes (run->progress, 0);
}
