/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/store.h"

G_BEGIN_DECLS

/* Whether what is to be copied fits into the new account, and in how many days: nothing but
 * arithmetic over what is known. What is not known stays so. */

/* What a provider is known to allow; figures that are not known are 0. Providers change them, so
 * they are for warnings and never for refusals. */
typedef struct
{
  const char *name;       /* "Gmail" */
  guint64 daily_download; /* bytes that may be read in a day */
  guint64 daily_upload;   /* bytes that may be written in a day */
  guint64 message_size;   /* bytes of the largest message it takes */
} DecantProvider;

/* By the name of an IMAP server, or by the id of an account ("user@host:port"). A constant; NULL
 * for those of which nothing is known. */
const DecantProvider *decant_provider_find (const char *host);

typedef struct
{
  guint64 messages;          /* to be copied */
  guint64 size;              /* of them, bytes */
  gboolean complete;         /* FALSE: there are more, of unknown number or size */
  DecantQuota quota;         /* of the new account */
  guint64 message_limit;     /* bytes; see decant_capacity_get_message_limit(). 0: unknown */
  guint64 oversize_messages; /* of those, how many are larger */
  guint64 oversize_size;
  const DecantProvider *old_provider; /* may be NULL */
  const DecantProvider *new_provider;
} DecantCapacityInput;

typedef enum
{
  DECANT_CAPACITY_UNKNOWN, /* the new account does not say how much it holds, or not all is known of
                              what is to be copied, and as far as it is it fits */
  DECANT_CAPACITY_FITS,
  DECANT_CAPACITY_TIGHT, /* it may or may not: servers add headers, and count in their own way */
  DECANT_CAPACITY_TOO_MUCH,
} DecantCapacityFit;

typedef struct
{
  DecantCapacityFit fit;
  guint64 size_room;     /* bytes the new account has left; only where its quota limits size */
  guint64 size_missing;  /* bytes too much, 0: none */
  guint64 messages_room; /* the same for the number of messages */
  guint64 messages_missing;
  guint days;             /* it takes at least by daily limits; 0: none is known, or one day does */
  const char *days_limit; /* the provider that sets it, NULL where days is 0 */
  gboolean days_by_old;   /* it is the old account's */
} DecantCapacity;

/* The largest message the new account takes: what the server says (@told,
 * decant_store_get_message_size_limit()), else what its provider is known for; 0: unknown. */
guint64 decant_capacity_get_message_limit (guint64 told, const DecantProvider *provider);

void decant_capacity_compute (const DecantCapacityInput *input, DecantCapacity *capacity);

/* Sentences for people, translated; NULL where there is nothing to say. Free with g_free(). */
char *
decant_capacity_describe_room (const DecantCapacityInput *input, const DecantCapacity *capacity);
char *decant_capacity_describe_oversize (const DecantCapacityInput *input);
char *decant_capacity_describe_days (const DecantCapacity *capacity);

G_END_DECLS
