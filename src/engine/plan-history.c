/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-history.h"

#include "engine/plan-private.h"

#define MOST_STEPS 200

typedef struct
{
  guint index;
  DecantPlanHand before;
  DecantPlanHand after;
} Change;

typedef struct
{
  char *label;
  char *group;             /* or NULL */
  GArray *changes;         /* Change, ascending by index */
  DecantPlanRules *before; /* NULL where the rules are the same */
  DecantPlanRules *after;
} Step;

struct _DecantPlanHistory
{
  DecantPlan *plan;
  GPtrArray *steps; /* Step, the oldest first */
  guint done;       /* of them; those behind were undone */
  gboolean group_is_open;

  /* between begin and commit */
  char *label;
  char *group;
  DecantPlanHand *hands; /* as they were, of each folder; NULL: not begun */
  DecantPlanRules *rules;
};

static void
clear_change (gpointer data)
{
  Change *change = data;

  decant_plan_hand_clear (&change->before);
  decant_plan_hand_clear (&change->after);
}

static void
free_step (gpointer data)
{
  Step *step = data;

  g_free (step->label);
  g_free (step->group);
  g_array_unref (step->changes);
  decant_plan_rules_free (step->before);
  decant_plan_rules_free (step->after);
  g_free (step);
}

DecantPlanHistory *
decant_plan_history_new (DecantPlan *plan)
{
  DecantPlanHistory *self = g_new0 (DecantPlanHistory, 1);

  self->plan = plan;
  self->steps = g_ptr_array_new_with_free_func (free_step);
  return self;
}

/* ---- making a step ---- */

static void
forget_begun (DecantPlanHistory *self)
{
  guint n = decant_plan_get_n_folders (self->plan);

  for (guint i = 0; self->hands != NULL && i < n; i++)
    decant_plan_hand_clear (&self->hands[i]);
  g_clear_pointer (&self->hands, g_free);
  g_clear_pointer (&self->rules, decant_plan_rules_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->group, g_free);
}

void
decant_plan_history_free (DecantPlanHistory *self)
{
  if (self == NULL)
    return;
  forget_begun (self);
  g_ptr_array_unref (self->steps);
  g_free (self);
}

void
decant_plan_history_begin (DecantPlanHistory *self, const char *label, const char *group)
{
  guint n = decant_plan_get_n_folders (self->plan);

  forget_begun (self);
  self->label = g_strdup (label);
  self->group = g_strdup (group);
  self->rules = decant_plan_rules_copy (decant_plan_get_rules (self->plan));
  self->hands = g_new0 (DecantPlanHand, n + 1);
  for (guint i = 0; i < n; i++)
    decant_plan_get_hand (self->plan, i, &self->hands[i]);
}

static GArray *
find_changes (DecantPlanHistory *self)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (Change));

  g_array_set_clear_func (changes, clear_change);
  for (guint i = 0; i < decant_plan_get_n_folders (self->plan); i++)
    {
      Change change = { .index = i };

      decant_plan_get_hand (self->plan, i, &change.after);
      if (decant_plan_hand_equal (&self->hands[i], &change.after))
        {
          decant_plan_hand_clear (&change.after);
          continue;
        }
      change.before = self->hands[i];
      self->hands[i] = (DecantPlanHand){ 0 };
      g_array_append_val (changes, change);
    }
  return changes;
}

/* What is different since begin; NULL: nothing. */
static Step *
make_step (DecantPlanHistory *self)
{
  const DecantPlanRules *rules = decant_plan_get_rules (self->plan);
  Step *step = g_new0 (Step, 1);

  step->label = g_steal_pointer (&self->label);
  step->group = g_steal_pointer (&self->group);
  step->changes = find_changes (self);
  if (!decant_plan_rules_equal (self->rules, rules))
    {
      step->before = g_steal_pointer (&self->rules);
      step->after = decant_plan_rules_copy (rules);
    }
  if (step->changes->len == 0 && step->after == NULL)
    g_clear_pointer (&step, free_step);
  return step;
}

