/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan.h"

#include <string>
#include <vector>

/* Folders of two accounts that are nowhere but in memory, and the plan between them. */
class MadeUpPlan
{
public:
  MadeUpPlan ();
  ~MadeUpPlan ();

  MadeUpPlan (const MadeUpPlan &) = delete;
  MadeUpPlan &operator= (const MadeUpPlan &) = delete;

  DecantFolder *add_old (const std::string &path, guint32 messages, guint64 size);
  DecantFolder *add_new (const std::string &path, guint32 messages);

  /* @tops top levels with @count folders below each, none of them in the new account. */
  void add_many (unsigned tops, unsigned count);

  /* For the taking. */
  DecantPlan *make () const;

private:
  GPtrArray *old_folders, *new_folders;
};
