/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/folder-writer.h"
#include "engine/outgoing.h"

G_BEGIN_DECLS

/* What the files of the writer share: folder-writer.c fills batches, batch.c sends them and works
 * off the answers, batch-trouble.c deals with what goes wrong beyond single answers. */
typedef struct
{
  DecantFolderWriter *writer;
  GArray *items;      /* DecantOutgoing; shrinks as they are dealt with */
  GError *problem;    /* for a person, of the folder, or passing: to be answered before going on */
  gboolean alone;     /* one message at a time, since the connection was lost over several */
  guint32 suspect;    /* the only message the server owed an answer when it was lost, else 0 */
  guint given_up;     /* so many in a row the connection was lost over */
  gboolean took_some; /* of what was sent last */
  gboolean made_new;  /* the folder had vanished and was made again */
  DecantAdjustment worked; /* by which a refused message was taken at last */
  guint worked_in_a_row;
} DecantBatch;

#define DECANT_BATCH_ITEM(batch, index) (&g_array_index ((batch)->items, DecantOutgoing, index))

/* Sends all of it; returns with the batch empty, or FALSE with what ends the folder or the run. */
gboolean decant_batch_send (DecantBatch *self, GError **error);

/* Takes a message out, recorded as skipped with @reason and @detail. */
gboolean decant_batch_skip (DecantBatch *self, guint index, DecantReason reason, const char *detail,
                            GError **error);

/* The largest message worth an upload, 0: any. */
guint64 decant_batch_get_size_limit (DecantBatch *self);

/* The next repair of a refused message; *@more is FALSE where none is left. */
gboolean
decant_batch_repair (DecantBatch *self, DecantOutgoing *item, gboolean *more, GError **error);

/* The connection died: what was on its way has arrived, or stays in the batch. */
gboolean decant_batch_recover (DecantBatch *self, const GError *lost, GError **error);

/* Answers the batch's problem, if there is one. FALSE: there is no going on. */
gboolean decant_batch_answer_problem (DecantBatch *self, GError **error);

/* The connection and the folder, open and ready to take mail. */
gboolean decant_batch_ensure_folder (DecantBatch *self, GError **error);

G_END_DECLS
