/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/preparation.h"

#include "engine/new-folder.h"
#include "engine/sharing.h"

#include <glib/gi18n-lib.h>

/* What is prepared in one go. A folder with more messages than that is listed by its lane. */
#define WAVE_FOLDERS 100
#define WAVE_MESSAGES 20000

/* For so long what was prepared is taken for the present state. */
#define FRESH_US (300 * (gint64)G_USEC_PER_SEC)

/* An old folder of a task. */
typedef struct
{
  const DecantPlanFolder *folder;
  DecantListing *listing; /* while it is listed, or where it stopped amid the messages */
  DecantJournalFolder row;
  gboolean unchanged;
  gboolean listed;
  gboolean over; /* whatever came of it */
} Old;

typedef struct
{
  const DecantLaneTask *task;
  gboolean begun;
  guint pending; /* steps that are not over yet */
  gint64 begun_at;
  GArray *old; /* Old */
  DecantFolder *new_folder;
  DecantFolderStatus status; /* of the new folder, once it is opened */
  gboolean opened;
} Prepared;

struct _DecantPreparation
{
  DecantRun *run;
  GMutex mutex; /* over what follows, while it is pending */
  GCond progress;
  GPtrArray *prepared; /* Prepared, in the order of the tasks */
  GHashTable *by_task; /* DecantLaneTask → index + 1 */
};

/* Those that are prepared in one go. */
typedef struct
{
  DecantPreparation *preparation;
  GPtrArray *prepared; /* Prepared */
  DecantConnection *old_connection;
  DecantConnection *new_connection;
  GArray *to_list;    /* Listed, of the old folders that are visited */
  GPtrArray *to_open; /* Prepared, of the new folders that are visited */
  GError *old_problem;
  GError *new_problem;
} Wave;

typedef struct
{
  Prepared *prepared;
  Old *old;
} Listed;

/* ---- all of it ---- */

static void
clear_old (gpointer data)
{
  Old *old = data;

  g_clear_pointer (&old->listing, decant_listing_free);
  decant_journal_folder_clear (&old->row);
}

static void
free_prepared (gpointer data)
{
  Prepared *prepared = data;

  g_array_unref (prepared->old);
  g_clear_pointer (&prepared->new_folder, decant_folder_unref);
  decant_folder_status_clear (&prepared->status);
  g_free (prepared);
}

static Prepared *
new_prepared (DecantRun *run, const DecantLaneTask *task)
{
  Prepared *prepared = g_new0 (Prepared, 1);

  prepared->task = task;
  prepared->old = g_array_new (FALSE, TRUE, sizeof (Old));
  g_array_set_clear_func (prepared->old, clear_old);
  for (guint i = 0; i < task->folders->len; i++)
    {
      guint index = g_array_index (task->folders, guint, i);
      Old old = { .folder = decant_plan_get_folder (run->plan, index) };

      g_array_append_val (prepared->old, old);
    }
  return prepared;
}

DecantPreparation *
decant_preparation_new (DecantRun *run, GPtrArray *tasks)
{
  DecantPreparation *self = g_new0 (DecantPreparation, 1);

  self->run = run;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->progress);
  self->prepared = g_ptr_array_new_with_free_func (free_prepared);
  self->by_task = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < tasks->len; i++)
    {
      g_ptr_array_add (self->prepared, new_prepared (run, tasks->pdata[i]));
      g_hash_table_insert (self->by_task, tasks->pdata[i], GUINT_TO_POINTER (i + 1));
    }
  return self;
}

void
decant_preparation_free (DecantPreparation *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->prepared);
  g_hash_table_unref (self->by_task);
  g_cond_clear (&self->progress);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static guint
find_index (DecantPreparation *self, const DecantLaneTask *task)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->by_task, task)) - 1;
}

static void
end_step (DecantPreparation *self, Prepared *prepared)
{
  g_mutex_lock (&self->mutex);
  if (--prepared->pending == 0)
    g_cond_broadcast (&self->progress);
  g_mutex_unlock (&self->mutex);
}

/* ---- the old side ---- */

/* Labels and headers are asked for in another way. */
static gboolean
can_be_listed (DecantPreparation *self, const Old *old)
{
  return decant_sharing_details (self->run->sharing, old->folder) == DECANT_DETAILS_PLAIN &&
         old->folder->old_folder->messages <= WAVE_MESSAGES;
}

static gboolean
old_opened (guint index, const DecantFolderStatus *status, gpointer wave, GError **error)
{
  Wave *self = wave;
  DecantRun *run = self->preparation->run;
  Old *old = g_array_index (self->to_list, Listed, index).old;

  /* Translators: %s is a folder */
  decant_progress_set_activity (run->progress, _ ("Looking into “%s”"),
                                old->folder->old_folder->path);
  decant_connection_note_success (self->old_connection);
  if (!decant_gate_pass (run->gate, error) ||
      !decant_listing_enter (run, old->folder, status, &old->row, &old->unchanged, error))
    return FALSE;
  if (!old->unchanged && old->row.previous_id == 0)
    old->listing = decant_listing_new (run, old->folder, &old->row, status);
  return TRUE;
}

