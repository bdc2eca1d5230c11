/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/folder.h"
#include "stores/server-kind.h"

G_BEGIN_DECLS

/* What the names mean that mail programs and servers give to the folders they make, in many
 * languages. Compared in any case and any composition. Pure; any thread. */

/* SENT, DRAFTS, TRASH, JUNK, ARCHIVE, or NONE. *@rank (may be NULL): how sure it is, the less the
 * surer. @name is one level of a path. */
DecantSpecialUse decant_use_of_name (const char *name, guint *rank);

/* Whether a server of this kind keeps in the folder so called at the top what is no mail: calendar,
 * contacts, tasks, notes, journal and what goes with them. Elsewhere such names are people's own.
 */
gboolean decant_name_is_groupware (DecantServerKind kind, const char *name);

/* By which a level of a path is the same as another, in any case and any composition. Free with
 * g_free(). */
char *decant_name_fold (const char *level);

G_END_DECLS
