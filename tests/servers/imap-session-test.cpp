/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dovecot.h"

#include "stores/imap/imap-store.h"
#include "stores/imap/session.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace
{

/* Connecting and signing in, against a real Dovecot with a certificate of its own. */
class ImapSession : public testing::Test
{
protected:
  static void
  SetUpTestSuite ()
  {
    DovecotOptions options = {};
    g_autoptr (GError) error = nullptr;

    options.layout = DOVECOT_MAILDIR_PLUS;
    options.prefix = "INBOX.";
    options.tls = TRUE;
    options.special_use = TRUE;
    options.other_password = "gr\303\274n";
    /* No waiting after a wrong one. */
    options.extra_config =
      "service anvil {\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}\n";
    dovecot = dovecot_start (&options, &error);
    ASSERT_NE (dovecot, nullptr) << error->message;
  }

  static void
  TearDownTestSuite ()
  {
    g_clear_pointer (&dovecot, dovecot_stop);
  }

  void
  SetUp () override
  {
    trusted_[0] = const_cast<char *> (dovecot_get_fingerprint (dovecot));
    settings.host = "localhost";
    settings.port = dovecot_get_port (dovecot);
    settings.security = DECANT_SECURITY_PLAINTEXT;
    settings.user = "ada";
    settings.password = DOVECOT_PASSWORD;
    settings.trusted_certificates = trusted_;
  }

  void
  TearDown () override
  {
    decant_imap_session_free (session);
    g_clear_error (&error);
  }

  bool
  open ()
  {
    g_clear_pointer (&session, decant_imap_session_free);
    g_clear_error (&error);
    session = decant_imap_session_open (&settings, nullptr, &error);
    return session != nullptr;
  }

  bool
  is_encrypted ()
  {
    return decant_transport_is_encrypted (decant_imap_session_borrow_transport (session, nullptr));
  }

  GTlsCertificateFlags
  refused_for ()
  {
    GTlsCertificateFlags flags = {};

    EXPECT_TRUE (g_error_matches (error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_PERSON));
    EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_CERTIFICATE);
    EXPECT_NE (decant_store_error_get_certificate (error, &flags), nullptr);
    return flags;
  }

  void
  use_tls ()
  {
    settings.port = dovecot_get_tls_port (dovecot);
    settings.security = DECANT_SECURITY_TLS;
  }

  static Dovecot *dovecot;
  DecantImapSettings settings = {};
  DecantImapSession *session = nullptr;
  GError *error = nullptr;

private:
  char *trusted_[2] = {};
};

Dovecot *ImapSession::dovecot = nullptr;

TEST_F (ImapSession, LearnsCapabilitiesAndNamespace)
{
  use_tls ();
  ASSERT_TRUE (open ()) << error->message;
  EXPECT_STREQ (decant_imap_session_get_prefix (session), "INBOX.");
  EXPECT_EQ (decant_imap_session_get_separator (session), '.');
  EXPECT_EQ (decant_imap_session_get_capabilities (session),
             DECANT_IMAP_LITERAL_PLUS | DECANT_IMAP_UIDPLUS | DECANT_IMAP_MULTIAPPEND |
               DECANT_IMAP_NAMESPACE | DECANT_IMAP_SPECIAL_USE | DECANT_IMAP_LIST_EXTENDED |
               DECANT_IMAP_LIST_STATUS | DECANT_IMAP_STATUS_SIZE | DECANT_IMAP_CONDSTORE);
}

TEST_F (ImapSession, EncryptsFromTheFirstByte)
{
  use_tls ();
  ASSERT_TRUE (open ()) << error->message;
  EXPECT_TRUE (is_encrypted ());
  EXPECT_TRUE (decant_imap_session_noop (session, nullptr, &error)) << error->message;
}

TEST_F (ImapSession, EncryptsByStartTls)
{
  settings.security = DECANT_SECURITY_STARTTLS;
  ASSERT_TRUE (open ()) << error->message;
  EXPECT_TRUE (is_encrypted ());
}

TEST_F (ImapSession, EncryptsWhereItCouldGoWithout)
{
  ASSERT_TRUE (open ()) << error->message;
  EXPECT_TRUE (is_encrypted ());
}

TEST_F (ImapSession, RefusesAnUnknownCertificate)
{
  settings.trusted_certificates = nullptr;
  for (DecantSecurity security : { DECANT_SECURITY_STARTTLS, DECANT_SECURITY_PLAINTEXT })
    {
      settings.security = security;
      ASSERT_FALSE (open ());
      EXPECT_TRUE (refused_for () & G_TLS_CERTIFICATE_UNKNOWN_CA);
    }
  use_tls ();
  ASSERT_FALSE (open ());
  EXPECT_TRUE (refused_for () & G_TLS_CERTIFICATE_UNKNOWN_CA);
}

TEST_F (ImapSession, NamesTheCertificateItRefuses)
{
  settings.trusted_certificates = nullptr;
  use_tls ();
  ASSERT_FALSE (open ());
  g_autofree char *fingerprint = decant_certificate_fingerprint (
    decant_store_error_get_certificate (error, nullptr));
  EXPECT_STREQ (fingerprint, dovecot_get_fingerprint (dovecot));
}

TEST_F (ImapSession, TrustsNoOtherFingerprint)
{
  char other[] = "0000000000000000000000000000000000000000000000000000000000000000";
  char *others[] = { other, nullptr };

  settings.trusted_certificates = others;
  use_tls ();
  ASSERT_FALSE (open ());
  EXPECT_TRUE (refused_for () & G_TLS_CERTIFICATE_UNKNOWN_CA);
}

