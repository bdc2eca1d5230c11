/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/cyrus.hpp"
#include "servers/decant-cli.hpp"
#include "servers/dovecot.hpp"
#include "servers/imap-client.hpp"

#include <algorithm>
#include <glib/gstdio.h>
#include <memory>

/* A real Cyrus, and moves between it and Dovecot, seen by the tests' own reading of both. */
namespace
{

using Folders = std::map<std::string, std::vector<StoredMessage>>;

const std::string user = "ada";

std::string
letter (const std::string &subject, size_t size = 600)
{
  std::string text = "From: Ada <ada@example.org>\r\nSubject: " + subject + "\r\nMessage-ID: <" +
                     subject + "@example.org>\r\nDate: Tue, 4 Mar 2008 16:11:12 +0000\r\n" +
                     "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                     "Content-Transfer-Encoding: 8bit\r\n\r\n";

  while (text.size () < size)
    text += "Ein Brief über alles, was war.\r\n";
  return text;
}

/* The same folders in one spelling: "/" between the parts of a name, nothing of what a namespace
 * puts before it, two digits in a date's day, no order, no empty folders. */
Folders
normalise (const Folders &folders)
{
  Folders result;

  for (const auto &[folder, messages] : folders)
    {
      std::string name = folder;

      std::replace (name.begin (), name.end (), '.', '/');
      if (name.rfind ("INBOX/", 0) == 0)
        name.erase (0, 6);
      for (StoredMessage message : messages)
        {
          if (message.date[0] == ' ')
            message.date[0] = '0';
          result[name].push_back (message);
        }
      std::sort (result[name].begin (), result[name].end ());
      if (messages.empty ())
        result.erase (name);
    }
  return result;
}

void
expect_same (const Folders &expected, const Folders &actual)
{
  const Folders wanted = normalise (expected), found = normalise (actual);

  EXPECT_EQ (wanted.size (), found.size ());
  for (const auto &[name, messages] : wanted)
    {
      auto there = found.find (name);

      ASSERT_NE (there, found.end ()) << name;
      ASSERT_EQ (messages.size (), there->second.size ()) << name;
      for (size_t i = 0; i < messages.size (); i++)
        {
          EXPECT_EQ (messages[i].body, there->second[i].body) << name;
          EXPECT_EQ (messages[i].flags, there->second[i].flags) << name;
          EXPECT_EQ (messages[i].date, there->second[i].date) << name;
        }
    }
}

/* Both ways Cyrus names folders, as the parameter: the "INBOX." of old, or "/". */
class CyrusTest : public ::testing::TestWithParam<bool>
{
protected:
  void
  SetUp () override
  {
    cyrus = std::make_unique<CyrusServer> (GetParam (), user);
    if (!cyrus->absent ().empty ())
      GTEST_SKIP () << cyrus->absent ();
  }

  std::string
  name (const std::string &path) const
  {
    std::string result = GetParam () ? "INBOX." + path : path;

    if (GetParam ())
      std::replace (result.begin (), result.end (), '/', '.');
    return result;
  }

  Folders
  read_cyrus () const
  {
    return ImapClient (cyrus->port (), user, CYRUS_PASSWORD).read_all ();
  }

