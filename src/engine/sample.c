/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/sample.h"

#define PINGS 3

/* ---- round trip ---- */

/* The quickest counts: what is slower had to wait for something else. */
gboolean
decant_sample_ping (DecantStore *store, GCancellable *cancellable, double *round_trip,
                    GError **error)
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
  return decant_sample_ping (decant_connection_get_store (connection),
                             decant_connection_get_cancellable (connection), &sample->round_trip,
                             error);
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
