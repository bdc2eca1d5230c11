/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/folder-reader-private.h"

#include <glib/gi18n-lib.h>

#define MOST_QUESTIONS 3

/* Asks for those of @uids that are still under way. */
static gboolean
ask (DecantReading *self, const guint32 *uids, gsize n_uids, guint32 *current_uid, GError **error)
{
  g_autofree guint32 *wanted = g_new (guint32, n_uids);
  gsize n_wanted = 0;

  for (gsize i = 0; i < n_uids; i++)
    if (g_hash_table_contains (self->underway, GUINT_TO_POINTER (uids[i])))
      wanted[n_wanted++] = uids[i];
  if (n_wanted == 0)
    return TRUE;
  return decant_store_read_messages (decant_connection_get_store (self->connection), wanted,
                                     n_wanted, decant_reading_take_content, self, current_uid,
                                     decant_connection_get_cancellable (self->connection), error);
}

static guint32
first_underway (DecantReading *self, const guint32 *uids, gsize n_uids)
{
  for (gsize i = 0; i < n_uids; i++)
    if (g_hash_table_contains (self->underway, GUINT_TO_POINTER (uids[i])))
      return uids[i];
  return 0;
}

/* ---- one message ---- */

typedef struct
{
  DecantMessage *message;
  DecantHeaders **headers;
} Details;

/* Also what a listing could not tell, where it went on behind this message. */
static gboolean
take_details (DecantMessage *message, gpointer user_data, GError **error)
{
  Details *details = user_data;

  if (*details->headers == NULL)
    *details->headers = g_steal_pointer (&message->headers);
  if (details->message->internal_date == DECANT_DATE_UNKNOWN)
    {
      details->message->internal_date = message->internal_date;
      details->message->date_offset = message->date_offset;
      details->message->size = message->size;
    }
  decant_message_free (message);
  return TRUE;
}

/* Whether there is still something to be asked for before the message itself. */
static gboolean
lacks_details (DecantReading *self, const DecantMessage *message, DecantHeaders *headers)
{
  return decant_message_is_bare (message) ||
         (headers == NULL &&
          !g_hash_table_contains (self->headers, GUINT_TO_POINTER (message->uid)));
}

/* Asked before the message itself, since they often still come where that does not; several times
 * where the listing went on without them, since the date is known from nowhere else. FALSE: the
 * connection was lost. */
