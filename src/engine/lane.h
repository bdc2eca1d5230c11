/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* A lane: one connection to the old and one to the new account working as a pair, in a thread that
 * writes and, while a folder is copied, another that reads. */
typedef struct _DecantLane DecantLane;

/* The old folders that go into one new folder: one lane works on them, one after the other, so that
 * no two lanes write to a folder at the same time. */
typedef struct
{
  char *new_path;
  GArray *folders;  /* guint: indexes in the plan */
  GArray *progress; /* guint: their indexes in the progress */
  guint64 weight;   /* bytes, or messages where the size is not known: heavy ones go first */
} DecantLaneTask;

void decant_lane_task_free (DecantLaneTask *self);

/* Of @task those folders for which wanted[index in the plan] is set; NULL where there are none. */
DecantLaneTask *decant_lane_task_pick (const DecantLaneTask *task, const gboolean *wanted);

/* The tasks of a plan, heaviest first, as DecantLaneTask (freed with the array); its folders are
 * added to the progress. */
GPtrArray *decant_lane_list_tasks (DecantRun *run);

/* As DecantLaneFuncs wants them: a lane is made with both its connections open. */
gpointer decant_lane_new (DecantRun *run, GError **error);
void decant_lane_free (gpointer lane);

/* A lane with its old connection only, for decant_lane_list_only(). */
gpointer decant_lane_new_listing (DecantRun *run, GError **error);

/* Lists the old folders of a DecantLaneTask into the journal and copies nothing. Blocks. */
gboolean decant_lane_list_only (DecantRun *run, gpointer lane, gpointer task, GError **error);

/* Copies the folders of a DecantLaneTask. Blocks. */
gboolean decant_lane_work (DecantRun *run, gpointer lane, gpointer task, GError **error);

/* The same for folders that this run has copied already, and from which more is to go now: what was
 * skipped in them stays so. */
gboolean decant_lane_work_more (DecantRun *run, gpointer lane, gpointer task, GError **error);

G_END_DECLS
