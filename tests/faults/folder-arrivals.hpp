/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "faults/fault-fixture.hpp"

#include <algorithm>

/* Moves in which folders have other names on the other side: what is theirs is known by their
 * messages. */
class FolderArrivals : public Faults
{
protected:
  /* Each folder gets messages that no other one has. */
  void
  fill_each (const std::vector<std::string> &folders)
  {
    for (const std::string &folder : folders)
      {
        fill (folder, 2, next);
        next += 2;
      }
  }

  static std::multiset<std::string>
  bodies (const FaultyFolder &folder)
  {
    std::multiset<std::string> all;

    for (const FaultyMessage &message : folder.messages)
      all.insert (*message.body);
    return all;
  }

  /* The name of the new folder that holds what the old @folder holds, and nothing else; "" where
   * there is none. */
  std::string
  arrived_as (const std::string &folder)
  {
    const std::multiset<std::string> expected = bodies (old_side.mail ()[folder]);
    std::string found;

    for (const auto &[name, candidate] : new_side.mail ())
      if (bodies (candidate) == expected)
        {
          EXPECT_EQ (found, "") << folder << " is there twice";
          found = name;
        }
    return found;
  }

  /* Every old folder with messages has arrived in a folder of its own, and copying again finds
   * that: it makes no folder and copies nothing. */
  void
  expect_each_arrived (const CliResult &result)
  {
    EXPECT_EQ (result.status, 0) << result.all ();
    for (const auto &[name, folder] : old_side.mail ())
      if (!folder.messages.empty ())
        {
          EXPECT_NE (arrived_as (name), "") << name << "\n" << result.all ();
        }
    const size_t made = new_side.mail ().size ();
    const CliResult again = copy ();
    EXPECT_EQ (again.status, 0) << again.all ();
    EXPECT_EQ (json_number (again.report (), "copied"), 0);
    EXPECT_EQ (new_side.mail ().size (), made);
    EXPECT_EQ (renamed (again), renamed (result));
  }

  /* Old path → new path, as the report tells it. */
  static std::map<std::string, std::string>
  renamed (const CliResult &result)
  {
    std::map<std::string, std::string> all;

    for (const auto &item : json_list (result.report (), "adjustments"))
      {
        EXPECT_EQ (json_text (item, "adjustment"), "folder-renamed");
        all[json_text (item, "folder")] = json_text (item, "detail");
      }
    return all;
  }

  unsigned next = 1;
};
