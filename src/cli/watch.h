/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"
#include "engine/progress.h"

G_BEGIN_DECLS

/* Tells what a run is doing while it runs, as the options ask for: JSON events, the live line on a
 * terminal, plain lines with --verbose. Main thread only. */
typedef struct _DecantCliWatch DecantCliWatch;

DecantCliWatch *decant_cli_watch_new (DecantProgress *progress, const DecantCliOptions *options);

/* Ends it: what is still to be told is told, the live line goes. */
void decant_cli_watch_free (DecantCliWatch *self);

G_END_DECLS
