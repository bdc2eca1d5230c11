/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/matching.h"

#include "engine/doubtful.h"
#include "engine/read-back.h"

#include <string.h>

#define MOST_READ_BACK 500 /* messages that are read whole to compare digests */

/* Entries of the journal that are held at a time: a folder may be large. */
#define SLICE_MESSAGES 2000

/* A slice of those without a new UID. *@left: how many still have none. */
static gboolean
locate_slice (DecantJournal *journal, GArray *entries, DecantLocateFunc func, gpointer user_data,
              guint64 *left, GError **error)
{
  guint without = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      DecantJournalEntry *entry = &g_array_index (entries, DecantJournalEntry, i);

      func (entry, user_data);
      without += entry->new_uid == 0;
    }
  *left += without;
  return without == entries->len ||
         decant_journal_locate (journal, (const DecantJournalEntry *)(void *)entries->data,
                                entries->len, error);
}

gboolean
decant_matching_locate_each (DecantRun *run, gint64 new_folder_id, DecantLocateFunc func,
                             gpointer user_data, guint64 *left, GError **error)
{
  DecantJournalEntry last = { 0 };

  *left = 0;
  for (;;)
    {
      g_autoptr (GArray) entries = decant_journal_list_arrived (run->journal, new_folder_id, TRUE,
                                                                &last, SLICE_MESSAGES, error);

      if (entries == NULL)
        return FALSE;
      if (entries->len == 0)
        return TRUE;
      last.folder_id = g_array_index (entries, DecantJournalEntry, entries->len - 1).folder_id;
      last.uid = g_array_index (entries, DecantJournalEntry, entries->len - 1).uid;
      if (!locate_slice (run->journal, entries, func, user_data, left, error))
        return FALSE;
    }
}

guint32
decant_matching_take (DecantIdentityIndex *index, const DecantJournalEntry *entry,
                      DecantLikeness likeness)
{
  const DecantMarks marks = { entry->flags, entry->keywords };

  return decant_identity_index_take (index, &entry->identity,
                                     likeness == DECANT_LIKE_BY_IDENTITY ? DECANT_SIZE_UNKNOWN
                                                                         : entry->size,
                                     likeness == DECANT_LIKE_BY_MARKS_AND_SIZE ? &marks : NULL);
}

typedef struct
{
  DecantIdentityIndex *index;
  DecantLikeness likeness;
} Look;

static void
look_in_index (DecantJournalEntry *entry, gpointer user_data)
{
  const Look *self = user_data;

  entry->new_uid = decant_matching_take (self->index, entry, self->likeness);
}

gboolean
decant_matching_locate_in (DecantRun *run, gint64 new_folder_id, DecantIdentityIndex *index,
                           guint64 *left, GError **error)
{
  Look look = { index, DECANT_LIKE_BY_MARKS_AND_SIZE };

  *left = 1;
  for (; look.likeness <= DECANT_LIKE_BY_IDENTITY && *left > 0; look.likeness++)
    if (!decant_matching_locate_each (run, new_folder_id, look_in_index, &look, left, error))
      return FALSE;
  return TRUE;
}

/* ---- by content ---- */

typedef struct
{
  guint32 uid;
  guint8 digest[DECANT_CONTENT_DIGEST_LENGTH];
} Read;

/* A DecantContentFunc; the user data is a GArray of Read. */
static gboolean
take_digest (guint32 uid, DecantContent *content, const GError *problem, gpointer user_data,
             GError **error)
{
  g_autoptr (DecantContent) owned = content;
  Read read = { .uid = uid };

  if (content == NULL)
    return TRUE;
  memcpy (read.digest, decant_content_get_digest (content), sizeof read.digest);
  g_array_append_val ((GArray *)user_data, read);
  return TRUE;
}

