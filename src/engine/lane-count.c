/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/lane-count.h"

/* Seconds between looks: a small move is over soon, in a large one the noise is to be averaged out.
 */
#define FIRST_INTERVAL 0.3
#define INTERVAL_GROWTH 1.4
#define LONGEST_INTERVAL 10.0

/* What a lane more has to make of the rate to be kept. */
#define FASTER 1.1
/* With the lanes there are: mailboxes are not the same throughout, so only much less is less, and
 * only twice in a row. */
#define MUCH_SLOWER 0.6
#define MUCH_SLOWER_LOOKS 2

/* A lane that is over before it has paid for its sign-in is not worth it. */
#define LEAST_SECONDS_LEFT 1.0

/* Answers are slow that take long by any measure, and longer than they used to. */
#define SLOW_ANSWER 5.0
#define SLOWER_ANSWER 3.0

/* Seconds in which nothing is added after that was of no use, or after an objection. */
#define FIRST_STILLNESS 20.0
#define OBJECTION_STILLNESS 60.0
#define LONGEST_STILLNESS 900.0
#define ONE_OBJECTION 5.0 /* seconds within which several lanes hear of the same */

void
decant_lane_count_init (DecantLaneCount *self, guint usual, guint most)
{
  *self = (DecantLaneCount){ .usual = usual, .most = most, .lanes = usual, .objected = -1 };
  decant_lane_count_begin (self, 0, 0);
}

void
decant_lane_count_set_limits (DecantLaneCount *self, guint usual, guint most)
{
  if (usual == self->usual && most == self->most)
    return;
  self->usual = usual;
  self->most = most;
  /* Who asks for more wants it now; only a server's objection is older than the wish. */
  if (self->stillness < OBJECTION_STILLNESS)
    self->lanes = MAX (self->lanes, usual);
  self->lanes = MIN (self->lanes, most);
  self->trial = 0;
  self->reference = 0;
}

static void
measure_from (DecantLaneCount *self, double now, double work)
{
  self->began = now;
  self->work = work;
}

void
decant_lane_count_begin (DecantLaneCount *self, double now, double work)
{
  measure_from (self, now, work);
  self->interval = FIRST_INTERVAL;
  self->reference = 0;
  self->trial = 0;
  self->slow_looks = 0;
  self->answer_seconds = 0;
  self->answers = 0;
  self->usual_answer = 0;
}

static void
keep_still (DecantLaneCount *self, double now, double least)
{
  self->stillness = CLAMP (self->stillness * 2, least, LONGEST_STILLNESS);
  self->still_until = now + self->stillness;
  self->trial = 0;
  self->slow_looks = 0;
}

static void
step_back (DecantLaneCount *self, guint lanes, double now, double stillness)
{
  self->lanes = MAX (lanes, 1);
  self->reference = 0;
  keep_still (self, now, stillness);
}

void
decant_lane_count_object (DecantLaneCount *self, double now)
{
  if (self->objected < 0 || now - self->objected > ONE_OBJECTION)
    step_back (self, self->lanes / 2, now, OBJECTION_STILLNESS);
  self->objected = now;
}

void
decant_lane_count_refuse (DecantLaneCount *self, guint lanes, double now)
{
  step_back (self, MIN (lanes, self->lanes), now, OBJECTION_STILLNESS);
}

void
decant_lane_count_note_answer (DecantLaneCount *self, double seconds)
{
  self->answer_seconds += seconds;
  self->answers++;
}

static gboolean
answers_are_slow (DecantLaneCount *self)
{
  double answer = self->answers > 0 ? self->answer_seconds / self->answers : 0;

  self->answer_seconds = 0;
  self->answers = 0;
  if (answer <= 0)
    return FALSE;
  if (answer > SLOW_ANSWER && self->usual_answer > 0 && answer > SLOWER_ANSWER * self->usual_answer)
    return TRUE;
  self->usual_answer = self->usual_answer > 0 ? 0.8 * self->usual_answer + 0.2 * answer : answer;
  return FALSE;
}

/* Lanes were added a look ago: they stay if they are of use. */
static void
judge_trial (DecantLaneCount *self, double rate, double now)
{
  if (rate < FASTER * self->reference)
    {
      step_back (self, self->lanes - MIN (self->trial, self->lanes), now, FIRST_STILLNESS);
      return;
    }
  self->stillness = 0;
  self->trial = 0;
  self->reference = rate;
}

static void
judge_usual (DecantLaneCount *self, double rate, double now)
{
  if (self->reference <= 0)
    self->reference = rate;
  else if (rate >= MUCH_SLOWER * self->reference)
    {
      self->slow_looks = 0;
      self->reference = 0.7 * self->reference + 0.3 * rate;
    }
  else if (++self->slow_looks >= MUCH_SLOWER_LOOKS)
    {
      if (self->lanes > self->usual)
        step_back (self, self->lanes - 1, now, FIRST_STILLNESS);
      self->reference = rate;
      self->slow_looks = 0;
    }
}

/* By steps that show in the noise, and soon enough for a small move to gain by them. */
static guint
choose_step (DecantLaneCount *self)
{
  guint step = self->lanes < 2 ? 1 : MAX (self->lanes / 2, 2);

  return MIN (step, self->most - self->lanes);
}

static void
try_more (DecantLaneCount *self, const DecantLaneLook *look, double rate)
{
  guint more = choose_step (self);

  if (more == 0 || look->now < self->still_until || self->slow_looks > 0 || self->reference <= 0 ||
      look->work_left < rate * LEAST_SECONDS_LEFT)
    return;
  self->lanes += more;
  self->trial = more;
}

static void
judge (DecantLaneCount *self, const DecantLaneLook *look, double rate)
{
  if (answers_are_slow (self) && self->lanes > 1)
    {
      step_back (self, self->lanes - 1, look->now, FIRST_STILLNESS);
      return;
    }
  if (self->trial > 0)
    judge_trial (self, rate, look->now);
  else
    judge_usual (self, rate, look->now);
  try_more (self, look, rate);
}

void
decant_lane_count_look (DecantLaneCount *self, const DecantLaneLook *look)
{
  double seconds = look->now - self->began;

  /* A rate is that of a certain number of lanes: measured once they are there, or gone. */
  if (look->lanes != self->lanes || look->held_back)
    {
      measure_from (self, look->now, look->work);
      self->reference = look->held_back ? 0 : self->reference;
      self->trial = look->held_back ? 0 : self->trial;
      return;
    }
  /* Before anything has come there is nothing to be measured. */
  if (look->work <= self->work && self->reference <= 0)
    measure_from (self, look->now, look->work);
  if (seconds < self->interval || look->work <= self->work)
    return;
  judge (self, look, (look->work - self->work) / seconds);
  measure_from (self, look->now, look->work);
  self->interval = MIN (self->interval * INTERVAL_GROWTH, LONGEST_INTERVAL);
}
