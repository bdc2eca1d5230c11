/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/plan-editor.h"

G_BEGIN_DECLS

/* What changes a plan, as actions of a window ("win"). Paths are of old folders where not said
 * otherwise:
 *
 *   "choose-folder" (sb)   along with all below it, or left behind
 *   "choose-all", "choose-none", "choose-subscribed"
 *   "copy-into" (ss)       into a folder of the new account, "" for the top
 *   "rename-folder" (ss)   what it is called there
 *   "merge-folder" (ss)    with a folder of the new account
 *   "reset-folder" (s)     back to the automatic
 *   "undo", "redo"
 *   "leave-junk", …        the switches of DecantPruning */
void decant_plan_actions_add (GActionMap *map, DecantPlanEditor *editor);

/* Whether they can be used, as far as there is something to do. */
void decant_plan_actions_enable (GActionMap *map, DecantPlanEditor *editor, gboolean enabled);

G_END_DECLS
