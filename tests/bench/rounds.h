/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bench/options.h"
#include "bench/table.h"

G_BEGIN_DECLS

/* A filled server, and what is in it. */
typedef struct
{
  MailboxSpec mailbox;
  Dovecot *dovecot; /* NULL: none yet */
  GHashTable *digest;
  guint64 bytes;
} Source;

/* Starts and fills the server, unless it holds just this already. */
gboolean source_fill (Source *self, const MailboxSpec *mailbox, GError **error);
void source_clear (Source *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

/* Lets all contestants of @options copy @source by turns, and shows how they fared. A contestant
 * that fails is noted and left out from then on; @failures: goes up by one then. FALSE only where
 * measuring itself cannot go on. */
gboolean rounds_measure (const Options *options, const Source *source, guint round_trip_ms,
                         guint *failures, GError **error);

G_END_DECLS
