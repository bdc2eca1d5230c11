/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A plan changed in the application, and what the copy makes of it on a real Dovecot. */

#include "window/two-servers.hpp"

#define FOLDERS "DecantFoldersPage"

static constexpr unsigned RETURN = 0xff0d; /* XK_Return */

class Editing : public TwoServers
{
protected:
  void
  SetUp () override
  {
    TwoServers::SetUp ();
    if (IsSkipped ())
      return;
    old_side = std::make_unique<DovecotServer> (with_tls ());
    new_side = std::make_unique<DovecotServer> (with_tls ());
    fill (*old_side, "INBOX", 3);
    fill (*old_side, "Work", 2);
    fill (*old_side, "Work/2009", 4);
    fill (*old_side, "Old", 5);
    fill (*new_side, "Archive", 1);
  }

  void
  go_to_folders ()
  {
    launch_filled_in (account ("--from", *old_side), account ("--to", *new_side));
    sign_in ();
  }

  int
  count_new (const std::string &folder)
  {
    return count (new_side->port (), folder);
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

TEST_F (Editing, ControlAndReturnStarts)
{
  go_to_folders ();
  press_key (RETURN, 1 << ATSPI_MODIFIER_CONTROL);
  ASSERT_TRUE (application->await_enabled ("save-report"));
  EXPECT_EQ (5, count_new ("Old"));
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
