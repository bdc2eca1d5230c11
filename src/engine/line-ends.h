/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/content.h"

G_BEGIN_DECLS

/* What a strict server asks of the lines of a message (RFC 5322 2.1, 2.3): each ends with CRLF, CR
 * and LF stand nowhere else, and an empty line parts the headers from the body.
 *
 * *@repaired is a content that differs from @content in nothing but line ends: bare CR and LF made
 * CRLF, the empty line put in where a message has none at all, and the last line ended. NULL where
 * nothing of that is missing. FALSE: it could not be read or kept (FATAL). Blocks. */
gboolean decant_line_ends_repair (DecantContent *content, DecantContent **repaired, GError **error);

G_END_DECLS
