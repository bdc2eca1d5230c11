/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/new-folder.h"

#include "engine/new-folder-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_NUMBERS 50 /* behind a name that is taken */

/* ---- what is known ---- */

/* Servers differ in what counts as the same name; case is what they differ in most. */
static char *
fold (const char *path)
{
  g_autofree char *normal = g_utf8_normalize (path, -1, G_NORMALIZE_DEFAULT_COMPOSE);

  return g_utf8_casefold (normal != NULL ? normal : path, -1);
}

static void
take (DecantNewFolders *self, const char *path, const char *owner)
{
  char *key = fold (path);

  if (g_hash_table_contains (self->taken, key))
    g_free (key);
  else
    g_hash_table_insert (self->taken, key, g_strdup (owner));
}

gboolean
decant_new_folders_is_taken (DecantNewFolders *self, const char *path, const char *planned)
{
  g_autofree char *key = fold (path);
  const char *owner = g_hash_table_lookup (self->taken, key);

  return owner != NULL && !g_str_equal (owner, planned);
}

guint
decant_new_folders_count_levels (const char *path)
{
  guint levels = 1;

  for (; *path != '\0'; path++)
    levels += *path == '/';
  return levels;
}

/* What is called otherwise than it was planned; where the levels are as many, so are those above
 * it. */
static void
note_renamed (DecantNewFolders *self, const char *planned, const char *path)
{
  g_autofree char *above_planned = decant_folder_path_parent (planned);
  g_autofree char *above = decant_folder_path_parent (path);

  if (g_str_equal (planned, path))
    return;
  g_hash_table_replace (self->created, g_strdup (planned), g_strdup (path));
  g_hash_table_replace (self->used, g_strdup (path), g_strdup (planned));
  take (self, path, planned);
  if (above != NULL &&
      decant_new_folders_count_levels (planned) == decant_new_folders_count_levels (path) &&
      !g_hash_table_contains (self->created, above_planned) &&
      !g_hash_table_contains (self->existing, above_planned))
    note_renamed (self, above_planned, above);
}

static void
note_plan (DecantNewFolders *self)
{
  const DecantPlan *plan = self->run->plan;
  g_autoptr (GPtrArray) targets = decant_plan_list_targets (plan);

  for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (plan, i);

      if (folder->choice == DECANT_PLAN_COPY)
        g_hash_table_replace (self->used, g_strdup (folder->new_path), g_strdup (folder->new_path));
    }
  for (guint i = 0; i < targets->len; i++)
    {
      const DecantPlanTarget *target = targets->pdata[i];

      if (target->folder != NULL)
        g_hash_table_insert (self->existing, g_strdup (target->path),
                             decant_folder_ref (target->folder));
      take (self, target->path, target->path);
    }
}

DecantNewFolders *
decant_new_folders_new (DecantRun *run, GError **error)
{
  g_autoptr (GHashTable) earlier = decant_journal_list_created_paths (run->journal, error);
  DecantNewFolders *self;
  GHashTableIter iter;
  gpointer planned, path;

  if (earlier == NULL)
    return NULL;
  self = g_new0 (DecantNewFolders, 1);
  self->run = run;
  g_mutex_init (&self->mutex);
  self->existing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify)decant_folder_unref);
  self->used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->created = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ahead = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify)decant_folder_unref);
  note_plan (self);
  g_hash_table_iter_init (&iter, earlier);
  while (g_hash_table_iter_next (&iter, &planned, &path))
    note_renamed (self, planned, path);
  return self;
}

void
decant_new_folders_free (DecantNewFolders *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->existing);
  g_hash_table_unref (self->used);
  g_hash_table_unref (self->taken);
  g_hash_table_unref (self->created);
  g_hash_table_unref (self->made);
  g_hash_table_unref (self->ahead);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* ---- names ---- */

static char *
find_free (DecantNewFolders *self, const char *path, const char *planned)
{
  char *free_path = g_strdup (path);

  for (guint n = 2; decant_new_folders_is_taken (self, free_path, planned); n++)
    {
      g_free (free_path);
      free_path = g_strdup_printf ("%s %u", path, n);
    }
  return free_path;
}

/* What a path is or would be called: those above it as they are called already. */
static char *
place_above (DecantNewFolders *self, const char *planned, DecantNewNameStep step)
{
  const char *created = g_hash_table_lookup (self->created, planned);

  if (created != NULL || g_hash_table_contains (self->existing, planned))
    return g_strdup (created != NULL ? created : planned);
  return decant_new_folders_place (self, planned, step);
}

