/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/copy-folder.h"

#include "app/words.h"

#include <glib/gi18n-lib.h>

struct _DecantCopyFolder
{
  GObject parent_instance;

  char *name;
  DecantFolderState state;
  guint64 messages;
  guint64 processed;
  guint64 skipped;
};

G_DEFINE_FINAL_TYPE (DecantCopyFolder, decant_copy_folder, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_NAME,
  PROP_ICON_NAME,
  PROP_STATUS,
  PROP_FIGURES,
  PROP_FRACTION,
  PROP_ACTIVE,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

/* Returns whether its state is another. */
static gboolean
update (DecantCopyFolder *self, const DecantFolderProgress *folder)
{
  gboolean same_state = self->state == folder->state && self->skipped == folder->skipped;
  gboolean same_figures = self->messages == folder->messages &&
                          self->processed == folder->processed && same_state;

  if (same_figures)
    return FALSE;
  self->state = folder->state;
  self->messages = folder->messages;
  self->processed = folder->processed;
  self->skipped = folder->skipped;
  for (int prop = same_state ? PROP_FIGURES : PROP_ICON_NAME; prop < N_PROPS; prop++)
    g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
  return !same_state;
}

gboolean
decant_copy_folder_update_list (GListStore *store, DecantProgress *progress)
{
  guint there = g_list_model_get_n_items (G_LIST_MODEL (store));
  guint wanted = decant_progress_get_n_folders (progress);
  gboolean reordered = FALSE;

  for (guint i = 0; i < wanted; i++)
    {
      g_autoptr (DecantCopyFolder) row = NULL;
      DecantFolderProgress folder;

      decant_progress_get_folder (progress, i, &folder);
      if (i < there)
        row = g_list_model_get_item (G_LIST_MODEL (store), i);
      else
        {
          row = g_object_new (DECANT_TYPE_COPY_FOLDER, NULL);
          row->name = decant_words_folder_path (folder.path);
          g_list_store_append (store, row);
        }
      reordered |= update (row, &folder);
    }
  return reordered;
}

static int
rank (const DecantCopyFolder *self)
{
  switch (self->state)
    {
    case DECANT_FOLDER_ACTIVE:
      return 0;
    case DECANT_FOLDER_FAILED:
      return 1;
    case DECANT_FOLDER_DONE:
      return self->skipped > 0 ? 1 : 3;
    case DECANT_FOLDER_WAITING:
    default:
      return 2;
    }
}

int
decant_copy_folder_compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return rank (a) - rank (b);
}

static const char *
choose_icon (DecantCopyFolder *self)
{
  switch (self->state)
    {
    case DECANT_FOLDER_ACTIVE:
      return "emblem-synchronizing-symbolic";
    case DECANT_FOLDER_DONE:
      return self->skipped > 0 ? "dialog-warning-symbolic" : "emblem-ok-symbolic";
    case DECANT_FOLDER_FAILED:
      return "dialog-error-symbolic";
    case DECANT_FOLDER_WAITING:
    default:
      return "content-loading-symbolic";
    }
}

static const char *
describe_state (DecantCopyFolder *self)
{
  switch (self->state)
    {
    case DECANT_FOLDER_ACTIVE:
      return _ ("Being copied");
    case DECANT_FOLDER_DONE:
      return _ ("Done");
    case DECANT_FOLDER_FAILED:
      return _ ("Failed");
    case DECANT_FOLDER_WAITING:
    default:
      return _ ("Waiting");
    }
}

static char *
describe_figures (DecantCopyFolder *self)
{
  g_autofree char *messages = decant_words_number (self->messages);
  g_autofree char *processed = decant_words_number (self->processed);
  g_autofree char *skipped = decant_words_number (self->skipped);
  g_autofree char *text = NULL;

  if (self->state == DECANT_FOLDER_FAILED)
    return g_strdup (_ ("could not be copied"));
  if (self->processed > 0 && self->processed < self->messages)
    /* Translators: how many of how many messages. */
    text = g_strdup_printf (_ ("%s of %s"), processed, messages);
  else
    text = g_strdup (messages);
  if (self->skipped == 0)
    return g_steal_pointer (&text);
  /* Translators: figures of a folder, then how many messages were skipped. */
  return g_strdup_printf (_ ("%s · %s skipped"), text, skipped);
}

static double
compute_fraction (DecantCopyFolder *self)
{
  if (self->messages == 0)
    return self->state == DECANT_FOLDER_DONE ? 1 : 0;
  return MIN ((double)self->processed / (double)self->messages, 1);
}

static void
decant_copy_folder_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DecantCopyFolder *self = DECANT_COPY_FOLDER (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, choose_icon (self));
      break;
    case PROP_STATUS:
      g_value_set_string (value, describe_state (self));
      break;
    case PROP_FIGURES:
      g_value_take_string (value, describe_figures (self));
      break;
    case PROP_FRACTION:
      g_value_set_double (value, compute_fraction (self));
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->state == DECANT_FOLDER_ACTIVE);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
decant_copy_folder_finalize (GObject *object)
{
  g_free (DECANT_COPY_FOLDER (object)->name);
  G_OBJECT_CLASS (decant_copy_folder_parent_class)->finalize (object);
}

static void
decant_copy_folder_class_init (DecantCopyFolderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = decant_copy_folder_get_property;
  object_class->finalize = decant_copy_folder_finalize;
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, "", flags);
  props[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, "", flags);
  props[PROP_FIGURES] = g_param_spec_string ("figures", NULL, NULL, "", flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  props[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
decant_copy_folder_init (DecantCopyFolder *self)
{
}
