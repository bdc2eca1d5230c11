/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/dovecot.hpp"
#include "servers/imap-client.hpp"
#include "servers/mailbox-maker.h"

#include <algorithm>

namespace
{

const DovecotOptions options = {
  DOVECOT_MAILDIR_FS, nullptr, FALSE, TRUE, nullptr, 0, nullptr, nullptr
};

class MadeMailbox : public testing::Test
{
protected:
  void
  make (guint messages, bool large)
  {
    const MailboxWish wish = { messages, large };

    mailbox = mailbox_make (server.get (), "ada", &wish, nullptr);
    ASSERT_NE (mailbox, nullptr);
  }

  ~MadeMailbox () override
  {
    g_clear_pointer (&mailbox, mailbox_free);
  }

  std::map<std::string, std::vector<StoredMessage>>
  read_all ()
  {
    return ImapClient (server.port (), "ada", DOVECOT_PASSWORD).read_all ();
  }

  DovecotServer server{ options };
  Mailbox *mailbox = nullptr;
};

TEST_F (MadeMailbox, IsTheSameEveryTime)
{
  DovecotServer other (options);
  const MailboxWish wish = { 300, FALSE };
  g_autoptr (Mailbox) twin = mailbox_make (other.get (), "ada", &wish, nullptr);

  ASSERT_NE (twin, nullptr);
  make (300, false);
  EXPECT_TRUE (read_all () == ImapClient (other.port (), "ada", DOVECOT_PASSWORD).read_all ());
}

TEST_F (MadeMailbox, HasFoldersOfManyKinds)
{
  make (100, false);
  ImapClient client (server.port (), "ada", DOVECOT_PASSWORD);
  const std::vector<std::string> folders = client.list_folders ();
  auto count = [&folders] (auto predicate) {
    return std::count_if (folders.begin (), folders.end (), predicate);
  };

  EXPECT_GE (folders.size (), 40U);
  EXPECT_EQ (folders.size (), mailbox->folders);
  EXPECT_GE (count ([] (auto &name) { return name.find ('/') != name.npos; }), 20);
  EXPECT_GE (count ([] (auto &name) { return name.find ('&') != name.npos; }), 10);
  EXPECT_EQ (client.command ("LIST (SPECIAL-USE) \"\" *").size (), 5U);
  EXPECT_EQ (client.list_subscribed ().size (), folders.size ());
}

TEST_F (MadeMailbox, HasMessagesOfManyKinds)
{
  std::set<std::string> flags;
  std::set<std::string> years;
  std::set<std::string> kinds;
  unsigned messages = 0;

  make (600, false);
  for (auto &[folder, stored] : read_all ())
    for (const StoredMessage &message : stored)
      {
        messages++;
        flags.insert (message.flags.begin (), message.flags.end ());
        years.insert (message.date.substr (7, 4));
        for (const char *kind : { "text/html", "attachment", "message/rfc822", "In-Reply-To",
                                  "KOI8-R", "=?UTF-8?B?", "application/pdf" })
          if (message.body.find (kind) != message.body.npos)
            kinds.insert (kind);
      }

  EXPECT_GE (messages, 600U);
  EXPECT_EQ (messages, mailbox->messages);
  for (const char *flag : { "\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft",
                            "$Forwarded", "$Label1", "Work", "waiting-for-answer" })
    EXPECT_EQ (flags.count (flag), 1U) << flag;
  EXPECT_GE (years.size (), 15U);
  EXPECT_EQ (kinds.size (), 7U);
}

TEST_F (MadeMailbox, HasLargeAttachmentsIfWished)
{
  make (50, true);
  ImapClient client (server.port (), "ada", DOVECOT_PASSWORD);

  client.command ("EXAMINE INBOX");
  EXPECT_EQ (client.command ("SEARCH LARGER 5000000").at (0).find ("* SEARCH "), 0U);
}

TEST_F (MadeMailbox, IsDamagedInSomeMessages)
{
  make (200, false);
  server.index ("ada");
  ASSERT_TRUE (mailbox_damage (mailbox, 7, nullptr));
  ImapClient client (server.port (), "ada", DOVECOT_PASSWORD);
  unsigned damaged = 0;
  unsigned listed = 0;

  for (const std::string &folder : client.list_folders ())
    {
      std::set<unsigned> unreadable;

      listed += client.count (folder);
      client.read_folder (folder, &unreadable);
      damaged += unreadable.size ();
    }
  EXPECT_EQ (damaged, 7U);
  EXPECT_EQ (listed, mailbox->messages);
}

} // namespace
