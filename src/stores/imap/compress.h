/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/exchange.h"

G_BEGIN_DECLS

/* COMPRESS=DEFLATE (RFC 4978), asked for where it is offered and the link has turned out to be
 * slow. */

/* Whether it should be asked for before the next command. */
gboolean decant_imap_wants_compression (DecantImapSession *session);

/* How many commands may be under way at once, where @usual are otherwise: those there are have to
 * come to an end before it is asked for. */
guint decant_imap_limit_ahead_of_compression (DecantExchange *exchange, guint usual);

/* Asks for it then. No command may be under way. A server that refuses is not asked again; only
 * what ends the connection is an error. */
gboolean decant_imap_compress_where_slow (DecantExchange *exchange, GError **error);

/* Notes that a command was answered. */
void decant_imap_prove_compression (DecantImapSession *session);

/* Whether @failure, which ended the session, may be the fault of the server's compression: other
 * sessions had better do without. */
gboolean decant_imap_blames_compression (DecantImapSession *session, const GError *failure);

G_END_DECLS
