/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/check.h"
#include "unit/memory-account.hpp"

#include <gtest/gtest.h>

namespace
{

/* A check of an account in memory, as a window drives it. */
class Check : public ::testing::Test
{
protected:
  Check ()
  {
    account.folders["INBOX"] = { {
      { 1, 5, 100 },
      { 2, 6, 200, "Bob <bob@x>", "torn" },
      { 3, 7, 300 },
    } };
    account.folders["INBOX"].messages[1].damaged = true;
    account.folders["Work"] = { { { 8, 5, 50 } } };
  }

  ~Check () override
  {
    decant_gate_unref (gate);
    g_object_unref (progress);
    g_object_unref (cancellable);
  }

  void
  start ()
  {
    g_autoptr (GPtrArray) folders = account.list_folders ();
    g_autoptr (GPtrArray) none = g_ptr_array_new ();
    g_autoptr (DecantPlan) plan = decant_plan_new (folders, none, nullptr);

    decant_check_run_async (
      account.opener, plan, 1, gate, progress, cancellable,
      [] (GObject *, GAsyncResult *finished, gpointer kept) {
        *static_cast<GAsyncResult **> (kept) = G_ASYNC_RESULT (g_object_ref (finished));
      },
      &result);
  }

  DecantReport *
  finish (GError **error = nullptr)
  {
    g_autoptr (GAsyncResult) over = nullptr;

    while (result == nullptr)
      g_main_context_iteration (nullptr, TRUE);
    over = static_cast<GAsyncResult *> (g_steal_pointer (&result));
    return decant_check_run_finish (over, error);
  }

  MemoryAccount account;
  DecantProgress *progress = decant_progress_new ();
  DecantGate *gate = decant_gate_new (progress, nullptr, nullptr);
  GCancellable *cancellable = g_cancellable_new ();
  GAsyncResult *result = nullptr;
};

TEST_F (Check, NamesTheDamagedOnes)
{
  start ();
  g_autoptr (DecantReport) report = finish ();

  ASSERT_NE (report, nullptr);
  EXPECT_TRUE (report->finished);
  EXPECT_EQ (report->found, 4U);
  EXPECT_EQ (report->bytes, 450U);
  ASSERT_EQ (report->problems->len, 1U);
  const auto *problem = static_cast<DecantProblem *> (report->problems->pdata[0]);
  EXPECT_STREQ (problem->folder, "INBOX");
  EXPECT_EQ (problem->uid, 2U);
  EXPECT_EQ (problem->size, 200U);
  EXPECT_EQ (problem->internal_date, 6);
  EXPECT_EQ (problem->reason, DECANT_REASON_UNREADABLE);
  EXPECT_STREQ (problem->from, "Bob <bob@x>");
  EXPECT_STREQ (problem->subject, "torn");
}

TEST_F (Check, WaitsWhilePaused)
{
  DecantProgressSnapshot now;

  decant_gate_pause (gate);
  start ();
  do
    {
      g_usleep (1000);
      decant_progress_get_snapshot (progress, &now);
    }
  while (now.phase != DECANT_PHASE_READING || account.opened == 0);
  EXPECT_TRUE (now.paused);
  EXPECT_EQ (account.read, 0U);
  decant_gate_resume (gate);
  g_autoptr (DecantReport) report = finish ();
  EXPECT_TRUE (report->finished);
  EXPECT_GE (account.read, 4U);
}

TEST_F (Check, CanBeCancelledWhilePaused)
{
  g_autoptr (GError) error = nullptr;

  decant_gate_pause (gate);
  start ();
  g_cancellable_cancel (cancellable);
  g_autoptr (DecantReport) report = finish (&error);
  ASSERT_NE (report, nullptr);
  EXPECT_FALSE (report->finished);
  EXPECT_TRUE (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  EXPECT_EQ (account.read, 0U);
}

}
