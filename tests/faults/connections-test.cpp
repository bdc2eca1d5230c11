/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/attended.hpp"
#include "faults/fault-fixture.hpp"

#include <atomic>

/* How few connections a run makes, and how little it says to sign in. */
class Connections : public Faults
{
protected:
  using Names = std::vector<std::string>;

  void
  SetUp () override
  {
    fill ("INBOX", 10);
  }

  /* What was said over one connection up to the first list of folders. */
  static Names
  opening (FaultyServer &server, unsigned connection)
  {
    Names names;

    for (const Heard &heard : server.log ())
      if (heard.connection == connection)
        {
          names.push_back (heard.name);
          if (heard.name == "LIST")
            break;
        }
    return names;
  }

  static void
  greet (FaultyServer &server, const std::string &capabilities)
  {
    server.edit_options ([&] (FaultyOptions &options) {
      options.capabilities = capabilities;
      options.greeting = "* OK [CAPABILITY " + capabilities + "] ready";
    });
  }

  const std::string offer = "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+ UIDPLUS NAMESPACE";
};

TEST_F (Connections, SurveyCopyAndVerificationShareOne)
{
  expect_all_arrived (copy ());
  EXPECT_EQ (old_side.connections (), 1u);
  EXPECT_EQ (new_side.connections (), 1u);
  EXPECT_EQ (old_side.count ("LOGOUT"), 1u);
  EXPECT_EQ (new_side.count ("LOGOUT"), 1u);
}

TEST_F (Connections, ServersAreTakenLeaveOfWhereNothingIsCopied)
{
  EXPECT_EQ (copy ({ "--dry-run" }).status, 0);
  EXPECT_EQ (old_side.count ("LOGOUT"), 1u);
  EXPECT_EQ (new_side.count ("LOGOUT"), 1u);
}

TEST_F (Connections, OneIsEnoughForAServerThatBearsNoMore)
{
  for (FaultyServer *server : { &old_side, &new_side })
    server->edit_options ([] (FaultyOptions &options) { options.most_connections = 1; });
  fill ("Archive", 10, 100);
  expect_all_arrived (copy ({ "--connections", "1" }));
  EXPECT_EQ (old_side.connections (), 1u);
  EXPECT_EQ (new_side.connections (), 1u);
}

/* What the survey left open is gone when the run begins: nobody's fault, and not waited for. */
TEST_F (Connections, ADeadOneCostsNothing)
{
  for (const Ending ending : { Ending::close, Ending::reset })
    {
      const unsigned old_before = old_side.connections (), new_before = new_side.connections ();

      fill ("INBOX", 3, 100 * (1 + static_cast<unsigned> (ending)));
      Attended attended (old_side, new_side, state, [&] (DecantSurvey &) {
        old_side.drop (ending);
        new_side.drop (ending);
      });
      g_autoptr (GError) error = nullptr;

      g_autoptr (DecantReport) report = attended.run (&error);
      ASSERT_NE (report, nullptr) << (error ? error->message : "");
      EXPECT_TRUE (report->verified);
      EXPECT_EQ (report->problems->len, 0u);
      EXPECT_EQ (old_side.connections () - old_before, 2u);
      EXPECT_EQ (new_side.connections () - new_before, 2u);
    }
}

/* The folder over which it shows that the connection is gone is not to blame. */
TEST_F (Connections, ADeadOneIsNotCountedAgainstAFolder)
{
  std::atomic<unsigned> failures = 0;
  Attended attended (old_side, new_side, state, [&] (DecantSurvey &) { old_side.drop (); });
  g_autoptr (GError) error = nullptr;

  /* one more would be too many */
  old_side.on ("EXAMINE", [&] (Turn &turn) {
    if (failures++ < 2)
      turn.end (Ending::close);
  });
  g_autoptr (DecantReport) report = attended.run (&error);
  ASSERT_NE (report, nullptr) << (error ? error->message : "");
  EXPECT_TRUE (report->verified) << report->problems->len;
}

TEST_F (Connections, WhatIsToldUnaskedIsNotAskedFor)
{
  greet (old_side, offer);
  old_side.on ("AUTHENTICATE", [&] (Turn &turn) {
    turn.run_and_say ("OK [CAPABILITY " + offer + " CHILDREN] welcome");
  });
  expect_all_arrived (copy ());
  EXPECT_EQ (opening (old_side, 1), (Names{ "AUTHENTICATE", "NAMESPACE", "LIST" }));
}

TEST_F (Connections, FoldersAreMadeAfterASignInAtOnce)
{
  greet (new_side, offer);
  fill ("Archive/2008", 3, 100);
  expect_all_arrived (copy ());
  EXPECT_EQ (new_side.count ("LOGIN"), 0u);
}

TEST_F (Connections, WhatIsToldBesideTheSignInIsNotAskedFor)
{
  greet (old_side, offer);
  old_side.on ("AUTHENTICATE", [&] (Turn &turn) { turn.say ("* CAPABILITY " + offer + "\r\n"); });
  expect_all_arrived (copy ());
  EXPECT_EQ (opening (old_side, 1), (Names{ "AUTHENTICATE", "NAMESPACE", "LIST" }));
}

TEST_F (Connections, AListThatIsNotWholeIsAskedFor)
{
  old_side.edit_options (
    [&] (FaultyOptions &options) { options.greeting = "* OK [CAPABILITY AUTH=PLAIN] ready"; });
  expect_all_arrived (copy ());
  EXPECT_EQ (opening (old_side, 1),
             (Names{ "CAPABILITY", "LOGIN", "CAPABILITY", "NAMESPACE", "LIST" }));
}

TEST_F (Connections, AnInitialResponseThatIsNotUnderstoodIsDoneWithout)
{
  for (const std::string refusal : { "BAD Too many arguments", "NO Unsupported mechanism" })
    {
      const unsigned before = old_side.connections ();

      old_side.forget_faults ();
      greet (old_side, offer);
      old_side.on ("AUTHENTICATE", [&] (Turn &turn) {
        if (turn.arguments.find (' ') != std::string::npos)
          refusal[0] == 'B' ? turn.bad (refusal.substr (4)) : turn.no (refusal.substr (3));
      });
      EXPECT_EQ (copy ().status, 0);
      EXPECT_EQ (opening (old_side, before + 1),
                 (Names{ "AUTHENTICATE", "AUTHENTICATE", "CAPABILITY", "NAMESPACE", "LIST" }));
    }
}

TEST_F (Connections, AWrongPasswordIsPresentedOnceAndNotToldOnward)
{
  greet (old_side, offer);
  old_side.edit_options ([] (FaultyOptions &options) { options.password = "another"; });
  old_side.on ("AUTHENTICATE", [] (Turn &turn) {
    turn.no ("[AUTHENTICATIONFAILED] not with " + turn.arguments.substr (6));
  });
  const std::string log = state + "/protocol";
  const CliResult result = copy ({ "--debug-protocol", log });
  const std::string encoded = "AGFkYQBzZWNyZXQ="; /* NUL ada NUL secret */
  g_autofree char *written = nullptr;

  EXPECT_EQ (result.status, 3) << result.all ();
  EXPECT_EQ (old_side.count ("AUTHENTICATE"), 1u);
  EXPECT_EQ (old_side.count ("LOGIN"), 0u);
  EXPECT_EQ (result.all ().find (encoded), std::string::npos) << result.all ();
  ASSERT_TRUE (g_file_get_contents (log.c_str (), &written, nullptr, nullptr));
  EXPECT_EQ (std::string (written).find (encoded), std::string::npos) << written;
}
