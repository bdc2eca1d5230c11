/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* One new folder being held against the journal, whole or in slices, so that a large one does not
 * take much memory: of each slice first all that is there is taken, then the result is recorded.
 * One thread at a time. */
typedef struct
{
  DecantRun *run;
  gint64 new_folder_id;
  GArray *entries;     /* DecantJournalEntry, by new UID; those of no known one come first */
  GHashTable *by_uid;  /* new UID → index + 1 of those not seen yet */
  GArray *seen;        /* guint: indexes of those that are there */
  GHashTable *altered; /* index + 1 → what of it is not as sent */
  guint wanted;        /* entries that are to be looked at */
} DecantComparison;

/* @run has its verification set. */
DecantComparison *decant_comparison_new (DecantRun *run, gint64 new_folder_id);
void decant_comparison_free (DecantComparison *self);

/* Begins anew with the first @most messages that the journal says are there, or some more where
 * several have one new UID. There may be none. */
gboolean decant_comparison_begin (DecantComparison *self, guint most, GError **error);

/* Once what was begun with is recorded: goes on with the next @most. */
gboolean decant_comparison_go_on (DecantComparison *self, guint most, GError **error);

/* The new UIDs that are to be looked at; FALSE where there are none. */
gboolean
decant_comparison_get_range (const DecantComparison *self, guint32 *first_uid, guint32 *last_uid);

/* Whether the new UID of each message is known; others have to be located first. */
gboolean decant_comparison_is_located (const DecantComparison *self);

/* A message that is there; a DecantMessageFunc with the comparison as user data. */
gboolean decant_comparison_take (DecantMessage *message, gpointer comparison, GError **error);

/* Once all that is there is taken: something is missing or altered, or may seem so only because the
 * server told a wrong UID of it. */
gboolean decant_comparison_is_doubtful (const DecantComparison *self);

/* Notes what of an entry that is there is not as sent. */
void decant_comparison_note_altered (DecantComparison *self, guint index, const char *detail);

/* Records what is verified, altered and missing of what was begun with. */
gboolean decant_comparison_record (DecantComparison *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantComparison, decant_comparison_free)

G_END_DECLS
