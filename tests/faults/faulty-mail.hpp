/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

/* What the misbehaving server holds: plain data, for a test to look at and to change. */

struct FaultyMessage
{
  unsigned uid = 0;
  std::set<std::string> flags; /* keywords too */
  std::string date = " 4-Mar-2008 10:11:12 -0600";
  std::shared_ptr<const std::string> body;
  uint64_t object_id = 0;          /* X-GM-MSGID, EMAILID */
  std::vector<std::string> labels; /* X-GM-LABELS, as they are sent: quoted where need be */
};

struct FaultyFolder
{
  std::string attributes; /* as LIST sends them: "\\Sent \\HasNoChildren" */
  bool selectable = true;
  bool listed = true; /* whether LIST tells of it */
  bool read_only = false;
  std::string permanent_flags = "\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*";
  unsigned uid_validity = 1000;
  unsigned uid_next = 1;
  std::vector<FaultyMessage> messages; /* by UID */

  /* Adds a message behind the others; returns its UID. */
  unsigned add (const std::string &body, const std::set<std::string> &flags = {});
  FaultyMessage *find (unsigned uid);
};

/* By the name in which the server speaks of it. */
using FaultyMail = std::map<std::string, FaultyFolder>;
