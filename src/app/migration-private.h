/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/migration.h"
#include "engine/survey.h"

G_BEGIN_DECLS

/* What the files of the migration share, and nobody else sees. Main thread. */

struct _DecantMigration
{
  GObject parent_instance;

  char *state_dir;
  DecantStep step;
  DecantSignIn *old_sign_in;
  DecantSignIn *new_sign_in;
  gboolean signing_in; /* go on to the folders as soon as both are signed in */
  const char *activity;
  GCancellable *cancellable; /* of what "activity" names, after signing in */

  DecantSurvey *survey;
  DecantPlanEditor *editor;
  DecantForecast *forecast; /* runs while the folders are looked at, and at no other time */
  DecantFit *fit;
  DecantPlanKeeper *keeper;
  DecantCheckUp *check_up;
  gboolean checking; /* the census makes room for it */
  gboolean starting; /* as soon as the journal and the old account are free */

  DecantCopyRun *run;
  DecantReport *report;
  DecantMoveSummary *reported_move; /* of a report that was read back, else NULL */
  gboolean wrap_refused;            /* was asked for at the report; until there is another one */
};

/* ---- migration.c ---- */

void decant_migration_set_step (DecantMigration *self, DecantStep step);

/* Gives up what is waited for before the copy. */
void decant_migration_cancel_activity (DecantMigration *self);

/* @activity: what is under way, for people; until end_activity(), which is called by its callback.
 * That is FALSE where it was given up, so that nothing must change any more, or has failed, which
 * is told. */
void decant_migration_start_activity (DecantMigration *self, const char *activity);
gboolean decant_migration_end_activity (DecantMigration *self, const GError *error);

/* The report to be shown (NULL: none), and the earlier move it is of, if it was read back. Both
 * are taken over. */
void
decant_migration_take_report (DecantMigration *self, DecantReport *report, DecantMoveSummary *move);

/* Whether there is anything to be copied, and no copy under way. */
gboolean decant_migration_can_start (DecantMigration *self);

/* ---- migration-report.c ---- */

gboolean decant_migration_can_wrap_refused (DecantMigration *self);

G_END_DECLS
