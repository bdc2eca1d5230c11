/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identity-index.h"

#include "engine/message-lister.h"

struct _DecantIdentityIndex
{
  GHashTable *by_identity; /* DecantIdentity (borrowed) → GQueue of GUINT_TO_POINTER (uid) */
  GHashTable *by_uid;      /* uid → DecantIdentity */
  GHashTable *known;
};

static void
free_queue (gpointer data)
{
  g_queue_free (data);
}

static gboolean
take_message (DecantMessage *message, gpointer user_data, GError **error)
{
  DecantIdentityIndex *self = user_data;
  gpointer uid = GUINT_TO_POINTER (message->uid);
  const DecantHeaders empty = { 0 };
  DecantIdentity *identity;
  GQueue *uids;

  if (!g_hash_table_contains (self->by_uid, uid) &&
      (self->known == NULL || !g_hash_table_contains (self->known, uid)))
    {
      identity = g_new (DecantIdentity, 1);
      decant_identity_from_headers (identity, message->headers != NULL ? message->headers : &empty,
                                    message->internal_date);
      g_hash_table_insert (self->by_uid, uid, identity);
      uids = g_hash_table_lookup (self->by_identity, identity);
      if (uids == NULL)
        {
          uids = g_queue_new ();
          g_hash_table_insert (self->by_identity, identity, uids);
        }
      g_queue_push_tail (uids, uid);
    }
  decant_message_free (message);
  return TRUE;
}

DecantIdentityIndex *
decant_identity_index_new (DecantConnection *connection, DecantFolder *folder, guint32 first_uid,
                           GHashTable *known, GError **error)
{
  g_autoptr (DecantIdentityIndex) self = g_new0 (DecantIdentityIndex, 1);

  self->by_uid = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->by_identity = g_hash_table_new_full (decant_identity_hash, decant_identity_equal, NULL,
                                             free_queue);
  self->known = known;
  if (!decant_list_messages (connection, folder, first_uid, DECANT_DETAILS_HEADERS,
                             DECANT_LIST_WHOLLY, take_message, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
decant_identity_index_free (DecantIdentityIndex *self)
{
  g_hash_table_unref (self->by_identity);
  g_hash_table_unref (self->by_uid);
  g_free (self);
}

guint32
decant_identity_index_take (DecantIdentityIndex *self, const DecantIdentity *identity)
{
  GQueue *uids = g_hash_table_lookup (self->by_identity, identity);

  return uids != NULL ? GPOINTER_TO_UINT (g_queue_pop_head (uids)) : 0;
}

const DecantIdentity *
decant_identity_index_lookup (DecantIdentityIndex *self, guint32 uid)
{
  return g_hash_table_lookup (self->by_uid, GUINT_TO_POINTER (uid));
}

guint
decant_identity_index_get_size (DecantIdentityIndex *self)
{
  return g_hash_table_size (self->by_uid);
}