char *
decant_new_folders_place (DecantNewFolders *self, const char *planned, DecantNewNameStep step)
{
  g_autofree char *parent = decant_folder_path_parent (planned);
  g_autofree char *above = parent != NULL ? place_above (self, parent, step) : NULL;
  g_autofree char *leaf = decant_new_name_level (decant_folder_path_leaf (planned), step);
  g_autofree char *path = above != NULL ? g_strconcat (above, "/", leaf, NULL) : g_strdup (leaf);

  return g_str_equal (path, planned) ? g_steal_pointer (&path) : find_free (self, path, planned);
}

/* ---- making one ---- */

typedef enum
{
  MADE,
  EXISTED,
  REFUSED, /* for its name */
  FAILED,
} Outcome;

static Outcome
refuse (const char *path, GError **error)
{
  decant_store_error_set (error, DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_FOLDER_NOT_CREATED, NULL,
                          _ ("The new server says of every name for the folder “%s” that it is "
                             "there already. Choose another place for it."),
                          path);
  return REFUSED;
}

/* *@in_doubt: it was asked for before and the answer did not come, so that what is there already
 * may be what was asked for. */
static Outcome
create (DecantConnection *connection, const char *path, DecantFolder **folder, gboolean *in_doubt,
        GError **error)
{
  for (*in_doubt = FALSE;; *in_doubt = TRUE)
    {
      GCancellable *cancellable = decant_connection_get_cancellable (connection);
      g_autoptr (GError) problem = NULL;
      gboolean existed;
      DecantStore *store;

      if (!decant_connection_ensure (connection, error))
        return FAILED;
      store = decant_connection_get_store (connection);
      *folder = decant_store_create_folder (store, path, &existed, cancellable, &problem);
      /* A folder nobody is subscribed to does not show in many mail programs; it is no loss,
       * though. */
      if (*folder != NULL &&
          (decant_store_subscribe_folder (store, *folder, cancellable, &problem) ||
           !decant_store_error_ends_connection (problem)))
        return existed ? EXISTED : MADE;
      g_clear_pointer (folder, decant_folder_unref);
      if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return decant_store_error_get_cause (*error) == DECANT_CAUSE_FOLDER_FORBIDDEN ? FAILED
                                                                                        : REFUSED;
        }
      if (!decant_connection_recover (connection, problem, error))
        return FAILED;
    }
}

/* In a cluster another machine may not know yet of what was made at the first; that it is not there
 * for a new connection either says that it was not made. */
