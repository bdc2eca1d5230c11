/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/content.h"
#include "stores/message.h"

G_BEGIN_DECLS

/* By what a message is known again on another server: SHA-256 over Message-ID, Date, From and
 * Subject and, where there is no Message-ID, the internal date. White space is folded and control
 * characters left out, since servers rewrite both. It counts, it does not merge: two messages of
 * one identity are two messages. */
#define DECANT_IDENTITY_LENGTH 32

typedef struct
{
  guint8 bytes[DECANT_IDENTITY_LENGTH];
} DecantIdentity;

void decant_identity_from_headers (DecantIdentity *self, const DecantHeaders *headers,
                                   gint64 internal_date);
void decant_identity_from_content (DecantIdentity *self, const DecantContent *content,
                                   gint64 internal_date);

/* Whether any of those headers has a value, so that it says something of the message. */
gboolean decant_identity_tells (const DecantHeaders *headers);

/* For hash tables keyed by DecantIdentity. */
guint decant_identity_hash (gconstpointer identity);
gboolean decant_identity_equal (gconstpointer a, gconstpointer b);

G_END_DECLS
