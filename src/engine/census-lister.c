/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/census-lister-private.h"

/* Gmail tells of what is in "All Mail" in which other folders it is. */
gboolean
decant_census_tells_elsewhere (const DecantFolder *folder)
{
  return folder->special_use == DECANT_SPECIAL_USE_ALL && folder->tells_labels;
}

static DecantCensusState
get_state (DecantCensusLister *self, guint index)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->core->mutex);

  return self->core->known[index].state;
}

static gboolean
has_sample (DecantCensusLister *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->core->mutex);

  return self->core->sample.messages > 0;
}

/* The lister before may still be about to end: what it knows of the folders is its own. */
static void
wait_for_turn (DecantCensusLister *self)
{
  DecantCensusCore *core = self->core;

  g_mutex_lock (&core->mutex);
  while (core->listing)
    g_cond_wait (&core->changed, &core->mutex);
  core->listing = TRUE;
  g_mutex_unlock (&core->mutex);
}

static void
end_turn (DecantCensusLister *self, const GError *error)
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
leave_out_done (DecantCensusLister *self, GError **error)
{
  for (guint i = self->order->len; i-- > 0;)
    {
      guint index = g_array_index (self->order, guint, i);
      const DecantFolder *folder = self->core->folders->pdata[index];
      gboolean empty = folder->counted && folder->messages == 0;

      if (get_state (self, index) != DECANT_CENSUS_LISTED && !empty)
        continue;
      if (empty && !decant_census_lister_end_folder (self, index, NULL, error))
        return FALSE;
      g_array_remove_index (self->order, i);
    }
  return TRUE;
}

static gboolean
list_account (DecantCensusLister *self, GError **error)
{
  if (!leave_out_done (self, error))
    return FALSE;
  if (self->order->len == 0)
    return TRUE;
  if (!decant_connection_ensure (self->connection, error))
    return FALSE;
  if (!has_sample (self))
    decant_census_lister_take_sample (self);
  return decant_gate_pass (self->gate, error) && decant_census_lister_list_all (self, error);
}

static gboolean
any_tells_elsewhere (const DecantCensusCore *core)
{
  for (guint i = 0; i < core->folders->len; i++)
    if (decant_census_tells_elsewhere (core->folders->pdata[i]))
      return TRUE;
  return FALSE;
}

static gpointer
run (gpointer data)
{
  DecantCensusLister *self = data;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  wait_for_turn (self);
  self->connection = decant_connection_new (self->account, DECANT_ACCESS_READ, self->gate);
  self->rows = decant_census_rows_new ();
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
  DecantCensusLister *self = g_new0 (DecantCensusLister, 1);

  self->core = decant_census_core_ref (core);
  self->account = decant_store_opener_ref (account);
  self->order = make_order (core, first);
  g_mutex_lock (&core->mutex);
  self->gate = decant_gate_ref (core->gate);
  g_mutex_unlock (&core->mutex);
  g_thread_unref (g_thread_new ("decant-census", run, self));
}
