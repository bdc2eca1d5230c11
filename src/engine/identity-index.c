/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identity-index.h"

#include "engine/message-lister.h"

#include <string.h>

#define KEYWORDS_CHUNK 1024

typedef struct
{
  DecantIdentity identity;
  guint64 size;
  const char *keywords; /* joined; of the index's chunk */
  guint32 uid;
  guint32 gone; /* of the first of an identity: how many of it, from this one on, are taken */
  DecantFlags flags;
  gboolean taken;
} Entry;

/* One array, since a folder may be large. */
struct _DecantIdentityIndex
{
  GArray *entries;  /* Entry; by identity and UID once it is finished */
  GHashTable *uids; /* of them, until it is finished */
  GHashTable *known;
  GStringChunk *keywords;
  guint left;
};

DecantIdentityIndex *
decant_identity_index_new_empty (GHashTable *known)
{
  DecantIdentityIndex *self = g_new0 (DecantIdentityIndex, 1);

  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->uids = g_hash_table_new (NULL, NULL);
  self->known = known;
  self->keywords = g_string_chunk_new (KEYWORDS_CHUNK);
  return self;
}

void
decant_identity_index_free (DecantIdentityIndex *self)
{
  g_array_unref (self->entries);
  g_clear_pointer (&self->uids, g_hash_table_unref);
  g_string_chunk_free (self->keywords);
  g_free (self);
}

static void
add (DecantIdentityIndex *self, const DecantMessage *message)
{
  const DecantHeaders empty = { 0 };
  g_autofree char *keywords = decant_keywords_join (message->keywords);
  Entry entry = {
    .size = message->size,
    .keywords = keywords != NULL ? g_string_chunk_insert_const (self->keywords, keywords) : NULL,
    .uid = message->uid,
    .flags = message->flags,
  };

  decant_identity_from_headers (
    &entry.identity, message->headers != NULL ? message->headers : &empty, message->internal_date);
  g_array_append_val (self->entries, entry);
  self->left++;
}

gboolean
decant_identity_index_add (DecantMessage *message, gpointer index, GError **error)
{
  DecantIdentityIndex *self = index;
  gpointer uid = GUINT_TO_POINTER (message->uid);

  if ((self->known == NULL || !g_hash_table_contains (self->known, uid)) &&
      g_hash_table_add (self->uids, uid))
    add (self, message);
  decant_message_free (message);
  return TRUE;
}

static int
compare_identities (const DecantIdentity *a, const DecantIdentity *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *first = a;
  const Entry *second = b;
  int order = compare_identities (&first->identity, &second->identity);

  return order != 0 ? order : (first->uid > second->uid) - (first->uid < second->uid);
}

void
decant_identity_index_finish (DecantIdentityIndex *self)
{
  g_clear_pointer (&self->uids, g_hash_table_unref);
  g_array_sort (self->entries, compare_entries);
}

DecantIdentityIndex *
decant_identity_index_new (DecantConnection *connection, DecantFolder *folder, guint32 first_uid,
                           GHashTable *known, GError **error)
{
  g_autoptr (DecantIdentityIndex) self = decant_identity_index_new_empty (known);

  if (!decant_list_messages (connection, folder, first_uid, G_MAXUINT32, DECANT_DETAILS_HEADERS,
                             DECANT_LIST_WHOLLY, decant_identity_index_add, self, error))
    return NULL;
  decant_identity_index_finish (self);
  return g_steal_pointer (&self);
}

/* The place of the first entry of an identity, or where it would be. */
static guint
find_first (const DecantIdentityIndex *self, const DecantIdentity *identity)
{
  guint low = 0, high = self->entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_identities (&g_array_index (self->entries, Entry, middle).identity, identity) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
is_like (const Entry *self, guint64 size, const DecantMarks *marks)
{
  return (size == DECANT_SIZE_UNKNOWN || self->size == size) &&
         (marks == NULL ||
          (self->flags == marks->flags && g_strcmp0 (self->keywords, marks->keywords) == 0));
}

/* Those taken at the beginning are passed over at once: thousands of messages may be the same. */
static void
pass_over_taken (DecantIdentityIndex *self, guint first)
{
  Entry *head = &g_array_index (self->entries, Entry, first);

  for (guint i = first + head->gone; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (!entry->taken || compare_identities (&entry->identity, &head->identity) != 0)
        return;
      head->gone++;
    }
}

static void
take_entry (DecantIdentityIndex *self, Entry *entry, guint first)
{
  entry->taken = TRUE;
  self->left--;
  pass_over_taken (self, first);
}

guint32
decant_identity_index_take (DecantIdentityIndex *self, const DecantIdentity *identity, guint64 size,
                            const DecantMarks *marks)
{
  guint first = find_first (self, identity);
  guint gone = first < self->entries->len ? g_array_index (self->entries, Entry, first).gone : 0;

  for (guint i = first + gone; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      if (compare_identities (&entry->identity, identity) != 0)
        return 0;
      if (entry->taken || !is_like (entry, size, marks))
        continue;
      take_entry (self, entry, first);
      return entry->uid;
    }
  return 0;
}

gboolean
decant_identity_index_take_uid (DecantIdentityIndex *self, const DecantIdentity *identity,
                                guint32 uid)
{
  const Entry wanted = { .identity = *identity, .uid = uid };
  guint place;

  if (!g_array_binary_search (self->entries, &wanted, compare_entries, &place) ||
      g_array_index (self->entries, Entry, place).taken)
    return FALSE;
  take_entry (self, &g_array_index (self->entries, Entry, place), find_first (self, identity));
  return TRUE;
}

guint
decant_identity_index_count_left (const DecantIdentityIndex *self)
{
  return self->left;
}

GArray *
decant_identity_index_list_left (DecantIdentityIndex *self, GHashTable *sizes)
{
  GArray *uids = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (!entry->taken && (sizes == NULL || g_hash_table_contains (sizes, &entry->size)))
        g_array_append_val (uids, entry->uid);
    }
  g_array_sort (uids, decant_compare_uids);
  return uids;
}
