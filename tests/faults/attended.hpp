/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/connect.h"
#include "engine/move.h"
#include "engine/survey.h"
#include "faults/faulty-server.hpp"

#include <functional>
#include <string>

/* Somebody at the window: a move of the engine's own, waited for on the main context. */
class Attended
{
public:
  /* @between: what happens to the survey before it is made a plan. */
  Attended (FaultyServer &old_side, FaultyServer &new_side, const std::string &state,
            const std::function<void (DecantSurvey &)> &between = nullptr,
            gboolean just_counted = FALSE)
      : loop (g_main_loop_new (nullptr, FALSE)), old_opener (make_opener (old_side)),
        new_opener (make_opener (new_side))
  {
    decant_survey_run_async (old_opener, new_opener, nullptr, on_ready, this);
    g_main_loop_run (loop);
    g_autoptr (DecantSurvey) survey = decant_survey_run_finish (result, nullptr);
    g_clear_object (&result);
    if (between)
      between (*survey);
    g_autoptr (DecantPlan)
      plan = decant_plan_new (survey->old_folders, survey->new_folders, nullptr);
    DecantMoveOptions options = {};
    options.state_dir = state.c_str ();
    options.attended = TRUE;
    options.just_counted = just_counted;
    move = decant_move_new (old_opener, new_opener, plan, &options);
  }

  ~Attended ()
  {
    g_clear_object (&result);
    g_object_unref (move);
    decant_store_opener_unref (old_opener);
    decant_store_opener_unref (new_opener);
    g_main_loop_unref (loop);
  }

  DecantReport *
  run (GError **error)
  {
    decant_move_run_async (move, on_ready, this);
    g_main_loop_run (loop);
    return decant_move_run_finish (move, result, error);
  }

  DecantMove *move;

private:
  static void
  on_ready (GObject *, GAsyncResult *ready, gpointer user_data)
  {
    auto *self = static_cast<Attended *> (user_data);

    g_set_object (&self->result, ready);
    g_main_loop_quit (self->loop);
  }

  static DecantStoreOpener *
  make_opener (FaultyServer &server)
  {
    const DecantConnectOptions options = { nullptr, 2, 2, nullptr };
    g_autoptr (DecantAccount)
      account = decant_account_new_from_url (server.url ().c_str (), TRUE, nullptr);

    decant_account_set_password (account, "secret");
    return decant_connect_new_opener (account, &options);
  }

  GMainLoop *loop;
  GAsyncResult *result = nullptr;
  DecantStoreOpener *old_opener, *new_opener;
};
