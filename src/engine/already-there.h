/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* Marks planned messages of an old folder as already there where the new folder holds them and this
 * move has not put them there. It counts and does not merge: each message found is given to one
 * planned message only. *@found: how many. Blocks, mends the connections itself and fails only with
 * what ends the folder or the run. */
gboolean decant_already_there_find (DecantRun *run, DecantConnection *old_connection,
                                    DecantFolder *old_folder, gint64 folder_id,
                                    DecantConnection *new_connection, DecantFolder *new_folder,
                                    gint64 new_folder_id, guint64 *found, GError **error);

G_END_DECLS
