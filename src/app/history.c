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

static void
load_choices (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  char *json = read_text (task_data, "plan", &error);

  if (error != NULL &&
      !g_error_matches (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_NOT_FOUND))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, json, g_free);
}

void
decant_history_load_choices_async (const char *state_dir, const char *old_account,
                                   const char *new_account, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  run_for (state_dir, old_account, new_account, load_choices, cancellable, callback, user_data);
}

char *
decant_history_load_choices_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
