/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The real application before a move between two Dovecots, the new one of which has a quota. */

#include "servers/dovecot.hpp"
#include "servers/imap-client.hpp"
#include "window/desktop-test.hpp"

#include <gtest/gtest.h>
#include <memory>

#define FOLDERS "DecantFoldersPage"

class Fit : public DesktopTest
{
protected:
  static constexpr gint64 IN_2008 = 1204647072, IN_2020 = 1590000000;

  void
  SetUp () override
  {
    DesktopTest::SetUp ();
    if (IsSkipped ())
      return;
    old_side = std::make_unique<DovecotServer> (with_tls (0));
    new_side = std::make_unique<DovecotServer> (with_tls (450));
    fill ("INBOX", 4, IN_2008);
    fill ("INBOX", 3, IN_2020);
    fill ("INBOX", 2, IN_2020, "T");
    fill ("Films", 10, IN_2020);
  }

  static DovecotOptions
  with_tls (guint quota)
  {
    DovecotOptions options = {};

    options.tls = TRUE;
    options.quota = quota;
    return options;
  }

  /* Messages of some 40 kB. */
  void
  fill (const std::string &folder, unsigned count, gint64 date, const std::string &flags = "")
  {
    std::string words;

    for (int i = 0; i < 1000; i++)
      words += "Forty characters are in each such line.\r\n";
    for (unsigned i = 0; i < count; i++)
      old_side->put ("ada", folder,
                     "From: Ada <ada@example.org>\r\nMessage-ID: <" + std::to_string (++number) +
                       "@test.example.org>\r\n\r\n" + words,
                     flags, date);
  }

  static std::string
  url (const DovecotServer &server)
  {
    return "imaps://ada@localhost:" + std::to_string (server.tls_port ());
  }

  void
  sign_in ()
  {
    launch ({ "--from", url (*old_side), "--trust-certificate", old_side->fingerprint (), "--to",
              url (*new_side), "--trust-certificate", new_side->fingerprint () },
            { std::string ("DECANT_FROM_PASSWORD=") + DOVECOT_PASSWORD,
              std::string ("DECANT_TO_PASSWORD=") + DOVECOT_PASSWORD });
    ASSERT_TRUE (application->await_enabled ("sign-in"));
    application->command ("sign-in");
    ASSERT_TRUE (application->await_enabled ("start"));
  }

  bool
  says (const std::string &text)
  {
    return application->page (FOLDERS).visit ([&text] (const Accessible &it) {
      return it.role () == ATSPI_ROLE_LABEL && it.name ().find (text) != std::string::npos;
    });
  }

  std::unique_ptr<DovecotServer> old_side, new_side;
  unsigned number = 0;
};

TEST_F (Fit, WarnsBeforeTheStartAndCopiesWhatIsLeft)
{
  sign_in ();
  EXPECT_TRUE (application->await_text (FOLDERS, "The new account is too small"));
  EXPECT_TRUE (application->await_text (FOLDERS, "17 messages"));
  EXPECT_TRUE (says ("2 messages")) << "are marked as deleted";

  application->command ("choose-folder", "('Films', false)");
  EXPECT_TRUE (await ([this] { return !says ("too small"); }));
  EXPECT_TRUE (application->await_text (FOLDERS, "7 messages"));

  application->command ("leave-old");
  ASSERT_TRUE (
    application->find (FOLDERS, ATSPI_ROLE_TEXT, "Received before").set_text ("2015-06-30"));
  EXPECT_TRUE (application->await_text (FOLDERS, "before 30 June 2015"));
  EXPECT_TRUE (application->await_text (FOLDERS, "4 messages"));
  EXPECT_TRUE (application->await_text (FOLDERS, "3 messages"));
  application->command ("undo");
  EXPECT_TRUE (await ([this] { return !says ("before 30 June 2015"); }));
  application->command ("redo");
  EXPECT_TRUE (application->await_text (FOLDERS, "before 30 June 2015"));

  application->command ("start");
  ASSERT_TRUE (application->await_enabled ("save-report"));
  const auto arrived =
    ImapClient (new_side->port (), "ada", DOVECOT_PASSWORD).read_folder ("INBOX");
  EXPECT_EQ (3u, arrived.size ());
}

TEST_F (Fit, ChoicesOfAMoveAreTakenAsTheyAre)
{
  sign_in ();
  application->command ("leave-deleted");
  application->command ("choose-folder", "('Films', false)");
  EXPECT_TRUE (application->await_text (FOLDERS, "Leave behind: junk, rubbish bin"));
  EXPECT_TRUE (await ([this] { return !says ("marked as deleted,"); }));
  application->command ("start");
  ASSERT_TRUE (application->await_enabled ("save-report"));
  application.reset ();

  sign_in ();
  EXPECT_FALSE (application->is_on ("leave-deleted"));
  EXPECT_TRUE (application->is_on ("leave-junk"));
  EXPECT_TRUE (application->await_text (FOLDERS, "9 messages"));
}
