/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/census-database.h"

G_BEGIN_DECLS

/* Adds up what a plan makes of messages, one after the other, into a summary: nothing but
 * arithmetic. One thread at a time. */
typedef struct _DecantCensusTally DecantCensusTally;

/* @plan, @summary: borrowed; @summary is zero, and its lists are made here. */
DecantCensusTally *decant_census_tally_new (const DecantPlan *plan,
                                            const DecantCensusQuestion *question, guint n_folders,
                                            DecantCensusSummary *summary);
void decant_census_tally_free (DecantCensusTally *self);

/* Before all others: a message of a folder that is no view (its object id counts). A
 * DecantCensusFactsFunc. */
void decant_census_tally_note_elsewhere (const DecantCensusFacts *facts, gpointer tally);

/* Those that follow are of @folder, a chosen one, which is @index in the census and
 * has been met under @uid_validity. Folders that are
 * views come after the others. */
void decant_census_tally_begin_folder (DecantCensusTally *self, const DecantPlanFolder *folder,
                                       guint index, guint32 uid_validity);

/* A DecantCensusFactsFunc. */
void decant_census_tally_take (const DecantCensusFacts *facts, gpointer tally);

/* Fills in the lists. */
gboolean decant_census_tally_finish (DecantCensusTally *self, DecantCensusDatabase *database,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantCensusTally, decant_census_tally_free)

G_END_DECLS
