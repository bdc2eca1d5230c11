/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window/accessible.hpp"

#include <utility>

/* Whatever fails over the bus fails because the thing is gone meanwhile: it has no name then. */

Accessible::Accessible (const Accessible &other) : object (other.object)
{
  if (object != nullptr)
    g_object_ref (object);
}

Accessible &
Accessible::operator= (Accessible other)
{
  std::swap (object, other.object);
  return *this;
}

Accessible::~Accessible ()
{
  g_clear_object (&object);
}

std::string
Accessible::name () const
{
  g_autofree char *name = atspi_accessible_get_name (object, nullptr);

  return name != nullptr ? name : "";
}

AtspiRole
Accessible::role () const
{
  return atspi_accessible_get_role (object, nullptr);
}

std::string
Accessible::role_name () const
{
  g_autofree char *name = atspi_accessible_get_role_name (object, nullptr);

  return name != nullptr ? name : "";
}

int
Accessible::pid () const
{
  return int (atspi_accessible_get_process_id (object, nullptr));
}

void
Accessible::remember_nothing () const
{
  atspi_accessible_set_cache_mask (object, ATSPI_CACHE_NONE);
}

std::vector<Accessible>
Accessible::children () const
{
  std::vector<Accessible> all;
  int count = atspi_accessible_get_child_count (object, nullptr);

  for (int i = 0; i < count; i++)
    {
      AtspiAccessible *child = atspi_accessible_get_child_at_index (object, i, nullptr);

      if (child != nullptr)
        all.emplace_back (child);
    }
  return all;
}

bool
Accessible::visit (const std::function<bool (const Accessible &)> &func) const
{
  if (func (*this))
    return true;
  for (const Accessible &child : children ())
    if (child.visit (func))
      return true;
  return false;
}

/* Its interfaces are references of the same object. */
template <typename Interface> class Borrowed
{
public:
  explicit Borrowed (Interface *taken) : interface (taken)
  {
  }
  ~Borrowed ()
  {
    g_clear_object (&interface);
  }
  Borrowed (const Borrowed &) = delete;
  Borrowed &operator= (const Borrowed &) = delete;

  Interface *interface;
};

bool
Accessible::is_checked () const
{
  AtspiStateSet *states = atspi_accessible_get_state_set (object);
  const bool checked = atspi_state_set_contains (states, ATSPI_STATE_CHECKED);

  g_object_unref (states);
  return checked;
}

void
Accessible::click () const
{
  Borrowed<AtspiAction> action (atspi_accessible_get_action_iface (object));

  if (action.interface != nullptr)
    atspi_action_do_action (action.interface, 0, nullptr);
}

std::string
Accessible::text () const
{
  Borrowed<AtspiText> text (atspi_accessible_get_text_iface (object));
  if (text.interface == nullptr)
    return "";

  int length = atspi_text_get_character_count (text.interface, nullptr);
  g_autofree char *content = atspi_text_get_text (text.interface, 0, length, nullptr);
  return content != nullptr ? content : "";
}

bool
Accessible::set_text (const std::string &text) const
{
  Borrowed<AtspiEditableText> editable (atspi_accessible_get_editable_text_iface (object));

  return editable.interface != nullptr &&
         atspi_editable_text_set_text_contents (editable.interface, text.c_str (), nullptr);
}
