/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/connection.h"
#include "engine/identity.h"

G_BEGIN_DECLS

/* The messages of one folder on a server by their identity: for each identity the UIDs that have
 * it, lowest first. A message takes 64 bytes. */
typedef struct _DecantIdentityIndex DecantIdentityIndex;

/* Lists @folder from @first_uid on with its identity headers, leaving out the UIDs in @known (a
 * set; may be NULL). Blocks; mends the connection. */
DecantIdentityIndex *decant_identity_index_new (DecantConnection *connection, DecantFolder *folder,
                                                guint32 first_uid, GHashTable *known,
                                                GError **error);

/* The same in steps: one that is empty, then each message is taken over (a DecantMessageFunc with
 * the index as user data; one that came already is passed over), and finish() makes it ready. */
DecantIdentityIndex *decant_identity_index_new_empty (GHashTable *known);
gboolean decant_identity_index_add (DecantMessage *message, gpointer index, GError **error);
void decant_identity_index_finish (DecantIdentityIndex *self);

void decant_identity_index_free (DecantIdentityIndex *self);

/* How a message is marked. */
typedef struct
{
  DecantFlags flags;
  const char *keywords; /* joined */
} DecantMarks;

/* Takes the lowest UID of an identity, and of @size where that is not DECANT_SIZE_UNKNOWN, and with
 * @marks where these are not NULL, out of the index; 0 if there is none (any more). Different
 * messages can have one identity: who looks for several takes those first that are like them in
 * all, and others only then. */
guint32 decant_identity_index_take (DecantIdentityIndex *self, const DecantIdentity *identity,
                                    guint64 size, const DecantMarks *marks);

/* Takes the message of @uid out of the index if it is of this identity; whether it was. */
gboolean decant_identity_index_take_uid (DecantIdentityIndex *self, const DecantIdentity *identity,
                                         guint32 uid);

/* How many have not been taken. */
guint decant_identity_index_count_left (const DecantIdentityIndex *self);

/* The UIDs that have not been taken (guint32, ascending): all, or those whose size is among @sizes
 * (a set of pointers to guint64). */
GArray *decant_identity_index_list_left (DecantIdentityIndex *self, GHashTable *sizes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantIdentityIndex, decant_identity_index_free)

G_END_DECLS
