/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-edit.h"
#include "plan-fixture.hpp"

using namespace plan_fixture;

namespace
{

/* A new server of one kind, with one separator. */
struct Server
{
  DecantServerKind kind;
  char separator;
};

const Server plain = { DECANT_SERVER_UNKNOWN, '/' };
const Server dotted = { DECANT_SERVER_UNKNOWN, '.' };
const Server flat = { DECANT_SERVER_UNKNOWN, '\0' };
const Server backslashed = { DECANT_SERVER_UNKNOWN, '\\' };
const Server cyrus = { DECANT_SERVER_CYRUS, '/' };
const Server cyrus_dotted = { DECANT_SERVER_CYRUS, '.' };
const Server exchange = { DECANT_SERVER_EXCHANGE, '/' };
const Server gmail = { DECANT_SERVER_GMAIL, '/' };
const Server stalwart = { DECANT_SERVER_STALWART, '/' };
const Server zimbra = { DECANT_SERVER_ZIMBRA, '/' };

DecantPlan *
make_plan_for (const Server &server, const std::vector<Spec> &old_specs, char old_separator,
               const std::vector<Spec> &new_specs, const DecantPlanRules *rules = nullptr)
{
  g_autoptr (GPtrArray) old_folders = make_folders (old_specs, old_separator);
  g_autoptr (GPtrArray) new_folders = make_folders (new_specs, server.separator);
  DecantPlan *plan = decant_plan_new (old_folders, new_folders, rules);
  DecantPlanTraits traits;

  decant_plan_traits_init (&traits, server.kind, new_folders);
  decant_plan_set_servers (plan, DECANT_SERVER_UNKNOWN, &traits);
  return plan;
}

/* ---- one name and what becomes of it ---- */

struct Case
{
  Server server;
  char old_separator;
  const char *old_path;
  const char *new_path;
  DecantPlanRemark remark;
  const char *text; /* a part of the sentence; NULL: there is none */
};

class PlanRemark : public testing::TestWithParam<Case>
{
};

TEST_P (PlanRemark, SaysWhatHadToBeDone)
{
  const Case &test = GetParam ();
  g_autoptr (DecantPlan) plan = make_plan_for (test.server, { { "INBOX" }, { test.old_path } },
                                               test.old_separator, { { "INBOX" } });
  const DecantPlanFolder *folder = find (plan, test.old_path);
  g_autofree char *text = decant_plan_describe_remark (plan, folder);

  EXPECT_STREQ (folder->new_path, test.new_path);
  EXPECT_EQ (folder->remark, test.remark);
  if (test.text == nullptr)
    EXPECT_STREQ (text, nullptr);
  else
    EXPECT_NE (std::string (text).find (test.text), std::string::npos) << text;
  EXPECT_EQ (find (plan, "INBOX")->remark, DECANT_PLAN_REMARK_NONE);
}

INSTANTIATE_TEST_SUITE_P (
  All, PlanRemark,
  testing::Values (
    Case{ plain, '/', "a:b%c\"d", "a:b%c\"d", DECANT_PLAN_REMARK_NONE, nullptr },
    Case{ plain, '.', "Research\u22152008", "Research\u22152008", DECANT_PLAN_REMARK_CHARACTER,
          "“/” becomes “∕”" },
    Case{ plain, '/', "Research\u22152008", "Research\u22152008", DECANT_PLAN_REMARK_NONE,
          nullptr },
    Case{ dotted, '/', "Person K.", "Person K.", DECANT_PLAN_REMARK_CHARACTER, "“.” becomes “․”" },
    Case{ dotted, '.', "Person K.", "Person K.", DECANT_PLAN_REMARK_NONE, nullptr },
    Case{ dotted, '\\', "Research\u22152008", "Research\u22152008", DECANT_PLAN_REMARK_NONE,
          nullptr },
    Case{ backslashed, '/', "back\\slash", "back_slash", DECANT_PLAN_REMARK_CHARACTER,
          "does not allow “\\”" },
    Case{ flat, '/', "Archive/2009/May", "Archive - 2009 - May", DECANT_PLAN_REMARK_TOO_DEEP,
          "no folders in folders" },
    Case{ flat, '/', "Archive", "Archive", DECANT_PLAN_REMARK_NONE, nullptr },
    Case{ cyrus, '/', "100%", "100_", DECANT_PLAN_REMARK_CHARACTER, "“%”" },
    Case{ cyrus, '/', "caret^", "caret_", DECANT_PLAN_REMARK_CHARACTER, "“^”" },
    Case{ cyrus, '/', "star*?&~ .x:", "star*?&~ .x:", DECANT_PLAN_REMARK_NONE, nullptr },
    Case{ cyrus_dotted, '.', "caret^", "caret^", DECANT_PLAN_REMARK_NONE, nullptr },
    Case{ cyrus_dotted, '.', "Research\u22152008", "Research_2008", DECANT_PLAN_REMARK_CHARACTER,
          "Name changed: the new server does not allow “/”" },
    Case{ exchange, '/', "blank ", "blank", DECANT_PLAN_REMARK_CHARACTER, "blanks" },
    Case{ exchange, '/', "two  gaps", "two  gaps", DECANT_PLAN_REMARK_NONE, nullptr },
    Case{ gmail, '/', " two  gaps ", "two gaps", DECANT_PLAN_REMARK_CHARACTER, "blanks" },
    Case{ gmail, '/', "x^y", "x_y", DECANT_PLAN_REMARK_CHARACTER, "“^”" },
    Case{ gmail, '/', "  ", "_", DECANT_PLAN_REMARK_CHARACTER, "blanks" },
    Case{ stalwart, '/', "1/2/3/4/5/6/7/8/9/10", "1/2/3/4/5/6/7/8/9/10", DECANT_PLAN_REMARK_NONE,
          nullptr },
    Case{ stalwart, '/', "1/2/3/4/5/6/7/8/9/10/11", "1/2/3/4/5/6/7/8/9/10 - 11",
          DECANT_PLAN_REMARK_TOO_DEEP, "10 levels" },
    Case{ zimbra, '/', "a:b", "a_b", DECANT_PLAN_REMARK_CHARACTER, "“:”" },
    Case{ zimbra, '.', "a\u2215b", "a_b", DECANT_PLAN_REMARK_CHARACTER, "“/”" },
    Case{ zimbra, '/', "tab\u2409", "tab_", DECANT_PLAN_REMARK_CHARACTER, "“\u2409”" }));

TEST (PlanRemarks, LongNamesAreCutAndStayApart)
{
  const std::string a = std::string (300, 'a'), b = std::string (299, 'a') + "b";
  g_autoptr (DecantPlan)
    plan = make_plan_for (stalwart, { { a.c_str () }, { b.c_str () } }, '/', { { "INBOX" } });

  EXPECT_EQ (place_of (plan, a.c_str ()).size (), 255u);
  EXPECT_NE (place_of (plan, a.c_str ()), place_of (plan, b.c_str ()));
  EXPECT_EQ (find (plan, a.c_str ())->remark, DECANT_PLAN_REMARK_TOO_LONG);
  g_autofree char *text = decant_plan_describe_remark (plan, find (plan, a.c_str ()));
  EXPECT_STREQ (text, "Name cut: the new server allows 255 characters");
}

TEST (PlanRemarks, WhatIsBelowAChangedNameFollows)
{
  g_autoptr (DecantPlan)
    plan = make_plan_for (zimbra, { { "a:b" }, { "a:b/c" }, { "d:e/f:g" } }, '/', { { "INBOX" } });

  EXPECT_EQ (place_of (plan, "a:b/c"), "a_b/c");
  EXPECT_EQ (find (plan, "a:b/c")->remark, DECANT_PLAN_REMARK_FOLLOWS);
  EXPECT_EQ (place_of (plan, "d:e/f:g"), "d_e/f_g") << "a level that is no folder";
  EXPECT_EQ (find (plan, "d:e/f:g")->remark, DECANT_PLAN_REMARK_CHARACTER);
}

TEST (PlanRemarks, ChangedNamesGiveWayToTrueOnes)
{
  const std::vector<Spec> old_folders = { { "a:b" }, { "a\"b" }, { "a_b" }, { "a:b/c" } };
  g_autoptr (DecantPlan) first = make_plan_for (zimbra, old_folders, '/', { { "INBOX" } });

  EXPECT_EQ (place_of (first, "a_b"), "a_b");
  EXPECT_EQ (place_of (first, "a:b"), "a_b 2");
  EXPECT_EQ (place_of (first, "a\"b"), "a_b 3");
  EXPECT_EQ (place_of (first, "a:b/c"), "a_b 2/c");
  EXPECT_EQ (find (first, "a_b")->merged, 0u);

  g_autoptr (DecantPlan) second = make_plan_for (
    zimbra, old_folders, '/', { { "INBOX" }, { "a_b" }, { "a_b 2" }, { "a_b 2/c" }, { "a_b 3" } });
  for (const Spec &spec : old_folders)
    EXPECT_EQ (place_of (second, spec.path), place_of (first, spec.path)) << "as it was";
}

TEST (PlanRemarks, WhatIsThereIsAllowedWhateverIsKnown)
{
  g_autoptr (DecantPlan)
    plan = make_plan_for (zimbra, { { "a:b" }, { "a:b/c:d" } }, '/', { { "INBOX" }, { "a:b" } });

  EXPECT_EQ (place_of (plan, "a:b"), "a:b");
  EXPECT_EQ (find (plan, "a:b")->remark, DECANT_PLAN_REMARK_NONE);
  EXPECT_EQ (place_of (plan, "a:b/c:d"), "a:b/c_d");
}

TEST (PlanRemarks, NamesThatDifferInCaseAlone)
{
  const std::vector<Spec> old_folders = { { "Work" }, { "work" }, { "WORK" }, { "work/x" } };
  g_autoptr (DecantPlan) apart = make_plan_for (cyrus, old_folders, '/', { { "INBOX" } });
  g_autoptr (DecantPlan) same = make_plan_for (exchange, old_folders, '/', { { "INBOX" } });
  g_autoptr (DecantPlan) again = make_plan_for (
    exchange, old_folders, '/', { { "INBOX" }, { "Work" }, { "work 2" }, { "WORK 3" } });

  EXPECT_EQ (place_of (apart, "work"), "work");
  EXPECT_EQ (place_of (same, "Work"), "Work");
  EXPECT_EQ (place_of (same, "work"), "work 2");
  EXPECT_EQ (place_of (same, "WORK"), "WORK 3");
  EXPECT_EQ (place_of (same, "work/x"), "work 2/x");
  EXPECT_EQ (find (same, "work")->remark, DECANT_PLAN_REMARK_CASE);
  EXPECT_EQ (find (same, "Work")->remark, DECANT_PLAN_REMARK_NONE);
  for (const Spec &spec : old_folders)
    EXPECT_EQ (place_of (again, spec.path), place_of (same, spec.path)) << "as it was";
}

TEST (PlanRemarks, WhatAHandOrARuleWantsTogetherStaysTogether)
{
  DecantPlanRules rules = {};
  Strings map = { "Lists/*=All:lists" };
  rules.folder_map = map;
  g_autoptr (DecantPlan) plan = make_plan_for (
    zimbra, { { "Lists/a" }, { "Lists/b" }, { "Other" } }, '/', { { "INBOX" } }, &rules);

  EXPECT_EQ (place_of (plan, "Lists/a"), "All_lists");
  EXPECT_EQ (place_of (plan, "Lists/b"), "All_lists");
  ASSERT_TRUE (decant_plan_merge (plan, 2, "All_lists", nullptr));
  EXPECT_EQ (find (plan, "Other")->merged, 2u);
  EXPECT_FALSE (decant_plan_rename (plan, 2, "a:b", nullptr));
  EXPECT_TRUE (decant_plan_rename (plan, 2, "a;b", nullptr));
}

TEST (PlanRemarks, WhyAFolderGoesElsewhere)
{
  g_autoptr (DecantPlan) plan = make_plan (
    { { "INBOX" },
      { "Gesendet", DECANT_SPECIAL_USE_SENT },
      { "Gesendet/alt" },
      { "Papierkorb" },
      { "work" },
      { "work/x" } },
    { { "INBOX" }, { "Sent Items", DECANT_SPECIAL_USE_SENT }, { "Trash" }, { "Work" } });

  EXPECT_EQ (find (plan, "INBOX")->remark, DECANT_PLAN_REMARK_NONE);
  EXPECT_EQ (place_of (plan, "Gesendet"), "Sent Items");
  EXPECT_EQ (find (plan, "Gesendet")->remark, DECANT_PLAN_REMARK_USE);
  EXPECT_EQ (find (plan, "Gesendet/alt")->remark, DECANT_PLAN_REMARK_FOLLOWS);
  EXPECT_EQ (place_of (plan, "Papierkorb"), "Trash");
  EXPECT_EQ (find (plan, "Papierkorb")->remark, DECANT_PLAN_REMARK_NAME);
  EXPECT_EQ (find (plan, "work")->remark, DECANT_PLAN_REMARK_SIMILAR);
  EXPECT_EQ (find (plan, "work/x")->remark, DECANT_PLAN_REMARK_FOLLOWS);
}

TEST (PlanRemarks, HaveWords)
{
  EXPECT_EQ (decant_plan_remark_to_word (DECANT_PLAN_REMARK_NONE), nullptr);
  for (int remark = 1; remark <= DECANT_PLAN_REMARK_FOLLOWS; remark++)
    EXPECT_NE (decant_plan_remark_to_word (static_cast<DecantPlanRemark> (remark)), nullptr);
}

TEST (PlanTraits, ComeFromTheGreeting)
{
  EXPECT_EQ (
    decant_server_kind_of_greeting ("* OK The Microsoft Exchange IMAP4 service is ready. [QQ==]"),
    DECANT_SERVER_EXCHANGE);
  EXPECT_EQ (decant_server_kind_of_greeting ("* OK Gimap ready for requests from 10.0.0.1 x"),
             DECANT_SERVER_GMAIL);
  EXPECT_EQ (decant_server_kind_of_greeting ("* OK [CAPABILITY IMAP4rev1] mx Cyrus IMAP 3.6.1"),
             DECANT_SERVER_CYRUS);
  EXPECT_EQ (decant_server_kind_of_greeting ("* OK mail Zimbra IMAP4rev1 server ready"),
             DECANT_SERVER_ZIMBRA);
  EXPECT_EQ (
    decant_server_kind_of_greeting ("* OK [CAPABILITY X] Stalwart IMAP4rev2 at your service."),
    DECANT_SERVER_STALWART);
  EXPECT_EQ (decant_server_kind_of_greeting ("* OK Dovecot ready."), DECANT_SERVER_UNKNOWN);
}

} // namespace
