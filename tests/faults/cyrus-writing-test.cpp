/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"
#include "servers/cyrus.hpp"
#include "servers/imap-client.hpp"

#include <algorithm>

/* A real server that is strict: what Cyrus refuses is repaired, skipped, or wrapped. */
class StrictCyrus : public Faults
{
protected:
  void
  SetUp () override
  {
    if (!cyrus.absent ().empty ())
      GTEST_SKIP () << cyrus.absent ();
  }

  CliResult
  copy_to_cyrus (const std::vector<std::string> &more = {}) const
  {
    std::vector<std::string> all = arguments ("copy", more);

    *std::find (all.begin (), all.end (), new_side.url ()) = cyrus.url ("ada");
    return run_cli (
      all, { { "DECANT_FROM_PASSWORD", "secret" }, { "DECANT_TO_PASSWORD", CYRUS_PASSWORD } });
  }

  std::vector<StoredMessage>
  stored () const
  {
    return ImapClient (cyrus.port (), "ada", CYRUS_PASSWORD).read_folder ("INBOX");
  }

  CyrusServer cyrus{ false, "ada" };
};

TEST_F (StrictCyrus, IsGivenWhatItTakes)
{
  const std::string nul = make_message (4, std::string ("a") + '\0' + "b\r\n"),
                    stray = "Subject: x\r\nno header at all\r\nMessage-ID: <5@x>\r\n\r\nc\r\n";

  old_side.edit ([&] (FaultyMail &mail) {
    FaultyFolder &inbox = mail["INBOX"];

    inbox.add (make_message (1));
    inbox.add (make_message (2, "bare\nline\nends\n"));
    inbox.add ("Subject: no empty line\r\nMessage-ID: <3@x>\r\n");
    inbox.add (nul, { "\\Seen" });
    inbox.add (stray);
  });
  const CliResult refused = copy_to_cyrus ();
  EXPECT_EQ (problems (refused), (std::map<std::string, std::string>{ { "INBOX/4", "refused" },
                                                                      { "INBOX/5", "refused" } }))
    << refused.all ();
  EXPECT_EQ (detail (refused, "INBOX", 4), "Message contains NUL characters");
  EXPECT_EQ (json_number (refused.report (), "adjusted"), 1) << refused.all ();
  EXPECT_EQ (stored ().size (), 3u);
  EXPECT_EQ (stored ()[2].body, make_message (2, "bare\r\nline\r\nends\r\n"));

  const CliResult wrapped = copy_to_cyrus ({ "--wrap-refused", "--verify", "full" });
  EXPECT_EQ (wrapped.status, 0) << wrapped.all ();
  ASSERT_EQ (stored ().size (), 5u);
  EXPECT_EQ (unwrap (stored ()[3].body), nul);
  EXPECT_EQ (stored ()[3].flags, (std::set<std::string>{ "\\Seen" }));
  EXPECT_EQ (unwrap (stored ()[4].body), stray);
}
