/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/census-core.h"

#define SIGNAL_INTERVAL_MS 100

DecantCensusCore *
decant_census_core_new (GPtrArray *folders)
{
  DecantCensusCore *self = g_new0 (DecantCensusCore, 1);
  const DecantSample unknown = DECANT_SAMPLE_UNKNOWN;

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_weak_ref_init (&self->object, NULL);
  self->folders = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_folder_unref);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  self->known = g_new0 (DecantCensusCoreFolder, MAX (folders->len, 1));
  self->words = g_string_chunk_new (256);
  self->sample = unknown;
  self->dirty = g_array_new (FALSE, FALSE, sizeof (guint));
  g_queue_init (&self->questions);
  g_queue_init (&self->jobs);
  for (guint i = 0; i < folders->len; i++)
    {
      DecantFolder *folder = decant_folder_ref (folders->pdata[i]);

      g_ptr_array_add (self->folders, folder);
      g_hash_table_insert (self->by_path, folder->path, GUINT_TO_POINTER (i + 1));
      self->known[i].newest = DECANT_DATE_UNKNOWN;
      self->known[i].next_uid = 1;
    }
  return self;
}

DecantCensusCore *
decant_census_core_ref (DecantCensusCore *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
decant_census_core_unref (DecantCensusCore *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->gate, decant_gate_unref);
  g_weak_ref_clear (&self->object);
  g_hash_table_unref (self->by_path);
  g_ptr_array_unref (self->folders);
  g_string_chunk_free (self->words);
  g_array_unref (self->dirty);
  g_free (self->known);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* ---- signals ---- */

typedef struct
{
  DecantCensusCore *core;
  DecantCensus *object;
} Emission;

static void
free_emission (gpointer data)
{
  Emission *emission = data;

  g_object_unref (emission->object);
  decant_census_core_unref (emission->core);
  g_free (emission);
}

static gboolean
emit (gpointer data)
{
  Emission *emission = data;
  DecantCensusCore *self = emission->core;
  g_autoptr (GArray) dirty = NULL;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->pending, g_source_unref);
  dirty = self->dirty;
  self->dirty = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < dirty->len; i++)
    self->known[g_array_index (dirty, guint, i)].is_dirty = FALSE;
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < dirty->len; i++)
    g_signal_emit_by_name (emission->object, "folder", g_array_index (dirty, guint, i));
  g_signal_emit_by_name (emission->object, "changed");
  return G_SOURCE_REMOVE;
}

/* Many changes within the interval make one signal. */
void
decant_census_core_touch (DecantCensusCore *self)
{
  DecantCensus *object;
  Emission *emission;

  if (self->pending != NULL || (object = g_weak_ref_get (&self->object)) == NULL)
    return;
  emission = g_new0 (Emission, 1);
  emission->core = decant_census_core_ref (self);
  emission->object = object;
  self->pending = g_timeout_source_new (SIGNAL_INTERVAL_MS);
  g_source_set_callback (self->pending, emit, emission, free_emission);
  g_source_attach (self->pending, NULL);
}

void
decant_census_core_touch_folder (DecantCensusCore *self, guint folder)
{
  if (!self->known[folder].is_dirty)
    g_array_append_val (self->dirty, folder);
  self->known[folder].is_dirty = TRUE;
  decant_census_core_touch (self);
}
