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

/* Whether nothing has changed in @folder since the listing that @row is about, so that it need not
 * be listed: no mail came or went by its counts, and no flags changed as far as they matter. What
 * the server does not tell (0 in @status) is taken for a change, but for the flags: those matter
 * only where messages are left behind by them. */
gboolean decant_listing_is_unchanged (const DecantRun *run, const DecantPlanFolder *folder,
                                      const DecantJournalFolder *row,
                                      const DecantFolderStatus *status);

G_END_DECLS
