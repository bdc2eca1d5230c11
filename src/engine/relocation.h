/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* A server may have told the UIDs of other messages than of those it was sent (RFC 4315 3), in an
 * answer that looks right. Holds every entry of a new folder against the folder: one under whose
 * UID is another message, or none, gets the UID of a message of its identity that no other entry
 * has, the like of it first; where there is none it keeps a UID that is nobody else's, and has none
 * otherwise. *@changed: something in the journal was wrong. Blocks, mends the connection itself and
 * fails only with what ends the folder or the run. */
gboolean decant_relocation_run (DecantRun *run, DecantConnection *new_connection,
                                DecantFolder *new_folder, gint64 new_folder_id, gboolean *changed,
                                GError **error);

G_END_DECLS
