/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/check-up.h"
#include "app/forecast.h"

G_BEGIN_DECLS

/* What is said of the check for damaged messages. Every function returns a new string, freed with
 * g_free(). */

/* Before it begins: "12,403 messages · 5.2 GB", as far as the plan and the census know; "" where
 * nothing is ticked. */
char *decant_check_words_before (DecantPlanEditor *editor, DecantForecast *forecast);

/* How far it is, or what was found, as a headline; and what belongs to it, in smaller letters. */
char *decant_check_words_headline (DecantCheckUp *check_up);
char *decant_check_words_figures (DecantCheckUp *check_up);

/* The part that was dealt with of what is under way, 0 to 1; negative: not known yet. */
double decant_check_words_fraction (DecantCheckUp *check_up);

/* What happens now; "" where nothing is under way. */
char *decant_check_words_activity (DecantCheckUp *check_up);

/* All of it in a few words. */
char *decant_check_words_short (DecantCheckUp *check_up);

G_END_DECLS
