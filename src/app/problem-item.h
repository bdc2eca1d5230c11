/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/journal.h"

G_BEGIN_DECLS

/* One skipped, missing, altered or adjusted message (or folder) in words, for lists. Immutable.
 *
 * Properties, all strings and read-only: "title", "place", "reason", "detail" ("" where the server
 * said nothing). */
#define DECANT_TYPE_PROBLEM_ITEM (decant_problem_item_get_type ())
G_DECLARE_FINAL_TYPE (DecantProblemItem, decant_problem_item, DECANT, PROBLEM_ITEM, GObject)

DecantProblemItem *decant_problem_item_new (const DecantProblem *problem);

G_END_DECLS
