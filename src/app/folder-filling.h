/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/folder-item.h"

G_BEGIN_DECLS

/* Brings the rows of a tree, as a view sees them, to where they are to be, a few at a time: a list
 * view makes widgets for each row that comes and throws them away for each that goes, some hundreds
 * of which take longer than a frame. Rows that stay are left alone. Main thread only. */
typedef struct _DecantFolderFilling DecantFolderFilling;

/* @root: what is above all rows. Its children, and theirs, must stay as they are meanwhile. */
DecantFolderFilling *decant_folder_filling_new (DecantFolderItem *root);

/* Adds and removes about @count rows. Returns whether all are where they are to be. */
gboolean decant_folder_filling_work (DecantFolderFilling *self, guint count);

void decant_folder_filling_free (DecantFolderFilling *self);

G_END_DECLS
