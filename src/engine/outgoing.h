/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/journal.h"
#include "engine/repair.h"
#include "stores/store.h"

G_BEGIN_DECLS

/* A message on its way into the new account: what is to be sent, and what the server has said of it
 * so far. */
typedef struct
{
  DecantMessage *message; /* as to be sent */
  DecantContent *content;

  DecantRepair *repair;         /* once it was refused */
  DecantAdjustment adjustments; /* of the repair's present step */
  GPtrArray *left_out;          /* keywords the new folder does not keep, NULL when none */
  DecantReason reason;          /* of the first refusal, */
  char *words;                  /* and the server's words then */
  guint tries;                  /* weight of the refusals that might have passed by themselves */
  gboolean others_taken;        /* while it was refused */
  guint losses;                 /* how often the connection was lost over it alone */
} DecantOutgoing;

/* Takes both over. */
void decant_outgoing_init (DecantOutgoing *self, DecantMessage *message, DecantContent *content);
void decant_outgoing_clear (DecantOutgoing *self);

/* Leaves out what the folder does not keep, so that the journal says what was really sent. */
void decant_outgoing_fit (DecantOutgoing *self, const DecantFolderStatus *status);

/* Leaves out all keywords: the folder has refused those of others. */
void decant_outgoing_leave_out_keywords (DecantOutgoing *self);

/* Its entry in the journal, but for what is the folder's. Clear it. */
void decant_outgoing_fill_entry (const DecantOutgoing *self, DecantJournalEntry *entry);

/* Keeps what was said at the first refusal. */
void decant_outgoing_note_refusal (DecantOutgoing *self, const GError *refusal);

/* Goes on to the next repair that is smaller than @size_limit (0: any); *@more is FALSE where none
 * is left. See decant_repair_next(). */
gboolean decant_outgoing_repair (DecantOutgoing *self, gboolean may_wrap,
                                 DecantAdjustment preferred, guint64 size_limit, gboolean *more,
                                 GError **error);

/* The headers it has in the old account. Free with decant_headers_free(). */
DecantHeaders *decant_outgoing_parse_headers (const DecantOutgoing *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantOutgoing, decant_outgoing_clear)

G_END_DECLS
