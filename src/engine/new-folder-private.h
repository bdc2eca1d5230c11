/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/new-folder.h"
#include "engine/new-name.h"

G_BEGIN_DECLS

/* What the files of the making share: new-folder.c makes one folder, whatever its name has to be;
 * new-folders-ahead.c makes many whose names are as planned. */
struct _DecantNewFolders
{
  DecantRun *run;
  GMutex mutex;         /* over what follows, and over the making itself */
  GHashTable *existing; /* path → DecantFolder, as listed when the plan was made */
  GHashTable *used;     /* path → the planned path that goes there */
  GHashTable *taken;    /* folded path → the planned path that goes there, or the one there is */
  GHashTable *created;  /* planned path → the one it has in truth */
  GHashTable *made;     /* a set of paths made by this run, those above them included */
  GHashTable *ahead;    /* planned path → DecantFolder made before its turn */
};

/* The following want the mutex held. */

/* Whether somebody else's folder is or will be called so, or much like it. */
gboolean
decant_new_folders_is_taken (DecantNewFolders *self, const char *path, const char *planned);

/* How deep a path is, from 1. */
guint decant_new_folders_count_levels (const char *path);

/* What a planned path is to be called: below what those above it are called. Free with g_free(). */
char *
decant_new_folders_place (DecantNewFolders *self, const char *planned, DecantNewNameStep step);

/* The intent is on disk before the server hears of it: what is made cannot be taken for somebody
 * else's later. */
gboolean decant_new_folders_record (DecantNewFolders *self, const char *planned, const char *path,
                                    GError **error);

/* @planned has been made, under the name @path. */
void decant_new_folders_note_name (DecantNewFolders *self, const char *planned, const char *path);

/* The folder that was there when the plan was made, or NULL. Unref it. */
DecantFolder *decant_new_folders_find (DecantNewFolders *self, const char *planned);

/* Whether an old folder goes there that has not had its turn. */
gboolean decant_new_folders_is_to_be_made (DecantNewFolders *self, const char *planned);

G_END_DECLS
