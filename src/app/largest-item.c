/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/largest-item.h"

struct _DecantLargestItem
{
  GObject parent_instance;

  char *key;
  char *name;
  DecantCensusCount count;
};

G_DEFINE_FINAL_TYPE (DecantLargestItem, decant_largest_item, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

const char *
decant_largest_item_get_key (DecantLargestItem *self)
{
  return self->key;
}

const char *
decant_largest_item_get_name (DecantLargestItem *self)
{
  return self->name;
}

void
decant_largest_item_set_count (DecantLargestItem *self, const DecantCensusCount *count)
{
  self->count = *count;
  decant_largest_item_touch (self);
}

const DecantCensusCount *
decant_largest_item_get_count (DecantLargestItem *self)
{
  return &self->count;
}

void
decant_largest_item_touch (DecantLargestItem *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
decant_largest_item_finalize (GObject *object)
{
  DecantLargestItem *self = DECANT_LARGEST_ITEM (object);

  g_free (self->key);
  g_free (self->name);
  G_OBJECT_CLASS (decant_largest_item_parent_class)->finalize (object);
}

static void
decant_largest_item_class_init (DecantLargestItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_largest_item_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DECANT_TYPE_LARGEST_ITEM, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
decant_largest_item_init (DecantLargestItem *self)
{
}

DecantLargestItem *
decant_largest_item_new (const char *key, const char *name)
{
  DecantLargestItem *self = g_object_new (DECANT_TYPE_LARGEST_ITEM, NULL);

  self->key = g_strdup (key);
  self->name = g_strdup (name);
  return self;
}
