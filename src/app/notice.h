/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An error where it happened: what happened and what to do, in words; the server's own words, or
 * what a certificate says of itself, to be opened below. */
#define DECANT_TYPE_NOTICE (decant_notice_get_type ())
G_DECLARE_FINAL_TYPE (DecantNotice, decant_notice, DECANT, NOTICE, GtkBox)

/* Shows @error (of any domain), or nothing if it is NULL. @host: the server, to explain a
 * certificate; may be NULL. */
void decant_notice_set_error (DecantNotice *self, const GError *error, const char *host);

G_END_DECLS
