/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/check.h"
#include "engine/salvage.h"
#include "faults/fault-fixture.hpp"
#include "servers/imap-account.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

namespace
{

/* A check as the window runs it, of an account on a server that misbehaves, and what is saved of
 * what it finds. */
class FaultyDamage : public ::testing::Test
{
protected:
  FaultyDamage ()
  {
    char place[] = "/tmp/decant-damage-XXXXXX";

    directory = mkdtemp (place);
    gate = decant_gate_new (progress, note_question, this);
  }

  ~FaultyDamage () override
  {
    std::filesystem::remove_all (directory);
    g_clear_object (&over);
    decant_gate_unref (gate);
    g_object_unref (progress);
    g_clear_pointer (&plan, decant_plan_free);
    g_clear_pointer (&report, decant_report_free);
    g_clear_pointer (&salvaged, decant_salvage_free);
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
    g_autoptr (GPtrArray) none = g_ptr_array_new ();

    account = std::make_unique<ImapAccount> (server.port (), "ada", "secret", 1);
    g_autoptr (GPtrArray) folders = account->survey ();
    plan = decant_plan_new (folders, none, nullptr);
    decant_check_run_async (account->opener, plan, 1, gate, progress, nullptr, take_result, &over);
  }

  static void
  take_result (GObject *, GAsyncResult *result, gpointer kept)
  {
    *static_cast<GAsyncResult **> (kept) = G_ASYNC_RESULT (g_object_ref (result));
  }

  /* From the check's thread. */
  static void
  note_question (const GError *, gpointer test)
  {
    static_cast<FaultyDamage *> (test)->questions++;
  }

  void
  finish ()
  {
    while (over == nullptr)
      g_main_context_iteration (nullptr, TRUE);
    report = decant_check_run_finish (over, nullptr);
    g_clear_object (&over);
    ASSERT_NE (report, nullptr);
  }

  /* Checks all and saves what was found. */
  void
  check_and_save ()
  {
    begin ();
    finish ();
    decant_salvage_run_async (account->opener, plan, report->problems, directory.c_str (), nullptr,
                              nullptr, nullptr, take_result, &over);
    while (over == nullptr)
      g_main_context_iteration (nullptr, TRUE);
    salvaged = decant_salvage_run_finish (over, nullptr);
    g_clear_object (&over);
    ASSERT_NE (salvaged, nullptr);
  }

  std::string
  saved (const std::string &name) const
  {
    std::ifstream file (directory + "/" + name, std::ios::binary);
    std::stringstream text;

    text << file.rdbuf ();
    return text.str ();
  }

  FaultyServer server;
  std::unique_ptr<ImapAccount> account;
  DecantProgress *progress = decant_progress_new ();
  DecantGate *gate;
  DecantPlan *plan = nullptr;
  DecantReport *report = nullptr;
  DecantSalvage *salvaged = nullptr;
  GAsyncResult *over = nullptr;
  std::atomic<int> questions{ 0 };
  std::string directory;
};

TEST_F (FaultyDamage, WhatCameBeforeTheEndIsSaved)
{
  fill ("INBOX", 20);
  server.on_message ([] (Delivery &message) {
    if (message.uid != 7 || message.listing)
      return;
    message.end = Ending::close;
    message.end_after = message.body.size () - 5;
  });
  check_and_save ();
  EXPECT_EQ (report->problems->len, 1U);
  EXPECT_EQ (salvaged->counts[DECANT_SALVAGED_PART], 1U);
  EXPECT_EQ (saved ("INBOX 7 Message 7.eml"),
             make_message (7).substr (0, make_message (7).size () - 5));
}

TEST_F (FaultyDamage, TheHeaderIsSavedWhereNothingElseComes)
{
  fill ("INBOX", 20);
  server.on_message ([] (Delivery &message) {
    if (!message.listing && message.uid == 3)
      message.refusal = "NO [SERVERBUG] cannot";
    if (!message.listing && message.uid == 5)
      message.nil = true;
    if (!message.listing && message.uid == 9)
      message.end = Ending::hang;
  });
  check_and_save ();
  EXPECT_EQ (report->problems->len, 3U);
  EXPECT_EQ (salvaged->counts[DECANT_SALVAGED_HEADER], 3U);
  const std::string message = make_message (5);
  EXPECT_EQ (saved ("INBOX 5 Message 5.eml"), message.substr (0, message.find ("\r\n\r\n") + 4));
}

TEST_F (FaultyDamage, OfWhatGivesNothingThereIsNoFile)
{
  fill ("INBOX", 20);
  server.on_message ([] (Delivery &message) {
    if (message.uid == 4 && (!message.listing || message.nth > 1))
      message.end = Ending::close;
  });
  check_and_save ();
  EXPECT_EQ (report->problems->len, 1U);
  EXPECT_EQ (salvaged->counts[DECANT_SALVAGED_NOTHING], 1U);
  EXPECT_EQ (salvaged->files->len, 0U);
  EXPECT_TRUE (std::filesystem::is_empty (directory));
}

TEST_F (FaultyDamage, AFolderThatIsRefusedCostsThatFolder)
{
  fill ("INBOX", 5);
  fill ("Locked", 3);
  server.on ("EXAMINE", [] (Turn &turn) {
    if (turn.arguments.find ("Locked") != std::string::npos)
      turn.no ("[NOPERM] Not yours");
  });
  check_and_save ();
  ASSERT_EQ (report->problems->len, 1U);
  EXPECT_EQ (static_cast<DecantProblem *> (report->problems->pdata[0])->uid, 0U);
  EXPECT_EQ (salvaged->untried, 0U) << "a folder is nothing to be saved";
  EXPECT_TRUE (report->finished);
}

/* The account is signed out in the middle: the check asks, waits, and goes on. */
TEST_F (FaultyDamage, APersonIsAskedWhereTheSignInIsRefused)
{
  std::atomic<bool> signed_out{ false };

  fill ("INBOX", 40);
  server.on_message ([&] (Delivery &message) {
    if (message.listing || message.uid != 20 || signed_out || questions > 0)
      return;
    signed_out = true;
    message.end = Ending::close;
  });
  server.on ("LOGIN", [&] (Turn &turn) {
    if (signed_out)
      turn.no ("[AUTHENTICATIONFAILED] Your password has changed");
  });
  server.on ("AUTHENTICATE", [&] (Turn &turn) {
    if (signed_out)
      turn.no ("[AUTHENTICATIONFAILED] Your password has changed");
  });
  begin ();
  while (questions == 0 && over == nullptr)
    g_main_context_iteration (nullptr, FALSE);
  ASSERT_EQ (questions, 1);
  signed_out = false;
  decant_gate_resume (gate);
  finish ();
  EXPECT_TRUE (report->finished);
  EXPECT_EQ (report->problems->len, 0U);
  EXPECT_EQ (report->found, 40U);
}

}
