/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan.h"

#include "engine/plan-private.h"

#include <string.h>

/* ---- choices ---- */

static gboolean
matches_any (char *const *globs, const char *path)
{
  for (; globs != NULL && *globs != NULL; globs++)
    if (decant_plan_glob_matches (*globs, path))
      return TRUE;
  return FALSE;
}

static gboolean
names_in_full (char *const *globs, const char *path)
{
  for (; globs != NULL && *globs != NULL; globs++)
    if (strpbrk (*globs, "*?") == NULL && decant_plan_glob_matches (*globs, path))
      return TRUE;
  return FALSE;
}

/* Of a folder of all mail only the rest is wanted, what is in no other folder. */
static gboolean
is_rest_only (const DecantPlan *self, const DecantFolder *folder)
{
  return folder->special_use == DECANT_SPECIAL_USE_ALL && folder->tells_object_ids &&
         !names_in_full (self->rules->include_folders, folder->path);
}

/* Whether the folder or one above it has a use that is to be left behind. */
static gboolean
is_of_left_use (const DecantPlan *self, const char *old_path)
{
  const DecantPlanRow *row = g_hash_table_lookup (self->by_path, old_path);
  g_autofree char *parent = NULL;

  if (row != NULL)
    {
      DecantSpecialUse use = decant_folder_map_guess_use (self->map, row->visible.old_folder);

      if (use != DECANT_SPECIAL_USE_NONE && (self->rules->leave_special & (1u << use)) != 0)
        return TRUE;
    }
  parent = decant_folder_path_parent (old_path);
  return parent != NULL && is_of_left_use (self, parent);
}

static DecantPlanChoice
choose (const DecantPlan *self, const DecantFolder *folder)
{
  const DecantPlanRules *rules = self->rules;
  gboolean named = matches_any (rules->include_folders, folder->path);

  if (!folder->selectable || matches_any (rules->exclude_folders, folder->path))
    return DECANT_PLAN_NOT_CHOSEN;
  if (!named && (rules->include_folders != NULL ||
                 (decant_folder_is_view (folder) && !is_rest_only (self, folder))))
    return DECANT_PLAN_NOT_CHOSEN;
  if (rules->leave_special != 0 && is_of_left_use (self, folder->path))
    return DECANT_PLAN_LEAVE_BEHIND;
  return DECANT_PLAN_COPY;
}

/* ---- places ---- */

static char *place (const DecantPlan *self, const char *old_path, gboolean *mapped);

/* A folder goes below where the one above it goes. */
static char *
place_below_parent (const DecantPlan *self, const char *old_path)
{
  g_autofree char *parent = decant_folder_path_parent (old_path);
  g_autofree char *new_parent = NULL;
  gboolean mapped;

  if (parent != NULL)
    new_parent = place (self, parent, &mapped);
  return decant_folder_map_below (self->map, new_parent, decant_folder_path_leaf (old_path));
}

static char *
place (const DecantPlan *self, const char *old_path, gboolean *mapped)
{
  const DecantPlanRow *row = g_hash_table_lookup (self->by_path, old_path);
  char *new_path;

  *mapped = TRUE;
  if (row != NULL && row->placed_by_hand)
    return g_strdup (row->visible.new_path);
  new_path = decant_folder_map_apply_rules (self->map, old_path);
  if (new_path != NULL)
    return new_path;
  *mapped = FALSE;
  if (row != NULL)
    new_path = decant_folder_map_by_use (self->map, row->visible.old_folder);
  return new_path != NULL ? new_path : place_below_parent (self, old_path);
}

/* Computes all that was not set by hand. */
static void
update (DecantPlan *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      DecantPlanRow *row = g_ptr_array_index (self->rows, i);
      DecantPlanFolder *folder = &row->visible;

      if (!row->chosen_by_hand)
        folder->choice = choose (self, folder->old_folder);
      folder->rest_only = is_rest_only (self, folder->old_folder);
      if (!row->placed_by_hand)
        {
          char *new_path = place (self, folder->old_folder->path, &folder->mapped);

          g_free (folder->new_path);
          folder->new_path = new_path;
        }
      folder->new_folder = decant_folder_map_find_new (self->map, folder->new_path);
    }
}

