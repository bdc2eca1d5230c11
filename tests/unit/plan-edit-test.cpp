/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-edit.h"
#include "plan-fixture.hpp"

using namespace plan_fixture;

namespace
{

guint
index_of (const DecantPlan *plan, const char *path)
{
  const int index = decant_plan_find (plan, path);

  EXPECT_GE (index, 0) << path;
  return static_cast<guint> (index);
}

DecantPlan *
make_tree ()
{
  return make_plan (
    { { "INBOX" },
      { "Work" },
      { "Work/2008" },
      { "Work/2008/May" },
      { "Workshop" },
      { "Node/Deep", DECANT_SPECIAL_USE_NONE, 3 },
      { "Only", DECANT_SPECIAL_USE_NONE, 0, false } },
    { { "INBOX" }, { "Archive" }, { "[Gmail]", DECANT_SPECIAL_USE_NONE, 0, false } });
}

/* ---- choosing ---- */

TEST (PlanEditing, ABranchIsTheFolderAndAllBelowIt)
{
  g_autoptr (DecantPlan) plan = make_tree ();

  decant_plan_choose_branch (plan, "Work", DECANT_PLAN_LEAVE_BEHIND);
  EXPECT_EQ (find (plan, "Work")->choice, DECANT_PLAN_LEAVE_BEHIND);
  EXPECT_EQ (find (plan, "Work/2008/May")->choice, DECANT_PLAN_LEAVE_BEHIND);
  EXPECT_EQ (find (plan, "Workshop")->choice, DECANT_PLAN_COPY);
  EXPECT_TRUE (decant_plan_is_by_hand (plan, index_of (plan, "Work/2008")));
  EXPECT_FALSE (decant_plan_is_by_hand (plan, index_of (plan, "Workshop")));
  decant_plan_choose_branch (plan, "Node", DECANT_PLAN_LEAVE_BEHIND);
  EXPECT_EQ (find (plan, "Node/Deep")->choice, DECANT_PLAN_LEAVE_BEHIND)
    << "the level above it is no folder";
  decant_plan_choose_branch (plan, "Only", DECANT_PLAN_COPY);
  EXPECT_EQ (find (plan, "Only")->choice, DECANT_PLAN_NOT_CHOSEN);
}

TEST (PlanEditing, ALevelThatIsNoFolderIsNotFound)
{
  g_autoptr (DecantPlan) plan = make_tree ();

  EXPECT_EQ (decant_plan_find (plan, "Node"), -1);
  EXPECT_EQ (decant_plan_get_n_folders (plan), 7u);
}

TEST (PlanEditing, ChoosesAllFoldersThatHoldMail)
{
  const Spec node = { "Node", DECANT_SPECIAL_USE_NONE, 0, false };
  g_autoptr (DecantPlan) plan = make_plan ({ { "INBOX" }, node, { "Node/Work" } }, {});

  decant_plan_choose_all (plan, DECANT_PLAN_LEAVE_BEHIND);
  EXPECT_EQ (find (plan, "INBOX")->choice, DECANT_PLAN_LEAVE_BEHIND);
  EXPECT_EQ (find (plan, "Node")->choice, DECANT_PLAN_NOT_CHOSEN);
  EXPECT_EQ (find (plan, "Node/Work")->choice, DECANT_PLAN_LEAVE_BEHIND);
  decant_plan_choose_all (plan, DECANT_PLAN_COPY);
  EXPECT_EQ (find (plan, "Node/Work")->choice, DECANT_PLAN_COPY);
}

TEST (PlanEditing, ExactlyWhatSomebodyIsSubscribedTo)
{
  const Spec subscribed = { "Read", DECANT_SPECIAL_USE_NONE, 0, true, 0, true };
  g_autoptr (DecantPlan) plan = make_plan ({ { "INBOX" }, subscribed }, {});

  decant_plan_choose_subscribed_only (plan);
  EXPECT_EQ (find (plan, "INBOX")->choice, DECANT_PLAN_LEAVE_BEHIND);
  EXPECT_EQ (find (plan, "Read")->choice, DECANT_PLAN_COPY);
}

TEST (PlanEditing, EachAsItIsChosenOrAsItIs)
{
  g_autoptr (DecantPlan) plan = make_plan ({ { "INBOX" }, { "A" }, { "B" } }, {});
  DecantPlanChoice choices[] = { DECANT_PLAN_NOT_CHOSEN, DECANT_PLAN_LEAVE_BEHIND,
                                 DECANT_PLAN_COPY };

  decant_plan_set_choice (plan, index_of (plan, "B"), DECANT_PLAN_LEAVE_BEHIND);
  decant_plan_choose_each (plan, choices);
  EXPECT_EQ (find (plan, "INBOX")->choice, DECANT_PLAN_COPY);
  EXPECT_FALSE (decant_plan_is_by_hand (plan, index_of (plan, "INBOX")));
  EXPECT_EQ (find (plan, "A")->choice, DECANT_PLAN_LEAVE_BEHIND);
  EXPECT_EQ (find (plan, "B")->choice, DECANT_PLAN_COPY);
}

TEST (PlanEditing, BackToTheAutomaticInChoiceAndPlace)
{
  g_autoptr (DecantPlan) plan = make_tree ();
  const guint work = index_of (plan, "Work");

  decant_plan_set_choice (plan, work, DECANT_PLAN_LEAVE_BEHIND);
  decant_plan_set_new_path (plan, work, "Elsewhere");
  EXPECT_EQ (place_of (plan, "Work/2008"), "Elsewhere/2008");
  decant_plan_reset (plan, work);
  EXPECT_EQ (find (plan, "Work")->choice, DECANT_PLAN_COPY);
  EXPECT_EQ (place_of (plan, "Work/2008"), "Work/2008");
  EXPECT_FALSE (decant_plan_is_by_hand (plan, work));
}

/* ---- placing ---- */

struct Edit
{
  gboolean (*edit) (DecantPlan *, guint, const char *, GError **);
  const char *folder;
  const char *argument;
  const char *place; /* afterwards; NULL: refused */
};

class PlanPlacing : public testing::TestWithParam<Edit>
{
};

TEST_P (PlanPlacing, IsDoneOrRefused)
{
  const Edit &edit = GetParam ();
  g_autoptr (DecantPlan) plan = make_tree ();
  const std::string before = place_of (plan, edit.folder);
  g_autoptr (GError) error = nullptr;
  const bool done = edit.edit (plan, index_of (plan, edit.folder), edit.argument, &error);

  EXPECT_EQ (done, edit.place != nullptr);
  EXPECT_EQ (place_of (plan, edit.folder), edit.place != nullptr ? edit.place : before);
  if (!done)
    {
      ASSERT_TRUE (g_error_matches (error, DECANT_PLAN_ERROR, DECANT_PLAN_ERROR_PLACE));
      EXPECT_TRUE (g_utf8_validate (error->message, -1, nullptr));
    }
  EXPECT_EQ (find (plan, edit.folder)->mapped, done);
}

INSTANTIATE_TEST_SUITE_P (
  All, PlanPlacing,
  testing::Values (Edit{ decant_plan_copy_into, "Work", "Archive", "Archive/Work" },
                   Edit{ decant_plan_copy_into, "Work", "/inbox//", "INBOX/Work" },
                   Edit{ decant_plan_copy_into, "Work", "Not/There", "Not/There/Work" },
                   Edit{ decant_plan_copy_into, "Work/2008/May", nullptr, "May" },
                   Edit{ decant_plan_copy_into, "INBOX", "Archive", "Archive/INBOX" },
                   Edit{ decant_plan_copy_into, "INBOX", "INBOX", "INBOX/INBOX" },
                   Edit{ decant_plan_copy_into, "Work", "Work", nullptr },
                   Edit{ decant_plan_copy_into, "Work", "Work/2008", nullptr },
                   Edit{ decant_plan_copy_into, "Work", "Workshop", "Workshop/Work" },
                   Edit{ decant_plan_copy_into, "Work", "", nullptr },
                   Edit{ decant_plan_copy_into, "Work", "A/ /B", nullptr },
                   Edit{ decant_plan_copy_into, "Work", "\xff", nullptr },
                   Edit{ decant_plan_rename, "Work/2008", "Two thousand", "Work/Two thousand" },
                   Edit{ decant_plan_rename, "Work", "inbox", "INBOX" },
                   Edit{ decant_plan_rename, "Work", "", nullptr },
                   Edit{ decant_plan_rename, "Work", "  ", nullptr },
                   Edit{ decant_plan_rename, "Work", "A/B", nullptr },
                   Edit{ decant_plan_rename, "Work", "A\nB", nullptr },
                   Edit{ decant_plan_rename, "Work", "A\xff", nullptr },
                   Edit{ decant_plan_merge, "Work", "Archive", "Archive" },
                   Edit{ decant_plan_merge, "Work", "Workshop", "Workshop" },
                   Edit{ decant_plan_merge, "Work", "Workshop/", "Workshop" },
                   Edit{ decant_plan_merge, "Work", "Nowhere", nullptr },
                   Edit{ decant_plan_merge, "Work", "Work", nullptr },
                   Edit{ decant_plan_merge, "Work", "[Gmail]", nullptr },
                   Edit{ decant_plan_merge, "Work", "", nullptr }));

TEST (PlanEditing, NamesHaveAnEnd)
{
  g_autoptr (DecantPlan) plan = make_tree ();
  const std::string name (1001, 'x');

  EXPECT_FALSE (decant_plan_rename (plan, 1, name.c_str (), nullptr));
  EXPECT_TRUE (decant_plan_rename (plan, 1, name.c_str () + 1, nullptr));
}

TEST (PlanEditing, TheBranchFollows)
{
  g_autoptr (DecantPlan) plan = make_tree ();

  ASSERT_TRUE (decant_plan_copy_into (plan, index_of (plan, "Work"), "Archive", nullptr));
  ASSERT_TRUE (decant_plan_rename (plan, index_of (plan, "Work/2008"), "08", nullptr));
  EXPECT_EQ (place_of (plan, "Work/2008/May"), "Archive/Work/08/May");
  EXPECT_EQ (find (plan, "Work/2008/May")->remark, DECANT_PLAN_REMARK_FOLLOWS);
  ASSERT_TRUE (decant_plan_rename (plan, index_of (plan, "Work"), "Job", nullptr));
  EXPECT_EQ (place_of (plan, "Work/2008/May"), "Archive/Work/08/May") << "it was placed itself";
}

TEST (PlanEditing, FoldersThatComeTogetherAreCounted)
{
  g_autoptr (DecantPlan) plan = make_tree ();

  ASSERT_TRUE (decant_plan_merge (plan, index_of (plan, "Work"), "Workshop", nullptr));
  ASSERT_TRUE (decant_plan_merge (plan, index_of (plan, "Node/Deep"), "Workshop", nullptr));
  EXPECT_EQ (find (plan, "Workshop")->merged, 2u);
  EXPECT_EQ (find (plan, "Work")->remark, DECANT_PLAN_REMARK_MERGED);
  g_autofree char *text = decant_plan_describe_remark (plan, find (plan, "Work"));
  EXPECT_STREQ (text, "Goes together with 2 other folders");
  decant_plan_set_choice (plan, index_of (plan, "Work"), DECANT_PLAN_LEAVE_BEHIND);
  EXPECT_EQ (find (plan, "Workshop")->merged, 1u) << "what is left behind does not come";
  EXPECT_EQ (find (plan, "Work")->merged, 0u);
  EXPECT_EQ (find (plan, "INBOX")->merged, 0u);
}

} // namespace
