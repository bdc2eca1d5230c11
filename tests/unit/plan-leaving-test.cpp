/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-history.h"
#include "plan-fixture.hpp"

using namespace plan_fixture;

namespace
{

/* ---- what is no mail ---- */

void
set_old_kind (DecantPlan *plan, DecantServerKind kind)
{
  const DecantPlanTraits traits = {};

  decant_plan_set_servers (plan, kind, &traits);
}

TEST (PlanGroupware, IsLeftBehindWhereTheServerKeepsSuch)
{
  DecantPlanRules rules = {};
  rules.leave_groupware = TRUE;
  const std::vector<Spec> folders = { { "INBOX" },    { "Kalender" },   { "Kalender/Geburtstage" },
                                      { "CONTACTS" }, { "Work/Tasks" }, { "Briefcase" },
                                      { "Notes" } };
  struct
  {
    DecantServerKind kind;
    std::vector<const char *> left;
  } tests[] = {
    { DECANT_SERVER_EXCHANGE, { "Kalender", "Kalender/Geburtstage", "CONTACTS", "Notes" } },
    { DECANT_SERVER_ZIMBRA, { "CONTACTS", "Briefcase" } },
    { DECANT_SERVER_CYRUS, {} },
    { DECANT_SERVER_UNKNOWN, {} },
  };

  for (const auto &test : tests)
    {
      g_autoptr (DecantPlan) plan = make_plan (folders, {}, &rules);
      std::vector<std::string> left;

      set_old_kind (plan, test.kind);
      for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
        {
          const DecantPlanFolder *folder = decant_plan_get_folder (plan, i);

          EXPECT_EQ (decant_plan_is_groupware (plan, i),
                     folder->choice == DECANT_PLAN_LEAVE_BEHIND);
          if (folder->choice == DECANT_PLAN_LEAVE_BEHIND)
            left.push_back (folder->old_folder->path);
        }
      EXPECT_EQ (left, std::vector<std::string> (test.left.begin (), test.left.end ()))
        << test.kind;
    }
}

TEST (PlanGroupware, IsTakenAlongWithoutTheRuleOrByHand)
{
  DecantPlanRules rules = {};
  g_autoptr (DecantPlan) plan = make_plan ({ { "Calendar" }, { "Tasks" } }, {}, &rules);

  set_old_kind (plan, DECANT_SERVER_EXCHANGE);
  EXPECT_EQ (find (plan, "Calendar")->choice, DECANT_PLAN_COPY);
  decant_plan_set_choice (plan, 0, DECANT_PLAN_COPY);
  rules.leave_groupware = TRUE;
  decant_plan_set_rules (plan, &rules);
  EXPECT_EQ (find (plan, "Calendar")->choice, DECANT_PLAN_COPY);
  EXPECT_EQ (find (plan, "Tasks")->choice, DECANT_PLAN_LEAVE_BEHIND);
}

/* ---- single messages ---- */

bool
takes (const DecantPlan *plan, guint32 uid, guint32 uid_validity)
{
  g_autoptr (DecantMessage) message = decant_message_new (uid);

  return decant_plan_takes_message_under (plan, decant_plan_get_folder (plan, 0), uid_validity,
                                          message);
}

TEST (PlanTicks, SingleMessagesAreLeftBehindAndTakenAgain)
{
  const guint32 off[] = { 4, 5, 9 }, on[] = { 5 };
  g_autoptr (DecantPlan) plan = make_plan ({ { "A" }, { "B" } }, {});

  decant_plan_tick_messages (plan, 0, 7, off, G_N_ELEMENTS (off), FALSE);
  EXPECT_FALSE (takes (plan, 4, 7));
  EXPECT_TRUE (takes (plan, 6, 7));
  EXPECT_EQ (decant_plan_count_ticked_off (plan, 0), 3u);
  EXPECT_EQ (decant_plan_count_ticked_off (plan, 1), 0u);
  decant_plan_tick_messages (plan, 0, 7, on, G_N_ELEMENTS (on), TRUE);
  EXPECT_TRUE (takes (plan, 5, 7));
  EXPECT_TRUE (decant_plan_is_ticked_off (plan, 0, 7, 9));
  EXPECT_FALSE (decant_plan_is_ticked_off (plan, 0, 8, 9));
}

TEST (PlanTicks, MeanNothingUnderAnotherUidValidity)
{
  const guint32 off[] = { 4 };
  g_autoptr (DecantPlan) plan = make_plan ({ { "A" } }, {});

  decant_plan_tick_messages (plan, 0, 7, off, 1, FALSE);
  EXPECT_TRUE (takes (plan, 4, 8));
  EXPECT_TRUE (takes (plan, 4, 0));
  decant_plan_tick_messages (plan, 0, 0, off, 1, FALSE);
  EXPECT_TRUE (takes (plan, 4, 0)) << "nothing is ticked off where that is not known";
}

TEST (PlanTicks, MakeAFolderBeListedAgain)
{
  const guint32 first = 4, second = 5;
  g_autoptr (DecantPlan) plan = make_plan ({ { "A" }, { "B" } }, {});
  auto describe = [&] (guint index) {
    g_autofree char *text = decant_plan_describe_rules (plan, decant_plan_get_folder (plan, index));

    return std::string (text);
  };
  const std::string none = describe (0);

  decant_plan_tick_messages (plan, 0, 7, &first, 1, FALSE);
  const std::string one = describe (0);
  decant_plan_tick_messages (plan, 0, 7, &second, 1, FALSE);
  EXPECT_NE (one, none);
  EXPECT_NE (describe (0), one);
  EXPECT_EQ (describe (1), none) << "those of others stay";
  decant_plan_tick_messages (plan, 0, 7, &second, 1, TRUE);
  EXPECT_EQ (describe (0), one);
}

TEST (PlanDuplicates, MakeAFolderBeListedAgain)
{
  DecantPlanRules rules = {};
  g_autoptr (DecantPlan) plan = make_plan ({ { "A" } }, {});
  g_autofree char *before = decant_plan_describe_rules (plan, decant_plan_get_folder (plan, 0));

  rules.leave_duplicates = TRUE;
  decant_plan_set_rules (plan, &rules);
  g_autofree char *after = decant_plan_describe_rules (plan, decant_plan_get_folder (plan, 0));
  EXPECT_STRNE (before, after);
}

TEST (PlanTicks, AreKeptCopiedAndUndone)
{
  const guint32 off[] = { 4, 5, 9 };
  g_autoptr (DecantPlan) plan = make_plan ({ { "A" } }, {});
  g_autoptr (DecantPlanHistory) history = decant_plan_history_new (plan);

  decant_plan_history_begin (history, "tick", nullptr);
  decant_plan_tick_messages (plan, 0, 7, off, G_N_ELEMENTS (off), FALSE);
  EXPECT_TRUE (decant_plan_history_commit (history));
  g_autoptr (DecantPlan) copy = decant_plan_copy (plan);
  EXPECT_FALSE (takes (copy, 5, 7));
  g_autofree char *json = decant_plan_save_choices (plan);
  EXPECT_NE (std::string (json).find ("\"4:5,9\""), std::string::npos) << json;
  g_autoptr (DecantPlan) loaded = make_plan ({ { "A" } }, {});
  ASSERT_TRUE (decant_plan_load_choices (loaded, json, nullptr));
  EXPECT_FALSE (takes (loaded, 9, 7));
  EXPECT_TRUE (takes (loaded, 9, 8));
  decant_plan_history_undo (history);
  EXPECT_TRUE (takes (plan, 4, 7));
  decant_plan_history_redo (history);
  EXPECT_FALSE (takes (plan, 4, 7));
}

} // namespace
