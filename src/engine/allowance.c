/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/allowance.h"

#include "engine/sample.h"

static gboolean
ask (DecantStore *store, DecantAllowance *allowance, GCancellable *cancellable, GError **error)
{
  allowance->message_limit = decant_store_get_message_size_limit (store);
  return decant_store_get_quota (store, &allowance->quota, cancellable, error) &&
         decant_sample_ping (store, cancellable, &allowance->round_trip, error);
}

static gboolean
ask_account (DecantStoreOpener *account, DecantAllowance *allowance, GCancellable *cancellable,
             GError **error)
{
  g_autoptr (DecantStore) store = decant_store_opener_take_idle (account);

  /* One that others left may be lost by now. */
  if (store == NULL || !ask (store, allowance, cancellable, NULL))
    {
      g_clear_object (&store);
      store = decant_store_opener_make (account);
      if (!decant_store_open (store, cancellable, error) ||
          !ask (store, allowance, cancellable, error))
        {
          decant_store_close (store, cancellable);
          return FALSE;
        }
    }
  decant_store_opener_give_back (account, g_steal_pointer (&store));
  return TRUE;
}

static void
ask_in_thread (GTask *task, gpointer source, gpointer account, GCancellable *cancellable)
{
  DecantAllowance allowance = DECANT_ALLOWANCE_UNKNOWN;
  GError *error = NULL;

  if (ask_account (account, &allowance, cancellable, &error))
    g_task_return_pointer (task, g_memdup2 (&allowance, sizeof allowance), g_free);
  else
    g_task_return_error (task, error);
}

void
decant_allowance_ask_async (DecantStoreOpener *account, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, decant_allowance_ask_async);
  g_task_set_task_data (task, decant_store_opener_ref (account),
                        (GDestroyNotify)decant_store_opener_unref);
  g_task_run_in_thread (task, ask_in_thread);
}

gboolean
decant_allowance_ask_finish (GAsyncResult *result, DecantAllowance *allowance, GError **error)
{
  g_autofree DecantAllowance *told = g_task_propagate_pointer (G_TASK (result), error);

  if (told == NULL)
    return FALSE;
  *allowance = *told;
  return TRUE;
}
