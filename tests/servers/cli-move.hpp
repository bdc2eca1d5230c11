/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "servers/decant-cli.hpp"
#include "servers/dovecot.hpp"
#include "servers/imap-client.hpp"

#include <memory>

/* Two real Dovecots, an old account with mail in it and an empty new one, and a directory for what
 * decant-cli keeps and writes. */
class CliMove : public ::testing::Test
{
protected:
  void SetUp () override;
  void TearDown () override;

  /* Puts @count messages with subjects "PREFIX 1" … into a folder of the old account, a day apart
   * from @date on; returns their files. */
  std::vector<std::string> fill (const std::string &folder, const std::string &prefix, int count,
                                 gint64 date = 1204647072, const std::string &flags = "S",
                                 size_t size = 800);

  /* The arguments of a command with both accounts, allowing plain text, and @more. */
  std::vector<std::string>
  arguments (const std::string &command, const std::vector<std::string> &more = {}) const;

  /* Runs a command with the passwords in the environment. */
  CliResult run (const std::string &command, const std::vector<std::string> &more = {}) const;

  /* The same with --json. */
  CliResult run_json (const std::string &command, std::vector<std::string> more = {}) const;

  /* What the accounts hold, by the tests' own reading. */
  std::map<std::string, std::vector<StoredMessage>> read_old () const;
  std::map<std::string, std::vector<StoredMessage>> read_new () const;

  /* The path of a file in the test's directory. */
  std::string path (const std::string &name) const;
  std::string read_file (const std::string &name) const;
  bool exists (const std::string &name) const;

  std::unique_ptr<DovecotServer> old_server, new_server;
  std::string directory;
  Environment passwords;
};

bool holds (const std::string &text, const std::string &part);

/* Subjects of messages, sorted. */
std::vector<std::string> subjects (const std::vector<StoredMessage> &messages);

/* Only the folders with messages in them: a server makes empty ones of its own accord. */
std::map<std::string, std::vector<StoredMessage>>
filled (const std::map<std::string, std::vector<StoredMessage>> &folders);

/* Whether two accounts hold the same messages in the same folders. */
void expect_same (const std::map<std::string, std::vector<StoredMessage>> &expected,
                  const std::map<std::string, std::vector<StoredMessage>> &actual);
