/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/lane.h"

#include "engine/folder-writer.h"
#include "engine/lane-pool.h"
#include "engine/passage.h"
#include "engine/preparation.h"
#include "engine/reading-ahead.h"

#define QUEUE_MEMORY (512 * 1024)

static DecantConnection *
new_connection (DecantRun *run, DecantStoreOpener *account, DecantAccess access)
{
  DecantConnection *connection = decant_connection_new (account, access, run->gate);

  decant_connection_set_wanted (connection, decant_lane_pool_wants_worker, run);
  return connection;
}

gpointer
decant_lane_new_listing (DecantRun *run, GError **error)
{
  DecantLane *self = g_new0 (DecantLane, 1);

  self->run = run;
  self->batch_messages = DECANT_FIRST_BATCH_MESSAGES;
  self->room = decant_content_room_new (QUEUE_MEMORY);
  g_mutex_init (&self->mutex);
  self->old_connection = new_connection (run, run->old_account, DECANT_ACCESS_READ);
  if (decant_connection_ensure (self->old_connection, error))
    return self;
  decant_lane_free (self);
  return NULL;
}

static gpointer
open_connection (gpointer connection)
{
  GError *error = NULL;

  decant_connection_ensure (connection, &error);
  return error;
}

/* Signs in to both sides at the same time. */
gpointer
decant_lane_new (DecantRun *run, GError **error)
{
  DecantConnection *connection = new_connection (run, run->new_account, DECANT_ACCESS_WRITE);
  GThread *opening = g_thread_new ("decant-opening", open_connection, connection);
  DecantLane *self = decant_lane_new_listing (run, error);
  g_autoptr (GError) problem = g_thread_join (opening);

  if (self == NULL)
    {
      decant_connection_free (connection);
      return NULL;
    }
  self->new_connection = connection;
  if (problem == NULL)
    return self;
  g_propagate_error (error, g_steal_pointer (&problem));
  decant_lane_free (self);
  return NULL;
}

void
decant_lane_free (gpointer lane)
{
  DecantLane *self = lane;

  decant_connection_free (self->old_connection);
  decant_connection_free (self->new_connection);
  decant_content_room_free (self->room);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* ---- its work ---- */

/* Takes @passage over. */
static gboolean
run_passage (DecantPassage *passage, DecantPassageFunc func, GError **error)
{
  g_autoptr (DecantPassage) owned = passage;

  return decant_gate_pass (passage->run->gate, error) && decant_passage_run (passage, func, error);
}

static gboolean
pass_folders (DecantLane *self, const DecantLaneTask *task, DecantPassageFunc func, GError **error)
{
  if (!decant_gate_pass (self->run->gate, error) ||
      !decant_preparation_ensure (self->run->preparation, task, self->old_connection,
                                  self->new_connection, error))
    return FALSE;
  for (guint i = 0; i < task->folders->len; i++)
    if (!run_passage (decant_passage_new (self, task, i), func, error))
      return FALSE;
  return TRUE;
}

gboolean
decant_lane_work (DecantRun *run, gpointer lane, gpointer task, GError **error)
{
  DecantLane *self = lane;
  DecantPassage *next;
  gboolean well;

  decant_reading_ahead_allow (self, TRUE);
  well = pass_folders (self, task, decant_passage_copy, error);
  while (well && (next = decant_reading_ahead_take (self)) != NULL)
    well = run_passage (next, decant_passage_copy, error);
  decant_reading_ahead_allow (self, FALSE);
  decant_passage_free (decant_reading_ahead_take (self));
  return well;
}

gboolean
decant_lane_work_more (DecantRun *run, gpointer lane, gpointer task, GError **error)
{
  return pass_folders (lane, task, decant_passage_copy_more, error);
}

gboolean
decant_lane_list_only (DecantRun *run, gpointer lane, gpointer task, GError **error)
{
  return pass_folders (lane, task, decant_passage_list, error);
}
