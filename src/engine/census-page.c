/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/census-worker.h"

/* Sorts the folder, unless it was for the last page and nothing has come since. */
static gboolean
sort (DecantCensusWorker *self, const DecantCensusPageRequest *request, guint64 messages,
      GError **error)
{
  if (self->sorted != NULL && self->sorted_folder == request->folder &&
      self->sorted_by == request->order && self->sorted_descending == request->descending &&
      self->sorted_messages == messages)
    return TRUE;
  g_clear_pointer (&self->sorted, g_array_unref);
  self->sorted = decant_census_database_sort (self->database, request->folder, request->order,
                                              request->descending, error);
  self->sorted_folder = request->folder;
  self->sorted_by = request->order;
  self->sorted_descending = request->descending;
  self->sorted_messages = messages;
  return self->sorted != NULL;
}

static gboolean
fill (DecantCensusWorker *self, const DecantCensusPageRequest *request, DecantCensusPage *page,
      GError **error)
{
  guint64 end;

  if (!sort (self, request, page->total, error))
    return FALSE;
  page->total = self->sorted->len;
  page->offset = MIN (request->offset, self->sorted->len);
  end = MIN (page->offset + request->limit, self->sorted->len);
  for (guint64 i = page->offset; i < end; i++)
    {
      DecantCensusMessage *message = decant_census_database_get_message (
        self->database, request->folder, g_array_index (self->sorted, guint32, i), error);

      if (message == NULL)
        return FALSE;
      g_ptr_array_add (page->messages, message);
    }
  return TRUE;
}

void
decant_census_answer_page (DecantCensusWorker *self, GTask *task)
{
  const DecantCensusPageRequest *request = g_task_get_task_data (task);
  g_autoptr (DecantCensusPage) page = g_new0 (DecantCensusPage, 1);
  GError *error = NULL;

  page->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_census_message_free);
  g_mutex_lock (&self->core->mutex);
  page->total = self->core->known[request->folder].messages;
  page->complete = self->core->known[request->folder].state == DECANT_CENSUS_LISTED;
  g_mutex_unlock (&self->core->mutex);
  if (fill (self, request, page, &error))
    g_task_return_pointer (task, g_steal_pointer (&page), (GDestroyNotify)decant_census_page_free);
  else
    g_task_return_error (task, error);
}
