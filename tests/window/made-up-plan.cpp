/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window/made-up-plan.hpp"

static DecantFolder *
add (GPtrArray *folders, const std::string &path, guint32 messages, guint64 size)
{
  DecantFolder *folder = decant_folder_new (path.c_str (), path.c_str (), '/');

  folder->counted = TRUE;
  folder->messages = messages;
  folder->size = size;
  g_ptr_array_add (folders, folder);
  return folder;
}

MadeUpPlan::MadeUpPlan ()
    : old_folders (g_ptr_array_new_with_free_func (GDestroyNotify (decant_folder_unref))),
      new_folders (g_ptr_array_new_with_free_func (GDestroyNotify (decant_folder_unref)))
{
}

MadeUpPlan::~MadeUpPlan ()
{
  g_ptr_array_unref (old_folders);
  g_ptr_array_unref (new_folders);
}

DecantFolder *
MadeUpPlan::add_old (const std::string &path, guint32 messages, guint64 size)
{
  return add (old_folders, path, messages, size);
}

DecantFolder *
MadeUpPlan::add_new (const std::string &path, guint32 messages)
{
  return add (new_folders, path, messages, DECANT_SIZE_UNKNOWN);
}

void
MadeUpPlan::add_many (unsigned tops, unsigned count)
{
  for (unsigned top = 1; top <= tops; top++)
    {
      const std::string parent = "Area " + std::to_string (top);

      add_old (parent, top, top * 1000ULL);
      for (unsigned i = 1; i <= count; i++)
        add_old (parent + "/Project " + std::to_string (i), i, i * 70000ULL);
    }
}

DecantPlan *
MadeUpPlan::make () const
{
  return decant_plan_new (old_folders, new_folders, nullptr);
}
