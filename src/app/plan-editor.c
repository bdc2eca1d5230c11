/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/plan-editor.h"

#include "app/words.h"
#include "engine/plan-history.h"

#include <glib/gi18n-lib.h>

struct _DecantPlanEditor
{
  GObject parent_instance;

  DecantPlan *plan;
  DecantPlanHistory *history; /* of that plan */
  DecantPruning *pruning;
};

G_DEFINE_FINAL_TYPE (DecantPlanEditor, decant_plan_editor, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_EDITED,
  SIGNAL_REFUSED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* ---- the plan ---- */

static gboolean
has_groupware (const DecantPlan *plan)
{
  for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
    if (decant_plan_is_groupware (plan, i))
      return TRUE;
  return FALSE;
}

void
decant_plan_editor_take_plan (DecantPlanEditor *self, DecantPlan *plan)
{
  g_clear_pointer (&self->history, decant_plan_history_free);
  g_clear_pointer (&self->plan, decant_plan_free);
  self->plan = plan;
  if (plan != NULL)
    {
      self->history = decant_plan_history_new (plan);
      decant_pruning_load (self->pruning, decant_plan_get_rules (plan));
      g_object_set (self->pruning, "has-groupware", has_groupware (plan), NULL);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const DecantPlan *
decant_plan_editor_get_plan (DecantPlanEditor *self)
{
  return self->plan;
}

const DecantPlanFolder *
decant_plan_editor_find (DecantPlanEditor *self, const char *old_path)
{
  int index = self->plan != NULL ? decant_plan_find (self->plan, old_path) : -1;

  return index >= 0 ? decant_plan_get_folder (self->plan, (guint)index) : NULL;
}

const DecantPlanFolder *
decant_plan_editor_find_source (DecantPlanEditor *self, const char *new_path)
{
  for (guint i = 0; self->plan != NULL && i < decant_plan_get_n_folders (self->plan); i++)
    {
      const DecantPlanFolder *folder = decant_plan_get_folder (self->plan, i);

      if (folder->choice == DECANT_PLAN_COPY && g_strcmp0 (folder->new_path, new_path) == 0)
        return folder;
    }
  return NULL;
}

DecantPruning *
decant_plan_editor_get_pruning (DecantPlanEditor *self)
{
  return self->pruning;
}

/* ---- changing it ---- */

static void
changed_by_hand (DecantPlanEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
commit (DecantPlanEditor *self)
{
  if (decant_plan_history_commit (self->history))
    changed_by_hand (self);
}

G_GNUC_PRINTF (2, 3)
static void
begin (DecantPlanEditor *self, const char *format, ...)
{
  g_autofree char *label = NULL;
  va_list arguments;

  va_start (arguments, format);
  label = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  decant_plan_history_begin (self->history, label, NULL);
}

static void
on_pruning_changed (DecantPlanEditor *self, const char *label, const char *group)
{
  if (self->plan == NULL)
    return;
  g_autoptr (DecantPlanRules)
    rules = decant_pruning_make_rules (self->pruning, decant_plan_get_rules (self->plan));
  decant_plan_history_begin (self->history, label, group);
  decant_plan_set_rules (self->plan, rules);
  commit (self);
}

static void
choose_branch (DecantPlanEditor *self, const char *path, gboolean chosen)
{
  decant_plan_choose_branch (self->plan, path,
                             chosen ? DECANT_PLAN_COPY : DECANT_PLAN_LEAVE_BEHIND);
}

void
decant_plan_editor_choose (DecantPlanEditor *self, const char *path, gboolean chosen)
{
  g_autofree char *name = decant_words_folder_name (path);

  if (self->plan == NULL)
    return;
  /* Translators: what is undone, as in "Undo taking along “Work”". So are those that follow. */
  begin (self, chosen ? _ ("taking along “%s”") : _ ("leaving behind “%s”"), name);
  choose_branch (self, path, chosen);
  commit (self);
}

void
decant_plan_editor_choose_all (DecantPlanEditor *self, gboolean chosen)
{
  if (self->plan == NULL)
    return;
  decant_plan_history_begin (
    self->history, chosen ? _ ("taking along all folders") : _ ("leaving behind all folders"),
    NULL);
  decant_plan_choose_all (self->plan, chosen ? DECANT_PLAN_COPY : DECANT_PLAN_LEAVE_BEHIND);
  commit (self);
}

void
decant_plan_editor_choose_subscribed (DecantPlanEditor *self)
{
  if (self->plan == NULL)
    return;
  decant_plan_history_begin (self->history, _ ("taking along subscribed folders only"), NULL);
  decant_plan_choose_subscribed_only (self->plan);
  commit (self);
}

void
decant_plan_editor_choose_each (DecantPlanEditor *self, const DecantPlanChoice *choices,
                                const char *label)
{
  if (self->plan == NULL)
    return;
  decant_plan_history_begin (self->history, label, NULL);
  decant_plan_choose_each (self->plan, choices);
  commit (self);
}

static gboolean
place_in (DecantPlan *plan, DecantPlace place, const char *path, const char *target, GError **error)
{
  int index = decant_plan_find (plan, path);

  if (index < 0)
    {
      g_set_error (error, DECANT_PLAN_ERROR, DECANT_PLAN_ERROR_PLACE,
                   _ ("There is no folder “%s” in the old account."), path);
      return FALSE;
    }
  switch (place)
    {
    case DECANT_PLACE_INTO:
      return decant_plan_copy_into (plan, (guint)index, *target != '\0' ? target : NULL, error);
    case DECANT_PLACE_NAMED:
      return decant_plan_rename (plan, (guint)index, target, error);
    case DECANT_PLACE_WITH:
    default:
      return decant_plan_merge (plan, (guint)index, target, error);
    }
}

gboolean
decant_plan_editor_can_place (DecantPlanEditor *self, DecantPlace place, const char *path,
                              const char *target, GError **error)
{
  g_autoptr (DecantPlan) trial = self->plan != NULL ? decant_plan_copy (self->plan) : NULL;

  return trial != NULL && place_in (trial, place, path, target, error);
}

gboolean
decant_plan_editor_place (DecantPlanEditor *self, DecantPlace place, const char *path,
                          const char *target, GError **error)
{
  g_autofree char *name = decant_words_folder_name (path);
  gboolean placed;

  if (self->plan == NULL)
    return TRUE;
  if (place == DECANT_PLACE_INTO)
    begin (self, _ ("copying “%s” into another folder"), name);
  else if (place == DECANT_PLACE_NAMED)
    begin (self, _ ("renaming “%s”"), name);
  else
    begin (self, _ ("merging “%s”"), name);
  placed = place_in (self->plan, place, path, target, error);
  commit (self);
  return placed;
}

void
decant_plan_editor_reset (DecantPlanEditor *self, const char *path)
{
  int index = self->plan != NULL ? decant_plan_find (self->plan, path) : -1;
  g_autofree char *name = decant_words_folder_name (path);

  if (index < 0)
    return;
  begin (self, _ ("bringing “%s” back to automatic"), name);
  decant_plan_reset (self->plan, (guint)index);
  commit (self);
}

gboolean
decant_plan_editor_is_by_hand (DecantPlanEditor *self, const char *path)
{
  int index = self->plan != NULL ? decant_plan_find (self->plan, path) : -1;

  return index >= 0 && decant_plan_is_by_hand (self->plan, (guint)index);
}

void
decant_plan_editor_choose_alone (DecantPlanEditor *self, const char *path, gboolean chosen)
{
  int index = self->plan != NULL ? decant_plan_find (self->plan, path) : -1;
  g_autofree char *name = decant_words_folder_name (path);

  if (index < 0)
    return;
  begin (self, chosen ? _ ("taking along “%s”") : _ ("leaving behind “%s”"), name);
  decant_plan_set_choice (self->plan, (guint)index,
                          chosen ? DECANT_PLAN_COPY : DECANT_PLAN_LEAVE_BEHIND);
  commit (self);
}

void
decant_plan_editor_cut (DecantPlanEditor *self, gint64 newer_than)
{
  g_autoptr (DecantPlanRules) rules = NULL;

  if (self->plan == NULL)
    return;
  rules = decant_plan_rules_copy (decant_plan_get_rules (self->plan));
  rules->newer_than = newer_than;
  decant_plan_history_begin (self->history, _ ("the cut by date"), "cut");
  decant_plan_set_rules (self->plan, rules);
  decant_pruning_load (self->pruning, rules);
  commit (self);
}

void
decant_plan_editor_end_cut (DecantPlanEditor *self)
{
  if (self->history != NULL)
    decant_plan_history_end_group (self->history);
}

void
decant_plan_editor_tick_messages (DecantPlanEditor *self, const char *path, const guint32 *uids,
                                  gsize n_uids, gboolean taken)
{
  const DecantPlanFolder *folder = decant_plan_editor_find (self, path);
  g_autofree char *name = decant_words_folder_name (path);

  if (folder == NULL)
    return;
  begin (self, taken ? _ ("taking along messages of “%s”") : _ ("leaving behind messages of “%s”"),
         name);
  decant_plan_tick_messages (self->plan, (guint)decant_plan_find (self->plan, path),
                             folder->old_folder->uid_validity, uids, n_uids, taken);
  commit (self);
}

/* Path → GArray of UIDs. */
static GHashTable *
sort_by_folder (GPtrArray *problems)
{
  GHashTable *by_folder = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                 (GDestroyNotify)g_array_unref);

  for (guint i = 0; i < problems->len; i++)
    {
      const DecantProblem *problem = g_ptr_array_index (problems, i);
      GArray *uids = g_hash_table_lookup (by_folder, problem->folder);

      if (uids == NULL)
        {
          uids = g_array_new (FALSE, FALSE, sizeof (guint32));
          g_hash_table_insert (by_folder, problem->folder, uids);
        }
      g_array_append_val (uids, problem->uid);
    }
  return by_folder;
}

static void
tick_off (DecantPlan *plan, const char *path, const GArray *uids)
{
  int index = decant_plan_find (plan, path);

  if (index >= 0)
    decant_plan_tick_messages (
      plan, (guint)index, decant_plan_get_folder (plan, (guint)index)->old_folder->uid_validity,
      (const guint32 *)uids->data, uids->len, FALSE);
}

void
decant_plan_editor_leave_damaged (DecantPlanEditor *self, GPtrArray *problems)
{
  g_autoptr (GHashTable) by_folder = sort_by_folder (problems);
  GHashTableIter iter;
  gpointer path;
  gpointer uids;

  if (self->plan == NULL)
    return;
  decant_plan_history_begin (self->history, _ ("leaving behind damaged messages"), NULL);
  g_hash_table_iter_init (&iter, by_folder);
  while (g_hash_table_iter_next (&iter, &path, &uids))
    tick_off (self->plan, path, uids);
  commit (self);
}

/* ---- undoing ---- */

static void
step (DecantPlanEditor *self, void (*func) (DecantPlanHistory *history))
{
  if (self->history == NULL)
    return;
  func (self->history);
  decant_pruning_load (self->pruning, decant_plan_get_rules (self->plan));
  changed_by_hand (self);
}

void
decant_plan_editor_undo (DecantPlanEditor *self)
{
  step (self, decant_plan_history_undo);
}

void
decant_plan_editor_redo (DecantPlanEditor *self)
{
  step (self, decant_plan_history_redo);
}

const char *
decant_plan_editor_get_undo_label (DecantPlanEditor *self)
{
  return self->history != NULL ? decant_plan_history_get_undo_label (self->history) : NULL;
}

const char *
decant_plan_editor_get_redo_label (DecantPlanEditor *self)
{
  return self->history != NULL ? decant_plan_history_get_redo_label (self->history) : NULL;
}

/* ---- the object ---- */

static void
decant_plan_editor_finalize (GObject *object)
{
  DecantPlanEditor *self = DECANT_PLAN_EDITOR (object);

  g_clear_pointer (&self->history, decant_plan_history_free);
  g_clear_pointer (&self->plan, decant_plan_free);
  g_clear_object (&self->pruning);
  G_OBJECT_CLASS (decant_plan_editor_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, GType argument)
{
  return g_signal_new (name, DECANT_TYPE_PLAN_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, argument != G_TYPE_NONE ? 1 : 0, argument);
}

static void
decant_plan_editor_class_init (DecantPlanEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_plan_editor_finalize;
  signals[SIGNAL_CHANGED] = add_signal ("changed", G_TYPE_NONE);
  signals[SIGNAL_EDITED] = add_signal ("edited", G_TYPE_NONE);
  signals[SIGNAL_REFUSED] = add_signal ("refused", G_TYPE_ERROR);
}

static void
decant_plan_editor_init (DecantPlanEditor *self)
{
  self->pruning = decant_pruning_new ();
  g_signal_connect_object (self->pruning, "changed", G_CALLBACK (on_pruning_changed), self,
                           G_CONNECT_SWAPPED);
}

DecantPlanEditor *
decant_plan_editor_new (void)
{
  return g_object_new (DECANT_TYPE_PLAN_EDITOR, NULL);
}
