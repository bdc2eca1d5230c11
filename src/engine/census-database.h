/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/census-row.h"
#include "engine/census.h"

G_BEGIN_DECLS

/* Where the census keeps what it learns: SQLite in a temporary file without a name, gone with the
 * process. One thread at a time. Errors are of G_IO_ERROR, in words for people. */
typedef struct _DecantCensusDatabase DecantCensusDatabase;

DecantCensusDatabase *decant_census_database_new (GError **error);
void decant_census_database_free (DecantCensusDatabase *self);

/* All of them or none. A message that is there already is replaced. */
gboolean decant_census_database_insert (DecantCensusDatabase *self, const DecantCensusRow *rows,
                                        guint n_rows, GError **error);

/* Forgets what it has of a folder. */
gboolean decant_census_database_forget (DecantCensusDatabase *self, guint folder, GError **error);

/* What the rules are held against. */
typedef struct
{
  guint32 uid;
  DecantFlags flags;
  gboolean elsewhere;
  gint64 internal_date;
  guint64 size;
  guint64 identity;
  guint64 object_id;
  guint sender; /* for decant_census_database_get_sender(); small numbers */
} DecantCensusFacts;

typedef void (*DecantCensusFactsFunc) (const DecantCensusFacts *facts, gpointer user_data);

/* Hands out all messages of @folder, by UID. Fails in the middle when @cancellable (may be NULL) is
 * cancelled. */
gboolean decant_census_database_scan (DecantCensusDatabase *self, guint folder,
                                      DecantCensusFactsFunc func, gpointer user_data,
                                      GCancellable *cancellable, GError **error);

/* All there is of a message; NULL without an error where it is not there. */
DecantCensusMessage *decant_census_database_get_message (DecantCensusDatabase *self, guint folder,
                                                         guint32 uid, GError **error);

/* The address of a sender, and a name met with it; without counts. */
DecantCensusSender *
decant_census_database_get_sender (DecantCensusDatabase *self, guint sender, GError **error);

/* The UIDs (guint32) of a folder's messages in an order; those that are equal by UID. */
GArray *decant_census_database_sort (DecantCensusDatabase *self, guint folder,
                                     DecantCensusOrder order, gboolean descending, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantCensusDatabase, decant_census_database_free)

G_END_DECLS
