/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/message-item.h"

G_BEGIN_DECLS

/* The messages of an old folder that the census has met, as a GListModel of DecantMessageItem. They
 * are read page by page as somebody looks at them, and only some pages are held: an item is empty
 * until its page has come. Main thread only.
 *
 * Signal "failed" (const char *why): a page could not be read; a sentence. */
#define DECANT_TYPE_MESSAGE_LIST (decant_message_list_get_type ())
G_DECLARE_FINAL_TYPE (DecantMessageList, decant_message_list, DECANT, MESSAGE_LIST, GObject)

/* @path: a folder of the census. By date, the newest first. */
DecantMessageList *decant_message_list_new (DecantCensus *census, const char *path);

void
decant_message_list_sort (DecantMessageList *self, DecantCensusOrder order, gboolean descending);

/* The census may have met more messages. What is in sight changes in place. */
void decant_message_list_refresh (DecantMessageList *self);

/* Whether messages are taken may have changed. */
void decant_message_list_touch (DecantMessageList *self);

G_END_DECLS
