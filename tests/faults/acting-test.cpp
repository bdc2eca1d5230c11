/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

#include <mutex>

/* An administrator signs in on behalf of the user, by PROXYAUTH. */
namespace
{

class Acting : public Faults
{
protected:
  void
  SetUp () override
  {
    old_side.edit_options ([] (FaultyOptions &options) {
      options.greeting = "* OK mail IMAP4 service (iPlanet Messaging Server 5.2)";
      options.capabilities = "IMAP4rev1 UIDPLUS";
      options.user = "admin";
    });
    fill ("INBOX", 5);
    fill ("Work", 5, 100);
  }

  CliResult
  copy_as_admin ()
  {
    const std::string from = "imap://ada@127.0.0.1:" + std::to_string (old_side.port ());

    return run_cli ({ "copy", "--from", from, "--from-authuser", "admin", "--to", new_side.url (),
                      "--allow-plaintext", "--state-dir", state, "--json", "--timeout", "2" },
                    environment ());
  }
};

/* On each connection anew, before anything is looked at. */
TEST_F (Acting, GoesOnAsTheUserAfterEveryLostConnection)
{
  std::mutex mutex;
  std::set<unsigned> as_user;
  bool as_admin = false;

  old_side.on ("PROXYAUTH", [&] (Turn &turn) {
    std::lock_guard<std::mutex> lock (mutex);

    if (turn.arguments == "\"ada\"")
      as_user.insert (turn.connection ());
    turn.ok ("Completed");
  });
  old_side.on ("EXAMINE", [&] (Turn &turn) {
    std::lock_guard<std::mutex> lock (mutex);

    as_admin |= as_user.count (turn.connection ()) == 0;
    if (turn.nth () == 2)
      turn.end (Ending::reset);
  });
  const CliResult result = copy_as_admin ();

  expect_all_arrived (result);
  EXPECT_FALSE (as_admin);
  EXPECT_GT (as_user.size (), 1u);
}

TEST_F (Acting, LooksAtNothingWhereItIsNotAllowed)
{
  old_side.on ("PROXYAUTH", [] (Turn &turn) { turn.no ("You are not a store administrator"); });
  const CliResult result = copy_as_admin ();

  EXPECT_EQ (result.status, 3) << result.all ();
  EXPECT_NE (result.err.find ("act for this account"), std::string::npos) << result.err;
  EXPECT_NE (result.err.find ("You are not a store administrator"), std::string::npos)
    << result.err;
  EXPECT_EQ (old_side.count ("LIST") + old_side.count ("EXAMINE"), 0u);
}

} // namespace
