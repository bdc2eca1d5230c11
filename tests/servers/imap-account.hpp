/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/survey.h"
#include "stores/imap/imap-store.h"

#include <gtest/gtest.h>

#include <string>

/* An account on a server of the loopback, as the engine is handed it. */
class ImapAccount
{
public:
  ImapAccount (unsigned short port, const std::string &user, const std::string &password,
               unsigned timeout = 20)
      : user_ (user), password_ (password)
  {
    settings_.host = "127.0.0.1";
    settings_.port = port;
    settings_.security = DECANT_SECURITY_PLAINTEXT;
    settings_.user = user_.c_str ();
    settings_.password = password_.c_str ();
    settings_.connect_timeout = timeout;
    settings_.silence_timeout = timeout;
    opener = decant_store_opener_new ((user + "@127.0.0.1").c_str (), user.c_str (), make_store,
                                      this, note_destroyed);
  }

  /* Waits for the threads that have it. */
  ~ImapAccount ()
  {
    decant_store_opener_unref (opener);
    while (!destroyed_)
      g_usleep (1000);
  }

  ImapAccount (const ImapAccount &) = delete;
  ImapAccount &operator= (const ImapAccount &) = delete;

  GPtrArray *
  survey () const
  {
    g_autoptr (GError) error = nullptr;
    g_autoptr (DecantSurvey) survey = decant_survey_run (opener, nullptr, nullptr, &error);

    if (survey == nullptr)
      {
        ADD_FAILURE () << error->message;
        return g_ptr_array_new ();
      }
    return g_ptr_array_ref (survey->old_folders);
  }

  DecantStoreOpener *opener;

private:
  static DecantStore *
  make_store (gpointer account)
  {
    return decant_imap_store_new (&static_cast<ImapAccount *> (account)->settings_);
  }

  static void
  note_destroyed (gpointer account)
  {
    static_cast<ImapAccount *> (account)->destroyed_ = true;
  }

  std::string user_, password_;
  DecantImapSettings settings_ = {};
  std::atomic<bool> destroyed_{ false };
};
