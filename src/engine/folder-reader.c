/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/folder-reader.h"

#include "engine/folder-reader-private.h"

#include <glib/gi18n-lib.h>

/* What is asked for with one command; some of them are under way at once. */
#define RUN_MESSAGES 250
#define RUN_BYTES (3 * 1024 * 1024)

gboolean
decant_reading_ensure_folder (DecantReading *self, GError **error)
{
  guint32 now;

  if (!decant_gate_pass (self->gate, error) ||
      !decant_connection_ensure_folder (self->connection, self->folder, error))
    return FALSE;
  now = decant_connection_get_status (self->connection)->uid_validity;
  if (self->uid_validity == 0 || now == 0 || now == self->uid_validity)
    return TRUE;
  *self->changed = TRUE;
  decant_store_error_set (error, DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_FOLDER_UNREADABLE, NULL,
                          _ ("The old server has numbered the messages of “%s” anew."),
                          self->folder->path);
  return FALSE;
}

void
decant_reading_set_aside (DecantReading *self, guint32 uid)
{
  DecantMessage *message = g_hash_table_lookup (self->underway, GUINT_TO_POINTER (uid));

  if (message == NULL)
    return;
  g_hash_table_steal (self->underway, GUINT_TO_POINTER (uid));
  g_ptr_array_add (self->aside, message);
}

void
decant_reading_keep_headers (DecantReading *self, guint32 uid, const GError *problem)
{
  const DecantHeaders *headers = decant_store_error_get_headers (problem);

  if (headers != NULL)
    g_hash_table_insert (self->headers, GUINT_TO_POINTER (uid), decant_headers_copy (headers));
}

