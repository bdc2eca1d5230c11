/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/content-queue.h"
#include "engine/gate.h"
#include "engine/progress-private.h"
#include "engine/throttle.h"
#include "stores/folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace
{

DecantContent *
make_content (size_t size)
{
  DecantContent *content = decant_content_new (size);
  const std::string bytes (size, 'x');

  decant_content_write (content, bytes.data (), size, nullptr);
  decant_content_finish (content, nullptr);
  return content;
}

TEST (ContentQueue, KeepsOrderAndEndsWhenClosed)
{
  g_autoptr (DecantContentRoom) room = decant_content_room_new (1024 * 1024);
  g_autoptr (DecantContentQueue) queue = decant_content_queue_new (room);
  DecantQueuedMessage queued;

  for (guint32 uid = 1; uid <= 3; uid++)
    EXPECT_TRUE (decant_content_queue_push (queue, decant_message_new (uid), make_content (10)));
  decant_content_queue_close (queue);
  for (guint32 uid = 1; uid <= 3; uid++)
    {
      ASSERT_TRUE (decant_content_queue_pop (queue, TRUE, &queued));
      EXPECT_EQ (queued.message->uid, uid);
      decant_queued_message_clear (&queued);
    }
  EXPECT_FALSE (decant_content_queue_pop (queue, TRUE, &queued));
}

TEST (ContentQueue, HoldsAFastReaderBack)
{
  g_autoptr (DecantContentRoom) room = decant_content_room_new (100 * 1024);
  g_autoptr (DecantContentQueue) queue = decant_content_queue_new (room);
  std::atomic<int> pushed (0);
  DecantQueuedMessage queued;
  guint popped = 0;

  std::thread reader ([&] {
    for (guint32 uid = 1; uid <= 100; uid++)
      {
        decant_content_queue_push (queue, decant_message_new (uid), make_content (20000));
        pushed++;
      }
    decant_content_queue_close (queue);
  });
  while (decant_content_queue_pop (queue, TRUE, &queued))
    {
      popped++;
      /* What was pushed and not popped fits the limit, but for the one being handed over. */
      EXPECT_LE (pushed - static_cast<int> (popped), 6);
      decant_queued_message_clear (&queued);
    }
  reader.join ();
  EXPECT_EQ (popped, 100U);
}

TEST (ContentQueue, SharesItsRoomWithOthers)
{
  g_autoptr (DecantContentRoom) room = decant_content_room_new (15000);
  g_autoptr (DecantContentQueue) first = decant_content_queue_new (room);
  DecantContentQueue *second = decant_content_queue_new (room);
  std::atomic<bool> pushed (false);
  DecantQueuedMessage queued;

  ASSERT_TRUE (decant_content_queue_push (first, decant_message_new (1), make_content (10000)));
  ASSERT_TRUE (decant_content_queue_push (second, decant_message_new (2), make_content (10000)));
  std::thread reader ([&] {
    decant_content_queue_push (first, decant_message_new (3), make_content (10000));
    pushed = true;
  });
  g_usleep (20000);
  EXPECT_FALSE (pushed);
  /* What nobody has taken makes room as well. */
  decant_content_queue_free (second);
  reader.join ();
  for (guint32 uid : { 1U, 3U })
    {
      ASSERT_TRUE (decant_content_queue_pop (first, TRUE, &queued));
      EXPECT_EQ (queued.message->uid, uid);
      decant_queued_message_clear (&queued);
    }
}

TEST (ContentQueue, ClosingFreesAWaitingReader)
{
  g_autoptr (DecantContentRoom) room = decant_content_room_new (1);
  g_autoptr (DecantContentQueue) queue = decant_content_queue_new (room);
  gboolean taken = TRUE;

  ASSERT_TRUE (decant_content_queue_push (queue, decant_message_new (1), make_content (10)));
  std::thread reader (
    [&] { taken = decant_content_queue_push (queue, decant_message_new (2), make_content (10)); });
  decant_content_queue_close (queue);
  reader.join ();
  EXPECT_FALSE (taken);
}

TEST (Gate, HoldsWhilePausedAndLetsGoWhenResumed)
{
  g_autoptr (DecantGate) gate = decant_gate_new (nullptr, nullptr, nullptr);
  std::atomic<bool> passed (false);

  decant_gate_pause (gate);
  EXPECT_TRUE (decant_gate_is_paused (gate));
  std::thread waiter ([&] { passed = decant_gate_pass (gate, nullptr); });
  g_usleep (20000);
  EXPECT_FALSE (passed);
  decant_gate_resume (gate);
  waiter.join ();
  EXPECT_TRUE (passed);
}

TEST (Gate, StoppingEndsEveryWait)
{
  g_autoptr (DecantGate) gate = decant_gate_new (nullptr, nullptr, nullptr);
  g_autoptr (GError) pass_error = nullptr;
  g_autoptr (GError) wait_error = nullptr;

  decant_gate_pause (gate);
  std::thread passer ([&] { decant_gate_pass (gate, &pass_error); });
  std::thread waiter ([&] { decant_gate_wait (gate, 3600, nullptr, &wait_error); });
  decant_gate_stop (gate);
  passer.join ();
  waiter.join ();
  EXPECT_TRUE (g_error_matches (pass_error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  EXPECT_TRUE (g_error_matches (wait_error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  EXPECT_TRUE (g_cancellable_is_cancelled (decant_gate_get_read_cancellable (gate)));
  EXPECT_FALSE (g_cancellable_is_cancelled (decant_gate_get_write_cancellable (gate)));
}

TEST (Gate, AsksOnceAndOnlyWhereSomebodyIsThere)
{
  static std::atomic<int> asked (0);
  auto ask = [] (const GError *, gpointer) { asked++; };
  g_autoptr (DecantGate) attended = decant_gate_new (nullptr, ask, nullptr);
  g_autoptr (DecantGate) alone = decant_gate_new (nullptr, nullptr, nullptr);
  g_autoptr (GError) problem = decant_store_error_new (
    DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_OVER_QUOTA, "full", "%s", "The account is full.");
  g_autoptr (GError) error = nullptr;
  std::vector<std::thread> lanes;

  for (int i = 0; i < 3; i++)
    lanes.emplace_back ([&] { EXPECT_TRUE (decant_gate_ask (attended, problem, nullptr)); });
  while (asked == 0 || !decant_gate_is_paused (attended))
    g_usleep (1000);
  g_usleep (20000);
  EXPECT_EQ (asked, 1);
  decant_gate_resume (attended);
  for (std::thread &lane : lanes)
    {
      /* One that asks only after the answer has come asks anew. */
      while (decant_gate_is_paused (attended))
        decant_gate_resume (attended);
      lane.join ();
    }
  EXPECT_FALSE (decant_gate_ask (alone, problem, &error));
  EXPECT_STREQ (decant_store_error_get_detail (error), "full");
}

/* Moves bytes as a store does. */
void
move_bytes (DecantThrottle *throttle, DecantFlowDirection direction, gsize bytes)
{
  const DecantFlow *flow = decant_throttle_get_flow (throttle);

  for (gsize left = bytes; left > 0;)
    {
      const gsize piece = std::min (left, flow->get_piece (flow->user_data));

      flow->moved (direction, piece, flow->user_data);
      left -= piece;
    }
}

double
seconds_since (gint64 begin)
{
  return static_cast<double> (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
}

TEST (Throttle, IsNotFeltWithoutALimit)
{
  g_autoptr (DecantGate) gate = decant_gate_new (nullptr, nullptr, nullptr);
  g_autoptr (DecantThrottle) throttle = decant_throttle_new (gate, 0);

  move_bytes (throttle, DECANT_FLOW_IN, gsize (1) << 40);
  move_bytes (throttle, DECANT_FLOW_OUT, 1);
  EXPECT_EQ (decant_throttle_get_moved (throttle), (guint64 (1) << 40) + 1);
  EXPECT_FALSE (decant_throttle_was_felt (throttle));
}

TEST (Throttle, StopsWithTheRun)
{
  g_autoptr (DecantGate) gate = decant_gate_new (nullptr, nullptr, nullptr);
  g_autoptr (DecantThrottle) throttle = decant_throttle_new (gate, 1);

  std::thread lane ([&] { move_bytes (throttle, DECANT_FLOW_IN, 1000000); });
  decant_gate_stop (gate);
  lane.join ();
  EXPECT_TRUE (decant_throttle_was_felt (throttle));
}

/* A rate of 200 KB/s: one lane that sends and two that receive have half a second's worth to move
 * in each direction, not one after the other, and the two share theirs. */
TEST (Throttle, HoldsForAllLanesTogetherInEachDirection)
{
  g_autoptr (DecantGate) gate = decant_gate_new (nullptr, nullptr, nullptr);
  g_autoptr (DecantThrottle) throttle = decant_throttle_new (gate, 200000);
  const gint64 begin = g_get_monotonic_time ();
  std::vector<std::thread> lanes;
  std::vector<double> ends (3);

  for (size_t i = 0; i < ends.size (); i++)
    lanes.emplace_back ([&, i] {
      move_bytes (throttle, i == 0 ? DECANT_FLOW_OUT : DECANT_FLOW_IN, i == 0 ? 100000 : 50000);
      ends[i] = seconds_since (begin);
    });
  for (std::thread &lane : lanes)
    lane.join ();
  EXPECT_GT (ends[0], 0.45);
  /* They take turns: neither of them is served before the other. */
  EXPECT_GT (std::min (ends[1], ends[2]), 0.4);
  EXPECT_GT (std::max (ends[1], ends[2]), 0.45);
}

TEST (Throttle, LetsGoAtOnceWhenTheLimitIsLifted)
{
  g_autoptr (DecantGate) gate = decant_gate_new (nullptr, nullptr, nullptr);
  g_autoptr (DecantThrottle) throttle = decant_throttle_new (gate, 1);
  const gint64 begin = g_get_monotonic_time ();

  std::thread lane ([&] { move_bytes (throttle, DECANT_FLOW_OUT, 10000000); });
  while (!decant_throttle_was_felt (throttle))
    g_usleep (1000);
  decant_throttle_set_rate (throttle, 0);
  lane.join ();
  EXPECT_LT (seconds_since (begin), 600);
}

TEST (Throttle, RestsAsLongAsItWorksWhenGentle)
{
  g_autoptr (DecantGate) gate = decant_gate_new (nullptr, nullptr, nullptr);
  g_autoptr (DecantThrottle) throttle = decant_throttle_new (gate, 0);
  const gint64 begin = g_get_monotonic_time ();

  decant_throttle_set_speed (throttle, DECANT_SPEED_GENTLE);
  move_bytes (throttle, DECANT_FLOW_OUT, 1);
  const gint64 rested = g_get_monotonic_time ();
  while (seconds_since (rested) < 0.1)
    g_usleep (1000);
  move_bytes (throttle, DECANT_FLOW_OUT, 1);
  EXPECT_GE (seconds_since (rested), 0.2);
  EXPECT_LT (seconds_since (begin), 60);
}

TEST (Progress, AddsUp)
{
  g_autoptr (DecantProgress) progress = decant_progress_new ();
  DecantProgressSnapshot snapshot;
  DecantFolderProgress folder;
  DecantProblem problem = {};
  guint first = decant_progress_add_folder (progress, "INBOX", 10, 1000);
  guint second = decant_progress_add_folder (progress, "Sent", 5, DECANT_SIZE_UNKNOWN);

  decant_progress_set_folder_listing (progress, first, 12, 2, 900);
  decant_progress_add_copied (progress, first, 100);
  problem.folder = const_cast<char *> ("INBOX");
  problem.uid = 7;
  decant_progress_add_problem (progress, first, &problem);
  decant_progress_add_processed (progress, second, 5);
  decant_progress_get_snapshot (progress, &snapshot);
  EXPECT_EQ (snapshot.messages, 17U);
  EXPECT_EQ (snapshot.processed, 9U);
  EXPECT_EQ (snapshot.copied, 1U);
  EXPECT_EQ (snapshot.skipped, 1U);
  EXPECT_EQ (snapshot.bytes, 100U);
  EXPECT_EQ (snapshot.size, 900U);
  decant_progress_get_folder (progress, first, &folder);
  EXPECT_STREQ (folder.path, "INBOX");
  EXPECT_EQ (folder.processed, 4U);
  EXPECT_EQ (folder.skipped, 1U);
}

TEST (Progress, SignalsOnTheMainContextWithEveryProblem)
{
  g_autoptr (DecantProgress) progress = decant_progress_new ();
  guint folder = decant_progress_add_folder (progress, "INBOX", 100, 0);
  std::vector<guint32> uids;
  int changes = 0;

  g_signal_connect (
    progress, "problem",
    G_CALLBACK (+[] (DecantProgress *, const DecantProblem *problem, gpointer data) {
      static_cast<std::vector<guint32> *> (data)->push_back (problem->uid);
    }),
    &uids);
  g_signal_connect (
    progress, "changed",
    G_CALLBACK (+[] (DecantProgress *, gpointer data) { ++*static_cast<int *> (data); }), &changes);
  std::thread lane ([&] {
    for (guint32 uid = 1; uid <= 50; uid++)
      {
        DecantProblem problem = {};

        problem.folder = const_cast<char *> ("INBOX");
        problem.uid = uid;
        decant_progress_add_problem (progress, folder, &problem);
      }
  });
  lane.join ();
  while (uids.size () < 50)
    g_main_context_iteration (nullptr, TRUE);
  for (guint32 uid = 1; uid <= 50; uid++)
    EXPECT_EQ (uids[uid - 1], uid);
  EXPECT_EQ (changes, 1);
}

} // namespace

/* What waits for a server goes on when the network returns; what a server asked for is waited out.
 */
TEST (Gate, ReturnOfTheNetworkEndsOnlyTheWaitForAServer)
{
  g_autoptr (DecantGate) gate = decant_gate_new (nullptr, nullptr, nullptr);
  std::atomic<bool> over = false;
  std::thread waker ([&] {
    while (!over)
      {
        decant_gate_wake (gate);
        g_usleep (1000);
      }
  });
  const gint64 begin = g_get_monotonic_time ();

  EXPECT_TRUE (decant_gate_wait_for_server (gate, 600, nullptr, nullptr));
  EXPECT_LT (g_get_monotonic_time () - begin, 300 * G_USEC_PER_SEC);
  const gint64 then = g_get_monotonic_time ();
  EXPECT_TRUE (decant_gate_wait (gate, 0.05, nullptr, nullptr));
  EXPECT_GE (g_get_monotonic_time () - then, G_USEC_PER_SEC / 20);
  over = true;
  waker.join ();
}
