/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/answer-class.h"
#include "stores/imap/transport.h"

#include <libetpan/mailstream.h>

G_BEGIN_DECLS

/* libetpan's end of a transport: a mailstream_low that stands between the server and a parser that
 * trusts it.
 *
 * It hands out one line at a time, so that nothing is read too early, and only what Decant asks
 * libetpan for: CAPABILITY, LIST and NAMESPACE data and the bare conditions of status responses.
 * Codes and texts are kept here instead: libetpan 1.9.4 loses them at a BYE, dereferences NULL at
 * some codes in a greeting, and does not take 8-bit text. Other untagged data (a nested
 * BODYSTRUCTURE could exhaust the stack) is passed over. No answer may be longer than
 * DECANT_ETPAN_LIMIT. */
typedef struct _DecantEtpanLink DecantEtpanLink;

#define DECANT_ETPAN_LIMIT (16 * 1024 * 1024)

/* What the server said since decant_etpan_link_reset(). */
typedef struct
{
  gboolean answered; /* by a tagged status response */
  gboolean asked_on; /* by a continuation request */
  gboolean bye;
  DecantImapAnswer answer;
  char *code; /* of the tagged response or the BYE, or of the greeting; NULL where there is none */
  char *text;
  char *line; /* the last line as it came, cut */
} DecantHeard;

/* @transport is borrowed. */
DecantEtpanLink *decant_etpan_link_new (DecantTransport *transport);
void decant_etpan_link_free (DecantEtpanLink *self);

/* A low layer for a mailstream, which owns it; it borrows @self. */
mailstream_low *decant_etpan_link_new_low (DecantEtpanLink *self);

/* Before each command: forgets what was heard and starts the limit anew. */
void decant_etpan_link_reset (DecantEtpanLink *self);

const DecantHeard *decant_etpan_link_get_heard (DecantEtpanLink *self);

/* After libetpan stumbled over an answer: passes over the rest of it, tagged response included.
 * FALSE on error. */
gboolean decant_etpan_link_skip_to_answer (DecantEtpanLink *self);

/* Why a read or write for libetpan failed, or NULL. Owned by @self. */
const GError *decant_etpan_link_get_error (DecantEtpanLink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantEtpanLink, decant_etpan_link_free)

G_END_DECLS
