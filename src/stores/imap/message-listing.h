/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/exchange.h"

G_BEGIN_DECLS

/* The listing of a folder's messages by one UID FETCH, between its sending and its answer. */
typedef struct
{
  guint32 first_uid;
  guint32 last_uid;
  DecantDetails details;
  DecantMessageFunc func;
  gpointer user_data;
  GHashTable *seen;  /* UIDs that were handed out */
  GHashTable *scant; /* UID to message: of which only flags came so far */
} DecantMessageListing;

void decant_message_listing_init (DecantMessageListing *self, guint32 first_uid, guint32 last_uid,
                                  DecantDetails details, DecantMessageFunc func,
                                  gpointer user_data);
void decant_message_listing_clear (DecantMessageListing *self);

/* "UID FETCH 1:* (…)" for it. */
GString *decant_message_listing_command (const DecantMessageListing *self,
                                         DecantImapCapabilities capabilities);

/* Hands out what an untagged event tells; a DecantEventFunc with the listing as user data. */
gboolean decant_message_listing_take (DecantExchange *exchange, const DecantEvent *event,
                                      gpointer listing, GError **error);

/* Whether there are messages that were not handed out, since nothing but their flags came. */
gboolean decant_message_listing_is_scant (const DecantMessageListing *self);

/* The error for a refusing @status: of the folder, in words that fit, where it is not of more. */
GError *decant_message_listing_refusal (DecantExchange *exchange, const DecantStatusAnswer *status);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantMessageListing, decant_message_listing_clear)

G_END_DECLS
