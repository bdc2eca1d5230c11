/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/journal.h"
#include "temporary-directory.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <gtest/gtest.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

/* A journal in a directory of its own, and short words for what is done with it. */
class JournalTest : public testing::Test
{
protected:
  using Uids = std::vector<guint32>;

  static constexpr const char *old_account = "ada@cliff.example.org:993";
  static constexpr const char *new_account = "ada.l@example.com:993";

  void
  TearDown () override
  {
    close ();
  }

  void
  open ()
  {
    g_autoptr (GError) error = nullptr;

    close ();
    journal = decant_journal_open (state_dir ().c_str (), old_account, new_account, TRUE, &error);
    ASSERT_NE (journal, nullptr) << error->message;
  }

  void
  close ()
  {
    g_clear_pointer (&journal, decant_journal_close);
  }

  std::string
  state_dir () const
  {
    return directory.path ("state");
  }

  std::string
  journal_path () const
  {
    g_autofree char *path = decant_journal_path (state_dir ().c_str (), old_account, new_account);
    return path;
  }

  /* What opening fails with; -1 where it does not. */
  int
  open_error (gboolean create = TRUE, std::string *words = nullptr)
  {
    g_autoptr (GError) error = nullptr;
    g_autoptr (DecantJournal) opened = decant_journal_open (state_dir ().c_str (), old_account,
                                                            new_account, create, &error);

    if (opened != nullptr)
      return -1;
    EXPECT_EQ (error->domain, DECANT_JOURNAL_ERROR) << error->message;
    if (words != nullptr)
      *words = error->message;
    return error->code;
  }

  DecantJournalFolder
  enter (const char *old_path = "Inbox", guint32 uid_validity = 1, const char *new_path = "Inbox")
  {
    DecantJournalFolder folder;
    g_autoptr (GError) error = nullptr;

    EXPECT_TRUE (
      decant_journal_enter_folder (journal, old_path, uid_validity, new_path, &folder, &error))
      << error->message;
    g_clear_pointer (&folder.rules, g_free);
    return folder;
  }

  /* One page; those in @left are left behind. */
  void
  list (gint64 folder_id, const Uids &uids, const Uids &left = {})
  {
    std::vector<DecantMessage *> messages;
    std::vector<gboolean> left_behind;
    g_autoptr (GError) error = nullptr;

    for (guint32 uid : uids)
      {
        messages.push_back (decant_message_new (uid));
        messages.back ()->size = uid * 100;
        messages.back ()->internal_date = 1000 + uid;
        left_behind.push_back (std::count (left.begin (), left.end (), uid) > 0);
      }
    EXPECT_TRUE (decant_journal_record_listing (journal, folder_id, messages.data (),
                                                left_behind.data (), messages.size (), &error))
      << error->message;
    for (DecantMessage *message : messages)
      decant_message_free (message);
  }

  void
  finish (gint64 folder_id, guint32 messages = 0)
  {
    g_autoptr (GError) error = nullptr;

    EXPECT_TRUE (decant_journal_finish_listing (journal, folder_id, messages, messages + 1, 7,
                                                "rules", &error))
      << error->message;
  }

  void
  list_all (gint64 folder_id, const Uids &uids, const Uids &left = {})
  {
    list (folder_id, uids, left);
    finish (folder_id, static_cast<guint32> (uids.size ()));
  }

  /* The entry of a message, its identity and digest made from @kind. */
  DecantJournalEntry
  entry (const DecantJournalFolder &folder, guint32 uid, guint32 new_uid = 0, guint8 kind = 0)
  {
    DecantJournalEntry entry = {};

    entry.folder_id = folder.id;
    entry.uid = uid;
    entry.new_folder_id = folder.new_folder_id;
    entry.new_uid = new_uid;
    entry.uid_next = 500;
    entry.size = uid * 100 + 1;
    entry.flags = DECANT_FLAG_SEEN;
    memset (entry.identity.bytes, kind != 0 ? kind : static_cast<int> (uid),
            DECANT_IDENTITY_LENGTH);
    memset (entry.digest, 0x80 | (kind != 0 ? kind : static_cast<int> (uid)),
            DECANT_CONTENT_DIGEST_LENGTH);
    return entry;
  }

