/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* INTERNALDATE, the moment a server received a message (RFC 3501 "date-time"). */

/* Reads "17-Jul-1996 02:44:25 -0700" into seconds since 1970 UTC and minutes east of UTC. Lenient:
 * days of one digit, years of two, no seconds, zones by name or none at all (UTC). FALSE for what
 * names no day, and for years before 1900, with which some servers say that they do not know. */
gboolean decant_internal_date_parse (const char *text, gint64 *seconds, gint16 *offset);

/* Writes it as APPEND wants it, in quotes; an impossible offset becomes UTC. NULL outside of the
 * years 1900 to 9999. Free with g_free(). */
char *decant_internal_date_format (gint64 seconds, gint16 offset);

G_END_DECLS
