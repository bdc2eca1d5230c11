/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/check-up.h"
#include "app/fit.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The check for damaged messages: what it would read, how far it is, what it has found, and what to
 * do with that. The check goes on when the window is closed. */
#define DECANT_TYPE_CHECK_WINDOW (decant_check_window_get_type ())
G_DECLARE_FINAL_TYPE (DecantCheckWindow, decant_check_window, DECANT, CHECK_WINDOW, AdwWindow)

/* @parent: whose actions ("win") it offers; see app/check-actions.h. @editor, @forecast, @fit: of
 * the plan that is checked. */
GtkWidget *decant_check_window_new (GtkWindow *parent, DecantCheckUp *check_up,
                                    DecantPlanEditor *editor, DecantForecast *forecast,
                                    DecantFit *fit);

G_END_DECLS