static gboolean
prove (DecantConnection *connection, DecantFolder *folder, GError **error)
{
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) problem = NULL;

  if (decant_connection_ensure_folder (connection, folder, &first))
    return TRUE;
  if (!g_error_matches (first, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return FALSE;
    }
  decant_connection_drop (connection);
  if (decant_connection_ensure_folder (connection, folder, &problem))
    return TRUE;
  if (g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
    decant_store_error_set (error, DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_FOLDER_NOT_CREATED,
                            decant_store_error_get_detail (problem),
                            _ ("The new server says that it has made the folder “%s”, but does "
                               "not open it. Copy again later."),
                            folder->path);
  else
    g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static void
note_made (DecantNewFolders *self, const char *path)
{
  g_autofree char *parent = decant_folder_path_parent (path);

  if (g_hash_table_add (self->made, g_strdup (path)) && parent != NULL)
    note_made (self, parent);
}

/* The intent is on disk before the server hears of it: what is made cannot be taken for somebody
 * else's later. */
gboolean
decant_new_folders_record (DecantNewFolders *self, const char *planned, const char *path,
                           GError **error)
{
  return decant_journal_record_created_path (self->run->journal, planned,
                                             g_str_equal (path, planned) ? NULL : path, error);
}

static gboolean
forget_name (DecantNewFolders *self, const char *planned, GError **error)
{
  g_hash_table_remove (self->created, planned);
  return decant_new_folders_record (self, planned, planned, error);
}

void
decant_new_folders_note_name (DecantNewFolders *self, const char *planned, const char *path)
{
  note_made (self, path);
  g_hash_table_remove (self->created, planned);
  note_renamed (self, planned, path);
}

static GPtrArray *
list_folders (DecantConnection *connection, GError **error)
{
  for (;;)
    {
      g_autoptr (GError) problem = NULL;
      GPtrArray *folders;

      if (!decant_connection_ensure (connection, error))
        return NULL;
      folders = decant_store_list_folders (
        decant_connection_get_store (connection), DECANT_LIST_PLAIN,
        decant_connection_get_cancellable (connection), &problem);
      if (folders != NULL)
        return folders;
      if (!decant_connection_recover (connection, problem, error))
        return NULL;
    }
}

/* What the server means by a folder that is there already: the one of this path or, where none is
 * listed so, the one that differs in case. */
static DecantFolder *
find_listed (GPtrArray *folders, const char *path)
{
  g_autofree char *key = fold (path);
  DecantFolder *similar = NULL;

  for (guint i = 0; i < folders->len; i++)
    {
      DecantFolder *folder = folders->pdata[i];
      g_autofree char *other = fold (folder->path);

      if (g_str_equal (folder->path, path))
        return folder;
      if (folder->selectable && g_str_equal (other, key))
        similar = folder;
    }
  return similar;
}

/* Whether the folder that was there already under the planned path is to be used; *@folder is
 * replaced where it is called otherwise. */
static Outcome
settle_existing (DecantNewFolders *self, DecantConnection *connection, const char *planned,
                 DecantFolder **folder, GError **error)
{
  g_autoptr (GPtrArray) folders = NULL;
  DecantFolder *listed;
  const char *user;

  if (g_hash_table_contains (self->made, (*folder)->path))
    return MADE;
  folders = list_folders (connection, error);
  if (folders == NULL)
    return FAILED;
  listed = find_listed (folders, (*folder)->path);
  if (listed == NULL || g_str_equal (listed->path, (*folder)->path))
    return MADE;
  user = g_hash_table_lookup (self->used, listed->path);
  if (user != NULL && !g_str_equal (user, planned))
    return EXISTED;
  decant_folder_unref (*folder);
  *folder = decant_folder_ref (listed);
  return MADE;
}

/* Tries @path; MADE leaves the folder in *@folder. */
static Outcome
try_path (DecantNewFolders *self, DecantConnection *connection, const char *planned,
          const char *path, DecantFolder **folder, GError **error)
{
  const char *known = g_hash_table_lookup (self->created, planned);
  gboolean is_planned = g_str_equal (path, planned);
  gboolean is_known = g_strcmp0 (known, path) == 0;
  gboolean in_doubt;
  Outcome outcome;

  if ((!is_planned || known != NULL) && !decant_new_folders_record (self, planned, path, error))
    return FAILED;
  outcome = create (connection, path, folder, &in_doubt, error);
  if (outcome == EXISTED && is_planned)
    outcome = settle_existing (self, connection, planned, folder, error);
  else if (outcome == EXISTED && (is_known || in_doubt || g_hash_table_contains (self->made, path)))
    outcome = MADE;
  /* the store may have another word for it, in which it will be listed */
  if (outcome == MADE && (!prove (connection, *folder, error) ||
                          (!g_str_equal ((*folder)->path, path) &&
                           !decant_new_folders_record (self, planned, (*folder)->path, error))))
    outcome = FAILED;
  if (outcome != MADE)
    g_clear_pointer (folder, decant_folder_unref);
  return outcome;
}

/* Tries @path and, where that is somebody else's, those with a number behind it. */
static Outcome
try_free_path (DecantNewFolders *self, DecantConnection *connection, const char *planned,
               const char *path, DecantFolder **folder, GError **error)
{
  Outcome outcome = EXISTED;

  for (guint n = 1; outcome == EXISTED; n++)
    {
      g_autofree char *numbered = n == 1 ? g_strdup (path) : g_strdup_printf ("%s %u", path, n);

      if (!g_str_equal (numbered, planned) && decant_new_folders_is_taken (self, numbered, planned))
        continue;
      if (n > MOST_NUMBERS)
        return refuse (planned, error);
      outcome = try_path (self, connection, planned, numbered, folder, error);
    }
  return outcome;
}

/* ---- one name after the other ---- */

typedef struct
{
  DecantNewFolders *folders;
  DecantConnection *connection;
  const char *planned;
  GHashTable *tried;
  DecantFolder *folder; /* once there is one */
  GError *refusal;      /* the first; the server's words about the name that was planned */
} Search;

/* Takes over @path (may be NULL). TRUE when the search is over. */
static gboolean
is_over (Search *self, char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (path == NULL || !g_hash_table_add (self->tried, path))
    return FALSE;
  switch (
    try_free_path (self->folders, self->connection, self->planned, path, &self->folder, &problem))
    {
    case REFUSED:
      if (self->refusal == NULL)
        self->refusal = g_steal_pointer (&problem);
      return FALSE;
    case FAILED:
      g_propagate_error (error, g_steal_pointer (&problem));
      return TRUE;
    default:
      return TRUE;
    }
}

static gboolean
try_flattened (Search *self, GError **error)
{
  g_autofree char *path = decant_new_folders_place (self->folders, self->planned,
                                                    DECANT_NEW_NAME_CLEAN);

  for (;;)
    {
      char *flat = decant_new_name_flatten (path);

      if (flat == NULL)
        return FALSE;
      g_free (path);
      path = flat;
      if (is_over (self, g_strdup (path), error))
        return TRUE;
    }
}

static gboolean
try_all (Search *self, GError **error)
{
  const char *known = g_hash_table_lookup (self->folders->created, self->planned);
  g_autofree char *clean = NULL;

  if (known != NULL && is_over (self, g_strdup (known), error))
    return TRUE;
  for (guint step = DECANT_NEW_NAME_PLAIN; step < DECANT_NEW_NAME_STEPS; step++)
    if (is_over (self, decant_new_folders_place (self->folders, self->planned, step), error))
      return TRUE;
  if (try_flattened (self, error))
    return TRUE;
  clean = decant_new_folders_place (self->folders, self->planned, DECANT_NEW_NAME_STRICT);
  return is_over (self, g_strconcat (clean, " (old)", NULL), error);
}

static DecantFolder *
make (DecantNewFolders *self, DecantConnection *connection, const char *planned, GError **error)
{
  Search search = { .folders = self, .connection = connection, .planned = planned };
  g_autoptr (GError) problem = NULL;

  search.tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!try_all (&search, &problem))
    problem = g_steal_pointer (&search.refusal);
  if (search.folder != NULL)
    decant_new_folders_note_name (self, planned, search.folder->path);
  /* no name was good enough: nothing is called otherwise */
  else if (!g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER) ||
           forget_name (self, planned, error))
    g_propagate_error (error, g_steal_pointer (&problem));
  g_clear_error (&search.refusal);
  g_hash_table_unref (search.tried);
  return search.folder;
}

