/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/doubtful.h"

#include "engine/matching.h"
#include "engine/message-lister.h"
#include "engine/read-back.h"

#include <string.h>

/* Seconds: a server may still be working off what it had received when the connection ended; who
 * looks too early sends it twice. */
#define SETTLING_PAUSE 1.0
#define SECOND_PAUSE 0.3
#define MOST_READ_BACK 500 /* candidates that are read whole to compare digests */

/* What must be the same for a candidate to be the message that was sent. */
typedef enum
{
  BY_DIGEST_AND_MARKS, /* flags, keywords and date as well: of two copies each gets its own */
  BY_DIGEST,
  BY_IDENTITY_AND_SIZE,
  BY_IDENTITY,
} Likeness;

/* A message on the new side that may be one of those that were on their way. */
typedef struct
{
  guint32 uid; /* first, for sorting */
  gint64 internal_date;
  guint64 size;
  DecantFlags flags;
  char *keywords; /* joined */
  gboolean read;
  gboolean taken;
  guint8 digest[DECANT_CONTENT_DIGEST_LENGTH];
  DecantIdentity identity;
} Candidate;

typedef struct
{
  GHashTable *known; /* new UIDs this move accounts for already, or that are candidates */
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

  /* Added, it is known from now on. */
  if (g_hash_table_add (self->known, GUINT_TO_POINTER (message->uid)))
    {
      Candidate candidate = {
        .uid = message->uid,
        .internal_date = message->internal_date,
        .size = message->size,
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
 * What cannot be read back is matched by those. */
static gboolean
read_candidates (Search *self, DecantConnection *connection, DecantFolder *folder, GError **error)
{
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (self->candidates->len > MOST_READ_BACK)
    return TRUE;
  for (guint i = 0; i < self->candidates->len; i++)
    g_array_append_val (uids, g_array_index (self->candidates, Candidate, i).uid);
  return decant_read_back (connection, folder, (const guint32 *)(void *)uids->data, uids->len,
                           take_content, self, error);
}

static gboolean
look (Search *self, DecantConnection *connection, DecantFolder *folder, guint32 first_uid,
      GError **error)
{
  return decant_list_messages (connection, folder, first_uid, G_MAXUINT32, DECANT_DETAILS_HEADERS,
                               DECANT_LIST_WHOLLY, take_candidate, self, error);
}

/* Where there are fewer than what is in doubt, a second look comes before anything is sent again: a
 * server may have been slower than thought, or have left one out of its list. */
static gboolean
find_candidates (Search *self, DecantRun *run, DecantConnection *connection, DecantFolder *folder,
                 guint32 first_uid, guint64 wanted, GError **error)
{
  if (!look (self, connection, folder, first_uid, error))
    return FALSE;
  if (self->candidates->len < wanted && (!decant_gate_wait (run->gate, SECOND_PAUSE, NULL, error) ||
                                         !look (self, connection, folder, first_uid, error)))
    return FALSE;
  g_array_sort (self->candidates, decant_compare_uids);
  return read_candidates (self, connection, folder, error);
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
    case BY_IDENTITY_AND_SIZE:
      return self->size == entry->size && decant_identity_equal (&self->identity, &entry->identity);
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

/* Gives candidates to those of @entries that have none yet. */
static void
match_all (Search *self, GArray *entries, Likeness likeness)
{
  for (guint i = 0; i < entries->len; i++)
    {
      DecantJournalEntry *entry = &g_array_index (entries, DecantJournalEntry, i);

      if (entry->new_uid == 0)
        entry->new_uid = match (self, entry, likeness);
    }
}

/* What was found is done; it is no longer among the doubtful ones then. */
static gboolean
record_found (DecantRun *run, GArray *doubtful, gint64 folder_id, GHashTable *arrived,
              GError **error)
{
  for (guint i = doubtful->len; i > 0; i--)
    {
      DecantJournalEntry *entry = &g_array_index (doubtful, DecantJournalEntry, i - 1);

      if (entry->new_uid == 0)
        continue;
      if (!decant_journal_record_outcome (run->journal, entry, 1, DECANT_OUTCOME_DONE, error))
        return FALSE;
      if (arrived != NULL && entry->folder_id == folder_id)
        g_hash_table_add (arrived, GUINT_TO_POINTER (entry->uid));
      g_array_remove_index (doubtful, i - 1);
    }
  return TRUE;
}

typedef struct
{
  Search *search;
  Likeness likeness;
} Comparison;

static void
match_arrived (DecantJournalEntry *entry, gpointer user_data)
{
  const Comparison *self = user_data;

  entry->new_uid = match (self->search, entry, self->likeness);
}

/* By content, those that are known to have arrived, if not where, among them: so neither takes the
 * other's place. */
static gboolean
match_by_digest (Search *self, DecantRun *run, GArray *doubtful, gint64 new_folder_id,
                 GError **error)
{
  Comparison comparison = { self, BY_DIGEST_AND_MARKS };
  guint64 left = 0;

  /* Too many to have been read: there are no digests. */
  if (self->candidates->len > MOST_READ_BACK)
    return TRUE;
  for (; comparison.likeness <= BY_DIGEST; comparison.likeness++)
    {
      if (!decant_matching_locate_each (run, new_folder_id, match_arrived, &comparison, &left,
                                        error))
        return FALSE;
      match_all (self, doubtful, comparison.likeness);
    }
  return TRUE;
}

static gboolean
drop_known (Search *self, DecantRun *run, gint64 new_folder_id, GError **error)
{
  g_autoptr (GHashTable) known = decant_journal_list_new_uids (run->journal, new_folder_id, error);

  if (known == NULL)
    return FALSE;
  for (guint i = 0; i < self->candidates->len; i++)
    {
      Candidate *candidate = &g_array_index (self->candidates, Candidate, i);

      candidate->taken |= g_hash_table_contains (known, GUINT_TO_POINTER (candidate->uid));
    }
  return TRUE;
}

/* The closest likeness of all first, so that none takes what belongs to another entry; and what has
 * arrived for certain takes its place before what may have. */
static gboolean
settle_doubtful (Search *self, DecantRun *run, DecantConnection *connection, DecantFolder *folder,
                 GArray *doubtful, gint64 new_folder_id, gint64 folder_id, GHashTable *arrived,
                 GError **error)
{
  if (!match_by_digest (self, run, doubtful, new_folder_id, error) ||
      !record_found (run, doubtful, folder_id, arrived, error) ||
      !decant_matching_locate (run, connection, folder, new_folder_id, error) ||
      !drop_known (self, run, new_folder_id, error))
    return FALSE;
  match_all (self, doubtful, BY_IDENTITY_AND_SIZE);
  match_all (self, doubtful, BY_IDENTITY);
  return record_found (run, doubtful, folder_id, arrived, error) &&
         (doubtful->len == 0 || decant_journal_record_outcome (
                                  run->journal, (const DecantJournalEntry *)(void *)doubtful->data,
                                  doubtful->len, DECANT_OUTCOME_PLANNED_AGAIN, error));
}

static guint32
find_first_uid (GArray *doubtful)
{
  guint32 first_uid = G_MAXUINT32;

  for (guint i = 0; i < doubtful->len; i++)
    first_uid = MIN (first_uid, g_array_index (doubtful, DecantJournalEntry, i).uid_next);
  return MAX (first_uid, 1);
}

/* For counting. */
static void
leave_unlocated (DecantJournalEntry *entry, gpointer user_data)
{
}

gboolean
decant_doubtful_resolve (DecantRun *run, DecantConnection *connection, DecantFolder *folder,
                         gint64 new_folder_id, gint64 folder_id, DecantDoubt doubt,
                         GHashTable *arrived, GError **error)
{
  g_autoptr (GArray) doubtful = decant_journal_list_doubtful (run->journal, new_folder_id, error);
  g_autoptr (GHashTable) known = NULL;
  guint64 unlocated = 0;
  Search search = { 0 };
  gboolean done;

  if (doubtful == NULL)
    return FALSE;
  if (doubtful->len == 0)
    return TRUE;
  if (doubt == DECANT_DOUBT_UNANSWERED &&
      !decant_gate_wait (run->gate, SETTLING_PAUSE, NULL, error))
    return FALSE;
  known = decant_journal_list_new_uids (run->journal, new_folder_id, error);
  if (known == NULL ||
      !decant_matching_locate_each (run, new_folder_id, leave_unlocated, NULL, &unlocated, error))
    return FALSE;
  search = (Search){ known, g_array_new (FALSE, FALSE, sizeof (Candidate)) };
  g_array_set_clear_func (search.candidates, clear_candidate);
  done = find_candidates (&search, run, connection, folder, find_first_uid (doubtful),
                          doubt == DECANT_DOUBT_UNANSWERED ? doubtful->len + unlocated : 0,
                          error) &&
         settle_doubtful (&search, run, connection, folder, doubtful, new_folder_id, folder_id,
                          arrived, error);
  g_array_unref (search.candidates);
  return done;
}
