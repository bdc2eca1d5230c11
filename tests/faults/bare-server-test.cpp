/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

/* Servers that know IMAP4rev1 and nothing besides, or not even all of that. */
namespace
{

class BareServers : public Faults
{
protected:
  void
  SetUp () override
  {
    for (FaultyServer *server : { &old_side, &new_side })
      server->edit_options ([] (FaultyOptions &options) { options.capabilities = "IMAP4rev1"; });
    fill ("INBOX", 5);
    fill ("Work/2008", 20, 100);
    old_side.edit ([] (FaultyMail &mail) {
      mail["Work"].selectable = false;
      mail["INBOX"].add (make_message (300, std::string (1500000, 'x') + "\r\n"));
    });
  }

  void
  on_both (const std::string &name, const FaultyServer::Fault &fault)
  {
    old_side.on (name, fault);
    new_side.on (name, fault);
  }

  void
  expect_a_whole_move ()
  {
    const CliResult result = copy ();

    expect_all_arrived (result);
    EXPECT_EQ (json_number (result.report (), "copied"), 26);
    EXPECT_TRUE (json_flag (result.report (), "verified"));
    for (const Heard &heard : new_side.log ())
      EXPECT_EQ (heard.arguments.find ("+}"), std::string::npos) << heard.arguments;
  }
};

TEST_F (BareServers, AreEnough)
{
  expect_a_whole_move ();
  EXPECT_EQ (old_side.count ("NAMESPACE"), 0u);
  EXPECT_EQ (json_number (copy ().report (), "copied"), 0);
}

/* A name in 8 bits goes as a literal that the server invites. */
TEST_F (BareServers, InviteWhatCannotBeQuoted)
{
  fill ("gr\xfc\xdf", 3, 200);
  EXPECT_EQ (copy ({ "--folder", "gr*" }).status, 0);
  EXPECT_EQ (new_side.mail ()["gr%FC%DF"].messages.size (), 3u);
}

TEST_F (BareServers, NeedNotTellWhatTheyCan)
{
  on_both ("CAPABILITY", [] (Turn &turn) { turn.bad ("unknown command"); });
  expect_a_whole_move ();
}

TEST_F (BareServers, NeedNotObeyWhatTheyOffer)
{
  for (FaultyServer *server : { &old_side, &new_side })
    server->edit_options ([] (FaultyOptions &options) {
      options.capabilities = "IMAP4rev1 NAMESPACE SPECIAL-USE LIST-EXTENDED CONDSTORE";
    });
  on_both ("NAMESPACE", [] (Turn &turn) { turn.bad ("unknown command"); });
  on_both ("LIST", [] (Turn &turn) {
    if (turn.arguments.find ("RETURN") != std::string::npos || turn.arguments[0] == '(')
      turn.bad ("syntax error");
  });
  const auto plain_only = [] (Turn &turn) {
    if (turn.arguments.find ("CONDSTORE") != std::string::npos)
      turn.bad ("syntax error");
  };
  on_both ("EXAMINE", plain_only);
  on_both ("SELECT", plain_only);
  expect_a_whole_move ();
}

TEST_F (BareServers, NeedNotKnowSubscriptions)
{
  on_both ("LSUB", [] (Turn &turn) { turn.bad ("unknown command"); });
  on_both ("SUBSCRIBE", [] (Turn &turn) { turn.bad ("unknown command"); });
  expect_a_whole_move ();
}

/* Of no folder, or of all but the one that is open (RFC 3501 6.3.10). */
TEST_F (BareServers, NeedNotCountTheFolderThatIsOpen)
{
  on_both ("STATUS", [] (Turn &turn) {
    if (!turn.folder ().empty ())
      turn.no ("STATUS is not for the selected mailbox");
  });
  expect_a_whole_move ();
}

} // namespace