/* ---- making ---- */

static void
free_row (gpointer data)
{
  DecantPlanRow *row = data;

  decant_folder_unref (row->visible.old_folder);
  g_free (row->visible.new_path);
  g_free (row);
}

static GPtrArray *
copy_folders (GPtrArray *folders)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_folder_unref);

  for (guint i = 0; i < folders->len; i++)
    g_ptr_array_add (copy, decant_folder_ref (g_ptr_array_index (folders, i)));
  return copy;
}

/* Gmail has its own words for the labels of some folders. */
static void
add_label (DecantPlan *self, const DecantFolder *folder)
{
  static const char *const words[][2] = {
    [DECANT_SPECIAL_USE_INBOX] = { "\\Inbox" },
    [DECANT_SPECIAL_USE_DRAFTS] = { "\\Drafts", "\\Draft" },
    [DECANT_SPECIAL_USE_JUNK] = { "\\Junk", "\\Spam" },
    [DECANT_SPECIAL_USE_SENT] = { "\\Sent" },
    [DECANT_SPECIAL_USE_TRASH] = { "\\Trash" },
  };
  DecantSpecialUse use = strcmp (folder->path, "INBOX") == 0 ? DECANT_SPECIAL_USE_INBOX
                                                             : folder->special_use;

  g_hash_table_add (self->labels, folder->name);
  for (gsize i = 0; (gsize)use < G_N_ELEMENTS (words) && i < 2; i++)
    if (words[use][i] != NULL)
      g_hash_table_add (self->labels, (gpointer)words[use][i]);
}

static void
note_labels (DecantPlan *self)
{
  self->labels = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->old_folders->len; i++)
    {
      const DecantFolder *folder = g_ptr_array_index (self->old_folders, i);

      if (folder->selectable && !decant_folder_is_view (folder))
        add_label (self, folder);
    }
}

DecantPlan *
decant_plan_new (GPtrArray *old_folders, GPtrArray *new_folders, const DecantPlanRules *rules)
{
  static const DecantPlanRules no_rules = { 0 };
  DecantPlan *self = g_new0 (DecantPlan, 1);

  self->old_folders = copy_folders (old_folders);
  self->new_folders = copy_folders (new_folders);
  self->rows = g_ptr_array_new_with_free_func (free_row);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < old_folders->len; i++)
    {
      DecantPlanRow *row = g_new0 (DecantPlanRow, 1);

      row->visible.old_folder = decant_folder_ref (g_ptr_array_index (old_folders, i));
      g_ptr_array_add (self->rows, row);
      g_hash_table_insert (self->by_path, row->visible.old_folder->path, row);
    }
  note_labels (self);
  decant_plan_set_rules (self, rules != NULL ? rules : &no_rules);
  return self;
}

void
decant_plan_set_rules (DecantPlan *self, const DecantPlanRules *rules)
{
  DecantPlanRules *copy = decant_plan_rules_copy (rules);

  decant_plan_rules_free (self->rules);
  decant_folder_map_free (self->map);
  self->rules = copy;
  self->map = decant_folder_map_new (self->old_folders, self->new_folders, copy->folder_map);
  update (self);
}

DecantPlan *
decant_plan_copy (const DecantPlan *self)
{
  DecantPlan *copy = decant_plan_new (self->old_folders, self->new_folders, self->rules);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const DecantPlanRow *from = g_ptr_array_index (self->rows, i);
      DecantPlanRow *to = g_ptr_array_index (copy->rows, i);

      to->chosen_by_hand = from->chosen_by_hand;
      to->placed_by_hand = from->placed_by_hand;
      to->visible.choice = from->visible.choice;
      to->visible.mapped = from->visible.mapped;
      g_free (to->visible.new_path);
      to->visible.new_path = g_strdup (from->visible.new_path);
    }
  update (copy);
  return copy;
}

