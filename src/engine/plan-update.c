/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-private.h"
#include "engine/use-names.h"

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

/* Whether its own use is one that is to be left behind. */
static gboolean
has_left_use (const DecantPlan *self, const DecantPlanRow *row)
{
  DecantSpecialUse use = DECANT_SPECIAL_USE_NONE;

  if (row->index >= 0 && self->rules->leave_special != 0)
    use = decant_folder_map_guess_use (self->map, row->visible.old_folder);
  return use != DECANT_SPECIAL_USE_NONE && (self->rules->leave_special & (1u << use)) != 0;
}

static gboolean
has_groupware_name (const DecantPlan *self, const DecantPlanRow *row)
{
  return row->index >= 0 && row->visible.old_folder->special_use == DECANT_SPECIAL_USE_NONE &&
         row->parent == NULL && decant_name_is_groupware (self->old_kind, row->path);
}

gboolean
decant_plan_is_groupware (const DecantPlan *self, guint index)
{
  g_return_val_if_fail (index < self->rows->len, FALSE);
  return ((const DecantPlanRow *)g_ptr_array_index (self->rows, index))->is_groupware;
}

static DecantPlanChoice
choose (const DecantPlan *self, const DecantPlanRow *row)
{
  const DecantPlanRules *rules = self->rules;
  const DecantFolder *folder = row->visible.old_folder;
  gboolean named;

  if (!folder->selectable || matches_any (rules->exclude_folders, folder->path))
    return DECANT_PLAN_NOT_CHOSEN;
  named = matches_any (rules->include_folders, folder->path);
  if (!named && (rules->include_folders != NULL ||
                 (decant_folder_is_view (folder) && !is_rest_only (self, folder))))
    return DECANT_PLAN_NOT_CHOSEN;
  return row->is_of_left_use || (rules->leave_groupware && row->is_groupware)
           ? DECANT_PLAN_LEAVE_BEHIND
           : DECANT_PLAN_COPY;
}

static void
update_choice (DecantPlan *self, DecantPlanRow *row)
{
  row->is_of_left_use = (row->parent != NULL && row->parent->is_of_left_use) ||
                        has_left_use (self, row);
  row->is_groupware = row->parent != NULL ? row->parent->is_groupware
                                          : has_groupware_name (self, row);
  if (row->index < 0)
    return;
  if (!row->chosen_by_hand)
    row->visible.choice = choose (self, row);
  row->visible.rest_only = is_rest_only (self, row->visible.old_folder);
}

/* ---- what meets ---- */

/* That others come along is worth more than why it goes there. */
static DecantPlanRemark
weigh_remarks (const DecantPlanRow *row)
{
  gboolean changed = row->remark != DECANT_PLAN_REMARK_NONE &&
                     row->remark < DECANT_PLAN_REMARK_MERGED;

  return row->visible.merged > 0 && !changed ? DECANT_PLAN_REMARK_MERGED : row->remark;
}

static GHashTable *
count_arrivals (const DecantPlan *self)
{
  GHashTable *arrivals = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (self, i);
      guint count;

      if (folder->choice != DECANT_PLAN_COPY)
        continue;
      count = GPOINTER_TO_UINT (g_hash_table_lookup (arrivals, folder->new_path));
      g_hash_table_insert (arrivals, folder->new_path, GUINT_TO_POINTER (count + 1));
    }
  return arrivals;
}

static void
update_merged (DecantPlan *self)
{
  g_autoptr (GHashTable) arrivals = count_arrivals (self);

  for (guint i = 0; i < self->rows->len; i++)
    {
      DecantPlanRow *row = g_ptr_array_index (self->rows, i);
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (arrivals, row->visible.new_path));

      row->visible.merged = row->visible.choice == DECANT_PLAN_COPY ? count - 1 : 0;
      row->visible.remark = weigh_remarks (row);
    }
}

void
decant_plan_update_choices (DecantPlan *self)
{
  for (guint i = 0; i < self->tree->len; i++)
    update_choice (self, g_ptr_array_index (self->tree, i));
  update_merged (self);
}

void
decant_plan_update (DecantPlan *self)
{
  decant_plan_place_all (self);
  decant_plan_update_choices (self);
}
