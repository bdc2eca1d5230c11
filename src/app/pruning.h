/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* What a person leaves behind, as switches and limits that widgets bind to. Main thread only.
 *
 * Properties:
 *   "leave-junk", "leave-trash", "leave-groupware", "leave-deleted",
 *   "leave-duplicates" (boolean)
 *   "has-groupware" (boolean)                   there is any of that; else nobody speaks of it
 *   "leave-old" (boolean), "old-date" (int64)   messages received before that moment, in seconds
 *                                               since 1970 UTC
 *   "leave-new" (boolean), "new-date" (int64)   messages received at that moment or later
 *   "leave-large" (boolean), "size" (uint64)    messages of more than so many bytes
 *   "summary" (string, read-only)               all of it in a few words
 *
 * A limit whose switch is off has no effect; it is what the switch would bring.
 *
 * Signal "changed" (const char *label, const char *group): the rules are different now. What was
 * done is called @label in the middle of a sentence (“leaving junk mail behind”); changes in a row
 * of the same @group, if there is one, are one to people: a number that is typed. */
#define DECANT_TYPE_PRUNING (decant_pruning_get_type ())
G_DECLARE_FINAL_TYPE (DecantPruning, decant_pruning, DECANT, PRUNING, GObject)

DecantPruning *decant_pruning_new (void);

/* The rules of a move for which nobody has chosen anything yet. */
const DecantPlanRules *decant_pruning_get_defaults (void);

/* Takes over the rules of a plan. Emits no "changed". */
void decant_pruning_load (DecantPruning *self, const DecantPlanRules *rules);

/* A copy of @base with what is set here in place of its own. Free with decant_plan_rules_free(). */
DecantPlanRules *decant_pruning_make_rules (DecantPruning *self, const DecantPlanRules *base);

/* Whether single messages are left behind, so that counts of folders promise too much. */
gboolean decant_pruning_looks_at_messages (DecantPruning *self);

G_END_DECLS