static gboolean
old_message (guint index, DecantMessage *message, gpointer wave, GError **error)
{
  Wave *self = wave;
  Old *old = g_array_index (self->to_list, Listed, index).old;

  if (old->listing != NULL)
    return decant_listing_take (message, old->listing, error);
  decant_message_free (message);
  return TRUE;
}

static void
end_listing (Wave *self, const Listed *listed)
{
  Old *old = listed->old;

  if (old->over)
    return;
  old->over = TRUE;
  end_step (self->preparation, listed->prepared);
}

static gboolean
old_finished (guint index, gboolean wholly, gpointer wave, GError **error)
{
  Wave *self = wave;
  const Listed *listed = &g_array_index (self->to_list, Listed, index);
  Old *old = listed->old;

  if (wholly && old->listing != NULL && !decant_listing_finish (old->listing, &old->row, error))
    return FALSE;
  old->listed = old->unchanged || (wholly && old->listing != NULL);
  g_clear_pointer (&old->listing, decant_listing_free);
  end_listing (self, listed);
  return TRUE;
}

/* A run that copies tries once more what earlier ones skipped. */
static gboolean
plan_again (Wave *self, GError **error)
{
  DecantRun *run = self->preparation->run;

  for (guint i = 0; run->new_folders != NULL && i < self->to_list->len; i++)
    if (!decant_journal_plan_again (
          run->journal, g_array_index (self->to_list, Listed, i).old->folder->old_folder->path,
          error))
      return FALSE;
  return TRUE;
}

static gpointer
list_old (gpointer wave)
{
  const DecantVisitFuncs funcs = { old_opened, old_message, old_finished };
  Wave *self = wave;
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();

  for (guint i = 0; i < self->to_list->len; i++)
    g_ptr_array_add (folders, g_array_index (self->to_list, Listed, i).old->folder->old_folder);
  if (plan_again (self, &self->old_problem) && folders->len > 0)
    decant_connection_visit_folders (self->old_connection, folders, DECANT_DETAILS_PLAIN, &funcs,
                                     self, &self->old_problem);
  for (guint i = 0; i < self->to_list->len; i++)
    end_listing (self, &g_array_index (self->to_list, Listed, i));
  return NULL;
}

/* ---- the new side ---- */

static gboolean
new_opened (guint index, const DecantFolderStatus *status, gpointer wave, GError **error)
{
  Wave *self = wave;
  Prepared *prepared = self->to_open->pdata[index];

  decant_connection_note_success (self->new_connection);
  decant_folder_status_copy (&prepared->status, status);
  return decant_gate_pass (self->preparation->run->gate, error);
}

static gboolean
new_finished (guint index, gboolean wholly, gpointer wave, GError **error)
{
  Wave *self = wave;
  Prepared *prepared = self->to_open->pdata[index];

  prepared->opened = TRUE;
  end_step (self->preparation, prepared);
  return TRUE;
}

static gboolean
make_new (Wave *self, GError **error)
{
  guint n = self->prepared->len;
  g_autofree const char **paths = g_new (const char *, n);
  g_autofree DecantFolder **folders = g_new0 (DecantFolder *, n);
  gboolean well;

  for (guint i = 0; i < n; i++)
    paths[i] = ((const Prepared *)self->prepared->pdata[i])->task->new_path;
  well = decant_new_folders_make_ahead (self->preparation->run->new_folders, self->new_connection,
                                        paths, n, folders, error);
  for (guint i = 0; i < n; i++)
    {
      Prepared *prepared = self->prepared->pdata[i];

      prepared->new_folder = folders[i];
      if (folders[i] != NULL)
        g_ptr_array_add (self->to_open, prepared);
    }
  return well;
}

static void
open_new (Wave *self, GError **error)
{
  const DecantVisitFuncs funcs = { new_opened, NULL, new_finished };
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();

  for (guint i = 0; i < self->to_open->len; i++)
    g_ptr_array_add (folders, ((const Prepared *)self->to_open->pdata[i])->new_folder);
  if (folders->len > 0)
    decant_connection_visit_folders (self->new_connection, folders, DECANT_DETAILS_PLAIN, &funcs,
                                     self, error);
}

static void
prepare_new (Wave *self)
{
  if (make_new (self, &self->new_problem))
    open_new (self, &self->new_problem);
  for (guint i = 0; i < self->prepared->len; i++)
    if (!((const Prepared *)self->prepared->pdata[i])->opened)
      end_step (self->preparation, self->prepared->pdata[i]);
}

/* ---- a wave ---- */

static void
add_to_wave (Wave *self, Prepared *prepared)
{
  gboolean makes_new = self->new_connection != NULL;

  prepared->begun = TRUE;
  prepared->begun_at = g_get_monotonic_time ();
  prepared->pending = makes_new ? 1 : 0;
  g_ptr_array_add (self->prepared, prepared);
  for (guint i = 0; i < prepared->old->len; i++)
    {
      Listed listed = { prepared, &g_array_index (prepared->old, Old, i) };

      if (!can_be_listed (self->preparation, listed.old))
        continue;
      g_array_append_val (self->to_list, listed);
      prepared->pending++;
    }
}

