/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/journal.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* What the files of the journal share: the connection, its transactions and its statements. */

/* The states of a message, as numbers in the file: never to be renumbered. */
#define DECANT_STATE_PLANNED 0
#define DECANT_STATE_SENDING 1
#define DECANT_STATE_DONE 2
#define DECANT_STATE_ALREADY_THERE 3
#define DECANT_STATE_LEFT_BEHIND 4
#define DECANT_STATE_SKIPPED 5
#define DECANT_STATE_MISSING 6

/* The same as SQL. */
#define SQL_PLANNED G_STRINGIFY (DECANT_STATE_PLANNED)
#define SQL_SENDING G_STRINGIFY (DECANT_STATE_SENDING)
#define SQL_DONE G_STRINGIFY (DECANT_STATE_DONE)
#define SQL_ALREADY_THERE G_STRINGIFY (DECANT_STATE_ALREADY_THERE)
#define SQL_LEFT_BEHIND G_STRINGIFY (DECANT_STATE_LEFT_BEHIND)
#define SQL_SKIPPED G_STRINGIFY (DECANT_STATE_SKIPPED)
#define SQL_MISSING G_STRINGIFY (DECANT_STATE_MISSING)

/* On the new side, as far as is known. */
#define SQL_ARRIVED SQL_DONE ", " SQL_ALREADY_THERE

struct _DecantJournal
{
  sqlite3 *database;
  char *path;
  GMutex mutex;
  GHashTable *statements; /* SQL (a literal) → sqlite3_stmt */
  GHashTable *listings;   /* folders whose listing is under way, a set of gint64 */
  gboolean hasty;         /* commits do not wait for the disk now */
};

/* Says in words what SQLite reports. */
void decant_journal_set_error (GError **error, sqlite3 *database, int code, const char *path);

/* Where a crash left changes in a log beside the file, closing is to leave them there: for who only
 * looks. */
void decant_journal_keep_log (sqlite3 *database, const char *path, gboolean keep);

/* Runs SQL that returns nothing that matters. */
gboolean
decant_journal_execute (sqlite3 *database, const char *path, const char *sql, GError **error);

/* Reads one number; *@value stays when there is no row. */
gboolean decant_journal_read_number (sqlite3 *database, const char *path, const char *sql,
                                     gint64 *value, GError **error);

/* Every change is one transaction: begin() locks and starts it, end() commits it when @done and
 * takes it back otherwise, then unlocks. begin() is always followed by end(), also when it failed.
 *
 * What is begun with begin_lasting() is on disk when it ends, with all that was before it. Of the
 * rest, a loss of power may take back the last ones: it is for what can be learnt again. */
gboolean decant_journal_begin (DecantJournal *self, GError **error);
gboolean decant_journal_begin_lasting (DecantJournal *self, GError **error);
gboolean decant_journal_end (DecantJournal *self, gboolean done, GError **error);

/* A statement ready to be bound; kept for the next time. @sql must be a literal. Called between
 * begin() and end(), or with the mutex held. */
sqlite3_stmt *decant_journal_prepare (DecantJournal *self, const char *sql, GError **error);

/* Runs a statement that returns no rows. NULL, from a failed prepare(), fails. */
gboolean decant_journal_run (DecantJournal *self, sqlite3_stmt *statement, GError **error);

/* The same for one that must change exactly one message. */
gboolean decant_journal_run_on_message (DecantJournal *self, sqlite3_stmt *statement,
                                        gint64 folder_id, guint32 uid, GError **error);

/* Steps to the next row; *@row is FALSE at the end. */
gboolean
decant_journal_step (DecantJournal *self, sqlite3_stmt *statement, gboolean *row, GError **error);

void decant_journal_bind_text (sqlite3_stmt *statement, int index, const char *text);

/* Bytes that need not be UTF-8; read back with a NUL behind them. */
void decant_journal_bind_bytes (sqlite3_stmt *statement, int index, const char *bytes);
char *decant_journal_column_bytes (sqlite3_stmt *statement, int column);
char *decant_journal_column_text (sqlite3_stmt *statement, int column);

/* Dates are kept as NULL where they are unknown. */
void decant_journal_bind_date (sqlite3_stmt *statement, int index, gint64 date);
gint64 decant_journal_column_date (sqlite3_stmt *statement, int column);

/* Sizes are kept as far as SQLite can count. */
void decant_journal_bind_size (sqlite3_stmt *statement, int index, guint64 size);

/* ---- journal-messages.c ---- */

/* Gives a message the headers by which a report shows it. Between begin() and end(). */
gboolean decant_journal_write_headers (DecantJournal *self, gint64 folder_id, guint32 uid,
                                       const DecantHeaders *headers, GError **error);

/* ---- journal-schema.c ---- */

/* Checks that @database is a journal of this version or an earlier one. *@empty: it has no tables
 * yet. */
gboolean
decant_journal_schema_check (sqlite3 *database, const char *path, gboolean *empty, GError **error);
/* Brings a journal of an earlier version to this one, whole or not at all. */
gboolean decant_journal_schema_upgrade (sqlite3 *database, const char *path, GError **error);
/* Whether it is a journal of any version. */
gboolean decant_journal_schema_is_ours (sqlite3 *database);
gboolean decant_journal_schema_create (sqlite3 *database, const char *path, const char *old_account,
                                       const char *new_account, GError **error);

G_END_DECLS
