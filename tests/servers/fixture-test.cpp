/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/dovecot.hpp"
#include "servers/imap-client.hpp"

#include <algorithm>
#include <memory>
#include <sys/stat.h>

namespace
{

const std::string message = "From: a@example.org\r\nSubject: one\r\nMessage-ID: <1@x>\r\n\r\n"
                            "Some lines\r\nof text.\r\n";

bool
exists (const std::string &path)
{
  struct stat info;

  return stat (path.c_str (), &info) == 0;
}

TEST (DovecotFixture, HoldsWhatIsPutIntoItsStore)
{
  DovecotServer dovecot;

  dovecot.set_keywords ("ada", "Archive/2008", { "$Work" });
  dovecot.put ("ada", "Archive/2008", message, "FSa", 1204647072);
  ImapClient client (dovecot.port (), "ada", DOVECOT_PASSWORD);
  std::vector<StoredMessage> stored = client.read_folder ("Archive/2008");

  ASSERT_EQ (stored.size (), 1U);
  EXPECT_EQ (stored[0].body, message);
  EXPECT_EQ (stored[0].flags, (std::set<std::string>{ "\\Flagged", "\\Seen", "$Work" }));
  EXPECT_EQ (stored[0].date.substr (0, 11), "04-Mar-2008");
}

TEST (DovecotFixture, UsesTheLayoutAskedFor)
{
  DovecotOptions options = {};

  options.layout = DOVECOT_MAILDIR_PLUS;
  options.prefix = "INBOX.";
  options.special_use = TRUE;
  DovecotServer dovecot (options);
  ImapClient client (dovecot.port (), "ada", DOVECOT_PASSWORD);

  client.create ("INBOX.Work.2008");
  std::vector<std::string> folders = client.list_folders ();

  EXPECT_NE (std::find (folders.begin (), folders.end (), "INBOX.Work.2008"), folders.end ());
  EXPECT_NE (std::find (folders.begin (), folders.end (), "INBOX.Sent"), folders.end ());
}

class DamagedMessage : public testing::TestWithParam<DovecotDamage>
{
};

TEST_P (DamagedMessage, IsListedAndFailsWhenItIsRead)
{
  DovecotServer dovecot;
  std::vector<std::string> files;

  for (int i = 0; i < 3; i++)
    files.push_back (
      dovecot.put ("ada", "INBOX", "X-Number: " + std::to_string (i) + "\r\n" + message));
  dovecot.index ("ada");
  dovecot.damage (files[1], GetParam ());
  ImapClient client (dovecot.port (), "ada", DOVECOT_PASSWORD);
  std::set<unsigned> unreadable;

  EXPECT_EQ (client.count ("INBOX"), 3U);
  client.command ("EXAMINE INBOX");
  EXPECT_EQ (client.command ("FETCH 1:* (UID RFC822.SIZE ENVELOPE)").size (), 3U);
  EXPECT_EQ (client.read_folder ("INBOX", &unreadable).size (), 2U);
  EXPECT_EQ (unreadable, (std::set<unsigned>{ 2 }));
}

INSTANTIATE_TEST_SUITE_P (EveryWay, DamagedMessage,
                          testing::Values (DOVECOT_DAMAGE_CUT, DOVECOT_DAMAGE_EMPTY,
                                           DOVECOT_DAMAGE_DIRECTORY, DOVECOT_DAMAGE_FORBIDDEN));

TEST (DovecotFixture, KeepsItsStoreAndPortWhileHalted)
{
  DovecotServer dovecot;
  const guint16 port = dovecot.port ();

  dovecot.put ("ada", "INBOX", message);
  dovecot.halt ();
  EXPECT_THROW (ImapClient (port, "ada", DOVECOT_PASSWORD), std::runtime_error);
  dovecot.resume ();
  EXPECT_EQ (dovecot.port (), port);
  EXPECT_EQ (ImapClient (port, "ada", DOVECOT_PASSWORD).count ("INBOX"), 1U);
}

TEST (DovecotFixture, LeavesNothingBehind)
{
  auto dovecot = std::make_unique<DovecotServer> ();
  const std::string directory = dovecot->directory ();
  const guint16 port = dovecot->port ();

  ASSERT_TRUE (exists (directory));
  dovecot.reset ();
  EXPECT_FALSE (exists (directory));
  EXPECT_THROW (ImapClient (port, "ada", DOVECOT_PASSWORD), std::runtime_error);
}

} // namespace
