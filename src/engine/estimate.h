/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sample.h"

G_BEGIN_DECLS

/* How long a copy will take, as a range, from a small sample and the totals: nothing but
 * arithmetic.
 *
 * Reading costs so much a message and so much a byte; the sample does not tell the two apart, but
 * whatever they are, the whole takes between as often and as long as the sample as it has more
 * messages and as it has more bytes. Several connections at once make it faster by a factor that is
 * not known before. */
typedef struct
{
  DecantSample old_sample;
  double new_round_trip; /* seconds; negative: unknown */
  guint64 messages;      /* to be copied */
  guint64 size;          /* of them, bytes */
  guint folders;
} DecantEstimateInput;

/* Seconds; both negative: unknown. */
typedef struct
{
  double low;
  double high;
} DecantEstimate;

void decant_estimate_compute (const DecantEstimateInput *input, DecantEstimate *estimate);

/* "20 to 40 minutes", "about 2 hours", "less than a minute", translated; NULL where it is unknown.
 * Free with g_free(). */
char *decant_estimate_describe (const DecantEstimate *estimate);

G_END_DECLS