static guint64
count_messages (DecantPreparation *self, const Prepared *prepared)
{
  guint64 messages = 0;

  for (guint i = 0; i < prepared->old->len; i++)
    {
      const Old *old = &g_array_index (prepared->old, Old, i);

      messages += can_be_listed (self, old) ? old->folder->old_folder->messages : 0;
    }
  return messages;
}

/* From the task at @index on, as long as there is room. */
static void
fill_wave (Wave *self, guint index)
{
  GPtrArray *all = self->preparation->prepared;
  guint64 messages = 0;

  for (guint i = index; i < all->len && self->to_list->len < WAVE_FOLDERS; i++)
    {
      Prepared *prepared = all->pdata[i];

      if (prepared->begun)
        continue;
      messages += count_messages (self->preparation, prepared);
      if (i > index && messages > WAVE_MESSAGES)
        return;
      add_to_wave (self, prepared);
    }
}

/* After all that wait have been told: this one waits for a server that wants a pause. */
static gboolean
recover (DecantConnection *connection, const GError *problem, GError **error)
{
  return problem == NULL || decant_connection_recover (connection, problem, error);
}

static gboolean
run_wave (Wave *self, GError **error)
{
  GThread *lister = g_thread_new ("decant-lister", list_old, self);

  if (self->new_connection != NULL)
    prepare_new (self);
  g_thread_join (lister);
  return recover (self->old_connection, self->old_problem, error) &&
         recover (self->new_connection, self->new_problem, error);
}

static gboolean
prepare_from (DecantPreparation *self, guint index, DecantConnection *old_connection,
              DecantConnection *new_connection, GError **error)
{
  Wave wave = {
    .preparation = self,
    .prepared = g_ptr_array_new (),
    .old_connection = old_connection,
    .new_connection = self->run->new_folders != NULL ? new_connection : NULL,
    .to_list = g_array_new (FALSE, FALSE, sizeof (Listed)),
    .to_open = g_ptr_array_new (),
  };
  gboolean well;

  fill_wave (&wave, index);
  g_mutex_unlock (&self->mutex);
  well = run_wave (&wave, error);
  g_mutex_lock (&self->mutex);
  g_ptr_array_unref (wave.prepared);
  g_array_unref (wave.to_list);
  g_ptr_array_unref (wave.to_open);
  g_clear_error (&wave.old_problem);
  g_clear_error (&wave.new_problem);
  return well;
}

gboolean
decant_preparation_ensure (DecantPreparation *self, const DecantLaneTask *task,
                           DecantConnection *old_connection, DecantConnection *new_connection,
                           GError **error)
{
  guint index = find_index (self, task);
  Prepared *prepared = self->prepared->pdata[index];
  gboolean well = TRUE;

  g_mutex_lock (&self->mutex);
  if (!prepared->begun)
    well = prepare_from (self, index, old_connection, new_connection, error);
  while (prepared->pending > 0)
    g_cond_wait (&self->progress, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return well;
}

/* ---- what came of it ---- */

static gboolean
is_fresh (const Prepared *prepared)
{
  return g_get_monotonic_time () - prepared->begun_at < FRESH_US;
}

gboolean
decant_preparation_is_ready (DecantPreparation *self, const DecantLaneTask *task)
{
  const Prepared *prepared = self->prepared->pdata[find_index (self, task)];
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const Old *old = &g_array_index (prepared->old, Old, 0);

  return prepared->begun && prepared->pending == 0 && prepared->old->len == 1 && old->listed &&
         !old->unchanged && prepared->opened && prepared->status.messages == 0 &&
         is_fresh (prepared);
}

gboolean
decant_preparation_take_listing (DecantPreparation *self, const DecantLaneTask *task, guint index,
                                 DecantJournalFolder *row, gboolean *unchanged,
                                 DecantListing **begun)
{
  Prepared *prepared = self->prepared->pdata[find_index (self, task)];
  Old *old = &g_array_index (prepared->old, Old, index);

  *begun = is_fresh (prepared) ? g_steal_pointer (&old->listing) : NULL;
  if (!old->listed || !is_fresh (prepared))
    return FALSE;
  old->listed = FALSE;
  *row = old->row;
  old->row = (DecantJournalFolder){ 0 };
  *unchanged = old->unchanged;
  return TRUE;
}

DecantFolder *
decant_preparation_take_folder (DecantPreparation *self, const DecantLaneTask *task,
                                DecantConnection *connection, GError **error)
{
  Prepared *prepared = self->prepared->pdata[find_index (self, task)];

  if (!prepared->opened || !is_fresh (prepared) ||
      !decant_connection_assume_folder (connection, prepared->new_folder, &prepared->status, error))
    return NULL;
  return decant_folder_ref (prepared->new_folder);
}
