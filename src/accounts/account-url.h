/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The parts of an account URL. GUri cannot read them: it takes no "@" in a user name as it is
 * written. */
typedef struct
{
  gboolean tls;
  char *user;   /* decoded, valid UTF-8 without control characters */
  char *host;   /* an IPv6 address without its brackets */
  guint16 port; /* 0: none given */
} DecantAccountUrl;

/* Reads @url as decant_account_new_from_url() describes. Fails with DECANT_ACCOUNT_ERROR_URL; the
 * message never repeats the URL, which may hold a password. @parts is to be cleared by the caller
 * also on failure. */
gboolean decant_account_url_parse (const char *url, DecantAccountUrl *parts, GError **error);
void decant_account_url_clear (DecantAccountUrl *parts);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantAccountUrl, decant_account_url_clear)

G_END_DECLS
