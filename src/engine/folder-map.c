/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/folder-map.h"

#include "engine/folder-uses.h"
#include "engine/plan.h"
#include "engine/use-names.h"

#include <string.h>

typedef struct
{
  char *old_path;
  char *new_path;
  gboolean is_glob;
} Rule;

struct _DecantFolderMap
{
  GPtrArray *rules;      /* Rule */
  GHashTable *old_paths; /* a set of those that hold messages */
  GPtrArray *new_folders;
  GHashTable *new_by_path; /* path → DecantFolder (borrowed) */
  GHashTable *new_by_name; /* key of parent and leaf, in any case → DecantFolder (borrowed) */
  DecantFolderUses *old_uses;
  DecantFolderUses *new_uses;
};

/* ---- paths ---- */

char *
decant_folder_map_clean_path (const char *path)
{
  g_auto (GStrv) levels = g_strsplit (path, "/", -1);
  GString *clean = g_string_new (NULL);

  for (guint i = 0; levels[i] != NULL; i++)
    {
      if (*levels[i] == '\0')
        continue;
      if (clean->len > 0)
        g_string_append_c (clean, '/');
      else if (g_ascii_strcasecmp (levels[i], "INBOX") == 0)
        memcpy (levels[i], "INBOX", 5);
      g_string_append (clean, levels[i]);
    }
  return g_string_free (clean, FALSE);
}

/* By which a level is found in any case and any Unicode composition. */
static char *
make_key (const char *parent, const char *leaf)
{
  g_autofree char *folded = decant_name_fold (leaf);

  return g_strconcat (parent != NULL ? parent : "", "/", folded, NULL);
}

gboolean
decant_folder_map_split_rule (const char *rule, char **old_path, char **new_path)
{
  const char *equals = strchr (rule, '=');
  g_autofree char *old_side = NULL;
  g_autofree char *old_clean = NULL;
  g_autofree char *new_clean = NULL;

  *old_path = *new_path = NULL;
  if (equals == NULL)
    return FALSE;
  old_side = g_strndup (rule, (gsize)(equals - rule));
  old_clean = decant_folder_map_clean_path (old_side);
  new_clean = decant_folder_map_clean_path (equals + 1);
  if (*old_clean == '\0' || *new_clean == '\0')
    return FALSE;
  *old_path = g_steal_pointer (&old_clean);
  *new_path = g_steal_pointer (&new_clean);
  return TRUE;
}

/* ---- making ---- */

static void
free_rule (gpointer data)
{
  Rule *rule = data;

  g_free (rule->old_path);
  g_free (rule->new_path);
  g_free (rule);
}

static void
add_rules (DecantFolderMap *self, char *const *rules)
{
  for (; rules != NULL && *rules != NULL; rules++)
    {
      Rule *rule = g_new0 (Rule, 1);

      if (!decant_folder_map_split_rule (*rules, &rule->old_path, &rule->new_path))
        {
          free_rule (rule);
          continue;
        }
      rule->is_glob = strpbrk (rule->old_path, "*?") != NULL;
      g_ptr_array_add (self->rules, rule);
    }
}

DecantFolderMap *
decant_folder_map_new (GPtrArray *old_folders, GPtrArray *new_folders, char *const *rules)
{
  DecantFolderMap *self = g_new0 (DecantFolderMap, 1);

  self->rules = g_ptr_array_new_with_free_func (free_rule);
  self->new_folders = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_folder_unref);
  self->new_by_path = g_hash_table_new (g_str_hash, g_str_equal);
  self->new_by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->old_paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->old_uses = decant_folder_uses_new (old_folders);
  self->new_uses = decant_folder_uses_new (new_folders);
  add_rules (self, rules);
  for (guint i = 0; i < old_folders->len; i++)
    {
      const DecantFolder *folder = g_ptr_array_index (old_folders, i);

      if (folder->selectable)
        g_hash_table_add (self->old_paths, g_strdup (folder->path));
    }
  for (guint i = 0; i < new_folders->len; i++)
    {
      DecantFolder *folder = decant_folder_ref (g_ptr_array_index (new_folders, i));
      g_autofree char *parent = decant_folder_path_parent (folder->path);
      char *key = make_key (parent, decant_folder_path_leaf (folder->path));

      g_ptr_array_add (self->new_folders, folder);
      g_hash_table_insert (self->new_by_path, folder->path, folder);
      if (g_hash_table_contains (self->new_by_name, key))
        g_free (key);
      else
        g_hash_table_insert (self->new_by_name, key, folder);
    }
  return self;
}

void
decant_folder_map_free (DecantFolderMap *self)
{
  if (self == NULL)
    return;
  decant_folder_uses_free (self->old_uses);
  decant_folder_uses_free (self->new_uses);
  g_hash_table_unref (self->old_paths);
  g_hash_table_unref (self->new_by_path);
  g_hash_table_unref (self->new_by_name);
  g_ptr_array_unref (self->new_folders);
  g_ptr_array_unref (self->rules);
  g_free (self);
}

