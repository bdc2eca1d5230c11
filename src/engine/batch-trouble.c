/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/doubtful.h"
#include "engine/folder-writer-private.h"
#include "engine/matching.h"
#include "engine/new-folder.h"

#include <glib/gi18n-lib.h>

/* How often a message may cost the connection before it is taken for guilty, and for how many in a
 * row rather the folder is. */
#define MOST_LOSSES 2
#define MOST_GIVEN_UP 10
/* Messages that are refused are seldom alone; each time so many have to be sent again. */
#define SINGLY_AFTER_REFUSAL 200

static gboolean
settle (DecantBatch *self, GHashTable *arrived, GError **error)
{
  DecantFolderWriter *writer = self->writer;

  return decant_matching_settle (writer->run, writer->connection, writer->new_folder,
                                 writer->new_folder_id, writer->old_folder_id, arrived, error);
}

/* ---- a lost connection ---- */

static void
drop_arrived (DecantBatch *self, GHashTable *arrived)
{
  DecantFolderWriter *writer = self->writer;

  for (guint i = self->items->len; i > 0; i--)
    {
      const DecantOutgoing *item = DECANT_BATCH_ITEM (self, i - 1);

      if (!g_hash_table_contains (arrived, GUINT_TO_POINTER (item->message->uid)))
        continue;
      self->given_up = 0;
      decant_progress_add_copied (writer->run->progress, writer->progress_index,
                                  decant_content_get_size (item->content));
      g_array_remove_index (self->items, i - 1);
    }
}

/* Messages are skipped one by one as long as it may be they; but a server that hangs up over each
 * is not to be asked ten thousand times. */
static gboolean
give_up (DecantBatch *self, guint index, GError **error)
{
  DecantOutgoing *item = DECANT_BATCH_ITEM (self, index);
  gboolean more = FALSE;

  if (item->repair == NULL)
    item->repair = decant_repair_new (item->message, item->content,
                                      self->writer->run->wrap_refused);
  decant_repair_give_up_content (item->repair);
  if (!decant_batch_repair (self, item, &more, error))
    return FALSE;
  item->losses = 0;
  decant_connection_note_success (self->writer->connection);
  if (more)
    return TRUE;
  if (!decant_batch_skip (self, index, item->reason, item->words, error))
    return FALSE;
  if (++self->given_up < MOST_GIVEN_UP)
    return TRUE;
  decant_store_error_set (error, DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_FOLDER_NOT_CREATED, NULL,
                          _ ("The new server broke off over each message that was sent to this "
                             "folder."));
  return FALSE;
}

/* Where the server said nothing, only this computer's words would be there. */
static void
note_loss (DecantOutgoing *item, const GError *lost)
{
  g_autoptr (GError) wordless = NULL;
  gboolean spoke = decant_store_error_get_detail (lost) != NULL &&
                   decant_store_error_get_cause (lost) != DECANT_CAUSE_TIMED_OUT;

  if (!spoke)
    wordless = decant_store_error_new (
      DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_CONNECTION_LOST, NULL,
      _ ("The connection was lost each time this message was sent."));
  decant_outgoing_note_refusal (item, spoke ? lost : wordless);
}

static gboolean
blame_suspect (DecantBatch *self, guint32 suspect, const GError *lost, GError **error)
{
  if (suspect == 0 || !g_error_matches (lost, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT))
    return TRUE;
  for (guint i = 0; i < self->items->len; i++)
    {
      DecantOutgoing *item = DECANT_BATCH_ITEM (self, i);

      if (item->message->uid != suspect)
        continue;
      note_loss (item, lost);
      return ++item->losses < MOST_LOSSES || give_up (self, i, error);
    }
  return TRUE;
}

