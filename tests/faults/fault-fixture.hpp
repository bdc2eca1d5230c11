/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "faults/faulty-server.hpp"
#include "faults/oracle.hpp"
#include "servers/corpus.hpp"
#include "servers/decant-cli.hpp"

#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>
#include <vector>

/* A message with headers of its own by @number. */
std::string make_message (unsigned number, const std::string &body = "A few words.\r\n");

/* Adds @count of them to a folder. */
void fill_plainly (FaultyServer &server, const std::string &folder, unsigned count);

/* The bytes of the attachment of a message that was made for it. */
std::string unwrap (const std::string &body);

/* Two misbehaving servers with decant-cli between them. After every case the old one's log is held
 * against the list of what may be said to an old account. */
class Faults : public ::testing::Test
{
protected:
  Faults ();
  ~Faults () override;
  void TearDown () override;

  /* Puts @count messages with various flags and dates into a folder of the old side. */
  void fill (const std::string &folder, unsigned count, unsigned first = 1);

  /* decant-cli COMMAND --from OLD --to NEW … with that time-out, as JSON. */
  std::vector<std::string>
  arguments (const std::string &command, const std::vector<std::string> &more = {}) const;
  Environment environment () const;
  CliResult run (const std::string &command, const std::vector<std::string> &more = {}) const;
  CliResult
  copy (const std::vector<std::string> &more = {}) const
  {
    return run ("copy", more);
  }

  /* Each message of the old side is on the new side exactly once with its bytes (but for line
   * ends), flags and date, or else it is named in the report; and there is nothing more. */
  void expect_rest_arrived (const CliResult &result);
  /* The same, and nothing is named. */
  void expect_all_arrived (const CliResult &result);

  /* The reasons by which messages and folders are named in the report: "Archive/3" or "Archive". */
  static std::map<std::string, std::string> problems (const CliResult &result);
  /* The server's words that are reported of it. */
  static std::string detail (const CliResult &result, const std::string &folder, unsigned uid);

  FaultyServer old_side, new_side;
  std::string state;
  unsigned timeout = 2; /* seconds of silence after which decant-cli gives a connection up */
};
