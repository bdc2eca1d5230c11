/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* The making of folders on the new side.
 *
 * A folder gets the path that the plan says. Only where the server refuses that, other names are
 * tried, step by step:
 *
 *   1. a folder that differs in case alone, where it is there: that one, unless another old folder
 *      goes there;
 *   2. "_" for characters that many servers refuse, no blanks or dots at the ends of a level;
 *   3. levels cut to 100, 60, 30 characters, with some digits of a hash;
 *   4. levels put together, the last ones first: "Archive/2009 - May", "Archive - 2009 - May";
 *   5. " (old)" behind it.
 *
 * Where such a name is taken, by a folder that is not of this move or by another folder of it,
 * " 2", " 3" … follow. Folders below a renamed one go below it. What a folder is called in truth is
 * in the journal before it is made, so that a later run finds it and makes no other. */
typedef struct _DecantNewFolders DecantNewFolders;

/* What the run's threads share of it. NULL with *@error where the journal cannot be read. */
DecantNewFolders *decant_new_folders_new (DecantRun *run, GError **error);
void decant_new_folders_free (DecantNewFolders *self);

/* The folder on the new side that an old one goes into: the one that the plan found there, else one
 * that is made, subscribed to and opened. One thread at a time makes folders; waits and reconnects
 * as decant_connection_recover() does; blocks. Fails with a FOLDER error where no name is taken.
 * Unref the folder. */
DecantFolder *decant_new_folder_ensure (DecantNewFolders *self, DecantConnection *connection,
                                        const DecantPlanFolder *planned, GError **error);

/* The folders of these planned paths before their turn: folders[i] (to be unreffed) is the one that
 * the plan found there, or that was made now under the name that was planned, without waiting for
 * each answer; NULL where decant_new_folder_ensure() has to find out more. Nothing is opened. FALSE
 * ends it early, with what the store or the journal said. Blocks. */
gboolean decant_new_folders_make_ahead (DecantNewFolders *self, DecantConnection *connection,
                                        const char *const *planned, guint n, DecantFolder **folders,
                                        GError **error);

/* Makes @folder, which was there, once more. */
gboolean decant_new_folder_make_again (DecantConnection *connection, const DecantFolder *folder,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantNewFolders, decant_new_folders_free)

G_END_DECLS
