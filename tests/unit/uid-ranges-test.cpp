/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/uid-ranges.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace
{

std::string
text_of (const DecantUidRanges *ranges)
{
  g_autofree char *text = decant_uid_ranges_to_text (ranges);

  return text != nullptr ? text : "";
}

std::string
parsed (const char *text)
{
  g_autoptr (DecantUidRanges) ranges = decant_uid_ranges_parse (7, text);

  return text_of (ranges);
}

TEST (UidRanges, AreReadAndWrittenAsSequenceSets)
{
  EXPECT_EQ (parsed ("1"), "1");
  EXPECT_EQ (parsed ("5,1:3,4"), "1:5");
  EXPECT_EQ (parsed ("1:10,3:4,20,12:30"), "1:10,12:30");
  EXPECT_EQ (parsed ("4294967295"), "4294967295");
  EXPECT_EQ (parsed ("1:4294967295"), "1:4294967295");
  for (const char *nonsense : { "", ",", "1,", ",1", "0", "1:", ":2", "3:2", "1:*", "4294967296",
                                "99999999999999999999", "1 2", "x", "-1" })
    EXPECT_EQ (parsed (nonsense), "") << nonsense;
  EXPECT_EQ (decant_uid_ranges_parse (0, "1"), nullptr) << "UIDs of nothing";
}

TEST (UidRanges, HaveALimit)
{
  std::string most;

  for (int i = 1; i <= 100000; i++)
    most += std::to_string (i * 2) + ",";
  most.pop_back ();
  EXPECT_EQ (parsed (most.c_str ()), most);
  EXPECT_EQ (parsed ((most + ",300001").c_str ()), "");
}

TEST (UidRanges, GrowAndShrink)
{
  const guint32 more[] = { 9, 3, 0, 10 }, some[] = { 2, 9 }, all[] = { 1, 3, 10 };
  g_autoptr (DecantUidRanges) few = decant_uid_ranges_parse (7, "1:3");
  g_autoptr (DecantUidRanges) many = decant_uid_ranges_with (few, 7, more, G_N_ELEMENTS (more));
  g_autoptr (DecantUidRanges) less = decant_uid_ranges_without (many, 7, some, G_N_ELEMENTS (some));

  EXPECT_EQ (text_of (many), "1:3,9:10");
  EXPECT_EQ (text_of (less), "1,3,10");
  EXPECT_EQ (decant_uid_ranges_without (less, 7, all, G_N_ELEMENTS (all)), nullptr);
  EXPECT_EQ (text_of (few), "1:3") << "it is a value";
  EXPECT_EQ (decant_uid_ranges_count (many), 5u);
  EXPECT_FALSE (decant_uid_ranges_equal (few, many));
  EXPECT_FALSE (decant_uid_ranges_equal (few, nullptr));
  EXPECT_TRUE (decant_uid_ranges_equal (nullptr, nullptr));
}

TEST (UidRanges, AreOfOneUidValidity)
{
  const guint32 uid = 5;
  g_autoptr (DecantUidRanges) old = decant_uid_ranges_parse (7, "1:3");
  g_autoptr (DecantUidRanges) fresh = decant_uid_ranges_with (old, 8, &uid, 1);

  EXPECT_TRUE (decant_uid_ranges_contains (old, 7, 2));
  EXPECT_FALSE (decant_uid_ranges_contains (old, 7, 4));
  EXPECT_FALSE (decant_uid_ranges_contains (old, 8, 2));
  EXPECT_FALSE (decant_uid_ranges_contains (nullptr, 7, 2));
  EXPECT_EQ (text_of (fresh), "5") << "what was known before is void";
  EXPECT_EQ (decant_uid_ranges_get_uid_validity (fresh), 8u);
}

} // namespace
