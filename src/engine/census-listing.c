/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/census-lister-private.h"

#include "engine/message-lister.h"

#define BATCH 500 /* rows */

/* What is listed in one go, one folder behind the other (stores/store.h). */
#define WAVE_FOLDERS 100
#define WAVE_MESSAGES 20000

/* Some folders that are listed in one go. */
typedef struct
{
  DecantCensusLister *lister;
  GArray *indexes;    /* guint */
  GPtrArray *folders; /* DecantFolder, the same */
  gboolean *opened;
  gboolean *done;
} Wave;

/* ---- rows ---- */

GArray *
decant_census_rows_new (void)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (DecantCensusRow));

  g_array_set_clear_func (rows, (GDestroyNotify)decant_census_row_clear);
  return rows;
}

static gboolean
hand_on (DecantCensusLister *self, GError **error)
{
  GArray *rows;

  if (self->rows->len == 0)
    return TRUE;
  rows = g_steal_pointer (&self->rows);
  self->rows = decant_census_rows_new ();
  return decant_census_worker_add_rows (self->core, self->gate, rows, error);
}

static gboolean
is_elsewhere (DecantCensusLister *self, guint index, const DecantMessage *message)
{
  const DecantPlanFolder *folder;

  if (!decant_census_tells_elsewhere (self->core->folders->pdata[index]))
    return FALSE;
  folder = decant_plan_get_folder (self->plan, index);
  return folder->rest_only && !decant_plan_takes_message (self->plan, folder, message);
}

/* Takes over @message. */
static gboolean
add_message (DecantCensusLister *self, guint index, DecantMessage *message, GError **error)
{
  DecantCensusRow row = { 0 };

  decant_census_row_init (&row, index, message);
  row.elsewhere = is_elsewhere (self, index, message);
  decant_message_free (message);
  g_array_append_val (self->rows, row);
  return self->rows->len < BATCH || hand_on (self, error);
}

static void
note_uid_validity (DecantCensusLister *self, guint index, guint32 uid_validity)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->core->mutex);

  self->core->known[index].uid_validity = uid_validity;
}

gboolean
decant_census_lister_end_folder (DecantCensusLister *self, guint index, const char *problem,
                                 GError **error)
{
  if (!hand_on (self, error))
    return FALSE;
  decant_census_worker_end_folder (self->core, index, problem);
  return TRUE;
}

/* Begins a folder anew. */
static void
forget (DecantCensusLister *self, guint index)
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
  return !wholly || decant_census_lister_end_folder (
                      self->lister, g_array_index (self->indexes, guint, index), NULL, error);
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
  DecantCensusLister *lister = self->lister;
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
    DecantCensusLister *lister;
    guint index;
  } *self = data;
  DecantCensusCoreFolder *known = &self->lister->core->known[self->index];

  /* Where they do not come in order, none is known to be the next. */
  known->next_uid = message->uid >= known->next_uid ? (gint64)message->uid + 1 : G_MAXINT64;
  return add_message (self->lister, self->index, message, error);
}

/* Where a listing that was stopped goes on. */
static gboolean
find_start (DecantCensusLister *self, guint index, guint32 *first_uid, GError **error)
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
list_by_itself (DecantCensusLister *self, guint index, GError **error)
{
  DecantFolder *folder = self->core->folders->pdata[index];
  struct
  {
    DecantCensusLister *lister;
    guint index;
  } data = { self, index };
  guint32 first_uid;

  if (!find_start (self, index, &first_uid, error))
    return FALSE;
  if (decant_list_messages (self->connection, folder, first_uid, G_MAXUINT32,
                            decant_census_tells_elsewhere (folder)
                              ? DECANT_DETAILS_HEADERS | DECANT_DETAILS_LABELS
                              : DECANT_DETAILS_HEADERS,
                            DECANT_LIST_AT_ANY_PRICE, take_message, &data, error))
    return decant_census_lister_end_folder (self, index, NULL, error);
  hand_on (self, NULL);
  return FALSE;
}

/* A folder that cannot be listed costs that folder. */
static gboolean
list_folder (DecantCensusLister *self, guint index, GError **error)
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
  return decant_census_lister_end_folder (self, index, words != NULL ? words : problem->message,
                                          error);
}

/* ---- all of them ---- */

static gboolean
is_small (DecantCensusLister *self, guint index)
{
  const DecantFolder *folder = self->core->folders->pdata[index];

  return folder->messages <= WAVE_MESSAGES && self->core->known[index].next_uid == 1 &&
         !decant_census_tells_elsewhere (folder);
}

/* The folders from @place on that are listed in one go with it. */
static GArray *
choose_wave (DecantCensusLister *self, guint place)
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
list_wave (DecantCensusLister *self, GArray *indexes, GError **error)
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

gboolean
decant_census_lister_list_all (DecantCensusLister *self, GError **error)
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