static void
compare_content (DecantJournalEntry *entry, gpointer user_data)
{
  GArray *all = user_data;

  for (guint i = 0; entry->has_digest && i < all->len; i++)
    {
      Read *read = &g_array_index (all, Read, i);

      if (read->uid == 0 || memcmp (entry->digest, read->digest, sizeof entry->digest) != 0)
        continue;
      entry->new_uid = read->uid;
      read->uid = 0; /* given away */
      return;
    }
}

/* The user data is a set of gint64. */
static void
note_size (DecantJournalEntry *entry, gpointer user_data)
{
  if (entry->has_digest)
    g_hash_table_add (user_data, g_memdup2 (&entry->size, sizeof entry->size));
}

/* The messages that may be among those without a new UID; *@left: how many those are. */
static GArray *
list_candidates (DecantRun *run, gint64 new_folder_id, DecantIdentityIndex *index, GError **error)
{
  g_autoptr (GHashTable) sizes = NULL;
  GArray *candidates;
  guint64 left = 0;

  if (decant_identity_index_count_left (index) <= MOST_READ_BACK)
    return decant_identity_index_list_left (index, NULL);
  sizes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (!decant_matching_locate_each (run, new_folder_id, note_size, sizes, &left, error))
    return NULL;
  candidates = decant_identity_index_list_left (index, sizes);
  g_array_set_size (candidates, MIN (candidates->len, MOST_READ_BACK));
  return candidates;
}

/* A server may read other things out of malformed headers than stand in them, so that the identity
 * is another: those that are left are known by their bytes. */
static gboolean
locate_by_content (DecantRun *run, gint64 new_folder_id, DecantIdentityIndex *index,
                   DecantConnection *connection, DecantFolder *folder, GError **error)
{
  g_autoptr (GArray) candidates = list_candidates (run, new_folder_id, index, error);
  g_autoptr (GArray) read = g_array_new (FALSE, FALSE, sizeof (Read));
  guint64 left = 0;

  if (candidates == NULL)
    return FALSE;
  if (candidates->len == 0)
    return TRUE;
  if (!decant_read_back (connection, folder, (const guint32 *)(void *)candidates->data,
                         candidates->len, take_digest, read, error))
    return FALSE;
  g_array_sort (read, decant_compare_uids);
  return decant_matching_locate_each (run, new_folder_id, compare_content, read, &left, error);
}

gboolean
decant_matching_locate (DecantRun *run, DecantConnection *new_connection, DecantFolder *new_folder,
                        gint64 new_folder_id, GError **error)
{
  g_autoptr (GArray)
    first = decant_journal_list_arrived (run->journal, new_folder_id, TRUE, NULL, 1, error);
  g_autoptr (GHashTable) known = NULL;
  g_autoptr (DecantIdentityIndex) index = NULL;
  guint64 left = 0;

  if (first == NULL)
    return FALSE;
  if (first->len == 0)
    return TRUE;
  known = decant_journal_list_new_uids (run->journal, new_folder_id, error);
  if (known == NULL)
    return FALSE;
  index = decant_identity_index_new (new_connection, new_folder, 1, known, error);
  if (index == NULL || !decant_matching_locate_in (run, new_folder_id, index, &left, error))
    return FALSE;
  return left == 0 ||
         locate_by_content (run, new_folder_id, index, new_connection, new_folder, error);
}

gboolean
decant_matching_settle (DecantRun *run, DecantConnection *new_connection, DecantFolder *new_folder,
                        gint64 new_folder_id, gint64 folder_id, GHashTable *arrived, GError **error)
{
  gboolean changed = FALSE;

  if (!decant_connection_ensure_known (new_connection, new_folder, error))
    return FALSE;
  return decant_journal_note_new_uid_validity (
           run->journal, new_folder_id, decant_connection_get_status (new_connection)->uid_validity,
           &changed, error) &&
         decant_doubtful_resolve (run, new_connection, new_folder, new_folder_id, folder_id,
                                  DECANT_DOUBT_UNANSWERED, arrived, error) &&
         decant_matching_locate (run, new_connection, new_folder, new_folder_id, error);
}