static gboolean
fetch_details (DecantReading *self, DecantMessage *message, DecantHeaders **headers, GError **error)
{
  guint most = decant_message_is_bare (message) ? MOST_QUESTIONS : 1;
  Details details = { message, headers };

  for (guint i = 0; i < most && lacks_details (self, message, *headers); i++)
    {
      g_autoptr (GError) problem = NULL;

      if (!decant_store_list_messages (decant_connection_get_store (self->connection), message->uid,
                                       message->uid, DECANT_DETAILS_HEADERS, take_details, &details,
                                       decant_connection_get_cancellable (self->connection),
                                       &problem) &&
          decant_store_error_ends_connection (problem))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
give_up (DecantReading *self, guint32 uid, const GError *problem, const DecantHeaders *headers,
         GError **error)
{
  g_autoptr (DecantMessage) message = g_hash_table_lookup (self->underway, GUINT_TO_POINTER (uid));
  DecantReason reason = DECANT_REASON_UNREADABLE;
  const char *detail = NULL;

  if (decant_store_error_get_cause (problem) == DECANT_CAUSE_TRUNCATED)
    reason = DECANT_REASON_TRUNCATED;
  if (problem != NULL)
    detail = decant_store_error_get_detail (problem) != NULL
               ? decant_store_error_get_detail (problem)
               : problem->message;
  else
    detail = _ ("The server sent nothing for this message.");
  if (headers == NULL)
    headers = g_hash_table_lookup (self->headers, GUINT_TO_POINTER (uid));
  decant_connection_note_culprit (self->connection);
  g_hash_table_steal (self->underway, GUINT_TO_POINTER (uid));
  return self->funcs->given_up (message, reason, detail, headers, self->funcs->user_data, error);
}

/* The connection was lost over this one message, which had its second turn so. TRUE: it was rather
 * the network, and the message is to have another one. */
static gboolean
survive_loss (DecantReading *self, const GError *problem, gboolean *again, GError **error)
{
  guint outages = decant_connection_get_outages (self->connection);

  if (!decant_connection_recover (self->connection, problem, error) ||
      !decant_reading_ensure_folder (self, error))
    return FALSE;
  self->spent = FALSE;
  *again = !g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT) ||
           decant_connection_get_outages (self->connection) != outages;
  return TRUE;
}

/* Asks for nothing but this message. *@problem: why it did not come though the connection lives, or
 * why it is given up; NULL where it came, or nothing was said. */
static gboolean
read_alone (DecantReading *self, DecantMessage *message, DecantHeaders **headers, GError **problem,
            gboolean *lost, GError **error)
{
  guint32 uid = message->uid;
  gboolean again;

  do
    {
      again = *lost = FALSE;
      g_clear_error (problem);
      g_clear_error (&self->last_problem);
      if (!decant_reading_ensure_folder (self, error))
        return FALSE;
      if (!fetch_details (self, message, headers, problem) ||
          !ask (self, &uid, 1, &(guint32){ 0 }, problem))
        {
          if (self->enough || g_error_matches (*problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            {
              g_propagate_error (error, g_steal_pointer (problem));
              return FALSE;
            }
          *lost = decant_store_error_ends_connection (*problem);
          if (*lost && !survive_loss (self, *problem, &again, error))
            return FALSE;
        }
    }
  while (again && g_hash_table_contains (self->underway, GUINT_TO_POINTER (uid)));
  if (*problem == NULL)
    *problem = g_steal_pointer (&self->last_problem);
  return TRUE;
}

/* The last try of one that was set aside (taken over); on a fresh connection where the one there is
 * has refused something. */
static gboolean
try_again (DecantReading *self, DecantMessage *message, GError **error)
{
  guint32 uid = message->uid;
  g_autoptr (DecantHeaders) headers = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean lost;

  if (self->spent)
    decant_connection_drop (self->connection);
  self->spent = FALSE;
  g_hash_table_remove_all (self->underway);
  g_hash_table_insert (self->underway, GUINT_TO_POINTER (uid), message);
  if (!read_alone (self, message, &headers, &problem, &lost, error))
    return FALSE;
  if (!g_hash_table_contains (self->underway, GUINT_TO_POINTER (uid)))
    return TRUE;
  self->spent = !lost;
  return give_up (self, uid, problem, headers, error);
}

gboolean
decant_reading_try_aside_again (DecantReading *self, GError **error)
{
  for (guint i = 0; i < self->aside->len; i++)
    if (!try_again (self, g_steal_pointer (&self->aside->pdata[i]), error))
      return FALSE;
  g_ptr_array_set_size (self->aside, 0);
  return TRUE;
}

/* ---- a run of messages ---- */

/* After a loss that may have been the fault of any of them: the next loss tells exactly whose. */
static gboolean
read_one_by_one (DecantReading *self, const guint32 *uids, gsize n_uids, GError **error)
{
  for (gsize i = 0; i < n_uids; i++)
    {
      DecantMessage *message = g_hash_table_lookup (self->underway, GUINT_TO_POINTER (uids[i]));
      g_autoptr (DecantHeaders) headers = NULL;
      g_autoptr (GError) problem = NULL;
      gboolean lost;

      if (message == NULL)
        continue;
      if (!read_alone (self, message, &headers, &problem, &lost, error))
        return FALSE;
      if (!g_hash_table_contains (self->underway, GUINT_TO_POINTER (uids[i])))
        continue;
      if (!lost)
        {
          self->spent = TRUE;
          decant_reading_set_aside (self, uids[i]);
        }
      else if (!give_up (self, uids[i], problem, headers, error))
        return FALSE;
    }
  return TRUE;
}

/* The connection was lost in a run. *@guilty: the message it was lost over, or 0 where none can be
 * told. */
static gboolean
recover_in_run (DecantReading *self, const guint32 *uids, gsize n_uids, guint32 current_uid,
                const GError *problem, guint32 *guilty, GError **error)
{
  *guilty = 0;
  if (current_uid != 0)
    decant_reading_keep_headers (self, current_uid, problem);
  if (!decant_connection_recover (self->connection, problem, error))
    return FALSE;
  self->spent = FALSE;
  if (!g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT))
    return TRUE;
  *guilty = n_uids == 1 ? uids[0] : current_uid;
  decant_reading_set_aside (self, *guilty);
  return TRUE;
}

static gboolean
halve (DecantReading *self, const guint32 *uids, gsize n_uids, GError **error)
{
  gsize half = n_uids / 2;

  return decant_reading_go_on (self, uids, half, error) &&
         decant_reading_go_on (self, uids + half, n_uids - half, error);
}

void
decant_reading_set_silent_aside (DecantReading *self, const guint32 *uids, gsize n_uids)
{
  guint32 silent;

  while ((silent = first_underway (self, uids, n_uids)) != 0)
    {
      self->spent = TRUE;
      decant_reading_set_aside (self, silent);
    }
}

/* After a question that failed. *@done: nothing of @uids is left to be asked for. */
static gboolean
deal_with (DecantReading *self, const guint32 *uids, gsize n_uids, guint32 current_uid,
           const GError *problem, guint *losses, gboolean *done, GError **error)
{
  guint32 guilty = 0;

  *done = TRUE;
  if (self->enough || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_error_copy (problem));
      return FALSE;
    }
  if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_MESSAGE))
    {
      self->spent = TRUE;
      if (n_uids > 1)
        return halve (self, uids, n_uids, error);
      if (n_uids == 1)
        decant_reading_set_aside (self, uids[0]);
      return TRUE;
    }
  if (!recover_in_run (self, uids, n_uids, current_uid, problem, &guilty, error))
    return FALSE;
  if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT) &&
      (guilty == 0 || ++*losses > 1))
    return read_one_by_one (self, uids, n_uids, error);
  *done = FALSE;
  return TRUE;
}

