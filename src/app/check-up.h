/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/check-saver.h"
#include "app/plan-editor.h"
#include "engine/progress.h"
#include "stores/store-opener.h"

G_BEGIN_DECLS

/* The check for damaged messages, seen from the main thread: reads what the plan takes along and
 * copies nothing. It lives as long as the migration, whoever looks at it. Main thread only; nothing
 * here blocks.
 *
 * Signals:
 *   "changed" ()    something of what is told below is different
 *   "problem" (const DecantProblem *)   a damaged message, or a folder that cannot be opened, was
 * met "ended" ()      it, or the saving, has come to its end, well or not; after "changed" */
#define DECANT_TYPE_CHECK_UP (decant_check_up_get_type ())
G_DECLARE_FINAL_TYPE (DecantCheckUp, decant_check_up, DECANT, CHECK_UP, GObject)

typedef enum
{
  DECANT_CHECK_UP_NEW, /* nothing was read yet */
  DECANT_CHECK_UP_RUNNING,
  DECANT_CHECK_UP_STOPPED, /* before its end; see decant_check_up_get_error() */
  DECANT_CHECK_UP_DONE,    /* all was read, but for folders that could not be opened */
} DecantCheckUpState;

/* @editor: whose plan it is about. */
DecantCheckUp *decant_check_up_new (DecantPlanEditor *editor);

/* Another old account, or none (NULL): what is under way is stopped, and all that was found
 * forgotten. */
void decant_check_up_set_account (DecantCheckUp *self, DecantStoreOpener *old_account);

/* Whether there is anything to be read, and nothing is under way. */
gboolean decant_check_up_can_start (DecantCheckUp *self);

/* Begins, or goes on where it was stopped: folders that were read to their end are not read again.
 * After its end it reads those that could not be opened, or begins anew where there are none. */
void decant_check_up_start (DecantCheckUp *self);

/* By pausing, what is under way comes to its end. Harmless while nothing is running. */
void decant_check_up_pause (DecantCheckUp *self);

/* Goes on after a pause, tries again at once where it waits for the server, and answers
 * decant_check_up_get_question(). */
void decant_check_up_resume (DecantCheckUp *self);

/* "ended" follows. */
void decant_check_up_stop (DecantCheckUp *self);

/* Whether the old account is in use, by the check or to save something; both end with stop_all().
 */
gboolean decant_check_up_is_busy (DecantCheckUp *self);
void decant_check_up_stop_all (DecantCheckUp *self);

/* ---- how far it is ---- */

DecantCheckUpState decant_check_up_get_state (DecantCheckUp *self);
gboolean decant_check_up_is_running (DecantCheckUp *self);
gboolean decant_check_up_is_paused (DecantCheckUp *self);
gboolean decant_check_up_is_stopping (DecantCheckUp *self);

/* What a person must do before it can go on, or NULL. Owned by @self. */
const GError *decant_check_up_get_question (DecantCheckUp *self);

/* Why it ended before its end, or NULL: a person has stopped it. Owned by @self. */
const GError *decant_check_up_get_error (DecantCheckUp *self);

/* Of what is under way, or was last, else NULL. Owned by @self. */
DecantProgress *decant_check_up_get_progress (DecantCheckUp *self);

/* Whether folders are ticked that were not read to their end, nor could not be opened. */
gboolean decant_check_up_has_rest (DecantCheckUp *self);

/* Messages read well so far, those of earlier goes included. */
guint64 decant_check_up_get_n_read (DecantCheckUp *self);

/* ---- what was found ---- */

/* DecantProblem in the order in which they were met, a UID of 0 standing for a folder. Owned by
 * @self, as is what is in it. */
GPtrArray *decant_check_up_get_problems (DecantCheckUp *self);

/* Whether the plan still takes it along. */
gboolean decant_check_up_is_ticked (DecantCheckUp *self, const DecantProblem *problem);

/* The damaged messages that are still ticked. Freed by the caller; what is in it is not. */
GPtrArray *decant_check_up_list_damaged (DecantCheckUp *self);

/* Leaves these behind, as one step to undo. */
void decant_check_up_leave_behind (DecantCheckUp *self);

/* Saves these as files in @directory. */
void decant_check_up_save (DecantCheckUp *self, const char *directory);

/* What does so. Owned by @self. */
DecantCheckSaver *decant_check_up_get_saver (DecantCheckUp *self);

G_END_DECLS
