/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/decant-cli.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace
{

const char *
program ()
{
  const char *path = g_getenv ("DECANT_CLI");

  EXPECT_NE (path, nullptr) << "DECANT_CLI must hold the path of decant-cli";
  return path != nullptr ? path : "decant-cli";
}

/* What decant-cli sees: nothing of the tester's accounts, keyring and language. */
char **
make_environment (const Environment &environment)
{
  char **result = g_get_environ ();

  for (const char *name :
       { "DECANT_FROM_PASSWORD", "DECANT_TO_PASSWORD", "XDG_DATA_HOME", "LANGUAGE", "TERM" })
    result = g_environ_unsetenv (result, name);
  result = g_environ_setenv (result, "DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  result = g_environ_setenv (result, "LC_ALL", "C.UTF-8", TRUE);
  result = g_environ_setenv (result, "GSETTINGS_BACKEND", "memory", TRUE);
  result = g_environ_setenv (result, "HOME", "/dev/null", TRUE); /* where nothing can be written */
  for (const auto &[name, value] : environment)
    result = g_environ_setenv (result, name.c_str (), value.c_str (), TRUE);
  return result;
}

std::vector<const char *>
make_arguments (const std::vector<std::string> &arguments)
{
  std::vector<const char *> result{ program () };

  for (const std::string &argument : arguments)
    result.push_back (argument.c_str ());
  result.push_back (nullptr);
  return result;
}

/* A session of its own has no terminal to ask for a password on. */
void
leave_terminal (gpointer)
{
  setsid ();
}

GSubprocess *
spawn (const std::vector<std::string> &arguments, const Environment &environment, int flags)
{
  g_autoptr (GSubprocessLauncher)
    launcher = g_subprocess_launcher_new (static_cast<GSubprocessFlags> (flags));
  g_auto (GStrv) variables = make_environment (environment);
  g_autoptr (GError) error = nullptr;

  g_subprocess_launcher_set_environ (launcher, variables);
  g_subprocess_launcher_set_child_setup (launcher, leave_terminal, nullptr, nullptr);
  GSubprocess *process = g_subprocess_launcher_spawnv (launcher, make_arguments (arguments).data (),
                                                       &error);
  EXPECT_NE (process, nullptr) << (error != nullptr ? error->message : "");
  return process;
}

int
exit_status (int wait_status)
{
  return WIFEXITED (wait_status) ? WEXITSTATUS (wait_status) : 128 + WTERMSIG (wait_status);
}

std::shared_ptr<JsonNode>
share (JsonNode *node)
{
  return std::shared_ptr<JsonNode> (node, json_node_unref);
}

std::shared_ptr<JsonNode>
parse_line (const std::string &line)
{
  g_autoptr (GError) error = nullptr;
  JsonNode *node = json_from_string (line.c_str (), &error);

  if (node != nullptr && JSON_NODE_HOLDS_OBJECT (node))
    return share (node);
  ADD_FAILURE () << "not a JSON object: " << line;
  g_clear_pointer (&node, json_node_unref);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, json_object_new ());
  return share (node);
}

JsonNode *
member (const std::shared_ptr<JsonNode> &object, const char *name)
{
  JsonNode *node = json_object_get_member (json_node_get_object (object.get ()), name);

  if (node == nullptr)
    ADD_FAILURE () << "no “" << name << "” in " << json_to_string (object.get (), FALSE);
  return node;
}

} // namespace

std::vector<std::shared_ptr<JsonNode>>
CliResult::events () const
{
  std::vector<std::shared_ptr<JsonNode>> result;
  g_auto (GStrv) lines = g_strsplit (out.c_str (), "\n", -1);

  for (char **line = lines; *line != nullptr; line++)
    if (**line != '\0')
      result.push_back (parse_line (*line));
  return result;
}

std::vector<std::shared_ptr<JsonNode>>
CliResult::events (const std::string &event) const
{
  std::vector<std::shared_ptr<JsonNode>> result;

  for (const auto &object : events ())
    if (json_text (object, "event") == event)
      result.push_back (object);
  return result;
}

std::shared_ptr<JsonNode>
CliResult::report () const
{
  auto all_events = events ();

  if (!all_events.empty () && json_text (all_events.back (), "event") == "report")
    return all_events.back ();
  ADD_FAILURE () << "the last line is no report:\n" << out << err;
  return parse_line ("{}");
}

gint64
json_number (const std::shared_ptr<JsonNode> &object, const char *name)
{
  JsonNode *node = member (object, name);

  return node != nullptr ? json_node_get_int (node) : -1;
}

std::string
json_text (const std::shared_ptr<JsonNode> &object, const char *name)
{
  JsonNode *node = member (object, name);
  const char *text = node != nullptr && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node)
                                                                     : nullptr;

  return text != nullptr ? text : "";
}

bool
json_flag (const std::shared_ptr<JsonNode> &object, const char *name)
{
  JsonNode *node = member (object, name);

  return node != nullptr && json_node_get_boolean (node);
}

bool
json_has (const std::shared_ptr<JsonNode> &object, const char *name)
{
  return json_object_has_member (json_node_get_object (object.get ()), name);
}

bool
json_is_null (const std::shared_ptr<JsonNode> &object, const char *name)
{
  JsonNode *node = member (object, name);

  return node != nullptr && JSON_NODE_HOLDS_NULL (node);
}

