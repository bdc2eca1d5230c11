/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/pace.h"

#include <gtest/gtest.h>

namespace
{

void
note (DecantPace *pace, const char *text, const char *code = nullptr,
      DecantImapAnswer answer = DECANT_IMAP_ANSWER_OK)
{
  const DecantStatusAnswer status = { answer, const_cast<char *> (code),
                                      const_cast<char *> (text) };

  decant_pace_note (pace, &status);
}

void
keep (DecantPace *pace)
{
  pace->waited = TRUE; /* as if it had been waited for */
}

TEST (Pace, HasNoPausesWhereTheServerDoesNotComplain)
{
  DecantPace pace = {};
  const gint64 before = g_get_monotonic_time ();

  for (int i = 0; i < 1000; i++)
    {
      EXPECT_TRUE (decant_pace_keep (&pace, nullptr, nullptr));
      note (&pace, "Success");
    }
  EXPECT_EQ (pace.pause, 0u);
  EXPECT_LT (g_get_monotonic_time () - before, G_USEC_PER_SEC);
}

TEST (Pace, DoublesWithEachComplaintThatFollowsAPause)
{
  DecantPace pace = {};

  note (&pace, "Success [THROTTLED]");
  EXPECT_EQ (pace.pause, 50u);
  note (&pace, "Success [THROTTLED]"); /* to a command sent before */
  EXPECT_EQ (pace.pause, 50u);
  keep (&pace);
  note (&pace, "done", "THROTTLED");
  EXPECT_EQ (pace.pause, 100u);
  for (int i = 0; i < 20; i++)
    {
      keep (&pace);
      note (&pace, "Success [THROTTLED]");
    }
  EXPECT_EQ (pace.pause, 15000u);
}

TEST (Pace, ShrinksWhenTheServerIsQuiet)
{
  DecantPace pace = { 100, 0, TRUE };

  for (int i = 0; i < 20; i++)
    note (&pace, "Success");
  EXPECT_EQ (pace.pause, 50u);
  for (int i = 0; i < 20; i++)
    note (&pace, "Success");
  EXPECT_EQ (pace.pause, 0u);
}

/* What is refused has another way. */
TEST (Pace, IsNotAboutRefusals)
{
  DecantPace pace = {};

  note (&pace, "no [THROTTLED]", nullptr, DECANT_IMAP_ANSWER_NO);
  EXPECT_EQ (pace.pause, 0u);
}

TEST (Pace, WaitsAsLongAsItSays)
{
  DecantPace pace = { 30, 0, FALSE };
  const gint64 before = g_get_monotonic_time ();

  EXPECT_TRUE (decant_pace_keep (&pace, nullptr, nullptr));
  EXPECT_GE (g_get_monotonic_time () - before, 30 * 1000);
}

TEST (Pace, WaitsNoLongerOnceItIsCancelled)
{
  DecantPace pace = { 15000, 0, FALSE };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = nullptr;
  GThread *thread = g_thread_new (
    "cancel",
    [] (gpointer data) -> gpointer {
      g_cancellable_cancel (static_cast<GCancellable *> (data));
      return nullptr;
    },
    cancellable);
  const gint64 before = g_get_monotonic_time ();

  EXPECT_FALSE (decant_pace_keep (&pace, cancellable, &error));
  EXPECT_TRUE (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  EXPECT_LT (g_get_monotonic_time () - before, 10 * G_USEC_PER_SEC);
  g_thread_join (thread);
}

} // namespace
