/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan.h"

#include "engine/plan-private.h"

#include <string.h>

/* ---- making ---- */

static void
free_row (gpointer data)
{
  DecantPlanRow *row = data;

  g_clear_pointer (&row->visible.old_folder, decant_folder_unref);
  g_free (row->visible.new_path);
  g_free (row->placed);
  g_clear_pointer (&row->ticked_off, decant_uid_ranges_unref);
  g_free (row->path);
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

static DecantPlanRow *
add_row (DecantPlan *self, const char *path)
{
  DecantPlanRow *row = g_new0 (DecantPlanRow, 1);

  row->path = g_strdup (path);
  row->index = -1;
  g_ptr_array_add (self->tree, row);
  g_hash_table_replace (self->by_path, row->path, row);
  return row;
}

static void
find_parent (DecantPlan *self, DecantPlanRow *row)
{
  g_autofree char *path = decant_folder_path_parent (row->path);

  if (path == NULL)
    return;
  row->parent = g_hash_table_lookup (self->by_path, path);
  if (row->parent == NULL)
    {
      row->parent = add_row (self, path);
      find_parent (self, row->parent);
    }
}

static guint
count_above (const DecantPlanRow *row)
{
  guint depth = 0;

  for (; row->parent != NULL; row = row->parent)
    depth++;
  return depth;
}

/* In the order in which they are listed among those as deep. */
static int
compare_depths (gconstpointer a, gconstpointer b)
{
  const DecantPlanRow *first = *(DecantPlanRow *const *)a;
  const DecantPlanRow *second = *(DecantPlanRow *const *)b;

  if (first->depth != second->depth)
    return first->depth < second->depth ? -1 : 1;
  return first->index < second->index ? -1 : first->index > second->index;
}

static void
make_tree (DecantPlan *self)
{
  for (guint i = 0; i < self->old_folders->len; i++)
    {
      DecantFolder *folder = g_ptr_array_index (self->old_folders, i);
      DecantPlanRow *row = add_row (self, folder->path);

      row->visible.old_folder = decant_folder_ref (folder);
      row->index = (int)i;
      g_ptr_array_add (self->rows, row);
    }
  /* levels that are missing are added behind */
  for (guint i = 0; i < self->rows->len; i++)
    find_parent (self, g_ptr_array_index (self->rows, i));
  for (guint i = 0; i < self->tree->len; i++)
    {
      DecantPlanRow *row = g_ptr_array_index (self->tree, i);

      row->depth = count_above (row);
    }
  g_ptr_array_sort (self->tree, compare_depths);
}

DecantPlan *
decant_plan_new (GPtrArray *old_folders, GPtrArray *new_folders, const DecantPlanRules *rules)
{
  static const DecantPlanRules no_rules = { 0 };
  DecantPlan *self = g_new0 (DecantPlan, 1);

  self->old_folders = copy_folders (old_folders);
  self->new_folders = copy_folders (new_folders);
  self->rows = g_ptr_array_new ();
  self->tree = g_ptr_array_new_with_free_func (free_row);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  make_tree (self);
  note_labels (self);
  decant_plan_set_rules (self, rules != NULL ? rules : &no_rules);
  return self;
}

void
decant_plan_set_rules (DecantPlan *self, const DecantPlanRules *rules)
{
  DecantPlanRules *copy = decant_plan_rules_copy (rules);

  /* the map hangs on nothing else, and is the slow part of it */
  if (self->map == NULL || !decant_plan_rules_map_alike (self->rules, copy))
    {
      decant_folder_map_free (self->map);
      self->map = decant_folder_map_new (self->old_folders, self->new_folders, copy->folder_map);
    }
  decant_plan_rules_free (self->rules);
  self->rules = copy;
  decant_plan_update (self);
}

void
decant_plan_set_servers (DecantPlan *self, DecantServerKind old_kind,
                         const DecantPlanTraits *new_traits)
{
  self->old_kind = old_kind;
  self->traits = *new_traits;
  decant_plan_update (self);
}

DecantPlan *
decant_plan_copy (const DecantPlan *self)
{
  DecantPlan *copy = decant_plan_new (self->old_folders, self->new_folders, self->rules);

  copy->old_kind = self->old_kind;
  copy->traits = self->traits;
  for (guint i = 0; i < self->rows->len; i++)
    {
      DecantPlanHand hand;

      decant_plan_get_hand (self, i, &hand);
      decant_plan_set_hand (copy, i, &hand);
      decant_plan_hand_clear (&hand);
    }
  decant_plan_update (copy);
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
  g_ptr_array_unref (self->tree);
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
  const DecantPlanRow *row = g_hash_table_lookup (self->by_path, old_path);

  return row != NULL ? row->index : -1;
}

const DecantPlanRules *
decant_plan_get_rules (const DecantPlan *self)
{
  return self->rules;
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
decant_plan_takes_message_under (const DecantPlan *self, const DecantPlanFolder *folder,
                                 guint32 uid_validity, const DecantMessage *message)
{
  const DecantPlanRules *rules = self->rules;
  const DecantPlanRow *row = (const DecantPlanRow *)folder;

  if (decant_uid_ranges_contains (row->ticked_off, uid_validity, message->uid))
    return FALSE;
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

gboolean
decant_plan_takes_message (const DecantPlan *self, const DecantPlanFolder *folder,
                           const DecantMessage *message)
{
  return decant_plan_takes_message_under (self, folder, folder->old_folder->uid_validity, message);
}

/* The journal has it of each folder, and one listed under other rules is listed again. */
char *
decant_plan_describe_rules (const DecantPlan *self, const DecantPlanFolder *folder)
{
  const DecantPlanRules *rules = self->rules;
  const DecantPlanRow *row = (const DecantPlanRow *)folder;
  g_autofree char *uids = decant_uid_ranges_to_text (row->ticked_off);
  g_autofree char *hash = uids != NULL ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, uids, -1)
                                       : NULL;
  g_autofree char *ticks = hash != NULL
                             ? g_strdup_printf (
                                 " ticked-off=%u:%s",
                                 decant_uid_ranges_get_uid_validity (row->ticked_off), hash)
                             : g_strdup ("");

  return g_strdup_printf ("newer=%" G_GINT64_FORMAT " older=%" G_GINT64_FORMAT
                          " max=%" G_GUINT64_FORMAT " deleted=%d%s%s%s%s",
                          rules->newer_than, rules->older_than, rules->max_size,
                          rules->leave_deleted, rules->copy_once ? " once" : "",
                          rules->leave_duplicates ? " unlike" : "",
                          folder->rest_only ? " rest" : "", ticks);
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