std::vector<std::shared_ptr<JsonNode>>
json_list (const std::shared_ptr<JsonNode> &object, const char *name)
{
  std::vector<std::shared_ptr<JsonNode>> result;
  JsonNode *node = member (object, name);

  if (node == nullptr || !JSON_NODE_HOLDS_ARRAY (node))
    return result;
  JsonArray *array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    result.push_back (share (json_node_copy (json_array_get_element (array, i))));
  return result;
}

CliProcess::CliProcess (const std::vector<std::string> &arguments, const Environment &environment)
{
  process = spawn (arguments, environment,
                   G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
}

CliProcess::~CliProcess ()
{
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, nullptr, nullptr);
  g_object_unref (lines);
  g_object_unref (process);
}

bool
CliProcess::wait_for (const std::string &text)
{
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, nullptr, nullptr, nullptr);

      if (line == nullptr)
        return false;
      seen += std::string (line) + "\n";
      if (std::string (line).find (text) != std::string::npos)
        return true;
    }
}

void
CliProcess::send_signal (int number)
{
  g_subprocess_send_signal (process, number);
}

CliResult
CliProcess::finish ()
{
  CliResult result;

  while (char *line = g_data_input_stream_read_line (lines, nullptr, nullptr, nullptr))
    {
      seen += std::string (line) + "\n";
      g_free (line);
    }
  g_subprocess_wait (process, nullptr, nullptr);
  result.status = exit_status (g_subprocess_get_status (process));
  result.out = seen;
  return result;
}

CliResult
run_cli (const std::vector<std::string> &arguments, const Environment &environment,
         const std::string &input)
{
  CliResult result;
  g_autoptr (GError) error = nullptr;
  g_autoptr (GSubprocess)
    process = spawn (arguments, environment,
                     G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                       G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GBytes) given = g_bytes_new (input.data (), input.size ());
  g_autoptr (GBytes) out = nullptr;
  g_autoptr (GBytes) err = nullptr;

  /* A process that does not read its input may be gone before it is written. */
  if (!g_subprocess_communicate (process, given, nullptr, &out, &err, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    ADD_FAILURE () << error->message;
  g_subprocess_wait (process, nullptr, nullptr);
  for (auto &[bytes, text] : { std::pair{ out, &result.out }, std::pair{ err, &result.err } })
    if (bytes != nullptr)
      text->assign (static_cast<const char *> (g_bytes_get_data (bytes, nullptr)),
                    g_bytes_get_size (bytes));
  result.status = exit_status (g_subprocess_get_status (process));
  return result;
}

/* VmHWM of a process in KiB; 0 when it is gone. Unlike its resource usage it does not count what
 * the test itself weighed when it forked. */
static long
read_peak_memory (pid_t process)
{
  std::ifstream status ("/proc/" + std::to_string (process) + "/status");

  for (std::string line; std::getline (status, line);)
    if (line.rfind ("VmHWM:", 0) == 0)
      return std::stol (line.substr (6));
  return 0;
}

long
measure_peak_memory (const std::vector<std::string> &arguments, const Environment &environment)
{
  std::vector<const char *> argv = make_arguments (arguments);
  long peak = 0;
  int status = -1;
  const pid_t child = fork ();

  if (child == 0)
    {
      for (const auto &[name, value] : environment)
        setenv (name.c_str (), value.c_str (), 1);
      if (freopen ("/dev/null", "w", stdout) != nullptr)
        execv (argv[0], const_cast<char **> (argv.data ()));
      _exit (127);
    }
  while (waitpid (child, &status, WNOHANG) == 0)
    {
      std::ifstream name ("/proc/" + std::to_string (child) + "/comm");
      std::string running;

      if (std::getline (name, running) && running == "decant-cli")
        peak = std::max (peak, read_peak_memory (child));
      std::this_thread::sleep_for (std::chrono::milliseconds (2));
    }
  EXPECT_EQ (status, 0);
  EXPECT_GT (peak, 0);
  return peak;
}

CliResult
run_cli_on_terminal (const std::vector<std::string> &arguments, unsigned short columns,
                     const std::string &prompt, const std::string &typed)
{
  CliResult result;
  struct winsize size = { 24, columns, 0, 0 };
  g_auto (GStrv) variables = make_environment ({ { "TERM", "xterm" } });
  std::vector<const char *> argv = make_arguments (arguments);
  bool has_typed = prompt.empty ();
  int terminal = -1;
  int wait_status = 0;
  pid_t child = forkpty (&terminal, nullptr, nullptr, &size);

  if (child == 0)
    {
      execve (argv[0], const_cast<char *const *> (argv.data ()), variables);
      _exit (127);
    }
  for (;;)
    {
      char buffer[4096];
      ssize_t n = read (terminal, buffer, sizeof buffer);

      if (n <= 0)
        break;
      result.out.append (buffer, static_cast<size_t> (n));
      if (!has_typed && result.out.find (prompt) != std::string::npos)
        {
          has_typed = true;
          EXPECT_EQ (write (terminal, typed.data (), typed.size ()),
                     static_cast<ssize_t> (typed.size ()));
        }
    }
  waitpid (child, &wait_status, 0);
  close (terminal);
  result.status = exit_status (wait_status);
  return result;
}
