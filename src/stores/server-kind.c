/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/server-kind.h"

#include <string.h>

DecantServerKind
decant_server_kind_of_greeting (const char *greeting)
{
  static const struct
  {
    const char *words;
    DecantServerKind kind;
  } kinds[] = {
    { "Microsoft Exchange", DECANT_SERVER_EXCHANGE },
    { "Gimap ready", DECANT_SERVER_GMAIL },
    { "Cyrus IMAP", DECANT_SERVER_CYRUS },
    { "Zimbra", DECANT_SERVER_ZIMBRA },
    { "Stalwart", DECANT_SERVER_STALWART },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strstr (greeting, kinds[i].words) != NULL)
      return kinds[i].kind;
  return DECANT_SERVER_UNKNOWN;
}
