/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/store-opener.h"

#include "stores/idle-stores.h"

struct _DecantStoreOpener
{
  char *id;
  char *label;
  DecantStoreOpenerFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  DecantIdleStores *idle;
};

DecantStoreOpener *
decant_store_opener_new (const char *id, const char *label, DecantStoreOpenerFunc func,
                         gpointer user_data, GDestroyNotify destroy)
{
  DecantStoreOpener *self = g_atomic_rc_box_new0 (DecantStoreOpener);

  self->id = g_strdup (id);
  self->label = g_strdup (label);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  self->idle = decant_idle_stores_new ();
  return self;
}

DecantStoreOpener *
decant_store_opener_ref (DecantStoreOpener *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_opener (gpointer data)
{
  DecantStoreOpener *self = data;

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  decant_idle_stores_free (self->idle);
  g_free (self->id);
  g_free (self->label);
}

void
decant_store_opener_unref (DecantStoreOpener *self)
{
  g_atomic_rc_box_release_full (self, clear_opener);
}

const char *
decant_store_opener_get_id (DecantStoreOpener *self)
{
  return self->id;
}

const char *
decant_store_opener_get_label (DecantStoreOpener *self)
{
  return self->label;
}

DecantStore *
decant_store_opener_make (DecantStoreOpener *self)
{
  return self->func (self->user_data);
}

void
decant_store_opener_give_back (DecantStoreOpener *self, DecantStore *store)
{
  decant_store_set_flow (store, NULL);
  if (decant_store_is_open (store) && decant_idle_stores_put (self->idle, store))
    return;
  decant_store_close (store, NULL);
  g_object_unref (store);
}

DecantStore *
decant_store_opener_take_idle (DecantStoreOpener *self)
{
  return decant_idle_stores_take (self->idle);
}

void
decant_store_opener_dismiss_idle (DecantStoreOpener *self)
{
  decant_idle_stores_dismiss (self->idle);
}

void
decant_store_opener_wait_dismissed (DecantStoreOpener *self)
{
  decant_idle_stores_dismiss (self->idle);
  decant_idle_stores_wait (self->idle);
}
