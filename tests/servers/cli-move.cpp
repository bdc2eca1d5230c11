/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/cli-move.hpp"

#include <algorithm>

namespace
{

const std::string user = "ada";

void
remove_tree (const std::string &path)
{
  g_autoptr (GDir) dir = g_dir_open (path.c_str (), 0, nullptr);

  while (const char *name = dir != nullptr ? g_dir_read_name (dir) : nullptr)
    {
      std::string child = path + "/" + name;

      if (g_file_test (child.c_str (), G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        remove (child.c_str ());
    }
  remove (path.c_str ());
}

} // namespace

void
CliMove::SetUp ()
{
  g_autofree char *made = g_dir_make_tmp ("decant-cli-XXXXXX", nullptr);
  DovecotOptions options = {};

  ASSERT_NE (made, nullptr);
  directory = made;
  options.special_use = TRUE;
  old_server = std::make_unique<DovecotServer> (options);
  options.layout = DOVECOT_MAILDIR_PLUS;
  new_server = std::make_unique<DovecotServer> (options);
  passwords = { { "DECANT_FROM_PASSWORD", DOVECOT_PASSWORD },
                { "DECANT_TO_PASSWORD", DOVECOT_PASSWORD } };
}

void
CliMove::TearDown ()
{
  old_server.reset ();
  new_server.reset ();
  if (!directory.empty ())
    remove_tree (directory);
}

std::vector<std::string>
CliMove::fill (const std::string &folder, const std::string &prefix, int count, gint64 date,
               const std::string &flags, size_t size)
{
  std::vector<std::string> files;

  for (int i = 1; i <= count; i++)
    {
      std::string name = prefix + " " + std::to_string (i);
      std::string text = "From: Ada <ada@example.org>\r\nSubject: " + name + "\r\nMessage-ID: <" +
                         prefix + "." + std::to_string (i) +
                         "@example.org>\r\nDate: Tue, 4 Mar 2008 16:11:12 +0000\r\n\r\n";

      while (text.size () < size)
        text += "All that was is here, line by line.\r\n";
      files.push_back (old_server->put (user, folder, text, flags, date + i * 86400));
    }
  return files;
}

std::vector<std::string>
CliMove::arguments (const std::string &command, const std::vector<std::string> &more) const
{
  std::vector<std::string> result{ command };

  if (command != "moves")
    result.insert (result.end (), { "--from", old_server->url (user), "--allow-plaintext" });
  if (command == "copy" || command == "verify")
    result.insert (result.end (), { "--to", new_server->url (user) });
  result.insert (result.end (), { "--state-dir", path ("state") });
  result.insert (result.end (), more.begin (), more.end ());
  return result;
}

CliResult
CliMove::run (const std::string &command, const std::vector<std::string> &more) const
{
  return run_cli (arguments (command, more), passwords);
}

CliResult
CliMove::run_json (const std::string &command, std::vector<std::string> more) const
{
  more.push_back ("--json");
  return run (command, more);
}

std::map<std::string, std::vector<StoredMessage>>
CliMove::read_old () const
{
  return ImapClient (old_server->port (), user, DOVECOT_PASSWORD).read_all ();
}

std::map<std::string, std::vector<StoredMessage>>
CliMove::read_new () const
{
  return ImapClient (new_server->port (), user, DOVECOT_PASSWORD).read_all ();
}

std::string
CliMove::path (const std::string &name) const
{
  return directory + "/" + name;
}

std::string
CliMove::read_file (const std::string &name) const
{
  g_autofree char *text = nullptr;
  gsize length = 0;

  EXPECT_TRUE (g_file_get_contents (path (name).c_str (), &text, &length, nullptr)) << name;
  return text != nullptr ? std::string (text, length) : "";
}

bool
CliMove::exists (const std::string &name) const
{
  return g_file_test (path (name).c_str (), G_FILE_TEST_EXISTS);
}

bool
holds (const std::string &text, const std::string &part)
{
  return text.find (part) != std::string::npos;
}

std::vector<std::string>
subjects (const std::vector<StoredMessage> &messages)
{
  std::vector<std::string> result;

  for (const StoredMessage &message : messages)
    {
      size_t start = message.body.find ("Subject: ") + strlen ("Subject: ");

      result.push_back (message.body.substr (start, message.body.find ("\r\n", start) - start));
    }
  std::sort (result.begin (), result.end ());
  return result;
}

std::map<std::string, std::vector<StoredMessage>>
filled (const std::map<std::string, std::vector<StoredMessage>> &folders)
{
  std::map<std::string, std::vector<StoredMessage>> result;

  for (const auto &[name, messages] : folders)
    if (!messages.empty ())
      result[name] = messages;
  return result;
}

void
expect_same (const std::map<std::string, std::vector<StoredMessage>> &expected,
             const std::map<std::string, std::vector<StoredMessage>> &actual)
{
  for (const auto &[folder, messages] : filled (expected))
    {
      std::vector<StoredMessage> wanted = messages;
      /* The new side's separator is another one. */
      std::string name = folder;
      std::replace (name.begin (), name.end (), '/', '.');
      auto found = actual.find (name);

      ASSERT_NE (found, actual.end ()) << name;
      std::vector<StoredMessage> there = found->second;
      std::sort (wanted.begin (), wanted.end ());
      std::sort (there.begin (), there.end ());
      EXPECT_EQ (wanted.size (), there.size ()) << name;
      EXPECT_TRUE (wanted == there) << name;
    }
}
