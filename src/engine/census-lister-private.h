/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/census-core.h"
#include "engine/connection.h"
#include "engine/plan.h"

G_BEGIN_DECLS

/* What the files of the lister share: census-lister.c is its thread and the order in which it goes,
 * census-sample.c guesses at the pace, census-listing.c lists the folders. */
typedef struct
{
  DecantCensusCore *core;
  DecantStoreOpener *account;
  DecantGate *gate;
  GArray *order; /* guint: folders, those to be listed first at the front */
  DecantConnection *connection;
  DecantPlan *plan; /* to tell what is in another folder, NULL: no folder's labels are told */
  GArray *rows;     /* DecantCensusRow, not handed on yet */
} DecantCensusLister;

/* Whether the server tells of what is in @folder in which others it is. */
gboolean decant_census_tells_elsewhere (const DecantFolder *folder);

/* For the estimate: nothing is said of it where it goes wrong. */
void decant_census_lister_take_sample (DecantCensusLister *self);

/* An empty GArray of DecantCensusRow that clears its elements. */
GArray *decant_census_rows_new (void);

/* Says that a folder is listed, or with what @problem it ended, after all rows that are known. */
gboolean decant_census_lister_end_folder (DecantCensusLister *self, guint index,
                                          const char *problem, GError **error);

/* Lists the folders of self->order. A folder that cannot be listed costs that folder. */
gboolean decant_census_lister_list_all (DecantCensusLister *self, GError **error);

G_END_DECLS
