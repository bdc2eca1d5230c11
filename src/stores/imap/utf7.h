/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Mailbox names in modified UTF-7 (RFC 3501 5.1.3). */

/* Decodes; NULL where @name is not legal modified UTF-7 (8-bit bytes, unknown or superfluous
 * encoding, lone surrogates, encoded printable ASCII, missing "-", NUL). Free with g_free(). */
char *decant_utf7_decode (const char *name);

/* Encodes valid UTF-8. Free with g_free(). */
char *decant_utf7_encode (const char *text);

/* For people: decodes where that is possible; else the name as it is where it is valid UTF-8; else
 * with each byte that is not as "%XX". Never NULL. Free with g_free(). */
char *decant_utf7_to_display (const char *name);

G_END_DECLS
