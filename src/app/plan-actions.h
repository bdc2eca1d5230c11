/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/plan-editor.h"

G_BEGIN_DECLS

/* What changes a plan, as actions of a window ("win"):
 *
 *   "choose-folder" (sb)   the path of an old folder: along with all below it, or left behind
 *   "leave-junk", …        the switches of DecantPruning */
void decant_plan_actions_add (GActionMap *map, DecantPlanEditor *editor);

/* Whether they can be used. */
void decant_plan_actions_enable (GActionMap *map, gboolean enabled);

G_END_DECLS
