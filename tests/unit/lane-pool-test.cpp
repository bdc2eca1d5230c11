/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/lane-pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>

namespace
{

/* A run whose workers are nothing but numbers. */
class LanePool : public testing::Test
{
protected:
  void
  SetUp () override
  {
    g_autoptr (GPtrArray) none = g_ptr_array_new ();

    run.gate = decant_gate_new (nullptr, nullptr, nullptr);
    run.throttle = decant_throttle_new (run.gate, 0);
    run.progress = decant_progress_new ();
    run.plan = plan = decant_plan_new (none, none, nullptr);
    decant_run_init (&run);
    current = this;
  }

  void
  TearDown () override
  {
    decant_run_clear (&run);
    decant_plan_free (plan);
    g_object_unref (run.progress);
    decant_throttle_free (run.throttle);
    decant_gate_unref (run.gate);
  }

  void
  work_off (guint n_tasks)
  {
    const DecantLaneFuncs funcs = { new_worker, free_worker, work };
    g_autoptr (GPtrArray) tasks = g_ptr_array_new ();

    for (guint i = 1; i <= n_tasks; i++)
      g_ptr_array_add (tasks, GUINT_TO_POINTER (i));
    decant_lane_pool_work_off (&run, tasks, &funcs);
    EXPECT_EQ (made, freed);
  }

  static gpointer
  new_worker (DecantRun *, GError **error)
  {
    const guint nth = ++current->asked;

    if (current->refuse && !current->refuse (nth, error))
      return nullptr;
    current->made++;
    return GUINT_TO_POINTER (nth);
  }

  static void
  free_worker (gpointer)
  {
    current->freed++;
  }

  static gboolean
  work (DecantRun *, gpointer, gpointer, GError **)
  {
    const guint now = ++current->at_work;
    guint most = current->most_at_work;

    while (now > most && !current->most_at_work.compare_exchange_weak (most, now))
      continue;
    g_usleep (1000);
    current->at_work--;
    current->done++;
    return TRUE;
  }

  static bool
  fail (GError **error, DecantStoreError code)
  {
    decant_store_error_set (error, code, DECANT_CAUSE_UNKNOWN, nullptr, "%s", "No.");
    return false;
  }

  static LanePool *current;
  DecantRun run = {};
  DecantPlan *plan = nullptr;
  std::function<bool (guint nth, GError **error)> refuse;
  std::atomic<guint> asked{ 0 }, made{ 0 }, freed{ 0 }, done{ 0 }, at_work{ 0 }, most_at_work{ 0 };
};

LanePool *LanePool::current;

TEST_F (LanePool, DoesEachTaskOnce)
{
  work_off (100);
  EXPECT_EQ (done, 100u);
  EXPECT_LE (most_at_work, 4u);
  EXPECT_FALSE (decant_run_has_failed (&run));
}

TEST_F (LanePool, HasNotMoreWorkersThanTasks)
{
  work_off (1);
  EXPECT_EQ (done, 1u);
  EXPECT_EQ (made, 1u);
}

TEST_F (LanePool, DoesNothingWithoutTasks)
{
  work_off (0);
  EXPECT_EQ (asked, 0u);
}

TEST_F (LanePool, KeepsToOneWhenGentle)
{
  decant_throttle_set_speed (run.throttle, DECANT_SPEED_GENTLE);
  decant_lane_pool_init_count (&run);
  work_off (20);
  EXPECT_EQ (done, 20u);
  EXPECT_EQ (made, 1u);
}

TEST_F (LanePool, DoesWithoutWorkersThatAreRefused)
{
  refuse = [] (guint nth, GError **error) {
    return nth == 1 || fail (error, DECANT_STORE_ERROR_SLOW_DOWN);
  };
  work_off (50);
  EXPECT_EQ (done, 50u);
  EXPECT_EQ (most_at_work, 1u);
  EXPECT_LE (asked, 3u);
  EXPECT_FALSE (decant_run_has_failed (&run));
}

TEST_F (LanePool, FailsOnceNobodyIsLetIn)
{
  refuse = [] (guint, GError **error) { return fail (error, DECANT_STORE_ERROR_TRANSIENT); };
  work_off (50);
  EXPECT_EQ (done, 0u);
  EXPECT_LE (asked, 2u);
  EXPECT_TRUE (g_error_matches (run.failure, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT));
}

TEST_F (LanePool, FailsAtOnceWhereAPersonIsNeeded)
{
  refuse = [] (guint, GError **error) { return fail (error, DECANT_STORE_ERROR_PERSON); };
  work_off (50);
  EXPECT_LE (asked, 2u);
  EXPECT_TRUE (g_error_matches (run.failure, DECANT_STORE_ERROR, DECANT_STORE_ERROR_PERSON));
}

TEST_F (LanePool, StopsWhereTheRunHasFailed)
{
  refuse = [this] (guint nth, GError **) {
    if (nth == 1)
      decant_run_fail (&run, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "disk full"));
    return true;
  };
  work_off (1000);
  EXPECT_LE (done, 4u);
  EXPECT_TRUE (g_error_matches (run.failure, G_IO_ERROR, G_IO_ERROR_FAILED));
}

} // namespace
