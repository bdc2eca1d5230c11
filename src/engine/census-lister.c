/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/census-core.h"

#include "engine/message-lister.h"

#include <string.h>

#define BATCH 500 /* rows */

/* What is listed in one go, one folder behind the other (stores/store.h). */
#define WAVE_FOLDERS 100
#define WAVE_MESSAGES 20000

/* Where the sample is taken. */
#define SAMPLE_FOLDERS 4
#define SAMPLE_NEWEST 60 /* UIDs */

typedef struct
{
  DecantCensusCore *core;
  DecantStoreOpener *account;
  DecantGate *gate;
  GArray *order; /* guint: folders, those to be listed first at the front */
  DecantConnection *connection;
  DecantPlan *plan; /* to tell what is in another folder, NULL: no folder's labels are told */
  GArray *rows;     /* DecantCensusRow, not handed on yet */
} Lister;

/* Some folders that are listed in one go. */
typedef struct
{
  Lister *lister;
  GArray *indexes;    /* guint */
  GPtrArray *folders; /* DecantFolder, the same */
  gboolean *opened;
  gboolean *done;
} Wave;

/* ---- rows ---- */

static GArray *
new_rows (void)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (DecantCensusRow));

  g_array_set_clear_func (rows, (GDestroyNotify)decant_census_row_clear);
  return rows;
}

static gboolean
hand_on (Lister *self, GError **error)
{
  GArray *rows;

  if (self->rows->len == 0)
    return TRUE;
  rows = g_steal_pointer (&self->rows);
  self->rows = new_rows ();
  return decant_census_worker_add_rows (self->core, self->gate, rows, error);
}

/* Gmail tells of what is in "All Mail" in which other folders it is. */
static gboolean
tells_elsewhere (const DecantFolder *folder)
{
  return folder->special_use == DECANT_SPECIAL_USE_ALL && folder->tells_labels;
}

static gboolean
is_elsewhere (Lister *self, guint index, const DecantMessage *message)
{
  const DecantPlanFolder *folder;

  if (!tells_elsewhere (self->core->folders->pdata[index]))
    return FALSE;
  folder = decant_plan_get_folder (self->plan, index);
  return folder->rest_only && !decant_plan_takes_message (self->plan, folder, message);
}

/* Takes over @message. */
static gboolean
add_message (Lister *self, guint index, DecantMessage *message, GError **error)
{
  DecantCensusRow row = { 0 };

  decant_census_row_init (&row, index, message);
  row.elsewhere = is_elsewhere (self, index, message);
  decant_message_free (message);
  g_array_append_val (self->rows, row);
  return self->rows->len < BATCH || hand_on (self, error);
}

static DecantCensusState
get_state (Lister *self, guint index)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->core->mutex);

  return self->core->known[index].state;
}

static void
note_uid_validity (Lister *self, guint index, guint32 uid_validity)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->core->mutex);

  self->core->known[index].uid_validity = uid_validity;
}

static gboolean
end_folder (Lister *self, guint index, const char *problem, GError **error)
{
  if (!hand_on (self, error))
    return FALSE;
  decant_census_worker_end_folder (self->core, index, problem);
  return TRUE;
}

/* Begins a folder anew. */
static void
forget (Lister *self, guint index)
{
  hand_on (self, NULL);
  self->core->known[index].next_uid = 1;
  decant_census_worker_forget (self->core, index);
}

/* ---- many folders ---- */

static gboolean
visit_opened (guint index, const DecantFolderStatus *status, gpointer wave, GError **error)
{
  Wave *self = wave;

  self->opened[index] = TRUE;
  note_uid_validity (self->lister, g_array_index (self->indexes, guint, index),
                     status->uid_validity);
  decant_connection_note_success (self->lister->connection);
  return decant_gate_pass (self->lister->gate, error);
}

static gboolean
visit_listed (guint index, DecantMessage *message, gpointer wave, GError **error)
{
  Wave *self = wave;

  return add_message (self->lister, g_array_index (self->indexes, guint, index), message, error);
}

