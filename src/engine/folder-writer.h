/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/content-queue.h"
#include "engine/run.h"

G_BEGIN_DECLS

/* Writes what comes out of a queue to one new folder, in batches: each is in the journal as sending
 * before its first byte leaves, and its result after the server's answer. If the connection dies in
 * between, what was on its way is looked for before it is sent again. */
typedef struct
{
  DecantRun *run;
  DecantConnection *connection;
  DecantFolder *new_folder;
  gint64 new_folder_id;
  gint64 old_folder_id;
  const char *old_path;
  guint progress_index;
  DecantContentQueue *queue;
  guint *batch_messages; /* how many make a batch; learns from the time that one takes, from folder
                            to folder */
} DecantFolderWriter;

/* To begin with. */
#define DECANT_FIRST_BATCH_MESSAGES 50

/* Until the queue is closed and empty. Fails with a FOLDER error where the new folder takes
 * nothing, and with whatever ends the run. Blocks. */
gboolean decant_folder_writer_run (DecantFolderWriter *self, GError **error);

/* Records a message as skipped in journal and progress. */
gboolean decant_folder_writer_skip (DecantRun *run, gint64 folder_id, const char *path,
                                    guint progress_index, const DecantMessage *message,
                                    DecantReason reason, const char *detail,
                                    const DecantHeaders *headers, GError **error);

G_END_DECLS
