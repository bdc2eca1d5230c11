/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bench/contestants.h"
#include "bench/mailboxes.h"
#include "bench/measuring.h"

G_BEGIN_DECLS

/* How results are shown: as plain text, or as rows of one Markdown table. */

#define ROUNDS_LIMIT 99

/* How one contestant fared with one mailbox. */
typedef struct
{
  const Contestant *contestant;
  Measure rounds[ROUNDS_LIMIT];
  guint n_rounds;
  char *failure; /* why there are no more rounds; NULL: there was no failure */
} Series;

typedef struct
{
  const MailboxSpec *mailbox;
  guint64 bytes;
  guint round_trip_ms;
  const Series *series;
  guint n_series;
} Results;

/* Before the first results. */
void table_begin (gboolean markdown);
void table_add (const Results *results, gboolean markdown);

G_END_DECLS
