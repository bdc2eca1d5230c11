/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/already-there.h"

#include "engine/matching.h"
#include "engine/message-lister.h"

/* What of the journal is read or written at a time: a folder may be large. */
#define SLICE_MESSAGES 2000

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
decant_already_there_find (DecantRun *run, DecantConnection *old_connection,
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
  return new_index != NULL &&
         decant_matching_locate_in (run, new_folder_id, new_index, &left, error) &&
         mark_already_there (run, folder_id, new_folder_id, planned, old_connection, old_folder,
                             new_index, found, error);
}
