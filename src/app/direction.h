/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @text for a place in a line that runs @around. A name in letters that run the other way must not
 * stand at the other end of its row: the line runs as the window does, and the name in it as it
 * should (Unicode Bidirectional Algorithm, UAX 9, 2.4 and 2.6). @text may be NULL. Returns a new
 * string, or NULL for NULL. */
char *decant_direction_embed (const char *text, GtkTextDirection around);

G_END_DECLS
