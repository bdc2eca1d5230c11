/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identity-index.h"

#include "engine/message-lister.h"

typedef struct
{
  DecantIdentity identity;
  guint32 uid;
  guint64 size;
  DecantFlags flags;
  char *keywords; /* joined */
} Entry;

struct _DecantIdentityIndex
{
  GHashTable *by_identity; /* DecantIdentity (borrowed) → GQueue of Entry (borrowed) */
  GHashTable *by_uid;      /* uid → Entry */
  GHashTable *known;
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->keywords);
  g_free (entry);
}

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
  Entry *entry;
  GQueue *entries;

  if (!g_hash_table_contains (self->by_uid, uid) &&
      (self->known == NULL || !g_hash_table_contains (self->known, uid)))
    {
      entry = g_new (Entry, 1);
      entry->uid = message->uid;
      entry->size = message->size;
      entry->flags = message->flags;
      entry->keywords = decant_keywords_join (message->keywords);
      decant_identity_from_headers (&entry->identity,
                                    message->headers != NULL ? message->headers : &empty,
                                    message->internal_date);
      g_hash_table_insert (self->by_uid, uid, entry);
      entries = g_hash_table_lookup (self->by_identity, &entry->identity);
      if (entries == NULL)
        {
          entries = g_queue_new ();
          g_hash_table_insert (self->by_identity, &entry->identity, entries);
        }
      g_queue_push_tail (entries, entry);
    }
  decant_message_free (message);
  return TRUE;
}

DecantIdentityIndex *
decant_identity_index_new (DecantConnection *connection, DecantFolder *folder, guint32 first_uid,
                           GHashTable *known, GError **error)
{
  g_autoptr (DecantIdentityIndex) self = g_new0 (DecantIdentityIndex, 1);

  self->by_uid = g_hash_table_new_full (NULL, NULL, NULL, free_entry);
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

static gboolean
has_marks (const Entry *self, const DecantMarks *marks)
{
  return self->flags == marks->flags && g_strcmp0 (self->keywords, marks->keywords) == 0;
}

guint32
decant_identity_index_take (DecantIdentityIndex *self, const DecantIdentity *identity, guint64 size,
                            const DecantMarks *marks)
{
  GQueue *entries = g_hash_table_lookup (self->by_identity, identity);

  for (GList *link = entries != NULL ? entries->head : NULL; link != NULL; link = link->next)
    {
      const Entry *entry = link->data;

      if ((size != DECANT_SIZE_UNKNOWN && entry->size != size) ||
          (marks != NULL && !has_marks (entry, marks)))
        continue;
      g_queue_delete_link (entries, link);
      return entry->uid;
    }
  return 0;
}

GArray *
decant_identity_index_list_left (DecantIdentityIndex *self, GHashTable *sizes)
{
  GArray *uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  GHashTableIter iter;
  gpointer entries;

  g_hash_table_iter_init (&iter, self->by_identity);
  while (g_hash_table_iter_next (&iter, NULL, &entries))
    for (GList *link = ((GQueue *)entries)->head; link != NULL; link = link->next)
      {
        const Entry *entry = link->data;

        if (sizes == NULL || g_hash_table_contains (sizes, &entry->size))
          g_array_append_val (uids, entry->uid);
      }
  g_array_sort (uids, decant_compare_uids);
  return uids;
}

const DecantIdentity *
decant_identity_index_lookup (DecantIdentityIndex *self, guint32 uid)
{
  const Entry *entry = g_hash_table_lookup (self->by_uid, GUINT_TO_POINTER (uid));

  return entry != NULL ? &entry->identity : NULL;
}
