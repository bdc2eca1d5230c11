/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "servers/dovecot.h"

G_BEGIN_DECLS

/* What a user of a Maildir server has, looked at in the store itself: for each folder and SHA-256
 * of a message how often it is there. X-TUID lines, which mbsync adds, do not count. */
GHashTable *mailbox_digest_new (Dovecot *dovecot, const char *user);

guint mailbox_digest_count (GHashTable *digest);
guint mailbox_digest_count_common (GHashTable *digest, GHashTable *other);
gboolean mailbox_digest_equal (GHashTable *digest, GHashTable *other);

G_END_DECLS
