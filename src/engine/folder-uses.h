/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/folder.h"

G_BEGIN_DECLS

/* What the folders of one account are for: what its server says (RFC 6154) and, for those uses of
 * which it says nothing, what their names mean at the top or right below the INBOX. Pure; any
 * thread once it is made. */
typedef struct _DecantFolderUses DecantFolderUses;

/* @folders: of DecantFolder; borrowed, outlive it. */
DecantFolderUses *decant_folder_uses_new (GPtrArray *folders);
void decant_folder_uses_free (DecantFolderUses *self);

/* The one folder of @use, NULL where there is none; *@by_name (may be NULL): its name told so. The
 * server's word is never overruled by a name; of several names the surest counts. */
const DecantFolder *
decant_folder_uses_find (const DecantFolderUses *self, DecantSpecialUse use, gboolean *by_name);

/* What @folder is for; several of an account may be for the same by their names. */
DecantSpecialUse
decant_folder_uses_guess (const DecantFolderUses *self, const DecantFolder *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantFolderUses, decant_folder_uses_free)

G_END_DECLS
