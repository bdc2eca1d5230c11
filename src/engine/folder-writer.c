/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/folder-writer.h"

#include "engine/matching.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BATCH_MESSAGES 50
#define BATCH_BYTES (2 * 1024 * 1024)
#define MOST_TRIES 3

/* A message of the batch. */
typedef struct
{
  DecantMessage *message; /* with the flags and keywords the new folder keeps */
  DecantContent *content;
  guint tries;
} Item;

typedef struct
{
  DecantFolderWriter *writer;
  GArray *items;   /* Item; shrinks as they are dealt with */
  GError *problem; /* for a person, or of the folder: ends the batch */
} Batch;

static void
clear_item (gpointer data)
{
  Item *item = data;

  g_clear_pointer (&item->message, decant_message_free);
  g_clear_pointer (&item->content, decant_content_unref);
}

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
skip_item (DecantFolderWriter *self, const Item *item, DecantReason reason, const char *detail,
           GError **error)
{
  gsize length = 0;
  const guint8 *head = decant_content_get_head (item->content, &length);
  g_autoptr (DecantHeaders) headers = decant_headers_parse (head, length);

  return decant_folder_writer_skip (self->run, self->old_folder_id, self->old_path,
                                    self->progress_index, item->message, reason, detail, headers,
                                    error);
}

/* ---- before sending ---- */

/* Leaves out what the new folder does not keep, so that the journal says what was really sent. */
static void
keep_what_is_kept (DecantMessage *message, const DecantFolderStatus *status)
{
  g_autoptr (GPtrArray) kept = NULL;

  message->flags &= status->permanent_flags;
  if (message->keywords == NULL || status->any_keyword)
    return;
  kept = g_ptr_array_new ();
  for (guint i = 0; message->keywords[i] != NULL; i++)
    if (status->permanent_keywords != NULL &&
        g_strv_contains ((const char *const *)status->permanent_keywords, message->keywords[i]))
      g_ptr_array_add (kept, g_strdup (message->keywords[i]));
  g_ptr_array_add (kept, NULL);
  g_strfreev (message->keywords);
  message->keywords = (char **)g_ptr_array_steal (kept, NULL);
  if (message->keywords[0] == NULL)
    g_clear_pointer (&message->keywords, g_strfreev);
}

static void
fill_entry (DecantFolderWriter *self, const Item *item, DecantJournalEntry *entry)
{
  *entry = (DecantJournalEntry){
    .folder_id = self->old_folder_id,
    .uid = item->message->uid,
    .new_folder_id = self->new_folder_id,
    .uid_next = decant_connection_get_status (self->connection)->uid_next,
    .has_digest = TRUE,
    .size = decant_content_get_size (item->content),
    .flags = item->message->flags,
    .keywords = decant_keywords_join (item->message->keywords),
    .internal_date = item->message->internal_date,
  };
  decant_identity_from_content (&entry->identity, item->content, item->message->internal_date);
  memcpy (entry->digest, decant_content_get_digest (item->content), sizeof entry->digest);
}

static GArray *
fill_entries (Batch *batch)
{
  GArray *entries = decant_journal_entry_array_new ();

  for (guint i = 0; i < batch->items->len; i++)
    {
      DecantJournalEntry entry;

      fill_entry (batch->writer, &g_array_index (batch->items, Item, i), &entry);
      g_array_append_val (entries, entry);
    }
  return entries;
}

/* ---- after the answer ---- */

static gboolean
record_done (Batch *batch, GArray *entries, const DecantAppend *appends, GError **error)
{
  g_autoptr (GArray) done = g_array_new (FALSE, FALSE, sizeof (DecantJournalEntry));

  for (guint i = 0; i < batch->items->len; i++)
    if (appends[i].answered && appends[i].error == NULL)
      {
        DecantJournalEntry *entry = &g_array_index (entries, DecantJournalEntry, i);

        entry->new_uid = appends[i].uid;
        g_array_append_val (done, *entry);
      }
  if (done->len > 0 &&
      !decant_journal_record_outcome (batch->writer->run->journal,
                                      (const DecantJournalEntry *)(void *)done->data, done->len,
                                      DECANT_OUTCOME_DONE, error))
    return FALSE;
  for (guint i = 0; i < done->len; i++)
    decant_progress_add_copied (batch->writer->run->progress, batch->writer->progress_index,
                                g_array_index (done, DecantJournalEntry, i).size);
  if (done->len > 0)
    decant_connection_note_success (batch->writer->connection);
  return TRUE;
}

