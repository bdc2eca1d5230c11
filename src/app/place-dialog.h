/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/plan-editor.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks for a folder of the new account, as it will be, where an old one is to go: into it or
 * together with what is in it. */
#define DECANT_TYPE_PLACE_DIALOG (decant_place_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DecantPlaceDialog, decant_place_dialog, DECANT, PLACE_DIALOG, AdwWindow)

/* Shows one for the old folder @path. @place: DECANT_PLACE_INTO or _WITH. */
void decant_place_dialog_show (GtkWindow *parent, DecantPlanEditor *editor, DecantPlace place,
                               const char *path);

G_END_DECLS
