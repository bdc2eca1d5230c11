/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/folder.h"

G_BEGIN_DECLS

/* Where folders of the old account go in the new one unless somebody says otherwise. Pure; one
 * thread at a time, any number once it is made. */
typedef struct _DecantFolderMap DecantFolderMap;

/* @old_folders, @new_folders: of DecantFolder, referenced. @rules: "OLD=NEW" as in
 * DecantPlanRules, copied; may be NULL. */
DecantFolderMap *
decant_folder_map_new (GPtrArray *old_folders, GPtrArray *new_folders, char *const *rules);
void decant_folder_map_free (DecantFolderMap *self);

/* The existing new folder of this very path, or NULL. Owned by the map. */
DecantFolder *decant_folder_map_find_new (const DecantFolderMap *self, const char *new_path);

/* Where a rule sends @old_path; NULL where none does. Free with g_free(). */
char *decant_folder_map_apply_rules (const DecantFolderMap *self, const char *old_path);

/* Where @folder goes by its use, being the INBOX or the folder for drafts, say; NULL where it has
 * none or the new account has no such folder. *@by_name: that is known by the name of one of them
 * alone. Free with g_free(). */
char *decant_folder_map_by_use (const DecantFolderMap *self, const DecantFolder *folder,
                                gboolean *by_name);

/* The path of @leaf below @parent (NULL: at the top): that of an existing new folder that differs
 * only in case and has no namesake in the old account, else just so. Free with g_free(). */
char *decant_folder_map_below (const DecantFolderMap *self, const char *parent, const char *leaf);

/* What @folder, one of the old account, is for (decant_folder_uses_guess()). */
DecantSpecialUse
decant_folder_map_guess_use (const DecantFolderMap *self, const DecantFolder *folder);

/* Takes "OLD=NEW" apart, superfluous slashes left out; FALSE where a side is empty or the "="
 * missing. */
gboolean decant_folder_map_split_rule (const char *rule, char **old_path, char **new_path);

/* A path without superfluous slashes and with INBOX in capitals. Free with g_free(). */
char *decant_folder_map_clean_path (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantFolderMap, decant_folder_map_free)

G_END_DECLS
