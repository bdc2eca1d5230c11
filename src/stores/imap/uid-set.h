/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Some servers refuse a command line of more than 1,000 octets; this leaves room for the rest of
 * it. */
#define DECANT_UID_SET_LENGTH 900

/* Adds ascending @uids to @command as a sequence set (RFC 3501 "sequence-set"), as many as fit into
 * DECANT_UID_SET_LENGTH octets, ranges only over UIDs that are all among them. Returns how many. */
gsize decant_uid_set_add (GString *command, const guint32 *uids, gsize n_uids);

/* Reads a set without "*" ("3955:3957,3960") into @uids, in its order. FALSE if it is no such set,
 * or not one of exactly @n UIDs. */
gboolean decant_uid_set_parse (const char *text, guint32 *uids, gsize n);

G_END_DECLS