static gboolean
visit_finished (guint index, gboolean wholly, gpointer wave, GError **error)
{
  Wave *self = wave;

  self->done[index] = wholly;
  return !wholly ||
         end_folder (self->lister, g_array_index (self->indexes, guint, index), NULL, error);
}

/* What came of those that were not finished is of no use: they are listed by themselves, now or
 * some other time. */
static void
forget_unfinished (Wave *self)
{
  for (guint i = 0; i < self->indexes->len; i++)
    if (self->opened[i] && !self->done[i])
      forget (self->lister, g_array_index (self->indexes, guint, i));
}

static gboolean
run_wave (Wave *self, GError **error)
{
  const DecantVisitFuncs funcs = { visit_opened, visit_listed, visit_finished };
  Lister *lister = self->lister;
  g_autoptr (GError) problem = NULL;
  gboolean well = decant_connection_visit_folders (lister->connection, self->folders,
                                                   DECANT_DETAILS_HEADERS, &funcs, self, &problem);

  forget_unfinished (self);
  return well || decant_connection_recover (lister->connection, problem, error);
}

/* ---- one folder ---- */

static gboolean
take_message (DecantMessage *message, gpointer data, GError **error)
{
  struct
  {
    Lister *lister;
    guint index;
  } *self = data;
  DecantCensusCoreFolder *known = &self->lister->core->known[self->index];

  /* Where they do not come in order, none is known to be the next. */
  known->next_uid = message->uid >= known->next_uid ? (gint64)message->uid + 1 : G_MAXINT64;
  return add_message (self->lister, self->index, message, error);
}

/* Where a listing that was stopped goes on. */
static gboolean
find_start (Lister *self, guint index, guint32 *first_uid, GError **error)
{
  DecantCensusCoreFolder *known = &self->core->known[index];
  guint32 uid_validity;

  if (!decant_connection_ensure_folder (self->connection, self->core->folders->pdata[index], error))
    return FALSE;
  uid_validity = decant_connection_get_status (self->connection)->uid_validity;
  if (known->next_uid > 1 && (known->next_uid > G_MAXUINT32 || known->uid_validity != uid_validity))
    forget (self, index);
  note_uid_validity (self, index, uid_validity);
  *first_uid = (guint32)known->next_uid;
  return TRUE;
}

/* What has come when it fails is kept, since it goes on behind that. */
static gboolean
list_by_itself (Lister *self, guint index, GError **error)
{
  DecantFolder *folder = self->core->folders->pdata[index];
  struct
  {
    Lister *lister;
    guint index;
  } data = { self, index };
  guint32 first_uid;

  if (!find_start (self, index, &first_uid, error))
    return FALSE;
  if (decant_list_messages (self->connection, folder, first_uid, G_MAXUINT32,
                            tells_elsewhere (folder)
                              ? DECANT_DETAILS_HEADERS | DECANT_DETAILS_LABELS
                              : DECANT_DETAILS_HEADERS,
                            DECANT_LIST_AT_ANY_PRICE, take_message, &data, error))
    return end_folder (self, index, NULL, error);
  hand_on (self, NULL);
  return FALSE;
}

/* A folder that cannot be listed costs that folder. */
static gboolean
list_folder (Lister *self, guint index, GError **error)
{
  g_autoptr (GError) problem = NULL;
  const char *words;

  if (list_by_itself (self, index, &problem))
    return TRUE;
  if (!g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER) &&
      !g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_MESSAGE))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  words = decant_store_error_get_detail (problem);
  return end_folder (self, index, words != NULL ? words : problem->message, error);
}

/* ---- all of them ---- */

static gboolean
is_small (Lister *self, guint index)
{
  const DecantFolder *folder = self->core->folders->pdata[index];

  return folder->messages <= WAVE_MESSAGES && self->core->known[index].next_uid == 1 &&
         !tells_elsewhere (folder);
}

/* The folders from @place on that are listed in one go with it. */
static GArray *
choose_wave (Lister *self, guint place)
{
  GArray *indexes = g_array_new (FALSE, FALSE, sizeof (guint));
  guint64 messages = 0;

  for (; place < self->order->len && indexes->len < WAVE_FOLDERS; place++)
    {
      guint index = g_array_index (self->order, guint, place);

      messages += ((const DecantFolder *)self->core->folders->pdata[index])->messages;
      if (!is_small (self, index) || (indexes->len > 0 && messages > WAVE_MESSAGES))
        break;
      g_array_append_val (indexes, index);
    }
  return indexes;
}

