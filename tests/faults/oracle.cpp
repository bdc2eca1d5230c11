/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/oracle.hpp"

#include "servers/corpus.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <iterator>
#include <set>
#include <vector>

std::map<std::string, std::string>
list_problems (const CliResult &result)
{
  std::map<std::string, std::string> found;

  for (const auto &problem : json_list (result.report (), "problems"))
    {
      const std::string folder = json_text (problem, "folder");
      const bool is_message = json_has (problem, "uid") && !json_is_null (problem, "uid") &&
                              json_number (problem, "uid") != 0;
      const std::string name = is_message
                                 ? folder + "/" + std::to_string (json_number (problem, "uid"))
                                 : folder;

      EXPECT_EQ (found.count (name), 0u) << name << " is named twice";
      found[name] = json_text (problem, "reason");
    }
  return found;
}

namespace
{

std::string
describe (const FaultyMessage &message)
{
  std::string text;

  for (const std::string &flag : message.flags)
    if (flag != "\\Recent")
      text += flag + " ";
  /* " 4-Mar" and "04-Mar" are the same day. */
  std::string date = message.date;
  if (!date.empty () && date[0] == ' ')
    date[0] = '0';
  return text + date + "\n" + with_crlf (*message.body);
}

std::multiset<std::string>
describe_all (const FaultyFolder &folder, const std::string &name,
              const std::map<std::string, std::string> &left_out)
{
  std::multiset<std::string> all;

  for (const FaultyMessage &message : folder.messages)
    if (left_out.count (name + "/" + std::to_string (message.uid)) == 0)
      all.insert (describe (message));
  return all;
}

/* Flags, date and the first headers of each message that is only in one of the two. */
std::string
tell_what_differs (const std::multiset<std::string> &expected,
                   const std::multiset<std::string> &found)
{
  std::string words;
  std::vector<std::string> missing, unexpected;

  std::set_difference (expected.begin (), expected.end (), found.begin (), found.end (),
                       std::back_inserter (missing));
  std::set_difference (found.begin (), found.end (), expected.begin (), expected.end (),
                       std::back_inserter (unexpected));
  for (const std::string &message : missing)
    words += "missing: " + message.substr (0, 200) + "\n";
  for (const std::string &message : unexpected)
    words += "unexpected: " + message.substr (0, 200) + "\n";
  return words;
}

}

void
expect_rest_arrived (FaultyServer &old_side, FaultyServer &new_side, const CliResult &result)
{
  const std::map<std::string, std::string> named = list_problems (result);
  const FaultyMail sent = old_side.mail ();
  FaultyMail arrived = new_side.mail ();

  for (const auto &[name, folder] : sent)
    {
      if (!folder.selectable || named.count (name) > 0)
        continue;
      const auto expected = describe_all (folder, name, named);
      const auto found = describe_all (arrived[name], name, {});

      EXPECT_EQ (tell_what_differs (expected, found), "") << "in " << name << "\n" << result.all ();
    }
  for (const auto &[name, folder] : arrived)
    if (sent.count (name) == 0)
      {
        EXPECT_TRUE (folder.messages.empty ()) << name;
      }
}

void
expect_only_reading (FaultyServer &server)
{
  static const std::set<std::string> harmless = {
    "CAPABILITY", "ID",    "LOGIN",  "AUTHENTICATE", "STARTTLS", "NAMESPACE",
    "LIST",       "LSUB",  "XLIST",  "STATUS",       "EXAMINE",  "UID FETCH",
    "UID SEARCH", "NOOP",  "ENABLE", "COMPRESS",     "GETQUOTA", "GETQUOTAROOT",
    "UNSELECT",   "CLOSE", "LOGOUT", "PROXYAUTH",
  };

  for (const Heard &heard : server.log ())
    {
      EXPECT_EQ (harmless.count (heard.name), 1u) << heard.name << " " << heard.arguments;
      if (heard.name == "UID FETCH")
        {
          EXPECT_EQ (heard.arguments.find ("BODY["), std::string::npos) << heard.arguments;
          EXPECT_EQ (heard.arguments.find ("RFC822 "), std::string::npos) << heard.arguments;
        }
    }
}
