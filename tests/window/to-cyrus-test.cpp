/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The real application between two kinds of servers: from Dovecot to Cyrus. */

#include "servers/cyrus.hpp"
#include "window/two-servers.hpp"

#include <algorithm>

#define FOLDERS "DecantFoldersPage"
#define REPORT "DecantReportPage"

/* Both ways Cyrus names folders, as the parameter: all below "INBOX." with "." between them, or
 * with "/". */
class ToCyrus : public TwoServers, public ::testing::WithParamInterface<bool>
{
protected:
  static constexpr gint64 IN_2008 = 1204647072, IN_2020 = 1590000000;

  void
  SetUp () override
  {
    TwoServers::SetUp ();
    if (IsSkipped ())
      return;
    cyrus = std::make_unique<CyrusServer> (GetParam (), "ada");
    if (!cyrus->absent ().empty ())
      GTEST_SKIP () << cyrus->absent ();
    dovecot = std::make_unique<DovecotServer> (with_tls ());
    fill (*dovecot, "INBOX", 3, IN_2020);
    fill (*dovecot, "Work", 2, IN_2020);
    fill (*dovecot, "Work/2009", 4, IN_2020);
    fill (*dovecot, "Old", 5, IN_2020);
    fill (*dovecot, "Films", 6, IN_2020);
    fill (*dovecot, "Notes v1.2", 2, IN_2020);
    dovecot->put ("ada", "Old", letter ("long ago"), "", IN_2008);
    ImapClient client (cyrus->port (), "ada", CYRUS_PASSWORD);
    client.create (name ("Archive"));
    client.append (name ("Archive"), letter ("there before"));
  }

  /* What Cyrus calls a folder. */
  std::string
  name (const std::string &path) const
  {
    std::string result = GetParam () ? "INBOX." + path : path;

    if (GetParam ())
      std::replace (result.begin (), result.end (), '/', '.');
    return result;
  }

  int
  count_new (const std::string &path)
  {
    return count (cyrus->port (), name (path));
  }

  static std::vector<StoredMessage>
  read (unsigned port, const std::string &folder)
  {
    auto messages = ImapClient (port, "ada", DOVECOT_PASSWORD).read_folder (folder);

    std::sort (messages.begin (), messages.end ());
    return messages;
  }

  std::unique_ptr<DovecotServer> dovecot;
  std::unique_ptr<CyrusServer> cyrus;
};

TEST_P (ToCyrus, TheCopyIsWhatWasChosen)
{
  const auto before = ImapClient (dovecot->port (), "ada", DOVECOT_PASSWORD).read_all ();

  launch_filled_in (account ("--from", *dovecot),
                    { "--to", cyrus->url ("ada"), "--allow-plaintext" });
  sign_in ();
  EXPECT_TRUE (application->await_text (FOLDERS, "23 messages"));
  application->command ("choose-folder", "('Films', false)");
  application->command ("copy-into", "('Work/2009', 'Archive')");
  application->command ("rename-folder", "('Old', 'Ancient')");
  EXPECT_TRUE (application->await_text (FOLDERS, "goes to “Ancient”"));
  application->command ("merge-folder", "('Work', 'INBOX')");
  EXPECT_TRUE (application->await_text (FOLDERS, "goes to “Inbox”"));
  application->command ("undo");
  EXPECT_TRUE (await ([this] { return !says (FOLDERS, "goes to “Inbox”"); }));
  application->command ("leave-old");
  ASSERT_TRUE (
    application->find (FOLDERS, ATSPI_ROLE_TEXT, "Received before").set_text ("2015-06-30"));
  EXPECT_TRUE (application->await_text (FOLDERS, "before 30 June 2015"));
  EXPECT_TRUE (application->await_text (FOLDERS, "16 messages"));
  copy ();
  EXPECT_TRUE (application->await_text (REPORT, "All 16 messages are in the new account"));

  EXPECT_EQ (3, count (cyrus->port (), "INBOX"));
  EXPECT_EQ (2, count_new ("Work"));
  EXPECT_EQ (-1, count_new ("Work/2009"));
  EXPECT_EQ (4, count_new ("Archive/2009"));
  EXPECT_EQ (1, count_new ("Archive"));
  EXPECT_EQ (5, count_new ("Ancient"));
  EXPECT_EQ (-1, count_new ("Old"));
  EXPECT_EQ (-1, count_new ("Films"));
  EXPECT_EQ (2, count_new (GetParam () ? "Notes v1&ICQ-2" : "Notes v1.2"));
  EXPECT_TRUE (read (dovecot->port (), "Work/2009") ==
               read (cyrus->port (), name ("Archive/2009")));
  EXPECT_TRUE (before == ImapClient (dovecot->port (), "ada", DOVECOT_PASSWORD).read_all ())
    << "the old account was changed";
}

INSTANTIATE_TEST_SUITE_P (, ToCyrus, ::testing::Bool (),
                          [] (const auto &info) { return info.param ? "OldNames" : "NewNames"; });
