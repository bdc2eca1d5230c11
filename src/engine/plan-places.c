/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/new-name.h"
#include "engine/plan-private.h"
#include "engine/use-names.h"

#include <string.h>

#define DIVISION_SLASH "\xe2\x88\x95" /* U+2215, which stands for a "/" in a path */

/* Where folders go, level by level of the old tree: what needs no other name has the first choice
 * of the names, and the rest gets what is free, be it there already or not. So what a folder is
 * called stays the same from run to run. */
typedef struct
{
  DecantPlan *plan;
  GHashTable *claims; /* key → the DecantPlanRow that goes there first */
} Places;

/* ---- names that the new server allows ---- */

static guint
count_levels (const char *path)
{
  guint levels = 1;

  for (; *path != '\0'; path++)
    levels += *path == '/';
  return levels;
}

static char *
join (const char *above, const char *level)
{
  return above != NULL ? g_strconcat (above, "/", level, NULL) : g_strdup (level);
}

static char *
fit (const DecantPlan *self, const char *level, DecantPlanRemark *remark)
{
  const DecantPlanTraits *traits = &self->traits;
  char *fitted = decant_new_name_fit (level, traits);

  if (strcmp (fitted, level) != 0)
    *remark = traits->max_length != 0 && g_utf8_strlen (level, -1) > traits->max_length
                ? DECANT_PLAN_REMARK_TOO_LONG
                : DECANT_PLAN_REMARK_CHARACTER;
  return fitted;
}

/* Puts levels together, the last ones first, until there are no more than may be. Takes over
 * @path. */
static char *
flatten (const DecantPlan *self, char *path, DecantPlanRemark *remark)
{
  while (self->traits.max_depth != 0 && count_levels (path) > self->traits.max_depth)
    {
      g_autofree char *flat = decant_new_name_flatten (path);
      g_autofree char *above = decant_folder_path_parent (flat);
      g_autofree char *level = fit (self, decant_folder_path_leaf (flat), remark);

      g_free (path);
      path = join (above, level);
      *remark = DECANT_PLAN_REMARK_TOO_DEEP;
    }
  return path;
}

/* What is there already is allowed, whatever is known. Free with g_free(). */
static char *
fit_path (const DecantPlan *self, const char *path, DecantPlanRemark *remark)
{
  g_auto (GStrv) levels = g_strsplit (path, "/", -1);
  char *whole = NULL;

  for (char **level = levels; *level != NULL; level++)
    {
      g_autofree char *above = whole;
      g_autofree char *fitted = NULL;

      whole = join (above, *level);
      if (decant_folder_map_find_new (self->map, whole) != NULL)
        continue;
      fitted = fit (self, *level, remark);
      g_free (whole);
      whole = join (above, fitted);
    }
  return flatten (self, whole, remark);
}

static char *
fit_below (const DecantPlan *self, const char *above, const char *level, DecantPlanRemark *remark)
{
  char *path = decant_folder_map_below (self->map, above, level);
  g_autofree char *fitted = NULL;

  if (decant_folder_map_find_new (self->map, path) != NULL)
    return path;
  fitted = fit (self, level, remark);
  if (*remark != DECANT_PLAN_REMARK_NONE)
    {
      g_free (path);
      path = decant_folder_map_below (self->map, above, fitted);
    }
  return flatten (self, path, remark);
}

/* The separator of the new server cannot be in a name; the store writes what looks like it, which
 * shows in other programs (stores/folder.h). */
static gboolean
has_stand_in (const DecantPlan *self, const DecantPlanRow *row, const char *level)
{
  const DecantFolder *old_folder = row->visible.old_folder;
  char separator = self->traits.separator;

  if (old_folder == NULL || old_folder->separator == separator)
    return FALSE;
  return (separator == '/' && strstr (level, DIVISION_SLASH) != NULL) ||
         (separator == '.' && strchr (level, '.') != NULL);
}

/* ---- one folder ---- */

static void
take (DecantPlanRow *row, char *path, gboolean mapped, DecantPlanRemark remark)
{
  g_free (row->visible.new_path);
  row->visible.new_path = path;
  row->visible.mapped = mapped;
  row->remark = remark;
}

/* Where a hand or a rule wants it. */
static gboolean
place_as_wanted (DecantPlan *self, DecantPlanRow *row)
{
  g_autofree char *wanted = row->placed != NULL
                              ? g_strdup (row->placed)
                              : decant_folder_map_apply_rules (self->map, row->path);
  DecantPlanRemark remark = DECANT_PLAN_REMARK_NONE;
  char *path;

  if (wanted == NULL)
    return FALSE;
  path = fit_path (self, wanted, &remark);
  take (row, path, TRUE, remark);
  return TRUE;
}

static gboolean
place_by_use (DecantPlan *self, DecantPlanRow *row)
{
  DecantPlanRemark remark = DECANT_PLAN_REMARK_NONE;
  gboolean by_name;
  char *path = NULL;

  if (row->index >= 0)
    path = decant_folder_map_by_use (self->map, row->visible.old_folder, &by_name);
  if (path == NULL)
    return FALSE;
  if (strcmp (path, row->path) != 0)
    remark = by_name ? DECANT_PLAN_REMARK_NAME : DECANT_PLAN_REMARK_USE;
  take (row, path, FALSE, remark);
  return TRUE;
}