gboolean
decant_reading_take_content (guint32 uid, DecantContent *content, const GError *problem,
                             gpointer user_data, GError **error)
{
  DecantReading *self = user_data;
  DecantMessage *message = g_hash_table_lookup (self->underway, GUINT_TO_POINTER (uid));
  g_autoptr (GError) failure = NULL;

  if (problem != NULL)
    {
      g_clear_error (&self->last_problem);
      self->last_problem = g_error_copy (problem);
      decant_reading_keep_headers (self, uid, problem);
    }
  else if (message == NULL)
    decant_content_unref (content);
  else
    {
      g_hash_table_steal (self->underway, GUINT_TO_POINTER (uid));
      decant_connection_note_success (self->connection);
      if (self->funcs->arrived (message, content, self->funcs->user_data, &failure))
        return TRUE;
      self->enough = TRUE;
      if (failure == NULL)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
      else
        g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return !g_cancellable_set_error_if_cancelled (decant_gate_get_read_cancellable (self->gate),
                                                error);
}

/* ---- the folder ---- */

/* How many messages of @page from @start make one run. */
static gsize
measure_run (GPtrArray *page, gsize start)
{
  guint64 bytes = 0;
  gsize end = start;

  while (end < page->len && end - start < RUN_MESSAGES)
    {
      const DecantMessage *message = g_ptr_array_index (page, end);

      bytes += message->size;
      if (bytes > RUN_BYTES && end > start)
        break;
      end++;
    }
  return end - start;
}

/* Makes the next page the present one where this one has been asked for. FALSE: there is none, or
 * it failed. */
static gboolean
load_page (DecantReading *self)
{
  while (!self->pages_ended && self->page_position == self->page->len)
    {
      GPtrArray *page = self->funcs->next_page (self->after_uid, self->funcs->user_data,
                                                &self->failure);

      if (page == NULL)
        return FALSE;
      g_ptr_array_unref (self->page);
      self->page = page;
      self->page_position = 0;
      self->pages_ended = page->len == 0;
      if (page->len > 0)
        self->after_uid = ((const DecantMessage *)g_ptr_array_index (page, page->len - 1))->uid;
    }
  return !self->pages_ended;
}

static void
add_to_run (DecantReading *self, DecantMessage *message)
{
  guint32 uid = message->uid;
  gboolean bare = decant_message_is_bare (message);

  g_hash_table_insert (self->underway, GUINT_TO_POINTER (uid), message);
  /* The listing stopped at it: the server may fail over it again. */
  if (bare)
    {
      decant_reading_set_aside (self, uid);
      return;
    }
  g_array_append_val (self->run, uid);
  g_array_append_val (self->asked, uid);
}

/* While paused nothing more is asked for. */
static gboolean
may_go_on (DecantReading *self)
{
  return self->failure == NULL && !decant_gate_is_paused (self->gate) &&
         !decant_gate_is_stopped (self->gate);
}

static gsize
next_run (const guint32 **uids, gpointer user_data)
{
  DecantReading *self = user_data;

  g_array_set_size (self->run, 0);
  while (self->run->len == 0 && may_go_on (self) && load_page (self))
    for (gsize n = measure_run (self->page, self->page_position); n > 0; n--)
      add_to_run (self, g_steal_pointer (&self->page->pdata[self->page_position++]));
  *uids = (const guint32 *)(void *)self->run->data;
  return self->run->len;
}

static gboolean
read_runs (DecantReading *self, DecantReadOpening *opening, guint32 *current_uid, GError **problem)
{
  g_array_set_size (self->asked, 0);
  return decant_store_read (decant_connection_get_store (self->connection), opening, next_run,
                            decant_reading_take_content, self, current_uid,
                            decant_connection_get_cancellable (self->connection), problem);
}

/* After a reading that had its folder open. */
static gboolean
settle_reading (DecantReading *self, guint32 current_uid, const GError *problem, GError **error)
{
  const guint32 *asked = (const guint32 *)(void *)self->asked->data;

  if (problem != NULL)
    return decant_reading_mend (self, asked, self->asked->len, current_uid, problem, error);
  decant_reading_set_silent_aside (self, asked, self->asked->len);
  return TRUE;
}

/* Opens the folder and asks for its first messages in the same breath. A folder that does not open
 * so is opened with more patience. */
static gboolean
open_and_read (DecantReading *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  DecantReadOpening opening = { .folder = self->folder, .uid_validity = self->uid_validity };
  guint32 current_uid = 0;

  if (!decant_gate_pass (self->gate, error) || !decant_connection_ensure (self->connection, error))
    return FALSE;
  read_runs (self, &opening, &current_uid, &problem);
  if (opening.opened)
    {
      decant_connection_note_opened (self->connection, self->folder, &opening.status);
      return settle_reading (self, current_uid, problem, error);
    }
  self->hesitant = TRUE;
  decant_connection_drop (self->connection);
  return decant_reading_go_on (self, (const guint32 *)(void *)self->asked->data, self->asked->len,
                               error);
}

/* Reads run after run until the last one, or something goes wrong. */
static gboolean
read_on (DecantReading *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  guint32 current_uid = 0;

  if (self->uid_validity != 0 && !self->hesitant &&
      !decant_connection_has_open (self->connection, self->folder))
    return open_and_read (self, error);
  if (!decant_reading_ensure_folder (self, error))
    return FALSE;
  read_runs (self, NULL, &current_uid, &problem);
  return settle_reading (self, current_uid, problem, error);
}

static gboolean
read_folder (DecantReading *self, GError **error)
{
  while (load_page (self))
    if (!read_on (self, error))
      return FALSE;
  if (self->failure == NULL)
    return decant_reading_try_aside_again (self, error);
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}

gboolean
decant_folder_reader_run (DecantConnection *connection, DecantGate *gate, DecantFolder *folder,
                          guint32 uid_validity, const DecantFolderReaderFuncs *funcs,
                          gboolean *changed, GError **error)
{
  DecantReading self = {
    .connection = connection,
    .gate = gate,
    .folder = folder,
    .uid_validity = uid_validity,
    .funcs = funcs,
    .changed = changed,
    .page = g_ptr_array_new (),
    .run = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .asked = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .aside = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_message_free),
    .underway = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)decant_message_free),
    .headers = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)decant_headers_free),
  };
  gboolean done;

  *changed = FALSE;
  done = read_folder (&self, error);
  g_ptr_array_unref (self.page);
  g_array_unref (self.run);
  g_array_unref (self.asked);
  g_ptr_array_unref (self.aside);
  g_hash_table_unref (self.underway);
  g_hash_table_unref (self.headers);
  g_clear_error (&self.last_problem);
  g_clear_error (&self.failure);
  return done;
}
