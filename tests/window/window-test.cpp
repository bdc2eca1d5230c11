/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The real application, driven through whole moves between two real Dovecots. */

#include "window/sluice.hpp"
#include "window/two-servers.hpp"

#include <algorithm>
#include <map>
#include <regex>

#define ACCOUNTS "DecantAccountsPage"
#define FOLDERS "DecantFoldersPage"
#define COPY "DecantCopyPage"
#define REPORT "DecantReportPage"
#define START "DecantStartPage"

/* Bytes after which a copy has begun and is far from its end. */
static constexpr size_t HALF_WAY = 100000;

static constexpr int IN_INBOX = 120, IN_WORK = 60, IN_OLD = 25;

class Window : public TwoServers
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
    sluice = std::make_unique<Sluice> (new_side->tls_port ());
    fill ("INBOX", IN_INBOX);
    fill ("Work", IN_WORK);
    fill ("Work/2009", IN_OLD);
  }

  void
  fill (const std::string &folder, unsigned count)
  {
    std::string words;

    for (int i = 0; i < 50; i++)
      words += "Forty characters are in each such line.\r\n";
    for (unsigned i = 1; i <= count; i++)
      {
        const std::string n = folder + "-" + std::to_string (i);

        files[n] = old_side->put ("ada", folder, letter (n, words), i % 2 == 0 ? "S" : "");
      }
  }

  /* Makes a message that the server still lists impossible to read. */
  void
  damage (const std::string &message)
  {
    old_side->index ("ada");
    DovecotServer::damage (files[message], DOVECOT_DAMAGE_DIRECTORY);
  }

  /* Through the sluice. */
  std::vector<std::string>
  new_account () const
  {
    return account ("--to", *new_side, sluice->port ());
  }

  /* With both accounts filled in from the command line. */
  void
  launch_filled_in (const std::string &new_password = DOVECOT_PASSWORD)
  {
    TwoServers::launch_filled_in (account ("--from", *old_side), new_account (), new_password);
  }

  /* Starts a copy that cannot end before the sluice is opened. */
  void
  start_and_hold ()
  {
    sluice->close_after (HALF_WAY);
    application->command ("start");
    ASSERT_TRUE (await ([this] { return sluice->is_holding (); }));
  }

  void
  type (unsigned card, const std::string &entry, const std::string &text)
  {
    const Accessible found = application->find (ACCOUNTS, ATSPI_ROLE_TEXT, entry, card);

    ASSERT_TRUE (found) << entry;
    ASSERT_TRUE (found.set_text (text)) << entry;
  }

  void
  type_account (unsigned card, unsigned port)
  {
    type (card, "E-mail address or user name", "ada");
    type (card, "Password", DOVECOT_PASSWORD);
    type (card, "Server", "localhost");
    type (card, "Port", std::to_string (port));
  }

  void
  click (const std::string &page, const std::string &button, unsigned index = 0)
  {
    const Accessible found = application->find (page, ATSPI_ROLE_PUSH_BUTTON, button, index);

    ASSERT_TRUE (found) << button;
    found.click ();
  }

  int
  count_new (const std::string &folder)
  {
    return count (new_side->port (), folder);
  }

  /* Whatever can be pressed or typed into says what it is. */
  void
  expect_names ()
  {
    static const std::regex class_name ("(Gtk|Adw|Decant)[A-Z].*");

    ASSERT_TRUE (await ([this] { return bool (application->root ()); }));
    application->root ().visit ([] (const Accessible &it) {
      switch (it.role ())
        {
        case ATSPI_ROLE_PUSH_BUTTON:
        case ATSPI_ROLE_TOGGLE_BUTTON:
        case ATSPI_ROLE_CHECK_BOX:
        case ATSPI_ROLE_RADIO_BUTTON:
        case ATSPI_ROLE_COMBO_BOX:
        case ATSPI_ROLE_SPIN_BUTTON:
        case ATSPI_ROLE_ENTRY:
        case ATSPI_ROLE_TEXT:
        case ATSPI_ROLE_PASSWORD_TEXT:
          {
            const std::string name = it.name ();

            EXPECT_FALSE (name.empty () || std::regex_match (name, class_name) ||
                          name.find ('_') != std::string::npos)
              << it.role_name () << " is called “" << name << "”";
          }
          break;
        default:
          break;
        }
      return false;
    });
  }

  /* No file the application has left behind holds a password. */
  void
  expect_no_password_in_files ()
  {
    unsigned count = 0;

    for (const auto &entry : std::filesystem::recursive_directory_iterator (home))
      if (entry.is_regular_file ())
        {
          EXPECT_EQ (std::string::npos, read (entry.path ()).find (DOVECOT_PASSWORD))
            << entry.path ();
          count++;
        }
    EXPECT_GT (count, 0u);
  }

  std::unique_ptr<DovecotServer> old_side, new_side;
  std::unique_ptr<Sluice> sluice; /* before the new one */
  std::map<std::string, std::string> files;
};

