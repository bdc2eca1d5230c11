/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/passage.h"

#include "engine/already-there.h"
#include "engine/folder-reader.h"
#include "engine/folder-writer.h"
#include "engine/matching.h"
#include "engine/new-folder.h"
#include "engine/preparation.h"
#include "engine/reading-ahead.h"

#include <glib/gi18n-lib.h>

#define PAGE_MESSAGES 1000
#define MOST_PASSES 3

DecantPassage *
decant_passage_new (DecantLane *lane, const DecantLaneTask *task, guint index)
{
  DecantPassage *self = g_new0 (DecantPassage, 1);
  guint plan_index = g_array_index (task->folders, guint, index);

  self->lane = lane;
  self->run = lane->run;
  self->task = task;
  self->plan_folder = decant_plan_get_folder (lane->run->plan, plan_index);
  self->path = self->plan_folder->old_folder->path;
  self->progress_index = g_array_index (task->progress, guint, index);
  self->is_last = index + 1 == task->folders->len;
  self->listed = decant_preparation_take_listing (lane->run->preparation, task, index, &self->row,
                                                  &self->unchanged, &self->begun);
  return self;
}

void
decant_passage_free (DecantPassage *self)
{
  if (self == NULL)
    return;
  decant_passage_end_reading (self);
  g_clear_error (&self->read_error);
  g_clear_pointer (&self->new_folder, decant_folder_unref);
  g_clear_pointer (&self->begun, decant_listing_free);
  decant_journal_folder_clear (&self->row);
  g_free (self);
}

/* ---- reading, in a thread of its own ---- */

static GPtrArray *
next_page (guint32 after_uid, gpointer user_data, GError **error)
{
  DecantPassage *self = user_data;

  return decant_journal_list_planned (self->run->journal, self->row.id, after_uid, PAGE_MESSAGES,
                                      error);
}

static gboolean
message_arrived (DecantMessage *message, DecantContent *content, gpointer user_data, GError **error)
{
  DecantPassage *self = user_data;

  return decant_content_queue_push (self->queue, message, content);
}

static gboolean
message_given_up (const DecantMessage *message, DecantReason reason, const char *detail,
                  const DecantHeaders *headers, gpointer user_data, GError **error)
{
  DecantPassage *self = user_data;

  return decant_folder_writer_skip (self->run, self->row.id, self->path, self->progress_index,
                                    message, reason, detail, headers, error);
}

static gpointer
read_messages (gpointer user_data)
{
  DecantPassage *self = user_data;
  const DecantFolderReaderFuncs funcs = { next_page, message_arrived, message_given_up, self };

  decant_folder_reader_run (self->lane->old_connection, self->run->gate,
                            self->plan_folder->old_folder, self->row.uid_validity, &funcs,
                            &self->renumbered, &self->read_error);
  decant_content_queue_close (self->queue);
  decant_reading_ahead_give_back (self);
  return NULL;
}

void
decant_passage_start_reading (DecantPassage *self)
{
  self->renumbered = FALSE;
  self->queue = decant_content_queue_new (self->lane->room);
  decant_reading_ahead_lend (self->lane);
  self->reader = g_thread_new ("decant-reader", read_messages, self);
}

void
decant_passage_end_reading (DecantPassage *self)
{
  if (self->reader == NULL)
    return;
  decant_content_queue_close (self->queue);
  g_thread_join (g_steal_pointer (&self->reader));
  g_clear_pointer (&self->queue, decant_content_queue_free);
}

/* ---- copying ---- */

/* Reads and writes at the same time; what could not be written is what failed, whatever the reader
 * says then. */
