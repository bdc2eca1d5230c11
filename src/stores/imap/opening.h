/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/exchange.h"
#include "stores/imap/flags.h"

G_BEGIN_DECLS

/* EXAMINE or SELECT of one folder, between its sending and its answer (RFC 3501 6.3.1). Start from
 * { 0 }. */
typedef struct
{
  DecantFolderStatus status;
  DecantFlagList defined;   /* of FLAGS */
  DecantFlagList permanent; /* of PERMANENTFLAGS */
  gboolean has_permanent;
} DecantOpening;

/* The command for it; @condstore: with the parameter that makes Dovecot tell HIGHESTMODSEQ (RFC
 * 7162 3.1.8). */
GString *decant_opening_command (DecantExchange *exchange, const DecantFolder *folder,
                                 DecantAccess access, gboolean condstore);

/* Takes what an untagged event tells; a DecantEventFunc with the opening as user data. */
gboolean decant_opening_take (DecantExchange *exchange, const DecantEvent *event, gpointer opening,
                              GError **error);

/* After @answer, an OK: the status is as the folder told it. */
void
decant_opening_finish (DecantOpening *self, DecantAccess access, const DecantStatusAnswer *answer);

void decant_opening_clear (DecantOpening *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantOpening, decant_opening_clear)

G_END_DECLS
