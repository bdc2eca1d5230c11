/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/gate.h"
#include "engine/journal.h"
#include "engine/plan.h"
#include "stores/store-opener.h"

G_BEGIN_DECLS

/* Saves as files what an old account still gives of damaged messages: all of it, where it can be
 * read after all; else the part that comes before the server fails; else the header. */

/* How much of a message there is. */
typedef enum
{
  DECANT_SALVAGED_NOTHING,
  DECANT_SALVAGED_HEADER,
  DECANT_SALVAGED_PART,
  DECANT_SALVAGED_WHOLE,
} DecantSalvaged;

typedef struct
{
  guint counts[DECANT_SALVAGED_WHOLE + 1]; /* messages, by DecantSalvaged */
  guint untried;                           /* it was stopped, or failed, before their turn */
  GPtrArray *files;                        /* char *, their paths */
} DecantSalvage;
void decant_salvage_free (DecantSalvage *self);

/* Saves @problems (DecantProblem, of a check of @plan; those of whole folders are passed over), a
 * file each, in @directory: named for people, never in place of a file that is there. One
 * connection, in a thread of its own; @progress (may be NULL) is written, @gate (may be NULL) as in
 * a check.
 *
 * finish() returns what was saved, also where it was cancelled or has failed: then *@error is set
 * as well. */
void decant_salvage_run_async (DecantStoreOpener *account, const DecantPlan *plan,
                               GPtrArray *problems, const char *directory, DecantGate *gate,
                               DecantProgress *progress, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
DecantSalvage *decant_salvage_run_finish (GAsyncResult *result, GError **error);

/* The name of the file for a message: its folder, UID and @subject (as it stands in the header, or
 * NULL) without what file systems do not bear, at most some 200 bytes. Free with g_free(). */
char *decant_salvage_name_file (const DecantProblem *problem, const char *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantSalvage, decant_salvage_free)

G_END_DECLS
