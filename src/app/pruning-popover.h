/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pruning.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Switches and numbers for what to leave behind. */
#define DECANT_TYPE_PRUNING_POPOVER (decant_pruning_popover_get_type ())
G_DECLARE_FINAL_TYPE (DecantPruningPopover, decant_pruning_popover, DECANT, PRUNING_POPOVER,
                      GtkPopover)

void decant_pruning_popover_set_pruning (DecantPruningPopover *self, DecantPruning *pruning);

G_END_DECLS