/* ---- the whole way ---- */

TEST_F (Window, MovesAMailboxFromStartToReport)
{
  damage ("INBOX-17");
  launch ();
  expect_names ();
  click (START, "Move Mail");
  ASSERT_TRUE (application->await_enabled ("sign-in"));

  type_account (0, old_side->tls_port ());
  type_account (1, sluice->port ());
  click (ACCOUNTS, "Sign In");
  ASSERT_TRUE (application->await_text (ACCOUNTS, old_side->fingerprint ()));
  ASSERT_TRUE (application->await_text (ACCOUNTS, new_side->fingerprint ()));
  ASSERT_TRUE (application->await_enabled ("sign-in"));
  expect_names ();
  click (ACCOUNTS, "Accept This Certificate", 1);
  ASSERT_TRUE (application->await_enabled ("sign-in"));
  EXPECT_FALSE (application->is_enabled ("start")) << "one certificate is not accepted yet";
  click (ACCOUNTS, "Accept This Certificate", 0);
  ASSERT_TRUE (application->await_enabled ("start"));

  expect_names ();
  EXPECT_TRUE (
    application->await_text (FOLDERS, std::to_string (IN_INBOX + IN_WORK + IN_OLD) + " messages"));
  application->command ("choose-folder", "('Work/2009', false)");
  EXPECT_TRUE (
    application->await_text (FOLDERS, std::to_string (IN_INBOX + IN_WORK) + " messages"));
  sluice->close_after (HALF_WAY);
  click (FOLDERS, "Start");
  ASSERT_TRUE (await ([this] { return sluice->is_holding (); }));
  application->command ("pause");
  EXPECT_TRUE (application->await_text (COPY, "Paused"));
  EXPECT_TRUE (application->is_on ("pause"));
  expect_names ();
  sluice->open ();
  application->command ("pause");
  ASSERT_TRUE (application->await_enabled ("save-report"));
  EXPECT_TRUE (application->await_text (REPORT, "INBOX-17"));
  expect_names ();

  EXPECT_EQ (IN_INBOX - 1, count_new ("INBOX"));
  EXPECT_EQ (IN_WORK, count_new ("Work"));
  EXPECT_EQ (-1, count_new ("Work/2009"));
  EXPECT_EQ (std::string::npos, application->arguments ().find (DOVECOT_PASSWORD));
  expect_no_password_in_files ();
}

TEST_F (Window, ArrivedMailIsTheMailThatWasThere)
{
  launch_filled_in ();
  EXPECT_EQ (std::string::npos, application->arguments ().find (DOVECOT_PASSWORD));
  sign_in ();
  copy ();

  for (const char *folder : { "INBOX", "Work", "Work/2009" })
    {
      auto there = ImapClient (old_side->port (), "ada", DOVECOT_PASSWORD).read_folder (folder);
      auto here = ImapClient (new_side->port (), "ada", DOVECOT_PASSWORD).read_folder (folder);

      EXPECT_EQ (there.size (), here.size ());
      std::sort (there.begin (), there.end ());
      std::sort (here.begin (), here.end ());
      EXPECT_TRUE (there == here) << folder;
    }
}

TEST_F (Window, SpeedIsChosenWhileTheCopyRuns)
{
  const auto chosen = [this] (const std::string &speed) {
    return application->page (COPY).visit ([&speed] (const Accessible &it) {
      return (it.role () == ATSPI_ROLE_RADIO_BUTTON || it.role () == ATSPI_ROLE_CHECK_BOX) &&
             it.name () == speed && it.is_checked ();
    });
  };

  launch_filled_in ();
  sign_in ();
  start_and_hold ();
  EXPECT_TRUE (chosen ("Normal"));
  application->command ("speed", "'gentle'");
  EXPECT_TRUE (await ([&] { return chosen ("Gentle") && !chosen ("Normal"); }));
  application->command ("speed", "'fast'");
  EXPECT_TRUE (await ([&] { return chosen ("Fast"); }));
  sluice->open ();
  EXPECT_TRUE (application->await_enabled ("save-report"));
}

