/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/fit.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What will not fit into the new account, and what takes days: there before the copy is started,
 * and gone where there is nothing to warn of.
 *
 * Property "can-show-oversize" (boolean): whether there is a place where messages that are too
 * large are shown.
 *
 * Signal "show-oversize" (): they are to be shown. */
#define DECANT_TYPE_FIT_BANNER (decant_fit_banner_get_type ())
G_DECLARE_FINAL_TYPE (DecantFitBanner, decant_fit_banner, DECANT, FIT_BANNER, AdwBin)

void decant_fit_banner_set_fit (DecantFitBanner *self, DecantFit *fit);

G_END_DECLS
