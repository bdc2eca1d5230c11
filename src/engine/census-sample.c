/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/census-lister-private.h"

/* Where the sample is taken. */
#define SAMPLE_FOLDERS 4
#define SAMPLE_NEWEST 60 /* UIDs */

static gboolean
take_small (DecantMessage *message, gpointer uids, GError **error)
{
  if (message->size > 0 && message->size <= DECANT_SAMPLE_MOST_BYTES / SAMPLE_FOLDERS)
    g_array_append_val (uids, message->uid);
  decant_message_free (message);
  return TRUE;
}

/* Some of the newest messages of a folder. */
static gboolean
sample_folder (DecantCensusLister *self, guint index, DecantSample *sample, GError **error)
{
  DecantFolder *folder = self->core->folders->pdata[index];
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  const guint most = DECANT_SAMPLE_MOST_MESSAGES / SAMPLE_FOLDERS;
  guint32 next_uid;

  if (!decant_connection_ensure_folder (self->connection, folder, error))
    return FALSE;
  next_uid = decant_connection_get_status (self->connection)->uid_next;
  if (next_uid <= 1)
    return TRUE;
  if (!decant_store_list_messages (decant_connection_get_store (self->connection),
                                   next_uid > SAMPLE_NEWEST ? next_uid - SAMPLE_NEWEST : 1,
                                   next_uid - 1, DECANT_DETAILS_PLAIN, take_small, uids,
                                   decant_connection_get_cancellable (self->connection), error))
    return FALSE;
  g_array_sort (uids, decant_compare_uids);
  if (uids->len > most)
    g_array_remove_range (uids, 0, uids->len - most);
  return decant_sample_read (self->connection, folder, (const guint32 *)uids->data, uids->len,
                             sample, error);
}

/* It is a guess, and not worth any trouble: whatever goes wrong ends it. */
void
decant_census_lister_take_sample (DecantCensusLister *self)
{
  DecantSample sample = DECANT_SAMPLE_UNKNOWN;
  g_autoptr (GError) problem = NULL;
  gboolean well = decant_sample_round_trip (self->connection, &sample, &problem);

  for (guint i = 0; well && i < MIN (self->order->len, SAMPLE_FOLDERS); i++)
    well = sample.seconds < DECANT_SAMPLE_MOST_SECONDS &&
           sample_folder (self, g_array_index (self->order, guint, i), &sample, &problem);
  if (!well && problem != NULL)
    decant_connection_drop (self->connection);
  g_mutex_lock (&self->core->mutex);
  self->core->sample = sample;
  decant_census_core_touch (self->core);
  g_mutex_unlock (&self->core->mutex);
}
