/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/attended.hpp"
#include "faults/fault-fixture.hpp"

#include <chrono>
#include <mutex>
#include <thread>

/* How many connections a copy makes use of. */
class FaultyLanes : public Faults
{
protected:
  /* Some folders, and a new side that takes its time over each message. */
  void
  fill_slowly (unsigned folders, unsigned messages, unsigned milliseconds)
  {
    for (unsigned folder = 0; folder < folders; folder++)
      fill ("Folder " + std::to_string (folder), messages, folder * messages + 1);
    new_side.on ("APPEND", [this, milliseconds] (Turn &turn) {
      std::this_thread::sleep_for (std::chrono::milliseconds (milliseconds));
      std::lock_guard<std::mutex> lock (mutex);

      filled[turn.connection ()].insert (turn.arguments.substr (0, turn.arguments.find ('(')));
    });
  }

  /* In how many folders all connections but the busiest had a part. */
  size_t
  count_aside () const
  {
    size_t most = 0, all = 0;

    for (const auto &[connection, folders] : filled)
      {
        most = std::max (most, folders.size ());
        all += folders.size ();
      }
    return all - most;
  }

  std::mutex mutex;
  std::map<unsigned, std::set<std::string>> filled; /* by connection */
};

TEST_F (FaultyLanes, AreAddedWhileThatHelps)
{
  fill_slowly (12, 30, 10);
  expect_all_arrived (copy ());
  EXPECT_GE (filled.size (), 3u);
  EXPECT_LE (filled.size (), 4u);
}

TEST_F (FaultyLanes, AreNeverMoreThanWanted)
{
  fill_slowly (6, 10, 5);
  expect_all_arrived (copy ({ "--connections", "2" }));
  EXPECT_EQ (filled.size (), 2u);
}

/* A server that only asks for less gets less: of two lanes one goes on, the other ends with the
 * folder it has. */
TEST_F (FaultyLanes, AreHalvedWhereAServerComplains)
{
  fill_slowly (6, 20, 10);
  old_side.on ("UID FETCH", [] (Turn &turn) {
    if (turn.nth () == 1)
      turn.run_and_say ("OK Success [THROTTLED]");
  });
  expect_all_arrived (copy ());
  EXPECT_LE (count_aside (), 2u);
}

TEST_F (FaultyLanes, AreOneAtOnceWhenThePersonWantsItGentle)
{
  fill_slowly (6, 20, 10);
  Attended attended (old_side, new_side, state);
  decant_move_set_speed (attended.move, DECANT_SPEED_FAST);
  old_side.on ("UID FETCH", [&attended] (Turn &turn) {
    if (turn.nth () == 1)
      decant_move_set_speed (attended.move, DECANT_SPEED_GENTLE);
  });
  g_autoptr (GError) error = nullptr;
  g_autoptr (DecantReport) report = attended.run (&error);

  ASSERT_EQ (error, nullptr) << error->message;
  EXPECT_EQ (report->done, 120u);
  EXPECT_LE (count_aside (), 4u);
}
