/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-edit.h"

#include "engine/plan-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST_NAME 1000 /* bytes; more than any server takes */

static DecantPlanRow *
get_row (const DecantPlan *self, guint index)
{
  return index < self->rows->len ? g_ptr_array_index (self->rows, index) : NULL;
}

/* ---- what a hand has set, as a value ---- */

/* Takes over @ticked_off. */
static void
tick_row (DecantPlanRow *row, DecantUidRanges *ticked_off)
{
  g_clear_pointer (&row->ticked_off, decant_uid_ranges_unref);
  row->ticked_off = ticked_off;
}

void
decant_plan_get_hand (const DecantPlan *self, guint index, DecantPlanHand *hand)
{
  const DecantPlanRow *row = get_row (self, index);

  hand->chosen_by_hand = row->chosen_by_hand;
  hand->choice = row->chosen_by_hand ? row->visible.choice : DECANT_PLAN_NOT_CHOSEN;
  hand->placed = g_strdup (row->placed);
  hand->ticked_off = row->ticked_off != NULL ? decant_uid_ranges_ref (row->ticked_off) : NULL;
}

void
decant_plan_set_hand (DecantPlan *self, guint index, const DecantPlanHand *hand)
{
  DecantPlanRow *row = get_row (self, index);

  row->chosen_by_hand = hand->chosen_by_hand;
  if (hand->chosen_by_hand)
    row->visible.choice = hand->choice;
  g_free (row->placed);
  row->placed = g_strdup (hand->placed);
  tick_row (row, hand->ticked_off != NULL ? decant_uid_ranges_ref (hand->ticked_off) : NULL);
}

void
decant_plan_hand_clear (DecantPlanHand *self)
{
  g_clear_pointer (&self->placed, g_free);
  g_clear_pointer (&self->ticked_off, decant_uid_ranges_unref);
}

gboolean
decant_plan_hand_equal (const DecantPlanHand *a, const DecantPlanHand *b)
{
  return a->chosen_by_hand == b->chosen_by_hand && a->choice == b->choice &&
         g_strcmp0 (a->placed, b->placed) == 0 &&
         decant_uid_ranges_equal (a->ticked_off, b->ticked_off);
}

/* ---- choices ---- */

static void
choose_row (DecantPlanRow *row, DecantPlanChoice choice)
{
  if (!row->visible.old_folder->selectable)
    return;
  row->chosen_by_hand = TRUE;
  row->visible.choice = choice;
}

void
decant_plan_set_choice (DecantPlan *self, guint index, DecantPlanChoice choice)
{
  g_return_if_fail (index < self->rows->len);
  choose_row (get_row (self, index), choice);
  decant_plan_update_choices (self);
}

static gboolean
is_at_or_below (const char *path, const char *top)
{
  gsize length = strlen (top);

  return strncmp (path, top, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

void
decant_plan_choose_branch (DecantPlan *self, const char *old_path, DecantPlanChoice choice)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      DecantPlanRow *row = get_row (self, i);

      if (is_at_or_below (row->path, old_path))
        choose_row (row, choice);
    }
  decant_plan_update_choices (self);
}

void
decant_plan_choose_all (DecantPlan *self, DecantPlanChoice choice)
{
  for (guint i = 0; i < self->rows->len; i++)
    choose_row (get_row (self, i), choice);
  decant_plan_update_choices (self);
}

void
decant_plan_choose_subscribed_only (DecantPlan *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      DecantPlanRow *row = get_row (self, i);

      choose_row (row, row->visible.old_folder->subscribed ? DECANT_PLAN_COPY
                                                           : DECANT_PLAN_LEAVE_BEHIND);
    }
  decant_plan_update_choices (self);
}

void
decant_plan_choose_each (DecantPlan *self, const DecantPlanChoice *choices)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (choices[i] != DECANT_PLAN_NOT_CHOSEN)
      choose_row (get_row (self, i), choices[i]);
  decant_plan_update_choices (self);
}

/* ---- single messages ---- */

void
decant_plan_tick_messages (DecantPlan *self, guint index, guint32 uid_validity, const guint32 *uids,
                           gsize n_uids, gboolean taken)
{
  DecantPlanRow *row = get_row (self, index);

  g_return_if_fail (row != NULL);
  if (uid_validity != 0)
    tick_row (row, taken ? decant_uid_ranges_without (row->ticked_off, uid_validity, uids, n_uids)
                         : decant_uid_ranges_with (row->ticked_off, uid_validity, uids, n_uids));
}

gboolean
decant_plan_is_ticked_off (const DecantPlan *self, guint index, guint32 uid_validity, guint32 uid)
{
  const DecantPlanRow *row = get_row (self, index);

  g_return_val_if_fail (row != NULL, FALSE);
  return decant_uid_ranges_contains (row->ticked_off, uid_validity, uid);
}

guint64
decant_plan_count_ticked_off (const DecantPlan *self, guint index)
{
  const DecantPlanRow *row = get_row (self, index);

  g_return_val_if_fail (row != NULL, 0);
  return decant_uid_ranges_count (row->ticked_off);
}

/* ---- places ---- */

static void
place_row (DecantPlan *self, guint index, const char *new_path)
{
  DecantPlanRow *row = get_row (self, index);

  g_free (row->placed);
  row->placed = g_strdup (new_path);
  decant_plan_update (self);
}

