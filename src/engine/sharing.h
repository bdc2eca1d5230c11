/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"
#include "engine/twins.h"

G_BEGIN_DECLS

/* Which folder gets a message that is in several.
 *
 * Where the person wants each copied once only, it is the folder from which it has been copied
 * already, else the first of the plan that takes it along, views after the others. A folder of all
 * mail that is wanted for its rest gets none that another folder has, copied or not. Messages are
 * known by their object id; those of which the server tells none are nobody's twins.
 *
 * Where duplicates are left behind, messages are known by what they are (engine/twins.h), and of
 * several in one folder one goes, too. A check looks at all of them.
 *
 * Immutable while lanes are at work; for any thread. */
typedef struct _DecantSharing DecantSharing;

/* Lists the folders it takes with up to @n_workers connections. NULL where the plan does not ask
 * for it or the server tells no object ids, or when the run has failed. Folders that cannot be read
 * share nothing. Blocks. */
DecantSharing *decant_sharing_new (DecantRun *run);
void decant_sharing_free (DecantSharing *self);

/* Whether @folder is to have @message, as far as object ids tell. @self may be NULL: it is. */
gboolean decant_sharing_gives (const DecantSharing *self, const DecantPlanFolder *folder,
                               const DecantMessage *message);

/* What is found of a message in all. */
typedef struct
{
  gboolean gives;
  gboolean has_key; /* it is known by what it is */
  DecantTwinKey key;
  const char *same_as; /* NULL, or it is left behind as a duplicate: the old path of the folder from
                          which another goes, "" where it has gone from one that is not here */
} DecantSharingVerdict;

/* What becomes of @message of @folder, listed under @uid_validity with decant_sharing_details().
 * @self may be NULL. */
void decant_sharing_judge (const DecantSharing *self, const DecantPlanFolder *folder,
                           guint32 uid_validity, const DecantMessage *message,
                           DecantSharingVerdict *verdict);

/* What is to be asked for when @folder is listed, so that all this can be told of its messages. */
DecantDetails decant_sharing_details (const DecantSharing *self, const DecantPlanFolder *folder);

/* Whether duplicates are left behind. */
gboolean decant_sharing_knows_twins (const DecantSharing *self);

/* A duplicate that was to stay goes after all; see decant_twins_choose_instead(). While no lane is
 * at work. */
gboolean decant_sharing_choose_instead (DecantSharing *self, const char *path, guint32 uid);

/* The place of an old folder in the order in which they give, from 1; 0: it is not of the plan. */
guint decant_sharing_rank (const DecantPlan *plan, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantSharing, decant_sharing_free)

G_END_DECLS
