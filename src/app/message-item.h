/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/folder-item.h"
#include "app/plan-editor.h"
#include "engine/census.h"

G_BEGIN_DECLS

/* A message in a list. Main thread only.
 *
 * Signal "changed" (): it is to be shown differently. */
#define DECANT_TYPE_MESSAGE_ITEM (decant_message_item_get_type ())
G_DECLARE_FINAL_TYPE (DecantMessageItem, decant_message_item, DECANT, MESSAGE_ITEM, GObject)

/* Of the old folder @path; nothing is known of it yet. */
DecantMessageItem *decant_message_item_new (const char *path);

const char *decant_message_item_get_path (DecantMessageItem *self);

/* @message is copied. */
void decant_message_item_set_message (DecantMessageItem *self, const DecantCensusMessage *message);

/* NULL while nothing is known. Owned by @self. */
const DecantCensusMessage *decant_message_item_get_message (DecantMessageItem *self);

/* Has it shown anew: whether it is taken may have changed. */
void decant_message_item_touch (DecantMessageItem *self);

/* ---- words; free with g_free() ---- */

char *decant_message_item_describe_subject (DecantMessageItem *self);
char *decant_message_item_describe_from (DecantMessageItem *self);

/* ---- whether it is taken along ---- */

/* @why: a sentence on why there is nothing to choose, or NULL; a constant. */
DecantTick
decant_message_item_get_tick (DecantMessageItem *self, DecantPlanEditor *editor, const char **why);

/* By hand. Nothing happens where there is nothing to choose. */
void
decant_message_item_set_tick (DecantMessageItem *self, DecantPlanEditor *editor, gboolean taken);

G_END_DECLS
