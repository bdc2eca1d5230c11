/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/gate.h"
#include "stores/store-opener.h"

G_BEGIN_DECLS

/* One connection of a lane to one account, that mends itself: opened when it is needed (or one that
 * somebody else has given back a moment ago is taken), with growing, jittered pauses while the
 * server does not answer, and with the folder in use opened again. One thread at a time. */
typedef struct _DecantConnection DecantConnection;

/* @access: DECANT_ACCESS_READ for the old account, whose folders are never opened otherwise. */
DecantConnection *
decant_connection_new (DecantStoreOpener *opener, DecantAccess access, DecantGate *gate);

/* Says whether a connection that never was open is still wanted; from the connection's thread. */
typedef gboolean (*DecantConnectionWantedFunc) (gpointer user_data);

/* Asked before each further try to open it for the first time, so that nobody waits for a server
 * in vain. */
void decant_connection_set_wanted (DecantConnection *self, DecantConnectionWantedFunc wanted,
                                   gpointer user_data);

/* Gives the connection back to the opener, or takes leave of the server where the run is to stop,
 * and frees @self. The connection must be at rest. */
void decant_connection_free (DecantConnection *self);

DecantStore *decant_connection_get_store (DecantConnection *self);
GCancellable *decant_connection_get_cancellable (DecantConnection *self);

/* Whether it has ever been open: a lane that never could is one the server does not want. */
gboolean decant_connection_was_open (DecantConnection *self);

/* Makes sure the connection is open, waiting as long as it takes within reason; errors that need a
 * person are asked about at the gate. Fails with the last error. */
gboolean decant_connection_ensure (DecantConnection *self, GError **error);

/* Makes sure the connection and @folder are open. What the folder said when it was opened is in
 * decant_connection_get_status(). FOLDER errors come back at once; a folder over which the
 * connection is lost, or the server in trouble, several times in a row becomes one. */
gboolean
decant_connection_ensure_folder (DecantConnection *self, DecantFolder *folder, GError **error);

/* What opening @folder has told on another connection: it counts as known here, and is not opened
 * before something is to be looked at in it. */
gboolean decant_connection_assume_folder (DecantConnection *self, DecantFolder *folder,
                                          const DecantFolderStatus *status, GError **error);

/* As ensure_folder(), where it is enough that what the folder says is known. */
gboolean
decant_connection_ensure_known (DecantConnection *self, DecantFolder *folder, GError **error);

/* Whether @folder is open, so that nothing need be asked before its messages are. */
gboolean decant_connection_has_open (DecantConnection *self, DecantFolder *folder);

/* @folder was opened over the connection by other means; takes over what is in @status. */
void decant_connection_note_opened (DecantConnection *self, DecantFolder *folder,
                                    DecantFolderStatus *status);

/* Visits @folders (DecantFolder) as decant_store_visit_folders() does, once the connection is open.
 * What was not finished is left to who has more patience. */
gboolean decant_connection_visit_folders (DecantConnection *self, GPtrArray *folders,
                                          DecantDetails details, const DecantVisitFuncs *funcs,
                                          gpointer user_data, GError **error);

/* Of the folder that is open or known; owned by @self, valid until it is opened again. */
const DecantFolderStatus *decant_connection_get_status (DecantConnection *self);

/* Drops the connection, so that the next ensure() makes a fresh one: not one that others left. */
void decant_connection_drop (DecantConnection *self);

/* After a failed call: whether going on makes sense (the connection was lost, or the server wants a
 * pause: waits for it). FALSE: @problem is of another kind, or the failures do not end; it is in
 * *@error then. */
gboolean decant_connection_recover (DecantConnection *self, const GError *problem, GError **error);

/* Something worked: the pauses start small again. */
void decant_connection_note_success (DecantConnection *self);

/* The failures of late were the doing of a single message, with which nobody is troubled any more.
 * The pauses start small again, unless nothing but such messages comes. */
void decant_connection_note_culprit (DecantConnection *self);

/* How often the server could not be reached at all: where this has grown since, a lost connection
 * was the network's fault rather than what was asked for over it. */
guint decant_connection_get_outages (DecantConnection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantConnection, decant_connection_free)

G_END_DECLS
