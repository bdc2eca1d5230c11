/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* What a person leaves behind, as switches and numbers that widgets bind to. Main thread only.
 *
 * Properties:
 *   "leave-junk", "leave-trash", "leave-deleted" (boolean)
 *   "leave-old" (boolean), "year" (uint)        messages received before 1 January of that year
 *   "leave-large" (boolean), "megabytes" (uint) messages larger than that many megabytes
 *   "summary" (string, read-only)               all of it in a few words
 *
 * Signal "changed" (): the rules are different now. */
#define DECANT_TYPE_PRUNING (decant_pruning_get_type ())
G_DECLARE_FINAL_TYPE (DecantPruning, decant_pruning, DECANT, PRUNING, GObject)

DecantPruning *decant_pruning_new (void);

/* Takes over the rules of a plan. Emits no "changed". */
void decant_pruning_load (DecantPruning *self, const DecantPlanRules *rules);

/* A copy of @base with what is set here in place of its own. Free with decant_plan_rules_free(). */
DecantPlanRules *decant_pruning_make_rules (DecantPruning *self, const DecantPlanRules *base);

/* Whether single messages are left behind, so that counts of folders promise too much. */
gboolean decant_pruning_looks_at_messages (DecantPruning *self);

G_END_DECLS