void
decant_plan_set_new_path (DecantPlan *self, guint index, const char *new_path)
{
  g_autofree char *clean = new_path != NULL ? decant_folder_map_clean_path (new_path) : NULL;

  g_return_if_fail (index < self->rows->len);
  place_row (self, index, clean != NULL && *clean != '\0' ? clean : NULL);
}

gboolean
decant_plan_is_by_hand (const DecantPlan *self, guint index)
{
  const DecantPlanRow *row = get_row (self, index);

  g_return_val_if_fail (row != NULL, FALSE);
  return row->chosen_by_hand || row->placed != NULL;
}

void
decant_plan_reset (DecantPlan *self, guint index)
{
  g_return_if_fail (index < self->rows->len);
  get_row (self, index)->chosen_by_hand = FALSE;
  place_row (self, index, NULL);
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, DECANT_PLAN_ERROR, DECANT_PLAN_ERROR_PLACE, why);
  return FALSE;
}

static gboolean
has_control (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_iscntrl (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

static gboolean
refuse_character (const DecantPlanTraits *traits, const char *leaf, GError **error)
{
  g_autofree char *character = decant_plan_traits_find_forbidden (traits, leaf);

  if (character == NULL)
    return TRUE;
  g_set_error (error, DECANT_PLAN_ERROR, DECANT_PLAN_ERROR_PLACE,
               _ ("The new server does not allow “%s” in names of folders."), character);
  return FALSE;
}

static gboolean
check_leaf (const char *leaf, GError **error)
{
  if (!g_utf8_validate (leaf, -1, NULL) || has_control (leaf))
    return refuse (error, _ ("There is a character in this name that no folder can have."));
  if (*leaf == '\0' || strspn (leaf, " ") == strlen (leaf))
    return refuse (error, _ ("A folder must have a name."));
  if (strchr (leaf, '/') != NULL)
    return refuse (error, _ ("A name cannot have a “/” in it. To put the folder into another one, "
                             "use “Copy into”."));
  if (strlen (leaf) > LONGEST_NAME)
    return refuse (error, _ ("This name is too long."));
  return TRUE;
}

/* A destination in full. Free with g_free(). */
static char *
check_path (const char *path, GError **error)
{
  g_autofree char *clean = NULL;
  g_auto (GStrv) levels = NULL;

  if (!g_utf8_validate (path, -1, NULL))
    {
      refuse (error, _ ("There is a character in this name that no folder can have."));
      return NULL;
    }
  clean = decant_folder_map_clean_path (path);
  levels = g_strsplit (*clean != '\0' ? clean : " ", "/", -1);
  for (char **level = levels; *level != NULL; level++)
    if (!check_leaf (*level, error))
      return NULL;
  return g_steal_pointer (&clean);
}

gboolean
decant_plan_copy_into (DecantPlan *self, guint index, const char *new_parent, GError **error)
{
  const DecantPlanRow *row = get_row (self, index);
  g_autofree char *parent = NULL;
  g_autofree char *path = NULL;
  const char *leaf;

  g_return_val_if_fail (row != NULL, FALSE);
  if (new_parent != NULL && (parent = check_path (new_parent, error)) == NULL)
    return FALSE;
  if (parent != NULL && row->visible.new_folder == NULL &&
      is_at_or_below (parent, row->visible.new_path))
    return refuse (error, _ ("A folder cannot be copied into itself."));
  leaf = decant_folder_path_leaf (row->visible.new_path);
  path = parent != NULL ? g_strconcat (parent, "/", leaf, NULL) : g_strdup (leaf);
  place_row (self, index, path);
  return TRUE;
}

gboolean
decant_plan_rename (DecantPlan *self, guint index, const char *new_leaf, GError **error)
{
  const DecantPlanRow *row = get_row (self, index);
  g_autofree char *parent = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (row != NULL, FALSE);
  if (!check_leaf (new_leaf, error) || !refuse_character (&self->traits, new_leaf, error))
    return FALSE;
  parent = decant_folder_path_parent (row->visible.new_path);
  path = parent != NULL ? g_strconcat (parent, "/", new_leaf, NULL)
                        : decant_folder_map_clean_path (new_leaf);
  place_row (self, index, path);
  return TRUE;
}

/* Whether something else goes to @path. */
static gboolean
is_destination (const DecantPlan *self, const DecantPlanRow *but, const char *path)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const DecantPlanRow *row = get_row (self, i);

      if (row != but && row->visible.choice == DECANT_PLAN_COPY &&
          strcmp (row->visible.new_path, path) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
decant_plan_merge (DecantPlan *self, guint index, const char *new_path, GError **error)
{
  const DecantPlanRow *row = get_row (self, index);
  g_autofree char *path = check_path (new_path, error);
  const DecantFolder *folder;

  g_return_val_if_fail (row != NULL, FALSE);
  if (path == NULL)
    return FALSE;
  folder = decant_folder_map_find_new (self->map, path);
  if (folder != NULL && !folder->selectable)
    return refuse (error, _ ("This folder can only hold other folders, no messages."));
  if (folder == NULL && !is_destination (self, row, path))
    return refuse (error, _ ("There is no such folder in the new account."));
  place_row (self, index, path);
  return TRUE;
}
