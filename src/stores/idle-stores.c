/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/idle-stores.h"

#include "stores/clock.h"

#define MOST_IDLE 4
#define LONGEST_US (20 * (gint64)G_USEC_PER_SEC) /* a server counts its connections */

typedef struct
{
  DecantStore *store;
  gint64 since; /* by decant_clock_now() */
} Idle;

struct _DecantIdleStores
{
  gatomicrefcount references;
  GMutex mutex; /* over what follows */
  GCond changed;
  GQueue idle;         /* Idle, the oldest first */
  gboolean dismissing; /* those that are there are wanted no more */
  gboolean watched;    /* the thread is there */
};

DecantIdleStores *
decant_idle_stores_new (void)
{
  DecantIdleStores *self = g_new0 (DecantIdleStores, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->idle);
  return self;
}

static void
drop_reference (DecantIdleStores *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
decant_idle_stores_free (DecantIdleStores *self)
{
  decant_idle_stores_dismiss (self);
  drop_reference (self);
}

static gboolean
is_over (const DecantIdleStores *self, const Idle *idle)
{
  return self->dismissing || decant_clock_now () - idle->since >= LONGEST_US;
}

static DecantStore *
take_store (Idle *idle)
{
  DecantStore *store = idle->store;

  g_free (idle);
  return store;
}

static gpointer
close_store (gpointer user_data)
{
  g_autoptr (DecantStore) store = user_data;

  decant_store_close (store, NULL);
  return NULL;
}

/* Takes leave of those whose time is over, of all at once: each leave takes a round trip. The mutex
 * is given up meanwhile. */
static void
part_from_over (DecantIdleStores *self)
{
  GThread *threads[MOST_IDLE];
  guint n = 0;

  for (Idle *first; (first = g_queue_peek_head (&self->idle)) != NULL && is_over (self, first);)
    threads[n++] = g_thread_new ("decant-parting", close_store,
                                 take_store (g_queue_pop_head (&self->idle)));
  g_mutex_unlock (&self->mutex);
  while (n > 0)
    g_thread_join (threads[--n]);
  g_mutex_lock (&self->mutex);
}

static gpointer
watch (gpointer user_data)
{
  DecantIdleStores *self = user_data;

  g_mutex_lock (&self->mutex);
  while (!g_queue_is_empty (&self->idle))
    if (is_over (self, g_queue_peek_head (&self->idle)))
      part_from_over (self);
    else
      g_cond_wait_until (&self->changed, &self->mutex, g_get_monotonic_time () + G_USEC_PER_SEC);
  self->watched = FALSE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  drop_reference (self);
  return NULL;
}

gboolean
decant_idle_stores_put (DecantIdleStores *self, DecantStore *store)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Idle *idle;

  if (self->idle.length >= MOST_IDLE)
    return FALSE;
  idle = g_new (Idle, 1);
  *idle = (Idle){ store, decant_clock_now () };
  g_queue_push_tail (&self->idle, idle);
  self->dismissing = FALSE;
  if (!self->watched)
    {
      self->watched = TRUE;
      g_atomic_ref_count_inc (&self->references);
      g_thread_unref (g_thread_new ("decant-idle", watch, self));
    }
  return TRUE;
}

DecantStore *
decant_idle_stores_take (DecantIdleStores *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Idle *last = g_queue_peek_tail (&self->idle);

  if (last == NULL || is_over (self, last))
    return NULL;
  return take_store (g_queue_pop_tail (&self->idle));
}

void
decant_idle_stores_dismiss (DecantIdleStores *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->dismissing = TRUE;
  g_cond_broadcast (&self->changed);
}

void
decant_idle_stores_wait (DecantIdleStores *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (self->watched)
    g_cond_wait (&self->changed, &self->mutex);
}
