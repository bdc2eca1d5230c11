/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/message-lister.h"

#include <glib/gi18n-lib.h>

#define MOST_LAST_LOOKS 3
#define MOST_FRUITLESS 4 /* stops in a row, without a message between */

typedef struct
{
  DecantConnection *connection;
  DecantFolder *folder;
  DecantListPatience patience;
  DecantMessageFunc func;
  gpointer user_data;
  guint64 next_uid; /* where the listing goes on */
  guint32 last_uid;
  guint64 stuck_at; /* where it stopped without a message since; 0: nowhere */
  guint fruitless;
  GPtrArray *postponed; /* DecantMessage: of which only the flags are known so far */
  gboolean func_failed;
} Lister;

static gboolean
hand_out (Lister *self, DecantMessage *message, GError **error)
{
  if (self->func (message, self->user_data, error))
    return TRUE;
  self->func_failed = TRUE;
  return FALSE;
}

static gboolean
take_message (DecantMessage *message, gpointer user_data, GError **error)
{
  Lister *self = user_data;

  self->next_uid = MAX (self->next_uid, (guint64)message->uid + 1);
  self->fruitless = 0;
  decant_connection_note_success (self->connection);
  return hand_out (self, message, error);
}

/* Keeps the lowest UID of all. */
static gboolean
take_lowest (DecantMessage *message, gpointer user_data, GError **error)
{
  DecantMessage **lowest = user_data;

  if (*lowest == NULL || message->uid < (*lowest)->uid)
    {
      g_clear_pointer (lowest, decant_message_free);
      *lowest = g_steal_pointer (&message);
    }
  g_clear_pointer (&message, decant_message_free);
  return TRUE;
}

static gboolean
list (Lister *self, DecantDetails details, DecantMessageFunc func, gpointer user_data,
      GError **error)
{
  return decant_store_list_messages (
    decant_connection_get_store (self->connection), (guint32)self->next_uid, self->last_uid,
    details, func, user_data, decant_connection_get_cancellable (self->connection), error);
}

/* Passes over the next message, with what its flags tell. *@refusal: why the server does not even
 * tell those. */
static gboolean
pass_over_next (Lister *self, GError **refusal, GError **error)
{
  g_autoptr (DecantMessage) lowest = NULL;

  if (!decant_connection_ensure_folder (self->connection, self->folder, error))
    return FALSE;
  if (!list (self, DECANT_DETAILS_FLAGS_ONLY, take_lowest, &lowest, refusal))
    return TRUE;
  self->stuck_at = 0;
  if (lowest == NULL)
    {
      self->next_uid = (guint64)self->last_uid + 1;
      return TRUE;
    }
  if (self->patience == DECANT_LIST_AT_ANY_PRICE)
    return take_message (g_steal_pointer (&lowest), self, error);
  self->next_uid = (guint64)lowest->uid + 1;
  g_ptr_array_add (self->postponed, g_steal_pointer (&lowest));
  return TRUE;
}

/* The server opens the folder and then is lost over it each time. */
static gboolean
give_up (Lister *self, const GError *problem, GError **error)
{
  const char *words = decant_store_error_get_detail (problem);

  decant_connection_drop (self->connection);
  decant_store_error_set (error, DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_UNKNOWN,
                          words != NULL ? words : problem->message,
                          _ ("The messages of “%s” could not be listed, though the server was "
                             "asked several times."),
                          self->folder->path);
  return FALSE;
}

static gboolean
recover (Lister *self, const GError *problem, GError **error)
{
  if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT) &&
      ++self->fruitless > MOST_FRUITLESS)
    return give_up (self, problem, error);
  return decant_connection_recover (self->connection, problem, error);
}

