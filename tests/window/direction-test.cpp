/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/direction.h"

#include <gtest/gtest.h>
#include <string>

namespace
{

std::string
embed (const char *text, GtkTextDirection around)
{
  g_autofree char *embedded = decant_direction_embed (text, around);

  return embedded;
}

const char arabic[] = "2005 \u0635\u0648\u0631";

}

TEST (Direction, LeavesWhatRunsWithTheLineAlone)
{
  EXPECT_EQ (embed ("Inbox", GTK_TEXT_DIR_LTR), "Inbox");
  EXPECT_EQ (embed (arabic, GTK_TEXT_DIR_RTL), arabic);
  EXPECT_EQ (embed ("2005 · 17", GTK_TEXT_DIR_RTL), "2005 · 17");
  EXPECT_EQ (embed ("", GTK_TEXT_DIR_LTR), "");
  EXPECT_EQ (decant_direction_embed (nullptr, GTK_TEXT_DIR_LTR), nullptr);
}

TEST (Direction, LetsTheLineRunAsTheWindowDoes)
{
  EXPECT_EQ (embed (arabic, GTK_TEXT_DIR_LTR), std::string ("\u200e\u2068") + arabic + "\u2069");
  EXPECT_EQ (embed ("Inbox", GTK_TEXT_DIR_RTL), "\u200f\u2068Inbox\u2069");
}
