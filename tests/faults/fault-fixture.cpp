/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

#include <filesystem>
#include <unistd.h>

std::string
make_message (unsigned number, const std::string &body)
{
  const std::string n = std::to_string (number);

  return "From: Ada <ada@example.org>\r\nTo: b@example.org\r\nDate: Tue, 04 Mar 2008 10:11:12 "
         "-0600\r\nSubject: Message " +
         n + "\r\nMessage-ID: <" + n + "@test.example.org>\r\n\r\n" + body;
}

std::string
unwrap (const std::string &body)
{
  const size_t start = body.find ("\r\n\r\n", body.find ("application/octet-stream")) + 4;
  std::string encoded = body.substr (start, body.find ("\r\n--", start) - start);
  gsize length = 0;
  g_autofree guchar *decoded = g_base64_decode (encoded.c_str (), &length);

  return std::string (reinterpret_cast<char *> (decoded), length);
}

Faults::Faults ()
{
  char directory[] = "/tmp/decant-faults-XXXXXX";

  state = mkdtemp (directory);
}

Faults::~Faults ()
{
  std::filesystem::remove_all (state);
}

void
Faults::TearDown ()
{
  expect_only_reading (old_side);
}

void
fill_plainly (FaultyServer &server, const std::string &folder, unsigned count)
{
  server.edit ([&] (FaultyMail &mail) {
    for (unsigned i = 1; i <= count; i++)
      mail[folder].add (make_message (i));
  });
}

void
Faults::fill (const std::string &folder, unsigned count, unsigned first)
{
  static const std::set<std::string> flags[] = {
    {}, { "\\Seen" }, { "\\Flagged", "\\Seen" }, { "\\Answered", "$Work" }, { "\\Draft" }
  };

  old_side.edit ([&] (FaultyMail &mail) {
    for (unsigned i = first; i < first + count; i++)
      {
        char date[64];

        mail[folder].add (make_message (i), flags[i % 5]);
        snprintf (date, sizeof date, "%2u-Mar-20%02u 10:11:%02u -0600", 1 + i % 28, i / 60 % 24,
                  i % 60);
        mail[folder].messages.back ().date = date;
      }
  });
}

std::vector<std::string>
Faults::arguments (const std::string &command, const std::vector<std::string> &more) const
{
  std::vector<std::string> all = { command,
                                   "--from",
                                   old_side.url (),
                                   "--to",
                                   new_side.url (),
                                   "--allow-plaintext",
                                   "--state-dir",
                                   state,
                                   "--json",
                                   "--timeout",
                                   std::to_string (timeout) };

  all.insert (all.end (), more.begin (), more.end ());
  return all;
}

Environment
Faults::environment () const
{
  return { { "DECANT_FROM_PASSWORD", "secret" }, { "DECANT_TO_PASSWORD", "secret" } };
}

CliResult
Faults::run (const std::string &command, const std::vector<std::string> &more) const
{
  return run_cli (arguments (command, more), environment ());
}

std::string
Faults::detail (const CliResult &result, const std::string &folder, unsigned uid)
{
  for (const auto &problem : json_list (result.report (), "problems"))
    if (json_text (problem, "folder") == folder &&
        (uid == 0 || json_number (problem, "uid") == gint64 (uid)))
      return json_text (problem, "detail");
  ADD_FAILURE () << folder << "/" << uid << " is not in the report: " << result.all ();
  return "";
}

std::map<std::string, std::string>
Faults::problems (const CliResult &result)
{
  return list_problems (result);
}

void
Faults::expect_rest_arrived (const CliResult &result)
{
  ::expect_rest_arrived (old_side, new_side, result);
}

void
Faults::expect_all_arrived (const CliResult &result)
{
  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_TRUE (problems (result).empty ()) << result.all ();
  expect_rest_arrived (result);
}
