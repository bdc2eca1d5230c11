/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window/desktop.hpp"

#include <atspi/atspi.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <unistd.h>

static std::string problem;

/* What is started for the desktop and ends with the process. */
static std::vector<GSubprocess *> helpers;
static std::string directory;

static void
clean_up ()
{
  for (GSubprocess *helper : helpers)
    {
      g_subprocess_force_exit (helper);
      g_subprocess_wait (helper, nullptr, nullptr);
      g_object_unref (helper);
    }
  std::filesystem::remove_all (directory);
}

static void
die_with_parent (gpointer)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

GSubprocess *
spawn (const std::vector<std::string> &arguments, const std::vector<std::string> &environment,
       GSubprocessFlags flags)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  std::vector<const char *> pointers;
  GError *error = nullptr;
  GSubprocess *process;

  for (const std::string &argument : arguments)
    pointers.push_back (argument.c_str ());
  pointers.push_back (nullptr);
  for (const std::string &setting : environment)
    {
      size_t sign = setting.find ('=');

      g_subprocess_launcher_setenv (launcher, setting.substr (0, sign).c_str (),
                                    setting.substr (sign + 1).c_str (), TRUE);
    }
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, nullptr, nullptr);
  process = g_subprocess_launcher_spawnv (launcher, pointers.data (), &error);
  if (process == nullptr)
    problem = error->message;
  g_clear_error (&error);
  return process;
}

static void
generate_key (unsigned code, AtspiKeySynthType how)
{
  g_autoptr (GError) error = nullptr;

  EXPECT_TRUE (atspi_generate_keyboard_event (glong (code), nullptr, how, &error))
    << (error != nullptr ? error->message : "");
}

void
press_key (unsigned key, unsigned modifiers)
{
  if (modifiers != 0)
    generate_key (modifiers, ATSPI_KEY_LOCKMODIFIERS);
  generate_key (key, ATSPI_KEY_SYM);
  if (modifiers != 0)
    generate_key (modifiers, ATSPI_KEY_UNLOCKMODIFIERS);
}

bool
await (const std::function<bool ()> &condition)
{
  const gint64 deadline = g_get_monotonic_time () + 90 * G_TIME_SPAN_SECOND;

  while (g_get_monotonic_time () < deadline)
    {
      if (condition ())
        return true;
      while (g_main_context_iteration (nullptr, FALSE))
        ;
      g_usleep (20000);
    }
  return condition ();
}

/* The first line that a helper prints. */
static std::string
read_line (GSubprocess *process)
{
  g_autoptr (GDataInputStream)
    lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = g_data_input_stream_read_line (lines, nullptr, nullptr, nullptr);

  return line != nullptr ? line : "";
}

static std::string
start_helper (const std::vector<std::string> &arguments)
{
  GSubprocess *helper = spawn (
    arguments, {},
    GSubprocessFlags (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE));

  if (helper == nullptr)
    return "";
  helpers.push_back (helper);
  return read_line (helper);
}

static void
set_environment ()
{
  g_setenv ("XDG_RUNTIME_DIR", directory.c_str (), TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  g_setenv ("GDK_BACKEND", "x11", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("GTK_A11Y", "atspi", TRUE);
  g_setenv ("GTK_USE_PORTAL", "0", TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_unsetenv ("WAYLAND_DISPLAY");
  g_unsetenv ("AT_SPI_BUS_ADDRESS");
}

bool
Desktop::start (std::string &why)
{
  char place[] = "/tmp/decant-window-XXXXXX";
  g_autofree char *server = g_find_program_in_path ("Xvfb");
  g_autofree char *daemon = g_find_program_in_path ("dbus-daemon");
  GError *error = nullptr;

  if (server == nullptr || daemon == nullptr)
    {
      why = server == nullptr ? "Xvfb is not installed" : "dbus-daemon is not installed";
      return false;
    }
  directory = mkdtemp (place);
  atexit (clean_up);
  set_environment ();

  /* The server chooses a free display itself and says which. */
  std::string display = start_helper (
    { server, "-displayfd", "1", "-screen", "0", "1200x900x24", "-nolisten", "tcp" });
  if (display.empty ())
    {
      why = "Xvfb does not start: " + problem;
      return false;
    }
  g_setenv ("DISPLAY", (":" + display).c_str (), TRUE);

  std::string address = start_helper ({ daemon, "--session", "--nofork", "--print-address=1" });
  if (address.empty ())
    {
      why = "dbus-daemon does not start: " + problem;
      return false;
    }
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address.c_str (), TRUE);
  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, nullptr, &error);
  if (connection == nullptr)
    {
      why = error->message;
      g_error_free (error);
      return false;
    }
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  if (atspi_init () > 1)
    {
      why = "there is no accessibility bus";
      return false;
    }
  return true;
}

Desktop *
Desktop::get ()
{
  static Desktop desktop;
  static const bool there = desktop.start (problem);

  return there ? &desktop : nullptr;
}

const std::string &
Desktop::why_not ()
{
  return problem;
}
