/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/census-row.h"
#include "engine/census.h"
#include "engine/gate.h"

G_BEGIN_DECLS

/* What the threads of a census share with its object: what is known of each folder, the queue to
 * the thread that owns the database, and the signals. Its functions are for any thread. */

typedef struct
{
  DecantCensusState state;
  guint64 messages;
  guint64 size;
  gint64 newest;
  guint32 uid_validity;
  const char *problem; /* in words */
  gboolean is_dirty;

  gint64 next_uid; /* where the lister goes on; its own, who is one thread at a time */
} DecantCensusCoreFolder;

typedef struct
{
  gatomicrefcount references;
  GPtrArray *folders;  /* DecantFolder */
  GHashTable *by_path; /* → index + 1 */
  GWeakRef object;     /* the census */

  GMutex mutex; /* over all that follows */
  GCond changed;
  DecantCensusCoreFolder *known; /* as many as folders */
  GStringChunk *words;           /* of problems, as long as all else */
  guint64 messages;
  guint64 size;
  DecantSample sample;
  const char *problem;

  DecantGate *gate; /* of the lister that is wanted, NULL: none */
  gboolean listing; /* a lister is at work, wanted or not */

  GQueue questions; /* GTask, with a DecantCensusAnswerFunc as source tag */
  GQueue jobs;      /* what the lister tells */
  guint rows;       /* in them */
  gboolean broken;  /* the database takes no more */
  gboolean over;    /* the worker is to end */

  GSource *pending; /* the next signals */
  GArray *dirty;    /* guint: folders */
} DecantCensusCore;

DecantCensusCore *decant_census_core_new (GPtrArray *folders);
DecantCensusCore *decant_census_core_ref (DecantCensusCore *self);
void decant_census_core_unref (DecantCensusCore *self);

/* Hold the mutex: something is different, of a folder or at all. */
void decant_census_core_touch (DecantCensusCore *self);
void decant_census_core_touch_folder (DecantCensusCore *self, guint folder);

/* ---- to the database's thread (census-worker.c) ---- */

/* Begins it; it ends when self->over is set. */
void decant_census_worker_start (DecantCensusCore *self);

/* Answers in the database's thread: returns the task. */
struct _DecantCensusWorker;
typedef void (*DecantCensusAnswerFunc) (struct _DecantCensusWorker *worker, GTask *task);
void decant_census_worker_ask (DecantCensusCore *self, GTask *task, DecantCensusAnswerFunc answer);

/* What the lister tells, in order. @rows (DecantCensusRow, cleared with it) are taken over; waits
 * while there is too much, unless the lister of @gate is to stop. Fails where nothing can be kept.
 */
gboolean decant_census_worker_add_rows (DecantCensusCore *self, DecantGate *gate, GArray *rows,
                                        GError **error);
void decant_census_worker_forget (DecantCensusCore *self, guint folder);

/* @problem, words, NULL where it is wholly listed. */
void decant_census_worker_end_folder (DecantCensusCore *self, guint folder, const char *problem);

/* ---- the lister (census-lister.c) ---- */

/* Begins one in a thread of its own, which ends by itself or by self->gate. */
void decant_census_lister_start (DecantCensusCore *self, DecantStoreOpener *account,
                                 const char *const *first);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantCensusCore, decant_census_core_unref)

G_END_DECLS