/* With the certificate as an authority of the system, only the name can be wrong. */
TEST_F (ImapSession, ChecksTheHostName)
{
  g_autofree char *file = g_build_filename (dovecot_get_directory (dovecot), "cert.pem", nullptr);
  g_autoptr (GTlsDatabase) authorities = g_tls_file_database_new (file, &error);
  GTlsBackend *backend = g_tls_backend_get_default ();

  ASSERT_NE (authorities, nullptr) << error->message;
  g_tls_backend_set_default_database (backend, authorities);
  settings.trusted_certificates = nullptr;
  use_tls ();
  EXPECT_TRUE (open ()) << error->message;
  settings.host = "elsewhere.localhost";
  EXPECT_FALSE (open ());
  EXPECT_EQ (refused_for (), G_TLS_CERTIFICATE_BAD_IDENTITY);
  g_tls_backend_set_default_database (backend, nullptr);
}

/* GIO's time-out and cancelling have to reach through TLS. */
TEST_F (ImapSession, EncryptedSilenceTimesOut)
{
  char c;

  use_tls ();
  settings.silence_timeout = 1;
  ASSERT_TRUE (open ()) << error->message;
  DecantTransport *transport = decant_imap_session_borrow_transport (session, nullptr);
  EXPECT_EQ (decant_transport_read (transport, &c, 1, &error), -1);
  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_TIMED_OUT);
}

TEST_F (ImapSession, EncryptedWaitIsCancelled)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  char c;

  use_tls ();
  ASSERT_TRUE (open ()) << error->message;
  DecantTransport *transport = decant_imap_session_borrow_transport (session, cancellable);
  std::thread canceller ([&] { g_cancellable_cancel (cancellable); });
  EXPECT_EQ (decant_transport_read (transport, &c, 1, &error), -1);
  canceller.join ();
  EXPECT_TRUE (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) << error->message;
}

TEST_F (ImapSession, TakesAPasswordInEightBits)
{
  use_tls ();
  settings.password = "gr\303\274n";
  EXPECT_TRUE (open ()) << error->message;
}

TEST_F (ImapSession, TellsAWrongPassword)
{
  settings.password = "wrong";
  use_tls ();
  ASSERT_FALSE (open ());
  EXPECT_TRUE (g_error_matches (error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_PERSON));
  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_SIGN_IN);
  EXPECT_STREQ (decant_store_error_get_detail (error),
                "[AUTHENTICATIONFAILED] Authentication failed.");
}

TEST_F (ImapSession, CreatesAndSubscribes)
{
  gboolean existed;
  ASSERT_TRUE (open ()) << error->message;
  EXPECT_TRUE (decant_imap_session_create (session, "INBOX.a b", &existed, nullptr, &error))
    << error->message;
  EXPECT_TRUE (decant_imap_session_create (session, "INBOX.a b", &existed, nullptr, &error))
    << error->message;
  EXPECT_TRUE (decant_imap_session_subscribe (session, "INBOX.a b", nullptr, &error))
    << error->message;
  EXPECT_FALSE (decant_imap_session_create (session, "outside", &existed, nullptr, &error));
  EXPECT_TRUE (g_error_matches (error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER));
  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_FOLDER_NOT_CREATED);
  EXPECT_TRUE (decant_imap_session_noop (session, nullptr, nullptr));
}

TEST_F (ImapSession, ProtocolLogHoldsNoPassword)
{
  g_autofree char *directory = g_dir_make_tmp ("decant-test-XXXXXX", nullptr);
  g_autofree char *path = g_build_filename (directory, "log", nullptr);
  g_autofree char *log = nullptr;
  const std::string message = std::string ("\0ada\0", 5) + DOVECOT_PASSWORD;
  g_autofree char *base64 = g_base64_encode (reinterpret_cast<const guchar *> (message.data ()),
                                             message.size ());

  settings.protocol_log = path;
  EXPECT_TRUE (open ()) << error->message;
  settings.password = "a wrong one";
  EXPECT_FALSE (open ());
  ASSERT_TRUE (g_file_get_contents (path, &log, nullptr, &error)) << error->message;
  EXPECT_NE (strstr (log, "AUTHENTICATE [left out]\n"), nullptr) << log;
  EXPECT_NE (strstr (log, "* NAMESPACE"), nullptr) << log;
  EXPECT_EQ (strstr (log, DOVECOT_PASSWORD), nullptr) << log;
  EXPECT_EQ (strstr (log, base64), nullptr) << log;
  EXPECT_EQ (strstr (log, "a wrong one"), nullptr) << log;
  g_unlink (path);
  g_rmdir (directory);
}

TEST_F (ImapSession, LostServerIsATransientErrorAndTheStoreOpensAgain)
{
  g_autoptr (DecantStore) store = decant_imap_store_new (&settings);

  ASSERT_TRUE (decant_store_open (store, nullptr, &error)) << error->message;
  EXPECT_TRUE (decant_store_ping (store, nullptr, &error)) << error->message;
  dovecot_halt (dovecot);
  EXPECT_FALSE (decant_store_ping (store, nullptr, &error));
  EXPECT_TRUE (g_error_matches (error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT));
  EXPECT_FALSE (decant_store_is_open (store));
  g_clear_error (&error);
  EXPECT_FALSE (decant_store_open (store, nullptr, &error));
  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_UNREACHABLE);
  g_clear_error (&error);
  ASSERT_TRUE (dovecot_resume (dovecot, &error)) << error->message;
  EXPECT_TRUE (decant_store_open (store, nullptr, &error)) << error->message;
  decant_store_close (store, nullptr);
}

}
