/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text for terminals. Folder names and servers' words come from strangers: nothing of theirs
 * reaches a terminal but through decant_cli_text_printable(). All results are to be freed with
 * g_free(). */

/* Valid UTF-8 on one line: what a terminal could take for a command is replaced. */
char *decant_cli_text_printable (const char *text);

/* How many columns @text takes. */
guint decant_cli_text_columns (const char *text);

/* @text cut to @columns, with an ellipsis where something is missing. */
char *decant_cli_text_fit (const char *text, guint columns);

/* @text with blanks after it (@align_end: before it) so that it takes @columns. */
char *decant_cli_text_pad (const char *text, guint columns, gboolean align_end);

/* A number with the locale's thousands separators. */
char *decant_cli_text_number (guint64 number);

/* "about 25 minutes"; @seconds is rounded to what can honestly be said. */
char *decant_cli_text_duration (double seconds);

G_END_DECLS
