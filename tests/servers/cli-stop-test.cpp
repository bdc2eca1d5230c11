/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/cli-move.hpp"

#include <algorithm>
#include <signal.h>

/* decant-cli stopped in the middle, and seen on a terminal. */
namespace
{

using Strings = std::vector<std::string>;

/* Enough mail that a run at LIMIT takes long enough to be stopped, wherever it is tested. */
const char *const limit = "200k";

class CliStop : public CliMove
{
protected:
  void
  SetUp () override
  {
    CliMove::SetUp ();
    fill ("INBOX", "Letter", 60, 1204647072, "S", 20000);
  }

  /* The new inbox must hold each message once. */
  void
  expect_each_once ()
  {
    Strings there = subjects (read_new ()["INBOX"]);

    EXPECT_EQ (there.size (), 60u);
    EXPECT_EQ (std::unique (there.begin (), there.end ()), there.end ());
  }
};

class CliStopBySignal : public CliStop, public ::testing::WithParamInterface<int>
{
};

TEST_P (CliStopBySignal, StopsCleanlyAndGoesOn)
{
  CliProcess process (arguments ("copy", { "--json", "--rate", limit }), passwords);
  ASSERT_TRUE (process.wait_for ("\"copying\""));
  process.send_signal (GetParam ());
  CliResult stopped = process.finish ();

  EXPECT_EQ (stopped.status, 4) << stopped.out;
  EXPECT_TRUE (holds (stopped.out, "\"event\":\"report\"")) << stopped.out;
  EXPECT_LT (read_new ()["INBOX"].size (), 60u);

  auto moves = run_json ("moves").events ("move");
  ASSERT_EQ (moves.size (), 1u);
  EXPECT_EQ (json_text (moves[0], "state"), "stopped");

  CliResult resumed = run_json ("copy");
  EXPECT_EQ (resumed.status, 0) << resumed.all ();
  EXPECT_EQ (json_number (resumed.report (), "done"), 60);
  expect_each_once ();
}

INSTANTIATE_TEST_SUITE_P (, CliStopBySignal, ::testing::Values (SIGINT, SIGTERM));

TEST_F (CliStop, AReportIsWrittenOfAStoppedRun)
{
  CliProcess process (
    arguments ("copy", { "--json", "--rate", limit, "--report", path ("report.json") }), passwords);
  ASSERT_TRUE (process.wait_for ("\"copying\""));
  process.send_signal (SIGINT);
  EXPECT_EQ (process.finish ().status, 4);

  std::shared_ptr<JsonNode> report (json_from_string (read_file ("report.json").c_str (), nullptr),
                                    json_node_unref);
  ASSERT_NE (report, nullptr);
  EXPECT_FALSE (json_flag (report, "verified"));
  EXPECT_LT (json_number (report, "done"), 60);
}

TEST_F (CliStop, ASecondDecantIsToldThatTheMoveIsTaken)
{
  CliProcess first (arguments ("copy", { "--json", "--rate", limit }), passwords);
  ASSERT_TRUE (first.wait_for ("\"copying\""));

  CliResult second = run_json ("copy");
  EXPECT_EQ (second.status, 4) << second.all ();
  EXPECT_FALSE (second.err.empty ());
  EXPECT_FALSE (json_text (second.report (), "error").empty ());
  CliResult verify = run ("verify");
  EXPECT_EQ (verify.status, 4) << verify.all ();

  auto moves = run_json ("moves").events ("move");
  ASSERT_EQ (moves.size (), 1u);
  EXPECT_EQ (json_text (moves[0], "state"), "running");
  first.send_signal (SIGTERM);
  EXPECT_EQ (first.finish ().status, 4);
}

/* ---- on a terminal ---- */

const char *const erase = "\r\033[K";
const unsigned short columns = 60;

/* The states of the live line: what stands between two erasures and before a line feed. */
Strings
live_lines (const std::string &output)
{
  Strings result;
  size_t start = output.find (erase);

  while (start != std::string::npos)
    {
      start += strlen (erase);
      size_t end = std::min (output.find (erase, start), output.find ('\n', start));
      result.push_back (output.substr (start, end == std::string::npos ? end : end - start));
      start = output.find (erase, start);
    }
  return result;
}

TEST_F (CliStop, ALiveLineShowsHowFarItIsAndGoesInTheEnd)
{
  Strings more{
    "--rate",         "600k", "--from-password-file", path ("password"), "--to-password-file",
    path ("password")
  };
  ASSERT_TRUE (
    g_file_set_contents (path ("password").c_str (), DOVECOT_PASSWORD "\n", -1, nullptr));

  CliResult result = run_cli_on_terminal (arguments ("copy", more), columns);

  EXPECT_EQ (result.status, 0) << result.out;
  Strings lines = live_lines (result.out);
  ASSERT_GT (lines.size (), 2u) << result.out;
  bool tells = false;
  for (const std::string &line : lines)
    {
      tells = tells || holds (line, "of 60 messages");
      EXPECT_TRUE (holds (line, "All 60 messages") || g_utf8_strlen (line.c_str (), -1) < columns)
        << line;
    }
  EXPECT_TRUE (tells) << result.out;
  /* What is said in the end begins where the line was. */
  EXPECT_TRUE (holds (result.out, std::string (erase) + "All 60 messages")) << result.out;
}

TEST_F (CliStop, WithoutATerminalThereIsNoLiveLine)
{
  CliResult result = run ("copy");

  EXPECT_EQ (result.status, 0);
  EXPECT_FALSE (holds (result.all (), "\033"));
  EXPECT_FALSE (holds (result.all (), "\r"));
}

} // namespace
