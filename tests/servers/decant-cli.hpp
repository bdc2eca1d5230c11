/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <map>
#include <memory>
#include <string>
#include <vector>

/* Runs the real decant-cli (its path is in DECANT_CLI) as a process of its own: without a terminal,
 * without a keyring, with nothing of the tester's own settings. */

struct CliResult
{
  int status = -1; /* exit status; 128 + n where a signal ended it */
  std::string out;
  std::string err;

  std::string
  all () const
  {
    return out + err;
  }

  /* The lines of standard output as JSON objects; a line that is none fails the test. */
  std::vector<std::shared_ptr<JsonNode>> events () const;

  /* Those of one kind. */
  std::vector<std::shared_ptr<JsonNode>> events (const std::string &event) const;

  /* The last line, which must be the report; an empty object where it is not. */
  std::shared_ptr<JsonNode> report () const;
};

/* A member of a JSON object; the test fails where it is absent. */
gint64 json_number (const std::shared_ptr<JsonNode> &object, const char *member);
std::string json_text (const std::shared_ptr<JsonNode> &object, const char *member);
bool json_flag (const std::shared_ptr<JsonNode> &object, const char *member);
bool json_has (const std::shared_ptr<JsonNode> &object, const char *member);
bool json_is_null (const std::shared_ptr<JsonNode> &object, const char *member);
std::vector<std::shared_ptr<JsonNode>>
json_list (const std::shared_ptr<JsonNode> &object, const char *member);

using Environment = std::map<std::string, std::string>;

/* A decant-cli under way. */
class CliProcess
{
public:
  CliProcess (const std::vector<std::string> &arguments, const Environment &environment = {});
  ~CliProcess ();

  /* Reads standard output up to and including the first line that holds @text; FALSE where it ends
   * before. */
  bool wait_for (const std::string &text);
  void send_signal (int number);

  /* Reads the rest and waits for the end. */
  CliResult finish ();

private:
  GSubprocess *process = nullptr;
  GDataInputStream *lines = nullptr;
  std::string seen;
};

/* Runs it to its end. */
CliResult run_cli (const std::vector<std::string> &arguments, const Environment &environment = {},
                   const std::string &input = "");

/* Runs it to its end, its output thrown away; its peak memory in KiB. */
long
measure_peak_memory (const std::vector<std::string> &arguments, const Environment &environment);

/* Runs it on a terminal of its own, @columns wide; what is typed is written as soon as the output
 * holds @prompt (nothing is typed where that is empty). Output and errors come as one, in `out`. */
CliResult run_cli_on_terminal (const std::vector<std::string> &arguments, unsigned short columns,
                               const std::string &prompt = "", const std::string &typed = "");
