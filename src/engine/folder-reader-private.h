/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/folder-reader.h"

G_BEGIN_DECLS

/* What the files of the reader share: folder-reader.c reads run after run, reading-trouble.c deals
 * with what goes wrong. */
typedef struct
{
  DecantConnection *connection;
  DecantGate *gate;
  DecantFolder *folder;
  guint32 uid_validity;
  const DecantFolderReaderFuncs *funcs;
  gboolean *changed;
  GPtrArray *page;      /* DecantMessage, NULL where it is under way */
  guint page_position;  /* of the first that was not asked for */
  guint32 after_uid;    /* the last of that page */
  gboolean pages_ended; /* there is no further one */
  GArray *run;          /* guint32: the UIDs that are asked for with one another */
  GArray *asked;        /* guint32: all that were asked for since the last trouble */
  GPtrArray *aside;     /* DecantMessage, to be tried once more */
  GHashTable *underway; /* UID → DecantMessage (owned) of those asked for */
  GHashTable *headers;  /* UID → DecantHeaders of those set aside, as far as they came */
  gboolean hesitant;    /* the folder has not opened at the first go */
  gboolean spent;       /* the connection has refused something since it was made */
  gboolean enough;      /* the receiver wants no more */
  GError *last_problem; /* of a single message, as the store reported it */
  GError *failure;      /* what ends the reading, of what cannot say so itself */
} DecantReading;

/* The connection and the folder, open, and under the same UIDVALIDITY as when it was listed. */
gboolean decant_reading_ensure_folder (DecantReading *self, GError **error);

/* To be tried again at the end. */
void decant_reading_set_aside (DecantReading *self, guint32 uid);
void decant_reading_keep_headers (DecantReading *self, guint32 uid, const GError *problem);

/* A DecantContentFunc for a DecantReading. */
gboolean decant_reading_take_content (guint32 uid, DecantContent *content, const GError *problem,
                                      gpointer user_data, GError **error);

/* After a question about @uids that failed with @problem, while the message *@current_uid (0: none)
 * was arriving: gets those that are still under way, or sets them aside, or gives them up. */
gboolean decant_reading_mend (DecantReading *self, const guint32 *uids, gsize n_uids,
                              guint32 current_uid, const GError *problem, GError **error);

/* Gets those of @uids that are still under way. */
gboolean
decant_reading_go_on (DecantReading *self, const guint32 *uids, gsize n_uids, GError **error);

/* Those that the server passed over without a word. */
void decant_reading_set_silent_aside (DecantReading *self, const guint32 *uids, gsize n_uids);

/* The last try of all that were set aside. */
gboolean decant_reading_try_aside_again (DecantReading *self, GError **error);

G_END_DECLS