static gboolean
copy_planned (DecantPassage *self, DecantReason *reason, GError **error)
{
  DecantFolderWriter writer = {
    .run = self->run,
    .connection = self->lane->new_connection,
    .new_folder = self->new_folder,
    .new_folder_id = self->row.new_folder_id,
    .old_folder_id = self->row.id,
    .old_path = self->path,
    .progress_index = self->progress_index,
    .batch_messages = &self->lane->batch_messages,
  };
  gboolean well;

  if (self->reader == NULL)
    decant_passage_start_reading (self);
  else
    decant_reading_ahead_begin (self);
  writer.queue = self->queue;
  *reason = DECANT_REASON_FOLDER_NOT_CREATED;
  well = decant_folder_writer_run (&writer, error);
  decant_passage_end_reading (self);
  if (well && self->read_error != NULL && !self->renumbered)
    {
      *reason = DECANT_REASON_FOLDER_UNREADABLE;
      g_propagate_error (error, g_steal_pointer (&self->read_error));
      well = FALSE;
    }
  g_clear_error (&self->read_error);
  return well;
}

/* Before anything is sent: what is in doubt, and what is already there. */
static gboolean
settle (DecantPassage *self, GError **error)
{
  DecantLane *lane = self->lane;
  guint64 found = 0;

  return decant_matching_settle (self->run, lane->new_connection, self->new_folder,
                                 self->row.new_folder_id, self->row.id, NULL, error) &&
         decant_already_there_find (self->run, lane->old_connection, self->plan_folder->old_folder,
                                    self->row.id, lane->new_connection, self->new_folder,
                                    self->row.new_folder_id, &found, error);
}

static gboolean
count_planned (DecantPassage *self, guint64 *planned, guint64 *size, GError **error)
{
  DecantJournalCounts counts = { 0 };

  if (!decant_journal_count (self->run->journal, self->path, &counts, error))
    return FALSE;
  *planned = counts.planned;
  *size = counts.size_planned;
  return TRUE;
}

gboolean
decant_passage_show_planned (DecantPassage *self, guint64 *planned, GError **error)
{
  guint64 size = 0;

  if (!count_planned (self, planned, &size, error))
    return FALSE;
  decant_progress_set_folder_listing (self->run->progress, self->progress_index, self->row.messages,
                                      self->row.messages - MIN (self->row.messages, *planned),
                                      size);
  return TRUE;
}

static gboolean
list_old_folder (DecantPassage *self, GError **error)
{
  if (self->listed)
    {
      self->listed = FALSE;
      return TRUE;
    }
  decant_journal_folder_clear (&self->row);
  return decant_listing_run (self->run, self->lane->old_connection, self->plan_folder,
                             g_steal_pointer (&self->begun), &self->row, &self->unchanged, error);
}

static gboolean
find_new_folder (DecantPassage *self, GError **error)
{
  DecantConnection *connection = self->lane->new_connection;
  g_autoptr (GError) problem = NULL;

  if (self->new_folder == NULL)
    self->new_folder = decant_preparation_take_folder (self->run->preparation, self->task,
                                                       connection, &problem);
  if (self->new_folder == NULL && problem == NULL)
    self->new_folder = decant_new_folder_ensure (self->run->new_folders, connection,
                                                 self->plan_folder, &problem);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return self->new_folder != NULL;
}

/* Lists the old folder and makes the new one ready. *@planned: how many messages are to be copied.
 */
static gboolean
prepare (DecantPassage *self, guint64 *planned, DecantReason *reason, GError **error)
{
  *reason = DECANT_REASON_FOLDER_UNREADABLE;
  *planned = 0;
  if (!list_old_folder (self, error) || !decant_passage_show_planned (self, planned, error))
    return FALSE;
  if (self->unchanged && self->plan_folder->new_folder != NULL)
    return TRUE;
  *reason = DECANT_REASON_FOLDER_NOT_CREATED;
  if (!find_new_folder (self, error))
    return FALSE;
  return *planned == 0 ||
         (settle (self, error) && decant_passage_show_planned (self, planned, error));
}

/* Whether what was read ahead is to be copied as it is: into a folder that this run has made, and
 * nobody has put anything into since. */
static gboolean
is_still_empty (DecantPassage *self, gboolean *empty, GError **error)
{
  DecantConnection *connection = self->lane->new_connection;
  gboolean changed = FALSE;

  *empty = FALSE;
  if (!find_new_folder (self, error) ||
      !decant_connection_ensure_known (connection, self->new_folder, error))
    return FALSE;
  *empty = decant_connection_get_status (connection)->messages == 0;
  return decant_journal_note_new_uid_validity (
    self->run->journal, self->row.new_folder_id,
    decant_connection_get_status (connection)->uid_validity, &changed, error);
}

