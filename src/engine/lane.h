/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/lane-task.h"

G_BEGIN_DECLS

/* A lane: one connection to the old and one to the new account working as a pair, in a thread that
 * writes and, while a folder is copied, another that reads. */
typedef struct _DecantLane DecantLane;

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
