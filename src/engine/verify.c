/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/verify.h"

#include "engine/lane-pool.h"
#include "engine/matching.h"
#include "engine/message-lister.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define READ_BACK_MESSAGES 100

typedef struct
{
  DecantRun *run;
  DecantConnection *connection;
  GPtrArray *new_folders; /* DecantFolder, as the new account lists them now */
} Worker;

/* One new folder being held against the journal. */
typedef struct
{
  Worker *worker;
  DecantFolder *folder;
  GArray *entries;     /* DecantJournalEntry, by new UID */
  GHashTable *by_uid;  /* new UID → index + 1 of those not seen yet */
  GArray *seen;        /* guint: indexes of those that are there */
  GHashTable *altered; /* indexes + 1 of those that are not as sent */
} Comparison;

/* ---- tasks and workers ---- */

static void
free_new_folder (gpointer data)
{
  decant_journal_new_folder_free (data);
}

GPtrArray *
decant_verify_list_tasks (DecantRun *run, const DecantVerification *verification, GError **error)
{
  g_autoptr (GPtrArray) all = decant_journal_list_new_folders (run->journal, error);
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (free_new_folder);

  if (all == NULL)
    return NULL;
  g_ptr_array_set_free_func (all, NULL);
  for (guint i = 0; i < all->len; i++)
    {
      DecantJournalNewFolder *folder = g_ptr_array_index (all, i);
      guint64 count = verification->again ? folder->arrived : folder->unverified;

      g_ptr_array_add (tasks, folder);
      decant_progress_add_to_verify (run->progress, count);
      if (count == 0)
        g_ptr_array_remove_index (tasks, tasks->len - 1);
    }
  return g_steal_pointer (&tasks);
}

gpointer
decant_verify_new_worker (DecantRun *run, GError **error)
{
  Worker *self = g_new0 (Worker, 1);

  self->run = run;
  self->connection = decant_connection_new (run->new_account, DECANT_ACCESS_READ, run->gate);
  decant_connection_set_wanted (self->connection, decant_lane_pool_wants_worker, run);
  for (;;)
    {
      g_autoptr (GError) problem = NULL;

      if (!decant_connection_ensure (self->connection, error))
        break;
      self->new_folders = decant_store_list_folders (
        decant_connection_get_store (self->connection), DECANT_LIST_PLAIN,
        decant_connection_get_cancellable (self->connection), &problem);
      if (self->new_folders != NULL)
        return self;
      if (!decant_connection_recover (self->connection, problem, error))
        break;
    }
  decant_verify_free_worker (self);
  return NULL;
}

void
decant_verify_free_worker (gpointer worker)
{
  Worker *self = worker;

  g_clear_pointer (&self->new_folders, g_ptr_array_unref);
  decant_connection_free (self->connection);
  g_free (self);
}

static DecantFolder *
find_folder (Worker *self, const char *path)
{
  for (guint i = 0; i < self->new_folders->len; i++)
    {
      DecantFolder *folder = g_ptr_array_index (self->new_folders, i);

      if (g_str_equal (folder->path, path))
        return folder;
    }
  return NULL;
}

/* ---- comparing ---- */

static gboolean
has_keyword (char **keywords, const char *wanted)
{
  for (char **word = keywords; word != NULL && *word != NULL; word++)
    if (g_ascii_strcasecmp (*word, wanted) == 0)
      return TRUE;
  return FALSE;
}

/* Servers spell a keyword as it was spelt first in that folder. */
static gboolean
same_keywords (const char *sent, char **now)
{
  g_auto (GStrv) wanted = decant_keywords_split (sent);

  for (char **word = wanted; word != NULL && *word != NULL; word++)
    if (!has_keyword (now, *word))
      return FALSE;
  for (char **word = now; word != NULL && *word != NULL; word++)
    if (!has_keyword (wanted, *word))
      return FALSE;
  return TRUE;
}

/* What is not as it was sent, in words; NULL where all is. */
static char *
describe_difference (const DecantJournalEntry *entry, const DecantMessage *message)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (!entry->has_digest)
    return NULL;
  if (decant_message_is_bare (message))
    return g_strdup (_ ("The new server lists it, but tells neither its size nor its date."));
  /* Servers add headers and line ends of their own; only what is gone tells of damage. */
  if (message->size < entry->size)
    {
      g_autofree char *now = g_strdup_printf ("%" G_GUINT64_FORMAT, message->size);
      g_autofree char *sent = g_strdup_printf ("%" G_GUINT64_FORMAT, entry->size);

      /* Translators: two numbers of bytes */
      g_string_append_printf (words, _ ("It has %s bytes instead of %s. "), now, sent);
    }
  if (!entry->verified && message->flags != entry->flags)
    g_string_append (words, _ ("Its flags differ. "));
  if (!entry->verified && !same_keywords (entry->keywords, message->keywords))
    g_string_append (words, _ ("Its keywords differ. "));
  if (entry->internal_date != DECANT_DATE_UNKNOWN && message->internal_date != entry->internal_date)
    g_string_append (words, _ ("Its date of arrival differs. "));
  if (words->len == 0)
    return NULL;
  return g_strchomp (g_strdup (words->str));
}

