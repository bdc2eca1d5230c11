/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The check for damaged messages in the application, against a real Dovecot that cannot read some
 * of what it lists. */

#include "window/sluice.hpp"
#include "window/two-servers.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <set>

#define FOLDERS "DecantFoldersPage"
#define CHECK "Check for Damaged Messages"

class CheckFirst : public TwoServers
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
    sluice = std::make_unique<Sluice> (old_side->tls_port ());
    fill ("INBOX", 30);
    fill ("Work", 20);
    fill ("Work/2009", 10);
    saved = home + "/saved";
    std::filesystem::create_directory (saved);
  }

  void
  fill (const std::string &folder, unsigned count)
  {
    std::string words;

    for (int i = 0; i < 100; i++)
      words += "Forty characters are in each such line.\r\n";
    for (unsigned i = 1; i <= count; i++)
      {
        const std::string n = folder + "-" + std::to_string (i);

        files[n] = old_side->put ("ada", folder, letter (n, words), "");
      }
  }

  /* What the server still lists: two that it cannot read at all, one that ends early. */
  void
  damage ()
  {
    old_side->index ("ada");
    DovecotServer::damage (files["INBOX-7"], DOVECOT_DAMAGE_DIRECTORY);
    DovecotServer::damage (files["Work-3"], DOVECOT_DAMAGE_CUT);
    DovecotServer::damage (files["Work/2009-5"], DOVECOT_DAMAGE_DIRECTORY);
  }

  void
  go_to_folders ()
  {
    launch_filled_in (account ("--from", *old_side, sluice->port ()), account ("--to", *new_side));
    EXPECT_FALSE (application->is_enabled ("check")) << "there is no plan yet";
    sign_in ();
  }

  /* Until the census is through, so that what the sluice holds is of the check. */
  void
  await_census ()
  {
    ASSERT_TRUE (folders_page_says ("less than a minute"));
  }

  /* Its window, without a search in the other one; or nothing. */
  Accessible
  check_window () const
  {
    for (const Accessible &window : application->root ().children ())
      if (window.name () == CHECK)
        return window;
    return Accessible ();
  }

  /* The first in it of this role that is called so. Waits for it. */
  Accessible
  find (AtspiRole role, const std::function<bool (const std::string &)> &is_called) const
  {
    Accessible found;

    await ([&] {
      const Accessible window = check_window ();

      return window && window.visit ([&] (const Accessible &it) {
        if (it.role () != role || !is_called (it.name ()))
          return false;
        found = it;
        return true;
      });
    });
    return found;
  }

  bool
  says (const std::string &text) const
  {
    return bool (find (ATSPI_ROLE_LABEL, [&] (const std::string &name) {
      return name.find (text) != std::string::npos;
    }));
  }

  bool
  folders_page_says (const std::string &text) const
  {
    return application->await_text (FOLDERS, text);
  }

  void
  open_check ()
  {
    ASSERT_TRUE (application->await_enabled ("check"));
    application->command ("check");
    ASSERT_TRUE (await ([this] { return bool (check_window ()); }));
  }

  void
  click (const std::string &button)
  {
    const Accessible found = find (ATSPI_ROLE_PUSH_BUTTON,
                                   [&] (const std::string &name) { return name == button; });

    ASSERT_TRUE (found) << button;
    found.click ();
  }

  /* All of it, to its end. */
  void
  check ()
  {
    open_check ();
    click ("Start Checking");
    ASSERT_TRUE (await ([this] { return application->is_enabled ("check-start"); }));
  }

  /* Starts one that cannot end before the sluice is opened. */
  void
  check_and_hold ()
  {
    await_census ();
    open_check ();
    sluice->close_after (0);
    click ("Start Checking");
    ASSERT_TRUE (await ([this] { return sluice->is_holding (); }));
  }

  int
  count_new (const std::string &folder)
  {
    return count (new_side->port (), folder);
  }

  std::set<std::string>
  saved_files () const
  {
    std::set<std::string> all;

    for (const auto &entry : std::filesystem::directory_iterator (saved))
      all.insert (entry.path ().filename ());
    return all;
  }

  std::unique_ptr<DovecotServer> old_side, new_side;
  std::unique_ptr<Sluice> sluice; /* before the old one */
  std::map<std::string, std::string> files;
  std::string saved;
};

TEST_F (CheckFirst, SaysThatNothingIsDamaged)
{
  go_to_folders ();
  check ();
  EXPECT_TRUE (says ("hands out all 60 ticked messages"));
  EXPECT_TRUE (folders_page_says ("No damaged messages"));
  EXPECT_FALSE (application->is_enabled ("check-leave-behind"));
  EXPECT_FALSE (application->is_enabled ("check-save-in"));
  EXPECT_EQ (-1, count_new ("Work")) << "nothing is copied";
}

