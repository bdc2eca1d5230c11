/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/estimate.h"

#include <gtest/gtest.h>

#include <cmath>

namespace
{

constexpr guint64 MB = 1000 * 1000;

DecantEstimate
estimate (const DecantSample &sample, double new_round_trip, guint64 messages, guint64 size,
          guint folders = 1)
{
  const DecantEstimateInput input = { sample, new_round_trip, messages, size, folders };
  DecantEstimate result;

  decant_estimate_compute (&input, &result);
  return result;
}

TEST (Estimate, StaysUnknownWithoutASample)
{
  const DecantSample unknown = DECANT_SAMPLE_UNKNOWN;

  EXPECT_LT (estimate (unknown, -1, 1000, MB).high, 0);
  EXPECT_LT (estimate ({ 0.1, 2, MB, 1 }, -1, 1000, MB).high, 0) << "two messages say nothing";
  EXPECT_LT (estimate ({ 0.1, 20, 0, 1 }, -1, 1000, MB).high, 0);
  EXPECT_LT (estimate ({ 0.1, 20, MB, 0 }, -1, 1000, MB).high, 0);
}

TEST (Estimate, HoldsTheTruthWhateverAMessageAndAByteCost)
{
  /* seconds a message and a byte, of the old side */
  for (const double a : { 0.0, 0.001, 0.1 })
    for (const double b : { 1e-8, 1e-6, 1e-5 })
      for (const guint64 average : { 1000U, 100000U, 5000000U })
        {
          const guint64 messages = 50000;
          const guint64 size = messages * average;
          const DecantSample sample = { 0.01, 20, 20 * 50000, 20 * a + 20 * 50000 * b };
          const double alone = double (messages) * a + double (size) * b;
          const DecantEstimate range = estimate (sample, 0.01, messages, size);

          EXPECT_LE (range.low, std::max (alone, 15.1)) << a << " " << b << " " << average;
          EXPECT_GE (range.high, alone) << a << " " << b << " " << average;
          EXPECT_LE (range.low, range.high);
        }
}

TEST (Estimate, GrowsWithWhatIsCopied)
{
  const DecantSample sample = { 0.05, 20, MB, 2 };
  const DecantEstimate few = estimate (sample, 0.05, 1000, 50 * MB);

  EXPECT_GT (estimate (sample, 0.05, 2000, 50 * MB).high, few.high);
  EXPECT_GT (estimate (sample, 0.05, 1000, 90 * MB).high, few.high);
  EXPECT_GT (estimate (sample, 0.05, 1000, 50 * MB, 500).high, few.high);
  EXPECT_GT (estimate (sample, 0.5, 1000, 50 * MB).high, few.high);
  EXPECT_GT (estimate (sample, 0.05, 2000, 100 * MB).low, few.low);
}

TEST (Estimate, SpeaksInWords)
{
  static const struct
  {
    double low, high;
    const char *words;
  } cases[] = {
    { -1, -1, nullptr },
    { 1, 50, "less than a minute" },
    { 10, 70, "1 to 2 minutes" },
    { 61, 119, "1 to 2 minutes" },
    { 130, 170, "2 to 3 minutes" },
    { 20 * 60 + 50, 37 * 60, "20 to 40 minutes" },
    { 60, 60, "about 1 minute" },
    { 1800, 89 * 60, "30 to 90 minutes" },
    { 3600, 3600 * 4, "1 to 4 hours" },
    { 600, 3600 * 4, "1 to 4 hours" },
    { 3600 * 2, 3600 * 2, "about 2 hours" },
    { 3600 * 11, 3600 * 23, "10 to 25 hours" },
    { 86400 * 2, 86400 * 3.5, "2 to 4 days" },
    { 1, 1e300, "1 to 10000 days" },
  };

  for (const auto &one : cases)
    {
      const DecantEstimate range = { one.low, one.high };
      g_autofree char *words = decant_estimate_describe (&range);

      EXPECT_STREQ (words, one.words) << one.low << " " << one.high;
    }
}

}
