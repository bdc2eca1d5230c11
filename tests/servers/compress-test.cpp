/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cyrus.hpp"
#include "dovecot.hpp"

#include "stores/imap/commands.h"
#include "stores/imap/session.h"

#include <gtest/gtest.h>
#include <string>

namespace
{

/* A real server's compression, with commands of our own and libetpan's; only the link's slowness is
 * made up. */
class ImapCompression : public testing::Test
{
protected:
  ImapCompression ()
  {
    settings_.host = "localhost";
    settings_.user = "ada";
    settings_.password = DOVECOT_PASSWORD;
    settings_.security = DECANT_SECURITY_PLAINTEXT;
    options_.extra_config = "protocol imap {\n  mail_plugins = imap_zlib\n}\n";
  }

  ~ImapCompression () override
  {
    g_clear_pointer (&session_, decant_imap_session_free);
    g_clear_error (&error_);
  }

  /* False where the server does not compress. */
  bool
  sign_in ()
  {
    session_ = decant_imap_session_open (&settings_, nullptr, &error_);
    EXPECT_NE (session_, nullptr) << error_->message;
    return session_ != nullptr &&
           (decant_imap_session_get_capabilities (session_) & DECANT_IMAP_COMPRESS) != 0;
  }

  void
  pretend_to_be_slow ()
  {
    DecantLinkSpeed *speed = decant_transport_get_speed (
      decant_imap_session_borrow_transport (session_, nullptr));

    for (int i = 0; i < 2; i++)
      decant_link_speed_note_write (speed, 1024 * 1024, 5 * G_USEC_PER_SEC);
  }

  guint
  count_folders ()
  {
    g_autoptr (GPtrArray)
      folders = decant_imap_list_folders (session_, DECANT_LIST_PLAIN, nullptr, &error_);

    EXPECT_NE (folders, nullptr) << error_->message;
    return folders != nullptr ? folders->len : 0;
  }

  void
  expect_to_list_folders_in_few_bytes ()
  {
    gsize moved[DECANT_N_FLOWS] = {};
    const DecantFlow flow = { [] (gpointer) -> gsize { return 65536; },
                              [] (DecantFlowDirection direction, gsize bytes, gpointer data) {
                                static_cast<gsize *> (data)[direction] += bytes;
                              },
                              nullptr, moved };
    pretend_to_be_slow ();
    const guint before = count_folders ();

    for (int i = 0; i < 60; i++)
      {
        const std::string name = "INBOX" + separator_ + "A folder with quite a long name, number " +
                                 std::to_string (i);
        gboolean existed;

        ASSERT_TRUE (
          decant_imap_session_create (session_, name.c_str (), &existed, nullptr, &error_))
          << error_->message;
      }
    ASSERT_TRUE (decant_imap_session_noop (session_, nullptr, &error_)) << error_->message;
    decant_imap_session_set_flow (session_, &flow);
    EXPECT_EQ (count_folders (), before + 60);
    EXPECT_GT (moved[DECANT_FLOW_IN], 0u);
    EXPECT_LT (moved[DECANT_FLOW_IN], 60u * 40u);
    decant_imap_session_set_flow (session_, nullptr);
    decant_imap_session_close (g_steal_pointer (&session_), nullptr);
  }

  DovecotOptions options_ = {};
  DecantImapSettings settings_ = {};
  std::string separator_ = "/";
  DecantImapSession *session_ = nullptr;
  GError *error_ = nullptr;
};

TEST_F (ImapCompression, GoesOnWithDovecot)
{
  g_autoptr (Dovecot) dovecot = dovecot_start (&options_, nullptr);

  if (dovecot == nullptr)
    GTEST_SKIP () << "this Dovecot has no such plugin";
  settings_.port = dovecot_get_port (dovecot);
  if (!sign_in ())
    GTEST_SKIP () << "this Dovecot does not compress";
  expect_to_list_folders_in_few_bytes ();
}

/* Compressed first and encrypted then (RFC 4978 3). */
TEST_F (ImapCompression, GoesOnBelowTls)
{
  options_.tls = TRUE;
  g_autoptr (Dovecot) dovecot = dovecot_start (&options_, nullptr);

  if (dovecot == nullptr)
    GTEST_SKIP () << "this Dovecot has no such plugin";
  char *trusted[] = { const_cast<char *> (dovecot_get_fingerprint (dovecot)), nullptr };

  settings_.port = dovecot_get_tls_port (dovecot);
  settings_.security = DECANT_SECURITY_TLS;
  settings_.trusted_certificates = trusted;
  if (!sign_in ())
    GTEST_SKIP () << "this Dovecot does not compress";
  expect_to_list_folders_in_few_bytes ();
}

TEST_F (ImapCompression, GoesOnWithCyrus)
{
  CyrusServer cyrus (true, "ada");

  if (!cyrus.absent ().empty ())
    GTEST_SKIP () << cyrus.absent ();
  separator_ = ".";
  settings_.port = cyrus.port ();
  if (!sign_in ())
    GTEST_SKIP () << "this Cyrus does not compress";
  expect_to_list_folders_in_few_bytes ();
}

}
