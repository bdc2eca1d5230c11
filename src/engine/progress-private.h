/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/progress.h"

G_BEGIN_DECLS

/* The engine's side of DecantProgress: what its threads write. All functions are for any thread. */

void decant_progress_set_phase (DecantProgress *self, DecantPhase phase);
void decant_progress_set_paused (DecantProgress *self, gboolean paused);

void decant_progress_set_lanes (DecantProgress *self, guint lanes);

/* A sentence on what happens now; the last one set by any lane is shown. */
void decant_progress_set_activity (DecantProgress *self, const char *format, ...)
  G_GNUC_PRINTF (2, 3);

/* Why the engine waits; NULL when it goes on. */
void decant_progress_set_waiting (DecantProgress *self, const char *text);

/* Adds a folder as the survey counted it; returns its index. @size may be DECANT_SIZE_UNKNOWN. */
guint
decant_progress_add_folder (DecantProgress *self, const char *path, guint64 messages, guint64 size);
void decant_progress_set_folder_state (DecantProgress *self, guint index, DecantFolderState state);

/* Replaces what the survey said of a folder by what its listing said: how many messages there are,
 * how many of them are dealt with already, and how many bytes are still to be copied. */
void decant_progress_set_folder_listing (DecantProgress *self, guint index, guint64 messages,
                                         guint64 processed, guint64 size);

/* Messages of a folder that were dealt with without being copied (already there). */
void decant_progress_add_processed (DecantProgress *self, guint index, guint64 messages);

/* One more message of a folder arrived, or was read by a check. */
void decant_progress_add_copied (DecantProgress *self, guint index, guint64 bytes);

/* A message or folder was skipped. */
void decant_progress_add_problem (DecantProgress *self, guint index, const DecantProblem *problem);

void decant_progress_add_to_verify (DecantProgress *self, guint64 messages);
void decant_progress_add_verified (DecantProgress *self, guint64 messages);

G_END_DECLS