static void
note_batch_problem (Batch *batch, const GError *problem)
{
  if (batch->problem == NULL)
    batch->problem = g_error_copy (problem);
}

/* A message was refused. *@keep: it is to be sent again. */
static gboolean
judge_refusal (Batch *batch, Item *item, const DecantJournalEntry *entry, const GError *refusal,
               gboolean *keep, GError **error)
{
  DecantFolderWriter *writer = batch->writer;
  const char *words = decant_store_error_get_detail (refusal);
  gboolean lasting = g_error_matches (refusal, DECANT_STORE_ERROR, DECANT_STORE_ERROR_PERSON) ||
                     g_error_matches (refusal, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER);

  *keep = lasting || (!g_error_matches (refusal, DECANT_STORE_ERROR, DECANT_STORE_ERROR_MESSAGE) &&
                      ++item->tries < MOST_TRIES);
  if (!*keep)
    return skip_item (writer, item, decant_reason_from_error (refusal, DECANT_REASON_REFUSED),
                      words != NULL ? words : refusal->message, error);
  note_batch_problem (batch, refusal);
  return decant_journal_record_outcome (writer->run->journal, entry, 1,
                                        DECANT_OUTCOME_PLANNED_AGAIN, error);
}

/* Works off the answers; what is to be sent again, or is in doubt, stays in the batch. */
static gboolean
judge_answers (Batch *batch, GArray *entries, DecantAppend *appends, GError **error)
{
  GArray *left = g_array_new (FALSE, FALSE, sizeof (Item));
  gboolean well = record_done (batch, entries, appends, error);

  for (guint i = 0; i < batch->items->len; i++)
    {
      Item *item = &g_array_index (batch->items, Item, i);
      gboolean keep = !appends[i].answered;

      if (well && appends[i].answered && appends[i].error != NULL)
        well = judge_refusal (batch, item, &g_array_index (entries, DecantJournalEntry, i),
                              appends[i].error, &keep, error);
      if (keep)
        g_array_append_val (left, *item);
      else
        clear_item (item);
      g_clear_error (&appends[i].error);
    }
  /* Its items have been moved or cleared. */
  g_array_set_clear_func (batch->items, NULL);
  g_array_unref (batch->items);
  g_array_set_clear_func (left, clear_item);
  batch->items = left;
  return well;
}

static void
drop_arrived (Batch *batch, GHashTable *arrived)
{
  DecantFolderWriter *writer = batch->writer;

  for (guint i = batch->items->len; i > 0; i--)
    {
      const Item *item = &g_array_index (batch->items, Item, i - 1);

      if (!g_hash_table_contains (arrived, GUINT_TO_POINTER (item->message->uid)))
        continue;
      decant_progress_add_copied (writer->run->progress, writer->progress_index,
                                  decant_content_get_size (item->content));
      g_array_remove_index (batch->items, i - 1);
    }
}

/* The connection died: what was on its way has arrived, or is sent again. */
static gboolean
recover (Batch *batch, const GError *problem, GError **error)
{
  DecantFolderWriter *writer = batch->writer;
  g_autoptr (GHashTable) arrived = g_hash_table_new (NULL, NULL);

  if (!decant_connection_recover (writer->connection, problem, error) ||
      !decant_matching_settle (writer->run, writer->connection, writer->new_folder,
                               writer->new_folder_id, writer->old_folder_id, arrived, error))
    return FALSE;
  drop_arrived (batch, arrived);
  return TRUE;
}

/* Quota, a vanished folder, "try again later": decides whether the batch goes on. */
static gboolean
answer_problem (Batch *batch, GError **error)
{
  g_autoptr (GError) problem = g_steal_pointer (&batch->problem);
  DecantFolderWriter *writer = batch->writer;

  if (problem == NULL)
    return TRUE;
  if (decant_connection_recover (writer->connection, problem, error))
    return TRUE;
  /* Nobody is there to make room: the report names the message that did not fit. */
  if (decant_store_error_get_cause (problem) == DECANT_CAUSE_OVER_QUOTA && batch->items->len > 0 &&
      !decant_gate_is_stopped (writer->run->gate))
    {
      const char *words = decant_store_error_get_detail (problem);

      skip_item (writer, &g_array_index (batch->items, Item, 0), DECANT_REASON_OVER_QUOTA,
                 words != NULL ? words : problem->message, NULL);
    }
  return FALSE;
}

