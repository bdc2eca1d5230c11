/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan.h"

G_BEGIN_DECLS

/* Plans in files: the text of decant_plan_save_choices(), for people to keep, edit and use again.
 */

/* Writes the choices and rules, replacing the file as a whole. Blocks. */
gboolean decant_plan_file_save (const DecantPlan *self, const char *path, GError **error);

/* The text of a plan, for decant_plan_load_choices(). What is no plan, of a later version or larger
 * than 16 MiB is refused with DECANT_PLAN_ERROR_FILE; what cannot be read with G_FILE_ERROR or
 * G_IO_ERROR. Blocks. Free with g_free(). */
char *decant_plan_file_read (const char *path, GError **error);

/* Rules that go before all that the plan has: what is set in @rules takes the place of the same in
 * the plan's, also where a hand has said otherwise of the folders it is about. */
void decant_plan_override (DecantPlan *self, const DecantPlanRules *rules);

G_END_DECLS
