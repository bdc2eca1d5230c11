/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/journal.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One earlier move: its accounts, its state in words, and what can be done with it. */
#define DECANT_TYPE_MOVE_ROW (decant_move_row_get_type ())
G_DECLARE_FINAL_TYPE (DecantMoveRow, decant_move_row, DECANT, MOVE_ROW, AdwActionRow)

/* @move is only read here. */
DecantMoveRow *decant_move_row_new (const DecantMoveSummary *move);

G_END_DECLS
