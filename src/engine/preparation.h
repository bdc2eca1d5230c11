/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/lane.h"
#include "engine/listing.h"

G_BEGIN_DECLS

/* What lanes do for many folders in one go before they copy them one after the other: old folders
 * are listed into the journal, new ones made and opened, without waiting for each answer.
 *
 * Whatever goes wrong with a folder here goes wrong without a word: its lane does the same for it
 * again, by itself and with patience. Lanes take turns: one that comes to a task that is not
 * prepared prepares it and those behind it over its own two connections, others wait for what they
 * need of it. Only so much is prepared that it is used while it is fresh. */
typedef struct _DecantPreparation DecantPreparation;

/* @tasks: of the run, in their order; they outlive it. Where the run makes no new folders, only the
 * old ones are listed. */
DecantPreparation *decant_preparation_new (DecantRun *run, GPtrArray *tasks);
void decant_preparation_free (DecantPreparation *self);

/* Waits until @task is prepared as far as it will be. @new_connection may be NULL where no new
 * folders are made. Fails with what ends the run. Blocks. */
gboolean decant_preparation_ensure (DecantPreparation *self, const DecantLaneTask *task,
                                    DecantConnection *old_connection,
                                    DecantConnection *new_connection, GError **error);

/* Whether @task is of a single old folder that was listed, and its new folder was made and is
 * empty, so that nothing is left to be waited for. */
gboolean decant_preparation_is_ready (DecantPreparation *self, const DecantLaneTask *task);

/* Hands over what came of listing the old folder @index of @task, once: *@row (to be cleared).
 * FALSE where it is to be listed now, with what was *@begun (may be NULL); then what earlier runs
 * skipped may not be planned again yet. */
gboolean decant_preparation_take_listing (DecantPreparation *self, const DecantLaneTask *task,
                                          guint index, DecantJournalFolder *row,
                                          gboolean *unchanged, DecantListing **begun);

/* The new folder of @task, which @connection knows then; NULL without an error where it is to be
 * made now. Unref it. */
DecantFolder *decant_preparation_take_folder (DecantPreparation *self, const DecantLaneTask *task,
                                              DecantConnection *connection, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantPreparation, decant_preparation_free)

G_END_DECLS
