/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/folder-reader.h"

#include <glib/gi18n-lib.h>

#define RUN_MESSAGES 200
#define MOST_QUESTIONS 3
#define RUN_BYTES (4 * 1024 * 1024)

typedef struct
{
  DecantConnection *connection;
  DecantGate *gate;
  DecantFolder *folder;
  guint32 uid_validity;
  const DecantFolderReaderFuncs *funcs;
  gboolean *changed;
  GPtrArray *aside;     /* DecantMessage, to be tried once more */
  GHashTable *underway; /* UID → DecantMessage (borrowed) of the run asked for */
  GHashTable *headers;  /* UID → DecantHeaders of those set aside, as far as they came */
  gboolean spent;       /* the connection has refused something since it was made */
  gboolean enough;      /* the receiver wants no more */
  GError *last_problem; /* of a single message, as the store reported it */
} Reading;

static gboolean
ensure_folder (Reading *self, GError **error)
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

static void
set_aside (Reading *self, guint32 uid)
{
  DecantMessage *message = g_hash_table_lookup (self->underway, GUINT_TO_POINTER (uid));

  if (message == NULL)
    return;
  g_hash_table_remove (self->underway, GUINT_TO_POINTER (uid));
  g_ptr_array_add (self->aside, decant_message_copy (message));
}

static void
keep_headers (Reading *self, guint32 uid, const GError *problem)
{
  const DecantHeaders *headers = decant_store_error_get_headers (problem);

  if (headers != NULL)
    g_hash_table_insert (self->headers, GUINT_TO_POINTER (uid), decant_headers_copy (headers));
}

static gboolean
take_content (guint32 uid, DecantContent *content, const GError *problem, gpointer user_data,
              GError **error)
{
  Reading *self = user_data;
  DecantMessage *message = g_hash_table_lookup (self->underway, GUINT_TO_POINTER (uid));
  g_autoptr (GError) failure = NULL;

  if (problem != NULL)
    {
      g_clear_error (&self->last_problem);
      self->last_problem = g_error_copy (problem);
      keep_headers (self, uid, problem);
    }
  else if (message == NULL)
    decant_content_unref (content);
  else
    {
      g_hash_table_remove (self->underway, GUINT_TO_POINTER (uid));
      decant_connection_note_success (self->connection);
      if (self->funcs->arrived (decant_message_copy (message), content, self->funcs->user_data,
                                &failure))
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

/* Asks for those of @uids that are still under way. */
static gboolean
ask (Reading *self, const guint32 *uids, gsize n_uids, guint32 *current_uid, GError **error)
{
  g_autofree guint32 *wanted = g_new (guint32, n_uids);
  gsize n_wanted = 0;

  for (gsize i = 0; i < n_uids; i++)
    if (g_hash_table_contains (self->underway, GUINT_TO_POINTER (uids[i])))
      wanted[n_wanted++] = uids[i];
  if (n_wanted == 0)
    return TRUE;
  return decant_store_read_messages (decant_connection_get_store (self->connection), wanted,
                                     n_wanted, take_content, self, current_uid,
                                     decant_connection_get_cancellable (self->connection), error);
}

static guint32
first_underway (Reading *self, const guint32 *uids, gsize n_uids)
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
lacks_details (Reading *self, const DecantMessage *message, DecantHeaders *headers)
{
  return decant_message_is_bare (message) ||
         (headers == NULL &&
          !g_hash_table_contains (self->headers, GUINT_TO_POINTER (message->uid)));
}

/* Asked before the message itself, since they often still come where that does not; several times
 * where the listing went on without them, since the date is known from nowhere else. FALSE: the
 * connection was lost. */
static gboolean
fetch_details (Reading *self, DecantMessage *message, DecantHeaders **headers, GError **error)
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
give_up (Reading *self, const DecantMessage *message, const GError *problem,
         const DecantHeaders *headers, GError **error)
{
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
    headers = g_hash_table_lookup (self->headers, GUINT_TO_POINTER (message->uid));
  decant_connection_note_culprit (self->connection);
  g_hash_table_remove (self->underway, GUINT_TO_POINTER (message->uid));
  return self->funcs->given_up (message, reason, detail, headers, self->funcs->user_data, error);
}

/* The connection was lost over this one message, which had its second turn so. TRUE: it was rather
 * the network, and the message is to have another one. */
static gboolean
survive_loss (Reading *self, const GError *problem, gboolean *again, GError **error)
{
  guint outages = decant_connection_get_outages (self->connection);

  if (!decant_connection_recover (self->connection, problem, error) || !ensure_folder (self, error))
    return FALSE;
  self->spent = FALSE;
  *again = !g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT) ||
           decant_connection_get_outages (self->connection) != outages;
  return TRUE;
}

/* Asks for nothing but this message. *@problem: why it did not come though the connection lives, or
 * why it is given up; NULL where it came, or nothing was said. */
static gboolean
read_alone (Reading *self, DecantMessage *message, DecantHeaders **headers, GError **problem,
            gboolean *lost, GError **error)
{
  guint32 uid = message->uid;
  gboolean again;

  do
    {
      again = *lost = FALSE;
      g_clear_error (problem);
      g_clear_error (&self->last_problem);
      if (!ensure_folder (self, error))
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
  while (again);
  if (*problem == NULL)
    *problem = g_steal_pointer (&self->last_problem);
  return TRUE;
}

/* The last try of one that was set aside; on a fresh connection where the one there is has refused
 * something. */
static gboolean
try_again (Reading *self, DecantMessage *message, GError **error)
{
  g_autoptr (DecantHeaders) headers = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean lost;

  if (self->spent)
    decant_connection_drop (self->connection);
  self->spent = FALSE;
  g_hash_table_remove_all (self->underway);
  g_hash_table_insert (self->underway, GUINT_TO_POINTER (message->uid), message);
  if (!read_alone (self, message, &headers, &problem, &lost, error))
    return FALSE;
  if (!g_hash_table_contains (self->underway, GUINT_TO_POINTER (message->uid)))
    return TRUE;
  self->spent = !lost;
  return give_up (self, message, problem, headers, error);
}

static gboolean
try_aside_again (Reading *self, GError **error)
{
  for (guint i = 0; i < self->aside->len; i++)
    if (!try_again (self, g_ptr_array_index (self->aside, i), error))
      return FALSE;
  g_ptr_array_set_size (self->aside, 0);
  return TRUE;
}

/* ---- a run of messages ---- */

/* After a loss that may have been the fault of any of them: the next loss tells exactly whose. */
static gboolean
read_one_by_one (Reading *self, const guint32 *uids, gsize n_uids, GError **error)
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
          set_aside (self, uids[i]);
        }
      else if (!give_up (self, message, problem, headers, error))
        return FALSE;
    }
  return TRUE;
}

