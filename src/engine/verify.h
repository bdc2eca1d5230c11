/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* The proof: lists the new folders and holds them against the journal. What was sent must be there,
 * with the size, flags, keywords and internal date it was sent with; with read_back, with the same
 * bytes. What is missing or altered is recorded in the journal. */
typedef struct _DecantVerification
{
  gboolean again; /* also what was verified before; of that, flags are the person's own affair and
                     not compared */
  gboolean read_back; /* read every message and compare its SHA-256 */
} DecantVerification;

/* The new folders to be verified, some of them to a task (freed with the array); what is in them is
 * added to the progress. NULL on error. */
GPtrArray *
decant_verify_list_tasks (DecantRun *run, const DecantVerification *verification, GError **error);

/* As DecantLaneFuncs wants them, with run->verification set. */
gpointer decant_verify_new_worker (DecantRun *run, GError **error);
void decant_verify_free_worker (gpointer worker);
gboolean decant_verify_work (DecantRun *run, gpointer worker, gpointer task, GError **error);

G_END_DECLS
