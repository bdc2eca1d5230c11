/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/journal.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* How far a run is: the object between the engine's threads and everybody who looks.
 *
 * The engine writes it from its threads; any thread may take a snapshot. Signals come on the main
 * context, never more than ten times a second:
 *
 *   "changed" ()                      something below is different
 *   "problem" (const DecantProblem *) a message or folder was skipped, in order, none left out */
#define DECANT_TYPE_PROGRESS (decant_progress_get_type ())
G_DECLARE_FINAL_TYPE (DecantProgress, decant_progress, DECANT, PROGRESS, GObject)

typedef enum
{
  DECANT_PHASE_IDLE,
  DECANT_PHASE_CONNECTING,
  DECANT_PHASE_LISTING, /* the first look into the folders, before anything is copied */
  DECANT_PHASE_COPYING,
  DECANT_PHASE_READING, /* a check */
  DECANT_PHASE_VERIFYING,
  DECANT_PHASE_FINISHED,
} DecantPhase;

typedef enum
{
  DECANT_FOLDER_WAITING,
  DECANT_FOLDER_ACTIVE,
  DECANT_FOLDER_DONE,
  DECANT_FOLDER_FAILED,
} DecantFolderState;

typedef struct
{
  const char *path; /* old path; owned by the progress, valid as long as it */
  DecantFolderState state;
  guint64 messages;  /* to be dealt with; as the survey counted until the folder is listed */
  guint64 processed; /* copied, already there, left behind or skipped */
  guint64 copied;    /* by this run; or read by a check */
  guint64 skipped;
} DecantFolderProgress;

typedef struct
{
  DecantPhase phase;
  gboolean paused;
  guint64 messages;  /* to be dealt with in all */
  guint64 processed; /* copied, already there, left behind or skipped */
  guint64 copied;    /* by this run */
  guint64 skipped;
  guint64 size;     /* of the messages to be copied, as far as known */
  guint64 bytes;    /* copied (or read by a check) by this run */
  guint64 verified; /* messages looked at by the verification */
  guint64 to_verify;
  guint lanes;         /* at work, with their connections */
  double message_rate; /* messages a second, over the last seconds */
  double byte_rate;
  double seconds_left; /* estimated; negative: not known yet */
  char activity[256];  /* what is happening now, a short sentence, translated; "" when nothing is */
  char waiting[512];   /* why it waits and for how long, translated; "" when it does not */
} DecantProgressSnapshot;

DecantProgress *decant_progress_new (void);

void decant_progress_get_snapshot (DecantProgress *self, DecantProgressSnapshot *snapshot);
guint decant_progress_get_n_folders (DecantProgress *self);
void decant_progress_get_folder (DecantProgress *self, guint index, DecantFolderProgress *folder);

/* Sends at once what the next signals would say; for the main thread, when a run has ended. */
void decant_progress_flush (DecantProgress *self);

G_END_DECLS
