/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pruning.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Switches and numbers for what to leave behind. */
#define DECANT_TYPE_PRUNING_PANE (decant_pruning_pane_get_type ())
G_DECLARE_FINAL_TYPE (DecantPruningPane, decant_pruning_pane, DECANT, PRUNING_PANE, AdwBin)

void decant_pruning_pane_set_pruning (DecantPruningPane *self, DecantPruning *pruning);

G_END_DECLS
