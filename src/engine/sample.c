/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/sample.h"

#define PINGS 3

/* ---- round trip ---- */

/* The quickest counts: what is slower had to wait for something else. */
static gboolean
ping (DecantStore *store, GCancellable *cancellable, double *round_trip, GError **error)
{
  *round_trip = -1;
  for (guint i = 0; i < PINGS; i++)
    {
      gint64 begun = g_get_monotonic_time ();
      double seconds;

      if (!decant_store_ping (store, cancellable, error))
        return FALSE;
      seconds = (double)(g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
      *round_trip = *round_trip < 0 ? seconds : MIN (*round_trip, seconds);
    }
  return TRUE;
}

gboolean
decant_sample_round_trip (DecantConnection *connection, DecantSample *sample, GError **error)
{
  return ping (decant_connection_get_store (connection),
               decant_connection_get_cancellable (connection), &sample->round_trip, error);
}

/* ---- reading ---- */

typedef struct
{
  const guint32 *uids;
  guint n_uids;
  guint next;
  DecantSample *sample;
  gint64 begun; /* on the clock, less what was measured before */
} Reading;

static double
get_seconds (const Reading *self)
{
  return (double)(g_get_monotonic_time () - self->begun) / G_USEC_PER_SEC;
}

static gboolean
is_enough (const Reading *self)
{
  return self->sample->messages >= DECANT_SAMPLE_MOST_MESSAGES ||
         self->sample->bytes >= DECANT_SAMPLE_MOST_BYTES ||
         get_seconds (self) >= DECANT_SAMPLE_MOST_SECONDS;
}

static gsize
give_next (const guint32 **uids, gpointer data)
{
  Reading *self = data;

  if (self->next == self->n_uids || is_enough (self))
    return 0;
  *uids = &self->uids[self->next++];
  return 1;
}

static gboolean
take_content (guint32 uid, DecantContent *content, const GError *problem, gpointer data,
              GError **error)
{
  Reading *self = data;

  if (content != NULL)
    {
      self->sample->messages++;
      self->sample->bytes += decant_content_get_size (content);
      decant_content_unref (content);
    }
  /* What is under way is waited for, but not for ever. */
  if (get_seconds (self) < 2 * DECANT_SAMPLE_MOST_SECONDS)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "The sample took too long.");
  return FALSE;
}

gboolean
decant_sample_read (DecantConnection *connection, DecantFolder *folder, const guint32 *uids,
                    guint n_uids, DecantSample *sample, GError **error)
{
  Reading self = { uids, n_uids, 0, sample, 0 };
  gboolean well;

  if (!decant_connection_ensure_folder (connection, folder, error))
    return FALSE;
  self.begun = g_get_monotonic_time () - (gint64)(sample->seconds * G_USEC_PER_SEC);
  well = decant_store_read (decant_connection_get_store (connection), NULL, give_next, take_content,
                            &self, NULL, decant_connection_get_cancellable (connection), error);
  sample->seconds = get_seconds (&self);
  return well;
}

/* ---- an account ---- */

static double
measure (DecantStoreOpener *account, GCancellable *cancellable, GError **error)
{
  g_autoptr (DecantStore) store = decant_store_opener_take_idle (account);
  double round_trip;

  /* One that others left may be lost by now. */
  if (store != NULL && ping (store, cancellable, &round_trip, NULL))
    {
      decant_store_opener_give_back (account, g_steal_pointer (&store));
      return round_trip;
    }
  g_clear_object (&store);
  store = decant_store_opener_make (account);
  if (decant_store_open (store, cancellable, error) &&
      ping (store, cancellable, &round_trip, error))
    decant_store_opener_give_back (account, g_steal_pointer (&store));
  else
    {
      decant_store_close (store, cancellable);
      return -1;
    }
  return round_trip;
}

static void
measure_in_thread (GTask *task, gpointer source, gpointer account, GCancellable *cancellable)
{
  GError *error = NULL;
  double round_trip = measure (account, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_memdup2 (&round_trip, sizeof round_trip), g_free);
}

void
decant_sample_round_trip_async (DecantStoreOpener *account, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, decant_sample_round_trip_async);
  g_task_set_task_data (task, decant_store_opener_ref (account),
                        (GDestroyNotify)decant_store_opener_unref);
  g_task_run_in_thread (task, measure_in_thread);
}

double
decant_sample_round_trip_finish (GAsyncResult *result, GError **error)
{
  g_autofree double *round_trip = g_task_propagate_pointer (G_TASK (result), error);

  return round_trip != NULL ? *round_trip : -1;
}
