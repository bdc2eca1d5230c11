/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"
#include "engine/progress.h"

G_BEGIN_DECLS

/* The one live line on a terminal: how far a run is. It goes to standard error, only where that is
 * a terminal, and is gone when the run is over. Main thread only; one at a time. */
typedef struct _DecantCliProgressLine DecantCliProgressLine;

/* NULL where no line is to be shown: no terminal, --quiet, or JSON on the same terminal. All
 * functions take NULL. */
DecantCliProgressLine *decant_cli_progress_line_new (const DecantCliOptions *options);

/* Shows @text, cut to the width of the terminal. */
void decant_cli_progress_line_show (DecantCliProgressLine *self, const char *text);

/* Takes the line away, so that something else can be written; the next show() brings it back. */
void decant_cli_progress_line_hide (DecantCliProgressLine *self);

/* Hides it for good. */
void decant_cli_progress_line_free (DecantCliProgressLine *self);

/* How far a run is, in one line for people. Free with g_free(). */
char *decant_cli_progress_describe (const DecantProgressSnapshot *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantCliProgressLine, decant_cli_progress_line_free)

G_END_DECLS