/* After the listing stopped. A folder that is refused whatever is asked stays refused. */
static gboolean
go_on (Lister *self, const GError *problem, GError **error)
{
  gboolean refused = g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER) ||
                     g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_MESSAGE);
  gboolean stuck = self->stuck_at == self->next_uid || self->patience == DECANT_LIST_AT_ANY_PRICE;
  g_autoptr (GError) refusal = NULL;

  self->stuck_at = self->next_uid;
  if (!refused && !recover (self, problem, error))
    return FALSE;
  if (!refused && !stuck)
    return TRUE;
  if (!pass_over_next (self, &refusal, error))
    return FALSE;
  if (refusal == NULL)
    return TRUE;
  if (refused)
    {
      g_propagate_error (error, g_error_copy (problem));
      return FALSE;
    }
  return recover (self, refusal, error);
}

/* ---- those that were passed over ---- */

/* Keeps the details where they come. */
static gboolean
take_details (DecantMessage *message, gpointer user_data, GError **error)
{
  DecantMessage **kept = user_data;

  if (!decant_message_is_bare (message))
    {
      decant_message_free (*kept);
      *kept = g_steal_pointer (&message);
    }
  g_clear_pointer (&message, decant_message_free);
  return TRUE;
}

static gboolean
look_again (Lister *self, DecantMessage **message, DecantDetails details, GError **error)
{
  for (guint i = 0; i < MOST_LAST_LOOKS && decant_message_is_bare (*message); i++)
    {
      g_autoptr (GError) problem = NULL;
      guint32 uid = (*message)->uid;

      if (!decant_connection_ensure_folder (self->connection, self->folder, error))
        return FALSE;
      if (decant_store_list_messages (
            decant_connection_get_store (self->connection), uid, uid, details, take_details,
            message, decant_connection_get_cancellable (self->connection), &problem))
        continue;
      if (decant_store_error_ends_connection (problem) &&
          !decant_connection_recover (self->connection, problem, error))
        return FALSE;
    }
  return TRUE;
}

/* Several may have stopped the listing by accident; one that did so in truth does so again. */
static gboolean
hand_out_postponed (Lister *self, DecantDetails details, GError **error)
{
  for (guint i = 0; i < self->postponed->len; i++)
    {
      g_autoptr (DecantMessage) message = g_steal_pointer (&self->postponed->pdata[i]);

      if (!look_again (self, &message, details, error) ||
          !hand_out (self, g_steal_pointer (&message), error))
        return FALSE;
    }
  return TRUE;
}

/* The server may not even tell the flags: then it is asked as usual. */
static gboolean
pass_over_first (Lister *self, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  self->patience = DECANT_LIST_AT_ANY_PRICE;
  return pass_over_next (self, &refusal, error) &&
         (refusal == NULL || recover (self, refusal, error));
}

static gboolean
list_all (Lister *self, DecantDetails details, GError **error)
{
  if (self->patience == DECANT_LIST_BEHIND_A_STOP && !pass_over_first (self, error))
    return FALSE;
  while (self->next_uid <= self->last_uid)
    {
      g_autoptr (GError) problem = NULL;

      if (!decant_connection_ensure_folder (self->connection, self->folder, error))
        return FALSE;
      if (list (self, details, take_message, self, &problem))
        return TRUE;
      if (self->func_failed)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      if (!go_on (self, problem, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
decant_list_messages (DecantConnection *connection, DecantFolder *folder, guint32 first_uid,
                      guint32 last_uid, DecantDetails details, DecantListPatience patience,
                      DecantMessageFunc func, gpointer user_data, GError **error)
{
  Lister self = {
    .connection = connection,
    .folder = folder,
    /* Where nothing but flags is wanted, they are all there is to tell. */
    .patience = (details & DECANT_DETAILS_FLAGS_ONLY) != 0 ? DECANT_LIST_AT_ANY_PRICE : patience,
    .func = func,
    .user_data = user_data,
    .next_uid = MAX (first_uid, 1),
    .last_uid = last_uid,
    .postponed = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_message_free),
  };
  gboolean done = list_all (&self, details, error) && hand_out_postponed (&self, details, error);

  g_ptr_array_unref (self.postponed);
  return done;
}
