/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "servers/dovecot.hpp"
#include "servers/imap-client.hpp"
#include "window/desktop-test.hpp"

/* The application and the servers it moves mail between: real ones, with the account "ada". */
class TwoServers : public DesktopTest
{
protected:
  static DovecotOptions
  with_tls (guint quota = 0)
  {
    DovecotOptions options = {};

    options.tls = TRUE;
    options.quota = quota;
    return options;
  }

  /* What fills in an account: @side is "--from" or "--to". */
  static std::vector<std::string>
  account (const std::string &side, const DovecotServer &server, unsigned port)
  {
    return { side, "imaps://ada@localhost:" + std::to_string (port), "--trust-certificate",
             server.fingerprint () };
  }

  static std::vector<std::string>
  account (const std::string &side, const DovecotServer &server)
  {
    return account (side, server, server.tls_port ());
  }

  void
  launch_filled_in (std::vector<std::string> old_account,
                    const std::vector<std::string> &new_account,
                    const std::string &new_password = DOVECOT_PASSWORD)
  {
    old_account.insert (old_account.end (), new_account.begin (), new_account.end ());
    launch (old_account, { std::string ("DECANT_FROM_PASSWORD=") + DOVECOT_PASSWORD,
                           "DECANT_TO_PASSWORD=" + new_password });
  }

  /* To the folders. */
  void
  sign_in ()
  {
    ASSERT_TRUE (application->await_enabled ("sign-in"));
    application->command ("sign-in");
    ASSERT_TRUE (application->await_enabled ("start"));
  }

  /* To the report. */
  void
  copy ()
  {
    application->command ("start");
    ASSERT_TRUE (application->await_enabled ("save-report"));
  }

  /* -1: there is no such folder, or no such server at the moment. */
  static int
  count (unsigned port, const std::string &folder)
  {
    try
      {
        return int (ImapClient (port, "ada", DOVECOT_PASSWORD).count (folder));
      }
    catch (const std::runtime_error &)
      {
        return -1;
      }
  }

  /* Whether a label of a page says that now. */
  bool
  says (const std::string &page, const std::string &text)
  {
    return application->page (page).visit ([&text] (const Accessible &it) {
      return it.role () == ATSPI_ROLE_LABEL && it.name ().find (text) != std::string::npos;
    });
  }

  /* A message of its own. */
  static std::string
  letter (const std::string &name, const std::string &words = "A few words.\r\n")
  {
    return "From: Ada <ada@example.org>\r\nSubject: " + name + "\r\nMessage-ID: <" + name +
           "@test.example.org>\r\n\r\n" + words;
  }

  /* Puts @count into a folder, called by its name and their number. */
  static void
  fill (DovecotServer &server, const std::string &folder, unsigned count, gint64 date = 1204647072)
  {
    for (unsigned i = 1; i <= count; i++)
      server.put ("ada", folder, letter (folder + "-" + std::to_string (i)), "", date);
  }
};
