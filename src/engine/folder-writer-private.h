/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/folder-writer.h"
#include "engine/outgoing.h"

G_BEGIN_DECLS

/* What the files of the writer share: folder-writer.c fills batches, batch-stream.c sends them one
 * after the other as long as all goes well, batch.c sends the messages of one that did not singly
 * and works off the answers, batch-trouble.c deals with what goes wrong beyond single answers. */
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
  guint singly_left; /* so many more go with a command each, since several were refused together */
} DecantBatch;

#define DECANT_BATCH_ITEM(batch, index) (&g_array_index ((batch)->items, DecantOutgoing, index))

/* Whether as many are in it as make one. */
gboolean decant_batch_is_full (DecantBatch *self);

/* Takes messages out of the queue into the batch: as many as make one, waiting some milliseconds
 * for what is just being read, and with @wait as long as the first one takes. *@more is set to
 * FALSE where there comes none any more. */
gboolean decant_batch_fill (DecantBatch *self, gboolean wait, gboolean *more, GError **error);

/* Sends what comes out of the queue as long as it comes and is taken. *@more: as for fill(). What
 * is left in the batch then is to be sent by decant_batch_send(). */
gboolean decant_batch_stream (DecantBatch *self, gboolean *more, GError **error);

/* Bytes of the first @n messages. */
guint64 decant_batch_measure (DecantBatch *self, guint n);

/* Makes the first @n messages ready: in @appends, and in the journal as sending. Returns their
 * entries there (DecantJournalEntry). */
GArray *decant_batch_prepare (DecantBatch *self, guint n, DecantAppend *appends, GError **error);

/* Records which of @items (DecantOutgoing) have been taken. */
gboolean decant_batch_record_done (DecantBatch *self, GArray *items, GArray *entries,
                                   const DecantAppend *appends, GError **error);

/* Works off the answers to the first messages of the batch, of which @entries and @appends are;
 * clears the errors of @appends. @lost: why the connection died, NULL where it lives. */
gboolean decant_batch_take_answers (DecantBatch *self, GArray *entries, DecantAppend *appends,
                                    const GError *lost, GError **error);

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

/* Several were refused with one command, of which none should have been stored: looks whether that
 * is so. What has arrived all the same leaves the batch. */
gboolean decant_batch_look_for_refused (DecantBatch *self, GError **error);

/* The connection died: what was on its way has arrived, or stays in the batch. */
gboolean decant_batch_recover (DecantBatch *self, const GError *lost, GError **error);

/* Answers the batch's problem, if there is one. FALSE: there is no going on. */
gboolean decant_batch_answer_problem (DecantBatch *self, GError **error);

/* The connection and the folder, open and ready to take mail. */
gboolean decant_batch_ensure_folder (DecantBatch *self, GError **error);

G_END_DECLS
