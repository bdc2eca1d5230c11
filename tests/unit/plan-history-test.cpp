/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-history.h"
#include "plan-fixture.hpp"

#include <functional>

using namespace plan_fixture;

namespace
{

class PlanHistory : public testing::Test
{
protected:
  PlanHistory ()
      : plan (make_plan ({ { "INBOX" }, { "A" }, { "A/B" }, { "C" } }, { { "INBOX" } })),
        history (decant_plan_history_new (plan))
  {
  }

  ~PlanHistory () override
  {
    decant_plan_history_free (history);
    decant_plan_free (plan);
  }

  bool
  change (const char *label, const std::function<void ()> &edit, const char *group = nullptr)
  {
    decant_plan_history_begin (history, label, group);
    edit ();
    return decant_plan_history_commit (history);
  }

  bool
  set_size (guint64 size, const char *group)
  {
    return change (
      "size",
      [&] {
        g_autoptr (DecantPlanRules) rules = decant_plan_rules_copy (decant_plan_get_rules (plan));
        rules->max_size = size;
        decant_plan_set_rules (plan, rules);
      },
      group);
  }

  std::string
  state ()
  {
    g_autofree char *text = decant_plan_save_choices (plan);
    std::string all = text;

    for (guint i = 0; i < decant_plan_get_n_folders (plan); i++)
      all += std::string (" ") + decant_plan_get_folder (plan, i)->new_path +
             std::to_string (decant_plan_get_folder (plan, i)->choice);
    return all;
  }

  void
  undo ()
  {
    decant_plan_history_undo (history);
  }

  void
  redo ()
  {
    decant_plan_history_redo (history);
  }

  DecantPlan *plan;
  DecantPlanHistory *history;
};

TEST_F (PlanHistory, EveryKindOfChangeGoesBackAndForth)
{
  std::vector<std::string> states = { state () };
  const std::vector<std::function<void ()>> edits = {
    [&] { decant_plan_choose_branch (plan, "A", DECANT_PLAN_LEAVE_BEHIND); },
    [&] { decant_plan_rename (plan, 1, "Renamed", nullptr); },
    [&] { decant_plan_set_choice (plan, 1, DECANT_PLAN_COPY); },
    [&] { decant_plan_reset (plan, 1); },
    [&] { decant_plan_choose_subscribed_only (plan); },
    [&] {
      DecantPlanRules rules = {};
      Strings excluded = { "C" };
      rules.exclude_folders = excluded;
      rules.older_than = 5;
      decant_plan_set_rules (plan, &rules);
    },
    [&] { decant_plan_copy_into (plan, 3, "A", nullptr); },
  };

  for (const auto &edit : edits)
    {
      EXPECT_TRUE (change ("edit", edit)) << states.size ();
      states.push_back (state ());
    }
  for (gsize i = states.size () - 1; i-- > 0;)
    {
      undo ();
      EXPECT_EQ (state (), states[i]) << i;
    }
  EXPECT_FALSE (decant_plan_history_can_undo (history));
  undo ();
  EXPECT_EQ (state (), states[0]);
  for (gsize i = 1; i < states.size (); i++)
    {
      redo ();
      EXPECT_EQ (state (), states[i]) << i;
    }
  EXPECT_FALSE (decant_plan_history_can_redo (history));
  redo ();
  EXPECT_EQ (state (), states.back ());
}

TEST_F (PlanHistory, LabelsNameWhatComesNext)
{
  EXPECT_EQ (decant_plan_history_get_undo_label (history), nullptr);
  change ("first", [&] { decant_plan_rename (plan, 1, "X", nullptr); });
  change ("second", [&] { decant_plan_rename (plan, 1, "Y", nullptr); });
  EXPECT_STREQ (decant_plan_history_get_undo_label (history), "second");
  EXPECT_EQ (decant_plan_history_get_redo_label (history), nullptr);
  undo ();
  EXPECT_STREQ (decant_plan_history_get_undo_label (history), "first");
  EXPECT_STREQ (decant_plan_history_get_redo_label (history), "second");
  EXPECT_TRUE (change ("third", [&] { decant_plan_rename (plan, 1, "Z", nullptr); }));
  EXPECT_FALSE (decant_plan_history_can_redo (history)) << "another way was taken";
  EXPECT_STREQ (decant_plan_history_get_undo_label (history), "third");
}

TEST_F (PlanHistory, NoChangeIsNoStep)
{
  change ("rename", [&] { decant_plan_rename (plan, 1, "X", nullptr); });
  undo ();
  EXPECT_FALSE (change ("nothing", [] {}));
  EXPECT_FALSE (change ("refused", [&] { decant_plan_rename (plan, 1, "", nullptr); }));
  EXPECT_FALSE (decant_plan_history_can_undo (history));
  EXPECT_TRUE (decant_plan_history_can_redo (history)) << "it is still to be had";
}

TEST_F (PlanHistory, ChangesOfAGroupInARowAreOneStep)
{
  const std::string before = state ();

  for (guint64 size = 10; size > 0; size--)
    EXPECT_TRUE (set_size (size, "max-size"));
  const std::string after = state ();
  undo ();
  EXPECT_EQ (state (), before);
  redo ();
  EXPECT_EQ (state (), after);
}

TEST_F (PlanHistory, AGroupEndsWithAnotherChangeAnUndoOrWhenItIsSaid)
{
  set_size (1, "max-size");
  const std::string first = state ();
  decant_plan_history_end_group (history);
  set_size (2, "max-size");
  undo ();
  EXPECT_EQ (state (), first);
  set_size (3, "max-size");
  undo ();
  EXPECT_EQ (state (), first) << "what is undone is not gone on with";
  set_size (4, "max-size");
  change ("rename", [&] { decant_plan_rename (plan, 1, "X", nullptr); });
  const std::string renamed = state ();
  set_size (5, "max-size");
  undo ();
  EXPECT_EQ (state (), renamed);
}

TEST_F (PlanHistory, FoldersOfAGroupAreJoined)
{
  const std::string before = state ();

  change (
    "A", [&] { decant_plan_rename (plan, 1, "X", nullptr); }, "names");
  change (
    "A and C",
    [&] {
      decant_plan_rename (plan, 3, "Z", nullptr);
      decant_plan_rename (plan, 1, "Y", nullptr);
    },
    "names");
  const std::string after = state ();
  EXPECT_STREQ (decant_plan_history_get_undo_label (history), "A and C");
  undo ();
  EXPECT_EQ (state (), before);
  redo ();
  EXPECT_EQ (state (), after);
}

TEST_F (PlanHistory, TheOldestStepsAreForgotten)
{
  guint steps = 0;

  for (guint i = 0; i < 250; i++)
    set_size (i + 1, nullptr);
  for (; decant_plan_history_can_undo (history); steps++)
    undo ();
  EXPECT_EQ (steps, 200u);
  EXPECT_EQ (decant_plan_get_rules (plan)->max_size, 50u);
}

} // namespace
