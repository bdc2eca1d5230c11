/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/folder-writer-private.h"

/* How often a refusal that may pass is waited for: longer where no other message is taken either,
 * since then it is not the message's fault. */
#define MOST_TRIES 12
#define TRIES_WHERE_OTHERS_ARE_TAKEN 4
/* After so many messages in a row that were only taken without their keywords, those of the others
 * are not sent any more. */
#define MOST_KEYWORDS_REFUSED 3
/* Messages with a command each. */
#define MOST_AT_ONCE 50

guint64
decant_batch_get_size_limit (DecantBatch *self)
{
  DecantStore *store = decant_connection_get_store (self->writer->connection);
  guint64 limit = store != NULL ? decant_store_get_message_size_limit (store) : 0;
  guint64 refused = decant_run_get_refused_size (self->writer->run);

  if (refused == 0)
    return limit;
  return limit == 0 ? refused - 1 : MIN (limit, refused - 1);
}

gboolean
decant_batch_skip (DecantBatch *self, guint index, DecantReason reason, const char *detail,
                   GError **error)
{
  DecantFolderWriter *writer = self->writer;
  DecantOutgoing *item = DECANT_BATCH_ITEM (self, index);
  g_autoptr (DecantHeaders) headers = decant_outgoing_parse_headers (item);
  gboolean recorded = decant_folder_writer_skip (writer->run, writer->old_folder_id,
                                                 writer->old_path, writer->progress_index,
                                                 item->message, reason, detail, headers, error);

  g_array_remove_index (self->items, index);
  return recorded;
}

/* ---- before sending ---- */

static void
fit (DecantBatch *self, DecantOutgoing *item)
{
  decant_outgoing_fit (item, decant_connection_get_status (self->writer->connection));
  if (item->message->keywords != NULL && (self->worked & DECANT_ADJUSTMENT_KEYWORDS) != 0 &&
      self->worked_in_a_row >= MOST_KEYWORDS_REFUSED)
    decant_outgoing_leave_out_keywords (item);
}

static GArray *
fill_entries (DecantBatch *self, guint n)
{
  DecantFolderWriter *writer = self->writer;
  GArray *entries = decant_journal_entry_array_new ();

  for (guint i = 0; i < n; i++)
    {
      DecantJournalEntry entry;

      decant_outgoing_fill_entry (DECANT_BATCH_ITEM (self, i), &entry);
      entry.folder_id = writer->old_folder_id;
      entry.new_folder_id = writer->new_folder_id;
      entry.uid_next = decant_connection_get_status (writer->connection)->uid_next;
      g_array_append_val (entries, entry);
    }
  return entries;
}

guint64
decant_batch_measure (DecantBatch *self, guint n)
{
  guint64 bytes = 0;

  for (guint i = 0; i < n; i++)
    bytes += decant_content_get_size (DECANT_BATCH_ITEM (self, i)->content);
  return bytes;
}

/* ---- after the answer: what was taken ---- */

static void
note_taken (DecantBatch *self, const DecantOutgoing *item)
{
  self->given_up = 0;
  if ((item->adjustments & DECANT_ADJUSTMENT_WRAPPED) != 0)
    return;
  if (item->adjustments != DECANT_ADJUSTMENT_NONE)
    {
      self->worked_in_a_row = item->adjustments == self->worked ? self->worked_in_a_row + 1 : 1;
      self->worked = item->adjustments;
    }
  else if (item->message->keywords != NULL)
    self->worked_in_a_row = 0;
}

