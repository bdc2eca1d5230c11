/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include <functional>
#include <string>
#include <vector>

/* A desktop of the test's own, shared by all tests of the process: an X server that shows nothing,
 * a session bus, and the accessibility bus that comes with it. */
class Desktop
{
public:
  /* Starts it on first use; NULL where this machine cannot have one, with the reason in why_not().
   */
  static Desktop *get ();
  static const std::string &why_not ();

  /* To the session bus. Owned by the desktop. */
  GDBusConnection *
  bus () const
  {
    return connection;
  }

private:
  Desktop () = default;
  bool start (std::string &problem);

  GDBusConnection *connection = nullptr;
};

/* A program of the tests that dies with the test process. @environment: "NAME=value", in place of
 * or beside what there is. */
GSubprocess *spawn (const std::vector<std::string> &arguments,
                    const std::vector<std::string> &environment, GSubprocessFlags flags);

/* As a person would at the keyboard: a key by its symbol, with AtspiModifierType bits (1 << …)
 * held.
 */
void press_key (unsigned key, unsigned modifiers = 0);

/* Looks again and again whether @condition holds, until it does or a minute and a half has gone by.
 */
bool await (const std::function<bool ()> &condition);
