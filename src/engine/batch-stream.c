/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/folder-writer-private.h"

#define MOST_BATCH_MESSAGES 100
#define MEMORY_AHEAD (1280 * 1024)
/* A batch that the server works on for longer is too large, one that takes less may grow. */
#define LONG_US (2 * G_USEC_PER_SEC)
#define SHORT_US (G_USEC_PER_SEC / 2)

/* A batch under way. */
typedef struct
{
  DecantAppendBatch batch;
  GArray *items;   /* DecantOutgoing */
  GArray *entries; /* DecantJournalEntry */
  gsize memory;
  gint64 sent;
} Parcel;

typedef struct
{
  DecantBatch *batch; /* what is being filled */
  GQueue parcels;     /* Parcel, in the order they were sent */
  gsize memory;       /* of them */
  gboolean more;      /* may come out of the queue */
  GError *failure;    /* what ends the folder or the run */
} Stream;

static void
free_parcel (gpointer data)
{
  Parcel *self = data;

  g_free (self->batch.appends);
  g_array_unref (self->items);
  g_array_unref (self->entries);
  g_free (self);
}

/* ---- filling ---- */

static GArray *
new_items (void)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (DecantOutgoing));

  g_array_set_clear_func (items, (GDestroyNotify)decant_outgoing_clear);
  return items;
}

/* Moves all of @from to the end of @to. */
static void
move_items (GArray *to, GArray *from)
{
  if (from->len > 0)
    g_array_append_vals (to, from->data, from->len);
  g_array_set_clear_func (from, NULL);
  g_array_set_size (from, 0);
  g_array_set_clear_func (from, (GDestroyNotify)decant_outgoing_clear);
}

static gsize
count_memory (GArray *items)
{
  gsize memory = 0;

  for (guint i = 0; i < items->len; i++)
    memory += decant_content_get_memory (g_array_index (items, DecantOutgoing, i).content);
  return memory;
}

/* Whether another batch may follow those under way just now. */
static gboolean
may_go_on (Stream *self, gboolean wait)
{
  DecantGate *gate = self->batch->writer->run->gate;

  if (self->failure != NULL)
    return FALSE;
  if (wait)
    return decant_gate_pass (gate, &self->failure);
  return self->memory < MEMORY_AHEAD && !decant_gate_is_paused (gate) &&
         !decant_gate_is_stopped (gate);
}

/* Makes a parcel of all that is in the batch. */
static Parcel *
pack (Stream *self)
{
  DecantBatch *batch = self->batch;
  guint n = batch->items->len;
  DecantAppend *appends = g_new0 (DecantAppend, n);
  GArray *entries = decant_batch_prepare (batch, n, appends, &self->failure);
  Parcel *parcel;

  if (entries == NULL)
    {
      g_free (appends);
      return NULL;
    }
  parcel = g_new0 (Parcel, 1);
  parcel->batch = (DecantAppendBatch){ .appends = appends,
                                       .n = n,
                                       .singly = batch->singly_left > 0 };
  parcel->items = new_items ();
  move_items (parcel->items, batch->items);
  parcel->entries = entries;
  parcel->memory = count_memory (parcel->items);
  parcel->sent = g_get_monotonic_time ();
  batch->singly_left -= MIN (batch->singly_left, n);
  return parcel;
}

/* While others are under way: a server has much more work with many small batches than with few
 * large ones, and nobody waits for what is kept back meanwhile. */
static gboolean
is_worth_sending (DecantBatch *batch)
{
  return decant_batch_is_full (batch) || decant_content_queue_is_closed (batch->writer->queue);
}

