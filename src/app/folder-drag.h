/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Dragging an old folder onto a new one. */

/* Lets the rows of @view be dragged. */
void decant_folder_drag_add_source (GtkColumnView *view);

/* The folder @old_path was dropped onto @new_path. */
typedef void (*DecantFolderDroppedFunc) (gpointer user_data, const char *old_path,
                                         const char *new_path);

/* Lets them be dropped onto the rows of @view. @user_data must live as long as that. */
void decant_folder_drag_add_target (GtkColumnView *view, DecantFolderDroppedFunc func,
                                    gpointer user_data);

G_END_DECLS