gboolean
decant_batch_record_done (DecantBatch *self, GArray *items, GArray *entries,
                          const DecantAppend *appends, GError **error)
{
  DecantRun *run = self->writer->run;
  g_autoptr (GArray) done = g_array_new (FALSE, FALSE, sizeof (DecantJournalEntry));

  for (guint i = 0; i < entries->len; i++)
    if (appends[i].answered && appends[i].error == NULL)
      {
        DecantJournalEntry *entry = &g_array_index (entries, DecantJournalEntry, i);

        entry->new_uid = appends[i].uid;
        g_array_append_val (done, *entry);
        note_taken (self, &g_array_index (items, DecantOutgoing, i));
      }
  self->took_some = done->len > 0;
  if (done->len > 0 &&
      !decant_journal_record_outcome (run->journal, (const DecantJournalEntry *)(void *)done->data,
                                      done->len, DECANT_OUTCOME_DONE, error))
    return FALSE;
  for (guint i = 0; i < done->len; i++)
    decant_progress_add_copied (run->progress, self->writer->progress_index,
                                g_array_index (done, DecantJournalEntry, i).size);
  if (done->len > 0)
    decant_connection_note_success (self->writer->connection);
  return TRUE;
}

/* ---- after the answer: what was refused ---- */

gboolean
decant_batch_repair (DecantBatch *self, DecantOutgoing *item, gboolean *more, GError **error)
{
  return decant_outgoing_repair (item, self->writer->run->wrap_refused, self->worked,
                                 decant_batch_get_size_limit (self), more, error);
}

/* Whether another form of the message might be taken. */
static gboolean
try_repair (DecantBatch *self, DecantOutgoing *item, const GError *refusal, gboolean *more,
            GError **error)
{
  gboolean too_big = decant_store_error_get_cause (refusal) == DECANT_CAUSE_TOO_BIG;

  *more = FALSE;
  if (too_big)
    decant_run_note_refused_size (self->writer->run, decant_content_get_size (item->content));
  if (too_big && item->repair == NULL)
    return TRUE;
  return decant_batch_repair (self, item, more, error);
}

/* Whether a message stays in the batch after @refusal, and if so what is to be done first. */
static gboolean
judge_refusal (DecantBatch *self, DecantOutgoing *item, const GError *refusal, gboolean *keep,
               GError **error)
{
  if (g_error_matches (refusal, DECANT_STORE_ERROR, DECANT_STORE_ERROR_MESSAGE))
    {
      /* A server that answers is a server that is well. */
      decant_connection_note_success (self->writer->connection);
      decant_outgoing_note_refusal (item, refusal);
      return try_repair (self, item, refusal, keep, error);
    }
  item->others_taken |= self->took_some;
  item->tries += item->others_taken ? TRIES_WHERE_OTHERS_ARE_TAKEN : 1;
  *keep = g_error_matches (refusal, DECANT_STORE_ERROR, DECANT_STORE_ERROR_PERSON) ||
          g_error_matches (refusal, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER) ||
          item->tries < MOST_TRIES;
  if (!*keep)
    decant_outgoing_note_refusal (item, refusal);
  else if (self->problem == NULL)
    self->problem = g_error_copy (refusal);
  return TRUE;
}

/* What becomes of one that was answered; *@keep: it stays in the batch. */
static gboolean
judge_answer (DecantBatch *self, guint index, const DecantJournalEntry *entry,
              const GError *refusal, gboolean *keep, GError **error)
{
  DecantOutgoing *item = DECANT_BATCH_ITEM (self, index);

  *keep = FALSE;
  if (refusal == NULL)
    {
      g_array_remove_index (self->items, index);
      return TRUE;
    }
  if (!judge_refusal (self, item, refusal, keep, error))
    return FALSE;
  if (!*keep)
    return decant_batch_skip (self, index, item->reason, item->words, error);
  return decant_journal_record_outcome (self->writer->run->journal, entry, 1,
                                        DECANT_OUTCOME_PLANNED_AGAIN, error);
}

/* What was never sent is certainly not there. */
static gboolean
plan_unsent_again (DecantBatch *self, GArray *entries, const DecantAppend *appends, GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    if (!appends[i].sent && !appends[i].answered &&
        !decant_journal_record_outcome (self->writer->run->journal,
                                        &g_array_index (entries, DecantJournalEntry, i), 1,
                                        DECANT_OUTCOME_PLANNED_AGAIN, error))
      return FALSE;
  return TRUE;
}

