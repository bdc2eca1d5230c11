/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/cli-move.hpp"

#include <glib/gstdio.h>

/* How decant-cli signs in: passwords, certificates, encryption, and what it keeps to itself. */
namespace
{

using Strings = std::vector<std::string>;

class CliConnection : public CliMove
{
protected:
  /* Everything below the test's directory, as one text. */
  std::string
  read_everything (const std::string &below) const
  {
    std::string text;
    g_autoptr (GDir) dir = g_dir_open (below.c_str (), 0, nullptr);

    while (const char *name = dir != nullptr ? g_dir_read_name (dir) : nullptr)
      {
        std::string child = below + "/" + name;
        g_autofree char *bytes = nullptr;
        gsize length = 0;

        if (g_file_test (child.c_str (), G_FILE_TEST_IS_DIR))
          text += read_everything (child);
        else if (g_file_get_contents (child.c_str (), &bytes, &length, nullptr))
          text.append (bytes, length);
      }
    return text;
  }
};

std::string
base64 (const std::string &text)
{
  g_autofree char *encoded = g_base64_encode (reinterpret_cast<const guchar *> (text.data ()),
                                              text.size ());

  return encoded;
}

/* As sent by LOGIN, plain, and by AUTHENTICATE PLAIN. */
void
expect_secret_kept (const std::string &text, const std::string &password)
{
  EXPECT_FALSE (holds (text, password));
  EXPECT_FALSE (holds (text, base64 (std::string ("\0ada\0", 5) + password)));
  EXPECT_FALSE (holds (text, base64 (std::string ("ada\0ada\0", 8) + password)));
  g_autofree char *escaped = g_strescape (password.c_str (), nullptr);
  EXPECT_FALSE (holds (text, escaped));
}

TEST_F (CliConnection, ReadsThePasswordFromAFile)
{
  ASSERT_TRUE (g_file_set_contents (path ("password").c_str (),
                                    DOVECOT_PASSWORD "\r\nsecond line\n", -1, nullptr));

  CliResult result = run_cli (
    arguments ("folders", { "--from-password-file", path ("password"), "--json" }),
    { { "DECANT_FROM_PASSWORD", "the file comes first" } });

  EXPECT_EQ (result.status, 0) << result.all ();
}

TEST_F (CliConnection, ReadsBothPasswordsFromStandardInput)
{
  fill ("INBOX", "Letter", 1);
  new_server = nullptr; /* the new account has another password */
  DovecotOptions options = {};
  options.other_password = "another";
  new_server = std::make_unique<DovecotServer> (options);

  CliResult result = run_cli (
    arguments ("copy", { "--from-password-file", "-", "--to-password-file", "-" }), {},
    DOVECOT_PASSWORD "\nanother");

  EXPECT_EQ (result.status, 0) << result.all ();
}

TEST_F (CliConnection, AWrongPasswordIsToldAndKept)
{
  fill ("INBOX", "Letter", 1);
  const std::string wrong = "Tr0ub4dor-and-3";

  for (const char *side : { "DECANT_FROM_PASSWORD", "DECANT_TO_PASSWORD" })
    {
      SCOPED_TRACE (side);
      Environment environment = passwords;
      environment[side] = wrong;

      CliResult result = run_cli (
        arguments ("copy", { "--json", "--verbose", "--debug-protocol", path ("protocol"),
                             "--report", path ("report.json") }),
        environment);

      EXPECT_EQ (result.status, 3) << result.all ();
      EXPECT_TRUE (holds (result.err, "ada on 127.0.0.1")) << result.err;
      auto report = result.report ();
      EXPECT_EQ (json_number (report, "status"), 3);
      EXPECT_FALSE (json_text (report, "error").empty ());
      EXPECT_TRUE (exists ("protocol"));
      std::string everything = result.all () + read_everything (directory);
      expect_secret_kept (everything, wrong);
      expect_secret_kept (everything, DOVECOT_PASSWORD);
    }
  EXPECT_TRUE (read_new ()["INBOX"].empty ());
}

TEST_F (CliConnection, TheProtocolLogHoldsNoSecretAndNoMail)
{
  fill ("INBOX", "Letter", 2);

  ASSERT_EQ (run ("copy", { "--debug-protocol", path ("protocol") }).status, 0);

  std::string log = read_file ("protocol");
  EXPECT_TRUE (holds (log, "EXAMINE")) << log;
  EXPECT_TRUE (holds (log, "APPEND")) << log;
  EXPECT_FALSE (holds (log, "All that was is here")) << log;
  expect_secret_kept (log + read_everything (directory), DOVECOT_PASSWORD);
}

TEST_F (CliConnection, ThePlainConnectionMustBeAllowed)
{
  CliResult result = run_cli ({ "folders", "--from", old_server->url ("ada"), "--json" },
                              passwords);

  EXPECT_EQ (result.status, 3) << result.all ();
  EXPECT_EQ (json_number (result.report (), "status"), 3);
  EXPECT_TRUE (holds (result.err, "ncrypt")) << result.err;
}

class CliTls : public CliConnection
{
protected:
  void
  SetUp () override
  {
    DovecotOptions options = {};

    CliConnection::SetUp ();
    options.tls = TRUE;
    server = std::make_unique<DovecotServer> (options);
  }

