/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forecast.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Mail by year: a chart in which one cuts at a date, and its figures. */
#define DECANT_TYPE_YEAR_PANE (decant_year_pane_get_type ())
G_DECLARE_FINAL_TYPE (DecantYearPane, decant_year_pane, DECANT, YEAR_PANE, AdwBin)

/* Once. @editor: of the plan that is cut. */
void decant_year_pane_set_editor (DecantYearPane *self, DecantPlanEditor *editor);

/* Once. Of the plan of that editor. */
void decant_year_pane_set_forecast (DecantYearPane *self, DecantForecast *forecast);

G_END_DECLS