void
decant_plan_free (DecantPlan *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_path);
  g_hash_table_unref (self->labels);
  g_ptr_array_unref (self->rows);
  decant_folder_map_free (self->map);
  g_ptr_array_unref (self->old_folders);
  g_ptr_array_unref (self->new_folders);
  decant_plan_rules_free (self->rules);
  g_free (self);
}

/* ---- reading and changing ---- */

guint
decant_plan_get_n_folders (const DecantPlan *self)
{
  return self->rows->len;
}

const DecantPlanFolder *
decant_plan_get_folder (const DecantPlan *self, guint index)
{
  g_return_val_if_fail (index < self->rows->len, NULL);
  return &((const DecantPlanRow *)g_ptr_array_index (self->rows, index))->visible;
}

int
decant_plan_find (const DecantPlan *self, const char *old_path)
{
  guint index;
  gpointer row = g_hash_table_lookup (self->by_path, old_path);

  return row != NULL && g_ptr_array_find (self->rows, row, &index) ? (int)index : -1;
}

const DecantPlanRules *
decant_plan_get_rules (const DecantPlan *self)
{
  return self->rules;
}

void
decant_plan_set_choice (DecantPlan *self, guint index, DecantPlanChoice choice)
{
  DecantPlanRow *row;

  g_return_if_fail (index < self->rows->len);
  row = g_ptr_array_index (self->rows, index);
  if (!row->visible.old_folder->selectable)
    return;
  row->chosen_by_hand = TRUE;
  row->visible.choice = choice;
}

void
decant_plan_set_new_path (DecantPlan *self, guint index, const char *new_path)
{
  g_autofree char *clean = new_path != NULL ? decant_folder_map_clean_path (new_path) : NULL;
  DecantPlanRow *row;

  g_return_if_fail (index < self->rows->len);
  row = g_ptr_array_index (self->rows, index);
  row->placed_by_hand = clean != NULL && *clean != '\0';
  if (row->placed_by_hand)
    {
      g_free (row->visible.new_path);
      row->visible.new_path = g_steal_pointer (&clean);
      row->visible.mapped = TRUE;
    }
  update (self);
}

static gboolean
is_in_a_folder (const DecantPlan *self, char *const *labels)
{
  for (; labels != NULL && *labels != NULL; labels++)
    if (g_hash_table_contains (self->labels, *labels))
      return TRUE;
  return FALSE;
}

gboolean
decant_plan_takes_message (const DecantPlan *self, const DecantPlanFolder *folder,
                           const DecantMessage *message)
{
  const DecantPlanRules *rules = self->rules;

  if (folder->rest_only && is_in_a_folder (self, message->labels))
    return FALSE;
  if (rules->max_size != 0 && message->size > rules->max_size)
    return FALSE;
  if (rules->leave_deleted && (message->flags & DECANT_FLAG_DELETED) != 0)
    return FALSE;
  /* Mail of unknown age is taken along rather than lost. */
  if (message->internal_date == DECANT_DATE_UNKNOWN)
    return TRUE;
  return (rules->newer_than == 0 || message->internal_date >= rules->newer_than) &&
         (rules->older_than == 0 || message->internal_date < rules->older_than);
}

void
decant_plan_get_totals (const DecantPlan *self, DecantPlanTotals *totals)
{
  *totals = (DecantPlanTotals){ .size_complete = TRUE };
  for (guint i = 0; i < self->rows->len; i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (self, i);
      const DecantFolder *old_folder = folder->old_folder;
      gboolean empty = old_folder->counted && old_folder->messages == 0;

      if (folder->choice != DECANT_PLAN_COPY)
        continue;
      totals->folders++;
      /* How much of it is in no other folder shows when it is listed. */
      if (folder->rest_only)
        {
          totals->size_complete &= empty;
          continue;
        }
      totals->messages += old_folder->messages;
      if (old_folder->size != DECANT_SIZE_UNKNOWN)
        totals->size += old_folder->size;
      else
        totals->size_complete &= empty;
    }
}
