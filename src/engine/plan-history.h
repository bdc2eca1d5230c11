/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan-edit.h"

G_BEGIN_DECLS

/* Undo and redo of what was done to a plan by hand: choices, places, rules, messages ticked off.
 * Pure; one thread at a time.
 *
 * Changes are made to the plan as ever, between begin and commit; what differs then is a step. Only
 * differences are kept, of the latest 200 steps. */
typedef struct _DecantPlanHistory DecantPlanHistory;

/* @plan: borrowed, outlives the history, and is changed by nothing else than between begin and
 * commit from now on. */
DecantPlanHistory *decant_plan_history_new (DecantPlan *plan);
void decant_plan_history_free (DecantPlanHistory *self);

/* Before a change. @label names it for people in the middle of a sentence, as translated: “rename
 * of “Research””. Steps of the same @group (may be NULL) that follow each other become one, with
 * the label of the last: a handle being dragged. */
void decant_plan_history_begin (DecantPlanHistory *self, const char *label, const char *group);

/* After it. FALSE: nothing is different, and there is no step. Else what had been undone cannot be
 * redone any more. */
gboolean decant_plan_history_commit (DecantPlanHistory *self);

/* Ends a group: the next step of it is one of its own. */
void decant_plan_history_end_group (DecantPlanHistory *self);

/* What was undone last may be done again. Nothing happens where there is no such step. */
void decant_plan_history_undo (DecantPlanHistory *self);
void decant_plan_history_redo (DecantPlanHistory *self);

/* The labels of what would be undone or redone next; NULL: there is nothing. Borrowed until the
 * history changes. */
const char *decant_plan_history_get_undo_label (const DecantPlanHistory *self);
const char *decant_plan_history_get_redo_label (const DecantPlanHistory *self);
gboolean decant_plan_history_can_undo (const DecantPlanHistory *self);
gboolean decant_plan_history_can_redo (const DecantPlanHistory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantPlanHistory, decant_plan_history_free)

G_END_DECLS
