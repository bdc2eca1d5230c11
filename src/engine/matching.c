/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/matching.h"

#include "engine/doubtful.h"
#include "engine/identity-index.h"
#include "engine/message-lister.h"
#include "engine/read-back.h"

#include <string.h>

#define MOST_READ_BACK 500 /* messages that are read whole to compare digests */

/* ---- new UIDs ---- */

/* How like it a message must be. */
typedef enum
{
  BY_MARKS_AND_SIZE,
  BY_SIZE,
  BY_IDENTITY,
} Likeness;

static void
locate_in_index (GArray *entries, DecantIdentityIndex *index, Likeness likeness)
{
  for (guint i = 0; i < entries->len; i++)
    {
      DecantJournalEntry *entry = &g_array_index (entries, DecantJournalEntry, i);
      const DecantMarks marks = { entry->flags, entry->keywords };

      if (entry->new_uid == 0)
        entry->new_uid = decant_identity_index_take (
          index, &entry->identity, likeness == BY_IDENTITY ? DECANT_SIZE_UNKNOWN : entry->size,
          likeness == BY_MARKS_AND_SIZE ? &marks : NULL);
    }
}

/* ---- new UIDs, by content ---- */

typedef struct
{
  GArray *entries; /* DecantJournalEntry */
} Comparison;

static gboolean
compare_content (guint32 uid, DecantContent *content, const GError *problem, gpointer user_data,
                 GError **error)
{
  Comparison *self = user_data;
  g_autoptr (DecantContent) owned = content;

  for (guint i = 0; content != NULL && i < self->entries->len; i++)
    {
      DecantJournalEntry *entry = &g_array_index (self->entries, DecantJournalEntry, i);

      if (entry->new_uid != 0 || !entry->has_digest ||
          memcmp (entry->digest, decant_content_get_digest (content), sizeof entry->digest) != 0)
        continue;
      entry->new_uid = uid;
      break;
    }
  return TRUE;
}

/* The sizes of those that are still looked for: pointers into @entries. */
static GHashTable *
list_sizes (GArray *entries)
{
  GHashTable *sizes = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < entries->len; i++)
    {
      DecantJournalEntry *entry = &g_array_index (entries, DecantJournalEntry, i);

      if (entry->new_uid == 0 && entry->has_digest)
        g_hash_table_add (sizes, &entry->size);
    }
  return sizes;
}

/* A server may read other things out of malformed headers than stand in them, so that the identity
 * is another: those that are left are known by their bytes. */
static gboolean
locate_by_content (GArray *entries, DecantIdentityIndex *index, DecantConnection *connection,
                   DecantFolder *folder, GError **error)
{
  g_autoptr (GHashTable) sizes = list_sizes (entries);
  g_autoptr (GArray) left = NULL;
  Comparison comparison = { entries };

  if (g_hash_table_size (sizes) == 0)
    return TRUE;
  left = decant_identity_index_list_left (index, NULL);
  if (left->len > MOST_READ_BACK)
    {
      g_array_unref (left);
      left = decant_identity_index_list_left (index, sizes);
      g_array_set_size (left, MIN (left->len, MOST_READ_BACK));
    }
  return decant_read_back (connection, folder, (const guint32 *)(void *)left->data, left->len,
                           compare_content, &comparison, error);
}

