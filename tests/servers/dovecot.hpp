/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "servers/dovecot.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

/* A Dovecot as long as the object lives. Where it does not start the test fails.
 */
class DovecotServer
{
public:
  explicit DovecotServer (const DovecotOptions &options = {})
  {
    GError *error = nullptr;

    dovecot = dovecot_start (&options, &error);
    if (dovecot == nullptr)
      ADD_FAILURE () << error->message;
    g_clear_error (&error);
  }

  ~DovecotServer ()
  {
    dovecot_stop (dovecot);
  }

  DovecotServer (const DovecotServer &) = delete;
  DovecotServer &operator= (const DovecotServer &) = delete;

  guint16
  port () const
  {
    return dovecot_get_port (dovecot);
  }
  guint16
  tls_port () const
  {
    return dovecot_get_tls_port (dovecot);
  }
  std::string
  fingerprint () const
  {
    return dovecot_get_fingerprint (dovecot);
  }
  std::string
  directory () const
  {
    return dovecot_get_directory (dovecot);
  }

  /* The account's URL for a program under test, by plain IMAP. */
  std::string
  url (const std::string &user) const
  {
    return "imap://" + user + "@127.0.0.1:" + std::to_string (port ());
  }

  /* Puts a message into the store itself; returns its file. See dovecot_put(). */
  std::string
  put (const std::string &user, const std::string &folder, const std::string &bytes,
       const std::string &flags = "", gint64 date = 1204647072)
  {
    GError *error = nullptr;
    g_autofree char *path = dovecot_put (dovecot, user.c_str (), folder.c_str (), bytes.data (),
                                         bytes.size (), flags.c_str (), date, &error);

    if (path == nullptr)
      ADD_FAILURE () << error->message;
    g_clear_error (&error);
    return path != nullptr ? path : "";
  }

  void
  set_keywords (const std::string &user, const std::string &folder,
                std::vector<const char *> keywords)
  {
    keywords.push_back (nullptr);
    EXPECT_TRUE (
      dovecot_set_keywords (dovecot, user.c_str (), folder.c_str (), keywords.data (), nullptr));
  }

  /* See dovecot_index(). */
  void
  index (const std::string &user)
  {
    EXPECT_TRUE (dovecot_index (dovecot, user.c_str (), nullptr));
  }

  static void
  damage (const std::string &file, DovecotDamage how)
  {
    EXPECT_TRUE (dovecot_damage (file.c_str (), how, nullptr)) << file;
  }

  void
  halt ()
  {
    dovecot_halt (dovecot);
  }
  void
  resume ()
  {
    EXPECT_TRUE (dovecot_resume (dovecot, nullptr));
  }

  /* For the functions of dovecot.h that have no twin here. */
  Dovecot *
  get ()
  {
    return dovecot;
  }

private:
  Dovecot *dovecot = nullptr;
};
