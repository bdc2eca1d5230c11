/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/account.h"
#include "engine/plan.h"

G_BEGIN_DECLS

/* Keeps a person's choices with their move as soon as they are made, in threads of its own: the
 * directory may be on a slow network. What comes in quick succession is kept at once. Main thread
 * only.
 *
 * Property "busy" (boolean, read-only): something is still to be kept.
 *
 * Signal "failed" (const GError *): the choices could not be kept. */
#define DECANT_TYPE_PLAN_KEEPER (decant_plan_keeper_get_type ())
G_DECLARE_FINAL_TYPE (DecantPlanKeeper, decant_plan_keeper, DECANT, PLAN_KEEPER, GObject)

DecantPlanKeeper *decant_plan_keeper_new (const char *state_dir);

/* Keeps the choices of @plan, as they are now, with the move between these accounts, which need not
 * have been begun. */
void decant_plan_keeper_keep (DecantPlanKeeper *self, DecantAccount *old_account,
                              DecantAccount *new_account, const DecantPlan *plan);

/* Whether it is at work on the move, whose journal nobody else can use then. What is only to be
 * kept later is forgotten: who asks keeps it themselves. */
gboolean decant_plan_keeper_lets_go (DecantPlanKeeper *self);

gboolean decant_plan_keeper_is_busy (DecantPlanKeeper *self);

G_END_DECLS
