/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/account.h"
#include "accounts/certificate-trust.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace
{

struct GoodUrl
{
  const char *url;
  const char *user;
  const char *host;
  int port;
  DecantSecurity security;
  const char *normal;
};

const GoodUrl good_urls[] = {
  { "imaps://ada@mail.example.org", "ada", "mail.example.org", 993, DECANT_SECURITY_TLS,
    "imaps://ada@mail.example.org:993" },
  { "imap://ada@mail.example.org", "ada", "mail.example.org", 143, DECANT_SECURITY_STARTTLS,
    "imap://ada@mail.example.org:143" },
  { "IMAPS://ada@Mail.Example.ORG/", "ada", "mail.example.org", 993, DECANT_SECURITY_TLS,
    "imaps://ada@mail.example.org:993" },
  { "imap://ada@localhost:10143", "ada", "localhost", 10143, DECANT_SECURITY_STARTTLS,
    "imap://ada@localhost:10143" },
  { "imaps://ada@example.org@mail.example.org:1", "ada@example.org", "mail.example.org", 1,
    DECANT_SECURITY_TLS, "imaps://ada%40example.org@mail.example.org:1" },
  { "imaps://ada%40example.org@mail.example.org:65535", "ada@example.org", "mail.example.org",
    65535, DECANT_SECURITY_TLS, "imaps://ada%40example.org@mail.example.org:65535" },
  { "imaps://LAB\\ada@mail.example.org", "LAB\\ada", "mail.example.org", 993, DECANT_SECURITY_TLS,
    "imaps://LAB%5Cada@mail.example.org:993" },
  { "imaps://lab/ada@mail.example.org", "lab/ada", "mail.example.org", 993, DECANT_SECURITY_TLS,
    "imaps://lab%2Fada@mail.example.org:993" },
  { "imaps://Ada%3Ab*master@mail.example.org", "Ada:b*master", "mail.example.org", 993,
    DECANT_SECURITY_TLS, "imaps://Ada%3Ab%2Amaster@mail.example.org:993" },
  { "imaps://100%@mail.example.org", "100%", "mail.example.org", 993, DECANT_SECURITY_TLS,
    "imaps://100%25@mail.example.org:993" },
  { "imaps://j%C3%BCrgen@mail.example.org", "jürgen", "mail.example.org", 993, DECANT_SECURITY_TLS,
    "imaps://j%C3%BCrgen@mail.example.org:993" },
  { "imaps://jürgen@mail.example.org", "jürgen", "mail.example.org", 993, DECANT_SECURITY_TLS,
    "imaps://j%C3%BCrgen@mail.example.org:993" },
  { "imaps://ada@[2001:DB8::1]", "ada", "2001:db8::1", 993, DECANT_SECURITY_TLS,
    "imaps://ada@[2001:db8::1]:993" },
  { "imap://ada@[::1]:10143", "ada", "::1", 10143, DECANT_SECURITY_STARTTLS,
    "imap://ada@[::1]:10143" },
  { "imap://ada@127.0.0.1:10143", "ada", "127.0.0.1", 10143, DECANT_SECURITY_STARTTLS,
    "imap://ada@127.0.0.1:10143" },
  { "imaps://ada@bücher.example", "ada", "xn--bcher-kva.example", 993, DECANT_SECURITY_TLS,
    "imaps://ada@xn--bcher-kva.example:993" },
};

struct BadUrl
{
  const char *url;
  const char *word; /* what the sentence must speak of */
};

const BadUrl bad_urls[] = {
  { "", "imaps://user@host" },
  { "ada@mail.example.org", "imaps://user@host" },
  { "mail.example.org", "imaps://user@host" },
  { "imaps:ada@mail.example.org", "imaps://user@host" },
  { "https://ada@mail.example.org", "https" },
  { "pop3s://ada@mail.example.org", "pop3s" },
  { "POP3://ada@mail.example.org", "not supported by this version" },
  { "mbox:/home/ada/Mail", "not supported by this version" },
  { "maildir:/home/ada/Maildir", "maildir" },
  { "imaps://mail.example.org", "no user" },
  { "imaps://@mail.example.org", "no user" },
  { "imaps://ada@", "no server" },
  { "imaps://ada@:993", "no server" },
  { "imaps://ada@mail.example.org:", "port" },
  { "imaps://ada@mail.example.org:0", "65535" },
  { "imaps://ada@mail.example.org:65536", "65535" },
  { "imaps://ada@mail.example.org:-1", "65535" },
  { "imaps://ada@mail.example.org:imap", "65535" },
  { "imaps://ada@mail.example.org:143:993", "port" },
  { "imaps://ada@::1", "brackets" },
  { "imaps://ada@[::1", "brackets" },
  { "imaps://ada@[mail.example.org]", "IPv6" },
  { "imaps://ada@[::1]993", "port" },
  { "imaps://ada@mail.example.org/INBOX", "mail.example.org/INBOX" },
  { "imaps://ada@mail.example.org?x", "not the name of a server" },
  { "imaps://ada@mail example.org", "not the name of a server" },
  { "imaps://ada@mail..example.org", "not the name of a server" },
  { "imaps://a%00b@mail.example.org", "user name" },
  { "imaps://a%0D%0Ab@mail.example.org", "user name" },
  { "imaps://a%FFb@mail.example.org", "user name" },
  { "imaps://a\nb@mail.example.org", "user name" },
};

TEST (AccountUrl, ReadsGoodOnes)
{
  for (const GoodUrl &good : good_urls)
    {
      SCOPED_TRACE (good.url);
      g_autoptr (GError) error = nullptr;
      g_autoptr (DecantAccount) account = decant_account_new_from_url (good.url, FALSE, &error);

      ASSERT_NE (account, nullptr) << error->message;
      EXPECT_STREQ (decant_account_get_user (account), good.user);
      EXPECT_STREQ (decant_account_get_host (account), good.host);
      EXPECT_EQ (decant_account_get_port (account), good.port);
      EXPECT_EQ (decant_account_get_security (account), good.security);
      EXPECT_STREQ (decant_account_get_url (account), good.normal);
    }
}

TEST (AccountUrl, IsReadBackAsTheSameAccount)
{
  for (const GoodUrl &good : good_urls)
    {
      SCOPED_TRACE (good.url);
      g_autoptr (DecantAccount) first = decant_account_new_from_url (good.url, FALSE, nullptr);
      g_autoptr (DecantAccount)
        second = decant_account_new_from_url (decant_account_get_url (first), FALSE, nullptr);

      ASSERT_NE (second, nullptr);
      EXPECT_TRUE (decant_account_equal (first, second));
      EXPECT_STREQ (decant_account_get_user (first), decant_account_get_user (second));
    }
}

TEST (AccountUrl, RefusesBadOnesInWords)
{
  for (const BadUrl &bad : bad_urls)
    {
      SCOPED_TRACE (bad.url);
      g_autoptr (GError) error = nullptr;

      ASSERT_EQ (decant_account_new_from_url (bad.url, FALSE, &error), nullptr);
      EXPECT_TRUE (g_error_matches (error, DECANT_ACCOUNT_ERROR, DECANT_ACCOUNT_ERROR_URL));
      EXPECT_NE (std::string (error->message).find (bad.word), std::string::npos) << error->message;
    }
}

TEST (AccountUrl, RefusesAPasswordWithoutRepeatingIt)
{
  for (const char *url :
       { "imaps://ada:s3cret@mail.example.org", "imaps://ada:s3cret@mail.example.org:99999",
         "imaps://ada:s3cr@et@mail.example.org", "ada:s3cret@mail.example.org",
         "imaps://ada:s3cret" })
    {
      SCOPED_TRACE (url);
      g_autoptr (GError) error = nullptr;

      ASSERT_EQ (decant_account_new_from_url (url, FALSE, &error), nullptr);
      EXPECT_EQ (std::string (error->message).find ("s3cr"), std::string::npos) << error->message;
    }
}

TEST (AccountUrl, PlaintextOnlyWhereAllowed)
{
  g_autoptr (DecantAccount)
    plain = decant_account_new_from_url ("imap://ada@localhost", TRUE, nullptr);
  g_autoptr (DecantAccount)
    tls = decant_account_new_from_url ("imaps://ada@localhost", TRUE, nullptr);

  EXPECT_EQ (decant_account_get_security (plain), DECANT_SECURITY_PLAINTEXT);
  EXPECT_EQ (decant_account_get_security (tls), DECANT_SECURITY_TLS);
}

TEST (Account, IsKnownByUserHostAndPort)
{
  g_autoptr (DecantAccount)
    one = decant_account_new ("Ada", "MAIL.example.org", 0, DECANT_SECURITY_TLS);
  g_autoptr (DecantAccount)
    same = decant_account_new ("Ada", "mail.example.org", 993, DECANT_SECURITY_PLAINTEXT);
  g_autoptr (DecantAccount)
    other_user = decant_account_new ("ada", "mail.example.org", 993, DECANT_SECURITY_TLS);
  g_autoptr (DecantAccount)
    other_port = decant_account_new ("Ada", "mail.example.org", 0, DECANT_SECURITY_STARTTLS);
  g_autoptr (DecantAccount) v6 = decant_account_new ("ada", "::1", 143, DECANT_SECURITY_STARTTLS);

  EXPECT_STREQ (decant_account_get_id (one), "Ada@mail.example.org:993");
  EXPECT_STREQ (decant_account_get_id (v6), "ada@[::1]:143");
  EXPECT_TRUE (decant_account_equal (one, same));
  EXPECT_FALSE (decant_account_equal (one, other_user));
  EXPECT_FALSE (decant_account_equal (one, other_port));
}

TEST (Account, HasALabelForPeople)
{
  g_autoptr (DecantAccount)
    local = decant_account_new ("ada", "mail.example.org", 0, DECANT_SECURITY_TLS);
  g_autoptr (DecantAccount)
    address = decant_account_new ("ada@example.org", "mail.example.org", 0, DECANT_SECURITY_TLS);

  EXPECT_STREQ (decant_account_get_label (local), "ada on mail.example.org");
  EXPECT_STREQ (decant_account_get_label (address), "ada@example.org");
}

TEST (Account, KeepsThePasswordOutOfItsNames)
{
  g_autoptr (DecantAccount)
    account = decant_account_new ("ada", "mail.example.org", 0, DECANT_SECURITY_TLS);

  EXPECT_FALSE (decant_account_has_password (account));
  EXPECT_EQ (decant_account_dup_password (account), nullptr);
  decant_account_set_password (account, "first");
  decant_account_set_password (account, "s3cret");
  EXPECT_TRUE (decant_account_has_password (account));

  char *password = decant_account_dup_password (account);
  EXPECT_STREQ (password, "s3cret");
  decant_password_free (password);

  for (const char *name : { decant_account_get_url (account), decant_account_get_id (account),
                            decant_account_get_label (account) })
    EXPECT_EQ (std::string (name).find ("s3cret"), std::string::npos);
  decant_account_set_password (account, nullptr);
  EXPECT_FALSE (decant_account_has_password (account));
}

const std::string digits (64, 'a');

TEST (Fingerprint, IsNormalised)
{
  std::string colons, blanks;
  for (int i = 0; i < 32; i++)
    {
      colons += i == 0 ? "AB" : ":AB";
      blanks += "ab ";
    }
  std::string plain;
  for (int i = 0; i < 32; i++)
    plain += "ab";

  for (const std::string &text : { colons, blanks, plain, "  " + plain + "\n" })
    {
      g_autofree char *normal = decant_certificate_normalise_fingerprint (text.c_str ());
      EXPECT_STREQ (normal, plain.c_str ()) << text;
    }
}

TEST (Fingerprint, IsRefusedWhereItIsNone)
{
  for (const std::string &text : { std::string (), digits.substr (1), digits + "a",
                                   "sha256:" + digits, digits.substr (1) + "g" })
    {
      g_autofree char *normal = decant_certificate_normalise_fingerprint (text.c_str ());
      EXPECT_EQ (normal, nullptr) << text;
    }
  EXPECT_EQ (decant_certificate_normalise_fingerprint (nullptr), nullptr);
}

/* A state directory that does not exist yet, below one of the test's own. */
class CertificateTrust : public ::testing::Test
{
protected:
  void
  SetUp () override
  {
    g_autofree char *made = g_dir_make_tmp ("decant-trust-XXXXXX", nullptr);
    ASSERT_NE (made, nullptr);
    base = made;
    state = base + "/state";
    file = state + "/trusted-certificates";
  }

  void
  TearDown () override
  {
    g_unlink (file.c_str ());
    g_rmdir (state.c_str ());
    g_rmdir (base.c_str ());
  }

  std::vector<std::string>
  lookup (const char *host)
  {
    g_auto (GStrv) found = decant_certificate_trust_lookup (state.c_str (), host);
    return std::vector<std::string> (found, found + g_strv_length (found));
  }

  bool
  add (const char *host, const std::string &fingerprint)
  {
    g_autoptr (GError) error = nullptr;
    bool added = decant_certificate_trust_add (state.c_str (), host, fingerprint.c_str (), &error);
    EXPECT_EQ (added, error == nullptr);
    return added;
  }

  std::string base, state, file;
};

TEST_F (CertificateTrust, KnowsNothingAtFirst)
{
  EXPECT_TRUE (lookup ("mail.example.org").empty ());
  EXPECT_FALSE (g_file_test (state.c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (CertificateTrust, KeepsFingerprintsByHost)
{
  const std::string other (64, 'b');

  ASSERT_TRUE (add ("Mail.example.org", std::string (64, 'A')));
  ASSERT_TRUE (add ("mail.example.org", other));
  ASSERT_TRUE (add ("mail.example.org", digits));
  ASSERT_TRUE (add ("::1", digits));

  EXPECT_EQ (lookup ("MAIL.example.org"), (std::vector<std::string>{ digits, other }));
  EXPECT_EQ (lookup ("::1"), std::vector<std::string>{ digits });
  EXPECT_TRUE (lookup ("example.org").empty ());
}

TEST_F (CertificateTrust, IsReadableByTheOwnerAlone)
{
  GStatBuf status;

  ASSERT_TRUE (add ("mail.example.org", digits));
  ASSERT_EQ (g_stat (file.c_str (), &status), 0);
  EXPECT_EQ (status.st_mode & 0777, 0600u);
  ASSERT_EQ (g_stat (state.c_str (), &status), 0);
  EXPECT_EQ (status.st_mode & 0777, 0700u);
}

TEST_F (CertificateTrust, RefusesWhatIsNoFingerprint)
{
  EXPECT_FALSE (add ("mail.example.org", "accept everything"));
  EXPECT_TRUE (lookup ("mail.example.org").empty ());
}

TEST_F (CertificateTrust, PassesOverWhatIsNoFingerprintInTheFile)
{
  ASSERT_TRUE (add ("mail.example.org", digits));
  g_autofree char *text = nullptr;
  ASSERT_TRUE (g_file_get_contents (file.c_str (), &text, nullptr, nullptr));
  std::string changed (text);
  changed.replace (changed.find (digits), digits.size (), "*;" + digits);
  ASSERT_TRUE (g_file_set_contents (file.c_str (), changed.c_str (), -1, nullptr));

  EXPECT_EQ (lookup ("mail.example.org"), std::vector<std::string>{ digits });
}

TEST_F (CertificateTrust, DoesNotOverwriteAFileItCannotRead)
{
  ASSERT_TRUE (add ("mail.example.org", digits));
  ASSERT_TRUE (g_file_set_contents (file.c_str (), "no key file", -1, nullptr));

  EXPECT_FALSE (add ("mail.example.org", digits));
  EXPECT_TRUE (lookup ("mail.example.org").empty ());
  g_autofree char *text = nullptr;
  ASSERT_TRUE (g_file_get_contents (file.c_str (), &text, nullptr, nullptr));
  EXPECT_STREQ (text, "no key file");
}

TEST (AccountOnBehalf, IsTheUsersWithThePasswordOfAnother)
{
  g_autoptr (DecantAccount)
    ada = decant_account_new ("ada", "mail.example.org", 0, DECANT_SECURITY_TLS);
  g_autoptr (DecantAccount) on_behalf = decant_account_new_on_behalf (ada, "admin");

  EXPECT_TRUE (decant_account_equal (ada, on_behalf));
  EXPECT_STREQ (decant_account_get_url (on_behalf), decant_account_get_url (ada));
  EXPECT_STREQ (decant_account_get_label (on_behalf), "ada on mail.example.org");
  EXPECT_STREQ (decant_account_get_password_label (on_behalf), "admin on mail.example.org");
  EXPECT_STREQ (decant_account_get_auth_user (on_behalf), "admin");
  EXPECT_EQ (decant_account_get_auth_user (ada), nullptr);
  EXPECT_STREQ (decant_account_get_password_label (ada), "ada on mail.example.org");
}

} // namespace