TEST_F (CheckFirst, DamagedMessagesAreLeftBehindInOneStep)
{
  damage ();
  go_to_folders ();
  check ();
  EXPECT_TRUE (says ("3 damaged messages"));
  EXPECT_TRUE (says ("57 messages are sound"));
  EXPECT_TRUE (says ("INBOX-7"));
  EXPECT_TRUE (says ("Work-3"));
  EXPECT_TRUE (says ("Work/2009-5"));
  EXPECT_TRUE (folders_page_says ("3 damaged messages"));
  click ("Leave Them Behind");
  EXPECT_TRUE (says ("3 damaged messages stay in the old account"));
  EXPECT_TRUE (folders_page_says ("No damaged messages"));
  EXPECT_FALSE (application->is_enabled ("check-leave-behind"));

  application->command ("undo");
  EXPECT_TRUE (folders_page_says ("3 damaged messages"));
  ASSERT_TRUE (application->await_enabled ("check-leave-behind"));
  application->command ("redo");
  EXPECT_TRUE (folders_page_says ("No damaged messages"));
  application->command ("start");
  ASSERT_TRUE (application->await_enabled ("save-report"));
  EXPECT_TRUE (application->await_text ("DecantReportPage", "All 57 messages are in"));
  EXPECT_EQ (29, count_new ("INBOX"));
  EXPECT_EQ (19, count_new ("Work"));
  EXPECT_EQ (9, count_new ("Work/2009"));
}

TEST_F (CheckFirst, WhatIsNotTickedIsNotOffered)
{
  damage ();
  go_to_folders ();
  check ();
  EXPECT_TRUE (folders_page_says ("3 damaged messages"));
  application->command ("choose-folder", "('Work', false)");
  EXPECT_TRUE (folders_page_says ("1 damaged message"));
  EXPECT_TRUE (says ("2 damaged messages stay in the old account"));
}

TEST_F (CheckFirst, SavesWhatTheServerStillGives)
{
  damage ();
  go_to_folders ();
  check ();
  ASSERT_TRUE (application->await_enabled ("check-save-in"));
  application->command ("check-save-in", "'" + saved + "'");
  EXPECT_TRUE (says ("1 message was saved"));
  EXPECT_TRUE (says ("2 messages cannot be read at all"));

  EXPECT_EQ (saved_files (), (std::set<std::string>{ "Work 3 Work-3.eml" }));
  const std::string text = read (saved + "/Work 3 Work-3.eml");
  EXPECT_NE (text.find ("Subject: Work-3"), std::string::npos);
  EXPECT_LT (text.size (), 4000u) << "it is cut";
}

TEST_F (CheckFirst, GoesOnAfterAPauseAndAStop)
{
  damage ();
  go_to_folders ();
  check_and_hold ();
  click ("Pause");
  EXPECT_TRUE (await ([this] { return application->is_on ("check-pause"); }));
  EXPECT_TRUE (says ("Paused"));
  EXPECT_TRUE (folders_page_says ("Check paused"));
  click ("Go On");
  EXPECT_TRUE (await ([this] { return !application->is_on ("check-pause"); }));
  EXPECT_TRUE (folders_page_says ("Checking:"));

  click ("Stop");
  ASSERT_TRUE (application->await_enabled ("check-start"));
  EXPECT_TRUE (says ("Stopped before the end"));
  sluice->open ();
  click ("Check the Rest");
  EXPECT_TRUE (says ("57 messages are sound"));
  EXPECT_TRUE (says ("3 damaged messages"));
}

TEST_F (CheckFirst, GoesOnWithItsWindowClosed)
{
  go_to_folders ();
  check_and_hold ();
  click ("Close");
  EXPECT_TRUE (folders_page_says ("Checking:"));
  sluice->open ();
  EXPECT_TRUE (folders_page_says ("No damaged messages"));
}

TEST_F (CheckFirst, MakesRoomForACopy)
{
  go_to_folders ();
  check_and_hold ();
  sluice->open ();
  application->command ("start");
  ASSERT_TRUE (application->await_enabled ("save-report"));
  EXPECT_EQ (30, count_new ("INBOX"));
  EXPECT_EQ (20, count_new ("Work"));
}

TEST_F (CheckFirst, AsksBeforeItQuits)
{
  go_to_folders ();
  check_and_hold ();
  application->application_command ("quit");
  const Accessible button = application->find_in_window (ATSPI_ROLE_PUSH_BUTTON, "Stop and Quit");
  ASSERT_TRUE (button);
  EXPECT_TRUE (application->is_alive ());
  button.click ();
  EXPECT_EQ (0, application->await_exit ());
}

TEST_F (CheckFirst, AsksAPersonWhereItCannotConnect)
{
  go_to_folders ();
  check_and_hold ();
  old_side->halt ();
  sluice->open ();
  EXPECT_TRUE (folders_page_says ("The check waits for you"));
  EXPECT_TRUE (says ("No encrypted connection"));
  old_side->resume ();
  click ("Try Again Now");
  EXPECT_TRUE (says ("hands out all 60 ticked messages"));
}
