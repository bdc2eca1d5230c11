/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/folder-writer.h"

#include "engine/folder-writer-private.h"

#include <glib/gi18n-lib.h>

#define BATCH_BYTES (256 * 1024)
#define LINGER_US 5000 /* how long a batch waits for what is just being read */

gboolean
decant_folder_writer_skip (DecantRun *run, gint64 folder_id, const char *path, guint progress_index,
                           const DecantMessage *message, DecantReason reason, const char *detail,
                           const DecantHeaders *headers, GError **error)
{
  DecantProblem problem = {
    .folder = (char *)path,
    .uid = message->uid,
    .internal_date = message->internal_date,
    .size = message->size,
    .reason = reason,
    .detail = (char *)detail,
  };

  if (headers != NULL)
    {
      problem.message_id = headers->message_id;
      problem.from = headers->from;
      problem.subject = headers->subject;
      problem.date = headers->date;
    }
  if (run->journal != NULL && !decant_journal_record_skipped (run->journal, folder_id, message->uid,
                                                              reason, detail, headers, error))
    return FALSE;
  decant_progress_add_problem (run->progress, progress_index, &problem);
  return TRUE;
}

static gboolean
skip_too_big (DecantBatch *batch, guint64 limit, GError **error)
{
  g_autofree char *size = g_format_size (limit);
  g_autofree char *detail = g_strdup_printf (_ ("The new server takes messages up to %s only."),
                                             size);

  return decant_batch_skip (batch, batch->items->len - 1, DECANT_REASON_TOO_BIG, detail, error);
}

static gboolean
add_to_batch (DecantBatch *batch, DecantQueuedMessage *queued, GError **error)
{
  guint64 limit = decant_batch_get_size_limit (batch);
  DecantOutgoing item;

  decant_outgoing_init (&item, queued->message, queued->content);
  g_array_append_val (batch->items, item);
  return limit == 0 || decant_content_get_size (item.content) <= limit ||
         skip_too_big (batch, limit, error);
}

gboolean
decant_batch_is_full (DecantBatch *self)
{
  return self->items->len >= *self->writer->batch_messages ||
         decant_batch_measure (self, self->items->len) >= BATCH_BYTES;
}

gboolean
decant_batch_fill (DecantBatch *self, gboolean wait, gboolean *more, GError **error)
{
  DecantContentQueue *queue = self->writer->queue;
  DecantQueuedMessage queued;
  gint64 end;

  if (wait && self->items->len == 0)
    {
      *more = decant_content_queue_pop (queue, TRUE, &queued);
      if (!*more)
        return TRUE;
      if (!add_to_batch (self, &queued, error))
        return FALSE;
    }
  end = g_get_monotonic_time () + LINGER_US;
  while (!decant_batch_is_full (self) && decant_content_queue_pop_until (queue, end, &queued))
    if (!add_to_batch (self, &queued, error))
      return FALSE;
  return TRUE;
}

gboolean
decant_folder_writer_run (DecantFolderWriter *self, GError **error)
{
  DecantBatch batch = { .writer = self,
                        .items = g_array_new (FALSE, FALSE, sizeof (DecantOutgoing)) };
  gboolean well = TRUE;
  gboolean more = TRUE;

  g_array_set_clear_func (batch.items, (GDestroyNotify)decant_outgoing_clear);
  while (well && more)
    well = decant_batch_stream (&batch, &more, error) && decant_batch_send (&batch, error);
  g_array_unref (batch.items);
  g_clear_error (&batch.problem);
  decant_content_queue_close (self->queue);
  return well;
}
