/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan-fixture.hpp"

#include <map>

using namespace plan_fixture;

namespace
{

/* ---- where folders go ---- */

TEST (PlanPlaces, SamePathsWithoutRules)
{
  g_autoptr (DecantPlan)
    plan = make_plan ({ { "INBOX" }, { "Archive" }, { "Archive/2008" } }, { { "INBOX" } });

  EXPECT_EQ (place_of (plan, "INBOX"), "INBOX");
  EXPECT_EQ (find (plan, "INBOX")->new_folder != nullptr, true);
  EXPECT_EQ (place_of (plan, "Archive/2008"), "Archive/2008");
  EXPECT_EQ (find (plan, "Archive/2008")->new_folder, nullptr);
  EXPECT_FALSE (find (plan, "Archive/2008")->mapped);
}

TEST (PlanPlaces, ExistingPathsThatDifferInCaseLevelByLevel)
{
  g_autoptr (DecantPlan)
    plan = make_plan ({ { "work" }, { "work/ÄRGER" }, { "work/new" }, { "Exact" }, { "exact/x" } },
                      { { "INBOX" }, { "Work" }, { "Work/Ärger" }, { "exact" }, { "Exact" } });

  EXPECT_EQ (place_of (plan, "work"), "Work");
  EXPECT_EQ (place_of (plan, "work/ÄRGER"), "Work/Ärger");
  EXPECT_EQ (place_of (plan, "work/new"), "Work/new");
  EXPECT_EQ (place_of (plan, "Exact"), "Exact") << "the very name wins";
  EXPECT_EQ (place_of (plan, "exact/x"), "exact/x");
}

TEST (PlanPlaces, OldFoldersThatDifferInCaseAloneStayTwo)
{
  g_autoptr (DecantPlan) plan = make_plan ({ { "Work" }, { "work" } }, { { "INBOX" }, { "Work" } });

  EXPECT_EQ (place_of (plan, "Work"), "Work");
  EXPECT_EQ (place_of (plan, "work"), "work");
}

TEST (PlanPlaces, ComposedAndDecomposedNamesAreOne)
{
  g_autoptr (DecantPlan) plan = make_plan ({ { "Entwu\xcc\x88rfe" } }, { { "Entwürfe" } });

  EXPECT_EQ (place_of (plan, "Entwu\xcc\x88rfe"), "Entwürfe");
}

TEST (PlanPlaces, SpecialUsesMeetWithSubfolders)
{
  g_autoptr (DecantPlan) plan = make_plan ({ { "INBOX", DECANT_SPECIAL_USE_INBOX },
                                             { "Gesendet", DECANT_SPECIAL_USE_SENT },
                                             { "Gesendet/2008" },
                                             { "Gesendet/2008/März" },
                                             { "Trash", DECANT_SPECIAL_USE_TRASH },
                                             { "Starred", DECANT_SPECIAL_USE_FLAGGED },
                                             { "Drafts", DECANT_SPECIAL_USE_DRAFTS } },
                                           { { "INBOX" },
                                             { "Sent Items", DECANT_SPECIAL_USE_SENT },
                                             { "Sent Items/2008" },
                                             { "Flagged", DECANT_SPECIAL_USE_FLAGGED },
                                             { "Bin", DECANT_SPECIAL_USE_TRASH, 0, false } });

  EXPECT_EQ (place_of (plan, "Gesendet"), "Sent Items");
  EXPECT_EQ (place_of (plan, "Gesendet/2008"), "Sent Items/2008");
  EXPECT_EQ (place_of (plan, "Gesendet/2008/März"), "Sent Items/2008/März");
  EXPECT_EQ (place_of (plan, "Trash"), "Trash") << "a node takes no messages";
  EXPECT_EQ (place_of (plan, "Starred"), "Starred") << "a view takes no messages";
  EXPECT_EQ (place_of (plan, "Drafts"), "Drafts") << "the new side has none";
}

TEST (PlanPlaces, RulesGoBeforeEverything)
{
  Strings map = { "Sent=Post/Out",           "Archive=Old",
                  "Archive/2008=Best Year",  "*-list=Lists",
                  "INBOX=From Before/Inbox", "/Slashes//a/ = x" };
  DecantPlanRules rules = {};
  rules.folder_map = map;
  g_autoptr (DecantPlan)
    plan = make_plan ({ { "INBOX" },
                        { "INBOX/sub" },
                        { "Sent", DECANT_SPECIAL_USE_SENT },
                        { "Sent/1999" },
                        { "Archive" },
                        { "Archive/2007" },
                        { "Archive/2008/May" },
                        { "Archives" },
                        { "work/gnome-list" },
                        { "c-list" },
                        { "Slashes/a" } },
                      { { "INBOX" }, { "Sent Items", DECANT_SPECIAL_USE_SENT } }, &rules);

  EXPECT_EQ (place_of (plan, "INBOX"), "From Before/Inbox");
  EXPECT_EQ (place_of (plan, "INBOX/sub"), "From Before/Inbox/sub");
  EXPECT_EQ (place_of (plan, "Sent"), "Post/Out");
  EXPECT_EQ (place_of (plan, "Sent/1999"), "Post/Out/1999");
  EXPECT_EQ (place_of (plan, "Archive"), "Old");
  EXPECT_EQ (place_of (plan, "Archive/2007"), "Old/2007");
  EXPECT_EQ (place_of (plan, "Archive/2008/May"), "Best Year/May");
  EXPECT_EQ (place_of (plan, "Archives"), "Archives");
  EXPECT_EQ (place_of (plan, "work/gnome-list"), "Lists");
  EXPECT_EQ (place_of (plan, "c-list"), "Lists");
  EXPECT_TRUE (find (plan, "c-list")->mapped);
  EXPECT_TRUE (find (plan, "Archive/2007")->mapped);
  EXPECT_FALSE (find (plan, "Archives")->mapped);
}

TEST (PlanPlaces, ByHandWithSubfoldersAndBack)
{
  g_autoptr (DecantPlan)
    plan = make_plan ({ { "Archive" }, { "Archive/2008" }, { "Archive/2009" } }, { { "Archive" } });
  const guint archive = static_cast<guint> (decant_plan_find (plan, "Archive"));
  const guint year = static_cast<guint> (decant_plan_find (plan, "Archive/2009"));

  decant_plan_set_new_path (plan, year, "2009");
  decant_plan_set_new_path (plan, archive, "inbox//Old/");
  EXPECT_EQ (place_of (plan, "Archive"), "INBOX/Old");
  EXPECT_EQ (place_of (plan, "Archive/2008"), "INBOX/Old/2008");
  EXPECT_EQ (place_of (plan, "Archive/2009"), "2009");
  EXPECT_TRUE (find (plan, "Archive")->mapped);
  EXPECT_EQ (find (plan, "Archive")->new_folder, nullptr);

  decant_plan_set_new_path (plan, archive, nullptr);
  EXPECT_EQ (place_of (plan, "Archive"), "Archive");
  EXPECT_EQ (place_of (plan, "Archive/2008"), "Archive/2008");
  EXPECT_FALSE (find (plan, "Archive")->mapped);
  EXPECT_NE (find (plan, "Archive")->new_folder, nullptr);
}

/* ---- what is chosen ---- */

TEST (PlanChoices, GlobsSelectAndExcludeWins)
{
  Strings include = { "inbox", "Archive/*" };
  Strings exclude = { "*/2008" };
  DecantPlanRules rules = {};
  rules.include_folders = include;
  rules.exclude_folders = exclude;
  g_autoptr (DecantPlan) plan = make_plan (
    { { "INBOX" }, { "Archive" }, { "Archive/2007" }, { "Archive/2008" }, { "Sent" } }, {}, &rules);

  EXPECT_EQ (find (plan, "INBOX")->choice, DECANT_PLAN_COPY);
  EXPECT_EQ (find (plan, "Archive")->choice, DECANT_PLAN_NOT_CHOSEN);
  EXPECT_EQ (find (plan, "Archive/2007")->choice, DECANT_PLAN_COPY);
  EXPECT_EQ (find (plan, "Archive/2008")->choice, DECANT_PLAN_NOT_CHOSEN);
  EXPECT_EQ (find (plan, "Sent")->choice, DECANT_PLAN_NOT_CHOSEN);
}

TEST (PlanChoices, ViewsAreNotChosenUnlessNamed)
{
  const std::vector<Spec> folders = { { "INBOX" },
                                      { "All Mail", DECANT_SPECIAL_USE_ALL },
                                      { "Starred", DECANT_SPECIAL_USE_FLAGGED },
                                      { "Important", DECANT_SPECIAL_USE_IMPORTANT } };
  Strings include = { "All*" };
  DecantPlanRules rules = {};
  g_autoptr (DecantPlan) plain = make_plan (folders, {});
  rules.include_folders = include;
  g_autoptr (DecantPlan) named = make_plan (folders, {}, &rules);

  EXPECT_EQ (find (plain, "INBOX")->choice, DECANT_PLAN_COPY);
  for (const char *view : { "All Mail", "Starred", "Important" })
    EXPECT_EQ (find (plain, view)->choice, DECANT_PLAN_NOT_CHOSEN) << view;
  EXPECT_EQ (find (named, "All Mail")->choice, DECANT_PLAN_COPY);
}

TEST (PlanChoices, SpecialFoldersAreLeftBehindWithSubfolders)
{
  DecantPlanRules rules = {};
  rules.leave_special = 1u << DECANT_SPECIAL_USE_JUNK;
  g_autoptr (DecantPlan) plan = make_plan ({ { "Reklame", DECANT_SPECIAL_USE_JUNK },
                                             { "Reklame/alt" },
                                             { "Reklame/node", DECANT_SPECIAL_USE_NONE, 0, false },
                                             { "Spam" },
                                             { "Trash", DECANT_SPECIAL_USE_TRASH } },
                                           {}, &rules);

  EXPECT_EQ (find (plan, "Reklame")->choice, DECANT_PLAN_LEAVE_BEHIND);
  EXPECT_EQ (find (plan, "Reklame/alt")->choice, DECANT_PLAN_LEAVE_BEHIND);
  EXPECT_EQ (find (plan, "Reklame/node")->choice, DECANT_PLAN_NOT_CHOSEN);
  EXPECT_EQ (find (plan, "Spam")->choice, DECANT_PLAN_COPY) << "the server says what is junk";
  EXPECT_EQ (find (plan, "Trash")->choice, DECANT_PLAN_COPY);
}

TEST (PlanChoices, NamesTellWhereTheServerDoesNot)
{
  DecantPlanRules rules = {};
  rules.leave_special = 1u << DECANT_SPECIAL_USE_JUNK | 1u << DECANT_SPECIAL_USE_TRASH;
  const std::vector<const char *> left = {
    "Junk",      "spam",     "Junk E-mail",   "Papierkorb", "gelöschte elemente",
    "Corbeille", "Papelera", "Deleted Items", "Корзина",    "ÉLÉMENTS SUPPRIMÉS"
  };
  std::vector<Spec> folders = { { "INBOX", DECANT_SPECIAL_USE_INBOX },
                                { "Work/Trash" },
                                { "Sent" },
                                { "Trashy" },
                                { "Junk/2008" } };
  for (const char *path : left)
    folders.push_back ({ path });
  g_autoptr (DecantPlan) plan = make_plan (folders, {}, &rules);

  for (const char *path : left)
    EXPECT_EQ (find (plan, path)->choice, DECANT_PLAN_LEAVE_BEHIND) << path;
  EXPECT_EQ (find (plan, "Junk/2008")->choice, DECANT_PLAN_LEAVE_BEHIND);
  for (const char *path : { "INBOX", "Work/Trash", "Sent", "Trashy" })
    EXPECT_EQ (find (plan, path)->choice, DECANT_PLAN_COPY) << path;
}

TEST (PlanChoices, ByHand)
{
  g_autoptr (DecantPlan)
    plan = make_plan ({ { "A" }, { "Node", DECANT_SPECIAL_USE_NONE, 0, false } }, {});

  decant_plan_set_choice (plan, 0, DECANT_PLAN_LEAVE_BEHIND);
  decant_plan_set_choice (plan, 1, DECANT_PLAN_COPY);
  EXPECT_EQ (find (plan, "A")->choice, DECANT_PLAN_LEAVE_BEHIND);
  EXPECT_EQ (find (plan, "Node")->choice, DECANT_PLAN_NOT_CHOSEN);
  decant_plan_set_new_path (plan, 0, "B");
  EXPECT_EQ (find (plan, "A")->choice, DECANT_PLAN_LEAVE_BEHIND) << "a choice by hand stays";
}

TEST (PlanMessages, RulesTakeAndLeave)
{
  struct
  {
    gint64 newer_than, older_than;
    guint64 max_size;
    gboolean leave_deleted;
    gint64 date;
    guint64 size;
    DecantFlags flags;
    bool taken;
  } const cases[] = {
    { 0, 0, 0, FALSE, 5, 5, DECANT_FLAG_DELETED, true },
    { 100, 0, 0, FALSE, 99, 5, DECANT_FLAG_SEEN, false },
    { 100, 0, 0, FALSE, 100, 5, DECANT_FLAG_SEEN, true },
    { 0, 100, 0, FALSE, 99, 5, DECANT_FLAG_SEEN, true },
    { 0, 100, 0, FALSE, 100, 5, DECANT_FLAG_SEEN, false },
    { 100, 100, 0, FALSE, DECANT_DATE_UNKNOWN, 5, DECANT_FLAG_SEEN, true },
    { 0, 0, 100, FALSE, 5, 100, DECANT_FLAG_SEEN, true },
    { 0, 0, 100, FALSE, 5, 101, DECANT_FLAG_SEEN, false },
    { 0, 0, 100, FALSE, DECANT_DATE_UNKNOWN, 101, DECANT_FLAG_SEEN, false },
    { 0, 0, 0, TRUE, 5, 5, DECANT_FLAG_DELETED, false },
    { 0, 0, 0, TRUE, 5, 5, DECANT_FLAG_SEEN, true },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DecantPlanRules rules = {};
      rules.newer_than = cases[i].newer_than;
      rules.older_than = cases[i].older_than;
      rules.max_size = cases[i].max_size;
      rules.leave_deleted = cases[i].leave_deleted;
      g_autoptr (DecantPlan) plan = make_plan ({ { "INBOX" } }, {}, &rules);
      g_autoptr (DecantMessage) message = decant_message_new (1);
      message->internal_date = cases[i].date;
      message->size = cases[i].size;
      message->flags = cases[i].flags;
      EXPECT_EQ (!!decant_plan_takes_message (plan, decant_plan_get_folder (plan, 0), message),
                 cases[i].taken)
        << i;
    }
}

/* ---- how the new account will look ---- */

TEST (PlanTargets, EverythingThatWillBeThere)
{
  g_autoptr (DecantPlan)
    plan = make_plan ({ { "INBOX", DECANT_SPECIAL_USE_INBOX, 3, true, 300 },
                        { "Sent", DECANT_SPECIAL_USE_SENT, 2, true, 200 },
                        { "Sent Items", DECANT_SPECIAL_USE_NONE, 4, true, 400 },
                        { "Work/Deep/Down", DECANT_SPECIAL_USE_NONE, 1 },
                        { "Not", DECANT_SPECIAL_USE_NONE, 9 } },
                      { { "Sent Items", DECANT_SPECIAL_USE_SENT }, { "INBOX" }, { "Zoo" } });
  decant_plan_set_choice (plan, static_cast<guint> (decant_plan_find (plan, "Not")),
                          DECANT_PLAN_NOT_CHOSEN);
  g_autoptr (GPtrArray) targets = decant_plan_list_targets (plan);
  std::vector<std::string> rows;

  for (guint i = 0; i < targets->len; i++)
    {
      auto *target = static_cast<DecantPlanTarget *> (g_ptr_array_index (targets, i));
      rows.push_back (std::string (target->path) + (target->folder == nullptr ? " new " : " ") +
                      std::to_string (target->arriving) + " " +
                      std::to_string (target->arriving_size));
    }
  EXPECT_EQ (
    rows, (std::vector<std::string>{ "INBOX 3 300", "Sent Items 6 600", "Work new 0 0",
                                     "Work/Deep new 0 0", "Work/Deep/Down new 1 0", "Zoo 0 0" }));
}

TEST (PlanTargets, Totals)
{
  g_autoptr (DecantPlan) plan = make_plan ({ { "A", DECANT_SPECIAL_USE_NONE, 3, true, 300 },
                                             { "Empty", DECANT_SPECIAL_USE_NONE, 0 },
                                             { "B", DECANT_SPECIAL_USE_NONE, 2 } },
                                           {});
  DecantPlanTotals totals;

  decant_plan_get_totals (plan, &totals);
  EXPECT_EQ (totals.folders, 3u);
  EXPECT_EQ (totals.messages, 5u);
  EXPECT_EQ (totals.size, 300u);
  EXPECT_FALSE (totals.size_complete);
  decant_plan_set_choice (plan, 2, DECANT_PLAN_LEAVE_BEHIND);
  decant_plan_get_totals (plan, &totals);
  EXPECT_EQ (totals.folders, 2u);
  EXPECT_EQ (totals.messages, 3u);
  EXPECT_TRUE (totals.size_complete);
}

/* ---- keeping it ---- */

TEST (PlanKeeping, ChoicesAndRulesComeBack)
{
  const std::vector<Spec> before = { { "A" }, { "B" }, { "C" }, { "Gone" } };
  const std::vector<Spec> after = { { "C" }, { "B" }, { "A" }, { "Fresh" } };
  Strings exclude = { "C", "Fre\"sh" };
  Strings map = { "B=\"Ä\"" };
  DecantPlanRules rules = {};
  rules.exclude_folders = exclude;
  rules.folder_map = map;
  rules.newer_than = 123456789;
  rules.max_size = 25000000;
  rules.leave_deleted = TRUE;
  rules.leave_special = 1u << DECANT_SPECIAL_USE_TRASH;
  g_autoptr (DecantPlan) plan = make_plan (before, {}, &rules);
  decant_plan_set_choice (plan, 0, DECANT_PLAN_LEAVE_BEHIND);
  decant_plan_set_choice (plan, 3, DECANT_PLAN_LEAVE_BEHIND);
  decant_plan_set_new_path (plan, 2, "Sea");
  g_autofree char *json = decant_plan_save_choices (plan);

  g_autoptr (DecantPlan) loaded = make_plan (after, {});
  g_autoptr (GError) error = nullptr;
  ASSERT_TRUE (decant_plan_load_choices (loaded, json, &error)) << error->message;
  EXPECT_EQ (find (loaded, "A")->choice, DECANT_PLAN_LEAVE_BEHIND);
  EXPECT_EQ (place_of (loaded, "B"), "\"Ä\"");
  EXPECT_EQ (find (loaded, "C")->choice, DECANT_PLAN_NOT_CHOSEN);
  EXPECT_EQ (place_of (loaded, "C"), "Sea");
  EXPECT_EQ (find (loaded, "Fresh")->choice, DECANT_PLAN_COPY);
  const DecantPlanRules *kept = decant_plan_get_rules (loaded);
  EXPECT_EQ (kept->include_folders, nullptr);
  EXPECT_STREQ (kept->exclude_folders[1], "Fre\"sh");
  EXPECT_EQ (kept->newer_than, 123456789);
  EXPECT_EQ (kept->older_than, 0);
  EXPECT_EQ (kept->max_size, 25000000u);
  EXPECT_TRUE (kept->leave_deleted);
  EXPECT_EQ (kept->leave_special, 1u << DECANT_SPECIAL_USE_TRASH);

  g_autofree char *again = decant_plan_save_choices (loaded);
  g_autoptr (DecantPlan) copy = decant_plan_copy (loaded);
  g_autofree char *copied = decant_plan_save_choices (copy);
  EXPECT_STREQ (again, copied);
  EXPECT_EQ (place_of (copy, "C"), "Sea");
}

TEST (PlanKeeping, NonsenseIsRefusedOrPassedOver)
{
  g_autoptr (DecantPlan) plan = make_plan ({ { "A" } }, {});

  for (const char *json : { "", "[]", "{", "{\"rules\":{\"map\":[\"no equals sign\"]}}" })
    {
      g_autoptr (GError) error = nullptr;
      EXPECT_FALSE (decant_plan_load_choices (plan, json, &error)) << json;
      EXPECT_TRUE (g_error_matches (error, DECANT_PLAN_ERROR, DECANT_PLAN_ERROR_RULE)) << json;
    }
  for (const char *json : { "{}", "{\"rules\":[],\"folders\":{}}",
                            "{\"folders\":[1,{\"path\":{}},{\"path\":\"A\","
                            "\"choice\":\"fly\",\"new_path\":[]}]}",
                            "{\"rules\":{\"include\":{},\"map\":[{},1],\"max_size\":\"x\",\"leave_"
                            "special\":[\"x\"]}}" })
    EXPECT_TRUE (decant_plan_load_choices (plan, json, nullptr)) << json;
  EXPECT_EQ (find (plan, "A")->choice, DECANT_PLAN_COPY);
  EXPECT_EQ (place_of (plan, "A"), "A");
}

/* ---- texts ---- */

TEST (PlanTexts, RulesAreChecked)
{
  const std::map<std::string, bool> mappings = {
    { "A=B", true },   { "A=B=C", true }, { "*=B", true },  { "A/b=C/d", true },
    { "A", false },    { "=B", false },   { "A=", false },  { "/=B", false },
    { "A=//", false }, { "A=B*", false }, { "A=?", false }, { "A\xff=B", false },
  };

  for (const auto &[mapping, good] : mappings)
    {
      Strings map = { mapping.c_str () };
      DecantPlanRules rules = {};
      g_autoptr (GError) error = nullptr;
      rules.folder_map = map;
      EXPECT_EQ (!!decant_plan_rules_check (&rules, &error), good) << mapping;
      if (!good)
        {
          EXPECT_TRUE (g_error_matches (error, DECANT_PLAN_ERROR, DECANT_PLAN_ERROR_RULE));
          EXPECT_TRUE (g_utf8_validate (error->message, -1, nullptr));
        }
    }
  Strings empty = { "" };
  DecantPlanRules rules = {};
  rules.exclude_folders = empty;
  EXPECT_FALSE (decant_plan_rules_check (&rules, nullptr));
}

TEST (PlanTexts, Globs)
{
  struct
  {
    const char *glob, *path;
    bool matches;
  } const cases[] = {
    { "INBOX", "INBOX", true },
    { "inbox", "INBOX", true },
    { "Inbox/*", "INBOX/a/b", true },
    { "inbox*", "inboxes", true },
    { "*", "Any/thing", true },
    { "A*", "A/b/c", true },
    { "A/*", "A", false },
    { "*/2008", "A/B/2008", true },
    { "?", "Ä", true },
    { "??", "Ä", false },
    { "Ä*", "A\xcc\x88rger", true },
    { "a", "A", false },
    { "A", "AB", false },
    { "[AB]", "A", false },
    { "[Gmail]/*", "[Gmail]/x", true },
    { "\xff*", "A", false },
    { "", "A", false },
    { "*b*d", "abcd", true },
  };

  for (const auto &one : cases)
    EXPECT_EQ (!!decant_plan_glob_matches (one.glob, one.path), one.matches)
      << one.glob << " on " << one.path;
}

TEST (PlanTexts, Dates)
{
  const std::map<std::string, gint64> good = {
    { "2019-03-31", 1553990400 },
    { "1970-01-01", 0 },
    { "2019-03-31T12:30:00Z", 1554035400 },
    { "2019-03-31T12:30:00+02:00", 1554028200 },
    { "2019-03-31T12:30:00.5-01:00", 1554039000 },
  };

  for (const auto &[text, moment] : good)
    {
      gint64 date = -1;
      EXPECT_TRUE (decant_plan_parse_date (text.c_str (), &date, nullptr)) << text;
      EXPECT_EQ (date, moment) << text;
    }
  for (const char *text :
       { "", "2019", "2019-3-31", "2019-02-30", "2019-13-01", "31.03.2019", "yesterday",
         "2019-03-31x", "2019-03-31T25:00:00Z", "2019-03-31 ", "0000-00-00", "\xff" })
    {
      gint64 date;
      g_autoptr (GError) error = nullptr;
      EXPECT_FALSE (decant_plan_parse_date (text, &date, &error)) << text;
      EXPECT_TRUE (g_error_matches (error, DECANT_PLAN_ERROR, DECANT_PLAN_ERROR_RULE)) << text;
    }
}

TEST (PlanTexts, Sizes)
{
  const std::map<std::string, guint64> good = {
    { "500", 500 },          { "0", 0 },
    { "25k", 25000 },        { "25K", 25000 },
    { "25M", 25000000 },     { "1G", 1000000000 },
    { "1.5 MB", 1500000 },   { "2MiB", 2097152 },
    { "2Mi", 2097152 },      { " 3 kib ", 3072 },
    { "1 GiB", 1073741824 }, { "7B", 7 },
    { "0.5k", 500 },         { "2T", 2000000000000 },
  };

  for (const auto &[text, bytes] : good)
    {
      guint64 size = 1;
      EXPECT_TRUE (decant_plan_parse_size (text.c_str (), &size, nullptr)) << text;
      EXPECT_EQ (size, bytes) << text;
    }
  for (const char *text : { "", " ", "k", "-1", "1..5M", "1.M", ".5M", "1x", "1 M B", "0x10", "nan",
                            "inf", "1e3", "99999999999999999999", "10000000T", "1,5M", "12iB" })
    {
      guint64 size;
      EXPECT_FALSE (decant_plan_parse_size (text, &size, nullptr)) << text;
    }
}

/* ---- all mail ---- */

/* Folders of a server that tells labels, as Gmail. */
DecantPlan *
make_gmail_plan (const std::vector<Spec> &new_specs, const DecantPlanRules *rules = nullptr)
{
  g_autoptr (GPtrArray) old_folders = make_folders ({ { "INBOX", DECANT_SPECIAL_USE_INBOX, 5 },
                                                      { "All", DECANT_SPECIAL_USE_ALL, 100 },
                                                      { "Drafts", DECANT_SPECIAL_USE_DRAFTS, 1 },
                                                      { "Work", DECANT_SPECIAL_USE_NONE, 2 },
                                                      { "Node", DECANT_SPECIAL_USE_NONE, 0, false },
                                                      { "Starred", DECANT_SPECIAL_USE_FLAGGED } });
  g_autoptr (GPtrArray) new_folders = make_folders (new_specs);

  for (guint i = 0; i < old_folders->len; i++)
    {
      static_cast<DecantFolder *> (old_folders->pdata[i])->tells_object_ids = TRUE;
      static_cast<DecantFolder *> (old_folders->pdata[i])->tells_labels = TRUE;
    }
  return decant_plan_new (old_folders, new_folders, rules);
}

bool
takes_labelled (const DecantPlan *plan, const std::vector<const char *> &labels)
{
  g_autoptr (DecantMessage) message = decant_message_new (1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (const char *label : labels)
    g_strv_builder_add (builder, label);
  message->labels = g_strv_builder_end (builder);
  return decant_plan_takes_message (plan, find (plan, "All"), message) != FALSE;
}

TEST (PlanAllMail, TakesWhatIsInNoFolderThereIs)
{
  g_autoptr (DecantPlan) plan = make_gmail_plan ({});

  EXPECT_EQ (find (plan, "All")->choice, DECANT_PLAN_COPY);
  EXPECT_TRUE (find (plan, "All")->rest_only);
  EXPECT_FALSE (find (plan, "Work")->rest_only);
  EXPECT_EQ (find (plan, "Starred")->choice, DECANT_PLAN_NOT_CHOSEN);
  EXPECT_TRUE (takes_labelled (plan, {}));
  EXPECT_TRUE (takes_labelled (plan, { "\\Important", "\\Starred", "Gone", "Node", "Starred" }));
  EXPECT_FALSE (takes_labelled (plan, { "\\Important", "Work" }));
  EXPECT_FALSE (takes_labelled (plan, { "\\Inbox" }));
  EXPECT_FALSE (takes_labelled (plan, { "\\Draft" }));
  EXPECT_TRUE (takes_labelled (plan, { "\\Sent" })); /* that folder is not shown */
}

TEST (PlanAllMail, IsCountedWhenItIsListed)
{
  g_autoptr (DecantPlan) plan = make_gmail_plan ({});
  DecantPlanTotals totals;

  decant_plan_get_totals (plan, &totals);
  EXPECT_EQ (totals.folders, 4u);
  EXPECT_EQ (totals.messages, 8u);
  EXPECT_FALSE (totals.size_complete);
}

TEST (PlanAllMail, GoesWhereArchivedMailIs)
{
  g_autoptr (DecantPlan) bare = make_gmail_plan ({});
  g_autoptr (DecantPlan) with_archive = make_gmail_plan (
    { { "Everything", DECANT_SPECIAL_USE_ALL }, { "Old", DECANT_SPECIAL_USE_ARCHIVE } });

  EXPECT_EQ (place_of (bare, "All"), "Archive");
  EXPECT_EQ (place_of (with_archive, "All"), "Old");
}

TEST (PlanAllMail, IsTakenWholeWhereItIsNamedInFull)
{
  Strings named{ "All" }, pattern{ "*" };
  DecantPlanRules rules = {};
  rules.include_folders = named;
  g_autoptr (DecantPlan) whole = make_gmail_plan ({}, &rules);
  rules.include_folders = pattern;
  g_autoptr (DecantPlan) rest = make_gmail_plan ({}, &rules);

  EXPECT_FALSE (find (whole, "All")->rest_only);
  EXPECT_TRUE (takes_labelled (whole, { "Work" }));
  EXPECT_TRUE (find (rest, "All")->rest_only);
}

TEST (PlanCopyOnce, IsKeptWithTheChoices)
{
  DecantPlanRules rules = {};
  rules.copy_once = TRUE;
  g_autoptr (DecantPlan) plan = make_plan ({ { "INBOX" } }, {}, &rules);
  g_autofree char *choices = decant_plan_save_choices (plan);
  g_autoptr (DecantPlan) fresh = make_plan ({ { "INBOX" } }, {});

  EXPECT_TRUE (decant_plan_load_choices (fresh, choices, nullptr));
  EXPECT_TRUE (decant_plan_get_rules (fresh)->copy_once);
}

} // namespace
