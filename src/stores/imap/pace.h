/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/reader.h"

G_BEGIN_DECLS

/* How fast commands follow each other. Gmail does what it is told and says "[THROTTLED]" at the end
 * of the OK; who goes on as before is locked out. Each such answer doubles the pause before a
 * command, from a twentieth of a second to fifteen; each run of answers without it halves it. Start
 * from { 0 }. */
typedef struct
{
  guint pause;     /* milliseconds */
  guint quiet;     /* answers since the server last complained */
  gboolean waited; /* since then */
} DecantPace;

/* Takes note of the tagged answer to a command; TRUE where it complains. */
gboolean decant_pace_note (DecantPace *self, const DecantStatusAnswer *status);

/* Waits before the next command. Fails only with G_IO_ERROR_CANCELLED. */
gboolean decant_pace_keep (DecantPace *self, GCancellable *cancellable, GError **error);

G_END_DECLS
