/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/reader.h"
#include "stores/message.h"

G_BEGIN_DECLS

/* What one FETCH response told of a message (RFC 3501 7.4.2). Start from { 0 }. */
typedef struct
{
  DecantMessage *message; /* its uid is 0 where the response names none */
  gboolean detailed;      /* INTERNALDATE or RFC822.SIZE stood in it: no mere news of flags */
  gboolean has_body;      /* BODY[] stood in it, whatever its value */
  gboolean in_body;       /* its literal was arriving when the reading failed */
  gboolean wants_header;  /* in: content is to be BODY[HEADER] in place of BODY[] */
  DecantContent *content; /* of BODY[], finished; NULL where that was NIL or missing */
  DecantContent *part;    /* what came of it, finished, where it was arriving when the reading
                             failed */
} DecantFetchResponse;

/* Reads the rest of a FETCH response after that word. Items that are not known or not understood
 * are passed over. On failure @self holds what came. */
gboolean
decant_fetch_response_read (DecantFetchResponse *self, DecantReader *reader, GError **error);
void decant_fetch_response_clear (DecantFetchResponse *self);

/* Whether @content is the letter that Exchange hands out in place of a message it cannot convert.
 */
gboolean decant_fetch_is_exchange_letter (const DecantContent *content);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantFetchResponse, decant_fetch_response_clear)

G_END_DECLS
