/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/folder.h"

#include "stores/clock.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (DecantFolder, decant_folder, decant_folder_ref, decant_folder_unref)

static const char *const special_use_words[] = {
  [DECANT_SPECIAL_USE_NONE] = NULL,
  [DECANT_SPECIAL_USE_INBOX] = "inbox",
  [DECANT_SPECIAL_USE_ALL] = "all",
  [DECANT_SPECIAL_USE_ARCHIVE] = "archive",
  [DECANT_SPECIAL_USE_DRAFTS] = "drafts",
  [DECANT_SPECIAL_USE_FLAGGED] = "flagged",
  [DECANT_SPECIAL_USE_IMPORTANT] = "important",
  [DECANT_SPECIAL_USE_JUNK] = "junk",
  [DECANT_SPECIAL_USE_SENT] = "sent",
  [DECANT_SPECIAL_USE_TRASH] = "trash",
};

DecantFolder *
decant_folder_new (const char *path, const char *name, char separator)
{
  DecantFolder *self = g_atomic_rc_box_new0 (DecantFolder);

  self->path = g_strdup (path);
  self->name = g_strdup (name);
  self->separator = separator;
  self->selectable = TRUE;
  self->size = DECANT_SIZE_UNKNOWN;
  return self;
}

DecantFolder *
decant_folder_ref (DecantFolder *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_folder (gpointer data)
{
  DecantFolder *self = data;

  g_free (self->path);
  g_free (self->name);
  g_free (self->problem);
}

void
decant_folder_unref (DecantFolder *self)
{
  g_atomic_rc_box_release_full (self, clear_folder);
}

gboolean
decant_folder_is_fresh (const DecantFolder *self, guint seconds)
{
  return self->counted &&
         decant_clock_now () - self->counted_at <= (gint64)seconds * G_USEC_PER_SEC;
}

gboolean
decant_folder_is_view (const DecantFolder *self)
{
  return self->special_use == DECANT_SPECIAL_USE_ALL ||
         self->special_use == DECANT_SPECIAL_USE_FLAGGED ||
         self->special_use == DECANT_SPECIAL_USE_IMPORTANT;
}

const char *
decant_folder_path_leaf (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

char *
decant_folder_path_parent (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? g_strndup (path, (gsize)(slash - path)) : NULL;
}

const char *
decant_special_use_to_word (DecantSpecialUse use)
{
  g_return_val_if_fail ((gsize)use < G_N_ELEMENTS (special_use_words), NULL);
  return special_use_words[use];
}

DecantSpecialUse
decant_special_use_from_word (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (special_use_words); i++)
    if (special_use_words[i] != NULL && g_ascii_strcasecmp (special_use_words[i], word) == 0)
      return (DecantSpecialUse)i;
  return DECANT_SPECIAL_USE_NONE;
}
