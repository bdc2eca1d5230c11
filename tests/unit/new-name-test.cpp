/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/new-name.h"

#include <gtest/gtest.h>
#include <string>

namespace
{

std::string
level (const std::string &text, DecantNewNameStep step)
{
  g_autofree char *changed = decant_new_name_level (text.c_str (), step);

  EXPECT_TRUE (g_utf8_validate (changed, -1, nullptr));
  return changed;
}

std::string
flatten (const std::string &path)
{
  g_autofree char *flat = decant_new_name_flatten (path.c_str ());

  return flat != nullptr ? flat : "";
}

TEST (NewName, IsLeftAloneAtFirst)
{
  EXPECT_EQ (level (" a%\"b ", DECANT_NEW_NAME_PLAIN), " a%\"b ");
}

TEST (NewName, LosesWhatManyServersRefuse)
{
  EXPECT_EQ (level ("a%b*c\"d\\e^f:g?h<i>j|k~l&m", DECANT_NEW_NAME_CLEAN),
             "a_b_c_d_e_f_g_h_i_j_k_l_m");
  EXPECT_EQ (level ("a\tb\u2409c", DECANT_NEW_NAME_CLEAN), "a_b_c");
  EXPECT_EQ (level ("  two   gaps ", DECANT_NEW_NAME_CLEAN), "two gaps");
  EXPECT_EQ (level ("..hidden. .", DECANT_NEW_NAME_CLEAN), "hidden");
  EXPECT_EQ (level (". .", DECANT_NEW_NAME_CLEAN), "_");
  EXPECT_EQ (level ("v1.2\u2215x", DECANT_NEW_NAME_CLEAN), "v1.2\u2215x");
  EXPECT_EQ (level ("v1.2\u2215x\u2024y", DECANT_NEW_NAME_STRICT), "v1_2_x_y");
}

TEST (NewName, IsCutBetweenCharactersAndStaysItself)
{
  std::string text;
  for (int i = 0; i < 120; i++)
    text += "\u00e4";
  const std::string cut = level (text, DECANT_NEW_NAME_SHORT);
  EXPECT_EQ (g_utf8_strlen (cut.c_str (), -1), 100);
  EXPECT_NE (cut, level (text + "b", DECANT_NEW_NAME_SHORT));
  EXPECT_EQ (cut, level (text, DECANT_NEW_NAME_SHORT));
  EXPECT_EQ (g_utf8_strlen (level (text, DECANT_NEW_NAME_SHORTER).c_str (), -1), 60);
  EXPECT_EQ (g_utf8_strlen (level (text, DECANT_NEW_NAME_SHORTEST).c_str (), -1), 30);
  EXPECT_EQ (level ("short", DECANT_NEW_NAME_SHORTEST), "short");
}

TEST (NewName, IsFlattenedFromItsEnd)
{
  EXPECT_EQ (flatten ("Archive/2009/May"), "Archive/2009 - May");
  EXPECT_EQ (flatten ("Archive/2009 - May"), "Archive - 2009 - May");
  EXPECT_EQ (flatten ("Archive - 2009 - May"), "");
}

} // namespace