static DecantAppendBatch *
next_batch (gboolean wait, gboolean *soon, gpointer user_data)
{
  Stream *self = user_data;
  DecantBatch *batch = self->batch;
  Parcel *parcel;

  if (!may_go_on (self, wait) || !self->more ||
      !decant_batch_fill (batch, wait, &self->more, &self->failure))
    return NULL;
  if (!wait && !is_worth_sending (batch))
    {
      *soon = TRUE;
      return NULL;
    }
  /* What was taken out of the queue may have been skipped. */
  if (batch->items->len == 0)
    return wait && self->more ? next_batch (wait, soon, user_data) : NULL;
  parcel = pack (self);
  if (parcel == NULL)
    return NULL;
  g_queue_push_tail (&self->parcels, parcel);
  self->memory += parcel->memory;
  return &parcel->batch;
}

/* ---- answers ---- */

static gboolean
is_clean (const DecantAppendBatch *batch)
{
  for (gsize i = 0; i < batch->n; i++)
    if (!batch->appends[i].answered || batch->appends[i].error != NULL)
      return FALSE;
  return TRUE;
}

static void
learn (DecantBatch *batch, const Parcel *parcel)
{
  gint64 taken = g_get_monotonic_time () - parcel->sent;
  guint *n = batch->writer->batch_messages;

  decant_run_note_answer (batch->writer->run, (double)taken / G_USEC_PER_SEC);
  if (taken > LONG_US)
    *n = MAX (*n / 2, 1);
  else if (taken < SHORT_US && parcel->batch.n >= *n)
    *n = MIN (*n * 2, MOST_BATCH_MESSAGES);
}

/* One that was taken wholly is done with; any other ends the stream. */
static gboolean
batch_settled (DecantAppendBatch *batch, gpointer user_data)
{
  Stream *self = user_data;
  Parcel *parcel = (Parcel *)batch;

  if (self->failure != NULL || !is_clean (batch) ||
      !decant_batch_record_done (self->batch, parcel->items, parcel->entries, batch->appends,
                                 &self->failure))
    return FALSE;
  learn (self->batch, parcel);
  self->memory -= parcel->memory;
  g_queue_remove (&self->parcels, parcel);
  free_parcel (parcel);
  return TRUE;
}

/* ---- what did not go well ---- */

/* Puts what is left of the parcels into the batch again, before what is there; their entries and
 * appends come back in the same order. */
static GArray *
unpack (Stream *self, GArray *entries)
{
  GArray *appends = g_array_new (FALSE, FALSE, sizeof (DecantAppend));
  g_autoptr (GArray) unsent = new_items ();
  Parcel *parcel;

  move_items (unsent, self->batch->items);
  while ((parcel = g_queue_pop_head (&self->parcels)) != NULL)
    {
      move_items (self->batch->items, parcel->items);
      g_array_append_vals (entries, parcel->entries->data, parcel->entries->len);
      g_array_set_clear_func (parcel->entries, NULL);
      g_array_append_vals (appends, parcel->batch.appends, (guint)parcel->batch.n);
      free_parcel (parcel);
    }
  move_items (self->batch->items, unsent);
  return appends;
}

static gboolean
end_stream (Stream *self, const GError *lost, GError **error)
{
  g_autoptr (GArray) entries = decant_journal_entry_array_new ();
  g_autoptr (GArray) appends = unpack (self, entries);

  return decant_batch_take_answers (self->batch, entries, (DecantAppend *)(void *)appends->data,
                                    lost, error);
}

gboolean
decant_batch_stream (DecantBatch *self, gboolean *more, GError **error)
{
  static const DecantAppendFuncs funcs = { next_batch, batch_settled };
  DecantFolderWriter *writer = self->writer;
  Stream stream = { .batch = self, .parcels = G_QUEUE_INIT, .more = TRUE };
  g_autoptr (GError) lost = NULL;
  gboolean well;

  if (!decant_batch_ensure_folder (self, error))
    return FALSE;
  decant_store_append (decant_connection_get_store (writer->connection), writer->new_folder, &funcs,
                       &stream, decant_connection_get_cancellable (writer->connection), &lost);
  *more = stream.more;
  well = (lost == NULL && g_queue_is_empty (&stream.parcels)) || end_stream (&stream, lost, error);
  if (well && stream.failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&stream.failure));
      well = FALSE;
    }
  g_clear_error (&stream.failure);
  return well;
}
