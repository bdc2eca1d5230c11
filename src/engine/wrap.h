/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/content.h"
#include "stores/message.h"

G_BEGIN_DECLS

/* A message that every server takes (RFC 5322, ASCII only) with another one in it, byte for byte,
 * as the attachment "original.eml".
 *
 * The attachment is application/octet-stream in base64: message/rfc822 must not be encoded (RFC
 * 2046 5.2.1). Sender, subject and date are the original's as far as they can be told; the
 * Message-ID is made from its digest, so that the same message wrapped again is known again.
 * @message gives the internal date. Large ones are spooled. NULL: the original could not be read,
 * or the wrapper not kept (FATAL). Blocks. */
DecantContent *
decant_wrap_new (DecantContent *original, const DecantMessage *message, GError **error);

G_END_DECLS
