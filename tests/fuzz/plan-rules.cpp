/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.hpp"

#include "engine/plan.h"

/* What is typed as a rule: dates, sizes, globs, mappings. */

void
fuzz_plan_rules (const std::uint8_t *data, std::size_t size)
{
  const std::string text = fuzz_text (data, size);
  std::string mapping = text;
  char *map[] = { mapping.data (), nullptr };
  DecantPlanRules rules = {};
  g_autoptr (GError) error = nullptr;
  gint64 date;
  guint64 bytes;

  /* options are checked for UTF-8 before anything else */
  if (!g_utf8_validate (text.c_str (), -1, nullptr))
    return;
  rules.folder_map = map;
  if (!decant_plan_rules_check (&rules, &error))
    fuzz_require (error != nullptr, "who fails says why");
  decant_plan_parse_date (text.c_str (), &date, nullptr);
  decant_plan_parse_size (text.c_str (), &bytes, nullptr);
  decant_plan_glob_matches (text.c_str (), "Archive/2009/Archive of 2009/May");
}
