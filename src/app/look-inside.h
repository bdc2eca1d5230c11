/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forecast.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A window with the messages of an old folder, to tick single ones off. */
#define DECANT_TYPE_LOOK_INSIDE (decant_look_inside_get_type ())
G_DECLARE_FINAL_TYPE (DecantLookInside, decant_look_inside, DECANT, LOOK_INSIDE, AdwWindow)

/* Modal to @parent, which may be NULL. @path: a folder of the census, which has begun. Not yet
 * shown. */
GtkWidget *decant_look_inside_new (GtkWindow *parent, DecantForecast *forecast,
                                   DecantPlanEditor *editor, const char *path);

G_END_DECLS
