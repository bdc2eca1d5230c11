/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan.h"
#include "engine/progress.h"
#include "engine/report.h"
#include "engine/throttle.h"
#include "stores/store-opener.h"

G_BEGIN_DECLS

/* One run of a move: copies what the plan says from the old account to the new one, proves it and
 * reports.
 *
 * It works in threads of its own; the functions here are for the main thread and return at once. A
 * run that is stopped, or dies, is gone on with by a new DecantMove for the same accounts and state
 * directory.
 *
 * Signal "needs-person" (const GError *): on the main context; the run waits, paused, until
 * decant_move_resume() or decant_move_stop(). Only with options.attended; else the run stops with
 * that error. */
#define DECANT_TYPE_MOVE (decant_move_get_type ())
G_DECLARE_FINAL_TYPE (DecantMove, decant_move, DECANT, MOVE, GObject)

typedef enum
{
  DECANT_VERIFY_LISTING, /* every folder is listed on the new side and held against the journal */
  DECANT_VERIFY_NONE,
  DECANT_VERIFY_FULL, /* and every message is read back */
} DecantVerifyLevel;

typedef struct
{
  const char *state_dir; /* where journals are; NULL: decant_move_default_state_dir() */
  guint connections;     /* lanes at most, up to DECANT_MOST_LANES; 0: as the speed says */
  guint64 rate;          /* bytes a second at most in each direction; 0: no limit */
  DecantSpeed speed;
  DecantVerifyLevel verify;
  gboolean wrap_refused; /* what the new server does not take is copied as attachment of another
                            message */
  gboolean just_counted; /* the plan's folders were counted for this run, and nothing came between:
                            what they were found to hold then need not be asked for again */
  gboolean attended;     /* somebody is there to answer "needs-person" */
  const char *old_url;   /* kept with the move, for offering it again; may be NULL */
  const char *new_url;
} DecantMoveOptions;

/* $XDG_DATA_HOME/decant. Owned by the library. */
const char *decant_move_default_state_dir (void);

/* @plan and @options are copied. */
DecantMove *decant_move_new (DecantStoreOpener *old_account, DecantStoreOpener *new_account,
                             const DecantPlan *plan, const DecantMoveOptions *options);

DecantProgress *decant_move_get_progress (DecantMove *self);

/* Copies, verifies, reports. finish() returns the report also when the run was stopped or ended by
 * an error (then report->finished is FALSE and *@error is set as well); NULL only when there is
 * nothing to report at all. */
void decant_move_run_async (DecantMove *self, GAsyncReadyCallback callback, gpointer user_data);
DecantReport *decant_move_run_finish (DecantMove *self, GAsyncResult *result, GError **error);

/* Holds an earlier copy against both servers; copies nothing. The plan says which folders. */
void decant_move_verify_async (DecantMove *self, GAsyncReadyCallback callback, gpointer user_data);
DecantReport *decant_move_verify_finish (DecantMove *self, GAsyncResult *result, GError **error);

/* Lets what is under way come to its end, then waits. */
void decant_move_pause (DecantMove *self);
void decant_move_resume (DecantMove *self);
gboolean decant_move_is_paused (DecantMove *self);

/* Stops cleanly: what was sent is waited for a few seconds, the journal knows the rest. */
void decant_move_stop (DecantMove *self);

/* The upper limit of bytes a second, changed while it runs; 0: none. */
void decant_move_set_rate (DecantMove *self, guint64 rate);

/* How much is asked of servers and network, changed while it runs: a lane too many finishes its
 * folder. */
void decant_move_set_speed (DecantMove *self, DecantSpeed speed);

G_END_DECLS
