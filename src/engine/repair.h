/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/adjustment.h"
#include "stores/content.h"
#include "stores/message.h"

G_BEGIN_DECLS

/* What can be tried with a message that the new server has refused, without losing any of its
 * content: its line ends put right, its keywords left out, its internal date moved to what every
 * server takes; each alone, then several at once. Only what could make a difference is tried. Last,
 * where that is wished for, the message as an attachment of another one. */
typedef struct _DecantRepair DecantRepair;

/* Both are referred to as they were refused first: @message is copied, @content gets a reference.
 */
DecantRepair *
decant_repair_new (const DecantMessage *message, DecantContent *content, gboolean may_wrap);
void decant_repair_free (DecantRepair *self);

/* Goes on to what is to be tried next; *@adjustments says what that is, NONE when nothing is left.
 * @preferred, what has worked with other messages, has the first turn. FALSE: the own machine fails
 * (FATAL). Blocks. */
gboolean decant_repair_next (DecantRepair *self, DecantAdjustment preferred,
                             DecantAdjustment *adjustments, GError **error);

/* From now on only the attachment is worth a try. */
void decant_repair_give_up_content (DecantRepair *self);

/* What is to be sent now. Owned by @self, valid until the next step. */
const DecantMessage *decant_repair_get_message (DecantRepair *self);
DecantContent *decant_repair_get_content (DecantRepair *self);

/* As it was before any repair. Owned by @self. */
const DecantMessage *decant_repair_get_original_message (DecantRepair *self);
DecantContent *decant_repair_get_original (DecantRepair *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantRepair, decant_repair_free)

G_END_DECLS
