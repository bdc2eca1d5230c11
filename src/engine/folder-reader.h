/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/connection.h"
#include "engine/reason.h"

G_BEGIN_DECLS

/* Reads the messages of one old folder, whatever the server does to them.
 *
 * Messages are asked for in runs. One that the server refuses, passes over, sends only in part or
 * loses the connection over is set aside while the others go on; in a run that is refused as a
 * whole the guilty one is found by halving. At the end each that was set aside is tried once more,
 * alone, on a fresh connection; if that fails too it is given up. */

typedef struct
{
  /* The next messages to be read with UID > @after_uid, ascending, as DecantMessage; an empty array
   * ends it. */
  GPtrArray *(*next_page) (guint32 after_uid, gpointer user_data, GError **error);

  /* A message has come; takes over both. FALSE without an error: the receiver wants no more. */
  gboolean (*arrived) (DecantMessage *message, DecantContent *content, gpointer user_data,
                       GError **error);

  /* A message is given up. @detail: the server's words or what it did. @headers: what is known of
   * it, or NULL. */
  gboolean (*given_up) (const DecantMessage *message, DecantReason reason, const char *detail,
                        const DecantHeaders *headers, gpointer user_data, GError **error);
  gpointer user_data;
} DecantFolderReaderFuncs;

/* Reads @folder over @connection. @uid_validity: as when it was listed (0: unknown); if the folder
 * has another one now,
 * *@changed is set and the call fails, since its UIDs mean other messages. Fails with FOLDER errors
 * where the folder cannot be opened, and with whatever ends the run. Blocks. */
gboolean decant_folder_reader_run (DecantConnection *connection, DecantGate *gate,
                                   DecantFolder *folder, guint32 uid_validity,
                                   const DecantFolderReaderFuncs *funcs, gboolean *changed,
                                   GError **error);

G_END_DECLS
