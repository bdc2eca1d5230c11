/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A small bar that shows a part of a whole; nothing at all for 0. Its colours are
 * those of the CSS node "sharebar". */
#define DECANT_TYPE_SHARE_BAR (decant_share_bar_get_type ())
G_DECLARE_FINAL_TYPE (DecantShareBar, decant_share_bar, DECANT, SHARE_BAR, GtkWidget)

GtkWidget *decant_share_bar_new (void);
void decant_share_bar_set_share (DecantShareBar *self, guint thousandths);

G_END_DECLS
