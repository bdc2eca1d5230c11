/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @line (with or without its line end) announces a literal ("{n}", "{n+}", RFC 3501 4.3,
 * RFC 7888) of *@size bytes. A size that does not fit counts as G_MAXUINT64. */
gboolean decant_line_announces_literal (const char *line, gsize length, guint64 *size);

G_END_DECLS
