/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/folder-uses.h"

#include "engine/use-names.h"

#include <string.h>

#define N_USES (DECANT_SPECIAL_USE_TRASH + 1)

struct _DecantFolderUses
{
  gboolean told[N_USES]; /* the server says which folder is for it */
  const DecantFolder *folders[N_USES];
  guint ranks[N_USES]; /* of those that were found by name */
};

/* The level by which a folder may tell what it is for; NULL where it is no such folder. */
static const char *
get_telling_level (const char *path)
{
  const char *level = g_str_has_prefix (path, "INBOX/") ? path + strlen ("INBOX/") : path;

  return strchr (level, '/') == NULL ? level : NULL;
}

DecantSpecialUse
decant_folder_uses_guess (const DecantFolderUses *self, const DecantFolder *folder)
{
  const char *level = get_telling_level (folder->path);
  DecantSpecialUse use;

  if (folder->special_use != DECANT_SPECIAL_USE_NONE || level == NULL)
    return folder->special_use;
  use = decant_use_of_name (level, NULL);
  return self->told[use] ? DECANT_SPECIAL_USE_NONE : use;
}

static void
note_told (DecantFolderUses *self, const DecantFolder *folder)
{
  self->told[folder->special_use] = TRUE;
  if (folder->selectable && self->folders[folder->special_use] == NULL)
    self->folders[folder->special_use] = folder;
}

/* What is at the top goes before what is below the INBOX. */
static void
note_name (DecantFolderUses *self, const DecantFolder *folder)
{
  DecantSpecialUse use = decant_folder_uses_guess (self, folder);
  const char *level;
  guint rank;

  if (folder->special_use != DECANT_SPECIAL_USE_NONE || use == DECANT_SPECIAL_USE_NONE ||
      !folder->selectable)
    return;
  level = get_telling_level (folder->path);
  decant_use_of_name (level, &rank);
  rank = rank * 2 + (level != folder->path);
  if (self->folders[use] != NULL && self->ranks[use] <= rank)
    return;
  self->folders[use] = folder;
  self->ranks[use] = rank;
}

DecantFolderUses *
decant_folder_uses_new (GPtrArray *folders)
{
  DecantFolderUses *self = g_new0 (DecantFolderUses, 1);

  for (guint i = 0; i < folders->len; i++)
    note_told (self, g_ptr_array_index (folders, i));
  for (guint i = 0; i < folders->len; i++)
    note_name (self, g_ptr_array_index (folders, i));
  return self;
}

void
decant_folder_uses_free (DecantFolderUses *self)
{
  g_free (self);
}

const DecantFolder *
decant_folder_uses_find (const DecantFolderUses *self, DecantSpecialUse use, gboolean *by_name)
{
  if (by_name != NULL)
    *by_name = !self->told[use];
  return use != DECANT_SPECIAL_USE_NONE ? self->folders[use] : NULL;
}
