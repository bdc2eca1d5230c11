/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"
#include "engine/move.h"
#include "engine/plan.h"
#include "engine/survey.h"

G_BEGIN_DECLS

/* What the commands that talk to servers have in common: the accounts with their passwords, the
 * wait for the engine's threads on the main loop, and the clean stop on a signal. Main thread
 * only. */
typedef struct _DecantCliSession DecantCliSession;

/* Before anybody is asked for a password or a server for its folders: is there a move between the
 * two accounts, is it whole, and is it free? */
gboolean decant_cli_session_find_move (const DecantCliOptions *options, GError **error);

/* Obtains the passwords; from then on a signal stops what is under way. @options is borrowed. */
DecantCliSession *decant_cli_session_new (const DecantCliOptions *options, GError **error);
void decant_cli_session_free (DecantCliSession *self);

DecantStoreOpener *decant_cli_session_get_old_account (DecantCliSession *self);
DecantStoreOpener *decant_cli_session_get_new_account (DecantCliSession *self); /* may be NULL */

/* Triggered when the person wants to stop. */
GCancellable *decant_cli_session_get_cancellable (DecantCliSession *self);

/* The callback for the engine's asynchronous functions, with the session as user data, and the wait
 * for it. */
void decant_cli_session_on_ready (GObject *source, GAsyncResult *result, gpointer session);
GAsyncResult *decant_cli_session_wait (DecantCliSession *self);

/* Lists the folders of the accounts. */
DecantSurvey *decant_cli_session_survey (DecantCliSession *self, GError **error);

/* Lists the folders and makes the plan the options ask for. Patterns that match nothing are said on
 * standard error; it is an error if no folder is selected at all. */
DecantPlan *decant_cli_session_plan (DecantCliSession *self, GError **error);

/* A move of @plan as the options ask for; a signal stops it. */
DecantMove *decant_cli_session_new_move (DecantCliSession *self, const DecantPlan *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantCliSession, decant_cli_session_free)

G_END_DECLS
