/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/content.h"
#include "stores/message.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What stands between the thread that reads the old account and the one that writes the new one:
 * messages in order, bounded in number and in memory, so that a slow writer holds the reader back.
 * Queues can share the room there is: what is read ahead of the next folder takes none beside. */
typedef struct _DecantContentQueue DecantContentQueue;
typedef struct _DecantContentRoom DecantContentRoom;

typedef struct
{
  DecantMessage *message;
  DecantContent *content;
} DecantQueuedMessage;

/* Outlives the queues that share it. */
DecantContentRoom *decant_content_room_new (gsize memory_limit);
void decant_content_room_free (DecantContentRoom *self);

DecantContentQueue *decant_content_queue_new (DecantContentRoom *room);
void decant_content_queue_free (DecantContentQueue *self);

/* Waits for room, then takes both over. FALSE (and frees them): the queue was closed by the writer.
 */
gboolean decant_content_queue_push (DecantContentQueue *self, DecantMessage *message,
                                    DecantContent *content);

/* The next message; waits for it only with @wait. FALSE: there is none now, or, after waiting,
 * there comes none any more. */
gboolean
decant_content_queue_pop (DecantContentQueue *self, gboolean wait, DecantQueuedMessage *queued);

/* The same, waiting until @end_time of the monotonic clock at most. */
gboolean decant_content_queue_pop_until (DecantContentQueue *self, gint64 end_time,
                                         DecantQueuedMessage *queued);

/* Whether nothing more comes than what is in it, if anything is. */
gboolean decant_content_queue_is_closed (DecantContentQueue *self);

/* By the reader: nothing more comes; what is in the queue can still be taken. By the writer:
 * nothing more is taken. */
void decant_content_queue_close (DecantContentQueue *self);

void decant_queued_message_clear (DecantQueuedMessage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantContentRoom, decant_content_room_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantContentQueue, decant_content_queue_free)

G_END_DECLS