  std::unique_ptr<CyrusServer> cyrus;
};

std::string
describe (const ::testing::TestParamInfo<bool> &info)
{
  return info.param ? "OldNames" : "NewNames";
}

using CyrusFixture = CyrusTest;

TEST_P (CyrusFixture, HoldsWhatIsAppendedUnderTheNamesAskedFor)
{
  ImapClient client (cyrus->port (), user, CYRUS_PASSWORD);

  client.create (name ("Work"));
  client.create (name ("Work/2008"));
  client.append (name ("Work/2008"), letter ("one"), "\\Seen $Label1",
                 "04-Mar-2008 16:11:12 +0000");
  std::vector<StoredMessage> stored = client.read_folder (name ("Work/2008"));

  EXPECT_EQ (client.list_folders (),
             (GetParam () ? std::vector<std::string>{ "INBOX", "INBOX.Work", "INBOX.Work.2008" }
                          : std::vector<std::string>{ "INBOX", "Work", "Work/2008" }));
  ASSERT_EQ (stored.size (), 1U);
  EXPECT_EQ (stored[0].body, letter ("one"));
  EXPECT_EQ (stored[0].flags, (std::set<std::string>{ "$Label1", "\\Seen" }));
}

TEST_P (CyrusFixture, LeavesNothingBehind)
{
  const std::string directory = cyrus->directory ();
  const guint16 port = cyrus->port ();

  ASSERT_TRUE (g_file_test (directory.c_str (), G_FILE_TEST_IS_DIR));
  cyrus.reset ();
  EXPECT_FALSE (g_file_test (directory.c_str (), G_FILE_TEST_EXISTS));
  EXPECT_THROW (ImapClient (port, user, CYRUS_PASSWORD), std::runtime_error);
}

INSTANTIATE_TEST_SUITE_P (, CyrusFixture, ::testing::Bool (), describe);

class CyrusMove : public CyrusTest
{
protected:
  void
  SetUp () override
  {
    CyrusTest::SetUp ();
    if (IsSkipped ())
      return;
    dovecot = std::make_unique<DovecotServer> ();
    state = dovecot->directory () + "/moves";
  }

  /* Mail with every flag, keywords and dates of years, in nested folders, into Dovecot. */
  void
  fill_dovecot ()
  {
    const std::vector<std::string> folders{ "Archive/2008", "Archive/2008/Reisen",
                                            "Entw&APw-rfe", "&ZeVnLIqe-/&TxqLcA-",
                                            "Sent",         "INBOX" };
    const std::vector<std::string> flags{ "", "S", "FS", "RS", "DS", "ST", "Sa", "RSab", "b" };
    int number = 0;

    for (const std::string &folder : folders)
      {
        dovecot->set_keywords (user, folder, { "$Forwarded", "Arbeit" });
        for (const std::string &letters : flags)
          {
            number++;
            dovecot->put (user, folder, letter ("letter-" + std::to_string (number)), letters,
                          1104647072 + number * 5000000);
          }
      }
    dovecot->put (user, "Sent", letter ("large", 3000000), "S", 1404647072);
    total = number + 1;
  }

  Folders
  read_dovecot () const
  {
    return ImapClient (dovecot->port (), user, DOVECOT_PASSWORD).read_all ();
  }

  CliResult
  run_copy (const std::string &from, const std::string &to,
            const std::vector<std::string> &more = {}) const
  {
    std::vector<std::string> arguments{ "copy",        "--from", from,
                                        "--to",        to,       "--allow-plaintext",
                                        "--state-dir", state,    "--json",
                                        "--verify",    "full" };

    arguments.insert (arguments.end (), more.begin (), more.end ());
    return run_cli (arguments, { { "DECANT_FROM_PASSWORD", DOVECOT_PASSWORD },
                                 { "DECANT_TO_PASSWORD", DOVECOT_PASSWORD } });
  }

  /* Copies everything, and returns the report. */
  std::shared_ptr<JsonNode>
  copy (const std::string &from, const std::string &to) const
  {
    CliResult result = run_copy (from, to);

    EXPECT_EQ (result.status, 0) << result.all ();
    return result.report ();
  }

  void
  expect_counts (const std::shared_ptr<JsonNode> &report, int copied, int already_there)
  {
    EXPECT_EQ (json_number (report, "found"), total);
    EXPECT_EQ (json_number (report, "copied"), copied);
    EXPECT_EQ (json_number (report, "already_there"), already_there);
    EXPECT_TRUE (json_flag (report, "verified"));
    EXPECT_TRUE (json_list (report, "problems").empty ());
  }

