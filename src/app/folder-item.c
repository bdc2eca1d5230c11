/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/folder-item.h"

#include "app/words.h"

struct _DecantFolderItem
{
  GObject parent_instance;

  char *path;
  char *name;
  DecantSpecialUse special_use;
  char *note;
  char *figure;
  char *size_text;
  gboolean chosen;
  gboolean mixed;
  gboolean choosable;
  gboolean is_new;
  gboolean dimmed;
  gboolean visible;
  GListStore *children;
};

G_DEFINE_FINAL_TYPE (DecantFolderItem, decant_folder_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_NAME,
  PROP_ICON_NAME,
  PROP_NOTE,
  PROP_FIGURE,
  PROP_SIZE_TEXT,
  PROP_CHOSEN,
  PROP_MIXED,
  PROP_CHOOSABLE,
  PROP_IS_NEW,
  PROP_DIMMED,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void
set_text (DecantFolderItem *self, char **place, const char *text, int prop)
{
  if (g_strcmp0 (*place, text) == 0)
    return;
  g_free (*place);
  *place = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_flag (DecantFolderItem *self, gboolean *place, gboolean flag, int prop)
{
  if (*place == flag)
    return;
  *place = flag;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

void
decant_folder_item_set_face (DecantFolderItem *self, const DecantFolderFace *face)
{
  if (self->special_use != face->special_use)
    {
      self->special_use = face->special_use;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ICON_NAME]);
    }
  set_text (self, &self->note, face->note, PROP_NOTE);
  set_text (self, &self->figure, face->figure, PROP_FIGURE);
  set_text (self, &self->size_text, face->size_text, PROP_SIZE_TEXT);
  set_flag (self, &self->mixed, face->mixed, PROP_MIXED);
  set_flag (self, &self->chosen, face->chosen, PROP_CHOSEN);
  set_flag (self, &self->choosable, face->choosable, PROP_CHOOSABLE);
  set_flag (self, &self->is_new, face->is_new, PROP_IS_NEW);
  set_flag (self, &self->dimmed, face->dimmed, PROP_DIMMED);
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

gboolean
decant_folder_item_get_chosen (DecantFolderItem *self)
{
  return self->chosen;
}

gboolean
decant_folder_item_get_mixed (DecantFolderItem *self)
{
  return self->mixed;
}

GListStore *
decant_folder_item_get_children (DecantFolderItem *self)
{
  return self->children;
}

gboolean
decant_folder_item_get_visible (DecantFolderItem *self)
{
  return self->visible;
}

void
decant_folder_item_set_visible (DecantFolderItem *self, gboolean visible)
{
  self->visible = visible;
}

static void
decant_folder_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DecantFolderItem *self = DECANT_FOLDER_ITEM (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, decant_words_folder_icon (self->special_use));
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    case PROP_FIGURE:
      g_value_set_string (value, self->figure);
      break;
    case PROP_SIZE_TEXT:
      g_value_set_string (value, self->size_text);
      break;
    case PROP_CHOSEN:
      g_value_set_boolean (value, self->chosen);
      break;
    case PROP_MIXED:
      g_value_set_boolean (value, self->mixed);
      break;
    case PROP_CHOOSABLE:
      g_value_set_boolean (value, self->choosable);
      break;
    case PROP_IS_NEW:
      g_value_set_boolean (value, self->is_new);
      break;
    case PROP_DIMMED:
      g_value_set_boolean (value, self->dimmed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
decant_folder_item_finalize (GObject *object)
{
  DecantFolderItem *self = DECANT_FOLDER_ITEM (object);

  g_free (self->path);
  g_free (self->name);
  g_free (self->note);
  g_free (self->figure);
  g_free (self->size_text);
  g_clear_object (&self->children);
  G_OBJECT_CLASS (decant_folder_item_parent_class)->finalize (object);
}

static GParamSpec *
text_prop (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
flag_prop (const char *name)
{
  return g_param_spec_boolean (name, NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
decant_folder_item_class_init (DecantFolderItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = decant_folder_item_get_property;
  object_class->finalize = decant_folder_item_finalize;

  props[PROP_NAME] = text_prop ("name");
  props[PROP_ICON_NAME] = text_prop ("icon-name");
  props[PROP_NOTE] = text_prop ("note");
  props[PROP_FIGURE] = text_prop ("figure");
  props[PROP_SIZE_TEXT] = text_prop ("size-text");
  props[PROP_CHOSEN] = flag_prop ("chosen");
  props[PROP_MIXED] = flag_prop ("mixed");
  props[PROP_CHOOSABLE] = flag_prop ("choosable");
  props[PROP_IS_NEW] = flag_prop ("is-new");
  props[PROP_DIMMED] = flag_prop ("dimmed");
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
decant_folder_item_init (DecantFolderItem *self)
{
  self->visible = TRUE;
  self->children = g_list_store_new (DECANT_TYPE_FOLDER_ITEM);
}

DecantFolderItem *
decant_folder_item_new (const char *path)
{
  DecantFolderItem *self = g_object_new (DECANT_TYPE_FOLDER_ITEM, NULL);

  self->path = g_strdup (path);
  self->name = decant_words_folder_name (path);
  return self;
}