DecantFolder *
decant_new_folders_find (DecantNewFolders *self, const char *planned)
{
  const char *created = g_hash_table_lookup (self->created, planned);
  DecantFolder *folder = g_hash_table_lookup (self->existing, created != NULL ? created : planned);

  return folder != NULL && folder->selectable ? decant_folder_ref (folder) : NULL;
}

/* Whether an old folder goes there that has not had its turn. */
gboolean
decant_new_folders_is_to_be_made (DecantNewFolders *self, const char *planned)
{
  return g_strcmp0 (g_hash_table_lookup (self->used, planned), planned) == 0 &&
         !g_hash_table_contains (self->existing, planned) &&
         !g_hash_table_contains (self->created, planned) &&
         !g_hash_table_contains (self->made, planned);
}

/* Those above it first, where they are of the plan: only their own making tells whether a name is
 * somebody else's. One that cannot be made is a matter of its own turn. */
static gboolean
make_above (DecantNewFolders *self, DecantConnection *connection, const char *planned,
            GError **error)
{
  g_autofree char *parent = decant_folder_path_parent (planned);
  g_autoptr (DecantFolder) above = NULL;
  g_autoptr (GError) problem = NULL;

  if (parent == NULL)
    return TRUE;
  if (!make_above (self, connection, parent, error))
    return FALSE;
  if (!decant_new_folders_is_to_be_made (self, parent))
    return TRUE;
  above = make (self, connection, parent, &problem);
  if (above != NULL || g_error_matches (problem, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

DecantFolder *
decant_new_folder_ensure (DecantNewFolders *self, DecantConnection *connection,
                          const DecantPlanFolder *planned, GError **error)
{
  DecantFolder *folder;

  g_mutex_lock (&self->mutex);
  folder = decant_new_folders_find (self, planned->new_path);
  if (folder == NULL)
    folder = make_above (self, connection, planned->new_path, error)
               ? make (self, connection, planned->new_path, error)
               : NULL;
  /* a folder above another may be known by that one alone */
  else if (g_hash_table_contains (self->created, planned->new_path) &&
           !decant_new_folders_record (self, planned->new_path, folder->path, error))
    g_clear_pointer (&folder, decant_folder_unref);
  g_mutex_unlock (&self->mutex);
  return folder;
}

gboolean
decant_new_folder_make_again (DecantConnection *connection, const DecantFolder *folder,
                              GError **error)
{
  g_autoptr (DecantFolder) made = NULL;
  gboolean in_doubt;
  Outcome outcome = create (connection, folder->path, &made, &in_doubt, error);

  return outcome == MADE || outcome == EXISTED;
}
