/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* Why it is in doubt. */
typedef enum
{
  DECANT_DOUBT_UNANSWERED, /* no answer came: the server may still be about to store it */
  DECANT_DOUBT_ANSWERED,   /* refused, together with others */
} DecantDoubt;

/* Looks on the new side for the messages that were on their way when a connection or Decant itself
 * died: those that are found are done, the others planned again. Those that arrived without their
 * UID being told are looked for with them, so that neither takes the other's place.
 *
 * They are known again by the digest of what was sent, which no other message shares by accident,
 * and only where the server has changed them by identity. @arrived (may be NULL) is a set to which
 * the old UIDs of those of @folder_id that were found are added (GUINT_TO_POINTER). Blocks; mends
 * the connection. */
gboolean decant_doubtful_resolve (DecantRun *run, DecantConnection *connection,
                                  DecantFolder *folder, gint64 new_folder_id, gint64 folder_id,
                                  DecantDoubt doubt, GHashTable *arrived, GError **error);

G_END_DECLS
