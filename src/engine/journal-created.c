/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/journal-private.h"

/* New folders that could not be made under the name they were planned with. */

static gboolean
write_created_path (DecantJournal *self, const char *new_path, const char *created_path,
                    GError **error)
{
  sqlite3_stmt *statement = decant_journal_prepare (
    self,
    "INSERT INTO new_folder (path, created_path) VALUES (?, ?)"
    "  ON CONFLICT (path) DO UPDATE SET created_path = excluded.created_path",
    error);

  if (statement == NULL)
    return FALSE;
  decant_journal_bind_text (statement, 1, new_path);
  decant_journal_bind_text (statement, 2, created_path);
  return decant_journal_run (self, statement, error);
}

gboolean
decant_journal_record_created_path (DecantJournal *self, const char *new_path,
                                    const char *created_path, GError **error)
{
  gboolean done = decant_journal_begin_lasting (self, error) &&
                  write_created_path (self, new_path, created_path, error);

  return decant_journal_end (self, done, error);
}

GHashTable *
decant_journal_list_created_paths (DecantJournal *self, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autoptr (GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sqlite3_stmt *statement = decant_journal_prepare (
    self, "SELECT path, created_path FROM new_folder WHERE created_path IS NOT NULL", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      if (!decant_journal_step (self, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&paths);
      g_hash_table_insert (paths, decant_journal_column_text (statement, 0),
                           decant_journal_column_text (statement, 1));
    }
}
