/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The real application before a move between two Dovecots, the new one of which has a quota. */

#include "window/two-servers.hpp"

#define FOLDERS "DecantFoldersPage"

class Fit : public TwoServers
{
protected:
  static constexpr gint64 IN_2008 = 1204647072, IN_2020 = 1590000000;

  void
  SetUp () override
  {
    TwoServers::SetUp ();
    if (IsSkipped ())
      return;
    old_side = std::make_unique<DovecotServer> (with_tls ());
    new_side = std::make_unique<DovecotServer> (with_tls (450));
    fill ("INBOX", 4, IN_2008);
    fill ("INBOX", 3, IN_2020);
    fill ("INBOX", 2, IN_2020, "T");
    fill ("Films", 10, IN_2020);
  }

  /* Messages of some 40 kB. */
  void
  fill (const std::string &folder, unsigned count, gint64 date, const std::string &flags = "")
  {
    std::string words;

    for (int i = 0; i < 1000; i++)
      words += "Forty characters are in each such line.\r\n";
    for (unsigned i = 0; i < count; i++)
      old_side->put ("ada", folder, letter (std::to_string (++number), words), flags, date);
  }

  void
  go_to_folders ()
  {
    launch_filled_in (account ("--from", *old_side), account ("--to", *new_side));
    sign_in ();
  }

  bool
  says (const std::string &text)
  {
    return TwoServers::says (FOLDERS, text);
  }

  std::unique_ptr<DovecotServer> old_side, new_side;
  unsigned number = 0;
};

TEST_F (Fit, WarnsBeforeTheStartAndCopiesWhatIsLeft)
{
  go_to_folders ();
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

  copy ();
  EXPECT_EQ (3, count (new_side->port (), "INBOX"));
}

TEST_F (Fit, ChoicesOfAMoveAreTakenAsTheyAre)
{
  go_to_folders ();
  application->command ("leave-deleted");
  application->command ("choose-folder", "('Films', false)");
  EXPECT_TRUE (application->await_text (FOLDERS, "Leave behind: junk, rubbish bin"));
  EXPECT_TRUE (await ([this] { return !says ("marked as deleted,"); }));
  copy ();
  application.reset ();

  go_to_folders ();
  EXPECT_FALSE (application->is_on ("leave-deleted"));
  EXPECT_TRUE (application->is_on ("leave-junk"));
  EXPECT_TRUE (application->await_text (FOLDERS, "9 messages"));
}
