/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/check-up.h"
#include "app/copy-run.h"
#include "app/fit.h"
#include "app/plan-editor.h"
#include "app/plan-keeper.h"
#include "app/sign-in.h"
#include "engine/report.h"

G_BEGIN_DECLS

/* The way of a person through one move, from the start page to the report: what all pages look at
 * and all commands act on. It outlives the window. Main thread only; nothing here blocks.
 *
 * Properties, read-only unless said otherwise:
 *   "step" (uint)             a DecantStep
 *   "activity" (string)       what is waited for before the copy ("Signing in…"), or NULL
 *   "can-start" (boolean)     there is something to copy
 *   "can-try-again" (boolean) the move of the report shown can be run again
 *   "can-wrap-refused" (boolean) likewise, and it holds messages the new server has refused
 *
 * Signals:
 *   "report-changed" ()         there is another report, or none any more
 *   "failed" (const GError *)   something that was asked for did not work */
#define DECANT_TYPE_MIGRATION (decant_migration_get_type ())
G_DECLARE_FINAL_TYPE (DecantMigration, decant_migration, DECANT, MIGRATION, GObject)

typedef enum
{
  DECANT_STEP_START,
  DECANT_STEP_ACCOUNTS,
  DECANT_STEP_FOLDERS,
  DECANT_STEP_COPY,
  DECANT_STEP_REPORT,
} DecantStep;

DecantMigration *decant_migration_new (const char *state_dir);
const char *decant_migration_get_state_dir (DecantMigration *self);
DecantStep decant_migration_get_step (DecantMigration *self);

/* The two accounts as they are entered. Owned by @self. */
DecantSignIn *decant_migration_get_old (DecantMigration *self);
DecantSignIn *decant_migration_get_new (DecantMigration *self);

/* ---- moving between the steps; harmless where a step does not allow it ---- */

/* To the accounts. What was typed before is still there unless its move has ended. */
void decant_migration_begin (DecantMigration *self);

/* To these accounts (each may be NULL: as it is), their passwords included, accepting certificates
 * of these fingerprints (normalised) as well. FALSE, and nothing is done, while a copy is under
 * way. */
gboolean decant_migration_prefill (DecantMigration *self, DecantAccount *old_account,
                                   DecantAccount *new_account, const char *const *fingerprints);

/* To the accounts of an earlier move, filled in. */
void decant_migration_continue_move (DecantMigration *self, const DecantMoveSummary *move);

/* To the last report of an earlier move, once it is read. */
void decant_migration_show_report (DecantMigration *self, const DecantMoveSummary *move);

/* Signs in to both accounts, looks what is there and goes on to the folders. */
void decant_migration_sign_in (DecantMigration *self);

/* Accepts the certificate over which @sign_in failed, signs in to it again and, when both accounts
 * are signed in to, goes on. */
void decant_migration_accept_certificate (DecantMigration *self, DecantSignIn *sign_in);

/* One step back; ends what "activity" names. */
void decant_migration_back (DecantMigration *self);

/* Copies what the plan says. */
void decant_migration_start (DecantMigration *self);

/* Runs the move of the report again: skipped and missing messages are tried once more, and what has
 * arrived since is copied. Where its accounts are not signed in to, that comes first. */
void decant_migration_try_again (DecantMigration *self);

/* The same, and what the new server still refuses is copied as attachments of new messages. */
void decant_migration_wrap_refused (DecantMigration *self);

/* From the report to the start page. */
void decant_migration_leave_report (DecantMigration *self);

/* ---- the plan ---- */

/* Without a plan until both accounts were looked at. Owned by @self. */
DecantPlanEditor *decant_migration_get_editor (DecantMigration *self);

/* What it makes of the mail. Owned by @self. */
DecantForecast *decant_migration_get_forecast (DecantMigration *self);

/* Whether that fits into the new account. Owned by @self. */
DecantFit *decant_migration_get_fit (DecantMigration *self);

/* The check of it for damaged messages, which a copy stops. Owned by @self. */
DecantCheckUp *decant_migration_get_check_up (DecantMigration *self);

/* What keeps the choices made there. Owned by @self. */
DecantPlanKeeper *decant_migration_get_keeper (DecantMigration *self);

/* ---- the copy and what came of it; owned by @self ---- */

DecantCopyRun *decant_migration_get_run (DecantMigration *self);

/* The report shown, or NULL. */
const DecantReport *decant_migration_get_report (DecantMigration *self);

G_END_DECLS