/* *@begun: what was read ahead is to be copied; else it is to be read when all is settled. */
static gboolean
take_over_reading (DecantPassage *self, gboolean *begun, DecantReason *reason, GError **error)
{
  *begun = FALSE;
  if (self->reader == NULL)
    return TRUE;
  *reason = DECANT_REASON_FOLDER_NOT_CREATED;
  if (!is_still_empty (self, begun, error))
    return FALSE;
  if (*begun)
    self->listed = FALSE;
  else
    {
      decant_passage_end_reading (self);
      g_clear_error (&self->read_error);
      decant_reading_ahead_stop (self->lane);
    }
  return TRUE;
}

/* Several passes only where the first leaves something planned: the old folder was renumbered, or
 * messages are to be sent again. */
gboolean
decant_passage_copy_more (DecantPassage *self, DecantReason *reason, GError **error)
{
  guint64 planned = 0, size = 0;
  gboolean begun;

  if (!take_over_reading (self, &begun, reason, error))
    return FALSE;
  for (guint pass = 0; pass < MOST_PASSES; pass++)
    {
      if (pass > 0)
        decant_reading_ahead_stop (self->lane);
      if (!begun && !prepare (self, &planned, reason, error))
        return FALSE;
      if (!begun && planned == 0)
        return TRUE;
      begun = FALSE;
      decant_progress_set_phase (self->run->progress, DECANT_PHASE_COPYING);
      /* Translators: %s is a folder */
      decant_progress_set_activity (self->run->progress, _ ("Copying “%s”"), self->path);
      if (!copy_planned (self, reason, error) || !count_planned (self, &planned, &size, error))
        return FALSE;
      if (!self->renumbered && planned == 0)
        return TRUE;
    }
  return TRUE;
}

gboolean
decant_passage_copy (DecantPassage *self, DecantReason *reason, GError **error)
{
  return (self->listed || decant_journal_plan_again (self->run->journal, self->path, error)) &&
         decant_passage_copy_more (self, reason, error);
}

gboolean
decant_passage_list (DecantPassage *self, DecantReason *reason, GError **error)
{
  return list_old_folder (self, error);
}

/* ---- all of it ---- */

static gboolean
fail_folder (DecantPassage *self, const GError *problem, DecantReason reason, GError **error)
{
  DecantJournalCounts counts = { 0 };
  guint64 lost = self->plan_folder->old_folder->messages;

  if (!g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
    {
      g_propagate_error (error, g_error_copy (problem));
      return FALSE;
    }
  if (self->row.id != 0 || self->more)
    {
      if (!decant_journal_count (self->run->journal, self->path, &counts, error))
        return FALSE;
      lost = counts.planned;
    }
  return decant_run_record_failed_folder (self->run, self->path, self->progress_index, lost,
                                          problem, reason, error);
}

gboolean
decant_passage_run (DecantPassage *self, DecantPassageFunc func, GError **error)
{
  DecantRun *run = self->run;
  g_autoptr (GError) problem = NULL;
  DecantReason reason = DECANT_REASON_FOLDER_UNREADABLE;
  gboolean well;

  self->more = func == decant_passage_copy_more;
  decant_progress_set_folder_state (run->progress, self->progress_index, DECANT_FOLDER_ACTIVE);
  /* Translators: %s is a folder */
  decant_progress_set_activity (run->progress, _ ("Looking into “%s”"), self->path);
  well = func (self, &reason, &problem);
  if (!self->more)
    decant_run_add_found (run, self->row.id != 0 ? self->row.messages
                                                 : self->plan_folder->old_folder->messages);
  if (!well)
    return fail_folder (self, problem, reason, error);
  decant_progress_set_folder_state (run->progress, self->progress_index, DECANT_FOLDER_DONE);
  return TRUE;
}
