/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dovecot.hpp"

#include "stores/imap/commands.h"
#include "stores/imap/session.h"

#include <gtest/gtest.h>
#include <string>

namespace
{

/* A real server's compression, with commands of our own and libetpan's; only the link's slowness is
 * made up. */
TEST (ImapCompression, GoesOnWithDovecot)
{
  gsize moved[DECANT_N_FLOWS] = {};
  const DecantFlow flow = { [] (gpointer) -> gsize { return 65536; },
                            [] (DecantFlowDirection direction, gsize bytes, gpointer data) {
                              static_cast<gsize *> (data)[direction] += bytes;
                            },
                            nullptr, moved };
  DovecotOptions options = {};
  DecantImapSettings settings = {};
  g_autoptr (GError) error = nullptr;

  options.extra_config = "protocol imap {\n  mail_plugins = imap_zlib\n}\n";
  g_autoptr (Dovecot) dovecot = dovecot_start (&options, nullptr);
  if (dovecot == nullptr)
    GTEST_SKIP () << "this Dovecot has no such plugin";
  settings.host = "127.0.0.1";
  settings.port = dovecot_get_port (dovecot);
  settings.security = DECANT_SECURITY_PLAINTEXT;
  settings.user = "ada";
  settings.password = DOVECOT_PASSWORD;
  g_autoptr (DecantImapSession) session = decant_imap_session_open (&settings, nullptr, &error);
  if (session == nullptr ||
      (decant_imap_session_get_capabilities (session) & DECANT_IMAP_COMPRESS) == 0)
    GTEST_SKIP () << "this Dovecot does not compress";
  DecantLinkSpeed *speed = decant_transport_get_speed (
    decant_imap_session_borrow_transport (session, nullptr));

  for (int i = 0; i < 2; i++)
    decant_link_speed_note_write (speed, 1024 * 1024, 5 * G_USEC_PER_SEC);
  g_autoptr (GPtrArray)
    none = decant_imap_list_folders (session, DECANT_LIST_PLAIN, nullptr, &error);
  ASSERT_NE (none, nullptr) << error->message;
  for (int i = 0; i < 60; i++)
    {
      const std::string name = "A folder with quite a long name, number " + std::to_string (i);
      gboolean existed;

      ASSERT_TRUE (decant_imap_session_create (session, name.c_str (), &existed, nullptr, &error))
        << error->message;
    }
  ASSERT_TRUE (decant_imap_session_noop (session, nullptr, &error)) << error->message;
  decant_imap_session_set_flow (session, &flow);
  g_autoptr (GPtrArray)
    folders = decant_imap_list_folders (session, DECANT_LIST_PLAIN, nullptr, &error);
  ASSERT_NE (folders, nullptr) << error->message;
  EXPECT_EQ (folders->len, none->len + 60);
  EXPECT_GT (moved[DECANT_FLOW_IN], 0u);
  EXPECT_LT (moved[DECANT_FLOW_IN], 60u * 40u);
  decant_imap_session_set_flow (session, nullptr);
  decant_imap_session_close (g_steal_pointer (&session), nullptr);
}

}
