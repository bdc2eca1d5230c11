/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/new-folder-private.h"

/* Those that are made together: a level is answered before the one below is asked for, since what
 * is below a folder that is called otherwise goes there. */
typedef struct
{
  DecantNewFolders *folders;
  GHashTable *wanted; /* a set of planned paths */
  GPtrArray *levels;  /* of arrays of them, the upper ones first */
} Ahead;

/* Whether there is a single name to be tried. */
static gboolean
has_plain_name (DecantNewFolders *self, const char *planned)
{
  g_autofree char *path = decant_new_folders_place (self, planned, DECANT_NEW_NAME_PLAIN);

  return g_str_equal (path, planned) && !g_hash_table_contains (self->created, planned) &&
         !g_hash_table_contains (self->made, planned) &&
         !decant_new_folders_is_taken (self, planned, planned);
}

static gboolean want (Ahead *self, const char *planned);

static gboolean
want_above (Ahead *self, const char *planned)
{
  g_autofree char *parent = decant_folder_path_parent (planned);

  if (parent == NULL)
    return TRUE;
  return want_above (self, parent) &&
         (!decant_new_folders_is_to_be_made (self->folders, parent) || want (self, parent));
}

static gboolean
want (Ahead *self, const char *planned)
{
  guint level = decant_new_folders_count_levels (planned);

  if (g_hash_table_contains (self->wanted, planned))
    return TRUE;
  if (!has_plain_name (self->folders, planned) || !want_above (self, planned))
    return FALSE;
  while (self->levels->len < level)
    g_ptr_array_add (self->levels, g_ptr_array_new_with_free_func (g_free));
  g_ptr_array_add (self->levels->pdata[level - 1], g_strdup (planned));
  g_hash_table_add (self->wanted, g_strdup (planned));
  return TRUE;
}

/* Whether all that were wanted above it have been made. */
static gboolean
has_its_place (Ahead *self, const char *planned)
{
  g_autofree char *parent = decant_folder_path_parent (planned);

  if (parent == NULL)
    return TRUE;
  return (!g_hash_table_contains (self->wanted, parent) ||
          g_hash_table_contains (self->folders->ahead, parent)) &&
         has_its_place (self, parent);
}

static gboolean
note_made (DecantNewFolders *self, const char *planned, DecantFolder *folder, GError **error)
{
  decant_new_folders_note_name (self, planned, folder->path);
  g_hash_table_insert (self->ahead, g_strdup (planned), folder);
  /* the store may have another word for it, in which it will be listed */
  return g_str_equal (folder->path, planned) ||
         decant_new_folders_record (self, planned, folder->path, error);
}

/* What was made before a connection was lost is noted, too. */
static gboolean
make_level (Ahead *self, DecantConnection *connection, GPtrArray *level, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autofree DecantFolder **made = g_new0 (DecantFolder *, level->len + 1);
  g_autoptr (GError) problem = NULL;
  gboolean well;

  for (guint i = 0; i < level->len; i++)
    if (has_its_place (self, level->pdata[i]))
      g_ptr_array_add (paths, level->pdata[i]);
  well = decant_store_create_folders (decant_connection_get_store (connection),
                                      (const char *const *)paths->pdata, paths->len, made,
                                      decant_connection_get_cancellable (connection), &problem);
  for (guint i = 0; i < paths->len; i++)
    if (made[i] != NULL &&
        !note_made (self->folders, paths->pdata[i], made[i], well ? &problem : NULL))
      well = FALSE;
  if (!well)
    g_propagate_error (error, g_steal_pointer (&problem));
  return well;
}

static gboolean
make_levels (Ahead *self, DecantConnection *connection, GError **error)
{
  if (!decant_connection_ensure (connection, error))
    return FALSE;
  for (guint i = 0; i < self->levels->len; i++)
    {
      GPtrArray *level = self->levels->pdata[i];

      if (level->len > 0 && !make_level (self, connection, level, error))
        return FALSE;
    }
  return TRUE;
}

static DecantFolder *
find_made (DecantNewFolders *self, const char *planned)
{
  DecantFolder *folder = g_hash_table_lookup (self->ahead, planned);

  if (folder != NULL)
    return decant_folder_ref (folder);
  return g_hash_table_contains (self->created, planned) ? NULL
                                                        : decant_new_folders_find (self, planned);
}

gboolean
decant_new_folders_make_ahead (DecantNewFolders *self, DecantConnection *connection,
                               const char *const *planned, guint n, DecantFolder **folders,
                               GError **error)
{
  Ahead ahead = {
    .folders = self,
    .wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .levels = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref),
  };
  gboolean well;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < n; i++)
    {
      folders[i] = find_made (self, planned[i]);
      if (folders[i] == NULL)
        want (&ahead, planned[i]);
    }
  well = ahead.levels->len == 0 || make_levels (&ahead, connection, error);
  for (guint i = 0; i < n; i++)
    if (folders[i] == NULL)
      folders[i] = find_made (self, planned[i]);
  g_mutex_unlock (&self->mutex);
  g_hash_table_unref (ahead.wanted);
  g_ptr_array_unref (ahead.levels);
  return well;
}