  std::unique_ptr<DovecotServer> dovecot;
  std::string state;
  int total = 0;
};

TEST_P (CyrusMove, TakesEverythingFromDovecotExactly)
{
  fill_dovecot ();
  const Folders before = read_dovecot ();

  expect_counts (copy (dovecot->url (user), cyrus->url (user)), total, 0);
  const Folders there = read_cyrus ();

  EXPECT_EQ (there.count (name ("Archive/2008/Reisen")), 1U);
  expect_same (before, there);
  EXPECT_TRUE (before == read_dovecot ()) << "the old account was changed";

  expect_counts (copy (dovecot->url (user), cyrus->url (user)), 0, 0);
  expect_same (before, read_cyrus ());
}

TEST_P (CyrusMove, GivesEverythingToDovecotExactly)
{
  ImapClient client (cyrus->port (), user, CYRUS_PASSWORD);
  const std::vector<std::string> flags{ "",        "\\Seen",    "\\Seen \\Flagged", "\\Answered",
                                        "\\Draft", "\\Deleted", "\\Seen Arbeit",    "$Forwarded" };

  for (const std::string folder :
       { "Archive", "Archive/2008", "Archive/2008/Reisen", "Entw&APw-rfe", "&ZeVnLIqe-" })
    {
      client.create (name (folder));
      for (const std::string &set : flags)
        {
          const int number = ++total;

          client.append (name (folder), letter ("letter-" + std::to_string (number)), set,
                         std::to_string (10 + number % 18) + "-Mar-" +
                           std::to_string (2000 + number % 20) + " 16:11:12 +0000");
        }
    }
  client.append ("INBOX", letter ("inbox"), "\\Seen", "04-Mar-2008 16:11:12 +0000");
  total++;
  const Folders before = read_cyrus ();

  expect_counts (copy (cyrus->url (user), dovecot->url (user)), total, 0);
  EXPECT_EQ (read_dovecot ().count ("Archive/2008/Reisen"), 1U);
  expect_same (before, read_dovecot ());
  EXPECT_TRUE (before == read_cyrus ()) << "the old account was changed";

  expect_counts (copy (cyrus->url (user), dovecot->url (user)), 0, 0);
  expect_same (before, read_dovecot ());
}

TEST_P (CyrusMove, CopiesOnlyWhatIsNotThere)
{
  ImapClient client (cyrus->port (), user, CYRUS_PASSWORD);
  int there = 0;

  fill_dovecot ();
  const Folders before = read_dovecot ();

  for (const std::string folder : { "Archive", "Archive/2008" })
    client.create (name (folder));
  for (const std::string folder : { "Archive/2008", "INBOX" })
    for (size_t i = 0; i < before.at (folder).size (); i += 2)
      {
        const StoredMessage &message = before.at (folder)[i];
        std::string flags;

        for (const std::string &flag : message.flags)
          flags += (flags.empty () ? "" : " ") + flag;
        client.append (folder == "INBOX" ? folder : name (folder), message.body, flags,
                       message.date);
        there++;
      }
  ASSERT_GT (there, 0);

  expect_counts (copy (dovecot->url (user), cyrus->url (user)), total - there, there);
  expect_same (before, read_cyrus ());
}

/* Cyrus keeps who has read what for each who signs in: for its administrator everything is unread,
 * unless the administrator acts as the user. */
TEST_P (CyrusMove, KeepsTheUsersFlagsWhenTheAdministratorActsForTheUser)
{
  ImapClient client (cyrus->port (), user, CYRUS_PASSWORD);

  client.create (name ("Work"));
  client.append (name ("Work"), letter ("read"), "\\Seen", "04-Mar-2008 16:11:12 +0000");
  client.append (name ("Work"), letter ("unread"), "", "05-Mar-2008 16:11:12 +0000");
  total = 2;
  const Folders before = read_cyrus ();
  ImapClient admin (cyrus->port (), "admin", CYRUS_PASSWORD);
  const std::string as_admin = GetParam () ? "user." + user + ".Work" : "user/" + user + "/Work";

  admin.command ("SETACL " + as_admin.substr (0, as_admin.size () - 5) + " admin lrs");
  admin.command ("SETACL " + as_admin + " admin lrs");
  for (const StoredMessage &message : admin.read_folder (as_admin))
    EXPECT_EQ (message.flags.count ("\\Seen"), 0U);

  CliResult result = run_copy (cyrus->url (user), dovecot->url (user),
                               { "--from-authuser", "admin" });

  ASSERT_EQ (result.status, 0) << result.all ();
  expect_counts (result.report (), 2, 0);
  expect_same (before, read_dovecot ());
  EXPECT_TRUE (before == read_cyrus ()) << "the old account was changed";

  /* the move is the user's, whoever signs in */
  expect_counts (copy (cyrus->url (user), dovecot->url (user)), 0, 0);
}

TEST_P (CyrusMove, TakesMailThatTheAdministratorBringsForTheUser)
{
  dovecot->put (user, "INBOX", letter ("one"), "S");
  dovecot->put (user, "Work", letter ("two"), "FS");
  total = 2;
  CliResult result = run_copy (dovecot->url (user), cyrus->url (user),
                               { "--to-authuser", "admin" });

  ASSERT_EQ (result.status, 0) << result.all ();
  expect_same (read_dovecot (), read_cyrus ());
}

TEST_P (CyrusMove, SaysWhenAUserMayNotActForAnother)
{
  ASSERT_TRUE (cyrus->add_user ("bob"));
  CliResult result = run_copy (cyrus->url (user), dovecot->url (user),
                               { "--from-authuser", "bob" });

  EXPECT_EQ (result.status, 3) << result.all ();
  EXPECT_NE (result.err.find ("act for this account"), std::string::npos) << result.all ();
}

/* Cyrus tells by RFC 8474 that messages in two folders are the same. */
TEST_P (CyrusMove, CopiesAMessageOfTwoFoldersOnceIfAsked)
{
  ImapClient client (cyrus->port (), user, CYRUS_PASSWORD);

  for (const char *folder : { "Apples", "Pears" })
    {
      client.create (name (folder));
      for (const char *subject : { "both", folder })
        client.append (name (folder), letter (subject), "", "04-Mar-2008 16:11:12 +0000");
    }
  CliResult result = run_copy (cyrus->url (user), dovecot->url (user), { "--several", "once" });
  const Folders there = read_dovecot ();

  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), 3);
  EXPECT_EQ (json_number (result.report (), "left_behind"), 1);
  EXPECT_EQ (there.at ("Apples").size (), 2U);
  EXPECT_EQ (there.at ("Pears").size (), 1U);
}

