/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The program: one migration, at most one window on it. A copy goes on without the window; the
 * program ends when there is neither. */
#define DECANT_TYPE_APPLICATION (decant_application_get_type ())
G_DECLARE_FINAL_TYPE (DecantApplication, decant_application, DECANT, APPLICATION, AdwApplication)

DecantApplication *decant_application_new (void);

G_END_DECLS
