/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/journal.h"
#include "engine/plan.h"
#include "engine/report.h"

G_BEGIN_DECLS

/* What moves leave in the state directory, read and written in threads of its own: the directory
 * may be on a slow network. Callbacks come on the main context. */

/* finish() gives the moves as decant_journal_list_moves() does. */
void decant_history_list_async (const char *state_dir, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *decant_history_list_finish (GAsyncResult *result, GError **error);

/* The last report of a move between two accounts ("user@host:port"); fails where there is none. */
void decant_history_load_report_async (const char *state_dir, const char *old_account,
                                       const char *new_account, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
DecantReport *decant_history_load_report_finish (GAsyncResult *result, GError **error);

/* What a move has come to so far; nothing where there is no such move yet. */
typedef struct
{
  char *choices;    /* for decant_plan_load_choices(); NULL where none were kept */
  guint64 messages; /* that are in the new account */
  guint64 size;     /* theirs, in bytes */
} DecantMoveState;
void decant_move_state_free (DecantMoveState *self);

void decant_history_load_state_async (const char *state_dir, const char *old_account,
                                      const char *new_account, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
DecantMoveState *decant_history_load_state_finish (GAsyncResult *result, GError **error);

/* What is kept of a move before it is begun. All its own. */
typedef struct
{
  char *old_account; /* "user@host:port" */
  char *new_account;
  char *old_url;
  char *new_url;
  DecantPlan *plan;
} DecantKeptMove;
void decant_kept_move_free (DecantKeptMove *self);

/* Keeps the choices of a plan with its move, which comes to be with them. @move is taken over. */
void decant_history_save_choices_async (const char *state_dir, DecantKeptMove *move,
                                        GAsyncReadyCallback callback, gpointer user_data);
gboolean decant_history_save_choices_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantMoveState, decant_move_state_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantKeptMove, decant_kept_move_free)

G_END_DECLS