static gboolean
record_altered (Comparison *self, guint index, const char *detail, GError **error)
{
  const DecantJournalEntry *entry = &g_array_index (self->entries, DecantJournalEntry, index);

  g_hash_table_add (self->altered, GUINT_TO_POINTER (index + 1));
  return decant_journal_record_altered (self->worker->run->journal, entry, detail, error);
}

static gboolean
take_message (DecantMessage *message, gpointer user_data, GError **error)
{
  Comparison *self = user_data;
  g_autoptr (DecantMessage) owned = message;
  gpointer uid = GUINT_TO_POINTER (message->uid);
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_uid, uid));
  g_autofree char *difference = NULL;

  if (index == 0)
    return TRUE;
  index--;
  g_hash_table_remove (self->by_uid, uid);
  g_array_append_val (self->seen, index);
  difference = describe_difference (&g_array_index (self->entries, DecantJournalEntry, index),
                                    message);
  return difference == NULL || record_altered (self, index, difference, error);
}

static gboolean
index_entries (Comparison *self, gint64 new_folder_id, GError **error)
{
  const DecantVerification *verification = self->worker->run->verification;

  g_clear_pointer (&self->entries, g_array_unref);
  g_hash_table_remove_all (self->by_uid);
  g_hash_table_remove_all (self->altered);
  g_array_set_size (self->seen, 0);
  self->entries = decant_journal_list_arrived (self->worker->run->journal, new_folder_id, FALSE,
                                               error);
  if (self->entries == NULL)
    return FALSE;
  for (guint i = 0; i < self->entries->len; i++)
    {
      const DecantJournalEntry *entry = &g_array_index (self->entries, DecantJournalEntry, i);

      if (entry->new_uid != 0 && (verification->again || !entry->verified))
        g_hash_table_insert (self->by_uid, GUINT_TO_POINTER (entry->new_uid),
                             GUINT_TO_POINTER (i + 1));
    }
  return TRUE;
}

static gboolean
compare_listing (Comparison *self, gint64 new_folder_id, GError **error)
{
  DecantConnection *connection = self->worker->connection;

  if (!index_entries (self, new_folder_id, error) ||
      !decant_connection_ensure_folder (connection, self->folder, error))
    return FALSE;
  return decant_connection_get_status (connection)->messages == 0 ||
         decant_list_messages (connection, self->folder, 1, DECANT_DETAILS_PLAIN,
                               DECANT_LIST_WHOLLY, take_message, self, error);
}

/* ---- reading back ---- */

typedef struct
{
  Comparison *comparison;
  GHashTable *wanted; /* new UID → index + 1 */
} ReadBack;

static gboolean
take_content (guint32 uid, DecantContent *content, const GError *problem, gpointer user_data,
              GError **error)
{
  ReadBack *self = user_data;
  gpointer key = GUINT_TO_POINTER (uid);
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->wanted, key));
  g_autoptr (DecantContent) owned = content;
  const DecantJournalEntry *entry;

  if (index == 0 || content == NULL)
    return TRUE;
  g_hash_table_remove (self->wanted, key);
  entry = &g_array_index (self->comparison->entries, DecantJournalEntry, index - 1);
  decant_progress_add_verified (self->comparison->worker->run->progress, 1);
  return memcmp (decant_content_get_digest (content), entry->digest, sizeof entry->digest) == 0 ||
         record_altered (self->comparison, index - 1, _ ("Its bytes are not those that were sent."),
                         error);
}

/* The wanted UIDs, ascending, at most READ_BACK_MESSAGES of them. */
static GArray *
list_wanted (ReadBack *self)
{
  GArray *uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint32 uid = GPOINTER_TO_UINT (key);

      g_array_append_val (uids, uid);
    }
  g_array_sort (uids, decant_compare_uids);
  if (uids->len > READ_BACK_MESSAGES)
    g_array_set_size (uids, READ_BACK_MESSAGES);
  return uids;
}

/* A message the new server takes but does not hand out is as bad as a missing one. */
static gboolean
give_up_reading (ReadBack *self, guint32 uid, const GError *problem, GError **error)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->wanted, GUINT_TO_POINTER (uid)));
  const char *words = decant_store_error_get_detail (problem);

  g_hash_table_remove (self->wanted, GUINT_TO_POINTER (uid));
  return record_altered (self->comparison, index - 1,
                         words != NULL ? words : _ ("The new server does not hand it out."), error);
}