/* Cyrus refuses a header that is none, and puts an X for every 8-bit byte of one. */
TEST_P (CyrusMove, TellsWhatCyrusRefusesAndAlters)
{
  const std::string good = letter ("good"), raw = "Subject: gr\xfc\xdf" + good,
                    broken = "Subject: x\r\nno header at all\r\n" + good;

  for (const std::string &bytes : { good, raw, broken })
    dovecot->put (user, "Odd", bytes);
  CliResult result = run_copy (dovecot->url (user), cyrus->url (user));
  std::map<gint64, std::string> reasons;

  EXPECT_EQ (result.status, 1) << result.all ();
  for (const auto &problem : json_list (result.report (), "problems"))
    {
      reasons[json_number (problem, "uid")] = json_text (problem, "reason");
      EXPECT_EQ (json_text (problem, "folder"), "Odd");
    }
  EXPECT_EQ (reasons, (std::map<gint64, std::string>{ { 2, "altered" }, { 3, "refused" } }));
  EXPECT_EQ (json_number (result.report (), "skipped"), 1);
  EXPECT_NE (result.all ().find ("Message contains invalid header"), std::string::npos);
  EXPECT_EQ (read_cyrus ()[name ("Odd")].size (), 2U);
}

INSTANTIATE_TEST_SUITE_P (, CyrusMove, ::testing::Bool (), describe);

} // namespace
