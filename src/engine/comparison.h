/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* One new folder being held against the journal: first all that is there is taken, then the result
 * is recorded, at once for the whole folder. One thread at a time. */
typedef struct
{
  DecantRun *run;
  gint64 new_folder_id;
  GArray *entries;     /* DecantJournalEntry, by new UID */
  GHashTable *by_uid;  /* new UID → index + 1 of those not seen yet */
  GArray *seen;        /* guint: indexes of those that are there */
  GHashTable *altered; /* index + 1 → what of it is not as sent */
} DecantComparison;

/* @run has its verification set. */
DecantComparison *decant_comparison_new (DecantRun *run, gint64 new_folder_id);
void decant_comparison_free (DecantComparison *self);

/* Begins anew with what the journal says is there. */
gboolean decant_comparison_begin (DecantComparison *self, GError **error);

/* Whether the new UID of each message is known; others have to be located first. */
gboolean decant_comparison_is_located (const DecantComparison *self);

/* A message that is there; a DecantMessageFunc with the comparison as user data. */
gboolean decant_comparison_take (DecantMessage *message, gpointer comparison, GError **error);

/* Notes what of an entry that is there is not as sent. */
void decant_comparison_note_altered (DecantComparison *self, guint index, const char *detail);

/* Records what is verified, altered and missing. */
gboolean decant_comparison_record (DecantComparison *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantComparison, decant_comparison_free)

G_END_DECLS
