/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/folder-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Rows of a folder view by where they are seen, which GtkColumnView does not tell. */

/* The list inside of it, whose actions scroll and whose children are the rows. Owned by @view. */
GtkWidget *decant_folder_picking_list (GtkColumnView *view);

/* The whole row at a place of @view, or NULL; and its folder. */
GtkWidget *decant_folder_picking_row (GtkColumnView *view, double x, double y);
DecantFolderItem *decant_folder_picking_item (GtkColumnView *view, double x, double y);

G_END_DECLS
