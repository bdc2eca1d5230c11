/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "servers/cyrus.h"

#include <gtest/gtest.h>

#include <string>

/* A Cyrus with one user as long as the object lives. Where it cannot run here, absent() says why
 * and the test should be skipped; where it should run and does not, the test fails. */
class CyrusServer
{
public:
  CyrusServer (bool old_names, const std::string &user)
  {
    g_autoptr (GError) error = nullptr;

    cyrus = cyrus_start (old_names, &error);
    if (cyrus != nullptr)
      cyrus_add_user (cyrus, user.c_str (), &error);
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
      reason = error->message;
    else if (error != nullptr)
      ADD_FAILURE () << error->message;
  }

  ~CyrusServer ()
  {
    cyrus_stop (cyrus);
  }

  CyrusServer (const CyrusServer &) = delete;
  CyrusServer &operator= (const CyrusServer &) = delete;

  const std::string &
  absent () const
  {
    return reason;
  }

  guint16
  port () const
  {
    return cyrus_get_port (cyrus);
  }

  bool
  add_user (const std::string &name)
  {
    return cyrus_add_user (cyrus, name.c_str (), nullptr);
  }

  std::string
  directory () const
  {
    return cyrus_get_directory (cyrus);
  }

  /* The account's URL for a program under test. */
  std::string
  url (const std::string &user) const
  {
    return "imap://" + user + "@127.0.0.1:" + std::to_string (port ());
  }

private:
  Cyrus *cyrus = nullptr;
  std::string reason;
};
