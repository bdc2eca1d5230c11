/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/connection.h"

G_BEGIN_DECLS

/* How fast an account is, measured by asking it for little. */
typedef struct
{
  double round_trip; /* seconds from a short command to its answer; negative: unknown */
  guint messages;    /* that were read; 0: none */
  guint64 bytes;     /* of them */
  double seconds;    /* it took to read them */
} DecantSample;

#define DECANT_SAMPLE_UNKNOWN                                                                      \
  {                                                                                                \
    -1, 0, 0, 0                                                                                    \
  }

#define DECANT_SAMPLE_MOST_MESSAGES 20
#define DECANT_SAMPLE_MOST_BYTES (2 * 1024 * 1024)
#define DECANT_SAMPLE_MOST_SECONDS 5

/* Measures the round trip by a few NOOP. Fails with what ends a connection. Blocks. */
gboolean
decant_sample_round_trip (DecantConnection *connection, DecantSample *sample, GError **error);

/* The same of an open store, in seconds. */
gboolean decant_sample_ping (DecantStore *store, GCancellable *cancellable, double *round_trip,
                             GError **error);

/* Reads messages of @folder without marking them as read, within the limits above, and adds to
 * @sample what it took; their content is thrown away. @uids are ascending. Messages that cannot be
 * read count for nothing. Fails with what ends a connection. Blocks. */
gboolean decant_sample_read (DecantConnection *connection, DecantFolder *folder,
                             const guint32 *uids, guint n_uids, DecantSample *sample,
                             GError **error);

G_END_DECLS
