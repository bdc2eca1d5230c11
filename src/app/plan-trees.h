/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/folder-tree.h"
#include "engine/census.h"

G_BEGIN_DECLS

/* Shows a plan in two trees of folders. Where a folder goes and what arrives is the plan's doing;
 * here it only gets words. */

/* The old account: what there is and what is taken along. Sizes that its server did not tell, and
 * why a folder cannot be listed, are those of @census (may be NULL). */
void
decant_plan_trees_show_old (DecantFolderTree *tree, const DecantPlan *plan, DecantCensus *census);

/* The new account as it will be. */
void decant_plan_trees_show_new (DecantFolderTree *tree, const DecantPlan *plan);

G_END_DECLS
