/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which software a server is, where it says so and it matters. */
typedef enum
{
  DECANT_SERVER_UNKNOWN,
  DECANT_SERVER_CYRUS,
  DECANT_SERVER_EXCHANGE,
  DECANT_SERVER_GMAIL,
  DECANT_SERVER_STALWART,
  DECANT_SERVER_ZIMBRA,
} DecantServerKind;

/* What the greeting of an IMAP server tells. */
DecantServerKind decant_server_kind_of_greeting (const char *greeting);

G_END_DECLS
