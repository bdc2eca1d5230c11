/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

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

G_END_DECLS
