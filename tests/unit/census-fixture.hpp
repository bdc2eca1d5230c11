/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/census.h"
#include "unit/memory-account.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <memory>

/* A census of any account. */
class CensusCase : public ::testing::Test
{
protected:
  using Summary = std::unique_ptr<DecantCensusSummary, void (*) (DecantCensusSummary *)>;
  using Page = std::unique_ptr<DecantCensusPage, void (*) (DecantCensusPage *)>;

  ~CensusCase () override
  {
    g_clear_object (&census);
    g_clear_pointer (&folders, g_ptr_array_unref);
  }

  void
  start_over (DecantStoreOpener *opener, const std::vector<std::string> &first = {}) const
  {
    std::vector<const char *> paths;

    for (const std::string &path : first)
      paths.push_back (path.c_str ());
    paths.push_back (nullptr);
    decant_census_start (census, opener, paths.data ());
  }

  /* Runs the main context until @done. */
  static void
  wait_until (const std::function<bool ()> &done)
  {
    const gint64 end = g_get_monotonic_time () + 60 * gint64 (G_USEC_PER_SEC);

    while (!done () && g_get_monotonic_time () < end)
      if (!g_main_context_iteration (nullptr, FALSE))
        g_usleep (1000);
    ASSERT_TRUE (done ());
  }

  DecantCensusTotals
  totals () const
  {
    DecantCensusTotals now;

    decant_census_get_totals (census, &now);
    return now;
  }

  /* Until all is listed and kept. */
  void
  finish () const
  {
    wait_until ([this] { return totals ().complete && !totals ().running; });
  }

  DecantCensusFolder
  folder (const char *path) const
  {
    DecantCensusFolder known = {};

    decant_census_get_folder (census, guint (decant_census_find (census, path)), &known);
    return known;
  }

  DecantPlan *
  make_plan (const DecantPlanRules &rules = {}) const
  {
    g_autoptr (GPtrArray) none = g_ptr_array_new ();

    return decant_plan_new (folders, none, &rules);
  }

  static void
  keep_result (GObject *, GAsyncResult *result, gpointer kept)
  {
    *static_cast<GAsyncResult **> (kept) = G_ASYNC_RESULT (g_object_ref (result));
  }

  Summary
  summarise (const DecantPlan *plan, const DecantCensusQuestion &question = { 200, 200, 0 }) const
  {
    g_autoptr (GAsyncResult) result = nullptr;
    g_autoptr (GError) error = nullptr;

    decant_census_summarise_async (census, plan, &question, nullptr, keep_result, &result);
    wait_until ([&] { return result != nullptr; });
    Summary summary (decant_census_summarise_finish (census, result, &error),
                     decant_census_summary_free);
    EXPECT_NE (summary.get (), nullptr) << error->message;
    return summary;
  }

  Page
  read_page (const char *path, DecantCensusOrder order, bool descending, guint64 offset,
             guint limit) const
  {
    g_autoptr (GAsyncResult) result = nullptr;
    g_autoptr (GError) error = nullptr;

    decant_census_read_page_async (census, guint (decant_census_find (census, path)), order,
                                   descending, offset, limit, nullptr, keep_result, &result);
    wait_until ([&] { return result != nullptr; });
    Page page (decant_census_read_page_finish (census, result, &error), decant_census_page_free);
    EXPECT_NE (page.get (), nullptr) << error->message;
    return page;
  }

  GPtrArray *folders = nullptr;
  DecantCensus *census = nullptr;
};

/* A census of an account in memory. */
class Census : public CensusCase
{
protected:
  ~Census () override
  {
    g_clear_object (&census);
  }

  /* As the account is now. */
  void
  begin (const std::vector<std::string> &first = {})
  {
    if (census == nullptr)
      {
        folders = account.list_folders ();
        census = decant_census_new (folders);
      }
    start (first);
  }

  void
  start (const std::vector<std::string> &first = {}) const
  {
    start_over (account.opener, first);
  }

  MemoryAccount account;
};
