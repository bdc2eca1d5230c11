/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A set of messages of one folder, as their UIDs under one UIDVALIDITY: immutable, shared by
 * reference, as small as its runs are few. */
typedef struct _DecantUidRanges DecantUidRanges;

DecantUidRanges *decant_uid_ranges_ref (DecantUidRanges *self);
void decant_uid_ranges_unref (DecantUidRanges *self);

/* @self (may be NULL: nothing) and these UIDs under @uid_validity (not 0), or without them. What
 * was known under another UIDVALIDITY is void. NULL: nothing is left. Any order; 0 is passed over.
 */
DecantUidRanges *decant_uid_ranges_with (const DecantUidRanges *self, guint32 uid_validity,
                                         const guint32 *uids, gsize n_uids);
DecantUidRanges *decant_uid_ranges_without (const DecantUidRanges *self, guint32 uid_validity,
                                            const guint32 *uids, gsize n_uids);

/* @self may be NULL in all of these: nothing. */
gboolean
decant_uid_ranges_contains (const DecantUidRanges *self, guint32 uid_validity, guint32 uid);
gboolean decant_uid_ranges_equal (const DecantUidRanges *a, const DecantUidRanges *b);
guint32 decant_uid_ranges_get_uid_validity (const DecantUidRanges *self);
guint64 decant_uid_ranges_count (const DecantUidRanges *self);

/* As an IMAP sequence set of UIDs: "1:3,7". NULL of NULL. Free with g_free(). */
char *decant_uid_ranges_to_text (const DecantUidRanges *self);

/* The opposite, in any order. NULL for what is none, is empty or has more than 100,000 runs. */
DecantUidRanges *decant_uid_ranges_parse (guint32 uid_validity, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantUidRanges, decant_uid_ranges_unref)

G_END_DECLS