DecantFolder *
decant_folder_map_find_new (const DecantFolderMap *self, const char *new_path)
{
  return g_hash_table_lookup (self->new_by_path, new_path);
}

/* ---- destinations ---- */

/* The rest of @path below @ancestor ("" for itself), or NULL where it is not of its tree. */
static const char *
find_rest (const char *path, const char *ancestor)
{
  gsize length = strlen (ancestor);

  if (strncmp (path, ancestor, length) != 0 || (path[length] != '\0' && path[length] != '/'))
    return NULL;
  return path + length;
}

/* The rule that names the nearest folder counts; the globs come after those that name one, in
 * their order. */
char *
decant_folder_map_apply_rules (const DecantFolderMap *self, const char *old_path)
{
  const Rule *nearest = NULL;

  for (guint i = 0; i < self->rules->len; i++)
    {
      const Rule *rule = g_ptr_array_index (self->rules, i);

      if (!rule->is_glob && find_rest (old_path, rule->old_path) != NULL &&
          (nearest == NULL || strlen (rule->old_path) > strlen (nearest->old_path)))
        nearest = rule;
    }
  if (nearest != NULL)
    return g_strconcat (nearest->new_path, find_rest (old_path, nearest->old_path), NULL);
  for (guint i = 0; i < self->rules->len; i++)
    {
      const Rule *rule = g_ptr_array_index (self->rules, i);

      if (rule->is_glob && decant_plan_glob_matches (rule->old_path, old_path))
        return g_strdup (rule->new_path);
    }
  return NULL;
}

/* Views like the flagged messages take no new ones. */
static gboolean
takes_messages (DecantSpecialUse use)
{
  return use != DECANT_SPECIAL_USE_NONE && use != DECANT_SPECIAL_USE_FLAGGED &&
         use != DECANT_SPECIAL_USE_IMPORTANT;
}

/* What is in no other folder is archived mail. Into a folder of all mail it can go only where that
 * is the place itself, as on the server it comes from. */
static char *
find_archive (const DecantFolderMap *self)
{
  const DecantFolder *folder = decant_folder_uses_find (self->new_uses, DECANT_SPECIAL_USE_ALL,
                                                        NULL);

  if (folder == NULL || !folder->tells_labels)
    folder = decant_folder_uses_find (self->new_uses, DECANT_SPECIAL_USE_ARCHIVE, NULL);
  return folder != NULL ? g_strdup (folder->path) : decant_folder_map_below (self, NULL, "Archive");
}

/* A folder that has a namesake over there goes to it rather than to where names alone point. */
static char *
meet (const DecantFolderMap *self, const DecantFolder *folder, gboolean *by_name)
{
  DecantSpecialUse use = decant_folder_uses_guess (self->old_uses, folder);
  gboolean new_by_name;
  const DecantFolder *namesake = decant_folder_map_find_new (self, folder->path);
  const DecantFolder *new_folder;

  if (!takes_messages (use) || (folder->special_use == DECANT_SPECIAL_USE_NONE &&
                                decant_folder_uses_find (self->old_uses, use, NULL) != folder))
    return NULL;
  new_folder = decant_folder_uses_find (self->new_uses, use, &new_by_name);
  *by_name = folder->special_use == DECANT_SPECIAL_USE_NONE || new_by_name;
  if (new_folder == NULL || (*by_name && namesake != NULL && namesake->selectable))
    return NULL;
  return g_strdup (new_folder->path);
}

char *
decant_folder_map_by_use (const DecantFolderMap *self, const DecantFolder *folder,
                          gboolean *by_name)
{
  *by_name = FALSE;
  if (folder->special_use == DECANT_SPECIAL_USE_INBOX || strcmp (folder->path, "INBOX") == 0)
    return g_strdup ("INBOX");
  if (folder->special_use == DECANT_SPECIAL_USE_ALL && folder->tells_object_ids)
    return find_archive (self);
  return meet (self, folder, by_name);
}

char *
decant_folder_map_below (const DecantFolderMap *self, const char *parent, const char *leaf)
{
  g_autofree char *path = parent != NULL ? g_strconcat (parent, "/", leaf, NULL) : g_strdup (leaf);
  g_autofree char *key = NULL;
  const DecantFolder *similar;

  if (decant_folder_map_find_new (self, path) != NULL)
    return g_steal_pointer (&path);
  key = make_key (parent, leaf);
  similar = g_hash_table_lookup (self->new_by_name, key);
  /* two old folders that differ in case alone do not become one by that */
  if (similar == NULL || g_hash_table_contains (self->old_paths, similar->path))
    return g_steal_pointer (&path);
  return g_strdup (similar->path);
}

DecantSpecialUse
decant_folder_map_guess_use (const DecantFolderMap *self, const DecantFolder *folder)
{
  return decant_folder_uses_guess (self->old_uses, folder);
}