static gboolean
read_further (DecantReading *self, const guint32 *uids, gsize n_uids, guint losses, GError **error)
{
  gboolean done = FALSE;

  while (!done && first_underway (self, uids, n_uids) != 0)
    {
      g_autoptr (GError) problem = NULL;
      guint32 current_uid = 0;

      if (!decant_reading_ensure_folder (self, error))
        return FALSE;
      if (ask (self, uids, n_uids, &current_uid, &problem))
        {
          decant_reading_set_silent_aside (self, uids, n_uids);
          return TRUE;
        }
      if (!deal_with (self, uids, n_uids, current_uid, problem, &losses, &done, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
decant_reading_go_on (DecantReading *self, const guint32 *uids, gsize n_uids, GError **error)
{
  return read_further (self, uids, n_uids, 0, error);
}

gboolean
decant_reading_mend (DecantReading *self, const guint32 *uids, gsize n_uids, guint32 current_uid,
                     const GError *problem, GError **error)
{
  g_autofree guint32 *left = g_new (guint32, MAX (n_uids, 1));
  guint losses = 0;
  gsize n_left = 0;
  gboolean done;

  for (gsize i = 0; i < n_uids; i++)
    if (g_hash_table_contains (self->underway, GUINT_TO_POINTER (uids[i])))
      left[n_left++] = uids[i];
  return deal_with (self, left, n_left, current_uid, problem, &losses, &done, error) &&
         (done || read_further (self, left, n_left, losses, error));
}
