/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lays its children out in a row, each as wide as the others, where there is room, else in a
 * column.
 *
 * Properties, construct only: "child-width" (int): the width in pixels that each child must get for
 * a row; "spacing" (int): pixels between them. */
#define DECANT_TYPE_ADAPTIVE_BOX (decant_adaptive_box_get_type ())
G_DECLARE_FINAL_TYPE (DecantAdaptiveBox, decant_adaptive_box, DECANT, ADAPTIVE_BOX, GtkWidget)

G_END_DECLS