/* ---- the report ---- */

TEST_F (Window, SavesTheReportInEveryFormat)
{
  damage ("Work-3");
  launch_filled_in ();
  sign_in ();
  copy ();

  for (const char *ending : { "html", "csv", "json" })
    {
      const std::string path = home + "/report." + ending;

      application->command ("save-report-as", "'" + path + "'");
      EXPECT_TRUE (await ([&] { return read (path).find ("Work-3") != std::string::npos; }))
        << path;
    }
}

TEST_F (Window, ListsTheMoveAndCatchesUp)
{
  launch_filled_in ();
  sign_in ();
  copy ();

  fill ("INBOX", 1);
  click (REPORT, "Try Again");
  EXPECT_TRUE (await ([this] { return count_new ("INBOX") == IN_INBOX + 1; }));
  ASSERT_TRUE (application->await_enabled ("leave-report"));
  click (REPORT, "Back to Start");
  ASSERT_TRUE (application->await_enabled ("new-move"));
  EXPECT_TRUE (application->await_text (START, "Finished on"));
  click (START, "Show Report");
  EXPECT_TRUE (application->await_enabled ("save-report"));
  application->command ("back");
  ASSERT_TRUE (application->await_enabled ("new-move"));
  click (START, "Catch Up");
  ASSERT_TRUE (application->await_enabled ("sign-in"));
  EXPECT_EQ (
    "ada", application->find (ACCOUNTS, ATSPI_ROLE_TEXT, "E-mail address or user name", 1).text ());
}

/* ---- without the window ---- */

TEST_F (Window, CopyGoesOnWithTheWindowClosed)
{
  launch_filled_in ();
  sign_in ();
  start_and_hold ();

  application->find_in_window (ATSPI_ROLE_PUSH_BUTTON, "Close").click ();
  ASSERT_TRUE (await ([this] { return !application->has_window (); }));
  ASSERT_TRUE (application->is_alive ());
  sluice->open ();
  EXPECT_TRUE (await (
    [this] { return count_new ("INBOX") == IN_INBOX && count_new ("Work/2009") == IN_OLD; }));

  application->activate ();
  ASSERT_TRUE (await ([this] { return application->has_window (); }));
  EXPECT_TRUE (application->await_enabled ("save-report"));
  EXPECT_EQ (IN_WORK, count_new ("Work"));
}

TEST_F (Window, AsksBeforeItQuitsACopy)
{
  launch_filled_in ();
  sign_in ();
  start_and_hold ();

  application->application_command ("quit");
  const Accessible button = application->find_in_window (ATSPI_ROLE_PUSH_BUTTON, "Stop and Quit");
  ASSERT_TRUE (button);
  EXPECT_TRUE (application->is_alive ());
  button.click ();
  EXPECT_EQ (0, application->await_exit ());
  EXPECT_LT (count_new ("INBOX") + std::max (0, count_new ("Work")) +
               std::max (0, count_new ("Work/2009")),
             IN_INBOX + IN_WORK + IN_OLD);
}

/* ---- the command line ---- */

TEST_F (Window, RefusesUnusableArguments)
{
  const std::vector<std::vector<std::string>> all = {
    { "--from", "no-url" },
    { "--to", "imaps://host-alone" },
    { "--trust-certificate", "abc" },
  };

  for (const auto &arguments : all)
    {
      application = std::make_unique<Application> (*desktop, home, arguments);
      EXPECT_EQ (2, application->await_exit ()) << arguments[0];
    }
}

TEST_F (Window, TellsAWrongPassword)
{
  launch_filled_in ("not the password");
  ASSERT_TRUE (application->await_enabled ("sign-in"));
  application->command ("sign-in");
  EXPECT_TRUE (application->await_text (ACCOUNTS, "did not accept"));
  ASSERT_TRUE (application->await_enabled ("sign-in"));
  EXPECT_FALSE (application->is_enabled ("start"));
  type (1, "Password", DOVECOT_PASSWORD);
  application->command ("sign-in");
  EXPECT_TRUE (application->await_enabled ("start"));
}
