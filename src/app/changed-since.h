/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forecast.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks for a day, and ticks the folders in which mail has arrived since and no others. Of those
 * that the census has not come to it says so; they stay as they are. @forecast must have a census.
 */
void
decant_changed_since_show (GtkWindow *parent, DecantForecast *forecast, DecantPlanEditor *editor);

G_END_DECLS
