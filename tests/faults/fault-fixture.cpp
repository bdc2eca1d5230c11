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
with_crlf (const std::string &body)
{
  std::string text;

  for (size_t i = 0; i < body.size (); i++)
    if (body[i] == '\r' || body[i] == '\n')
      {
        text += "\r\n";
        i += body[i] == '\r' && i + 1 < body.size () && body[i + 1] == '\n';
      }
    else
      text += body[i];
  return text;
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

std::map<std::string, std::string>
Faults::problems (const CliResult &result)
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

}

void
Faults::expect_rest_arrived (const CliResult &result)
{
  const std::map<std::string, std::string> named = problems (result);
  const FaultyMail sent = old_side.mail ();
  FaultyMail arrived = new_side.mail ();

  for (const auto &[name, folder] : sent)
    {
      if (!folder.selectable || named.count (name) > 0)
        continue;
      const auto expected = describe_all (folder, name, named);
      const auto found = describe_all (arrived[name], name, {});

      EXPECT_EQ (expected, found) << "in " << name << "\n" << result.all ();
    }
  for (const auto &[name, folder] : arrived)
    if (sent.count (name) == 0)
      {
        EXPECT_TRUE (folder.messages.empty ()) << name;
      }
}

void
Faults::expect_all_arrived (const CliResult &result)
{
  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_TRUE (problems (result).empty ()) << result.all ();
  expect_rest_arrived (result);
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
