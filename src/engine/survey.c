/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/survey.h"

#define MOST_TRIES 6
#define FIRST_PAUSE 0.1 /* seconds */
#define LONGEST_PAUSE 10.0

typedef struct
{
  DecantStoreOpener *opener;
  GCancellable *cancellable;
  GPtrArray *folders;
  DecantServerKind kind;
  GError *error;
} Side;

void
decant_survey_free (DecantSurvey *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->old_folders, g_ptr_array_unref);
  g_clear_pointer (&self->new_folders, g_ptr_array_unref);
  g_free (self);
}

/* *@was_open: the account is there, whatever happens then. */
static GPtrArray *
list_once (Side *self, gboolean *was_open, GError **error)
{
  g_autoptr (DecantStore) store = decant_store_opener_make (self->opener);
  GPtrArray *folders = NULL;

  if (decant_store_open (store, self->cancellable, error))
    {
      *was_open = TRUE;
      self->kind = decant_store_get_server_kind (store);
      folders = decant_store_list_folders (store, DECANT_LIST_COUNTS, self->cancellable, error);
    }
  if (folders != NULL)
    decant_store_opener_give_back (self->opener, g_steal_pointer (&store));
  else
    decant_store_close (store, self->cancellable);
  return folders;
}

/* An account that cannot be reached at all is not waited for, nor one that wants to be left alone
 * for long: somebody looks at the screen. */
static gboolean
is_worth_another_try (const GError *problem, gboolean was_open)
{
  DecantCause cause = decant_store_error_get_cause (problem);

  if (decant_store_error_get_pause (problem) > LONGEST_PAUSE)
    return FALSE;
  if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT))
    return was_open || (cause != DECANT_CAUSE_UNREACHABLE && cause != DECANT_CAUSE_TIMED_OUT);
  return was_open && g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_SLOW_DOWN);
}

static gboolean
wait_a_while (Side *self, double seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64)(seconds * G_USEC_PER_SEC);
  gboolean cancelled;

  while (!(cancelled = g_cancellable_is_cancelled (self->cancellable)) &&
         g_get_monotonic_time () < end)
    g_usleep (G_USEC_PER_SEC / 20);
  return !cancelled;
}

static gpointer
list_side (gpointer user_data)
{
  Side *self = user_data;
  gboolean was_open = FALSE;
  double pause = FIRST_PAUSE;

  for (guint i = 0; i < MOST_TRIES; i++, pause *= 2)
    {
      g_clear_error (&self->error);
      self->folders = list_once (self, &was_open, &self->error);
      if (!is_worth_another_try (self->error, was_open) ||
          !wait_a_while (self, MAX (pause, decant_store_error_get_pause (self->error))))
        break;
    }
  /* Translators: the sentence on what went wrong follows. %s is an account, such as ada@example.org
   */
  if (self->error != NULL && self->error->domain == DECANT_STORE_ERROR)
    g_prefix_error (&self->error, "%s: ", decant_store_opener_get_label (self->opener));
  return NULL;
}

DecantSurvey *
decant_survey_run (DecantStoreOpener *old_account, DecantStoreOpener *new_account,
                   GCancellable *cancellable, GError **error)
{
  g_autoptr (DecantSurvey) self = g_new0 (DecantSurvey, 1);
  Side old_side = { .opener = old_account, .cancellable = cancellable };
  Side new_side = { .opener = new_account, .cancellable = cancellable };
  GThread *other = NULL;

  if (new_account != NULL)
    other = g_thread_new ("decant-survey", list_side, &new_side);
  list_side (&old_side);
  if (other != NULL)
    g_thread_join (other);
  self->old_folders = old_side.folders;
  self->old_kind = old_side.kind;
  self->new_folders = new_account != NULL
                        ? new_side.folders
                        : g_ptr_array_new_with_free_func ((GDestroyNotify)decant_folder_unref);
  if (old_side.error != NULL)
    {
      g_propagate_error (error, old_side.error);
      g_clear_error (&new_side.error);
      return NULL;
    }
  if (new_side.error != NULL)
    {
      g_propagate_error (error, new_side.error);
      return NULL;
    }
  decant_plan_traits_init (&self->new_traits, new_side.kind, self->new_folders);
  return g_steal_pointer (&self);
}

typedef struct
{
  DecantStoreOpener *old_account;
  DecantStoreOpener *new_account;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  decant_store_opener_unref (request->old_account);
  g_clear_pointer (&request->new_account, decant_store_opener_unref);
  g_free (request);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  GError *error = NULL;
  DecantSurvey *survey = decant_survey_run (request->old_account, request->new_account, cancellable,
                                            &error);

  if (survey != NULL)
    g_task_return_pointer (task, survey, (GDestroyNotify)decant_survey_free);
  else
    g_task_return_error (task, error);
}

void
decant_survey_run_async (DecantStoreOpener *old_account, DecantStoreOpener *new_account,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->old_account = decant_store_opener_ref (old_account);
  if (new_account != NULL)
    request->new_account = decant_store_opener_ref (new_account);
  g_task_set_source_tag (task, decant_survey_run_async);
  g_task_set_task_data (task, request, free_request);
  g_task_run_in_thread (task, run_in_thread);
}

DecantSurvey *
decant_survey_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
