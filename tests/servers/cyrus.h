/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "servers/dovecot.h"

G_BEGIN_DECLS

/* A throw-away Cyrus IMAP for tests: a real one, in a directory of its own, on a free port of the
 * loopback, gone when it is stopped or when its starter dies.
 *
 * Debian's Cyrus and Dovecot cannot be installed together. So Cyrus is not installed: it lies
 * unpacked in a directory (see fetch-cyrus.sh), named by the environment variable
 * DECANT_CYRUS_ROOT, else "decant-tests/cyrus" of the user's cache; and runs in a mount namespace
 * where that directory is laid over the system's own, which changes nothing outside. */
typedef struct _Cyrus Cyrus;

#define CYRUS_PASSWORD DOVECOT_PASSWORD

/* @old_names: all of a user's folders are below "INBOX." (altnamespace and unixhierarchysep off);
 * else they stand beside the inbox, with "/". Fails with G_IO_ERROR_NOT_SUPPORTED where Cyrus
 * cannot run here: it is not unpacked, the user is not root, or the system refuses the namespace.
 */
Cyrus *cyrus_start (gboolean old_names, GError **error);

/* Stops it, waits, and removes its directory. */
void cyrus_stop (Cyrus *self);

/* Makes a user with CYRUS_PASSWORD and a mailbox. No "." in the name with old names. */
gboolean cyrus_add_user (Cyrus *self, const char *user, GError **error);

/* The process below which all of its processes are. */
GPid cyrus_get_pid (Cyrus *self);

guint16 cyrus_get_port (Cyrus *self);
const char *cyrus_get_directory (Cyrus *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Cyrus, cyrus_stop)

G_END_DECLS
