/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/plan-editor.h"

struct _DecantPlanEditor
{
  GObject parent_instance;

  DecantPlan *plan;
  DecantPruning *pruning;
};

G_DEFINE_FINAL_TYPE (DecantPlanEditor, decant_plan_editor, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
changed (DecantPlanEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
decant_plan_editor_take_plan (DecantPlanEditor *self, DecantPlan *plan)
{
  g_clear_pointer (&self->plan, decant_plan_free);
  self->plan = plan;
  if (plan != NULL)
    decant_pruning_load (self->pruning, decant_plan_get_rules (plan));
  changed (self);
}

const DecantPlan *
decant_plan_editor_get_plan (DecantPlanEditor *self)
{
  return self->plan;
}

DecantPruning *
decant_plan_editor_get_pruning (DecantPlanEditor *self)
{
  return self->pruning;
}

static void
on_pruning_changed (DecantPlanEditor *self)
{
  if (self->plan == NULL)
    return;
  g_autoptr (DecantPlanRules)
    rules = decant_pruning_make_rules (self->pruning, decant_plan_get_rules (self->plan));
  decant_plan_set_rules (self->plan, rules);
  changed (self);
}

static gboolean
is_at_or_below (const char *path, const char *top)
{
  gsize length = strlen (top);

  return strncmp (path, top, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

void
decant_plan_editor_choose (DecantPlanEditor *self, const char *path, gboolean chosen)
{
  if (self->plan == NULL)
    return;
  for (guint i = 0; i < decant_plan_get_n_folders (self->plan); i++)
    if (is_at_or_below (decant_plan_get_folder (self->plan, i)->old_folder->path, path))
      decant_plan_set_choice (self->plan, i, chosen ? DECANT_PLAN_COPY : DECANT_PLAN_LEAVE_BEHIND);
  changed (self);
}

/* ---- the object ---- */

static void
decant_plan_editor_finalize (GObject *object)
{
  DecantPlanEditor *self = DECANT_PLAN_EDITOR (object);

  g_clear_pointer (&self->plan, decant_plan_free);
  g_clear_object (&self->pruning);
  G_OBJECT_CLASS (decant_plan_editor_parent_class)->finalize (object);
}

static void
decant_plan_editor_class_init (DecantPlanEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_plan_editor_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DECANT_TYPE_PLAN_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
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
