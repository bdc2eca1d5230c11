/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

/* Messages of the old side that cannot be read, or not well. */
class FaultyReading : public Faults
{
};

TEST_F (FaultyReading, WholeMoveBetweenServersThatBehave)
{
  fill ("INBOX", 30);
  fill ("Archive/2008", 120, 100);
  const CliResult result = copy ();
  expect_all_arrived (result);
  EXPECT_EQ (json_number (result.report (), "copied"), 150);
}
