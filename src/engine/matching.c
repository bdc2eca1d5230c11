/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/matching.h"

#include "engine/doubtful.h"
#include "engine/identity-index.h"
#include "engine/message-lister.h"
#include "engine/read-back.h"

#include <string.h>

#define MOST_READ_BACK 500 /* messages that are read whole to compare digests */

/* Entries of the journal that are held at a time: a folder may be large. */
#define SLICE_MESSAGES 2000

/* ---- new UIDs ---- */

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

/* How like it a message must be. */
typedef enum
{
  BY_MARKS_AND_SIZE,
  BY_SIZE,
  BY_IDENTITY,
} Likeness;

typedef struct
{
  DecantIdentityIndex *index;
  Likeness likeness;
} Look;

static void
look_in_index (DecantJournalEntry *entry, gpointer user_data)
{
  const Look *self = user_data;
  const DecantMarks marks = { entry->flags, entry->keywords };

  entry->new_uid = decant_identity_index_take (self->index, &entry->identity,
                                               self->likeness == BY_IDENTITY ? DECANT_SIZE_UNKNOWN
                                                                             : entry->size,
                                               self->likeness == BY_MARKS_AND_SIZE ? &marks : NULL);
}

static gboolean
locate_by_identity (DecantRun *run, gint64 new_folder_id, DecantIdentityIndex *index, guint64 *left,
                    GError **error)
{
  Look look = { index, BY_MARKS_AND_SIZE };

  *left = 1;
  for (; look.likeness <= BY_IDENTITY && *left > 0; look.likeness++)
    if (!decant_matching_locate_each (run, new_folder_id, look_in_index, &look, left, error))
      return FALSE;
  return TRUE;
}

/* ---- new UIDs, by content ---- */

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
  if (index == NULL || !locate_by_identity (run, new_folder_id, index, &left, error))
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
      !decant_list_messages (connection, folder, 1, G_MAXUINT32, DECANT_DETAILS_FLAGS_ONLY,
                             DECANT_LIST_WHOLLY, take_stranger, &strangers, error))
    return FALSE;
  *first_uid = strangers.first_uid;
  return TRUE;
}

/* A message that is to be copied. */
typedef struct
{
  guint32 uid; /* first, for searching */
  gboolean seen;
  guint64 size;
} Planned;

/* One that is not there with its size and marks. */
typedef struct
{
  DecantIdentity identity;
  guint32 uid; /* 0: it has been found since */
  guint64 size;
} Unpaired;

typedef struct
{
  DecantRun *run;
  DecantJournalEntry common; /* what all entries of this folder have in common */
  GArray *planned;           /* Planned, by UID */
  DecantIdentityIndex *new_index;
  GArray *unpaired; /* Unpaired */
  GArray *paired;   /* DecantJournalEntry, to be recorded */
  guint64 found;
} Pairing;

/* NULL on error. */
static GArray *
list_planned (DecantRun *run, gint64 folder_id, GError **error)
{
  g_autoptr (GArray) planned = g_array_new (FALSE, TRUE, sizeof (Planned));
  Planned last = { 0 };

  for (;;)
    {
      g_autoptr (GPtrArray) page = decant_journal_list_planned (run->journal, folder_id, last.uid,
                                                                SLICE_MESSAGES, error);

      if (page == NULL)
        return NULL;
      for (guint i = 0; i < page->len; i++)
        {
          const DecantMessage *message = g_ptr_array_index (page, i);

          last = (Planned){ .uid = message->uid, .size = message->size };
          g_array_append_val (planned, last);
        }
      if (page->len < SLICE_MESSAGES)
        return g_steal_pointer (&planned);
    }
}

static gboolean
record_paired (Pairing *self, GError **error)
{
  gboolean done = self->paired->len == 0 ||
                  decant_journal_record_outcome (
                    self->run->journal, (const DecantJournalEntry *)(void *)self->paired->data,
                    self->paired->len, DECANT_OUTCOME_ALREADY_THERE, error);

  if (done)
    self->found += self->paired->len;
  g_array_set_size (self->paired, 0);
  return done;
}

/* *@there: whether the new side has one. */
static gboolean
pair (Pairing *self, const Unpaired *message, guint64 size, const DecantMarks *marks,
      gboolean *there, GError **error)
{
  DecantJournalEntry entry = self->common;

  entry.uid = message->uid;
  entry.identity = message->identity;
  entry.new_uid = decant_identity_index_take (self->new_index, &message->identity, size, marks);
  *there = entry.new_uid != 0;
  if (!*there)
    return TRUE;
  g_array_append_val (self->paired, entry);
  return self->paired->len < SLICE_MESSAGES || record_paired (self, error);
}

