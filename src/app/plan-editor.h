/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pruning.h"

G_BEGIN_DECLS

/* The plan as a person changes it: every change of the folders page goes through here. Main thread
 * only.
 *
 * Signal "changed" (): the plan, or its rules, are different, or there is another plan or none any
 * more. */
#define DECANT_TYPE_PLAN_EDITOR (decant_plan_editor_get_type ())
G_DECLARE_FINAL_TYPE (DecantPlanEditor, decant_plan_editor, DECANT, PLAN_EDITOR, GObject)

DecantPlanEditor *decant_plan_editor_new (void);

/* Another plan (taken over), or NULL: none. */
void decant_plan_editor_take_plan (DecantPlanEditor *self, DecantPlan *plan);

/* NULL where there is none. Owned by @self. */
const DecantPlan *decant_plan_editor_get_plan (DecantPlanEditor *self);

/* The rules of the plan. Owned by @self. */
DecantPruning *decant_plan_editor_get_pruning (DecantPlanEditor *self);

/* Takes the folder @path of the old account along or leaves it behind, with all below it. */
void decant_plan_editor_choose (DecantPlanEditor *self, const char *path, gboolean chosen);

G_END_DECLS
