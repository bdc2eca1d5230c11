/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/census-row.h"
#include "unit/census-fixture.hpp"

#include <set>

namespace
{

std::vector<MemoryMessage>
make_messages (guint count, guint first = 1)
{
  std::vector<MemoryMessage> messages;

  for (guint i = 0; i < count; i++)
    messages.push_back ({ first + i, 1000000000 + gint64 (i), 100 + i });
  return messages;
}

bool
fail (GError **error, DecantStoreError code, const char *words)
{
  decant_store_error_set (error, code, DECANT_CAUSE_CONNECTION_LOST, words, "%s", "It failed.");
  return false;
}

TEST_F (Census, ListsEverything)
{
  account.folders["INBOX"] = { make_messages (1200) };
  account.folders["Archive"] = { make_messages (3, 7) };
  account.folders["Empty"] = {};
  begin ();
  finish ();

  EXPECT_EQ (totals ().folders, 3U);
  EXPECT_EQ (totals ().listed, 3U);
  EXPECT_EQ (totals ().messages, 1203U);
  EXPECT_EQ (folder ("INBOX").messages, 1200U);
  EXPECT_EQ (folder ("INBOX").size, 1200U * 100 + 1199 * 1200 / 2);
  EXPECT_EQ (folder ("INBOX").newest, 1000001199);
  EXPECT_EQ (folder ("Archive").messages, 3U);
  EXPECT_EQ (folder ("Empty").state, DECANT_CENSUS_LISTED);
  EXPECT_EQ (account.opened, 1U);
  EXPECT_EQ (decant_census_find (census, "Nowhere"), -1);
}

TEST_F (Census, TellsWhatHasChanged)
{
  guint told = 0;
  std::set<guint> changed;

  account.folders["INBOX"] = { make_messages (5) };
  account.folders["Archive"] = { make_messages (5) };
  folders = account.list_folders ();
  census = decant_census_new (folders);
  g_signal_connect_swapped (census, "changed", G_CALLBACK (+[] (guint *count) { ++*count; }),
                            &told);
  g_signal_connect (census, "folder", G_CALLBACK (+[] (DecantCensus *, guint index, gpointer set) {
                      static_cast<std::set<guint> *> (set)->insert (index);
                    }),
                    &changed);
  begin ();
  wait_until ([&] { return changed.size () == 2; });
  wait_until ([&] { return !totals ().running && told > 0; });
}

TEST_F (Census, BeginsWithTheChosenOnes)
{
  std::vector<std::string> order;

  for (const char *path : { "INBOX", "A", "B", "C" })
    {
      account.folders[path] = { make_messages (1) };
      account.folders[path].before = [&order, path] (guint, GError **) {
        order.emplace_back (path);
        return true;
      };
    }
  begin ({ "C", "Nowhere", "B" });
  finish ();
  EXPECT_EQ (order, (std::vector<std::string>{ "INBOX", "C", "B", "A" }));
}

TEST_F (Census, ListsManyFoldersInOneGo)
{
  for (guint i = 0; i < 250; i++)
    account.folders["F" + std::to_string (i)] = { make_messages (2) };
  account.folders["F7"].visited = false;
  begin ();
  finish ();
  EXPECT_EQ (totals ().messages, 500U);
  EXPECT_EQ (account.visited, 249U);
}

TEST_F (Census, AFolderThatFailsCostsThatFolder)
{
  account.folders["INBOX"] = { make_messages (2) };
  account.folders["Bad"] = { make_messages (2) };
  account.folders["Bad"].visited = false;
  account.folders["Bad"].before = [] (guint, GError **error) {
    return fail (error, DECANT_STORE_ERROR_FOLDER, "No way");
  };
  account.folders["Good"] = { make_messages (2) };
  begin ();
  finish ();
  EXPECT_EQ (totals ().failed, 1U);
  EXPECT_EQ (folder ("Bad").state, DECANT_CENSUS_FAILED);
  EXPECT_STREQ (folder ("Bad").problem, "No way");
  EXPECT_EQ (folder ("Good").messages, 2U);
  EXPECT_EQ (totals ().messages, 4U);
  EXPECT_EQ (totals ().problem, nullptr);
}

TEST_F (Census, ALostConnectionCountsNothingTwice)
{
  std::atomic<bool> lost{ false };

  account.folders["INBOX"] = { make_messages (2) };
  account.folders["Long"] = { make_messages (1500) };
  account.folders["Long"].before = [&lost] (guint n, GError **error) {
    return n < 1000 || lost.exchange (true) || fail (error, DECANT_STORE_ERROR_TRANSIENT, "Bye");
  };
  account.folders["Other"] = { make_messages (2) };
  begin ();
  finish ();
  EXPECT_EQ (folder ("Long").messages, 1500U);
  EXPECT_EQ (folder ("Long").size, 1500U * 100 + 1499 * 1500 / 2);
  EXPECT_EQ (totals ().messages, 1504U);
}

TEST_F (Census, GoesOnWhereItWasStopped)
{
  std::atomic<guint> listed{ 0 };
  std::atomic<bool> halted{ false };

  account.folders["INBOX"] = { make_messages (30000) }; /* too many for one go */
  account.folders["INBOX"].before = [&] (guint n, GError **) {
    listed++;
    halted = n == 20000;
    while (halted)
      g_usleep (100);
    return true;
  };
  begin ();
  wait_until ([&] { return halted.load (); });
  decant_census_stop (census);
  EXPECT_FALSE (totals ().running);
  halted = false;
  wait_until ([&] { return folder ("INBOX").messages >= 20000; });
  EXPECT_FALSE (totals ().complete);
  EXPECT_EQ (folder ("INBOX").state, DECANT_CENSUS_WAITING);
  EXPECT_EQ (totals ().problem, nullptr);
  start ();
  finish ();
  EXPECT_EQ (folder ("INBOX").messages, 30000U);
  EXPECT_LE (listed, 30002U);
}

TEST_F (Census, BeginsAFolderAnewThatWasNumberedAnew)
{
  std::atomic<bool> halted{ false };

  account.folders["INBOX"] = { make_messages (30000) };
  account.folders["INBOX"].before = [&] (guint n, GError **) {
    halted = n == 20000;
    while (halted)
      g_usleep (100);
    return true;
  };
  begin ();
  wait_until ([&] { return halted.load (); });
  decant_census_stop (census);
  account.folders["INBOX"].uid_validity = 2;
  halted = false;
  start ();
  wait_until ([&] { return halted.load (); });
  halted = false;
  finish ();
  EXPECT_EQ (folder ("INBOX").messages, 30000U);
  EXPECT_EQ (totals ().messages, 30000U);
}

TEST_F (Census, CanBeLetGoOfAtAnyTime)
{
  account.folders["INBOX"] = { make_messages (3000) };
  for (guint i = 0; i < 20; i++)
    {
      begin ();
      g_usleep (i * 100);
      g_clear_object (&census);
      g_clear_pointer (&folders, g_ptr_array_unref);
    }
}

TEST_F (Census, ReadsAFolderInPages)
{
  account.folders["INBOX"] = { {
    { 3, 300, 30, "Zoe <z@x>", "apple" },
    { 5, 100, 50, "Ada <a@x>", "Banana" },
    { 9, 200, 10, "b@x", "cherry" },
  } };
  begin ();
  finish ();

  const auto uids = [this] (DecantCensusOrder order, bool descending, guint64 offset, guint limit) {
    std::vector<guint32> list;
    const Page page = read_page ("INBOX", order, descending, offset, limit);

    EXPECT_EQ (page->total, 3U);
    EXPECT_TRUE (page->complete);
    for (guint i = 0; i < page->messages->len; i++)
      list.push_back (static_cast<DecantCensusMessage *> (page->messages->pdata[i])->uid);
    return list;
  };
  using Uids = std::vector<guint32>;

  EXPECT_EQ (uids (DECANT_CENSUS_BY_DATE, false, 0, 10), (Uids{ 5, 9, 3 }));
  EXPECT_EQ (uids (DECANT_CENSUS_BY_DATE, true, 0, 2), (Uids{ 3, 9 }));
  EXPECT_EQ (uids (DECANT_CENSUS_BY_DATE, true, 2, 2), (Uids{ 5 }));
  EXPECT_EQ (uids (DECANT_CENSUS_BY_SIZE, true, 0, 10), (Uids{ 5, 3, 9 }));
  EXPECT_EQ (uids (DECANT_CENSUS_BY_SUBJECT, false, 0, 10), (Uids{ 3, 5, 9 }));
  EXPECT_EQ (uids (DECANT_CENSUS_BY_FROM, false, 0, 10), (Uids{ 5, 9, 3 }));
  EXPECT_EQ (uids (DECANT_CENSUS_BY_FROM, false, 7, 10), (Uids{}));

  const Page page = read_page ("INBOX", DECANT_CENSUS_BY_DATE, true, 0, 1);
  const auto *message = static_cast<DecantCensusMessage *> (page->messages->pdata[0]);

  EXPECT_STREQ (message->from_name, "Zoe");
  EXPECT_STREQ (message->from_address, "z@x");
  EXPECT_STREQ (message->subject, "apple");
  EXPECT_EQ (message->size, 30U);
  EXPECT_EQ (message->internal_date, 300);
}

TEST_F (Census, TellsWhenAFolderChangedLast)
{
  account.folders["INBOX"] = { { { 1, 500 }, { 2 }, { 3, 400 } } };
  account.folders["Undated"] = { { { 1 } } };
  begin ();
  finish ();
  EXPECT_TRUE (
    decant_census_folder_changed_since (census, guint (decant_census_find (census, "INBOX")), 500));
  EXPECT_FALSE (
    decant_census_folder_changed_since (census, guint (decant_census_find (census, "INBOX")), 501));
  EXPECT_FALSE (
    decant_census_folder_changed_since (census, guint (decant_census_find (census, "Undated")), 0));
}

TEST_F (Census, MeasuresBeforeItLists)
{
  DecantSample sample;

  account.folders["INBOX"] = { make_messages (100) };
  account.folders["INBOX"].messages[98].damaged = true;
  account.folders["INBOX"].messages[97].size = 50 * 1000 * 1000;
  begin ();
  finish ();
  decant_census_get_sample (census, &sample);
  EXPECT_GE (sample.round_trip, 0);
  EXPECT_EQ (sample.messages, 4U) << "of one folder, without the damaged one";
  EXPECT_EQ (sample.bytes, 199U + 196 + 195 + 194);
  EXPECT_GE (sample.seconds, 0);
  EXPECT_EQ (folder ("INBOX").uid_validity, 1U);
}

TEST_F (Census, AnswersNoCancelledQuestion)
{
  const DecantCensusQuestion question = {};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = nullptr;
  g_autoptr (GError) error = nullptr;

  account.folders["INBOX"] = { make_messages (3) };
  begin ();
  finish ();
  g_autoptr (DecantPlan) plan = make_plan ();

  g_cancellable_cancel (cancellable);
  decant_census_summarise_async (census, plan, &question, cancellable, keep_result, &result);
  wait_until ([&] { return result != nullptr; });
  EXPECT_EQ (decant_census_summarise_finish (census, result, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

TEST (CensusRow, TakesSendersApart)
{
  static const struct
  {
    const char *from, *name, *address;
  } cases[] = {
    { nullptr, "", "" },
    { "", "", "" },
    { "ada@Example.org", "", "ada@example.org" },
    { "Ada <ada@example.org>", "Ada", "ada@example.org" },
    { "\"Lovelace, Ada\" <ada@x>, Bob <b@x>", "Lovelace, Ada", "ada@x" },
    { "\"A \\\"B\\\" <c>\" <d@x>", "A \"B\" <c>", "d@x" },
    { "ada@x (Ada)", "Ada", "ada@x" },
    { "=?utf-8?q?Zo=C3=AB?= <zoe@x>", "Zoë", "zoe@x" },
    { "<ada@x>", "", "ada@x" },
    { "Broken <ada@x", "Broken", "ada@x" },
    { ", ,", "", "" },
    { "\xff <\xff@x>", "ÿ", "\xef\xbf\xbd@x" },
  };

  for (const auto &one : cases)
    {
      g_autofree char *name = nullptr;
      g_autofree char *address = nullptr;

      decant_census_split_from (one.from, &name, &address);
      EXPECT_STREQ (name, one.name) << one.from;
      EXPECT_STREQ (address, one.address) << one.from;
    }
}

TEST (CensusRow, CutsLongTexts)
{
  const std::string longer (5000, 'x');
  std::string wide;
  g_autoptr (DecantMessage) message = decant_message_new (1);
  DecantCensusRow row = {};

  for (guint i = 0; i < 1000; i++)
    wide += "é";
  message->headers = g_new0 (DecantHeaders, 1);
  message->headers->subject = g_strdup (wide.c_str ());
  message->headers->from = g_strdup ((longer + " <" + longer + ">").c_str ());
  decant_census_row_init (&row, 0, message);
  EXPECT_EQ (strlen (row.subject), 200U);
  EXPECT_TRUE (g_utf8_validate (row.subject, -1, nullptr));
  EXPECT_EQ (strlen (row.from_name), 80U);
  EXPECT_EQ (strlen (row.from_address), 120U);
  decant_census_row_clear (&row);
}

TEST (CensusRow, KnowsTheSameMessageAgain)
{
  const auto hash = [] (const char *id, guint64 size) {
    g_autoptr (DecantMessage) message = decant_message_new (1);
    DecantCensusRow row = {};

    message->size = size;
    message->internal_date = 5;
    message->headers = g_new0 (DecantHeaders, 1);
    message->headers->message_id = g_strdup (id);
    decant_census_row_init (&row, 0, message);
    decant_census_row_clear (&row);
    return row.identity;
  };

  EXPECT_EQ (hash ("<a@x>", 5), hash ("<a@x>", 5));
  EXPECT_NE (hash ("<a@x>", 5), hash ("<a@x>", 6));
  EXPECT_NE (hash ("<a@x>", 5), hash ("<b@x>", 5));
}

}
