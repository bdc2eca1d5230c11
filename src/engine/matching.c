/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/matching.h"

#include "engine/identity-index.h"
#include "engine/message-lister.h"

#include <string.h>

#define MOST_READ_BACK 500 /* candidates that are read whole to compare digests */

/* ---- what was on its way ---- */

/* What must be the same for a candidate to be the message that was sent. */
typedef enum
{
  BY_DIGEST_AND_MARKS, /* flags, keywords and date as well: of two copies each gets its own */
  BY_DIGEST,
  BY_IDENTITY,
  N_LIKENESSES
} Likeness;

/* A message on the new side that may be one of those that were on their way. */
typedef struct
{
  guint32 uid;
  gint64 internal_date;
  DecantFlags flags;
  char *keywords; /* joined */
  gboolean read;
  gboolean taken;
  guint8 digest[DECANT_CONTENT_DIGEST_LENGTH];
  DecantIdentity identity;
} Candidate;

typedef struct
{
  GHashTable *known; /* new UIDs this move accounts for already */
  GArray *candidates;
} Search;

static void
clear_candidate (gpointer data)
{
  Candidate *candidate = data;

  g_free (candidate->keywords);
}

static gboolean
take_candidate (DecantMessage *message, gpointer user_data, GError **error)
{
  Search *self = user_data;

  if (!g_hash_table_contains (self->known, GUINT_TO_POINTER (message->uid)))
    {
      Candidate candidate = {
        .uid = message->uid,
        .internal_date = message->internal_date,
        .flags = message->flags,
        .keywords = decant_keywords_join (message->keywords),
      };
      const DecantHeaders empty = { 0 };

      decant_identity_from_headers (&candidate.identity,
                                    message->headers != NULL ? message->headers : &empty,
                                    message->internal_date);
      g_array_append_val (self->candidates, candidate);
    }
  decant_message_free (message);
  return TRUE;
}

static Candidate *
find_candidate (Search *self, guint32 uid)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      Candidate *candidate = &g_array_index (self->candidates, Candidate, i);

      if (candidate->uid == uid)
        return candidate;
    }
  return NULL;
}

static gboolean
take_content (guint32 uid, DecantContent *content, const GError *problem, gpointer user_data,
              GError **error)
{
  Candidate *candidate = find_candidate (user_data, uid);

  if (content == NULL)
    return TRUE;
  if (candidate != NULL)
    {
      memcpy (candidate->digest, decant_content_get_digest (content), sizeof candidate->digest);
      decant_identity_from_content (&candidate->identity, content, candidate->internal_date);
      candidate->read = TRUE;
    }
  decant_content_unref (content);
  return TRUE;
}

/* Reads the candidates whole: their digests say more than what the server makes of their headers.
 */
static gboolean
read_candidates (Search *self, DecantConnection *connection, GError **error)
{
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (self->candidates->len > MOST_READ_BACK)
    return TRUE;
  for (guint i = 0; i < self->candidates->len; i++)
    g_array_append_val (uids, g_array_index (self->candidates, Candidate, i).uid);
  if (uids->len == 0)
    return TRUE;
  return decant_store_read_messages (
    decant_connection_get_store (connection), (const guint32 *)(void *)uids->data, uids->len,
    take_content, self, NULL, decant_connection_get_cancellable (connection), error);
}

static gboolean
find_candidates (Search *self, DecantConnection *connection, DecantFolder *folder,
                 guint32 first_uid, GError **error)
{
  if (!decant_list_messages (connection, folder, first_uid, DECANT_DETAILS_HEADERS,
                             DECANT_LIST_WHOLLY, take_candidate, self, error))
    return FALSE;
  for (;;)
    {
      g_autoptr (GError) problem = NULL;

      if (!decant_connection_ensure_folder (connection, folder, error))
        return FALSE;
      if (read_candidates (self, connection, &problem))
        return TRUE;
      /* What cannot be read back is matched by its headers. */
      if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_MESSAGE))
        return TRUE;
      if (!decant_connection_recover (connection, problem, error))
        return FALSE;
    }
}

static gboolean
has_digest_of (const Candidate *self, const DecantJournalEntry *entry)
{
  return self->read && memcmp (self->digest, entry->digest, sizeof self->digest) == 0;
}

static gboolean
has_marks_of (const Candidate *self, const DecantJournalEntry *entry)
{
  return self->flags == entry->flags && g_strcmp0 (self->keywords, entry->keywords) == 0 &&
         (entry->internal_date == DECANT_DATE_UNKNOWN ||
          entry->internal_date == self->internal_date);
}

static gboolean
is_like (const Candidate *self, const DecantJournalEntry *entry, Likeness likeness)
{
  switch (likeness)
    {
    case BY_DIGEST_AND_MARKS:
      return has_digest_of (self, entry) && has_marks_of (self, entry);
    case BY_DIGEST:
      return has_digest_of (self, entry);
    case BY_IDENTITY:
    default:
      return decant_identity_equal (&self->identity, &entry->identity);
    }
}

static guint32
match (Search *self, const DecantJournalEntry *entry, Likeness likeness)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      Candidate *candidate = &g_array_index (self->candidates, Candidate, i);

      if (candidate->taken || !is_like (candidate, entry, likeness))
        continue;
      candidate->taken = TRUE;
      return candidate->uid;
    }
  return 0;
}

