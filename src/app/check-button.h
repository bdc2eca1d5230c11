/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/check-up.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The way to the check for damaged messages, which says how it stands while it goes on in the
 * background. */
#define DECANT_TYPE_CHECK_BUTTON (decant_check_button_get_type ())
G_DECLARE_FINAL_TYPE (DecantCheckButton, decant_check_button, DECANT, CHECK_BUTTON, AdwBin)

void decant_check_button_set_check_up (DecantCheckButton *self, DecantCheckUp *check_up);

G_END_DECLS
