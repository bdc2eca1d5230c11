/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/verify.h"

#include "engine/comparison.h"
#include "engine/lane-pool.h"
#include "engine/matching.h"
#include "engine/message-lister.h"
#include "engine/relocation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define READ_BACK_MESSAGES 100

/* What one worker looks at in one go; a larger folder in slices of so many messages. */
#define GROUP_FOLDERS 100
#define GROUP_MESSAGES 12500
#define MOST_PASSES 3

typedef struct
{
  DecantRun *run;
  DecantConnection *connection;
  GHashTable *new_folders; /* path → DecantFolder, as the new account lists them now */
} Worker;

/* One new folder of a task. */
typedef struct
{
  const DecantJournalNewFolder *known;
  DecantFolder *folder; /* borrowed from the worker; NULL: it is gone */
  DecantComparison *comparison;
  gboolean usual; /* nothing but its listing is needed */
  gboolean listed;
  gboolean relocated; /* so what seems missing or altered is */
} Proof;

/* ---- tasks and workers ---- */

static void
free_new_folder (gpointer data)
{
  decant_journal_new_folder_free (data);
}

static void
free_group (gpointer data)
{
  g_ptr_array_unref (data);
}

/* The next folder's place: the last group, or a new one where that is full. */
static GPtrArray *
find_group (GPtrArray *tasks, guint64 *messages, guint64 more)
{
  GPtrArray *group = tasks->len > 0 ? tasks->pdata[tasks->len - 1] : NULL;

  if (group == NULL || group->len >= GROUP_FOLDERS || *messages + more > GROUP_MESSAGES)
    {
      group = g_ptr_array_new_with_free_func (free_new_folder);
      g_ptr_array_add (tasks, group);
      *messages = 0;
    }
  *messages += more;
  return group;
}

GPtrArray *
decant_verify_list_tasks (DecantRun *run, const DecantVerification *verification, GError **error)
{
  g_autoptr (GPtrArray) all = decant_journal_list_new_folders (run->journal, error);
  GPtrArray *tasks;
  guint64 messages = 0;

  if (all == NULL)
    return NULL;
  tasks = g_ptr_array_new_with_free_func (free_group);
  for (guint i = 0; i < all->len; i++)
    {
      const DecantJournalNewFolder *folder = all->pdata[i];
      guint64 count = verification->again ? folder->arrived : folder->unverified;

      decant_progress_add_to_verify (run->progress, count);
      if (count > 0)
        g_ptr_array_add (find_group (tasks, &messages, folder->arrived),
                         g_steal_pointer (&all->pdata[i]));
    }
  return tasks;
}

static gboolean
list_folders (Worker *self, GError **error)
{
  g_autoptr (GPtrArray) folders = decant_store_list_folders (
    decant_connection_get_store (self->connection), DECANT_LIST_PLAIN,
    decant_connection_get_cancellable (self->connection), error);

  if (folders == NULL)
    return FALSE;
  for (guint i = 0; i < folders->len; i++)
    {
      DecantFolder *folder = folders->pdata[i];

      g_hash_table_replace (self->new_folders, folder->path, decant_folder_ref (folder));
    }
  return TRUE;
}

gpointer
decant_verify_new_worker (DecantRun *run, GError **error)
{
  Worker *self = g_new0 (Worker, 1);

  self->run = run;
  self->new_folders = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                             (GDestroyNotify)decant_folder_unref);
  self->connection = decant_connection_new (run->new_account, DECANT_ACCESS_READ, run->gate);
  decant_connection_set_wanted (self->connection, decant_lane_pool_wants_worker, run);
  for (;;)
    {
      g_autoptr (GError) problem = NULL;

      if (!decant_connection_ensure (self->connection, error))
        break;
      if (list_folders (self, &problem))
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

  decant_connection_free (self->connection);
  g_hash_table_unref (self->new_folders);
  g_free (self);
}

/* ---- reading back ---- */

typedef struct
{
  Worker *worker;
  DecantFolder *folder;
  DecantComparison *comparison;
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
  decant_progress_add_verified (self->worker->run->progress, 1);
  if (memcmp (decant_content_get_digest (content), entry->digest, sizeof entry->digest) != 0)
    decant_comparison_note_altered (self->comparison, index - 1,
                                    _ ("Its bytes are not those that were sent."));
  return TRUE;
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
static void
give_up_reading (ReadBack *self, guint32 uid, const GError *problem)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->wanted, GUINT_TO_POINTER (uid)));
  const char *words = decant_store_error_get_detail (problem);

  g_hash_table_remove (self->wanted, GUINT_TO_POINTER (uid));
  decant_comparison_note_altered (self->comparison, index - 1,
                                  words != NULL ? words
                                                : _ ("The new server does not hand it out."));
}

