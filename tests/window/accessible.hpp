/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <atspi/atspi.h>

#include <functional>
#include <string>
#include <vector>

/* One thing on the accessibility bus, or none. */
class Accessible
{
public:
  explicit Accessible (AtspiAccessible *taken = nullptr) : object (taken)
  {
  }
  Accessible (const Accessible &other);
  Accessible &operator= (Accessible other);
  ~Accessible ();

  explicit operator bool () const
  {
    return object != nullptr;
  }

  std::string name () const;
  AtspiRole role () const;
  std::string role_name () const;
  int pid () const; /* of its program */
  std::vector<Accessible> children () const;

  /* Of an application: asks it anew each time. (GTK does not tell of new windows, so that what is
   * remembered would stay wrong.) */
  void remember_nothing () const;

  /* Calls @func for it and all below it until it says true. Pages that are not in sight are among
   * them: GTK 4.8 does not tell what is shown. */
  bool visit (const std::function<bool (const Accessible &)> &func) const;

  bool is_checked () const;
  void click () const;
  std::string text () const;
  bool set_text (const std::string &text) const;

private:
  AtspiAccessible *object;
};