static gboolean
read_back_some (ReadBack *self, GError **error)
{
  DecantConnection *connection = self->comparison->worker->connection;
  g_autoptr (GArray) uids = list_wanted (self);
  g_autoptr (GError) problem = NULL;
  guint before = g_hash_table_size (self->wanted);
  const guint32 *first = (const guint32 *)(void *)uids->data;
  guint32 current_uid = 0;

  if (!decant_gate_pass (self->comparison->worker->run->gate, error) ||
      !decant_connection_ensure_folder (connection, self->comparison->folder, error))
    return FALSE;
  if (decant_store_read_messages (decant_connection_get_store (connection), first, uids->len,
                                  take_content, self, &current_uid,
                                  decant_connection_get_cancellable (connection), &problem) ||
      g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_MESSAGE))
    return g_hash_table_size (self->wanted) < before ||
           give_up_reading (self, *first, problem, error);
  if (problem->domain != DECANT_STORE_ERROR ||
      !decant_connection_recover (connection, problem, error))
    {
      if (error != NULL && *error == NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (g_hash_table_size (self->wanted) < before)
    return TRUE;
  return give_up_reading (self, current_uid != 0 ? current_uid : *first, problem, error);
}

static gboolean
read_back (Comparison *self, GError **error)
{
  ReadBack back = { .comparison = self, .wanted = g_hash_table_new (NULL, NULL) };
  gboolean well = TRUE;

  for (guint i = 0; i < self->seen->len; i++)
    {
      guint index = g_array_index (self->seen, guint, i);
      const DecantJournalEntry *entry = &g_array_index (self->entries, DecantJournalEntry, index);

      if (entry->has_digest)
        g_hash_table_insert (back.wanted, GUINT_TO_POINTER (entry->new_uid),
                             GUINT_TO_POINTER (index + 1));
    }
  while (well && g_hash_table_size (back.wanted) > 0)
    well = read_back_some (&back, error);
  g_hash_table_unref (back.wanted);
  return well;
}

/* ---- the result ---- */

static gboolean
record_result (Comparison *self, GError **error)
{
  const DecantVerification *verification = self->worker->run->verification;
  DecantJournal *journal = self->worker->run->journal;
  g_autoptr (GArray) verified = g_array_new (FALSE, FALSE, sizeof (DecantJournalEntry));
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (DecantJournalEntry));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->seen->len; i++)
    g_hash_table_add (seen, GUINT_TO_POINTER (g_array_index (self->seen, guint, i) + 1));
  for (guint i = 0; i < self->entries->len; i++)
    {
      const DecantJournalEntry *entry = &g_array_index (self->entries, DecantJournalEntry, i);
      gpointer key = GUINT_TO_POINTER (i + 1);

      if (entry->verified && !verification->again)
        continue;
      if (!g_hash_table_contains (seen, key))
        g_array_append_val (missing, *entry);
      else if (!g_hash_table_contains (self->altered, key))
        g_array_append_val (verified, *entry);
    }
  if (!verification->read_back)
    decant_progress_add_verified (self->worker->run->progress, verified->len + missing->len);
  return (verified->len == 0 ||
          decant_journal_record_verified (
            journal, (const DecantJournalEntry *)(void *)verified->data, verified->len, error)) &&
         (missing->len == 0 ||
          decant_journal_record_missing (journal, (const DecantJournalEntry *)(void *)missing->data,
                                         missing->len, error));
}

static gboolean
compare (Comparison *self, const DecantJournalNewFolder *task, GError **error)
{
  DecantRun *run = self->worker->run;
  gboolean changed = FALSE;

  self->folder = find_folder (self->worker, task->path);
  /* A folder that is gone has lost all that was in it. */
  if (self->folder == NULL)
    return index_entries (self, task->id, error) && record_result (self, error);
  if (!decant_connection_ensure_folder (self->worker->connection, self->folder, error))
    return FALSE;
  return decant_journal_note_new_uid_validity (
           run->journal, task->id,
           decant_connection_get_status (self->worker->connection)->uid_validity, &changed,
           error) &&
         decant_matching_locate (run, self->worker->connection, self->folder, task->id, error) &&
         compare_listing (self, task->id, error) &&
         (!run->verification->read_back || read_back (self, error)) && record_result (self, error);
}

gboolean
decant_verify_work (DecantRun *run, gpointer worker, gpointer task, GError **error)
{
  const DecantJournalNewFolder *folder = task;
  Comparison comparison = {
    .worker = worker,
    .by_uid = g_hash_table_new (NULL, NULL),
    .seen = g_array_new (FALSE, FALSE, sizeof (guint)),
    .altered = g_hash_table_new (NULL, NULL),
  };
  g_autoptr (GError) problem = NULL;
  gboolean well;

  /* Translators: %s is a folder */
  decant_progress_set_activity (run->progress, _ ("Verifying “%s”"), folder->path);
  well = decant_gate_pass (run->gate, &problem) && compare (&comparison, folder, &problem);
  /* A folder that cannot be opened stays unverified, and the report says so; the others go on. */
  if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
    well = TRUE;
  if (!well)
    g_propagate_error (error, g_steal_pointer (&problem));
  g_clear_pointer (&comparison.entries, g_array_unref);
  g_hash_table_unref (comparison.by_uid);
  g_array_unref (comparison.seen);
  g_hash_table_unref (comparison.altered);
  return well;
}
