/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* The listing of one old folder while it lasts. */
typedef struct _DecantListing DecantListing;

/* Looks into one old folder and enters its messages in the journal: planned, or left behind by the
 * rules. If its UIDVALIDITY is another one than last time, its messages are matched again by
 * identity, so that none is copied twice.
 *
 * A folder in which nothing has changed since its last listing was worked off is not listed again
 * (*@unchanged). @begun (taken over; may be NULL): one that stopped amid the messages, to go on
 * with. @row is filled and to be cleared by the caller. FOLDER errors: the folder cannot be read.
 * Blocks. */
gboolean decant_listing_run (DecantRun *run, DecantConnection *old_connection,
                             const DecantPlanFolder *folder, DecantListing *begun,
                             DecantJournalFolder *row, gboolean *unchanged, GError **error);

/* Whether nothing has changed in @folder since the listing that @row is about, so that it need not
 * be listed: no mail came or went by its counts, and no flags changed as far as they matter. What
 * the server does not tell (0 in @status) is taken for a change, but for the flags: those matter
 * only where messages are left behind by them. */
gboolean decant_listing_is_unchanged (const DecantRun *run, const DecantPlanFolder *folder,
                                      const DecantJournalFolder *row,
                                      const DecantFolderStatus *status);

/* The same in steps, for who opens the folder and asks for its messages in another way. enter()
 * begins once the folder is open; then, unless it is unchanged or *row says that messages of an
 * earlier UIDVALIDITY are to be matched first, each message is taken (a DecantMessageFunc with the
 * listing as user data), and finish() ends it. What is not finished may be
 * listed again, or gone on with. */
gboolean decant_listing_enter (DecantRun *run, const DecantPlanFolder *folder,
                               const DecantFolderStatus *status, DecantJournalFolder *row,
                               gboolean *unchanged, GError **error);
DecantListing *decant_listing_new (DecantRun *run, const DecantPlanFolder *folder,
                                   const DecantJournalFolder *row,
                                   const DecantFolderStatus *status);
gboolean decant_listing_take (DecantMessage *message, gpointer listing, GError **error);
gboolean decant_listing_finish (DecantListing *self, DecantJournalFolder *row, GError **error);
void decant_listing_free (DecantListing *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantListing, decant_listing_free)

G_END_DECLS
