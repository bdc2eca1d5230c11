/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/history.h"

#include <glib/gi18n-lib.h>

/* One move, as a thread is asked for it. */
typedef struct
{
  char *state_dir;
  char *old_account;
  char *new_account;
} Which;

static void
which_free (Which *which)
{
  g_free (which->state_dir);
  g_free (which->old_account);
  g_free (which->new_account);
  g_free (which);
}

static void
run_for (const char *state_dir, const char *old_account, const char *new_account,
         GTaskThreadFunc func, GCancellable *cancellable, GAsyncReadyCallback callback,
         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Which *which = g_new (Which, 1);

  *which = (Which){ g_strdup (state_dir), g_strdup (old_account), g_strdup (new_account) };
  g_task_set_task_data (task, which, (GDestroyNotify)which_free);
  g_task_run_in_thread (task, func);
}

static void
list_moves (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Which *which = task_data;
  GError *error = NULL;
  GPtrArray *moves = decant_journal_list_moves (which->state_dir, &error);

  if (moves != NULL)
    g_task_return_pointer (task, moves, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
decant_history_list_async (const char *state_dir, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  run_for (state_dir, NULL, NULL, list_moves, cancellable, callback, user_data);
}

GPtrArray *
decant_history_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static char *
read_text (const Which *which, const char *key, GError **error)
{
  g_autoptr (DecantJournal) journal = decant_journal_open (which->state_dir, which->old_account,
                                                           which->new_account, FALSE, error);

  return journal != NULL ? decant_journal_get_text (journal, key, error) : NULL;
}

static void
load_report (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autofree char *json = read_text (task_data, "report", &error);
  DecantReport *report = json != NULL ? decant_report_new_from_json (json, &error) : NULL;

  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify)decant_report_free);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                             _ ("There is no report of this move yet. Continue the move: it ends "
                                "with one."));
}

void
decant_history_load_report_async (const char *state_dir, const char *old_account,
                                  const char *new_account, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  run_for (state_dir, old_account, new_account, load_report, cancellable, callback, user_data);
}

DecantReport *
decant_history_load_report_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
decant_move_state_free (DecantMoveState *self)
{
  g_free (self->choices);
  g_free (self);
}

static gboolean
read_state (DecantJournal *journal, DecantMoveState *state, GError **error)
{
  DecantJournalCounts counts;

  if (!decant_journal_count (journal, NULL, &counts, error))
    return FALSE;
  state->messages = counts.done + counts.already_there;
  state->size = counts.size_arrived;
  state->choices = decant_journal_get_text (journal, "plan", error);
  return state->choices != NULL || *error == NULL;
}

static void
load_state (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Which *which = task_data;
  g_autoptr (DecantMoveState) state = g_new0 (DecantMoveState, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantJournal) journal = decant_journal_open (which->state_dir, which->old_account,
                                                           which->new_account, FALSE, &error);

  if (journal != NULL
        ? !read_state (journal, state, &error)
        : !g_error_matches (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_NOT_FOUND))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&state), (GDestroyNotify)decant_move_state_free);
}

void
decant_history_load_state_async (const char *state_dir, const char *old_account,
                                 const char *new_account, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  run_for (state_dir, old_account, new_account, load_state, cancellable, callback, user_data);
}

DecantMoveState *
decant_history_load_state_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- keeping choices ---- */

typedef struct
{
  char *state_dir;
  DecantKeptMove *move;
} Keeping;

static void
keeping_free (Keeping *keeping)
{
  g_free (keeping->state_dir);
  decant_kept_move_free (keeping->move);
  g_free (keeping);
}

void
decant_kept_move_free (DecantKeptMove *self)
{
  g_free (self->old_account);
  g_free (self->new_account);
  g_free (self->old_url);
  g_free (self->new_url);
  decant_plan_free (self->plan);
  g_free (self);
}

static void
save_choices (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Keeping *keeping = task_data;
  const DecantKeptMove *move = keeping->move;
  g_autofree char *choices = decant_plan_save_choices (move->plan);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantJournal) journal = decant_journal_open (keeping->state_dir, move->old_account,
                                                           move->new_account, TRUE, &error);

  if (journal != NULL && decant_journal_set_text (journal, "plan", choices, &error) &&
      decant_journal_set_text (journal, "old-url", move->old_url, &error) &&
      decant_journal_set_text (journal, "new-url", move->new_url, &error))
    {
      /* It is free for others before anybody hears that it is. */
      g_clear_pointer (&journal, decant_journal_close);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
decant_history_save_choices_async (const char *state_dir, DecantKeptMove *move,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Keeping *keeping = g_new (Keeping, 1);

  *keeping = (Keeping){ g_strdup (state_dir), move };
  g_task_set_task_data (task, keeping, (GDestroyNotify)keeping_free);
  g_task_run_in_thread (task, save_choices);
}

gboolean
decant_history_save_choices_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
