/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a user has on a server, read through IMAP: for each folder and content of a message how
 * often it is there. X-TUID lines, which mbsync adds, do not count. For telling whether a mailbox
 * was copied, not for safety: a content is known by 64 bits and its length. */
GHashTable *mailbox_digest_new (guint16 port, const char *user, GError **error);

guint mailbox_digest_count (GHashTable *digest);
guint mailbox_digest_count_common (GHashTable *digest, GHashTable *other);
gboolean mailbox_digest_equal (GHashTable *digest, GHashTable *other);

/* Only how many messages there are; G_MAXUINT with @error set. */
guint mailbox_count (guint16 port, const char *user, GError **error);

G_END_DECLS