/* Takes out of the batch what is dealt with. */
static gboolean
judge_answers (DecantBatch *self, GArray *entries, const DecantAppend *appends, GError **error)
{
  guint index = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const DecantJournalEntry *entry = &g_array_index (entries, DecantJournalEntry, i);
      gboolean keep = TRUE;

      if (appends[i].answered && !judge_answer (self, index, entry, appends[i].error, &keep, error))
        return FALSE;
      if (keep)
        index++;
    }
  return TRUE;
}

/* The only message the server owes an answer, or 0. */
static guint32
find_suspect (const DecantAppend *appends, guint n)
{
  guint32 suspect = 0;

  for (guint i = 0; i < n; i++)
    if (appends[i].sent && !appends[i].answered)
      {
        if (suspect != 0)
          return 0;
        suspect = appends[i].message->uid;
      }
  return suspect;
}

static gboolean
were_refused_together (const DecantAppend *appends, guint n)
{
  for (guint i = 0; i < n; i++)
    if (appends[i].refused_together)
      return TRUE;
  return FALSE;
}

gboolean
decant_batch_take_answers (DecantBatch *self, GArray *entries, DecantAppend *appends,
                           const GError *lost, GError **error)
{
  gboolean together = were_refused_together (appends, entries->len);
  gboolean well;

  self->suspect = find_suspect (appends, entries->len);
  well = decant_batch_record_done (self, self->items, entries, appends, error) &&
         plan_unsent_again (self, entries, appends, error) &&
         judge_answers (self, entries, appends, error);
  for (guint i = 0; i < entries->len; i++)
    g_clear_error (&appends[i].error);
  if (!well)
    return FALSE;
  if (lost != NULL)
    well = decant_batch_recover (self, lost, error);
  else if (together)
    well = decant_batch_look_for_refused (self, error);
  return well && decant_batch_answer_problem (self, error);
}

/* ---- sending ---- */

GArray *
decant_batch_prepare (DecantBatch *self, guint n, DecantAppend *appends, GError **error)
{
  DecantRun *run = self->writer->run;
  g_autoptr (GArray) entries = NULL;

  for (guint i = 0; i < n; i++)
    {
      DecantOutgoing *item = DECANT_BATCH_ITEM (self, i);

      fit (self, item);
      appends[i] = (DecantAppend){ .message = item->message, .content = item->content };
    }
  entries = fill_entries (self, n);
  if (!decant_journal_record_sending (run->journal,
                                      (const DecantJournalEntry *)(void *)entries->data, n, error))
    return NULL;
  return g_steal_pointer (&entries);
}

/* Sends the first @n once and works off the answers. */
static gboolean
send_once (DecantBatch *self, guint n, GError **error)
{
  DecantFolderWriter *writer = self->writer;
  g_autofree DecantAppend *appends = g_new0 (DecantAppend, n);
  g_autoptr (GArray) entries = decant_batch_prepare (self, n, appends, error);
  g_autoptr (GError) lost = NULL;

  if (entries == NULL)
    return FALSE;
  decant_store_append_messages (decant_connection_get_store (writer->connection),
                                writer->new_folder, appends, n,
                                decant_connection_get_cancellable (writer->connection), &lost);
  return decant_batch_take_answers (self, entries, appends, lost, error);
}

gboolean
decant_batch_send (DecantBatch *self, GError **error)
{
  while (self->items->len > 0)
    if (!decant_gate_pass (self->writer->run->gate, error) ||
        !decant_batch_ensure_folder (self, error) ||
        !send_once (self, self->alone ? 1 : MIN (self->items->len, MOST_AT_ONCE), error))
      return FALSE;
  self->alone = FALSE;
  return TRUE;
}
