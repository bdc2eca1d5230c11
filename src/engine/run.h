/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/connection.h"
#include "engine/journal.h"
#include "engine/lane-count.h"
#include "engine/plan.h"
#include "engine/progress-private.h"
#include "engine/throttle.h"

G_BEGIN_DECLS

struct _DecantVerification;
struct _DecantSharing;
struct _DecantNewFolders;
struct _DecantPreparation;

/* What the threads of one run share. Everything in it is for any thread; nothing is owned by the
 * threads. */
typedef struct
{
  DecantStoreOpener *old_account;
  DecantStoreOpener *new_account; /* NULL in a check */
  const DecantPlan *plan;
  DecantJournal *journal; /* NULL in a check */
  DecantGate *gate;
  DecantProgress *progress;
  DecantThrottle *throttle;
  const struct _DecantVerification *verification; /* while verifying */
  const struct _DecantSharing *sharing;           /* NULL: every folder gets all its messages */
  struct _DecantNewFolders *new_folders;          /* while copying */
  struct _DecantPreparation *preparation;         /* while lanes work */
  gint64 started;                                 /* seconds since 1970 UTC */
  gint64 begun; /* the same moment in microseconds of the monotonic clock */

  guint connections; /* lanes at most; 0: as the speed says */
  gboolean
    just_counted; /* the counts of the plan's folders are of this moment, if they are fresh */
  gboolean wrap_refused; /* copy what the new server refuses as attachments */

  GMutex mutex;             /* over what follows */
  GError *failure;          /* what ended the run; the first one counts */
  guint64 found;            /* messages in the folders of the move */
  guint64 left_with_folder; /* messages of folders that are left behind as a whole */
  struct _DecantPool *pool; /* the one that works off tasks now */
  DecantLaneCount lanes;
  guint64 lost_with_folder; /* messages of folders that could not be dealt with */
  guint64 refused_size;     /* of the smallest message that was refused as too big, 0: none was */
} DecantRun;

void decant_run_init (DecantRun *self);
void decant_run_clear (DecantRun *self);

/* Seconds since it was begun, whatever becomes of the time of day meanwhile. */
double decant_run_get_seconds (const DecantRun *self);

/* Notes what ends the run and lets all threads stop. Takes over @error; being cancelled is no
 * failure of its own. */
void decant_run_fail (DecantRun *self, GError *error);
gboolean decant_run_has_failed (DecantRun *self);

void decant_run_add_found (DecantRun *self, guint64 messages);

/* What the new server has refused as too big it would refuse again. Small messages are not noted:
 * they cost little, and the server may mean something else. */
void decant_run_note_refused_size (DecantRun *self, guint64 size);
guint64 decant_run_get_refused_size (DecantRun *self);

/* Records a folder that could not be dealt with, in journal and progress; @messages are lost with
 * it. */
gboolean decant_run_record_failed_folder (DecantRun *self, const char *path, guint progress_index,
                                          guint64 messages, const GError *problem,
                                          DecantReason fallback, GError **error);

/* What was sent to the new server was answered after @seconds. */
void decant_run_note_answer (DecantRun *self, double seconds);

G_END_DECLS
