/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/content-queue.h"
#include "engine/lane.h"
#include "engine/listing.h"

G_BEGIN_DECLS

/* What a lane works with, from folder to folder. */
struct _DecantLane
{
  DecantRun *run;
  DecantConnection *old_connection; /* lent to the reading thread */
  DecantConnection *new_connection;
  DecantContentRoom *room;
  guint batch_messages;
  GMutex mutex; /* over what follows */
  gboolean reads_ahead;
  gboolean old_is_lent;         /* to a reading thread */
  struct _DecantPassage *ahead; /* what comes next, if that is known already */
};

/* One old folder on its way. */
typedef struct _DecantPassage
{
  DecantLane *lane;
  DecantRun *run;
  const DecantLaneTask *task;
  const DecantPlanFolder *plan_folder;
  const char *path;
  guint progress_index;
  DecantJournalFolder row;
  gboolean listed;      /* what the row says is of this run, and has not been used yet */
  DecantListing *begun; /* to be gone on with, or NULL */
  gboolean unchanged;
  DecantFolder *new_folder;
  gboolean more;    /* this run has copied it before */
  gboolean is_last; /* of its task */

  GThread *reader; /* while it is read, and until somebody has looked what came of it */
  DecantContentQueue *queue;
  gboolean renumbered; /* its UIDVALIDITY changed while it was read */
  GError *read_error;
} DecantPassage;

/* The old folder @index of @task, with what was prepared of it. */
DecantPassage *decant_passage_new (DecantLane *lane, const DecantLaneTask *task, guint index);
void decant_passage_free (DecantPassage *self);

/* *@planned: how many messages are to be copied, now; they are told to the progress. */
gboolean decant_passage_show_planned (DecantPassage *self, guint64 *planned, GError **error);

/* Reads its planned messages into its queue, in a thread of its own, which has the old connection
 * until decant_passage_end_reading(), or the thread itself, is through. */
void decant_passage_start_reading (DecantPassage *self);

/* Waits for the thread, which reads no more than what somebody takes; what nobody took is still
 * planned. */
void decant_passage_end_reading (DecantPassage *self);

/* What is done to one old folder. *@reason: why it fails, where it does. Blocks. */
typedef gboolean (*DecantPassageFunc) (DecantPassage *self, DecantReason *reason, GError **error);

/* Lists it. */
gboolean decant_passage_list (DecantPassage *self, DecantReason *reason, GError **error);

/* Copies it, with what earlier runs skipped or without. */
gboolean decant_passage_copy (DecantPassage *self, DecantReason *reason, GError **error);
gboolean decant_passage_copy_more (DecantPassage *self, DecantReason *reason, GError **error);

/* Does @func; a folder that cannot be dealt with is recorded and is no failure. */
gboolean decant_passage_run (DecantPassage *self, DecantPassageFunc func, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantPassage, decant_passage_free)

G_END_DECLS
