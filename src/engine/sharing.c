/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/sharing.h"

#include "engine/lane-pool.h"
#include "engine/message-lister.h"

struct _DecantSharing
{
  const DecantPlan *plan;
  gboolean once;         /* each is copied once only */
  gboolean rest;         /* there is a folder of all mail that is wanted for its rest */
  GMutex mutex;          /* over what follows while it is made */
  GHashTable *arrived;   /* object id → who has it copied */
  GHashTable *first;     /* object id → who is the first to have it */
  GHashTable *elsewhere; /* object ids of what is in a folder that is no view, a set */
  DecantTwins *twins;    /* NULL: duplicates are not left behind */
};

/* One folder being listed. */
typedef struct
{
  DecantRun *run;
  DecantConnection *connection;
  DecantSharing *sharing;
  const DecantPlanFolder *folder;
  guint place;
  GArray *all;   /* object ids */
  GArray *taken; /* of those that are taken along */
} Folder;

/* Of a folder that tells labels these say the same, at less cost. */
static gboolean
is_rest_by_id (const DecantPlanFolder *folder)
{
  return folder->rest_only && !folder->old_folder->tells_labels;
}

guint
decant_sharing_rank (const DecantPlan *plan, const char *path)
{
  int index = decant_plan_find (plan, path);
  guint behind = 0;

  if (index < 0)
    return 0;
  if (decant_folder_is_view (decant_plan_get_folder (plan, (guint)index)->old_folder))
    behind = decant_plan_get_n_folders (plan);
  return (guint)index + behind + 1;
}

static const char *
get_path (const DecantPlan *plan, guint place)
{
  return place != 0 ? decant_plan_get_folder (plan, (place - 1) % decant_plan_get_n_folders (plan))
                        ->old_folder->path
                    : "";
}

static void
enter (GHashTable *table, guint64 object_id, guint place)
{
  gpointer known = NULL;

  if (!g_hash_table_lookup_extended (table, &object_id, NULL, &known) ||
      place < GPOINTER_TO_UINT (known))
    g_hash_table_replace (table, g_memdup2 (&object_id, sizeof object_id),
                          GUINT_TO_POINTER (place));
}

static void
take_arrived (guint64 object_id, const char *path, gpointer user_data)
{
  DecantSharing *self = user_data;

  enter (self->arrived, object_id, decant_sharing_rank (self->plan, path));
}

/* ---- listing ---- */

static gpointer
new_worker (DecantRun *run, GError **error)
{
  DecantConnection *connection = decant_connection_new (run->old_account, DECANT_ACCESS_READ,
                                                        run->gate);

  decant_connection_set_wanted (connection, decant_lane_pool_wants_worker, run);
  if (decant_connection_ensure (connection, error))
    return connection;
  decant_connection_free (connection);
  return NULL;
}

static void
free_worker (gpointer worker)
{
  decant_connection_free (worker);
}

static void
take_twin (Folder *self, guint32 uid_validity, const DecantMessage *message)
{
  DecantTwinKey key;

  if (self->sharing->twins == NULL || !decant_twin_key_init (&key, message))
    return;
  g_mutex_lock (&self->sharing->mutex);
  decant_twins_add (self->sharing->twins, &key, self->place, uid_validity, message->uid);
  g_mutex_unlock (&self->sharing->mutex);
}

static gboolean
take_message (DecantMessage *message, gpointer user_data, GError **error)
{
  Folder *self = user_data;
  guint32 uid_validity = decant_connection_get_status (self->connection)->uid_validity;
  gboolean taken = self->folder->choice == DECANT_PLAN_COPY &&
                   decant_plan_takes_message_under (self->run->plan, self->folder, uid_validity,
                                                    message);

  if (message->object_id != 0)
    g_array_append_val (self->all, message->object_id);
  if (message->object_id != 0 && taken)
    g_array_append_val (self->taken, message->object_id);
  if (taken)
    take_twin (self, uid_validity, message);
  decant_message_free (message);
  return TRUE;
}

