/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* The old folder, which has the row @row, has another UIDVALIDITY than it had: moves the entries of
 * the rows before it to the UIDs their messages have now, so that none is copied twice. Messages
 * are known again by identity, those of the same size first, and counted: an entry is given one
 * message only. What is cut short goes on where it was the next time. Blocks, mends the connection
 * itself and fails only with what ends the folder or the run. */
gboolean decant_adoption_run (DecantRun *run, DecantConnection *old_connection,
                              DecantFolder *old_folder, const DecantJournalFolder *row,
                              GError **error);

G_END_DECLS
