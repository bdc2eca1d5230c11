/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "window/accessible.hpp"
#include "window/desktop.hpp"

#include <string>
#include <vector>

/* The real application on the test's desktop, driven from outside: its commands over D-Bus, what it
 * shows over the accessibility bus. */
class Application
{
public:
  /* @home: where it keeps its data. */
  Application (const Desktop &desktop, const std::string &home,
               const std::vector<std::string> &arguments = {},
               const std::vector<std::string> &environment = {});
  ~Application ();

  Application (const Application &) = delete;
  Application &operator= (const Application &) = delete;

  bool is_alive () const;

  /* Waits for it to end by itself and returns its exit status, -1 if it does not. */
  int await_exit ();

  /* Whether there is a window, shown or about to be. */
  bool has_window ();

  /* As a click on its launcher does. */
  void activate ();

  /* A command of the window; @parameter in the text form of GVariant, "" for none. */
  void command (const std::string &name, const std::string &parameter = "");
  void application_command (const std::string &name);
  bool is_enabled (const std::string &command);

  /* The state of a command that is on or off. */
  bool is_on (const std::string &command);
  bool await_enabled (const std::string &command);

  /* The application, or nothing before it is on the accessibility bus. */
  Accessible root () const;

  /* The page of a step ("DecantAccountsPage"). Waits for it. */
  Accessible page (const std::string &name) const;

  /* The @index-th of this role and name on a page. Waits for it. */
  Accessible find (const std::string &page_name, AtspiRole role, const std::string &name,
                   unsigned index = 0) const;

  /* The first anywhere in its windows with this in its name. Waits for it. */
  Accessible find_in_window (AtspiRole role, const std::string &name) const;

  /* Whether a label on a page says this, or something with this in it, by and by. */
  bool await_text (const std::string &page_name, const std::string &text) const;

  /* Its arguments, as anybody on the machine can read them. */
  std::string arguments () const;

private:
  GVariant *describe (const std::string &command);
  void call (const std::string &path, const std::string &name, const std::string &parameter);
  std::string find_window_path ();

  GDBusConnection *bus;
  GSubprocess *process;
  std::string pid;
};
