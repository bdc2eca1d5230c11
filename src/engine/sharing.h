/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* Which folder gets a message that is in several.
 *
 * Where the person wants each copied once only, it is the folder from which it has been copied
 * already, else the first of the plan that takes it along, views after the others. A folder of all
 * mail that is wanted for its rest gets none that another folder has, copied or not. Messages are
 * known by their object id; those of which the server tells none are nobody's twins. Immutable once
 * made; for any thread. */
typedef struct _DecantSharing DecantSharing;

/* Lists the folders it takes with up to @n_workers connections. NULL where the plan does not ask
 * for it or the server tells no object ids, or when the run has failed. Folders that cannot be read
 * share nothing. Blocks. */
DecantSharing *decant_sharing_new (DecantRun *run);
void decant_sharing_free (DecantSharing *self);

/* Whether @folder is to have @message. @self may be NULL: it is. */
gboolean decant_sharing_gives (const DecantSharing *self, const DecantPlanFolder *folder,
                               const DecantMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantSharing, decant_sharing_free)

G_END_DECLS
