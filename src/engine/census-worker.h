/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/census-core.h"
#include "engine/census-database.h"

G_BEGIN_DECLS

/* The thread that owns the database, for those who answer in it. */
typedef struct _DecantCensusWorker
{
  DecantCensusCore *core;
  DecantCensusDatabase *database; /* NULL: it could not be made */

  guint *uses; /* of each folder, bits 1 << DecantSpecialUse; NULL: not known yet */

  /* the order of the last page */
  GArray *sorted; /* UIDs; NULL: none */
  guint sorted_folder;
  DecantCensusOrder sorted_by;
  gboolean sorted_descending;
  guint64 sorted_messages; /* the folder had then */
} DecantCensusWorker;

/* census-summary.c; the task's data is a DecantCensusSummaryRequest. */
typedef struct
{
  DecantPlan *plan;
  DecantCensusQuestion question;
} DecantCensusSummaryRequest;
void decant_census_summary_request_free (gpointer request);
void decant_census_answer_summary (DecantCensusWorker *worker, GTask *task);

/* census-page.c; the task's data is a DecantCensusPageRequest. */
typedef struct
{
  guint folder;
  DecantCensusOrder order;
  gboolean descending;
  guint64 offset;
  guint limit;
} DecantCensusPageRequest;
void decant_census_answer_page (DecantCensusWorker *worker, GTask *task);

G_END_DECLS