/* ---- a batch ---- */

static guint64
measure (Batch *batch)
{
  guint64 bytes = 0;

  for (guint i = 0; i < batch->items->len; i++)
    bytes += decant_content_get_size (g_array_index (batch->items, Item, i).content);
  return bytes;
}

/* Sends the batch once and works off the answers. *@lost: why the connection died, if it did. */
static gboolean
send_once (Batch *batch, GError **lost, GError **error)
{
  DecantFolderWriter *writer = batch->writer;
  guint n = batch->items->len;
  g_autofree DecantAppend *appends = g_new0 (DecantAppend, n);
  g_autoptr (GArray) entries = NULL;

  for (guint i = 0; i < n; i++)
    {
      Item *item = &g_array_index (batch->items, Item, i);

      keep_what_is_kept (item->message, decant_connection_get_status (writer->connection));
      appends[i] = (DecantAppend){ .message = item->message, .content = item->content };
    }
  entries = fill_entries (batch);
  if (!decant_throttle_take (writer->run->throttle, measure (batch), writer->run->gate, error) ||
      !decant_journal_record_sending (writer->run->journal,
                                      (const DecantJournalEntry *)(void *)entries->data, n, error))
    return FALSE;
  decant_store_append_messages (decant_connection_get_store (writer->connection),
                                writer->new_folder, appends, n,
                                decant_connection_get_cancellable (writer->connection), lost);
  return judge_answers (batch, entries, appends, error);
}

static gboolean
send_batch (Batch *batch, GError **error)
{
  DecantFolderWriter *writer = batch->writer;

  while (batch->items->len > 0)
    {
      g_autoptr (GError) lost = NULL;

      if (!decant_gate_pass (writer->run->gate, error) ||
          !decant_connection_ensure_folder (writer->connection, writer->new_folder, error) ||
          !send_once (batch, &lost, error))
        return FALSE;
      if (lost != NULL && !recover (batch, lost, error))
        return FALSE;
      if (!answer_problem (batch, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_too_big (DecantFolderWriter *self, const DecantContent *content, guint64 *limit)
{
  DecantStore *store = decant_connection_get_store (self->connection);

  *limit = store != NULL ? decant_store_get_message_size_limit (store) : 0;
  return *limit > 0 && decant_content_get_size (content) > *limit;
}

static gboolean
add_to_batch (Batch *batch, DecantQueuedMessage *queued, GError **error)
{
  Item item = { .message = queued->message, .content = queued->content };
  guint64 limit = 0;
  gboolean well = TRUE;

  if (is_too_big (batch->writer, item.content, &limit))
    {
      g_autofree char *size = g_format_size (limit);
      g_autofree char *detail = g_strdup_printf (_ ("The new server takes messages up to %s only."),
                                                 size);

      well = skip_item (batch->writer, &item, DECANT_REASON_TOO_BIG, detail, error);
      clear_item (&item);
    }
  else
    g_array_append_val (batch->items, item);
  return well;
}

static gboolean
fill_batch (Batch *batch, gboolean *more, GError **error)
{
  DecantQueuedMessage queued;

  *more = decant_content_queue_pop (batch->writer->queue, TRUE, &queued);
  if (!*more)
    return TRUE;
  do
    if (!add_to_batch (batch, &queued, error))
      return FALSE;
  while (batch->items->len < BATCH_MESSAGES && measure (batch) < BATCH_BYTES &&
         decant_content_queue_pop (batch->writer->queue, FALSE, &queued));
  return TRUE;
}

gboolean
decant_folder_writer_run (DecantFolderWriter *self, GError **error)
{
  Batch batch = { .writer = self, .items = g_array_new (FALSE, FALSE, sizeof (Item)) };
  gboolean well = TRUE;
  gboolean more = TRUE;

  g_array_set_clear_func (batch.items, clear_item);
  while (well && more)
    well = fill_batch (&batch, &more, error) && send_batch (&batch, error);
  g_array_unref (batch.items);
  g_clear_error (&batch.problem);
  decant_content_queue_close (self->queue);
  return well;
}
