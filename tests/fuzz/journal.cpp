/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.hpp"

#include "engine/journal.h"
#include "own-directory.hpp"

#include <algorithm>
#include <cstring>

/* A journal as the disk gives it back, a SQLite file. What begins with the mark of a write-ahead
 * log at a multiple of 512 bytes is put into that log. */

namespace
{

constexpr const char *old_account = "ada@cliff.example.org:993";
constexpr const char *new_account = "ada.l@example.com:993";

std::size_t
find_log (const std::uint8_t *data, std::size_t size)
{
  static const std::uint8_t mark[] = { 0x37, 0x7f, 0x06 };

  for (std::size_t at = 0; at + sizeof mark <= size; at += 512)
    if (memcmp (data + at, mark, sizeof mark) == 0)
      return at;
  return size;
}

void
read_new_folder (DecantJournal *journal, gint64 id)
{
  g_autoptr (GArray) doubtful G_GNUC_UNUSED = decant_journal_list_doubtful (journal, id, nullptr);
  g_autoptr (GHashTable) uids G_GNUC_UNUSED = decant_journal_list_new_uids (journal, id, nullptr);
  g_autoptr (GArray) arrived G_GNUC_UNUSED = decant_journal_list_arrived (
    journal, id, FALSE, nullptr, G_MAXUINT, nullptr);
  g_autoptr (GArray) unlocated G_GNUC_UNUSED = decant_journal_list_arrived (
    journal, id, TRUE, nullptr, G_MAXUINT, nullptr);
}

void
read_old_folder (DecantJournal *journal, gint64 id)
{
  g_autoptr (GPtrArray)
    planned G_GNUC_UNUSED = decant_journal_list_planned (journal, id, 0, 100, nullptr);
  g_autoptr (GArray)
    identified G_GNUC_UNUSED = decant_journal_list_identified (journal, id, 0, 100, nullptr);
  g_autoptr (GArray) to_match G_GNUC_UNUSED = decant_journal_list_to_match (journal, id, nullptr);
  g_autoptr (GHashTable)
    uids G_GNUC_UNUSED = decant_journal_list_identified_uids (journal, id, nullptr);
}

void
read_all (DecantJournal *journal)
{
  DecantJournalCounts counts;
  g_autoptr (GPtrArray) folders = decant_journal_list_new_folders (journal, nullptr);
  g_autoptr (GPtrArray) problems G_GNUC_UNUSED = decant_journal_list_problems (journal, nullptr);
  g_autoptr (GPtrArray) uncopied G_GNUC_UNUSED = decant_journal_list_uncopied (journal, nullptr);
  g_autofree char *plan G_GNUC_UNUSED = decant_journal_get_text (journal, "plan", nullptr);

  decant_journal_count (journal, nullptr, &counts, nullptr);
  decant_journal_count (journal, "INBOX", &counts, nullptr);
  for (guint i = 0; folders != nullptr && i < folders->len; i++)
    read_new_folder (journal, static_cast<DecantJournalNewFolder *> (folders->pdata[i])->id);
  for (gint64 id = 0; id < 4; id++)
    read_old_folder (journal, id);
}

/* As a run does that goes on. */
void
write_some (DecantJournal *journal)
{
  g_auto (DecantJournalFolder) folder = {};
  gboolean changed;

  decant_journal_begin_run (journal, nullptr);
  decant_journal_plan_again (journal, "INBOX", nullptr);
  if (decant_journal_enter_folder (journal, "INBOX", 7, "INBOX", &folder, nullptr))
    decant_journal_note_new_uid_validity (journal, folder.new_folder_id, 9, &changed, nullptr);
  decant_journal_end_run (journal, DECANT_RUN_FINISHED, nullptr);
}

} // namespace

void
fuzz_journal (const std::uint8_t *data, std::size_t size)
{
  static const std::string state = fuzz_directory ().path ("moves");
  static const bool made = g_mkdir_with_parents (state.c_str (), 0700) == 0;
  g_autofree char *path = decant_journal_path (state.c_str (), old_account, new_account);
  g_autofree char *directory = g_path_get_dirname (path);
  const std::string log = std::string (path) + "-wal";
  const std::size_t log_start = find_log (data, size);
  g_autoptr (GError) error = nullptr;

  fuzz_require (made && g_mkdir_with_parents (directory, 0700) == 0, "there is a directory");
  fuzz_write (path, data, log_start);
  if (log_start < size)
    fuzz_write (log, data + log_start, size - log_start);
  g_autoptr (GPtrArray) moves G_GNUC_UNUSED = decant_journal_list_moves (state.c_str (), nullptr);
  g_autoptr (DecantJournal)
    journal = decant_journal_open (state.c_str (), old_account, new_account, FALSE, &error);
  fuzz_require ((journal == nullptr) == (error != nullptr), "a journal or an error");
  if (journal != nullptr)
    {
      read_all (journal);
      write_some (journal);
      read_all (journal);
    }
  g_clear_pointer (&journal, decant_journal_close);
  unlink (path);
  unlink (log.c_str ());
}
