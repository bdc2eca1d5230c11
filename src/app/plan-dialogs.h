/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/plan-editor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks what the old folder @path is to be called in the new account, and calls it so. What cannot
 * be is said while it is typed. */
void decant_plan_dialogs_rename (GtkWindow *parent, DecantPlanEditor *editor, const char *path);

G_END_DECLS
