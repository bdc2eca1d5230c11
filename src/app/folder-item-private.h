/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/folder-item.h"

G_BEGIN_DECLS

/* What a tree knows of its rows. What is to be and what a view has been told of are two things:
 * DecantFolderFilling brings the second to the first. */
struct _DecantFolderItem
{
  GObject parent_instance;

  char *path;
  char *name;
  DecantFolderFace face; /* its strings are our own */

  DecantFolderItem *parent; /* not a reference: valid as long as both are in the tree */
  GPtrArray *children; /* as they are to be, without references; NULL where there never were any */
  GListStore *rows;    /* of them, as a view sees them; NULL likewise */
  gboolean placed;     /* it is to be in the tree */
  gboolean shown;      /* it is in its parent's rows */
  gboolean branch;     /* a view was told that there are rows below it */
  gboolean visible;    /* a search lets it be seen */
};

G_END_DECLS
