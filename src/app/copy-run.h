/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/move.h"

G_BEGIN_DECLS

/* The copy: one run of a move at a time, seen from the main thread. One object lives as long as the
 * migration and carries one run after the other.
 *
 * Properties, read-only unless said otherwise:
 *   "running" (boolean)    a run is under way
 *   "paused" (boolean)     read and write; of effect while one is under way
 *   "speed" (string)       "gentle", "normal" or "fast"; read and write, of effect at once and for
 *                          runs to come
 *   "stopping" (boolean)   a stop was asked for and the run has not ended yet
 *   "question" (GError)    what a person must do before it can go on, or NULL
 *
 * Signal "ended" (DecantReport *report, const GError *error): the run has come to its end, well or
 * not; "running" is already FALSE. Both are borrowed, each may be NULL. */
#define DECANT_TYPE_COPY_RUN (decant_copy_run_get_type ())
G_DECLARE_FINAL_TYPE (DecantCopyRun, decant_copy_run, DECANT, COPY_RUN, GObject)

DecantCopyRun *decant_copy_run_new (void);

/* Starts, at the speed that is set; only while none is running. */
void decant_copy_run_start (DecantCopyRun *self, DecantStoreOpener *old_account,
                            DecantStoreOpener *new_account, const DecantPlan *plan,
                            const DecantMoveOptions *options);

/* Stops the run under way; harmless where there is none. */
void decant_copy_run_stop (DecantCopyRun *self);

/* Goes on after a pause, and answers "question". */
void decant_copy_run_resume (DecantCopyRun *self);

gboolean decant_copy_run_is_running (DecantCopyRun *self);
gboolean decant_copy_run_is_paused (DecantCopyRun *self);
gboolean decant_copy_run_is_stopping (DecantCopyRun *self);
const GError *decant_copy_run_get_question (DecantCopyRun *self); /* owned by @self, or NULL */

/* Of the run under way or the last one, else NULL. Owned by @self. */
DecantProgress *decant_copy_run_get_progress (DecantCopyRun *self);

/* What that run has skipped so far (DecantProblem), in order, for a window that comes later. Owned
 * by @self. */
GPtrArray *decant_copy_run_get_problems (DecantCopyRun *self);

G_END_DECLS
