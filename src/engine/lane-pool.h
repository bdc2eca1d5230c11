/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* The threads that work off a run's tasks, as many at a time as lane-count.h finds worth having.
 * One too many finishes its task and rests; after a while it lets go of its connections. */

/* One task for a worker; FALSE ends the run with *@error. */
typedef gboolean (*DecantLaneTaskFunc) (DecantRun *run, gpointer worker, gpointer task,
                                        GError **error);

/* @new_worker returns NULL with *@error set where the server does not bear another one; that ends
 * the run only if there is no other worker. */
typedef struct
{
  gpointer (*new_worker) (DecantRun *run, GError **error);
  void (*free_worker) (gpointer worker);
  DecantLaneTaskFunc work;
} DecantLaneFuncs;

/* The number of lanes a new run begins with, by its connections and its throttle's speed. */
void decant_lane_pool_init_count (DecantRun *run);

/* Works off @tasks in order, each worker in a thread of its own, and waits for the end of it. */
void decant_lane_pool_work_off (DecantRun *run, GPtrArray *tasks, const DecantLaneFuncs *funcs);

/* For a worker that is at work and can begin with the next task before it is through: takes it,
 * where there is one that is @ready and the worker is not one too many, or NULL. It is done by that
 * worker then, with the present one. */
gpointer decant_lane_pool_claim (DecantRun *run,
                                 gboolean (*ready) (gpointer task, gpointer user_data),
                                 gpointer user_data);

/* Whether a worker that is not there yet is still wanted; a DecantConnectionWantedFunc with the run
 * as its data. */
gboolean decant_lane_pool_wants_worker (gpointer run);

G_END_DECLS
