/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-private.h"

#include <string.h>

static void
free_target (gpointer data)
{
  DecantPlanTarget *target = data;

  g_free (target->path);
  g_clear_pointer (&target->folder, decant_folder_unref);
  g_free (target);
}

/* Finds or adds the row of a path, and the rows above one that is to be created. */
static DecantPlanTarget *
find_target (const DecantPlan *self, GPtrArray *targets, GHashTable *by_path, const char *path)
{
  DecantPlanTarget *target = g_hash_table_lookup (by_path, path);
  DecantFolder *folder;
  g_autofree char *parent = NULL;

  if (target != NULL)
    return target;
  folder = decant_folder_map_find_new (self->map, path);
  parent = decant_folder_path_parent (path);
  if (parent != NULL && folder == NULL)
    find_target (self, targets, by_path, parent);
  target = g_new0 (DecantPlanTarget, 1);
  target->path = g_strdup (path);
  target->folder = folder != NULL ? decant_folder_ref (folder) : NULL;
  g_ptr_array_add (targets, target);
  g_hash_table_insert (by_path, target->path, target);
  return target;
}

/* ---- order: by level, as the reader's language has it, INBOX first ---- */

/* What a target is sorted by: collating is costly, so that it is done once for each level. */
typedef struct
{
  DecantPlanTarget *target;
  gboolean of_inbox;
  char **keys; /* of each level a key and, as several can have the same, the level itself */
} Place;

static gboolean
is_of_inbox (const char *path)
{
  return strncmp (path, "INBOX", 5) == 0 && (path[5] == '\0' || path[5] == '/');
}

static void
init_place (Place *place, DecantPlanTarget *target)
{
  g_autofree char **levels = g_strsplit (target->path, "/", -1);
  guint count = g_strv_length (levels);

  place->target = target;
  place->of_inbox = is_of_inbox (target->path);
  place->keys = g_new0 (char *, 2 * count + 1);
  for (guint i = 0; i < count; i++)
    {
      place->keys[2 * i] = g_utf8_collate_key (levels[i], -1);
      place->keys[2 * i + 1] = levels[i];
    }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *first = a;
  const Place *second = b;

  if (first->of_inbox != second->of_inbox)
    return first->of_inbox ? -1 : 1;
  for (guint i = 0; first->keys[i] != NULL && second->keys[i] != NULL; i++)
    {
      int order = strcmp (first->keys[i], second->keys[i]);

      if (order != 0)
        return order;
    }
  return (int)g_strv_length (first->keys) - (int)g_strv_length (second->keys);
}

static void
sort_targets (GPtrArray *targets)
{
  g_autofree Place *places = g_new (Place, targets->len);

  for (guint i = 0; i < targets->len; i++)
    init_place (&places[i], targets->pdata[i]);
  qsort (places, targets->len, sizeof (Place), compare_places);
  for (guint i = 0; i < targets->len; i++)
    {
      targets->pdata[i] = places[i].target;
      g_strfreev (places[i].keys);
    }
}

GPtrArray *
decant_plan_list_targets (const DecantPlan *self)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func (free_target);
  g_autoptr (GHashTable) by_path = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->new_folders->len; i++)
    {
      const DecantFolder *folder = g_ptr_array_index (self->new_folders, i);

      find_target (self, targets, by_path, folder->path);
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (self, i);
      DecantPlanTarget *target;

      if (folder->choice != DECANT_PLAN_COPY)
        continue;
      target = find_target (self, targets, by_path, folder->new_path);
      if (folder->rest_only)
        continue;
      target->arriving += folder->old_folder->messages;
      if (folder->old_folder->size != DECANT_SIZE_UNKNOWN)
        target->arriving_size += folder->old_folder->size;
    }
  sort_targets (targets);
  return targets;
}
