/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-edit.h"
#include "engine/plan-file.h"
#include "plan-fixture.hpp"
#include "temporary-directory.h"

#include <fstream>

using namespace plan_fixture;

namespace
{

const std::vector<Spec> folders = { { "INBOX" }, { "A" }, { "A/B" }, { "C" } };

class PlanFile : public testing::Test
{
protected:
  std::string
  path (const char *name = "plan.json") const
  {
    return std::string (directory.path ()) + "/" + name;
  }

  void
  write (const std::string &text) const
  {
    std::ofstream (path (), std::ios::binary) << text;
  }

  TemporaryDirectory directory;
};

TEST_F (PlanFile, BringsBackWhatWasSaved)
{
  const guint32 uid = 3;
  DecantPlanRules rules = {};
  rules.leave_groupware = TRUE;
  rules.leave_duplicates = TRUE;
  rules.max_size = 1000;
  g_autoptr (DecantPlan) plan = make_plan (folders, {}, &rules);
  g_autoptr (GError) error = nullptr;

  decant_plan_set_choice (plan, 3, DECANT_PLAN_LEAVE_BEHIND);
  decant_plan_set_new_path (plan, 1, "X/Ä");
  decant_plan_tick_messages (plan, 2, 9, &uid, 1, FALSE);
  ASSERT_TRUE (decant_plan_file_save (plan, path ().c_str (), &error)) << error->message;
  g_autofree char *text = decant_plan_file_read (path ().c_str (), &error);
  ASSERT_NE (text, nullptr) << error->message;
  g_autoptr (DecantPlan) loaded = make_plan (folders, {});
  ASSERT_TRUE (decant_plan_load_choices (loaded, text, &error)) << error->message;
  g_autofree char *before = decant_plan_save_choices (plan);
  g_autofree char *after = decant_plan_save_choices (loaded);
  EXPECT_STREQ (after, before);
  EXPECT_TRUE (decant_plan_get_rules (loaded)->leave_duplicates);
  EXPECT_EQ (place_of (loaded, "A/B"), "X/Ä/B");
}

TEST_F (PlanFile, IsReplacedAsAWholeOrNotAtAll)
{
  g_autoptr (DecantPlan) plan = make_plan (folders, {});
  g_autoptr (GError) error = nullptr;

  write (std::string (100000, 'x'));
  ASSERT_TRUE (decant_plan_file_save (plan, path ().c_str (), nullptr));
  g_autofree char *text = decant_plan_file_read (path ().c_str (), nullptr);
  EXPECT_NE (text, nullptr);
  EXPECT_FALSE (decant_plan_file_save (plan, path ("no/such/place").c_str (), &error));
  EXPECT_NE (error, nullptr);
}

TEST_F (PlanFile, WhatIsNoPlanIsRefusedWithItsName)
{
  const std::vector<std::string> nonsense = {
    "",
    "hello",
    "[]",
    "{}",
    "{\"rules\":{}}",
    "{\"decant_plan\":\"1\"}",
    "{\"decant_plan\":0}",
    "{\"decant_plan\":2}",
    "{\"decant_plan\":[1]}",
    "{\"decant_plan\":1",
    "{\"decant_plan\":1}\xff",
    std::string (16 * 1024 * 1024 + 1, ' '),
  };

  for (const std::string &text : nonsense)
    {
      g_autoptr (GError) error = nullptr;

      write (text);
      EXPECT_EQ (decant_plan_file_read (path ().c_str (), &error), nullptr) << text.substr (0, 40);
      ASSERT_TRUE (g_error_matches (error, DECANT_PLAN_ERROR, DECANT_PLAN_ERROR_FILE));
      EXPECT_NE (std::string (error->message).find ("plan.json"), std::string::npos);
    }
}

TEST_F (PlanFile, SaysThatALaterVersionIsNeeded)
{
  g_autoptr (GError) error = nullptr;

  write ("{\"decant_plan\":2}");
  EXPECT_EQ (decant_plan_file_read (path ().c_str (), &error), nullptr);
  EXPECT_NE (std::string (error->message).find ("later version"), std::string::npos);
}

TEST_F (PlanFile, ThatIsNotThereIsAnErrorOfFiles)
{
  g_autoptr (GError) error = nullptr;

  EXPECT_EQ (decant_plan_file_read (path ().c_str (), &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND));
}

TEST_F (PlanFile, FoldersThatAreNotThereAreTold)
{
  g_autoptr (DecantPlan) plan = make_plan (folders, {});
  g_autoptr (GPtrArray) unknown = decant_plan_list_unknown (
    plan, "{\"decant_plan\":1,\"folders\":[{\"path\":\"A\"},{\"path\":\"Gone\"},1,{}]}");

  ASSERT_EQ (unknown->len, 1u);
  EXPECT_STREQ (static_cast<const char *> (unknown->pdata[0]), "Gone");
}

/* ---- options go before it ---- */

TEST (PlanOverride, WhatIsAskedForWinsOverRulesAndHands)
{
  DecantPlanRules saved = {};
  Strings saved_exclude = { "INBOX" };
  saved.exclude_folders = saved_exclude;
  saved.max_size = 5;
  saved.older_than = 9;
  g_autoptr (DecantPlan) plan = make_plan (folders, {}, &saved);
  decant_plan_set_choice (plan, 2, DECANT_PLAN_LEAVE_BEHIND);
  decant_plan_set_choice (plan, 3, DECANT_PLAN_COPY);
  decant_plan_set_new_path (plan, 1, "X");
  decant_plan_set_new_path (plan, 3, "Y");

  DecantPlanRules asked = {};
  Strings exclude = { "C" }, map = { "A=Z" };
  asked.exclude_folders = exclude;
  asked.folder_map = map;
  asked.max_size = 7;
  decant_plan_override (plan, &asked);
  EXPECT_EQ (decant_plan_get_rules (plan)->max_size, 7u);
  EXPECT_EQ (decant_plan_get_rules (plan)->older_than, 9);
  EXPECT_EQ (find (plan, "INBOX")->choice, DECANT_PLAN_COPY) << "the list as a whole";
  EXPECT_EQ (find (plan, "C")->choice, DECANT_PLAN_NOT_CHOSEN);
  EXPECT_EQ (find (plan, "A/B")->choice, DECANT_PLAN_LEAVE_BEHIND) << "nobody asked for that";
  EXPECT_EQ (place_of (plan, "A/B"), "Z/B");
  EXPECT_EQ (place_of (plan, "C"), "Y");
}

TEST (PlanOverride, NamedFoldersAreExactlyThose)
{
  g_autoptr (DecantPlan) plan = make_plan (folders, {});
  DecantPlanRules asked = {};
  Strings include = { "A" };

  decant_plan_set_choice (plan, 1, DECANT_PLAN_LEAVE_BEHIND);
  decant_plan_set_choice (plan, 3, DECANT_PLAN_COPY);
  asked.include_folders = include;
  decant_plan_override (plan, &asked);
  EXPECT_EQ (find (plan, "A")->choice, DECANT_PLAN_COPY);
  EXPECT_EQ (find (plan, "C")->choice, DECANT_PLAN_NOT_CHOSEN);
}

} // namespace
