/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/migration.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The window: a header bar, a page for each step of the migration, and the commands. */
#define DECANT_TYPE_WINDOW (decant_window_get_type ())
G_DECLARE_FINAL_TYPE (DecantWindow, decant_window, DECANT, WINDOW, AdwApplicationWindow)

DecantWindow *decant_window_new (GtkApplication *application, DecantMigration *migration);

G_END_DECLS
