/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

/* Plans made of a few words, for the tests of plans. */
namespace plan_fixture
{

struct Spec
{
  const char *path;
  DecantSpecialUse use = DECANT_SPECIAL_USE_NONE;
  guint32 messages = 0;
  bool selectable = true;
  guint64 size = DECANT_SIZE_UNKNOWN;
  bool subscribed = false;
};

inline GPtrArray *
make_folders (const std::vector<Spec> &specs, char separator = '/')
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (
    reinterpret_cast<GDestroyNotify> (decant_folder_unref));

  for (const Spec &spec : specs)
    {
      DecantFolder *folder = decant_folder_new (spec.path, spec.path, separator);

      folder->special_use = spec.use;
      folder->messages = spec.messages;
      folder->selectable = spec.selectable;
      folder->size = spec.size;
      folder->subscribed = spec.subscribed;
      folder->counted = TRUE;
      g_ptr_array_add (folders, folder);
    }
  return folders;
}

inline DecantPlan *
make_plan (const std::vector<Spec> &old_specs, const std::vector<Spec> &new_specs,
           const DecantPlanRules *rules = nullptr)
{
  g_autoptr (GPtrArray) old_folders = make_folders (old_specs);
  g_autoptr (GPtrArray) new_folders = make_folders (new_specs);

  return decant_plan_new (old_folders, new_folders, rules);
}

inline const DecantPlanFolder *
find (const DecantPlan *plan, const char *path)
{
  const int index = decant_plan_find (plan, path);

  EXPECT_GE (index, 0) << path;
  return decant_plan_get_folder (plan, static_cast<guint> (index));
}

inline std::string
place_of (const DecantPlan *plan, const char *path)
{
  return find (plan, path)->new_path;
}

/* The globs of a rule, borrowed as long as this lives. */
class Strings
{
public:
  Strings (std::initializer_list<const char *> texts)
  {
    for (const char *text : texts)
      pointers.push_back (const_cast<char *> (text));
    pointers.push_back (nullptr);
  }

  operator char ** ()
  {
    return pointers.data ();
  }

private:
  std::vector<char *> pointers;
};

} // namespace plan_fixture
