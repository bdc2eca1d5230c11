/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forecast.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The largest messages, folders and senders.
 *
 * Signal "selected" (const char *path): a person wants to see this old folder. */
#define DECANT_TYPE_LARGEST_PANE (decant_largest_pane_get_type ())
G_DECLARE_FINAL_TYPE (DecantLargestPane, decant_largest_pane, DECANT, LARGEST_PANE, AdwBin)

/* Once. @editor: of the plan that is changed. */
void decant_largest_pane_set_editor (DecantLargestPane *self, DecantPlanEditor *editor);

/* Once. Of the plan of that editor. */
void decant_largest_pane_set_forecast (DecantLargestPane *self, DecantForecast *forecast);

G_END_DECLS
