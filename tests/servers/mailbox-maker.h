/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "servers/dovecot.h"

G_BEGIN_DECLS

/* Fills a mailbox as a person fills it over fifteen years: more than forty nested folders with
 * names in several scripts, threads, keywords, HTML, attachments small and large. The same request
 * makes the same messages. */

typedef struct
{
  guint messages; /* how many; 0: MAILBOX_USUAL_MESSAGES */
  gboolean large; /* also some attachments of 5 to 25 MB */
} MailboxWish;

#define MAILBOX_USUAL_MESSAGES 2400

typedef struct
{
  guint folders;
  guint messages;
  guint64 bytes;
  GPtrArray *files; /* char *: every message's file, large ones left out, folder by folder */
} Mailbox;

/* Writes straight into the store of @dovecot, which must have a Maildir layout with "/" and special
 * folders. */
Mailbox *mailbox_make (Dovecot *dovecot, const char *user, const MailboxWish *wish, GError **error);
void mailbox_free (Mailbox *self);

/* Damages @count of its messages, spread over the folders, in each of the ways DovecotDamage knows
 * by turns. The server must have indexed them before: dovecot_index(). */
gboolean mailbox_damage (Mailbox *self, guint count, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Mailbox, mailbox_free)

G_END_DECLS
