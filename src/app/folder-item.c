/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-item-private.h"

#include "app/words.h"

G_DEFINE_FINAL_TYPE (DecantFolderItem, decant_folder_item, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
clear_face (DecantFolderFace *face)
{
  g_free ((char *)face->note);
  g_free ((char *)face->destination);
  g_free ((char *)face->problem);
}

static gboolean
looks_the_same (const DecantFolderFace *a, const DecantFolderFace *b)
{
  return a->special_use == b->special_use && a->counted == b->counted &&
         a->messages == b->messages && a->size == b->size && a->share == b->share &&
         a->arriving == b->arriving && a->tick == b->tick && a->is_new == b->is_new &&
         a->dimmed == b->dimmed && g_strcmp0 (a->note, b->note) == 0 &&
         g_strcmp0 (a->destination, b->destination) == 0 && g_strcmp0 (a->problem, b->problem) == 0;
}

void
decant_folder_item_set_face (DecantFolderItem *self, const DecantFolderFace *face)
{
  if (looks_the_same (&self->face, face))
    return;
  clear_face (&self->face);
  self->face = *face;
  self->face.note = g_strdup (face->note);
  self->face.destination = g_strdup (face->destination);
  self->face.problem = g_strdup (face->problem);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const DecantFolderFace *
decant_folder_item_get_face (DecantFolderItem *self)
{
  return &self->face;
}

const char *
decant_folder_item_get_path (DecantFolderItem *self)
{
  return self->path;
}

const char *
decant_folder_item_get_name (DecantFolderItem *self)
{
  return self->name;
}

GPtrArray *
decant_folder_item_get_children (DecantFolderItem *self)
{
  return self->children;
}

static void
decant_folder_item_finalize (GObject *object)
{
  DecantFolderItem *self = DECANT_FOLDER_ITEM (object);

  g_free (self->path);
  g_free (self->name);
  clear_face (&self->face);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (decant_folder_item_parent_class)->finalize (object);
}

static void
decant_folder_item_class_init (DecantFolderItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_folder_item_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DECANT_TYPE_FOLDER_ITEM, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
decant_folder_item_init (DecantFolderItem *self)
{
  self->visible = TRUE;
}

DecantFolderItem *
decant_folder_item_new (const char *path)
{
  DecantFolderItem *self = g_object_new (DECANT_TYPE_FOLDER_ITEM, NULL);

  self->path = g_strdup (path);
  self->name = decant_words_folder_name (path);
  return self;
}
