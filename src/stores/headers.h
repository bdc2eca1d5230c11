/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The few header fields by which a message is known again and shown in a report.
 *
 * Values are raw bytes as they stand in the message, unfolded, white space at both ends taken off,
 * NUL replaced by a blank; they need not be UTF-8. A field that is absent is NULL; of a field that
 * stands twice the first counts. */
typedef struct
{
  char *message_id;
  char *date;
  char *from;
  char *subject;
} DecantHeaders;

/* Reads the header fields from the start of a message or from a BODY[HEADER.FIELDS] answer: until
 * an empty line or the end. Lenient: lines that are no header field are passed over. Values are cut
 * at 8 KiB. Never fails. */
DecantHeaders *decant_headers_parse (const guint8 *data, gsize length);
DecantHeaders *decant_headers_copy (const DecantHeaders *self);
void decant_headers_free (DecantHeaders *self);

/* Decodes a header value (RFC 2047 encoded words, raw 8-bit) for people: valid UTF-8 without
 * control characters or bidirectional overrides. NULL in, NULL out. Free with g_free(). */
char *decant_headers_decode_text (const char *value);

/* Any text for people: valid UTF-8, one line, without control characters or bidirectional
 * overrides. NULL in, NULL out. Free with g_free(). */
char *decant_headers_clean_text (const char *text);

/* The moment a Date field names (RFC 5322 3.3, lenient), in seconds since 1970 UTC, or G_MININT64.
 */
gint64 decant_headers_parse_date (const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantHeaders, decant_headers_free)

G_END_DECLS
