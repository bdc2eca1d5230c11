/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window/application.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#define BUS_NAME "io.github.decantmail.Decant"
#define OBJECT_PATH "/io/github/decantmail/Decant"
#define MOST_WINDOWS 9

static std::vector<std::string>
make_arguments (const std::vector<std::string> &arguments)
{
  std::vector<std::string> all = { getenv ("DECANT_APP") };

  all.insert (all.end (), arguments.begin (), arguments.end ());
  return all;
}

static std::vector<std::string>
make_environment (const std::string &home, const std::vector<std::string> &environment)
{
  std::vector<std::string> all = { "HOME=" + home, "XDG_DATA_HOME=" + home + "/data",
                                   "XDG_CONFIG_HOME=" + home + "/config",
                                   "XDG_CACHE_HOME=" + home + "/cache", "G_DEBUG=fatal-criticals" };

  all.insert (all.end (), environment.begin (), environment.end ());
  return all;
}

Application::Application (const Desktop &desktop, const std::string &home,
                          const std::vector<std::string> &arguments,
                          const std::vector<std::string> &environment)
    : bus (desktop.bus ()),
      process (spawn (make_arguments (arguments), make_environment (home, environment),
                      G_SUBPROCESS_FLAGS_NONE))
{
  const char *identifier = process != nullptr ? g_subprocess_get_identifier (process) : nullptr;

  pid = identifier != nullptr ? identifier : "";
}

Application::~Application ()
{
  if (process == nullptr)
    return;
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, nullptr, nullptr);
  g_object_unref (process);
}

bool
Application::is_alive () const
{
  return process != nullptr && g_subprocess_get_identifier (process) != nullptr;
}

int
Application::await_exit ()
{
  if (!await ([this] { return !is_alive (); }) || !g_subprocess_get_if_exited (process))
    return -1;
  return g_subprocess_get_exit_status (process);
}

/* ---- commands ---- */

static GVariant *
ask (GDBusConnection *bus, const std::string &path, const char *interface, const char *method,
     GVariant *parameters)
{
  return g_dbus_connection_call_sync (bus, BUS_NAME, path.c_str (), interface, method, parameters,
                                      nullptr, G_DBUS_CALL_FLAGS_NO_AUTO_START, 20000, nullptr,
                                      nullptr);
}

/* Each new window has a number of its own. */
std::string
Application::find_window_path ()
{
  for (int i = 1; i <= MOST_WINDOWS; i++)
    {
      const std::string path = OBJECT_PATH "/window/" + std::to_string (i);
      g_autoptr (GVariant) answer = ask (bus, path, "org.gtk.Actions", "List", nullptr);

      if (answer != nullptr)
        return path;
    }
  return "";
}

bool
Application::has_window ()
{
  return !find_window_path ().empty ();
}

void
Application::activate ()
{
  GVariantBuilder nothing;

  g_variant_builder_init (&nothing, G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) answer = ask (bus, OBJECT_PATH, "org.gtk.Application", "Activate",
                                     g_variant_new ("(a{sv})", &nothing));
}

void
Application::call (const std::string &path, const std::string &name, const std::string &parameter)
{
  GVariantBuilder parameters, platform;

  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  g_variant_builder_init (&platform, G_VARIANT_TYPE_VARDICT);
  if (!parameter.empty ())
    g_variant_builder_add (&parameters, "v", g_variant_new_parsed (parameter.c_str ()));
  g_autoptr (GVariant)
    answer = ask (bus, path, "org.gtk.Actions", "Activate",
                  g_variant_new ("(sava{sv})", name.c_str (), &parameters, &platform));
}

void
Application::command (const std::string &name, const std::string &parameter)
{
  call (find_window_path (), name, parameter);
}

void
Application::application_command (const std::string &name)
{
  call (OBJECT_PATH, name, "");
}

GVariant *
Application::describe (const std::string &command)
{
  const std::string path = find_window_path ();

  if (path.empty ())
    return nullptr;
  return ask (bus, path, "org.gtk.Actions", "Describe", g_variant_new ("(s)", command.c_str ()));
}

bool
Application::is_enabled (const std::string &command)
{
  g_autoptr (GVariant) answer = describe (command);
  gboolean enabled = FALSE;

  if (answer != nullptr)
    g_variant_get (answer, "((bgav))", &enabled, nullptr, nullptr);
  return enabled;
}

bool
Application::is_on (const std::string &command)
{
  g_autoptr (GVariant) answer = describe (command);
  g_autoptr (GVariantIter) states = nullptr;
  g_autoptr (GVariant) state = nullptr;

  if (answer == nullptr)
    return false;
  g_variant_get (answer, "((bgav))", nullptr, nullptr, &states);
  return g_variant_iter_next (states, "v", &state) && g_variant_get_boolean (state);
}

bool
Application::await_enabled (const std::string &command)
{
  return await ([&] { return is_enabled (command); });
}

/* ---- what it shows ---- */

Accessible
Application::root () const
{
  Accessible desktop (atspi_get_desktop (0));

  for (const Accessible &child : desktop.children ())
    if (child.pid () == atoi (pid.c_str ()))
      {
        child.remember_nothing ();
        return child;
      }
  return Accessible ();
}

static Accessible
search (const Accessible &from, const std::function<bool (const Accessible &)> &is_it)
{
  Accessible found;

  if (from)
    from.visit ([&] (const Accessible &accessible) {
      if (!is_it (accessible))
        return false;
      found = accessible;
      return true;
    });
  return found;
}

Accessible
Application::page (const std::string &name) const
{
  Accessible found;

  await ([&] {
    found = search (root (), [&] (const Accessible &it) { return it.name () == name; });
    return bool (found);
  });
  return found;
}

Accessible
Application::find (const std::string &page_name, AtspiRole role, const std::string &name,
                   unsigned index) const
{
  Accessible found;

  await ([&] {
    unsigned number = 0;

    found = search (page (page_name), [&] (const Accessible &it) {
      return it.role () == role && it.name () == name && number++ == index;
    });
    return bool (found);
  });
  return found;
}

Accessible
Application::find_in_window (AtspiRole role, const std::string &name) const
{
  Accessible found;

  await ([&] {
    found = search (root (), [&] (const Accessible &it) {
      return it.role () == role && it.name ().find (name) != std::string::npos;
    });
    return bool (found);
  });
  return found;
}

bool
Application::await_text (const std::string &page_name, const std::string &text) const
{
  return await ([&] {
    return bool (search (page (page_name), [&] (const Accessible &it) {
      return it.role () == ATSPI_ROLE_LABEL && it.name ().find (text) != std::string::npos;
    }));
  });
}

std::string
Application::arguments () const
{
  std::ifstream file ("/proc/" + pid + "/cmdline");
  std::stringstream text;

  text << file.rdbuf ();
  return text.str ();
}
