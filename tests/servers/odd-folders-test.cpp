/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/cyrus.hpp"
#include "servers/decant-cli.hpp"
#include "servers/dovecot.hpp"
#include "servers/imap-client.hpp"
#include "unit/temporary-directory.h"

/* Folders with names that one real server has and another does not want. */
namespace
{

const std::string user = "ada";

class OddFolders : public ::testing::Test
{
protected:
  /* Each folder gets one message, by which it is known again. */
  void
  SetUp () override
  {
    const std::vector<std::string> names = {
      "INBOX",      "100%",         "star*", "caret^",        "tilde~",
      "back\\sl",   "Lists.debian", "a:b",   "say \"it\"",    "two  gaps",
      " blank ",    ".dot",         "R&-D",  "&AOQ-rger",     "&ZeVnLIqe-",
      "100%/below", "Notes?",       "<tag>", "pipe|and'more", std::string (180, 'n'),
    };

    for (const std::string &name : names)
      {
        const std::string subject = "In " + name;

        old_side.put (user, name,
                      "From: a@example.org\r\nMessage-ID: <" + std::to_string (subjects.size ()) +
                        "@example.org>\r\nDate: Tue, 4 Mar 2008 16:11:12 +0000\r\nSubject: x\r\n"
                        "\r\n" +
                        subject + "\r\n");
        subjects.push_back (subject);
      }
  }

  CliResult
  copy (const std::string &new_url, const std::vector<std::string> &more = {}) const
  {
    std::vector<std::string> arguments = { "copy",   "--from",      old_side.url (user),
                                           "--to",   new_url,       "--allow-plaintext",
                                           "--json", "--state-dir", state.path () };

    arguments.insert (arguments.end (), more.begin (), more.end ());
    return run_cli (arguments, { { "DECANT_FROM_PASSWORD", DOVECOT_PASSWORD },
                                 { "DECANT_TO_PASSWORD", DOVECOT_PASSWORD } });
  }

  /* Where each folder will be, as a dry run says. */
  std::set<std::string>
  list_promised (const std::string &new_url) const
  {
    std::set<std::string> promised;

    for (const auto &event : copy (new_url, { "--dry-run" }).events ("plan"))
      EXPECT_TRUE (promised.insert (json_text (event, "new_folder")).second)
        << json_text (event, "new_folder");
    return promised;
  }

  /* Folders of the new account that can hold messages. */
  std::set<std::string>
  list_there (const std::string &new_url) const
  {
    const CliResult result = run_cli (
      { "folders", "--from", new_url, "--allow-plaintext", "--json" },
      { { "DECANT_FROM_PASSWORD", DOVECOT_PASSWORD } });
    std::set<std::string> there;

    for (const auto &event : result.events ("folder"))
      if (json_flag (event, "selectable"))
        there.insert (json_text (event, "folder"));
    return there;
  }

  /* How many folders there are after each message was found alone in one. */
  size_t
  expect_all_apart (ImapClient &client) const
  {
    const auto folders = client.read_all ();
    std::multiset<std::string> found;

    for (const auto &[name, messages] : folders)
      {
        EXPECT_LE (messages.size (), 1u) << name;
        for (const StoredMessage &message : messages)
          found.insert (message.body.substr (message.body.find ("In ")));
      }
    for (const std::string &subject : subjects)
      EXPECT_EQ (found.count (subject + "\r\n"), 1u) << subject;
    return folders.size ();
  }

  void
  expect_all_arrive (guint16 port, const std::string &new_url, bool some_are_renamed)
  {
    const std::set<std::string> promised = list_promised (new_url);
    const CliResult first = copy (new_url);
    ImapClient client (port, user, DOVECOT_PASSWORD);

    EXPECT_EQ (first.status, 0) << first.all ();
    EXPECT_EQ (json_number (first.report (), "copied"), gint64 (subjects.size ()));
    EXPECT_EQ (!json_list (first.report (), "adjustments").empty (), some_are_renamed)
      << first.all ();
    const size_t folders = expect_all_apart (client);
    EXPECT_EQ (promised, list_there (new_url)) << "what came into being is what was promised";

    const CliResult second = copy (new_url);
    EXPECT_EQ (second.status, 0) << second.all ();
    EXPECT_EQ (json_number (second.report (), "copied"), 0);
    EXPECT_EQ (list_promised (new_url), promised) << "and stays so";
    EXPECT_EQ (expect_all_apart (client), folders);
  }

  DovecotServer old_side;
  TemporaryDirectory state;
  std::vector<std::string> subjects;
};

TEST_F (OddFolders, ArriveInMaildirPlus)
{
  DovecotOptions options = {};
  options.layout = DOVECOT_MAILDIR_PLUS;
  options.prefix = "INBOX.";
  const DovecotServer new_side (options);

  expect_all_arrive (new_side.port (), new_side.url (user), false);
}

TEST_F (OddFolders, ArriveInCyrus)
{
  const CyrusServer cyrus (false, user);

  if (!cyrus.absent ().empty ())
    GTEST_SKIP () << cyrus.absent ();
  expect_all_arrive (cyrus.port (), cyrus.url (user), true);
}

TEST_F (OddFolders, ArriveInCyrusByItsOldNames)
{
  const CyrusServer cyrus (true, user);

  if (!cyrus.absent ().empty ())
    GTEST_SKIP () << cyrus.absent ();
  expect_all_arrive (cyrus.port (), cyrus.url (user), true);
}

} // namespace