static gboolean
pair_message (Pairing *self, const DecantMessage *message, GError **error)
{
  const DecantHeaders empty = { 0 };
  Unpaired unpaired = { .uid = message->uid };
  g_autofree char *keywords = decant_keywords_join (message->keywords);
  const DecantMarks marks = { message->flags, keywords };
  gboolean there;
  guint index;

  if (!g_array_binary_search (self->planned, &message->uid, decant_compare_uids, &index) ||
      g_array_index (self->planned, Planned, index).seen)
    return TRUE;
  g_array_index (self->planned, Planned, index).seen = TRUE;
  unpaired.size = g_array_index (self->planned, Planned, index).size;
  decant_identity_from_headers (&unpaired.identity,
                                message->headers != NULL ? message->headers : &empty,
                                message->internal_date);
  if (!pair (self, &unpaired, unpaired.size, &marks, &there, error))
    return FALSE;
  if (!there)
    g_array_append_val (self->unpaired, unpaired);
  return TRUE;
}

static gboolean
take_old_message (DecantMessage *message, gpointer user_data, GError **error)
{
  g_autoptr (DecantMessage) owned = message;

  return pair_message (user_data, message, error);
}

static gboolean
pair_rest (Pairing *self, gboolean by_size, GError **error)
{
  for (guint i = 0; i < self->unpaired->len; i++)
    {
      Unpaired *message = &g_array_index (self->unpaired, Unpaired, i);
      gboolean there = FALSE;

      if (message->uid != 0 &&
          !pair (self, message, by_size ? message->size : DECANT_SIZE_UNKNOWN, NULL, &there, error))
        return FALSE;
      if (there)
        message->uid = 0;
    }
  return TRUE;
}

/* Of several of one identity each is to find its like: by size and marks first, then by size. */
static gboolean
pair_all (Pairing *self, DecantConnection *connection, DecantFolder *folder, GError **error)
{
  const Planned *first = &g_array_index (self->planned, Planned, 0);

  return decant_list_messages (connection, folder, first->uid, G_MAXUINT32, DECANT_DETAILS_HEADERS,
                               DECANT_LIST_WHOLLY, take_old_message, self, error) &&
         pair_rest (self, TRUE, error) && pair_rest (self, FALSE, error) &&
         record_paired (self, error);
}

static gboolean
mark_already_there (DecantRun *run, gint64 folder_id, gint64 new_folder_id, GArray *planned,
                    DecantConnection *old_connection, DecantFolder *old_folder,
                    DecantIdentityIndex *new_index, guint64 *found, GError **error)
{
  g_autoptr (GArray) unpaired = g_array_new (FALSE, FALSE, sizeof (Unpaired));
  g_autoptr (GArray) paired = decant_journal_entry_array_new ();
  Pairing pairing = {
    .run = run,
    .common = { .folder_id = folder_id, .new_folder_id = new_folder_id },
    .planned = planned,
    .new_index = new_index,
    .unpaired = unpaired,
    .paired = paired,
  };
  gboolean done = pair_all (&pairing, old_connection, old_folder, error);

  *found = pairing.found;
  return done;
}

gboolean
decant_matching_find_already_there (DecantRun *run, DecantConnection *old_connection,
                                    DecantFolder *old_folder, gint64 folder_id,
                                    DecantConnection *new_connection, DecantFolder *new_folder,
                                    gint64 new_folder_id, guint64 *found, GError **error)
{
  g_autoptr (GHashTable) known = NULL;
  g_autoptr (GArray) planned = NULL;
  g_autoptr (DecantIdentityIndex) new_index = NULL;
  guint32 first_uid = 0;
  guint64 left = 0;

  *found = 0;
  known = decant_journal_list_new_uids (run->journal, new_folder_id, error);
  if (known == NULL || !find_strangers (new_connection, new_folder, known, &first_uid, error))
    return FALSE;
  if (first_uid == 0)
    return TRUE;
  planned = list_planned (run, folder_id, error);
  if (planned == NULL)
    return FALSE;
  if (planned->len == 0)
    return TRUE;
  new_index = decant_identity_index_new (new_connection, new_folder, first_uid, known, error);
  /* What has arrived, if not where, comes first: the list in which it was looked for before may
   * have left it out, and its twin would take its place. */
  return new_index != NULL && locate_by_identity (run, new_folder_id, new_index, &left, error) &&
         mark_already_there (run, folder_id, new_folder_id, planned, old_connection, old_folder,
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
