/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/folder.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One row of a folder tree, old side or new side, as the folders page shows it: plain figures,
 * which get words where they are shown. Main thread only.
 *
 * Signal "changed" (): it is to be shown differently; once for all that is different. */
#define DECANT_TYPE_FOLDER_ITEM (decant_folder_item_get_type ())
G_DECLARE_FINAL_TYPE (DecantFolderItem, decant_folder_item, DECANT, FOLDER_ITEM, GObject)

typedef enum
{
  DECANT_TICK_NONE,   /* this side has no ticks */
  DECANT_TICK_BARRED, /* there is nothing to choose */
  DECANT_TICK_OFF,
  DECANT_TICK_MIXED, /* it and all below it, but some of them only */
  DECANT_TICK_ON,
} DecantTick;

/* What a row shows. Strings are borrowed; NULL where there is nothing to say. */
typedef struct
{
  DecantSpecialUse special_use;
  const char *note;        /* under the name */
  const char *destination; /* a note of where it goes, for when that side is not in sight */
  const char *problem;     /* why it cannot be read */
  gboolean counted;        /* whether the next two are known at all */
  guint64 messages;
  guint64 size;     /* may be DECANT_SIZE_UNKNOWN */
  guint share;      /* of the whole account, in thousandths */
  guint64 arriving; /* messages that will come */
  DecantTick tick;
  gboolean is_new; /* will be created */
  gboolean dimmed; /* stays behind, or nothing arrives */
} DecantFolderFace;

DecantFolderItem *decant_folder_item_new (const char *path);

const char *decant_folder_item_get_path (DecantFolderItem *self);
const char *decant_folder_item_get_name (DecantFolderItem *self);

/* Owned by @self, as it is until the next "changed". */
const DecantFolderFace *decant_folder_item_get_face (DecantFolderItem *self);

/* Sets what is shown. */
void decant_folder_item_set_face (DecantFolderItem *self, const DecantFolderFace *face);

/* Those right below it, of DecantFolderItem, in order. Owned by its tree; NULL where there never
 * were any. */
GPtrArray *decant_folder_item_get_children (DecantFolderItem *self);

G_END_DECLS