  void
  send (const std::vector<DecantJournalEntry> &entries)
  {
    g_autoptr (GError) error = nullptr;

    EXPECT_TRUE (decant_journal_record_sending (journal, entries.data (), entries.size (), &error))
      << error->message;
  }

  void
  settle (const std::vector<DecantJournalEntry> &entries,
          DecantOutcome outcome = DECANT_OUTCOME_DONE)
  {
    g_autoptr (GError) error = nullptr;

    EXPECT_TRUE (
      decant_journal_record_outcome (journal, entries.data (), entries.size (), outcome, &error))
      << error->message;
  }

  void
  send_and_settle (const std::vector<DecantJournalEntry> &entries)
  {
    send (entries);
    settle (entries);
  }

  void
  skip (const DecantJournalFolder &folder, guint32 uid,
        DecantReason reason = DECANT_REASON_UNREADABLE)
  {
    EXPECT_TRUE (
      decant_journal_record_skipped (journal, folder.id, uid, reason, "NO", nullptr, nullptr));
  }

  Uids
  planned (gint64 folder_id, guint32 after_uid = 0, guint limit = 1000)
  {
    g_autoptr (GPtrArray)
      messages = decant_journal_list_planned (journal, folder_id, after_uid, limit, nullptr);
    Uids uids;

    for (guint i = 0; i < messages->len; i++)
      uids.push_back (static_cast<DecantMessage *> (messages->pdata[i])->uid);
    return uids;
  }

  static Uids
  uids_of (GArray *entries)
  {
    Uids uids;

    for (guint i = 0; i < entries->len; i++)
      uids.push_back (g_array_index (entries, DecantJournalEntry, i).uid);
    g_array_unref (entries);
    return uids;
  }

  Uids
  doubtful (gint64 new_folder_id)
  {
    return uids_of (decant_journal_list_doubtful (journal, new_folder_id, nullptr));
  }

  Uids
  arrived (gint64 new_folder_id, gboolean only_unlocated = FALSE)
  {
    return uids_of (decant_journal_list_arrived (journal, new_folder_id, only_unlocated, nullptr,
                                                 G_MAXUINT, nullptr));
  }

  Uids
  identified (gint64 folder_id)
  {
    return uids_of (decant_journal_list_identified (journal, folder_id, 0, G_MAXUINT, nullptr));
  }

  std::vector<gint64>
  to_match (gint64 folder_id)
  {
    g_autoptr (GArray) ids = decant_journal_list_to_match (journal, folder_id, nullptr);
    const auto *first = reinterpret_cast<const gint64 *> (ids->data);

    return std::vector<gint64> (first, first + ids->len);
  }

  void
  adopt (const DecantJournalEntry &from, gint64 folder_id, guint32 uid)
  {
    EXPECT_TRUE (decant_journal_adopt (journal, folder_id, &from, &uid, 1, nullptr));
  }

  DecantJournalCounts
  count (const char *old_path = nullptr)
  {
    DecantJournalCounts counts;

    EXPECT_TRUE (decant_journal_count (journal, old_path, &counts, nullptr));
    return counts;
  }

  /* "folder uid reason" of each problem. */
  std::vector<std::string>
  problems ()
  {
    g_autoptr (GPtrArray) list = decant_journal_list_problems (journal, nullptr);
    std::vector<std::string> lines;

    for (guint i = 0; i < list->len; i++)
      {
        auto *problem = static_cast<DecantProblem *> (list->pdata[i]);
        lines.push_back (std::string (problem->folder) + " " + std::to_string (problem->uid) + " " +
                         decant_reason_to_word (problem->reason));
      }
    return lines;
  }

  /* Runs @steps in a process of its own that is killed right after them, without a chance to tidy
   * up. */
  void
  in_killed_process (const std::function<void ()> &steps)
  {
    close ();
    const pid_t child = fork ();
    if (child == 0)
      {
        open ();
        if (journal != nullptr)
          steps ();
        kill (getpid (), HasFailure () ? SIGTERM : SIGKILL);
        _exit (1);
      }
    int status;
    ASSERT_EQ (waitpid (child, &status, 0), child);
    ASSERT_TRUE (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL) << status;
  }

  TemporaryDirectory directory;
  DecantJournal *journal = nullptr;
};