/* The connection was lost in a run. *@guilty: the message it was lost over, or 0 where none can be
 * told. */
static gboolean
recover_in_run (Reading *self, const guint32 *uids, gsize n_uids, guint32 current_uid,
                const GError *problem, guint32 *guilty, GError **error)
{
  *guilty = 0;
  if (current_uid != 0)
    keep_headers (self, current_uid, problem);
  if (!decant_connection_recover (self->connection, problem, error))
    return FALSE;
  self->spent = FALSE;
  if (!g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT))
    return TRUE;
  *guilty = n_uids == 1 ? uids[0] : current_uid;
  set_aside (self, *guilty);
  return TRUE;
}

static gboolean read_run (Reading *self, const guint32 *uids, gsize n_uids, GError **error);

static gboolean
halve (Reading *self, const guint32 *uids, gsize n_uids, GError **error)
{
  gsize half = n_uids / 2;

  return read_run (self, uids, half, error) && read_run (self, uids + half, n_uids - half, error);
}

static void
set_silent_aside (Reading *self, const guint32 *uids, gsize n_uids)
{
  guint32 silent;

  while ((silent = first_underway (self, uids, n_uids)) != 0)
    {
      self->spent = TRUE;
      set_aside (self, silent);
    }
}

static gboolean
read_run (Reading *self, const guint32 *uids, gsize n_uids, GError **error)
{
  guint losses = 0;

  while (first_underway (self, uids, n_uids) != 0)
    {
      g_autoptr (GError) problem = NULL;
      guint32 current_uid = 0, guilty = 0;

      if (!ensure_folder (self, error))
        return FALSE;
      if (ask (self, uids, n_uids, &current_uid, &problem))
        {
          set_silent_aside (self, uids, n_uids);
          return TRUE;
        }
      if (self->enough || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_MESSAGE))
        {
          self->spent = TRUE;
          if (n_uids > 1)
            return halve (self, uids, n_uids, error);
          set_aside (self, uids[0]);
          return TRUE;
        }
      if (!recover_in_run (self, uids, n_uids, current_uid, problem, &guilty, error))
        return FALSE;
      if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT) &&
          (guilty == 0 || ++losses > 1))
        return read_one_by_one (self, uids, n_uids, error);
    }
  return TRUE;
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

static gboolean
read_page (Reading *self, GPtrArray *page, GError **error)
{
  for (gsize start = 0, n; start < page->len; start += n)
    {
      g_autofree guint32 *uids = NULL;

      n = measure_run (page, start);
      uids = g_new (guint32, n);
      for (gsize i = 0; i < n; i++)
        {
          DecantMessage *message = g_ptr_array_index (page, start + i);

          uids[i] = message->uid;
          g_hash_table_insert (self->underway, GUINT_TO_POINTER (message->uid), message);
          /* The listing stopped at it: the server may fail over it again. */
          if (decant_message_is_bare (message))
            set_aside (self, message->uid);
        }
      if (!read_run (self, uids, n, error))
        return FALSE;
      g_hash_table_remove_all (self->underway);
    }
  return TRUE;
}

static gboolean
read_folder (Reading *self, GError **error)
{
  guint32 after_uid = 0;

  for (;;)
    {
      g_autoptr (GPtrArray)
        page = self->funcs->next_page (after_uid, self->funcs->user_data, error);

      if (page == NULL)
        return FALSE;
      if (page->len == 0)
        return try_aside_again (self, error);
      after_uid = ((const DecantMessage *)g_ptr_array_index (page, page->len - 1))->uid;
      if (!read_page (self, page, error))
        return FALSE;
    }
}

gboolean
decant_folder_reader_run (DecantConnection *connection, DecantGate *gate, DecantFolder *folder,
                          guint32 uid_validity, const DecantFolderReaderFuncs *funcs,
                          gboolean *changed, GError **error)
{
  Reading self = {
    .connection = connection,
    .gate = gate,
    .folder = folder,
    .uid_validity = uid_validity,
    .funcs = funcs,
    .changed = changed,
    .aside = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_message_free),
    .underway = g_hash_table_new (NULL, NULL),
    .headers = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)decant_headers_free),
  };
  gboolean done;

  *changed = FALSE;
  done = read_folder (&self, error);
  g_ptr_array_unref (self.aside);
  g_hash_table_unref (self.underway);
  g_hash_table_unref (self.headers);
  g_clear_error (&self.last_problem);
  return done;
}