static void
enter_all (DecantSharing *self, const Folder *folder)
{
  const DecantFolder *old_folder = folder->folder->old_folder;
  guint place = folder->place;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; self->once && i < folder->taken->len; i++)
    enter (self->first, g_array_index (folder->taken, guint64, i), place);
  for (guint i = 0; self->rest && !decant_folder_is_view (old_folder) && i < folder->all->len; i++)
    enter (self->elsewhere, g_array_index (folder->all, guint64, i), place);
}

static gboolean
list_folder (DecantRun *run, gpointer worker, gpointer task, GError **error)
{
  DecantSharing *self = (DecantSharing *)run->sharing;
  const DecantPlanFolder *plan_folder = task;
  DecantDetails details = plan_folder->rest_only ? DECANT_DETAILS_LABELS : DECANT_DETAILS_PLAIN;
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GError) problem = NULL;
  Folder folder = {
    .run = run,
    .connection = worker,
    .sharing = self,
    .folder = plan_folder,
    .place = decant_sharing_rank (run->plan, plan_folder->old_folder->path),
    .all = all,
    .taken = taken,
  };

  if (self->twins != NULL && plan_folder->choice == DECANT_PLAN_COPY)
    details |= DECANT_DETAILS_HEADERS;
  if (!decant_gate_pass (run->gate, error))
    return FALSE;
  if (!decant_list_messages (worker, plan_folder->old_folder, 1, G_MAXUINT32, details,
                             DECANT_LIST_WHOLLY, take_message, &folder, &problem) &&
      !g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  enter_all (self, &folder);
  return TRUE;
}

/* What is in no other folder shows only when all of them have been listed, whether they are taken
 * along or not. */
static gboolean
is_to_be_listed (const DecantSharing *self, const DecantPlanFolder *folder)
{
  const DecantFolder *old_folder = folder->old_folder;
  gboolean copies = folder->choice == DECANT_PLAN_COPY;

  return old_folder->selectable &&
         ((self->twins != NULL && copies) ||
          (old_folder->tells_object_ids &&
           ((self->once && copies) || (self->rest && !decant_folder_is_view (old_folder)))));
}

static GPtrArray *
list_tasks (const DecantSharing *self)
{
  GPtrArray *tasks = g_ptr_array_new ();

  for (guint i = 0; i < decant_plan_get_n_folders (self->plan); i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (self->plan, i);

      if (is_to_be_listed (self, folder))
        g_ptr_array_add (tasks, (gpointer)folder);
    }
  return tasks;
}

static gboolean
wants_rest_by_id (const DecantPlan *plan)
{
  for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (plan, i);

      if (folder->choice == DECANT_PLAN_COPY && is_rest_by_id (folder))
        return TRUE;
    }
  return FALSE;
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/* A check reads all duplicates: any of them may be the one that goes, and it has no journal that
 * tells which has. */
static DecantSharing *
new_empty (const DecantPlan *plan, gboolean copies)
{
  DecantSharing *self = g_new0 (DecantSharing, 1);

  g_mutex_init (&self->mutex);
  self->plan = plan;
  self->once = decant_plan_get_rules (plan)->copy_once;
  self->rest = wants_rest_by_id (plan);
  self->arrived = new_table ();
  self->first = new_table ();
  self->elsewhere = new_table ();
  if (copies && decant_plan_get_rules (plan)->leave_duplicates)
    self->twins = decant_twins_new ();
  return self;
}

static void
take_arrived_twin (const DecantTwinKey *key, const char *old_path, guint32 uid_validity,
                   guint32 uid, gpointer user_data)
{
  DecantSharing *self = user_data;

  decant_twins_note_arrived (self->twins, key, decant_sharing_rank (self->plan, old_path),
                             uid_validity, uid);
}

static gboolean
choose_twins (DecantSharing *self, DecantJournal *journal, GError **error)
{
  if (self->twins == NULL)
    return TRUE;
  decant_twins_close (self->twins);
  if (!decant_journal_foreach_arrived_twin (journal, take_arrived_twin, self, error))
    return FALSE;
  decant_twins_choose (self->twins);
  return TRUE;
}