static gboolean
list_wave (Lister *self, GArray *indexes, GError **error)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();
  g_autofree gboolean *opened = g_new0 (gboolean, indexes->len);
  g_autofree gboolean *done = g_new0 (gboolean, indexes->len);
  Wave wave = { self, indexes, folders, opened, done };

  for (guint i = 0; i < indexes->len; i++)
    g_ptr_array_add (folders, self->core->folders->pdata[g_array_index (indexes, guint, i)]);
  if (!run_wave (&wave, error))
    return FALSE;
  for (guint i = 0; i < indexes->len; i++)
    if (!done[i] && !(decant_gate_pass (self->gate, error) &&
                      list_folder (self, g_array_index (indexes, guint, i), error)))
      return FALSE;
  return TRUE;
}

static gboolean
list_all (Lister *self, GError **error)
{
  guint place = 0;

  while (place < self->order->len)
    {
      g_autoptr (GArray) indexes = choose_wave (self, place);
      gboolean alone = indexes->len <= 1;

      if (!decant_gate_pass (self->gate, error) ||
          !(alone ? list_folder (self, g_array_index (self->order, guint, place), error)
                  : list_wave (self, indexes, error)))
        return FALSE;
      place += alone ? 1 : indexes->len;
    }
  return TRUE;
}

/* ---- the sample ---- */

static gboolean
take_small (DecantMessage *message, gpointer uids, GError **error)
{
  if (message->size > 0 && message->size <= DECANT_SAMPLE_MOST_BYTES / SAMPLE_FOLDERS)
    g_array_append_val (uids, message->uid);
  decant_message_free (message);
  return TRUE;
}

/* Some of the newest messages of a folder. */
static gboolean
sample_folder (Lister *self, guint index, DecantSample *sample, GError **error)
{
  DecantFolder *folder = self->core->folders->pdata[index];
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  const guint most = DECANT_SAMPLE_MOST_MESSAGES / SAMPLE_FOLDERS;
  guint32 next_uid;

  if (!decant_connection_ensure_folder (self->connection, folder, error))
    return FALSE;
  next_uid = decant_connection_get_status (self->connection)->uid_next;
  if (next_uid <= 1)
    return TRUE;
  if (!decant_store_list_messages (decant_connection_get_store (self->connection),
                                   next_uid > SAMPLE_NEWEST ? next_uid - SAMPLE_NEWEST : 1,
                                   next_uid - 1, DECANT_DETAILS_PLAIN, take_small, uids,
                                   decant_connection_get_cancellable (self->connection), error))
    return FALSE;
  g_array_sort (uids, decant_compare_uids);
  if (uids->len > most)
    g_array_remove_range (uids, 0, uids->len - most);
  return decant_sample_read (self->connection, folder, (const guint32 *)uids->data, uids->len,
                             sample, error);
}

/* It is a guess, and not worth any trouble: whatever goes wrong ends it. */
static void
take_sample (Lister *self)
{
  DecantSample sample = DECANT_SAMPLE_UNKNOWN;
  g_autoptr (GError) problem = NULL;
  gboolean well = decant_sample_round_trip (self->connection, &sample, &problem);

  for (guint i = 0; well && i < MIN (self->order->len, SAMPLE_FOLDERS); i++)
    well = sample.seconds < DECANT_SAMPLE_MOST_SECONDS &&
           sample_folder (self, g_array_index (self->order, guint, i), &sample, &problem);
  if (!well && problem != NULL)
    decant_connection_drop (self->connection);
  g_mutex_lock (&self->core->mutex);
  self->core->sample = sample;
  decant_census_core_touch (self->core);
  g_mutex_unlock (&self->core->mutex);
}

static gboolean
has_sample (Lister *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->core->mutex);

  return self->core->sample.messages > 0;
}

/* ---- the thread ---- */