static gboolean
record_search (DecantRun *run, Search *search, GArray *doubtful, gint64 folder_id,
               GHashTable *arrived, GError **error)
{
  /* The closest likeness of all first, so that none takes what belongs to another entry. */
  for (Likeness likeness = BY_DIGEST_AND_MARKS; likeness < N_LIKENESSES; likeness++)
    for (guint i = 0; i < doubtful->len; i++)
      {
        DecantJournalEntry *entry = &g_array_index (doubtful, DecantJournalEntry, i);

        if (entry->new_uid == 0)
          entry->new_uid = match (search, entry, likeness);
      }
  for (guint i = 0; i < doubtful->len; i++)
    {
      DecantJournalEntry *entry = &g_array_index (doubtful, DecantJournalEntry, i);

      if (entry->new_uid == 0)
        {
          if (!decant_journal_record_outcome (run->journal, entry, 1, DECANT_OUTCOME_PLANNED_AGAIN,
                                              error))
            return FALSE;
          continue;
        }
      if (!decant_journal_record_outcome (run->journal, entry, 1, DECANT_OUTCOME_DONE, error))
        return FALSE;
      if (arrived != NULL && entry->folder_id == folder_id)
        g_hash_table_add (arrived, GUINT_TO_POINTER (entry->uid));
    }
  return TRUE;
}

static gboolean
resolve_doubtful (DecantRun *run, DecantConnection *connection, DecantFolder *folder,
                  gint64 new_folder_id, gint64 folder_id, GHashTable *arrived, GError **error)
{
  g_autoptr (GArray) doubtful = decant_journal_list_doubtful (run->journal, new_folder_id, error);
  g_autoptr (GHashTable) known = NULL;
  Search search = { 0 };
  guint32 first_uid = G_MAXUINT32;
  gboolean done;

  if (doubtful == NULL)
    return FALSE;
  if (doubtful->len == 0)
    return TRUE;
  for (guint i = 0; i < doubtful->len; i++)
    first_uid = MIN (first_uid, g_array_index (doubtful, DecantJournalEntry, i).uid_next);
  known = decant_journal_list_new_uids (run->journal, new_folder_id, error);
  if (known == NULL)
    return FALSE;
  search = (Search){ known, g_array_new (FALSE, FALSE, sizeof (Candidate)) };
  g_array_set_clear_func (search.candidates, clear_candidate);
  done = find_candidates (&search, connection, folder, MAX (first_uid, 1), error) &&
         record_search (run, &search, doubtful, folder_id, arrived, error);
  g_array_unref (search.candidates);
  return done;
}

/* ---- new UIDs ---- */

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
  for (guint i = 0; i < entries->len; i++)
    {
      DecantJournalEntry *entry = &g_array_index (entries, DecantJournalEntry, i);

      entry->new_uid = decant_identity_index_take (index, &entry->identity);
    }
  return decant_journal_locate (run->journal, (const DecantJournalEntry *)(void *)entries->data,
                                entries->len, error);
}

gboolean
decant_matching_settle (DecantRun *run, DecantConnection *new_connection, DecantFolder *new_folder,
                        gint64 new_folder_id, gint64 folder_id, GHashTable *arrived, GError **error)
{
  gboolean changed = FALSE;

  if (!decant_connection_ensure_folder (new_connection, new_folder, error))
    return FALSE;
  return decant_journal_note_new_uid_validity (
           run->journal, new_folder_id, decant_connection_get_status (new_connection)->uid_validity,
           &changed, error) &&
         decant_matching_locate (run, new_connection, new_folder, new_folder_id, error) &&
         resolve_doubtful (run, new_connection, new_folder, new_folder_id, folder_id, arrived,
                           error);
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

  if (!decant_connection_ensure_folder (connection, folder, error))
    return FALSE;
  if (decant_connection_get_status (connection)->messages > 0 &&
      !decant_list_messages (connection, folder, 1, DECANT_DETAILS_FLAGS_ONLY, DECANT_LIST_WHOLLY,
                             take_stranger, &strangers, error))
    return FALSE;
  *first_uid = strangers.first_uid;
  return TRUE;
}

static gboolean
mark_already_there (DecantRun *run, gint64 folder_id, gint64 new_folder_id, GPtrArray *planned,
                    DecantIdentityIndex *old_index, DecantIdentityIndex *new_index, guint64 *found,
                    GError **error)
{
  g_autoptr (GArray) entries = decant_journal_entry_array_new ();

  for (guint i = 0; i < planned->len; i++)
    {
      const DecantMessage *message = g_ptr_array_index (planned, i);
      const DecantIdentity *identity = decant_identity_index_lookup (old_index, message->uid);
      guint32 new_uid = identity != NULL ? decant_identity_index_take (new_index, identity) : 0;
      DecantJournalEntry entry = {
        .folder_id = folder_id,
        .uid = message->uid,
        .new_folder_id = new_folder_id,
        .new_uid = new_uid,
      };

      if (new_uid == 0)
        continue;
      entry.identity = *identity;
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
  for (guint i = 0; i < entries->len; i++)
    {
      const DecantJournalEntry *entry = &g_array_index (entries, DecantJournalEntry, i);
      guint32 uid = decant_identity_index_take (index, &entry->identity);

      if (uid != 0 && !decant_journal_adopt (run->journal, entry, row->id, uid, error))
        return FALSE;
    }
  return TRUE;
}
