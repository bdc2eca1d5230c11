/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/store-opener.h"

G_BEGIN_DECLS

/* What an account that mail is to be copied to allows, as far as its server says. */
typedef struct
{
  DecantQuota quota;
  guint64 message_limit; /* bytes of the largest message it takes; 0: unknown */
  double round_trip;     /* seconds from a short command to its answer; negative: unknown */
} DecantAllowance;

#define DECANT_ALLOWANCE_UNKNOWN                                                                   \
  {                                                                                                \
    { 0 }, 0, -1                                                                                   \
  }

/* Connects (or takes a connection that others gave back), asks and gives the connection back. In a
 * thread of its own; changes nothing. finish() fails with what ended the connection. */
void decant_allowance_ask_async (DecantStoreOpener *account, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean
decant_allowance_ask_finish (GAsyncResult *result, DecantAllowance *allowance, GError **error);

G_END_DECLS
