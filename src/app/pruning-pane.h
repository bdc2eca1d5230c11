/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forecast.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Switches and limits for what to leave behind, each with what it takes out. */
#define DECANT_TYPE_PRUNING_PANE (decant_pruning_pane_get_type ())
G_DECLARE_FINAL_TYPE (DecantPruningPane, decant_pruning_pane, DECANT, PRUNING_PANE, AdwBin)

void decant_pruning_pane_set_editor (DecantPruningPane *self, DecantPlanEditor *editor);

/* Of the plan of that editor, and after it. */
void decant_pruning_pane_set_forecast (DecantPruningPane *self, DecantForecast *forecast);

G_END_DECLS