DecantSharing *
decant_sharing_new (DecantRun *run)
{
  const DecantLaneFuncs funcs = { new_worker, free_worker, list_folder };
  g_autoptr (DecantSharing) self = new_empty (run->plan, run->journal != NULL);
  g_autoptr (GPtrArray) tasks = list_tasks (self);
  GError *error = NULL;

  if (tasks->len == 0)
    return NULL;
  /* A check has no journal. */
  if (self->once && run->journal != NULL &&
      !decant_journal_foreach_object (run->journal, take_arrived, self, &error))
    {
      decant_run_fail (run, error);
      return NULL;
    }
  run->sharing = self;
  decant_lane_pool_work_off (run, tasks, &funcs);
  run->sharing = NULL;
  if (!decant_run_has_failed (run) && !choose_twins (self, run->journal, &error))
    decant_run_fail (run, error);
  return decant_run_has_failed (run) ? NULL : g_steal_pointer (&self);
}

void
decant_sharing_free (DecantSharing *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->arrived);
  g_hash_table_unref (self->first);
  g_hash_table_unref (self->elsewhere);
  decant_twins_free (self->twins);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gboolean
is_of_others (const DecantSharing *self, const DecantPlanFolder *folder,
              const DecantMessage *message)
{
  return message->object_id != 0 && is_rest_by_id (folder) &&
         g_hash_table_contains (self->elsewhere, &message->object_id);
}

gboolean
decant_sharing_gives (const DecantSharing *self, const DecantPlanFolder *folder,
                      const DecantMessage *message)
{
  gpointer place = NULL;

  if (self == NULL || message->object_id == 0)
    return TRUE;
  if (is_of_others (self, folder, message))
    return FALSE;
  if ((!g_hash_table_lookup_extended (self->arrived, &message->object_id, NULL, &place) &&
       !g_hash_table_lookup_extended (self->first, &message->object_id, NULL, &place)))
    return TRUE;
  return GPOINTER_TO_UINT (place) == decant_sharing_rank (self->plan, folder->old_folder->path);
}

/* ---- duplicates ---- */

/* Whether the server says the same of the message as before; a duplicate is not left behind unless
 * it does. */
static gboolean
is_as_before (const DecantTwinKey *key, const DecantMessage *message)
{
  DecantTwinKey now;

  return decant_twin_key_init (&now, message) && decant_twin_key_equal (&now, key);
}

/* Once a message is known by what it is, that alone decides: if its object id had a say as well,
 * each of two could be left behind for the other. */
void
decant_sharing_judge (const DecantSharing *self, const DecantPlanFolder *folder,
                      guint32 uid_validity, const DecantMessage *message,
                      DecantSharingVerdict *verdict)
{
  DecantTwinFate fate = DECANT_TWIN_UNKNOWN;
  guint goes_from = 0;

  *verdict = (DecantSharingVerdict){ 0 };
  if (self != NULL && self->twins != NULL && !is_of_others (self, folder, message))
    fate = decant_twins_find (self->twins,
                              decant_sharing_rank (self->plan, folder->old_folder->path),
                              uid_validity, message->uid, &verdict->key, &goes_from);
  if (fate == DECANT_TWIN_STAYS && !is_as_before (&verdict->key, message))
    fate = DECANT_TWIN_UNKNOWN;
  verdict->has_key = fate != DECANT_TWIN_UNKNOWN;
  verdict->gives = fate == DECANT_TWIN_UNKNOWN ? decant_sharing_gives (self, folder, message)
                                               : fate == DECANT_TWIN_GOES;
  if (fate == DECANT_TWIN_STAYS)
    verdict->same_as = get_path (self->plan, goes_from);
}

DecantDetails
decant_sharing_details (const DecantSharing *self, const DecantPlanFolder *folder)
{
  DecantDetails details = folder->rest_only ? DECANT_DETAILS_LABELS : DECANT_DETAILS_PLAIN;

  if (decant_sharing_knows_twins (self) &&
      decant_twins_has_staying (self->twins,
                                decant_sharing_rank (self->plan, folder->old_folder->path)))
    details |= DECANT_DETAILS_HEADERS;
  return details;
}

gboolean
decant_sharing_knows_twins (const DecantSharing *self)
{
  return self != NULL && self->twins != NULL;
}

gboolean
decant_sharing_choose_instead (DecantSharing *self, const char *path, guint32 uid)
{
  return decant_twins_choose_instead (self->twins, decant_sharing_rank (self->plan, path), uid);
}
