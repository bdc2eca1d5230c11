/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan.h"

G_BEGIN_DECLS

/* What a person does to a plan by hand. The folders below one that is placed elsewhere follow it,
 * unless a rule, their use or a hand has placed them themselves. What cannot be is refused with
 * DECANT_PLAN_ERROR_PLACE and a sentence that says why; the plan is as before then. */

/* The folder @old_path, which may be a mere level of the tree, and all below it. Those that are not
 * selectable stay as they are. */
void decant_plan_choose_branch (DecantPlan *self, const char *old_path, DecantPlanChoice choice);

/* All folders. */
void decant_plan_choose_all (DecantPlan *self, DecantPlanChoice choice);

/* Takes along exactly the folders that somebody is subscribed to on the old server; the others are
 * left behind. */
void decant_plan_choose_subscribed_only (DecantPlan *self);

/* Each folder as it is in @choices, of which there is one for each; DECANT_PLAN_NOT_CHOSEN: it
 * stays as it is. */
void decant_plan_choose_each (DecantPlan *self, const DecantPlanChoice *choices);

/* Single messages of a folder that is copied: left behind, or with @taken along again if the rules
 * take them. UIDs mean a message under their UIDVALIDITY alone: what is ticked off under one is
 * void under another, and nothing is ticked off where it is not known (0). */
void decant_plan_tick_messages (DecantPlan *self, guint index, guint32 uid_validity,
                                const guint32 *uids, gsize n_uids, gboolean taken);
gboolean
decant_plan_is_ticked_off (const DecantPlan *self, guint index, guint32 uid_validity, guint32 uid);

/* How many of a folder; what has gone from it since counts along. */
guint64 decant_plan_count_ticked_off (const DecantPlan *self, guint index);

/* Whether a hand has chosen or placed the folder. */
gboolean decant_plan_is_by_hand (const DecantPlan *self, guint index);

/* Back to the automatic, for choice and place of this folder. */
void decant_plan_reset (DecantPlan *self, guint index);

/* Into the folder @new_parent of the new account, which need not be there; NULL: to the top. It
 * keeps the last level of its name. */
gboolean
decant_plan_copy_into (DecantPlan *self, guint index, const char *new_parent, GError **error);

/* Another last level of its name, in the same place. */
gboolean decant_plan_rename (DecantPlan *self, guint index, const char *new_leaf, GError **error);

/* Together with what is in @new_path: a folder of the new account, or one to which another old
 * folder that is copied goes. */
gboolean decant_plan_merge (DecantPlan *self, guint index, const char *new_path, GError **error);

G_END_DECLS