static DecantPlanRemark
remark_place (const DecantPlan *self, const DecantPlanRow *row, const char *path)
{
  const DecantPlanRow *parent = row->parent;
  gboolean is_new = decant_folder_map_find_new (self->map, path) == NULL;

  if (is_new && has_stand_in (self, row, decant_folder_path_leaf (row->path)))
    return DECANT_PLAN_REMARK_CHARACTER;
  if (strcmp (path, row->path) == 0)
    return DECANT_PLAN_REMARK_NONE;
  return parent != NULL && strcmp (parent->visible.new_path, parent->path) != 0
           ? DECANT_PLAN_REMARK_FOLLOWS
           : DECANT_PLAN_REMARK_SIMILAR;
}

/* The one above it has its place. */
static void
place (DecantPlan *self, DecantPlanRow *row)
{
  const char *above = row->parent != NULL ? row->parent->visible.new_path : NULL;
  DecantPlanRemark remark = DECANT_PLAN_REMARK_NONE;
  char *path;

  if (place_as_wanted (self, row) || place_by_use (self, row))
    return;
  path = fit_below (self, above, decant_folder_path_leaf (row->path), &remark);
  take (row, path, FALSE,
        remark != DECANT_PLAN_REMARK_NONE ? remark : remark_place (self, row, path));
}

/* ---- names that are taken ---- */

static char *
make_key (const DecantPlan *self, const char *path)
{
  return self->traits.ignores_case ? decant_name_fold (path) : g_strdup (path);
}

static gboolean
is_free (const Places *self, const char *path)
{
  g_autofree char *key = make_key (self->plan, path);

  return !g_hash_table_contains (self->claims, key);
}

static gboolean
is_changed (const DecantPlanRow *row)
{
  return strcmp (decant_folder_path_leaf (row->visible.new_path),
                 decant_folder_path_leaf (row->placed != NULL ? row->placed : row->path)) != 0 &&
         (row->remark == DECANT_PLAN_REMARK_CHARACTER ||
          row->remark == DECANT_PLAN_REMARK_TOO_LONG || row->remark == DECANT_PLAN_REMARK_TOO_DEEP);
}

/* Whether it goes where its name says, be it together with another that says the same. */
static gboolean
claim (Places *self, DecantPlanRow *row)
{
  g_autofree char *key = make_key (self->plan, row->visible.new_path);
  const DecantPlanRow *owner = g_hash_table_lookup (self->claims, key);

  if (owner == NULL)
    {
      g_hash_table_insert (self->claims, g_steal_pointer (&key), row);
      return TRUE;
    }
  /* who says where a folder goes may want several there */
  if (row->visible.mapped)
    {
      g_free (row->visible.new_path);
      row->visible.new_path = g_strdup (owner->visible.new_path);
      return TRUE;
    }
  return !is_changed (row) && strcmp (owner->visible.new_path, row->visible.new_path) == 0;
}

static char *
number (const DecantPlan *self, const char *path, guint n)
{
  g_autofree char *above = decant_folder_path_parent (path);
  g_autofree char *tail = g_strdup_printf (" %u", n);
  const char *leaf = decant_folder_path_leaf (path);
  glong length = g_utf8_strlen (leaf, -1);
  glong most = self->traits.max_length != 0 ? (glong)self->traits.max_length : G_MAXINT;
  g_autofree char *start = g_utf8_substring (leaf, 0, MIN (length, most - (glong)strlen (tail)));
  g_autofree char *numbered = g_strconcat (start, tail, NULL);

  return join (above, numbered);
}

static void
claim_with_number (Places *self, DecantPlanRow *row)
{
  g_autofree char *path = g_steal_pointer (&row->visible.new_path);
  char *numbered = NULL;
  guint n = 2;

  do
    {
      g_free (numbered);
      numbered = number (self->plan, path, n++);
    }
  while (!is_free (self, numbered));
  row->visible.new_path = numbered;
  if (!is_changed (row))
    row->remark = DECANT_PLAN_REMARK_CASE;
  claim (self, row);
}

/* ---- all ---- */

static gboolean
is_there (const DecantPlan *self, const DecantPlanRow *row)
{
  return decant_folder_map_find_new (self->map, row->visible.new_path) != NULL;
}

/* Rows from @first on, as deep as it. Returns the first that is deeper. */
static guint
place_level (Places *self, guint first)
{
  DecantPlan *plan = self->plan;
  DecantPlanRow **rows = (DecantPlanRow **)plan->tree->pdata;
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  guint end;

  for (end = first; end < plan->tree->len && rows[end]->depth == rows[first]->depth; end++)
    place (plan, rows[end]);
  for (guint turn = 0; turn < 2; turn++)
    for (guint i = first; i < end; i++)
      if ((!is_changed (rows[i]) && is_there (plan, rows[i])) == (turn == 0) &&
          (is_changed (rows[i]) || !claim (self, rows[i])))
        g_ptr_array_add (rest, rows[i]);
  for (guint i = 0; i < rest->len; i++)
    if (!claim (self, rest->pdata[i]))
      claim_with_number (self, rest->pdata[i]);
  return end;
}

void
decant_plan_place_all (DecantPlan *self)
{
  g_autoptr (GHashTable) claims = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Places places = { self, claims };

  for (guint i = 0; i < self->tree->len;)
    i = place_level (&places, i);
  for (guint i = 0; i < self->tree->len; i++)
    {
      DecantPlanRow *row = g_ptr_array_index (self->tree, i);

      row->visible.new_folder = decant_folder_map_find_new (self->map, row->visible.new_path);
    }
}