gboolean
decant_matching_locate (DecantRun *run, DecantConnection *new_connection, DecantFolder *new_folder,
                        gint64 new_folder_id, GError **error)
{
  g_autoptr (GArray)
    entries = decant_journal_list_arrived (run->journal, new_folder_id, TRUE, error);
  g_autoptr (GHashTable) known = NULL;
  g_autoptr (DecantIdentityIndex) index = NULL;

  if (entries == NULL)
    return FALSE;
  if (entries->len == 0)
    return TRUE;
  known = decant_journal_list_new_uids (run->journal, new_folder_id, error);
  if (known == NULL)
    return FALSE;
  index = decant_identity_index_new (new_connection, new_folder, 1, known, error);
  if (index == NULL)
    return FALSE;
  for (Likeness likeness = BY_MARKS_AND_SIZE; likeness <= BY_IDENTITY; likeness++)
    locate_in_index (entries, index, likeness);
  if (!locate_by_content (entries, index, new_connection, new_folder, error))
    return FALSE;
  return decant_journal_locate (run->journal, (const DecantJournalEntry *)(void *)entries->data,
                                entries->len, error);
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

/* ---- already there ---- */

typedef struct
{
  GHashTable *known;
  guint32 first_uid; /* the lowest that is not known; 0: none */
} Strangers;

static gboolean
take_stranger (DecantMessage *message, gpointer user_data, GError **error)
{
  Strangers *self = user_data;

  if (!g_hash_table_contains (self->known, GUINT_TO_POINTER (message->uid)) &&
      (self->first_uid == 0 || message->uid < self->first_uid))
    self->first_uid = message->uid;
  decant_message_free (message);
  return TRUE;
}

/* From which UID on the new folder holds messages that this move did not put there; 0: it holds
 * none. Cheaper than their headers, and in a folder that this move alone fills it is all that is
 * asked. */
static gboolean
find_strangers (DecantConnection *connection, DecantFolder *folder, GHashTable *known,
                guint32 *first_uid, GError **error)
{
  Strangers strangers = { .known = known };

  if (!decant_connection_ensure_known (connection, folder, error))
    return FALSE;
  if (decant_connection_get_status (connection)->messages > 0 &&
      !decant_list_messages (connection, folder, 1, DECANT_DETAILS_FLAGS_ONLY, DECANT_LIST_WHOLLY,
                             take_stranger, &strangers, error))
    return FALSE;
  *first_uid = strangers.first_uid;
  return TRUE;
}

/* The new UID of each planned message that is there: by size as well, or whatever the size. */
static void
pair_planned (GPtrArray *planned, DecantIdentityIndex *old_index, DecantIdentityIndex *new_index,
              gboolean by_size, guint32 *new_uids)
{
  for (guint i = 0; i < planned->len; i++)
    {
      const DecantMessage *message = g_ptr_array_index (planned, i);
      const DecantIdentity *identity = decant_identity_index_lookup (old_index, message->uid);

      if (identity != NULL && new_uids[i] == 0)
        new_uids[i] = decant_identity_index_take (
          new_index, identity, by_size ? message->size : DECANT_SIZE_UNKNOWN, NULL);
    }
}

static gboolean
mark_already_there (DecantRun *run, gint64 folder_id, gint64 new_folder_id, GPtrArray *planned,
                    DecantIdentityIndex *old_index, DecantIdentityIndex *new_index, guint64 *found,
                    GError **error)
{
  g_autoptr (GArray) entries = decant_journal_entry_array_new ();
  g_autofree guint32 *new_uids = g_new0 (guint32, planned->len);

  /* Sizes first: of several of one identity each is to find its like. */
  pair_planned (planned, old_index, new_index, TRUE, new_uids);
  pair_planned (planned, old_index, new_index, FALSE, new_uids);
  for (guint i = 0; i < planned->len; i++)
    {
      guint32 uid = ((const DecantMessage *)g_ptr_array_index (planned, i))->uid;
      DecantJournalEntry entry = {
        .folder_id = folder_id,
        .uid = uid,
        .new_folder_id = new_folder_id,
        .new_uid = new_uids[i],
      };

      if (new_uids[i] == 0)
        continue;
      entry.identity = *decant_identity_index_lookup (old_index, uid);
      g_array_append_val (entries, entry);
    }
  *found = entries->len;
  return entries->len == 0 || decant_journal_record_outcome (
                                run->journal, (const DecantJournalEntry *)(void *)entries->data,
                                entries->len, DECANT_OUTCOME_ALREADY_THERE, error);
}

gboolean
decant_matching_find_already_there (DecantRun *run, DecantConnection *old_connection,
                                    DecantFolder *old_folder, gint64 folder_id,
                                    DecantConnection *new_connection, DecantFolder *new_folder,
                                    gint64 new_folder_id, guint64 *found, GError **error)
{
  g_autoptr (GHashTable) known = NULL;
  g_autoptr (GPtrArray) planned = NULL;
  g_autoptr (DecantIdentityIndex) old_index = NULL;
  g_autoptr (DecantIdentityIndex) new_index = NULL;
  guint32 first_uid = 0;

  *found = 0;
  known = decant_journal_list_new_uids (run->journal, new_folder_id, error);
  if (known == NULL || !find_strangers (new_connection, new_folder, known, &first_uid, error))
    return FALSE;
  if (first_uid == 0)
    return TRUE;
  planned = decant_journal_list_planned (run->journal, folder_id, 0, G_MAXUINT, error);
  if (planned == NULL)
    return FALSE;
  if (planned->len == 0)
    return TRUE;
  new_index = decant_identity_index_new (new_connection, new_folder, first_uid, known, error);
  if (new_index == NULL)
    return FALSE;
  first_uid = ((const DecantMessage *)g_ptr_array_index (planned, 0))->uid;
  old_index = decant_identity_index_new (old_connection, old_folder, first_uid, NULL, error);
  return old_index != NULL && mark_already_there (run, folder_id, new_folder_id, planned, old_index,
                                                  new_index, found, error);
}

/* ---- another UIDVALIDITY on the old side ---- */

/* The UIDs that have been adopted already: the work may have been interrupted. */
static GHashTable *
list_adopted (DecantRun *run, const DecantJournalFolder *row, GError **error)
{
  g_autoptr (GArray) entries = decant_journal_list_identified (run->journal, row->id, error);
  GHashTable *adopted;

  if (entries == NULL)
    return NULL;
  adopted = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < entries->len; i++)
    g_hash_table_add (adopted,
                      GUINT_TO_POINTER (g_array_index (entries, DecantJournalEntry, i).uid));
  return adopted;
}

/* By size as well, or the rest whatever the size. */
static gboolean
adopt_by_size (DecantRun *run, GArray *entries, DecantIdentityIndex *index,
               const DecantJournalFolder *row, gboolean by_size, GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      DecantJournalEntry *entry = &g_array_index (entries, DecantJournalEntry, i);
      guint32 uid;

      if (entry->folder_id == row->id)
        continue;
      uid = decant_identity_index_take (index, &entry->identity,
                                        by_size ? entry->size : DECANT_SIZE_UNKNOWN, NULL);
      if (uid == 0)
        continue;
      if (!decant_journal_adopt (run->journal, entry, row->id, uid, error))
        return FALSE;
      entry->folder_id = row->id;
    }
  return TRUE;
}

gboolean
decant_matching_adopt (DecantRun *run, DecantConnection *old_connection, DecantFolder *old_folder,
                       const DecantJournalFolder *row, GError **error)
{
  g_autoptr (GArray)
    entries = decant_journal_list_identified (run->journal, row->previous_id, error);
  g_autoptr (GHashTable) adopted = NULL;
  g_autoptr (DecantIdentityIndex) index = NULL;

  if (entries == NULL)
    return FALSE;
  if (entries->len == 0)
    return TRUE;
  adopted = list_adopted (run, row, error);
  if (adopted == NULL)
    return FALSE;
  index = decant_identity_index_new (old_connection, old_folder, 1, adopted, error);
  if (index == NULL)
    return FALSE;
  return adopt_by_size (run, entries, index, row, TRUE, error) &&
         adopt_by_size (run, entries, index, row, FALSE, error);
}
