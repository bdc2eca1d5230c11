/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/passage.h"

G_BEGIN_DECLS

/* A lane need not wait for the last answers of the new server before it asks the old one for the
 * next folder: who is through with the old connection takes the next task early. It does so only
 * where the new folder was made for this run and is empty, and the journal knows of nothing that
 * was ever sent there, so that nothing can change what is to be read before it is that folder's
 * turn.
 *
 * All of it is for the lane's own thread and its reading thread, as said. */

/* Whether the lane may. By the lane. */
void decant_reading_ahead_allow (DecantLane *lane, gboolean allowed);

/* The old connection is lent to a reading thread, or given back by it, the one of @passage; then
 * the next folder may be begun. */
void decant_reading_ahead_lend (DecantLane *lane);
void decant_reading_ahead_give_back (DecantPassage *passage);

/* Begins to read what comes after @passage, whose reading may be over already. By the lane. */
void decant_reading_ahead_begin (DecantPassage *passage);

/* The old connection is needed: what was begun is read when it is its turn. By the lane, when no
 * passage of its own is being read. */
void decant_reading_ahead_stop (DecantLane *lane);

/* What comes next, or NULL where the lane has to ask for a task. By the lane. */
DecantPassage *decant_reading_ahead_take (DecantLane *lane);

G_END_DECLS