  /* folders of an account on the server with TLS. */
  CliResult
  folders (const std::string &scheme, const Strings &more)
  {
    guint16 port = scheme == "imaps" ? server->tls_port () : server->port ();
    Strings arguments{ "folders", "--from", scheme + "://ada@localhost:" + std::to_string (port),
                       "--state-dir", path ("state") };

    arguments.insert (arguments.end (), more.begin (), more.end ());
    return run_cli (arguments, passwords);
  }

  std::unique_ptr<DovecotServer> server;
};

TEST_F (CliTls, AnUnknownCertificateIsExplainedAndCanBeAccepted)
{
  for (const char *scheme : { "imaps", "imap" })
    {
      SCOPED_TRACE (scheme);
      CliResult refused = folders (scheme, {});
      EXPECT_EQ (refused.status, 3) << refused.all ();
      EXPECT_TRUE (holds (refused.err, "--trust-certificate " + server->fingerprint ()))
        << refused.err;
      EXPECT_TRUE (holds (refused.err, "CN=localhost")) << refused.err;

      CliResult other = folders (scheme, { "--trust-certificate", std::string (64, '0') });
      EXPECT_EQ (other.status, 3) << other.all ();

      g_autofree char *capitals = g_ascii_strup (server->fingerprint ().c_str (), -1);
      CliResult accepted = folders (
        scheme, { "--trust-certificate", std::string (64, '0'), "--trust-certificate", capitals });
      EXPECT_EQ (accepted.status, 0) << accepted.all ();
    }
}

TEST_F (CliTls, ACertificateAcceptedEarlierForThisServerCounts)
{
  ASSERT_EQ (g_mkdir (path ("state").c_str (), 0700), 0);
  std::string text = "[localhost]\nsha256=" + server->fingerprint () + ";\n";
  ASSERT_TRUE (
    g_file_set_contents (path ("state/trusted-certificates").c_str (), text.c_str (), -1, nullptr));

  EXPECT_EQ (folders ("imaps", {}).status, 0);

  text = "[other.example.org]\nsha256=" + server->fingerprint () + ";\n";
  ASSERT_TRUE (
    g_file_set_contents (path ("state/trusted-certificates").c_str (), text.c_str (), -1, nullptr));
  EXPECT_EQ (folders ("imaps", {}).status, 3);
}

/* A pair of Dovecots where one who knows the master password acts for any user. */
TEST_F (CliConnection, ActsForTheUserOnBothSides)
{
  DovecotOptions options = {};
  options.master_password = "the master's";
  DovecotServer from (options), to (options);
  const std::string letter = "Subject: hello\r\n\r\nhello\r\n";

  from.put ("ada", "INBOX", letter, "S");
  from.put ("boss", "INBOX", "Subject: of the boss\r\n\r\n");
  CliResult result = run_cli (
    { "copy", "--from", from.url ("ada"), "--from-authuser", "boss", "--to", to.url ("ada"),
      "--to-authuser", "boss", "--allow-plaintext", "--state-dir", path ("moves"),
      "--debug-protocol", path ("log"), "--json" },
    { { "DECANT_FROM_PASSWORD", "the master's" }, { "DECANT_TO_PASSWORD", "the master's" } });

  ASSERT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), 1);
  expect_same (ImapClient (from.port (), "ada", DOVECOT_PASSWORD).read_all (),
               ImapClient (to.port (), "ada", DOVECOT_PASSWORD).read_all ());
  EXPECT_FALSE (holds (read_everything (directory), "the master's"));
  EXPECT_FALSE (
    holds (read_everything (directory), base64 (std::string ("ada\0boss\0", 9) + "the master's")));
}

TEST_F (CliConnection, SaysWhenNobodyMayActForTheUser)
{
  CliResult result = run ("folders", { "--from-authuser", "boss" });

  EXPECT_EQ (result.status, 3) << result.all ();
  EXPECT_TRUE (holds (result.err, "act for this account")) << result.err;
}

TEST (CliActing, IsRefusedWhereTheServerKnowsNoWay)
{
  DovecotOptions options = {};
  options.tls = TRUE;
  options.extra_config = "auth_mechanisms = login\n";
  DovecotServer from (options);
  CliResult result = run_cli ({ "folders", "--from",
                                "imaps://ada@localhost:" + std::to_string (from.tls_port ()),
                                "--from-authuser", "boss", "--trust-certificate",
                                from.fingerprint (), "--state-dir", from.directory () + "/moves" },
                              { { "DECANT_FROM_PASSWORD", DOVECOT_PASSWORD } });

  EXPECT_EQ (result.status, 3) << result.all ();
  EXPECT_TRUE (holds (result.err, "no way for one user to sign in on behalf of another"))
    << result.err;
}

} // namespace
