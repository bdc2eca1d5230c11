/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A plan changed in the application, and what the copy makes of it on a real Dovecot. */

#include "servers/dovecot.hpp"
#include "servers/imap-client.hpp"
#include "window/desktop-test.hpp"

#include <memory>

#define FOLDERS "DecantFoldersPage"

class Editing : public DesktopTest
{
protected:
  void
  SetUp () override
  {
    DesktopTest::SetUp ();
    if (IsSkipped ())
      return;
    DovecotOptions options = {};
    options.tls = TRUE;
    old_side = std::make_unique<DovecotServer> (options);
    new_side = std::make_unique<DovecotServer> (options);
    fill (*old_side, "INBOX", 3);
    fill (*old_side, "Work", 2);
    fill (*old_side, "Work/2009", 4);
    fill (*old_side, "Old", 5);
    fill (*new_side, "Archive", 1);
  }

  static void
  fill (DovecotServer &server, const std::string &folder, unsigned count)
  {
    for (unsigned i = 1; i <= count; i++)
      {
        const std::string n = folder + "-" + std::to_string (i);

        server.put ("ada", folder,
                    "From: Ada <ada@example.org>\r\nSubject: " + n + "\r\nMessage-ID: <" + n +
                      "@test.example.org>\r\n\r\nA few words.\r\n",
                    "");
      }
  }

  static std::string
  url (const DovecotServer &server)
  {
    return "imaps://ada@localhost:" + std::to_string (server.tls_port ());
  }

  void
  go_to_folders ()
  {
    launch ({ "--from", url (*old_side), "--trust-certificate", old_side->fingerprint (), "--to",
              url (*new_side), "--trust-certificate", new_side->fingerprint () },
            { std::string ("DECANT_FROM_PASSWORD=") + DOVECOT_PASSWORD,
              std::string ("DECANT_TO_PASSWORD=") + DOVECOT_PASSWORD });
    ASSERT_TRUE (application->await_enabled ("sign-in"));
    application->command ("sign-in");
    ASSERT_TRUE (application->await_enabled ("start"));
  }

  void
  copy ()
  {
    application->command ("start");
    ASSERT_TRUE (application->await_enabled ("save-report"));
  }

  /* -1: there is no such folder. */
  int
  count_new (const std::string &folder)
  {
    try
      {
        return int (ImapClient (new_side->port (), "ada", DOVECOT_PASSWORD).count (folder));
      }
    catch (const std::runtime_error &)
      {
        return -1;
      }
  }

  std::unique_ptr<DovecotServer> old_side, new_side;
};

TEST_F (Editing, TheCopyGoesWhereFoldersWerePut)
{
  go_to_folders ();
  EXPECT_FALSE (application->is_enabled ("undo"));
  application->command ("copy-into", "('Work/2009', 'Archive')");
  ASSERT_TRUE (application->await_enabled ("undo"));
  application->command ("merge-folder", "('Work', 'INBOX')");
  application->command ("rename-folder", "('Old', 'Ancient')");
  EXPECT_TRUE (application->await_text (FOLDERS, "goes to “Ancient”"));
  application->command ("undo");
  ASSERT_TRUE (application->await_enabled ("redo"));
  application->command ("redo");
  EXPECT_TRUE (await ([this] { return !application->is_enabled ("redo"); }));
  copy ();

  EXPECT_EQ (4, count_new ("Archive/2009"));
  EXPECT_EQ (1, count_new ("Archive"));
  EXPECT_EQ (3 + 2, count_new ("INBOX"));
  EXPECT_EQ (5, count_new ("Ancient"));
  EXPECT_EQ (-1, count_new ("Old"));
  EXPECT_EQ (-1, count_new ("Work"));
}

TEST_F (Editing, QuittingBeforeTheStartLosesNothing)
{
  go_to_folders ();
  application->command ("rename-folder", "('Old', 'Ancient')");
  application->command ("choose-folder", "('Work', false)");
  ASSERT_TRUE (application->await_enabled ("undo"));
  application->application_command ("quit");
  EXPECT_EQ (0, application->await_exit ());

  go_to_folders ();
  EXPECT_FALSE (application->is_enabled ("undo")) << "that is what was kept";
  EXPECT_TRUE (application->await_text (FOLDERS, "goes to “Ancient”"));
  copy ();
  EXPECT_EQ (5, count_new ("Ancient"));
  EXPECT_EQ (3, count_new ("INBOX"));
  EXPECT_EQ (-1, count_new ("Work"));
}

TEST_F (Editing, TellsWhatCannotBe)
{
  go_to_folders ();
  application->command ("rename-folder", "('Old', '')");
  EXPECT_FALSE (application->is_enabled ("undo"));
  application->command ("merge-folder", "('Old', 'Nowhere')");
  EXPECT_TRUE (application->find_in_window (ATSPI_ROLE_LABEL, "There is no such folder"));
  EXPECT_FALSE (application->is_enabled ("undo"));
}
