/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* Looks into one old folder and enters its messages in the journal: planned, or left behind by the
 * rules. If its UIDVALIDITY is another one than last time, its messages are matched again by
 * identity, so that none is copied twice.
 *
 * A folder in which nothing has changed since its last listing was worked off is not listed again
 * (*@unchanged). @row is filled and to be cleared by the caller. FOLDER errors: the folder cannot
 * be read. Blocks. */
gboolean decant_listing_run (DecantRun *run, DecantConnection *old_connection,
                             const DecantPlanFolder *folder, DecantJournalFolder *row,
                             gboolean *unchanged, GError **error);

G_END_DECLS
