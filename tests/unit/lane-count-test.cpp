/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/lane-count.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <ostream>
#include <vector>

namespace
{

constexpr double tick = 0.1;

/* A world in which lanes make a rate. */
struct World
{
  std::function<double (guint lanes, double now)> rate;
  std::function<void (DecantLaneCount &, double now)> event = [] (DecantLaneCount &, double) {};
  bool held_back = false;
  double work_left = 1e9;
  double opening = 0.2; /* seconds until a lane that was asked for is there */
};

struct Moment
{
  double at;
  guint lanes;
};

struct Case
{
  const char *name;
  guint usual, most;
  World world;
  std::vector<Moment> expected;
};

std::ostream &
operator<< (std::ostream &stream, const Case &one)
{
  return stream << one.name;
}

bool
is_at (double now, double moment)
{
  return std::abs (now - moment) < tick / 2;
}

double
as_many (guint lanes, double)
{
  return 1000.0 * lanes;
}

double
always_the_same (guint, double)
{
  return 1000.0;
}

double
best_with_two (guint lanes, double)
{
  return lanes <= 2 ? 1000.0 : 700.0;
}

double
up_to_three (guint lanes, double)
{
  return 1000.0 * std::min (lanes, 3u);
}

double
as_many_until_ten (guint lanes, double now)
{
  return now < 10 ? 1000.0 * lanes : 300.0;
}

double
as_many_but_uneven (guint lanes, double now)
{
  return 1000.0 * lanes * (1 + 0.3 * std::sin (now * 2.3));
}

double
nothing_until_five (guint lanes, double now)
{
  return now < 5 ? 0 : 1000.0 * lanes;
}

std::function<void (DecantLaneCount &, double)>
objection_at (std::vector<double> moments)
{
  return [moments] (DecantLaneCount &count, double now) {
    for (double moment : moments)
      if (is_at (now, moment))
        decant_lane_count_object (&count, now);
  };
}

/* As they are until @moment, and @factor times as long from then on. */
std::function<void (DecantLaneCount &, double)>
answers_from (double moment, double seconds, double later)
{
  return [=] (DecantLaneCount &count, double now) {
    decant_lane_count_note_answer (&count, now < moment ? seconds : later);
  };
}

void
refuse_a_third (DecantLaneCount &count, double now)
{
  if (count.lanes > 2)
    decant_lane_count_refuse (&count, 2, now);
}

void
become_gentle (DecantLaneCount &count, double now)
{
  if (now >= 5)
    decant_lane_count_set_limits (&count, 1, 1);
}

void
become_fast (DecantLaneCount &count, double now)
{
  if (now >= 5)
    decant_lane_count_set_limits (&count, 4, 8);
}

const Case cases[] = {
  { "MoreAreFaster", 2, 4, { as_many }, { { 0.2, 2 }, { 0.5, 4 }, { 100, 4 } } },
  { "ManyMayBeWanted", 2, 16, { as_many }, { { 0.5, 4 }, { 10, 16 }, { 100, 16 } } },
  { "OneIsOne", 1, 1, { as_many }, { { 0.5, 1 }, { 100, 1 } } },
  { "MoreAreOfNoUse", 2, 4, { always_the_same }, { { 3, 2 }, { 19, 2 } } },
  { "MoreAreSlower", 2, 4, { best_with_two }, { { 0.5, 4 }, { 3, 2 }, { 19, 2 } } },
  { "MoreAreOfNoUseFromACertainNumberOn", 2, 16, { up_to_three }, { { 8, 4 }, { 19, 4 } } },
  { "UnevenMailIsNoReason", 2, 4, { as_many_but_uneven }, { { 60, 4 }, { 100, 4 } } },
  { "NothingIsMeasuredBeforeItBegins", 2, 4, { nothing_until_five }, { { 5, 2 }, { 9, 4 } } },
  { "AFallTakesOneAway", 2, 4, { as_many_until_ten }, { { 9, 4 }, { 25, 3 } } },
  { "AFallDoesNotGoBelowTheUsual", 2, 2, { as_many_until_ten }, { { 9, 2 }, { 60, 2 } } },
  { "AnObjectionHalves",
    2,
    4,
    { as_many, objection_at ({ 10 }) },
    { { 9, 4 }, { 10.2, 2 }, { 65, 2 }, { 120, 4 } } },
  { "SeveralAtATimeAreOneObjection",
    2,
    4,
    { as_many, objection_at ({ 10, 10.1, 11 }) },
    { { 12, 2 }, { 65, 2 } } },
  { "ObjectionsGoDownToOne",
    2,
    4,
    { as_many, objection_at ({ 10, 30, 50 }) },
    { { 12, 2 }, { 32, 1 }, { 52, 1 }, { 200, 1 } } },
  { "ARefusedLaneIsNotAskedForAgainSoon",
    2,
    4,
    { as_many, refuse_a_third },
    { { 0.2, 2 }, { 3, 2 }, { 50, 2 } } },
  { "SlowAnswersTakeThemAway",
    2,
    4,
    { as_many, answers_from (10, 1, 20) },
    { { 9, 4 }, { 32, 1 } } },
  { "AnswersThatAreAlwaysLongAreNotSlow",
    2,
    4,
    { as_many, answers_from (10, 20, 21) },
    { { 9, 4 }, { 60, 4 } } },
  { "AtALimitOfOurOwnMoreAreOfNoUse", 2, 4, { as_many, {}, true }, { { 3, 2 }, { 100, 2 } } },
  { "TheEndIsNotWorthASignIn", 2, 4, { as_many, {}, false, 1500 }, { { 3, 2 }, { 10, 2 } } },
  { "GentleIsOneAtOnce", 2, 4, { as_many, become_gentle }, { { 4.9, 4 }, { 5.1, 1 }, { 60, 1 } } },
  { "FastIsFourAtOnce", 2, 4, { always_the_same, become_fast }, { { 4.9, 2 }, { 5.1, 4 } } },
};

class LaneCount : public testing::TestWithParam<Case>
{
};

TEST_P (LaneCount, IsAsExpected)
{
  const Case &one = GetParam ();
  const World &world = one.world;
  DecantLaneCount count;
  guint at_work = one.usual;
  double work = 0, wanted_since = 0;
  auto expected = one.expected.begin ();

  decant_lane_count_init (&count, one.usual, one.most);
  decant_lane_count_begin (&count, 0, 0);
  for (double now = tick; expected != one.expected.end (); now += tick)
    {
      const guint before = count.lanes;

      if (count.lanes <= at_work || now - wanted_since >= world.opening)
        at_work = count.lanes;
      work += world.rate (at_work, now) * tick;
      if (world.event)
        world.event (count, now);
      const DecantLaneLook look = { now, work, world.work_left, at_work, world.held_back };
      decant_lane_count_look (&count, &look);
      if (count.lanes != before)
        wanted_since = now;
      ASSERT_GE (count.lanes, 1u);
      ASSERT_LE (count.lanes, std::max (one.most, count.most));
      if (is_at (now, expected->at))
        {
          EXPECT_EQ (count.lanes, expected->lanes) << "after " << now << " seconds";
          ++expected;
        }
    }
}

INSTANTIATE_TEST_SUITE_P (Cases, LaneCount, testing::ValuesIn (cases),
                          [] (const auto &info) { return std::string (info.param.name); });

} // namespace