gboolean
decant_batch_recover (DecantBatch *self, const GError *lost, GError **error)
{
  g_autoptr (GHashTable) arrived = g_hash_table_new (NULL, NULL);
  guint outages = decant_connection_get_outages (self->writer->connection);
  guint32 suspect = self->suspect;

  self->alone = TRUE;
  self->suspect = 0;
  if (!decant_connection_recover (self->writer->connection, lost, error) ||
      !decant_batch_ensure_folder (self, error) || !settle (self, arrived, error))
    return FALSE;
  drop_arrived (self, arrived);
  if (g_hash_table_size (arrived) > 0)
    decant_connection_note_success (self->writer->connection);
  /* A server that could not be reached for a while was not lost over a message. */
  if (decant_connection_get_outages (self->writer->connection) != outages)
    return TRUE;
  return blame_suspect (self, suspect, lost, error);
}

gboolean
decant_batch_look_for_refused (DecantBatch *self, GError **error)
{
  DecantFolderWriter *writer = self->writer;
  g_autoptr (GHashTable) arrived = g_hash_table_new (NULL, NULL);
  g_autoptr (GError) problem = NULL;

  self->singly_left = SINGLY_AFTER_REFUSAL;
  if (!decant_batch_ensure_folder (self, error))
    return FALSE;
  if (decant_doubtful_resolve (writer->run, writer->connection, writer->new_folder,
                               writer->new_folder_id, writer->old_folder_id, DECANT_DOUBT_ANSWERED,
                               arrived, &problem))
    {
      drop_arrived (self, arrived);
      return TRUE;
    }
  if (!g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  /* The folder itself may be why they were refused: opened anew, or made again, it is looked into
   * before anything is sent. */
  decant_connection_drop (writer->connection);
  if (!decant_batch_ensure_folder (self, error) || !settle (self, arrived, error))
    return FALSE;
  drop_arrived (self, arrived);
  return TRUE;
}

/* ---- the folder ---- */

/* A folder that has vanished is made again, once; what had arrived there is missing now, and the
 * verification says so. */
static gboolean
make_folder_again (DecantBatch *self, const GError *problem, GError **error)
{
  DecantFolderWriter *writer = self->writer;

  if (self->made_new || decant_store_error_get_cause (problem) != DECANT_CAUSE_FOLDER_GONE)
    {
      g_propagate_error (error, g_error_copy (problem));
      return FALSE;
    }
  self->made_new = TRUE;
  if (!decant_new_folder_make_again (writer->connection, writer->new_folder, error))
    return FALSE;
  /* What is open on this connection is the folder that is gone. */
  decant_connection_drop (writer->connection);
  return decant_batch_ensure_folder (self, error) && settle (self, NULL, error);
}

gboolean
decant_batch_ensure_folder (DecantBatch *self, GError **error)
{
  DecantConnection *connection = self->writer->connection;
  g_autoptr (GError) problem = NULL;

  if (!decant_connection_ensure_known (connection, self->writer->new_folder, &problem))
    {
      if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
        return make_folder_again (self, problem, error);
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (!decant_connection_get_status (connection)->read_only)
    return TRUE;
  decant_store_error_set (error, DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_FOLDER_NOT_CREATED, NULL,
                          _ ("The new server lets nothing be added to the folder “%s”. Choose "
                             "another one for this mail."),
                          self->writer->new_folder->path);
  return FALSE;
}

/* ---- problems that an answer told of ---- */

/* Nobody is there to make room: the report names the message that did not fit. */
static void
name_what_did_not_fit (DecantBatch *self, const GError *problem)
{
  const char *words = decant_store_error_get_detail (problem);

  if (decant_store_error_get_cause (problem) == DECANT_CAUSE_OVER_QUOTA && self->items->len > 0 &&
      !decant_gate_is_stopped (self->writer->run->gate))
    decant_batch_skip (self, 0, DECANT_REASON_OVER_QUOTA, words != NULL ? words : problem->message,
                       NULL);
}

gboolean
decant_batch_answer_problem (DecantBatch *self, GError **error)
{
  g_autoptr (GError) problem = g_steal_pointer (&self->problem);

  if (problem == NULL)
    return TRUE;
  if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
    return make_folder_again (self, problem, error);
  if (decant_connection_recover (self->writer->connection, problem, error))
    return TRUE;
  name_what_did_not_fit (self, problem);
  return FALSE;
}
