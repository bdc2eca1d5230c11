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

/* Sorts by level, in the order of the reader's language, INBOX first. */
static int
compare_paths (const char *a, const char *b)
{
  gsize a_length = strcspn (a, "/"), b_length = strcspn (b, "/");
  g_autofree char *a_level = g_strndup (a, a_length);
  g_autofree char *b_level = g_strndup (b, b_length);
  gboolean a_ends = a[a_length] == '\0', b_ends = b[b_length] == '\0';
  int order = g_utf8_collate (a_level, b_level);

  if (order == 0)
    order = strcmp (a_level, b_level);
  if (order != 0)
    return order;
  if (a_ends || b_ends)
    return (int)b_ends - (int)a_ends;
  return compare_paths (a + a_length + 1, b + b_length + 1);
}

static gboolean
is_of_inbox (const char *path)
{
  return strncmp (path, "INBOX", 5) == 0 && (path[5] == '\0' || path[5] == '/');
}

static int
compare_targets (gconstpointer a, gconstpointer b)
{
  const char *first = (*(DecantPlanTarget *const *)a)->path;
  const char *second = (*(DecantPlanTarget *const *)b)->path;

  if (is_of_inbox (first) != is_of_inbox (second))
    return is_of_inbox (first) ? -1 : 1;
  return compare_paths (first, second);
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
  g_ptr_array_sort (targets, compare_targets);
  return targets;
}
