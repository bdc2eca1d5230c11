/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/read-back.h"

#define MOST_FRUITLESS 4 /* losses in a row, without a message between */

typedef struct
{
  DecantConnection *connection;
  GArray *wanted; /* guint32, of those that have not come */
  DecantContentFunc func;
  gpointer user_data;
  guint fruitless;
  gboolean func_failed;
} Reading;

static void
strike (Reading *self, guint32 uid)
{
  for (guint i = 0; i < self->wanted->len; i++)
    if (g_array_index (self->wanted, guint32, i) == uid)
      {
        g_array_remove_index (self->wanted, i);
        return;
      }
}

static gboolean
take_content (guint32 uid, DecantContent *content, const GError *problem, gpointer user_data,
              GError **error)
{
  Reading *self = user_data;

  self->fruitless = 0;
  strike (self, uid);
  decant_connection_note_success (self->connection);
  if (self->func (uid, content, problem, self->user_data, error))
    return TRUE;
  self->func_failed = TRUE;
  return FALSE;
}

static gboolean
read_wanted (Reading *self, guint32 *current_uid, GError **error)
{
  gsize n_uids = self->wanted->len;
  /* A copy, since those that come are struck from the list meanwhile. */
  g_autofree guint32 *uids = g_memdup2 (self->wanted->data, n_uids * sizeof (guint32));

  return decant_store_read_messages (decant_connection_get_store (self->connection), uids, n_uids,
                                     take_content, self, current_uid,
                                     decant_connection_get_cancellable (self->connection), error);
}

/* After a failure. FALSE without an error: what is left does not come. */
static gboolean
go_on (Reading *self, guint32 current_uid, const GError *problem, GError **error)
{
  if (self->func_failed)
    {
      g_propagate_error (error, g_error_copy (problem));
      return FALSE;
    }
  if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_MESSAGE))
    return FALSE;
  if (!decant_connection_recover (self->connection, problem, error))
    return FALSE;
  if (current_uid != 0)
    strike (self, current_uid);
  return ++self->fruitless <= MOST_FRUITLESS;
}

static gboolean
read_all (Reading *self, DecantFolder *folder, GError **error)
{
  while (self->wanted->len > 0)
    {
      g_autoptr (GError) problem = NULL;
      g_autoptr (GError) failure = NULL;
      guint32 current_uid = 0;

      if (!decant_connection_ensure_folder (self->connection, folder, error))
        return FALSE;
      if (read_wanted (self, &current_uid, &problem))
        return TRUE;
      if (go_on (self, current_uid, problem, &failure))
        continue;
      if (failure == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

gboolean
decant_read_back (DecantConnection *connection, DecantFolder *folder, const guint32 *uids,
                  gsize n_uids, DecantContentFunc func, gpointer user_data, GError **error)
{
  Reading self = {
    .connection = connection,
    .wanted = g_array_sized_new (FALSE, FALSE, sizeof (guint32), (guint)n_uids),
    .func = func,
    .user_data = user_data,
  };
  gboolean done;

  g_array_append_vals (self.wanted, uids, (guint)n_uids);
  done = read_all (&self, folder, error);
  g_array_unref (self.wanted);
  return done;
}