static gboolean
read_back_some (ReadBack *self, GError **error)
{
  DecantConnection *connection = self->worker->connection;
  g_autoptr (GArray) uids = list_wanted (self);
  g_autoptr (GError) problem = NULL;
  guint before = g_hash_table_size (self->wanted);
  const guint32 *first = (const guint32 *)(void *)uids->data;
  guint32 current_uid = 0;

  if (!decant_gate_pass (self->worker->run->gate, error) ||
      !decant_connection_ensure_folder (connection, self->folder, error))
    return FALSE;
  if (!decant_store_read_messages (decant_connection_get_store (connection), first, uids->len,
                                   take_content, self, &current_uid,
                                   decant_connection_get_cancellable (connection), &problem) &&
      !g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_MESSAGE))
    {
      if (problem->domain != DECANT_STORE_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      if (!decant_connection_recover (connection, problem, error))
        return FALSE;
    }
  if (!g_hash_table_contains (self->wanted, GUINT_TO_POINTER (current_uid)))
    current_uid = *first;
  if (g_hash_table_size (self->wanted) == before)
    give_up_reading (self, current_uid, problem);
  return TRUE;
}

static gboolean
read_back (Worker *worker, DecantFolder *folder, DecantComparison *self, GError **error)
{
  ReadBack back = { worker, folder, self, g_hash_table_new (NULL, NULL) };
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

/* ---- all folders of a task, the quick way ---- */

typedef struct
{
  Worker *worker;
  GPtrArray *proofs; /* Proof, borrowed */
} Tour;

static gboolean
folder_opened (guint index, const DecantFolderStatus *status, gpointer user_data, GError **error)
{
  const Tour *self = user_data;
  Proof *proof = self->proofs->pdata[index];
  DecantRun *run = self->worker->run;
  gboolean changed = FALSE;

  /* Translators: %s is a folder */
  decant_progress_set_activity (run->progress, _ ("Verifying “%s”"), proof->known->path);
  decant_connection_note_success (self->worker->connection);
  if (!decant_gate_pass (run->gate, error) ||
      !decant_journal_note_new_uid_validity (run->journal, proof->known->id, status->uid_validity,
                                             &changed, error) ||
      !decant_comparison_begin (proof->comparison, G_MAXUINT, error))
    return FALSE;
  proof->usual = decant_comparison_is_located (proof->comparison);
  return TRUE;
}

static gboolean
message_listed (guint index, DecantMessage *message, gpointer user_data, GError **error)
{
  const Tour *self = user_data;
  Proof *proof = self->proofs->pdata[index];

  if (proof->usual)
    return decant_comparison_take (message, proof->comparison, error);
  decant_message_free (message);
  return TRUE;
}

static gboolean
folder_finished (guint index, gboolean wholly, gpointer user_data, GError **error)
{
  const Tour *self = user_data;
  Proof *proof = self->proofs->pdata[index];

  proof->listed = wholly && proof->usual;
  if (!proof->listed || self->worker->run->verification->read_back ||
      decant_comparison_is_doubtful (proof->comparison))
    return TRUE;
  if (!decant_comparison_record (proof->comparison, error))
    return FALSE;
  g_clear_pointer (&proof->comparison, decant_comparison_free);
  return TRUE;
}

/* What is not listed so is for the way that bears everything. */
static gboolean
list_many (Worker *self, GArray *proofs, GError **error)
{
  const DecantVisitFuncs funcs = { folder_opened, message_listed, folder_finished };
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();
  g_autoptr (GPtrArray) visited = g_ptr_array_new ();
  g_autoptr (GError) problem = NULL;
  Tour tour = { self, visited };

  for (guint i = 0; i < proofs->len; i++)
    {
      Proof *proof = &g_array_index (proofs, Proof, i);

      if (proof->folder == NULL)
        continue;
      g_ptr_array_add (folders, proof->folder);
      g_ptr_array_add (visited, proof);
    }
  if (folders->len < 2 ||
      decant_connection_visit_folders (self->connection, folders, DECANT_DETAILS_PLAIN, &funcs,
                                       &tour, &problem))
    return TRUE;
  return decant_connection_recover (self->connection, problem, error);
}

/* ---- one folder, whatever the server does ---- */

/* *@changed: the new folder, which is open, has been numbered anew. */
static gboolean
note_numbering (Worker *self, const Proof *proof, gboolean *changed, GError **error)
{
  return decant_journal_note_new_uid_validity (
    self->run->journal, proof->known->id,
    decant_connection_get_status (self->connection)->uid_validity, changed, error);
}

/* What the comparison has begun with. */
static gboolean
list_slice (Worker *self, const Proof *proof, GError **error)
{
  guint32 first_uid, last_uid;

  if (!decant_connection_ensure_folder (self->connection, proof->folder, error))
    return FALSE;
  return decant_connection_get_status (self->connection)->messages == 0 ||
         !decant_comparison_get_range (proof->comparison, &first_uid, &last_uid) ||
         decant_list_messages (self->connection, proof->folder, first_uid, last_uid,
                               DECANT_DETAILS_PLAIN, DECANT_LIST_WHOLLY, decant_comparison_take,
                               proof->comparison, error);
}

/* Nothing is called missing or altered before it was looked for under other UIDs than those that
 * the server told. *@changed: some were wrong. */
static gboolean
relocate (Worker *self, Proof *proof, gboolean *changed, GError **error)
{
  if (proof->relocated || proof->folder == NULL ||
      !decant_comparison_is_doubtful (proof->comparison))
    return TRUE;
  proof->relocated = TRUE;
  return decant_relocation_run (self->run, self->connection, proof->folder, proof->known->id,
                                changed, error);
}

static gboolean
compare_bytes (Worker *self, Proof *proof, gboolean *changed, GError **error)
{
  return read_back (self, proof->folder, proof->comparison, error) &&
         relocate (self, proof, changed, error);
}

/* *@changed: it is to be compared anew, and nothing is recorded. */
static gboolean
record (Worker *self, Proof *proof, gboolean *changed, GError **error)
{
  if (!relocate (self, proof, changed, error) || (!*changed && self->run->verification->read_back &&
                                                  !compare_bytes (self, proof, changed, error)))
    return FALSE;
  return *changed || decant_comparison_record (proof->comparison, error);
}

/* A folder that is gone has lost all that was in it. *@changed: it was numbered anew since it was
 * opened first, or not as the server had said, so that what was listed may be other messages: those
 * of the rest are to be found again. */
static gboolean
prove_slice (Worker *self, Proof *proof, gboolean *changed, GError **error)
{
  if (!decant_gate_pass (self->run->gate, error))
    return FALSE;
  if (proof->folder != NULL &&
      (!list_slice (self, proof, error) || !note_numbering (self, proof, changed, error)))
    return FALSE;
  return *changed || record (self, proof, changed, error);
}

static gboolean
prove_in_slices (Worker *self, Proof *proof, gboolean *changed, GError **error)
{
  if (!decant_comparison_begin (proof->comparison, GROUP_MESSAGES, error))
    return FALSE;
  *changed = FALSE;
  while (proof->comparison->entries->len > 0)
    {
      if (!prove_slice (self, proof, changed, error))
        return FALSE;
      if (*changed)
        return TRUE;
      if (!decant_comparison_go_on (proof->comparison, GROUP_MESSAGES, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
locate (Worker *self, const Proof *proof, GError **error)
{
  gboolean changed = FALSE;

  /* Translators: %s is a folder */
  decant_progress_set_activity (self->run->progress, _ ("Verifying “%s”"), proof->known->path);
  return proof->folder == NULL ||
         (decant_connection_ensure_folder (self->connection, proof->folder, error) &&
          note_numbering (self, proof, &changed, error) &&
          decant_matching_locate (self->run, self->connection, proof->folder, proof->known->id,
                                  error));
}

/* A folder that is numbered anew again and again stays unverified. */
static gboolean
prove (Worker *self, Proof *proof, GError **error)
{
  gboolean changed = !proof->listed;

  if (!decant_gate_pass (self->run->gate, error) ||
      (proof->listed && !record (self, proof, &changed, error)))
    return FALSE;
  for (guint pass = 0; changed && pass < MOST_PASSES; pass++)
    if (!locate (self, proof, error) || !prove_in_slices (self, proof, &changed, error))
      return FALSE;
  return TRUE;
}

/* Those that were not recorded at once. */
static gboolean
prove_rest (Worker *self, GArray *proofs, GError **error)
{
  for (guint i = 0; i < proofs->len; i++)
    {
      Proof *proof = &g_array_index (proofs, Proof, i);
      g_autoptr (GError) problem = NULL;

      /* A folder that cannot be opened stays unverified, and the report says so; the others go on.
       */
      if (proof->comparison == NULL || prove (self, proof, &problem) ||
          g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
        continue;
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  return TRUE;
}

static void
clear_proof (gpointer data)
{
  Proof *proof = data;

  decant_comparison_free (proof->comparison);
}

gboolean
decant_verify_work (DecantRun *run, gpointer worker, gpointer task, GError **error)
{
  Worker *self = worker;
  const GPtrArray *group = task;
  g_autoptr (GArray) proofs = g_array_new (FALSE, TRUE, sizeof (Proof));

  g_array_set_clear_func (proofs, clear_proof);
  for (guint i = 0; i < group->len; i++)
    {
      const DecantJournalNewFolder *known = group->pdata[i];
      Proof proof = { .known = known,
                      .folder = g_hash_table_lookup (self->new_folders, known->path),
                      .comparison = decant_comparison_new (run, known->id) };

      g_array_append_val (proofs, proof);
    }
  return list_many (self, proofs, error) && prove_rest (self, proofs, error);
}