/* The lister before may still be about to end: what it knows of the folders is its own. */
static void
wait_for_turn (Lister *self)
{
  DecantCensusCore *core = self->core;

  g_mutex_lock (&core->mutex);
  while (core->listing)
    g_cond_wait (&core->changed, &core->mutex);
  core->listing = TRUE;
  g_mutex_unlock (&core->mutex);
}

static void
end_turn (Lister *self, const GError *error)
{
  DecantCensusCore *core = self->core;

  g_mutex_lock (&core->mutex);
  core->listing = FALSE;
  if (core->gate == self->gate)
    {
      g_clear_pointer (&core->gate, decant_gate_unref);
      if (error != NULL)
        core->problem = g_string_chunk_insert_const (core->words, error->message);
    }
  g_cond_broadcast (&core->changed);
  decant_census_core_touch (core);
  g_mutex_unlock (&core->mutex);
}

/* Folders that were counted as empty are not asked about. */
static gboolean
leave_out_done (Lister *self, GError **error)
{
  for (guint i = self->order->len; i-- > 0;)
    {
      guint index = g_array_index (self->order, guint, i);
      const DecantFolder *folder = self->core->folders->pdata[index];
      gboolean empty = folder->counted && folder->messages == 0;

      if (get_state (self, index) != DECANT_CENSUS_LISTED && !empty)
        continue;
      if (empty && !end_folder (self, index, NULL, error))
        return FALSE;
      g_array_remove_index (self->order, i);
    }
  return TRUE;
}

static gboolean
list_account (Lister *self, GError **error)
{
  if (!leave_out_done (self, error))
    return FALSE;
  if (self->order->len == 0)
    return TRUE;
  if (!decant_connection_ensure (self->connection, error))
    return FALSE;
  if (!has_sample (self))
    take_sample (self);
  return decant_gate_pass (self->gate, error) && list_all (self, error);
}

static gboolean
any_tells_elsewhere (const DecantCensusCore *core)
{
  for (guint i = 0; i < core->folders->len; i++)
    if (tells_elsewhere (core->folders->pdata[i]))
      return TRUE;
  return FALSE;
}

static gpointer
run (gpointer data)
{
  Lister *self = data;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  wait_for_turn (self);
  self->connection = decant_connection_new (self->account, DECANT_ACCESS_READ, self->gate);
  self->rows = new_rows ();
  if (any_tells_elsewhere (self->core))
    self->plan = decant_plan_new (self->core->folders, none, NULL);
  list_account (self, &error);
  decant_connection_free (self->connection);
  end_turn (self, error);
  decant_plan_free (self->plan);
  g_array_unref (self->rows);
  g_array_unref (self->order);
  decant_store_opener_unref (self->account);
  decant_gate_unref (self->gate);
  decant_census_core_unref (self->core);
  g_free (self);
  return NULL;
}

static void
add_to_order (DecantCensusCore *core, GArray *order, gboolean *chosen, const char *path)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (core->by_path, path));
  guint index = place - 1;

  if (place == 0 || chosen[index] ||
      !((const DecantFolder *)core->folders->pdata[index])->selectable)
    return;
  chosen[index] = TRUE;
  g_array_append_val (order, index);
}

static GArray *
make_order (DecantCensusCore *core, const char *const *first)
{
  GArray *order = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree gboolean *chosen = g_new0 (gboolean, core->folders->len + 1);

  add_to_order (core, order, chosen, "INBOX");
  for (; first != NULL && *first != NULL; first++)
    add_to_order (core, order, chosen, *first);
  for (guint i = 0; i < core->folders->len; i++)
    add_to_order (core, order, chosen, ((const DecantFolder *)core->folders->pdata[i])->path);
  return order;
}

void
decant_census_lister_start (DecantCensusCore *core, DecantStoreOpener *account,
                            const char *const *first)
{
  Lister *self = g_new0 (Lister, 1);

  self->core = decant_census_core_ref (core);
  self->account = decant_store_opener_ref (account);
  self->order = make_order (core, first);
  g_mutex_lock (&core->mutex);
  self->gate = decant_gate_ref (core->gate);
  g_mutex_unlock (&core->mutex);
  g_thread_unref (g_thread_new ("decant-census", run, self));
}
