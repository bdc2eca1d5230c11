/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "servers/decant-cli.hpp"
#include "servers/dovecot.hpp"
#include "servers/imap-client.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <unistd.h>
#include <vector>

/* An old and a new Dovecot, a state directory, and decant-cli between them. */
class Move : public ::testing::Test
{
protected:
  using Mailbox = std::map<std::string, std::vector<StoredMessage>>;

  Move ()
  {
    char directory[] = "/tmp/decant-move-XXXXXX";

    state = mkdtemp (directory);
  }

  ~Move () override
  {
    std::filesystem::remove_all (state);
  }

  std::vector<std::string>
  arguments (const std::string &command, const std::vector<std::string> &more = {}) const
  {
    std::vector<std::string> all = { command,
                                     "--from",
                                     old_side.url ("ada"),
                                     "--to",
                                     new_side.url ("ada"),
                                     "--allow-plaintext",
                                     "--state-dir",
                                     state,
                                     "--json" };

    all.insert (all.end (), more.begin (), more.end ());
    return all;
  }

  static Environment
  environment ()
  {
    return { { "DECANT_FROM_PASSWORD", DOVECOT_PASSWORD },
             { "DECANT_TO_PASSWORD", DOVECOT_PASSWORD } };
  }

  CliResult
  run (const std::string &command, const std::vector<std::string> &more = {}) const
  {
    return run_cli (arguments (command, more), environment ());
  }

  ImapClient
  old_client () const
  {
    return ImapClient (old_side.port (), "ada", DOVECOT_PASSWORD);
  }

  ImapClient
  new_client () const
  {
    return ImapClient (new_side.port (), "ada", DOVECOT_PASSWORD);
  }

  /* What a server holds, in an order that does not depend on it. */
  static Mailbox
  sorted (Mailbox mailbox)
  {
    for (auto &folder : mailbox)
      std::sort (folder.second.begin (), folder.second.end ());
    return mailbox;
  }

  void
  expect_same_on_both_sides () const
  {
    EXPECT_EQ (sorted (old_client ().read_all ()), sorted (new_client ().read_all ()));
  }

  static std::string
  make_message (unsigned number, const std::string &body = "A few words.\r\n")
  {
    const std::string n = std::to_string (number);

    return "From: Ada <ada@example.org>\r\nTo: b@example.org\r\nDate: Tue, 04 Mar 2008 10:11:12 "
           "-0600\r\nSubject: Message " +
           n + "\r\nMessage-ID: <" + n + "@test.example.org>\r\n\r\n" + body;
  }

  /* @count messages with various flags and dates; returns their files. */
  std::vector<std::string>
  fill (const std::string &folder, unsigned count, unsigned first = 1)
  {
    static const char *const flags[] = { "", "S", "FS", "RSa", "DSab", "b" };
    std::vector<std::string> files;

    old_side.set_keywords ("ada", folder, { "$Work", "later" });
    for (unsigned i = first; i < first + count; i++)
      files.push_back (old_side.put ("ada", folder, make_message (i), flags[i % 6],
                                     1000000000 + gint64 (i) * 86400 * 3));
    return files;
  }

  DovecotServer old_side, new_side;
  std::string state;
};

inline void
PrintTo (const StoredMessage &message, std::ostream *out)
{
  *out << "uid " << message.uid << " of " << message.date << ", " << message.body.size ()
       << " bytes: " << message.body.substr (0, 60);
}
