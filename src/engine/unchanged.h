/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* Deals with those folders of @tasks (DecantLaneTask) in which nothing has changed since an earlier
 * run was through with them, without opening any, and takes them out; tasks without folders go.
 *
 * Whether something has changed is known from what the survey was told, where that was for
 * this run and a moment ago; else, where it may spare much, all folders of the old account are
 * counted anew in one go. What cannot be known so stays in @tasks, to be opened. FALSE ends the run
 * with *@error. Blocks.
 */
gboolean decant_unchanged_work_off (DecantRun *run, GPtrArray *tasks, GError **error);

G_END_DECLS
