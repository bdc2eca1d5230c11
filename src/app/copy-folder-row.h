/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/copy-folder.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One folder of a copy: its state, its name, its figures and, while it is at work, a bar. */
#define DECANT_TYPE_COPY_FOLDER_ROW (decant_copy_folder_row_get_type ())
G_DECLARE_FINAL_TYPE (DecantCopyFolderRow, decant_copy_folder_row, DECANT, COPY_FOLDER_ROW, AdwBin)

/* A factory of such rows for lists of DecantCopyFolder. */
GtkListItemFactory *decant_copy_folder_row_new_factory (void);

G_END_DECLS
