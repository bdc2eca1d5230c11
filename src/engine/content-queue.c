/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/content-queue.h"

#define MOST_MESSAGES 400
#define MOST_SPOOLED_BYTES (G_GUINT64_CONSTANT (256) * 1024 * 1024) /* on disk, beside memory */

struct _DecantContentRoom
{
  GMutex mutex; /* over the queues as well */
  GCond changed;
  guint messages;
  gsize memory;
  gsize memory_limit;
  guint64 bytes;
  guint waiting; /* threads; to wake nobody is a system call as well */
};

struct _DecantContentQueue
{
  DecantContentRoom *room;
  GQueue messages; /* DecantQueuedMessage */
  gboolean closed;
};

DecantContentRoom *
decant_content_room_new (gsize memory_limit)
{
  DecantContentRoom *self = g_new0 (DecantContentRoom, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->memory_limit = memory_limit;
  return self;
}

void
decant_content_room_free (DecantContentRoom *self)
{
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

DecantContentQueue *
decant_content_queue_new (DecantContentRoom *room)
{
  DecantContentQueue *self = g_new0 (DecantContentQueue, 1);

  self->room = room;
  g_queue_init (&self->messages);
  return self;
}

void
decant_queued_message_clear (DecantQueuedMessage *self)
{
  g_clear_pointer (&self->message, decant_message_free);
  g_clear_pointer (&self->content, decant_content_unref);
}

static void
free_queued (gpointer data)
{
  DecantQueuedMessage *queued = data;

  decant_queued_message_clear (queued);
  g_free (queued);
}

/* ---- waiting, with the mutex held ---- */

static void
wake (DecantContentRoom *self)
{
  if (self->waiting > 0)
    g_cond_broadcast (&self->changed);
}

static void
wait_for_change (DecantContentRoom *self)
{
  self->waiting++;
  g_cond_wait (&self->changed, &self->mutex);
  self->waiting--;
}

/* FALSE: it is @end_time. */
static gboolean
wait_until (DecantContentRoom *self, gint64 end_time)
{
  gboolean changed;

  self->waiting++;
  changed = g_cond_wait_until (&self->changed, &self->mutex, end_time);
  self->waiting--;
  return changed;
}

/* ---- in and out ---- */

static gboolean
is_full (const DecantContentRoom *self)
{
  return self->memory >= self->memory_limit || self->messages >= MOST_MESSAGES ||
         self->bytes >= MOST_SPOOLED_BYTES;
}

gboolean
decant_content_queue_push (DecantContentQueue *self, DecantMessage *message, DecantContent *content)
{
  DecantQueuedMessage *queued = g_new (DecantQueuedMessage, 1);
  DecantContentRoom *room = self->room;
  gboolean taken;

  *queued = (DecantQueuedMessage){ .message = message, .content = content };
  g_mutex_lock (&room->mutex);
  while (!self->closed && is_full (room))
    wait_for_change (room);
  taken = !self->closed;
  if (taken)
    {
      g_queue_push_tail (&self->messages, queued);
      room->messages++;
      room->memory += decant_content_get_memory (content);
      room->bytes += decant_content_get_size (content);
      wake (room);
    }
  g_mutex_unlock (&room->mutex);
  if (!taken)
    free_queued (queued);
  return taken;
}

/* Takes the first one out, if there is any. */
static gboolean
take_first (DecantContentQueue *self, DecantQueuedMessage *queued)
{
  g_autofree DecantQueuedMessage *first = g_queue_pop_head (&self->messages);

  if (first == NULL)
    return FALSE;
  self->room->messages--;
  self->room->memory -= decant_content_get_memory (first->content);
  self->room->bytes -= decant_content_get_size (first->content);
  wake (self->room);
  *queued = *first;
  return TRUE;
}

gboolean
decant_content_queue_pop (DecantContentQueue *self, gboolean wait, DecantQueuedMessage *queued)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->room->mutex);

  while (wait && !self->closed && self->messages.length == 0)
    wait_for_change (self->room);
  return take_first (self, queued);
}

gboolean
decant_content_queue_pop_until (DecantContentQueue *self, gint64 end_time,
                                DecantQueuedMessage *queued)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->room->mutex);

  while (!self->closed && self->messages.length == 0)
    if (!wait_until (self->room, end_time))
      break;
  return take_first (self, queued);
}

gboolean
decant_content_queue_is_closed (DecantContentQueue *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->room->mutex);

  return self->closed;
}

void
decant_content_queue_close (DecantContentQueue *self)
{
  g_mutex_lock (&self->room->mutex);
  self->closed = TRUE;
  wake (self->room);
  g_mutex_unlock (&self->room->mutex);
}

void
decant_content_queue_free (DecantContentQueue *self)
{
  DecantQueuedMessage queued;

  while (decant_content_queue_pop (self, FALSE, &queued))
    decant_queued_message_clear (&queued);
  g_free (self);
}
