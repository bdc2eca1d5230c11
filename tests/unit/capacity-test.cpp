/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/capacity.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

constexpr guint64 MB = 1000 * 1000;
constexpr guint64 GB = 1000 * MB;

struct Case
{
  const char *what;
  DecantCapacityInput input;
  DecantCapacityFit fit;
  guint64 size_missing, messages_missing;
  guint days;
};

DecantQuota
size_quota (guint64 used, guint64 limit)
{
  return { TRUE, used, limit, FALSE, 0, 0 };
}

DecantCapacityInput
make_input (guint64 messages, guint64 size, const DecantQuota &quota, bool complete = true)
{
  DecantCapacityInput input = {};

  input.messages = messages;
  input.size = size;
  input.quota = quota;
  input.complete = complete;
  return input;
}

DecantCapacityInput
between (guint64 size, const char *old_host, const char *new_host)
{
  DecantCapacityInput input = make_input (10, size, {});

  input.old_provider = decant_provider_find (old_host);
  input.new_provider = decant_provider_find (new_host);
  return input;
}

TEST (Capacity, JudgesWhatIsKnown)
{
  const Case cases[] = {
    { "no quota", make_input (10, GB, {}), DECANT_CAPACITY_UNKNOWN, 0, 0, 0 },
    { "room", make_input (10, GB, size_quota (GB, 5 * GB)), DECANT_CAPACITY_FITS, 0, 0, 0 },
    { "not all is known", make_input (10, GB, size_quota (GB, 5 * GB), false),
      DECANT_CAPACITY_UNKNOWN, 0, 0, 0 },
    { "too much already", make_input (10, GB, size_quota (GB, GB + MB), false),
      DECANT_CAPACITY_TOO_MUCH, GB - MB, 0, 0 },
    { "to the byte", make_input (10, GB, size_quota (0, GB)), DECANT_CAPACITY_TIGHT, 0, 0, 0 },
    { "what servers add", make_input (1000000, GB, size_quota (0, GB + 500 * MB)),
      DECANT_CAPACITY_TIGHT, 0, 0, 0 },
    { "overfull", make_input (1, 5, size_quota (GB, MB)), DECANT_CAPACITY_TOO_MUCH, 5, 0, 0 },
    { "nothing chosen", make_input (0, 0, size_quota (GB, GB)), DECANT_CAPACITY_FITS, 0, 0, 0 },
    { "number of messages", make_input (200, 5, { FALSE, 0, 0, TRUE, 50, 200 }),
      DECANT_CAPACITY_TOO_MUCH, 0, 50, 0 },
    { "number fits", make_input (100, 5, { FALSE, 0, 0, TRUE, 50, 200 }), DECANT_CAPACITY_FITS, 0,
      0, 0 },
    { "the worse of both", make_input (100, 5 * GB, { TRUE, 0, GB, TRUE, 0, 200 }),
      DECANT_CAPACITY_TOO_MUCH, 4 * GB, 0, 0 },
    { "a day is enough", between (500 * MB, "imap.x", "imap.gmail.com"), DECANT_CAPACITY_UNKNOWN, 0,
      0, 0 },
    { "two days", between (500 * MB + 1, "imap.x", "imap.gmail.com"), DECANT_CAPACITY_UNKNOWN, 0, 0,
      2 },
    { "the slower side", between (25 * GB, "imap.gmail.com", "imap.gmail.com"),
      DECANT_CAPACITY_UNKNOWN, 0, 0, 50 },
    { "reading", between (25 * GB, "imap.gmail.com", "imap.x"), DECANT_CAPACITY_UNKNOWN, 0, 0, 10 },
  };

  for (const Case &one : cases)
    {
      DecantCapacity capacity;

      decant_capacity_compute (&one.input, &capacity);
      EXPECT_EQ (capacity.fit, one.fit) << one.what;
      EXPECT_EQ (capacity.size_missing, one.size_missing) << one.what;
      EXPECT_EQ (capacity.messages_missing, one.messages_missing) << one.what;
      EXPECT_EQ (capacity.days, one.days) << one.what;
      EXPECT_EQ (capacity.days_limit != nullptr, one.days > 0) << one.what;
    }
}

TEST (Capacity, SaysSo)
{
  const auto say = [] (const DecantCapacityInput &input) {
    DecantCapacity capacity;

    decant_capacity_compute (&input, &capacity);
    g_autofree char *text = decant_capacity_describe_room (&input, &capacity);
    return std::string (text != nullptr ? text : "");
  };

  EXPECT_EQ (say (make_input (1, GB, {})), "");
  EXPECT_NE (say (make_input (1, GB, size_quota (0, 5 * GB))).find ("5.0"), std::string::npos);
  EXPECT_NE (say (make_input (1, 3 * GB, size_quota (0, GB))).find ("too small: 2.0"),
             std::string::npos);
  EXPECT_NE (say (make_input (1, GB, size_quota (0, GB))).find ("may not fit"), std::string::npos);
  EXPECT_NE (say (make_input (1, GB, size_quota (0, 5 * GB), false)).find ("counted yet"),
             std::string::npos);
  EXPECT_NE (say (make_input (9, 1, { FALSE, 0, 0, TRUE, 0, 2 })).find ("7 messages"),
             std::string::npos);
}

TEST (Capacity, SaysHowManyAreTooLarge)
{
  DecantCapacityInput input = make_input (5, GB, {});

  input.message_limit = 20 * MB;
  EXPECT_EQ (decant_capacity_describe_oversize (&input), nullptr);
  input.oversize_messages = 2;
  g_autofree char *text = decant_capacity_describe_oversize (&input);
  EXPECT_NE (std::string (text).find ("2 messages are larger than the 20.0"), std::string::npos);
  input.oversize_messages = 1;
  g_autofree char *single = decant_capacity_describe_oversize (&input);
  EXPECT_NE (std::string (single).find ("1 message is larger"), std::string::npos);
}

TEST (Capacity, SaysForHowManyDays)
{
  const DecantCapacityInput input = between (25 * GB, "imap.gmail.com", "imap.x");
  DecantCapacity capacity;

  decant_capacity_compute (&input, &capacity);
  g_autofree char *text = decant_capacity_describe_days (&capacity);
  EXPECT_STREQ (text, "Gmail lets only so much be read in a day: this takes at least 10 days.");
  capacity.days = 0;
  EXPECT_EQ (decant_capacity_describe_days (&capacity), nullptr);
}

TEST (Capacity, KnowsProviders)
{
  EXPECT_STREQ (decant_provider_find ("imap.gmail.com")->name, "Gmail");
  EXPECT_STREQ (decant_provider_find ("ada@example.org@IMAP.GMAIL.COM:993")->name, "Gmail");
  EXPECT_STREQ (decant_provider_find ("outlook.office365.com")->name, "Exchange Online");
  EXPECT_EQ (decant_provider_find ("notgmail.com"), nullptr);
  EXPECT_EQ (decant_provider_find ("gmail.com.example.org"), nullptr);
  EXPECT_EQ (decant_provider_find (""), nullptr);
  EXPECT_EQ (decant_provider_find (nullptr), nullptr);
}

TEST (Capacity, TakesTheWordOfTheServerForItsLimit)
{
  const DecantProvider *gmail = decant_provider_find ("imap.gmail.com");

  EXPECT_EQ (decant_capacity_get_message_limit (5, gmail), 5U);
  EXPECT_EQ (decant_capacity_get_message_limit (0, gmail), 35651584U);
  EXPECT_EQ (decant_capacity_get_message_limit (0, nullptr), 0U);
}

}