/* ---- joining ---- */

static gboolean
belongs_to_last (const DecantPlanHistory *self, const Step *step)
{
  const Step *last = self->done > 0 ? g_ptr_array_index (self->steps, self->done - 1) : NULL;

  return last != NULL && self->group_is_open && step->group != NULL &&
         g_strcmp0 (last->group, step->group) == 0;
}

/* Takes what @from has over into @to; @from's is the later. */
static void
join_change (Change *to, Change *from)
{
  DecantPlanHand between = to->after;

  to->after = from->after;
  from->after = between;
}

static void
join (Step *to, Step *from)
{
  guint length = to->changes->len;

  for (guint i = 0; i < from->changes->len; i++)
    {
      Change *change = &g_array_index (from->changes, Change, i);
      guint j = 0;

      while (j < length && g_array_index (to->changes, Change, j).index != change->index)
        j++;
      if (j < length)
        join_change (&g_array_index (to->changes, Change, j), change);
      else
        {
          g_array_append_val (to->changes, *change);
          *change = (Change){ 0 };
        }
    }
  if (from->after != NULL)
    {
      decant_plan_rules_free (to->after);
      to->after = g_steal_pointer (&from->after);
      if (to->before == NULL)
        to->before = g_steal_pointer (&from->before);
    }
  g_free (to->label);
  to->label = g_steal_pointer (&from->label);
}

gboolean
decant_plan_history_commit (DecantPlanHistory *self)
{
  Step *step;

  g_return_val_if_fail (self->hands != NULL, FALSE);
  step = make_step (self);
  forget_begun (self);
  if (step == NULL)
    return FALSE;
  g_ptr_array_set_size (self->steps, (int)self->done);
  if (belongs_to_last (self, step))
    {
      join (g_ptr_array_index (self->steps, self->done - 1), step);
      free_step (step);
      return TRUE;
    }
  g_ptr_array_add (self->steps, step);
  if (self->steps->len > MOST_STEPS)
    g_ptr_array_remove_index (self->steps, 0);
  self->done = self->steps->len;
  self->group_is_open = TRUE;
  return TRUE;
}

void
decant_plan_history_end_group (DecantPlanHistory *self)
{
  self->group_is_open = FALSE;
}

/* ---- going back and forth ---- */

static void
apply (DecantPlanHistory *self, const Step *step, gboolean forth)
{
  const DecantPlanRules *rules = forth ? step->after : step->before;

  for (guint i = 0; i < step->changes->len; i++)
    {
      const Change *change = &g_array_index (step->changes, Change, i);

      decant_plan_set_hand (self->plan, change->index, forth ? &change->after : &change->before);
    }
  if (rules != NULL)
    decant_plan_set_rules (self->plan, rules);
  else
    decant_plan_update (self->plan);
  self->group_is_open = FALSE;
}

void
decant_plan_history_undo (DecantPlanHistory *self)
{
  if (self->done > 0)
    apply (self, g_ptr_array_index (self->steps, --self->done), FALSE);
}

void
decant_plan_history_redo (DecantPlanHistory *self)
{
  if (self->done < self->steps->len)
    apply (self, g_ptr_array_index (self->steps, self->done++), TRUE);
}

const char *
decant_plan_history_get_undo_label (const DecantPlanHistory *self)
{
  return self->done > 0 ? ((const Step *)g_ptr_array_index (self->steps, self->done - 1))->label
                        : NULL;
}

const char *
decant_plan_history_get_redo_label (const DecantPlanHistory *self)
{
  return self->done < self->steps->len
           ? ((const Step *)g_ptr_array_index (self->steps, self->done))->label
           : NULL;
}

gboolean
decant_plan_history_can_undo (const DecantPlanHistory *self)
{
  return self->done > 0;
}

gboolean
decant_plan_history_can_redo (const DecantPlanHistory *self)
{
  return self->done < self->steps->len;
}
