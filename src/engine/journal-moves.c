/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
decant_move_summary_free (DecantMoveSummary *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->old_account);
  g_free (self->new_account);
  g_free (self->old_url);
  g_free (self->new_url);
  g_free (self);
}

/* ---- one journal ---- */

/* Opens a journal that nobody uses, reading what a crash left beside it and changing nothing.
 * Without a busy timeout: a list waits for nobody. */
static int
open_unused (const char *path, sqlite3 **database)
{
  int result = sqlite3_open_v2 (
    path, database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

  if (result == SQLITE_OK)
    decant_journal_keep_log (*database, path, TRUE);
  if (result == SQLITE_OK)
    result = sqlite3_exec (*database,
                           "PRAGMA locking_mode = EXCLUSIVE;"
                           "PRAGMA trusted_schema = OFF;"
                           "SELECT count(*) FROM sqlite_schema",
                           NULL, NULL, NULL);
  return result;
}

/* Opens the main file alone and without any lock, so that a Decant at work does not notice. */
static int
open_aside (const char *path, sqlite3 **database)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *full = NULL;

  if (uri == NULL)
    {
      g_autofree char *absolute = g_canonicalize_filename (path, NULL);

      uri = g_filename_to_uri (absolute, NULL, NULL);
    }
  full = g_strconcat (uri, "?immutable=1", NULL);
  return sqlite3_open_v2 (
    full, database,
    SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
}

/* What is read while a Decant writes may be torn: a figure that cannot be read stays as it is. */
static void
read_figure (sqlite3 *database, const char *path, const char *sql, guint64 *figure)
{
  gint64 value = 0;

  if (decant_journal_read_number (database, path, sql, &value, NULL))
    *figure = (guint64)value;
}

static gboolean
read_move (sqlite3 *database, DecantMoveSummary *summary)
{
  static const char sql[] = "SELECT old_account, new_account, state, started, last_run,"
                            "    (SELECT value FROM text WHERE key = 'old-url'),"
                            "    (SELECT value FROM text WHERE key = 'new-url')"
                            "  FROM move";
  sqlite3_stmt *statement = NULL;
  gboolean found = sqlite3_prepare_v2 (database, sql, -1, &statement, NULL) == SQLITE_OK &&
                   sqlite3_step (statement) == SQLITE_ROW;

  if (found)
    {
      summary->old_account = decant_journal_column_text (statement, 0);
      summary->new_account = decant_journal_column_text (statement, 1);
      summary->state = (DecantRunState)CLAMP (sqlite3_column_int (statement, 2), DECANT_RUN_NEVER,
                                              DECANT_RUN_FINISHED);
      summary->started = sqlite3_column_int64 (statement, 3);
      summary->last_run = sqlite3_column_int64 (statement, 4);
      summary->old_url = decant_journal_column_text (statement, 5);
      summary->new_url = decant_journal_column_text (statement, 6);
    }
  sqlite3_finalize (statement);
  return found;
}

static void
read_figures (sqlite3 *database, DecantMoveSummary *summary)
{
  read_figure (database, summary->path,
               "SELECT count(*) FROM message WHERE state IN (" SQL_ARRIVED ")", &summary->done);
  read_figure (database, summary->path,
               "SELECT count(*) FROM message WHERE state IN (" SQL_PLANNED ", " SQL_SENDING ")",
               &summary->planned);
  read_figure (database, summary->path,
               "SELECT (SELECT count(*) FROM message WHERE reason IS NOT NULL) +"
               "  (SELECT count(*) FROM folder_problem)",
               &summary->problems);
}

static gboolean
is_no_database (int result)
{
  return (result & 0xff) == SQLITE_NOTADB;
}

/* NULL for a file that is no journal. */
static DecantMoveSummary *
summarise (const char *path)
{
  g_autoptr (DecantMoveSummary) summary = g_new0 (DecantMoveSummary, 1);
  g_autoptr (GError) problem = NULL;
  sqlite3 *database = NULL;
  gboolean empty = FALSE, is_journal;
  int result = open_unused (path, &database);

  summary->path = g_strdup (path);
  summary->in_use = (result & 0xff) == SQLITE_BUSY;
  if (result != SQLITE_OK && !is_no_database (result))
    {
      sqlite3_close (database);
      result = open_aside (path, &database);
    }
  is_journal = !is_no_database (result);
  if (result == SQLITE_OK)
    {
      if (decant_journal_schema_check (database, path, &empty, &problem))
        is_journal = !empty;
      else
        is_journal = decant_journal_schema_is_ours (database);
      if (problem == NULL && !empty && read_move (database, summary))
        read_figures (database, summary);
    }
  sqlite3_close (database);
  return is_journal ? g_steal_pointer (&summary) : NULL;
}

/* ---- all of them ---- */

static int
compare_summaries (gconstpointer a, gconstpointer b)
{
  const DecantMoveSummary *first = *(DecantMoveSummary *const *)a;
  const DecantMoveSummary *second = *(DecantMoveSummary *const *)b;

  if (first->last_run != second->last_run)
    return first->last_run > second->last_run ? -1 : 1;
  return strcmp (first->path, second->path);
}

GPtrArray *
decant_journal_list_moves (const char *state_dir, GError **error)
{
  g_autoptr (GPtrArray)
    moves = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_move_summary_free);
  g_autoptr (GError) problem = NULL;
  g_autoptr (GDir) directory = g_dir_open (state_dir, 0, &problem);
  const char *name;

  if (g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_steal_pointer (&moves);
  if (directory == NULL)
    {
      g_set_error (error, DECANT_JOURNAL_ERROR, DECANT_JOURNAL_ERROR_STORAGE,
                   _ ("The folder “%s” with the journals of moves cannot be read (%s). Check that "
                      "you may read it."),
                   state_dir, problem->message);
      return NULL;
    }
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (state_dir, name, NULL);
      DecantMoveSummary *summary = g_str_has_suffix (name, ".journal") ? summarise (path) : NULL;

      if (summary != NULL)
        g_ptr_array_add (moves, summary);
    }
  g_ptr_array_sort (moves, compare_summaries);
  return g_steal_pointer (&moves);
}
