/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/faulty-server.hpp"
#include "faults/oracle.hpp"
#include "servers/corpus.hpp"
#include "servers/decant-cli.hpp"
#include "soak/chaos.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

/* Moves a mailbox between two misbehaving servers under random faults, kills and restarts, over and
 * over for some minutes, and holds what arrived against what there was: run by "./dev soak". A
 * round that fails names its seed, by which it can be had again (DECANT_SOAK_SEED). */

namespace
{

using Clock = std::chrono::steady_clock;

unsigned
number_from (const char *name, unsigned otherwise)
{
  const char *text = std::getenv (name);

  return text != nullptr ? static_cast<unsigned> (std::strtoul (text, nullptr, 10)) : otherwise;
}

std::string
numbered (unsigned number)
{
  return "From: soak@example.org\r\nDate: Tue, 04 Mar 2008 10:11:12 -0600\r\nMessage-ID: <soak-" +
         std::to_string (number) + "@example.org>\r\nSubject: Message " + std::to_string (number) +
         "\r\n\r\n";
}

/* Some of the corpus, some messages of our own, a few of them more than once. */
void
fill (FaultyServer &server, Random &random, const std::vector<CorpusMessage> &corpus)
{
  static const char *const folders[] = { "INBOX", "Sent", "Archive", "Archive/2008", "Lists/dev" };
  static const std::set<std::string> flags[] = {
    {}, { "\\Seen" }, { "\\Seen", "\\Answered" }, { "\\Flagged" }, { "$Work", "\\Seen" }
  };
  const unsigned count = 60 + random.below (240);

  server.edit ([&] (FaultyMail &mail) {
    for (unsigned i = 0; i < count; i++)
      {
        FaultyFolder &folder = mail[folders[random.below (5)]];
        const bool large = random.one_in (60);
        std::string body = numbered (i) + std::string (large ? 1500000 : random.below (4000), 'x') +
                           "\r\n";

        if (!corpus.empty () && random.one_in (2))
          body = corpus[random.below (static_cast<unsigned> (corpus.size ()))].bytes;
        if (body.empty ())
          continue;
        folder.add (body, flags[random.below (5)]);
        if (random.one_in (15))
          folder.add (body, flags[random.below (5)]);
      }
  });
}

class Round
{
public:
  Round (unsigned seed, const std::vector<CorpusMessage> &corpus) : random (seed), chaos (seed)
  {
    char directory[] = "/tmp/decant-soak-XXXXXX";

    state = mkdtemp (directory);
    fill (old_side, random, corpus);
    if (random.one_in (3))
      new_side.edit_options ([] (FaultyOptions &options) { options.capabilities = "IMAP4rev1"; });
    else if (random.one_in (2))
      new_side.edit_options (
        [] (FaultyOptions &options) { options.capabilities += " MULTIAPPEND"; });
  }

  /* Of a round that failed the journal and what the servers heard are kept, to find out why. */
  ~Round ()
  {
    if (!testing::Test::HasFailure ())
      {
        std::filesystem::remove_all (state);
        return;
      }
    write_log (old_side, state + "/old-side.log");
    write_log (new_side, state + "/new-side.log");
    std::printf ("kept in %s\n", state.c_str ());
  }

  void
  run ()
  {
    const unsigned disturbed = 1 + random.below (5);

    chaos.trouble (old_side, new_side);
    for (unsigned i = 0; i < disturbed; i++)
      run_disturbed ();
    chaos.calm (old_side, new_side);
    run_to_the_end ();
  }

  unsigned long
  messages ()
  {
    unsigned long n = 0;

    for (const auto &folder : old_side.mail ())
      n += folder.second.messages.size ();
    return n;
  }

  unsigned kills = 0, restarts = 0;

private:
  static void
  write_log (FaultyServer &server, const std::string &path)
  {
    std::ofstream file (path);

    for (const Heard &heard : server.log ())
      file << heard.connection << " " << heard.name << " " << heard.arguments << "\n";
  }

  std::vector<std::string>
  arguments () const
  {
    return { "copy",        "--from", old_side.url (), "--to", new_side.url (),     "--json",
             "--state-dir", state,    "--timeout",     "2",    "--allow-plaintext", "--quiet" };
  }

  /* A run that is killed, or loses its servers, or is left alone for some seconds. */
  void
  run_disturbed ()
  {
    CliProcess process (arguments (), environment);
    const Clock::time_point end = Clock::now () + std::chrono::milliseconds (random.below (6000));

    while (Clock::now () < end)
      {
        std::this_thread::sleep_for (std::chrono::milliseconds (random.below (700)));
        if (!random.one_in (3))
          continue;
        FaultyServer &server = random.one_in (2) ? old_side : new_side;
        server.shut (random.one_in (2) ? Ending::reset : Ending::close);
        std::this_thread::sleep_for (std::chrono::milliseconds (random.below (500)));
        server.reopen ();
        restarts++;
      }
    process.send_signal (random.one_in (4) ? SIGTERM : SIGKILL);
    kills++;
    process.finish ();
  }

  void
  run_to_the_end ()
  {
    CliResult result = run_cli (arguments (), environment);

    EXPECT_LE (result.status, 1) << result.all ();
    expect_nothing_lost (result);
    /* And once more: nothing is to be copied any more. */
    const size_t sent = new_side.count ("APPEND");
    result = run_cli (arguments (), environment);
    EXPECT_LE (result.status, 1) << result.all ();
    EXPECT_EQ (new_side.count ("APPEND"), sent) << result.all ();
    expect_nothing_lost (result);
    expect_only_reading (old_side);
  }

  void
  expect_nothing_lost (const CliResult &result)
  {
    expect_rest_arrived (old_side, new_side, result);
    for (const auto &[name, reason] : list_problems (result))
      EXPECT_EQ (chaos.damaged ().count (name), 1u) << name << ": " << reason << result.all ();
  }

  const Environment environment = { { "DECANT_FROM_PASSWORD", "secret" },
                                    { "DECANT_TO_PASSWORD", "secret" } };
  Random random;
  FaultyServer old_side, new_side;
  Chaos chaos;
  std::string state;
};

TEST (Soak, EveryMessageIsThereOnceOrInTheReport)
{
  const std::vector<CorpusMessage> corpus = read_corpus ();
  const unsigned first = number_from ("DECANT_SOAK_SEED", static_cast<unsigned> (getpid ()));
  const auto end = Clock::now () + std::chrono::seconds (number_from ("DECANT_SOAK_SECONDS", 10));
  unsigned rounds = 0, kills = 0, restarts = 0;
  unsigned long messages = 0;

  do
    {
      SCOPED_TRACE ("DECANT_SOAK_SEED=" + std::to_string (first + rounds));
      Round round (first + rounds, corpus);

      round.run ();
      rounds++;
      kills += round.kills;
      restarts += round.restarts;
      messages += round.messages ();
      std::printf ("round %u (seed %u): %lu messages so far, %u kills, %u restarts\n", rounds,
                   first + rounds - 1, messages, kills, restarts);
      std::fflush (stdout);
    }
  while (!HasFailure () && Clock::now () < end);
}

}
