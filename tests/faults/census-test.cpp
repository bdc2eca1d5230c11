/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"
#include "servers/imap-account.hpp"
#include "unit/census-fixture.hpp"

#include <memory>

namespace
{

/* A census of an account on a server that misbehaves. */
class FaultyCensus : public CensusCase
{
protected:
  ~FaultyCensus () override
  {
    g_clear_object (&census);
  }

  /* Whatever happens, it only reads. */
  void
  TearDown () override
  {
    expect_only_reading (server);
  }

  void
  fill (const std::string &folder, unsigned count)
  {
    fill_plainly (server, folder, count);
  }

  void
  begin ()
  {
    account = std::make_unique<ImapAccount> (server.port (), "ada", "secret", 2);
    folders = account->survey ();
    census = decant_census_new (folders);
    start_over (account->opener);
  }

  FaultyServer server;
  std::unique_ptr<ImapAccount> account;
};

TEST_F (FaultyCensus, ReadsHeadersAndLittleElse)
{
  fill ("INBOX", 50);
  fill ("Work", 5);
  begin ();
  finish ();
  EXPECT_EQ (totals ().messages, 55U);
  g_autoptr (DecantPlan) plan = make_plan ();
  const Summary summary = summarise (plan);

  EXPECT_EQ (summary->taken.messages, 55U);
  EXPECT_EQ (summary->rules[DECANT_CENSUS_DUPLICATES].messages, 5U);
  EXPECT_STREQ (static_cast<DecantCensusSender *> (summary->senders->pdata[0])->address,
                "ada@example.org");
  EXPECT_LE (server.connections (), 1U);
  size_t bodies = 0;
  for (const Heard &heard : server.log ())
    bodies += heard.arguments.find ("BODY.PEEK[]") != std::string::npos ? 1 : 0;
  EXPECT_LE (bodies, size_t (DECANT_SAMPLE_MOST_MESSAGES));
}

TEST_F (FaultyCensus, AFolderThatIsRefusedCostsThatFolder)
{
  fill ("INBOX", 3);
  fill ("Locked", 3);
  fill ("Work", 3);
  server.on ("EXAMINE", [] (Turn &turn) {
    if (turn.arguments.find ("Locked") != std::string::npos)
      turn.no ("[NOPERM] Not yours");
  });
  begin ();
  finish ();
  EXPECT_EQ (totals ().failed, 1U);
  EXPECT_EQ (totals ().messages, 6U);
  EXPECT_NE (std::string (folder ("Locked").problem).find ("Not yours"), std::string::npos);
}

TEST_F (FaultyCensus, AFolderOverWhichTheConnectionDiesCostsThatFolder)
{
  fill ("INBOX", 3);
  fill ("Deadly", 3);
  fill ("Work", 3);
  server.on ("EXAMINE", [] (Turn &turn) {
    if (turn.arguments.find ("Deadly") != std::string::npos)
      turn.end (Ending::close);
  });
  begin ();
  finish ();
  EXPECT_EQ (totals ().failed, 1U);
  EXPECT_EQ (totals ().messages, 6U);
  EXPECT_NE (folder ("Deadly").problem, nullptr);
}

TEST_F (FaultyCensus, AFolderThatHangsCostsThatFolder)
{
  fill ("INBOX", 3);
  fill ("Silent", 3);
  server.on ("EXAMINE", [] (Turn &turn) {
    if (turn.arguments.find ("Silent") != std::string::npos)
      turn.end (Ending::hang);
  });
  begin ();
  finish ();
  EXPECT_EQ (totals ().failed, 1U);
  EXPECT_EQ (totals ().messages, 3U);
}

TEST_F (FaultyCensus, GoesOnBehindAMessageThatStopsTheListing)
{
  fill ("INBOX", 3);
  fill ("Work", 40);
  server.on_message ([] (Delivery &delivery) {
    if (delivery.folder == "Work" && delivery.uid == 20 && delivery.listing && !delivery.flags_only)
      delivery.end = Ending::close;
  });
  begin ();
  finish ();
  EXPECT_EQ (totals ().failed, 0U);
  EXPECT_EQ (folder ("Work").messages, 40U);
}

TEST_F (FaultyCensus, LetsGoAtOnce)
{
  std::atomic<bool> listing{ false };

  fill ("INBOX", 3);
  server.on ("UID FETCH", [&] (Turn &turn) {
    if (turn.arguments.find ("HEADER") == std::string::npos)
      return;
    listing = true;
    turn.end (Ending::hang);
  });
  begin ();
  wait_until ([&] { return listing.load (); });
  const gint64 begun = g_get_monotonic_time ();

  decant_census_stop (census);
  g_clear_object (&census);
  account.reset ();
  EXPECT_LT (g_get_monotonic_time () - begun, 1500 * 1000) << "before its time-out";
}

TEST_F (FaultyCensus, SaysWhyItHasEnded)
{
  fill ("INBOX", 3);
  account = std::make_unique<ImapAccount> (server.port (), "ada", "secret", 2);
  folders = account->survey ();
  account = std::make_unique<ImapAccount> (server.port (), "ada", "wrong", 2);
  census = decant_census_new (folders);
  start_over (account->opener);
  wait_until ([&] { return !totals ().running; });
  EXPECT_FALSE (totals ().complete);
  EXPECT_NE (totals ().problem, nullptr);
}

}
