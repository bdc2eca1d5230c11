/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/decant-cli.hpp"

#include <gio/gio.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <string>
#include <sys/stat.h>

namespace
{

/* A decant-trial of few messages under way. */
class Trial
{
public:
  explicit Trial (const char *script)
  {
    const char *program = g_getenv ("DECANT_TRIAL");

    EXPECT_NE (program, nullptr) << "DECANT_TRIAL must hold the path of decant-trial";
    process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, nullptr, program, "--messages=60",
                                "--small", "--", "sh", "-c", script, "sh", "@FROM@", "@TO@",
                                "@STATE@", "@FROM_CERTIFICATE@", "@TO_CERTIFICATE@", nullptr);
    output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  }

  ~Trial ()
  {
    g_subprocess_force_exit (process);
    g_object_unref (output);
    g_object_unref (process);
  }

  std::string
  line ()
  {
    g_autofree char *text = g_data_input_stream_read_line (output, nullptr, nullptr, nullptr);

    return text != nullptr ? text : "";
  }

  void
  send (int signal)
  {
    g_subprocess_send_signal (process, signal);
  }

  int
  finish ()
  {
    g_subprocess_wait (process, nullptr, nullptr);
    return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  }

private:
  GSubprocess *process = nullptr;
  GDataInputStream *output = nullptr;
};

/* The directory that holds the state directory is a server's. */
bool
server_remains (const std::string &state)
{
  const std::string directory = state.substr (0, state.rfind ('/'));
  struct stat info;

  EXPECT_FALSE (directory.empty ());
  return stat (directory.c_str (), &info) == 0;
}

TEST (Trial, RunsTheCommandOnTwoAccountsAndPassesItsStatusOn)
{
  Trial trial ("echo $1; echo $2; echo $3; echo \"$DECANT_FROM_PASSWORD\"; exit 3");
  const std::string from = trial.line ();
  const std::string to = trial.line ();
  const std::string state = trial.line ();

  EXPECT_EQ (from.find ("imaps://ada@localhost:"), 0U) << from;
  EXPECT_EQ (to.find ("imaps://ada.lindqvist@localhost:"), 0U) << to;
  EXPECT_FALSE (trial.line ().empty ());
  EXPECT_EQ (trial.finish (), 3);
  EXPECT_FALSE (server_remains (state));
}

TEST (Trial, StopsTheCommandAndCleansUpOnASignal)
{
  /* A child in the background could miss the signal, just born, and stay. */
  Trial trial ("trap 'exit 4' TERM; echo $3; while :; do sleep 0.05; done");
  const std::string state = trial.line ();

  EXPECT_TRUE (server_remains (state));
  trial.send (SIGTERM);
  EXPECT_EQ (trial.finish (), 4);
  EXPECT_FALSE (server_remains (state));
}

TEST (Trial, LetsDecantMoveAllButTheDamagedWhichItNames)
{
  Trial trial ("$DECANT_CLI copy --from $1 --to $2 --state-dir $3 --trust-certificate $4 "
               "--trust-certificate $5 --json");
  CliResult result;

  for (std::string line = trial.line (); !line.empty (); line = trial.line ())
    result.out += line + "\n";
  EXPECT_EQ (trial.finish (), 1);
  auto report = result.report ();
  EXPECT_EQ (json_number (report, "skipped"), 7);
  EXPECT_EQ (json_number (report, "copied"), json_number (report, "found") - 7);
  EXPECT_TRUE (json_flag (report, "verified"));
  ASSERT_EQ (json_list (report, "problems").size (), 7U);
  for (const auto &problem : json_list (report, "problems"))
    {
      EXPECT_EQ (json_text (problem, "reason"), "unreadable");
      EXPECT_GT (json_number (problem, "uid"), 0);
      for (const char *name : { "folder", "from", "subject", "message_id", "date", "detail" })
        EXPECT_FALSE (json_text (problem, name).empty ()) << name;
    }
}

} // namespace
