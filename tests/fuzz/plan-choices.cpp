/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.hpp"

#include "engine/plan.h"

/* The choices kept with a move, JSON. */

namespace
{

GPtrArray *
make_folders (const char *const *paths)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (
    reinterpret_cast<GDestroyNotify> (decant_folder_unref));

  for (const char *const *path = paths; *path != nullptr; path++)
    g_ptr_array_add (folders, decant_folder_new (*path, *path, '/'));
  return folders;
}

DecantPlan *
make_plan ()
{
  static const char *const old_paths[] = { "INBOX", "Archive", "Archive/2009", "Sent", nullptr };
  static const char *const new_paths[] = { "INBOX", "archive", "Sent Items", nullptr };
  g_autoptr (GPtrArray) old_folders = make_folders (old_paths);
  g_autoptr (GPtrArray) new_folders = make_folders (new_paths);

  static_cast<DecantFolder *> (old_folders->pdata[3])->special_use = DECANT_SPECIAL_USE_SENT;
  static_cast<DecantFolder *> (new_folders->pdata[2])->special_use = DECANT_SPECIAL_USE_SENT;
  return decant_plan_new (old_folders, new_folders, nullptr);
}

} // namespace

void
fuzz_plan_choices (const std::uint8_t *data, std::size_t size)
{
  const std::string json = fuzz_text (data, size);
  g_autoptr (DecantPlan) plan = make_plan ();
  g_autoptr (DecantPlan) again = make_plan ();
  g_autoptr (GError) error = nullptr;

  if (!decant_plan_load_choices (plan, json.c_str (), &error))
    {
      fuzz_require (error != nullptr, "who fails says why");
      return;
    }
  g_autofree char *saved = decant_plan_save_choices (plan);
  fuzz_require (decant_plan_load_choices (again, saved, &error), "what was saved can be loaded");
  g_autofree char *saved_again = decant_plan_save_choices (again);
  fuzz_require (g_str_equal (saved, saved_again), "what was loaded is what was saved");
  g_autoptr (GPtrArray) targets G_GNUC_UNUSED = decant_plan_list_targets (plan);
}
