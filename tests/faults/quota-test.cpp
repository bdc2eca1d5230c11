/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/attended.hpp"
#include "faults/fault-fixture.hpp"

#include <atomic>

/* A new account that is full: with and without somebody to make room. */
class FaultyQuota : public Faults
{
protected:
  /* From the @nth message on there is no room until there is. */
  void
  fill_up (unsigned nth)
  {
    new_side.on ("APPEND", [this, nth] (Turn &turn) {
      if (turn.nth () >= nth && !has_room)
        {
          refused++;
          turn.no ("[OVERQUOTA] Quota exceeded (mailbox for user is full)");
        }
    });
  }

  std::atomic<bool> has_room{ false };
  std::atomic<unsigned> refused{ 0 };
};

TEST_F (FaultyQuota, UnattendedItStopsAndTheNextRunGoesOn)
{
  fill ("INBOX", 80);
  fill_up (20);
  const CliResult stopped = copy ();

  EXPECT_EQ (stopped.status, 4) << stopped.all ();
  EXPECT_FALSE (json_flag (stopped.report (), "finished"));
  EXPECT_EQ (problems (stopped).size (), 1u) << stopped.all ();
  EXPECT_EQ (problems (stopped).begin ()->second, "over-quota");
  EXPECT_EQ (new_side.mail ()["INBOX"].messages.size (), 19u);

  has_room = true;
  expect_all_arrived (copy ());
}

TEST_F (FaultyQuota, AttendedItAsksAndGoesOnWhenThereIsRoom)
{
  struct Asked
  {
    FaultyQuota *test;
    std::atomic<bool> *has_room;
    unsigned times = 0;
    DecantCause cause = DECANT_CAUSE_UNKNOWN;
  } asked{ this, &has_room };

  fill ("INBOX", 80);
  fill_up (20);
  Attended attended (old_side, new_side, state);
  g_signal_connect (attended.move, "needs-person",
                    G_CALLBACK (+[] (DecantMove *move, const GError *problem, Asked *self) {
                      EXPECT_TRUE (decant_move_is_paused (move));
                      self->cause = decant_store_error_get_cause (problem);
                      /* The first time nobody has made room before going on. */
                      if (++self->times == 2)
                        *self->has_room = true;
                      decant_move_resume (move);
                    }),
                    &asked);
  g_autoptr (GError) error = nullptr;
  g_autoptr (DecantReport) report = attended.run (&error);

  ASSERT_EQ (error, nullptr) << error->message;
  EXPECT_EQ (asked.times, 2u);
  EXPECT_EQ (asked.cause, DECANT_CAUSE_OVER_QUOTA);
  EXPECT_TRUE (report->finished);
  EXPECT_TRUE (decant_report_is_clean (report));
  EXPECT_EQ (report->problems->len, 0u);
  EXPECT_EQ (report->done, 80u);
  EXPECT_EQ (new_side.mail ()["INBOX"].messages.size (), 80u);
}
