/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forecast.h"
#include "engine/allowance.h"
#include "engine/capacity.h"

G_BEGIN_DECLS

/* Whether what is chosen will fit into the new account, and how long it will take: kept up while a
 * person changes the plan. What is not known is not spoken of. Main thread only; nothing here
 * blocks.
 *
 * Signal "changed" (): something else is to be said. */
#define DECANT_TYPE_FIT (decant_fit_get_type ())
G_DECLARE_FINAL_TYPE (DecantFit, decant_fit, DECANT, FIT, GObject)

/* @forecast: of the plan of @editor. */
DecantFit *decant_fit_new (DecantPlanEditor *editor, DecantForecast *forecast);

/* Between which accounts; forgets what was known. Of what the move is about, @messages of together
 * @size bytes have arrived before. */
void decant_fit_begin (DecantFit *self, DecantStoreOpener *old_account,
                       DecantStoreOpener *new_account, guint64 messages, guint64 size);

/* Asks the new account, in the background, what it allows. Where that fails nothing is known. */
void decant_fit_ask (DecantFit *self);

/* Gives up asking. What is known by now stays. */
void decant_fit_pause (DecantFit *self);

/* A copy changes what has arrived: how much room is left, and what for, is not known any more. */
void decant_fit_forget_room (DecantFit *self);

/* What the new account allows, found out otherwise. */
void decant_fit_take_allowance (DecantFit *self, const DecantAllowance *allowance);

/* ---- sentences for people, freed with g_free(); NULL where there is nothing to say ---- */

/* It does not fit, or may not. */
char *decant_fit_describe_room (DecantFit *self);

/* Messages are too large for the new account. */
char *decant_fit_describe_oversize (DecantFit *self);

/* It takes days, by what a provider lets through. */
char *decant_fit_describe_days (DecantFit *self);

/* "20 to 40 minutes" */
char *decant_fit_describe_time (DecantFit *self);

/* The same for reading all that is chosen, whatever has arrived before. */
char *decant_fit_describe_reading_time (DecantFit *self);

G_END_DECLS
