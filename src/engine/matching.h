/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/identity-index.h"
#include "engine/run.h"

G_BEGIN_DECLS

/* Finds messages again that are on a server already: by the digest of what was sent, else by
 * identity. It counts and does not merge: each message found is given to one message of the journal
 * only. All functions block, mend the connection themselves and fail only with what ends the folder
 * or the run. */

/* Makes the journal agree with the new folder before anything is sent to it: notes its UIDVALIDITY,
 * finds the new UIDs of messages whose UID is not known, and looks for those that were on their way
 * when a connection or Decant itself died. Of those, the ones found are done and the others planned
 * again. @arrived (may be NULL) is a set to which the old UIDs of those of @folder_id that were
 * found are added (GUINT_TO_POINTER). */
gboolean decant_matching_settle (DecantRun *run, DecantConnection *new_connection,
                                 DecantFolder *new_folder, gint64 new_folder_id, gint64 folder_id,
                                 GHashTable *arrived, GError **error);

/* Gives new UIDs to entries of a new folder that have none (no UIDPLUS, or another UIDVALIDITY). */
gboolean decant_matching_locate (DecantRun *run, DecantConnection *new_connection,
                                 DecantFolder *new_folder, gint64 new_folder_id, GError **error);

/* Gives an entry of a new folder its new UID, if that is found. */
typedef void (*DecantLocateFunc) (DecantJournalEntry *entry, gpointer user_data);

/* Asks @func for each entry of a new folder that has no new UID, some of them at a time, and
 * records what it says. *@left: how many still have none. @func must not use the journal. */
gboolean decant_matching_locate_each (DecantRun *run, gint64 new_folder_id, DecantLocateFunc func,
                                      gpointer user_data, guint64 *left, GError **error);

/* How like an entry a message must be besides its identity, which must be the same, closest first:
 * who looks for several asks in this order. */
typedef enum
{
  DECANT_LIKE_BY_MARKS_AND_SIZE,
  DECANT_LIKE_BY_SIZE,
  DECANT_LIKE_BY_IDENTITY,
} DecantLikeness;

/* Takes the UID of a message that is like @entry out of @index; 0 if there is none (any more). */
guint32 decant_matching_take (DecantIdentityIndex *index, const DecantJournalEntry *entry,
                              DecantLikeness likeness);

/* Gives new UIDs of @index, which are taken out of it, to entries that have none, those of the same
 * size and marks first. *@left: how many still have none. */
gboolean decant_matching_locate_in (DecantRun *run, gint64 new_folder_id,
                                    DecantIdentityIndex *index, guint64 *left, GError **error);

G_END_DECLS
