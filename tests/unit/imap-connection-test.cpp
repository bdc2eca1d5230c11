/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scripted-server.h"

#include "stores/imap/session.h"
#include "stores/store-error.h"

#include <arpa/inet.h>
#include <fstream>
#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sstream>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace
{

constexpr char password[] = "kept \"to\\ oneself";

/* How a session comes about with a scripted server, or why it does not. */
class Attempt
{
public:
  explicit Attempt (unsigned short port)
  {
    settings.host = "127.0.0.1";
    settings.port = port;
    settings.security = DECANT_SECURITY_PLAINTEXT;
    settings.user = "ada";
    settings.password = password;
    /* A test that would wait fails while somebody still looks. */
    settings.connect_timeout = 20;
    settings.silence_timeout = 20;
  }

  ~Attempt ()
  {
    decant_imap_session_free (session);
    g_clear_error (&error);
  }

  DecantImapSession *
  open (GCancellable *cancellable = nullptr)
  {
    session = decant_imap_session_open (&settings, cancellable, &error);
    return session;
  }

  ::testing::AssertionResult
  fails_with (int code, DecantCause cause)
  {
    if (open () != nullptr)
      return ::testing::AssertionFailure () << "signed in";
    if (!g_error_matches (error, DECANT_STORE_ERROR, code) ||
        decant_store_error_get_cause (error) != cause)
      return ::testing::AssertionFailure ()
             << g_quark_to_string (error->domain) << " " << error->code << " cause "
             << decant_store_error_get_cause (error) << ": " << error->message << " / "
             << detail ();
    return ::testing::AssertionSuccess ();
  }

  std::string
  detail () const
  {
    const char *words = decant_store_error_get_detail (error);
    return words != nullptr ? words : "";
  }

  DecantImapSettings settings = {};
  DecantImapSession *session = nullptr;
  GError *error = nullptr;
};

Conversation::Answer
always (const std::string &text)
{
  return [text] (const std::string &tag, const std::string &) { return tag + " " + text + "\r\n"; };
}

/* Time-outs, cancelling, limits. */

TEST (ImapConnection, SilentServerTimesOut)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) { peer.wait_for_end (); });
  Attempt attempt (server.port ());

  attempt.settings.silence_timeout = 1;
  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_TIMED_OUT));
}

TEST (ImapConnection, SilentHandshakeTimesOut)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) { peer.wait_for_end (); });
  Attempt attempt (server.port ());

  attempt.settings.security = DECANT_SECURITY_TLS;
  attempt.settings.connect_timeout = 1;
  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_TIMED_OUT));
}

/* A byte now and then must not keep a handshake going for ever. */
TEST (ImapConnection, DrippingHandshakeTimesOut)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) {
    const std::string record ("\x16\x03\x03\x40\x00", 5);
    for (char byte : record + std::string (0x4000, 'x'))
      {
        if (!peer.say (std::string (1, byte)))
          return;
        g_usleep (100 * 1000);
      }
  });
  Attempt attempt (server.port ());

  attempt.settings.security = DECANT_SECURITY_TLS;
  attempt.settings.connect_timeout = 1;
  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_TIMED_OUT));
}

TEST (ImapConnection, UnreachablePort)
{
  unsigned short port;
  {
    ScriptedServer server ([] (ScriptedServer::Peer &) {});
    port = server.port ();
  }
  Attempt attempt (port);

  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_UNREACHABLE));
}

/* A port that takes no more connections: the kernel passes over their first packets. */
class FullPort
{
public:
  FullPort ()
  {
    sockaddr_in address = {};
    socklen_t length = sizeof address;

    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
    listener_ = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ (bind (listener_, reinterpret_cast<sockaddr *> (&address), length), 0);
    EXPECT_EQ (listen (listener_, 0), 0);
    getsockname (listener_, reinterpret_cast<sockaddr *> (&address), &length);
    port = ntohs (address.sin_port);
    for (int &client : clients_)
      {
        client = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        connect (client, reinterpret_cast<sockaddr *> (&address), length);
      }
  }

  ~FullPort ()
  {
    for (int client : clients_)
      close (client);
    close (listener_);
  }

  unsigned short port;

private:
  int listener_;
  int clients_[4];
};

TEST (ImapConnection, UnansweredConnectingTimesOut)
{
  FullPort full;
  Attempt attempt (full.port);

  attempt.settings.connect_timeout = 1;
  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_TIMED_OUT));
}

TEST (ImapConnection, UnansweredConnectingIsCancelled)
{
  FullPort full;
  Attempt attempt (full.port);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  std::thread canceller ([&] { g_cancellable_cancel (cancellable); });
  EXPECT_EQ (attempt.open (cancellable), nullptr);
  canceller.join ();
  EXPECT_TRUE (g_error_matches (attempt.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

TEST (ImapConnection, PlaintextServerWhereTlsIsWanted)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) {
    peer.say ("* OK ready\r\n");
    peer.wait_for_end ();
  });
  Attempt attempt (server.port ());

  attempt.settings.security = DECANT_SECURITY_TLS;
  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_NO_ENCRYPTION));
}

class Cancelling : public testing::TestWithParam<DecantSecurity>
{
};

/* Were it not for the cancelling, the error would be another: that the server is silent. */
TEST_P (Cancelling, EndsTheWaitForTheServer)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) { peer.wait_for_end (); });
  Attempt attempt (server.port ());
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  attempt.settings.security = GetParam ();
  std::thread canceller ([&] {
    server.wait_for_client ();
    g_cancellable_cancel (cancellable);
  });
  EXPECT_EQ (attempt.open (cancellable), nullptr);
  canceller.join ();
  EXPECT_TRUE (g_error_matches (attempt.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

INSTANTIATE_TEST_SUITE_P (ImapConnection, Cancelling,
                          testing::Values (DECANT_SECURITY_PLAINTEXT, DECANT_SECURITY_TLS));

TEST (ImapConnection, CancelledBeforehandDoesNotConnect)
{
  ScriptedServer server{ Conversation () };
  Attempt attempt (server.port ());
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  EXPECT_EQ (attempt.open (cancellable), nullptr);
  EXPECT_TRUE (g_error_matches (attempt.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  EXPECT_TRUE (server.lines ().empty ());
}

TEST (ImapConnection, EndlessGreetingIsCutOff)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) {
    while (peer.say (std::string (64 * 1024, 'x')))
      ;
  });
  Attempt attempt (server.port ());

  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_GARBLED));
}

TEST (ImapConnection, EndlessAnswerIsCutOff)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) {
    const std::string data = "* CAPABILITY X" + std::string (4000, 'x') + "\r\n";
    std::string line;

    peer.say ("* OK ready\r\n");
    peer.hear (line);
    while (peer.say (data))
      ;
  });
  Attempt attempt (server.port ());

  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_GARBLED));
}

TEST (ImapConnection, EnormousLiteralIsNotWaitedFor)
{
  Conversation conversation;
  conversation.capabilities = "IMAP4rev1 {4294967295}\r\nmore";
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_GARBLED));
}

/* What would make a trusting parser crash. */
class Hostile : public testing::TestWithParam<const char *>
{
};

TEST_P (Hostile, GreetingIsSurvived)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) { peer.say (GetParam ()); });
  Attempt attempt (server.port ());

  EXPECT_EQ (attempt.open (), nullptr);
  EXPECT_TRUE (g_error_matches (attempt.error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT));
}

TEST_P (Hostile, AnswerIsSurvived)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) {
    std::string line;

    peer.say ("* OK ready\r\n");
    peer.hear (line);
    peer.say (GetParam ());
  });
  Attempt attempt (server.port ());

  EXPECT_EQ (attempt.open (), nullptr);
  EXPECT_TRUE (g_error_matches (attempt.error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_TRANSIENT));
}

const std::string nested = "* 1 FETCH (BODYSTRUCTURE " + std::string (4 * 1024 * 1024, '(') +
                           "\r\n";

INSTANTIATE_TEST_SUITE_P (ImapConnection, Hostile,
                          testing::Values ("", "\r\n", "* OK [BADCHARSET (\r\n",
                                           "* OK [BADCHARSET ({3}\r\n", "+ [BADCHARSET (\r\n",
                                           "* CAPABILITY\r\n", "* BYE\r\n", "* \r\n", "*\r\n",
                                           "* NAMESPACE ((\"\" \"\")) NIL NIL\r\n",
                                           "* LIST (\\Noselect) \"\" \"\"\r\n", "* LIST {5}\r\n",
                                           "* NO\r\n", "* BYE [\r\n", "1 OK\r\n9 OK\r\n",
                                           "* CAPABILITY ((((((((((\r\n", nested.c_str ()));

/* Security. */

TEST (ImapConnection, PlaintextBehindTheOkToStartTlsIsAnError)
{
  Conversation conversation;
  conversation.capabilities = "IMAP4rev1 STARTTLS AUTH=PLAIN";
  conversation.answers["STARTTLS"] = always (
    "OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n1 OK done");
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  attempt.settings.security = DECANT_SECURITY_STARTTLS;
  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_GARBLED));
  EXPECT_EQ (server.lines ().size (), 2u);
}

struct Unencrypted
{
  const char *greeting;
  const char *capabilities;
  const char *starttls; /* the answer to it */
};

class NoEncryption : public testing::TestWithParam<Unencrypted>
{
};

TEST_P (NoEncryption, KeepsThePasswordBack)
{
  Conversation conversation;
  conversation.greeting = GetParam ().greeting;
  conversation.capabilities = GetParam ().capabilities;
  conversation.answers["STARTTLS"] = always (GetParam ().starttls);
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  attempt.settings.security = DECANT_SECURITY_STARTTLS;
  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_NO_ENCRYPTION));
  EXPECT_EQ (server.count ("LOGIN") + server.count ("AUTHENTICATE"), 0);
}

INSTANTIATE_TEST_SUITE_P (
  ImapConnection, NoEncryption,
  testing::Values (Unencrypted{ "* OK ready\r\n", "IMAP4rev1 AUTH=PLAIN", "BAD what" },
                   Unencrypted{ "* OK ready\r\n", "IMAP4rev1 STARTTLS", "NO not now" },
                   Unencrypted{ "* OK ready\r\n", "IMAP4rev1 STARTTLS", "BAD what" },
                   Unencrypted{ "* PREAUTH welcome\r\n", "IMAP4rev1 STARTTLS", "OK begin" }));

TEST (ImapConnection, LoginDisabledKeepsThePasswordBack)
{
  Conversation conversation;
  conversation.capabilities = "IMAP4rev1 LOGINDISABLED";
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_NO_ENCRYPTION));
  EXPECT_EQ (server.count (" LOGIN"), 0);
}

/* Sign-in. */

TEST (ImapConnection, PreauthNeedsNoSignIn)
{
  Conversation conversation;
  conversation.greeting = "* PREAUTH welcome\r\n";
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  EXPECT_NE (attempt.open (), nullptr);
  EXPECT_EQ (server.count (" LOGIN"), 0);
}

struct Password
{
  const char *text;
  const char *sent;
};

class LoginPassword : public testing::TestWithParam<Password>
{
};

TEST_P (LoginPassword, IsQuoted)
{
  ScriptedServer server{ Conversation () };
  Attempt attempt (server.port ());

  attempt.settings.password = GetParam ().text;
  EXPECT_NE (attempt.open (), nullptr);
  EXPECT_EQ (server.count (std::string ("LOGIN ada ") + GetParam ().sent), 1);
}

INSTANTIATE_TEST_SUITE_P (ImapConnection, LoginPassword,
                          testing::Values (Password{ "", "\"\"" },
                                           Password{ "a\"b\\c", "\"a\\\"b\\\\c\"" },
                                           Password{ "{3}", "\"{3}\"" },
                                           Password{ "gr\303\274n", "\"gr\303\274n\"" },
                                           Password{ "a b", "\"a b\"" }));

TEST (ImapConnection, LineBreakInThePasswordIsNotSent)
{
  ScriptedServer server{ Conversation () };
  Attempt attempt (server.port ());

  attempt.settings.password = "x\r\n2 DELETE INBOX";
  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_SIGN_IN));
  EXPECT_EQ (server.count ("DELETE"), 0);
}

TEST (ImapConnection, PlainIsPreferredAndSentAsBase64)
{
  Conversation conversation;
  conversation.capabilities = "IMAP4rev1 AUTH=PLAIN";
  conversation.answers["AUTHENTICATE"] = [] (const std::string &, const std::string &) {
    return std::string ("+ \r\n");
  };
  ScriptedServer server ([conversation] (ScriptedServer::Peer &peer) {
    std::string line;

    peer.say (conversation.greeting);
    while (peer.hear (line) && line.find ("AUTHENTICATE PLAIN") == std::string::npos)
      peer.say ("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + line.substr (0, line.find (' ')) +
                " OK done\r\n");
    std::string tag = line.substr (0, line.find (' '));
    peer.say ("+ \r\n");
    peer.hear (line);
    Conversation rest = conversation;
    rest.greeting = tag + " OK welcome\r\n";
    rest (peer);
  });
  Attempt attempt (server.port ());
  const std::string message = std::string ("\0ada\0", 5) + password;
  g_autofree char *base64 = g_base64_encode (reinterpret_cast<const guchar *> (message.data ()),
                                             message.size ());

  EXPECT_NE (attempt.open (), nullptr) << attempt.error->message;
  EXPECT_EQ (server.count (base64), 1);
  EXPECT_EQ (server.count (" LOGIN"), 0);
}

/* Bids the client go on with AUTHENTICATE and then answers with @answer; the rest is usual. */
ScriptedServer::Script
sasl_server (const std::string &answer)
{
  return [answer] (ScriptedServer::Peer &peer) {
    std::string line;

    peer.say ("* OK ready\r\n");
    while (peer.hear (line) && line.find ("AUTHENTICATE PLAIN") == std::string::npos)
      peer.say ("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + line.substr (0, line.find (' ')) +
                " OK done\r\n");
    peer.say ("+ \r\n");
    Conversation rest;
    rest.greeting = "";
    if (peer.hear (rest.greeting))
      rest.greeting = line.substr (0, line.find (' ')) + " " + answer + "\r\n";
    rest (peer);
  };
}

/* RFC 4616: who is acted for, who signs in, the password. */
TEST (ImapConnection, PlainNamesWhoIsActedFor)
{
  ScriptedServer server (sasl_server ("OK welcome"));
  Attempt attempt (server.port ());
  const std::string message = std::string ("ada\0admin\0", 10) + password;
  g_autofree char *base64 = g_base64_encode (reinterpret_cast<const guchar *> (message.data ()),
                                             message.size ());

  attempt.settings.auth_user = "admin";
  EXPECT_NE (attempt.open (), nullptr) << attempt.error->message;
  EXPECT_EQ (server.count (base64), 1);
  EXPECT_EQ (server.count (" LOGIN"), 0);
}

TEST (ImapConnection, RefusedActingIsExplained)
{
  ScriptedServer server (sasl_server ("NO [AUTHENTICATIONFAILED] no"));
  Attempt attempt (server.port ());

  attempt.settings.auth_user = "admin";
  ASSERT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_SIGN_IN));
  EXPECT_NE (std::string (attempt.error->message).find ("act for this account"), std::string::npos);
  EXPECT_EQ (server.count (" LOGIN"), 0);
}

/* How servers with PROXYAUTH are known: by what they offer, or by their name. */
class ProxyAuth : public testing::TestWithParam<std::pair<const char *, const char *>>
{
};

TEST_P (ProxyAuth, FollowsTheSignInOfAnother)
{
  Conversation conversation;
  conversation.greeting = GetParam ().first;
  conversation.capabilities = GetParam ().second;
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  attempt.settings.user = "ada \"l\" lovelace";
  attempt.settings.auth_user = "admin";
  EXPECT_NE (attempt.open (), nullptr) << attempt.error->message;
  EXPECT_EQ (server.count (" LOGIN admin ") + server.count (" LOGIN \"admin\" "), 1);
  EXPECT_EQ (server.count (R"( PROXYAUTH "ada \"l\" lovelace")"), 1);
}

INSTANTIATE_TEST_SUITE_P (
  ImapConnection, ProxyAuth,
  testing::Values (std::pair ("* OK ready\r\n", "IMAP4rev1 PROXYAUTH"),
                   std::pair ("* OK ready\r\n", "IMAP4rev1 X-NETSCAPE"),
                   std::pair ("* OK mail IMAP4 service (iPlanet Messaging Server 5.2)\r\n",
                              "IMAP4rev1"),
                   std::pair ("* OK [CAPABILITY IMAP4rev1] mail -- Server (Sun Java(tm) System "
                              "Messaging Server 6.2)\r\n",
                              "IMAP4rev1")));

TEST (ImapConnection, RefusedProxyAuthIsNoSignIn)
{
  Conversation conversation;
  conversation.capabilities = "IMAP4rev1 PROXYAUTH";
  conversation.answers["PROXYAUTH"] = always ("NO proxy login failed");
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  attempt.settings.auth_user = "admin";
  ASSERT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_SIGN_IN));
  EXPECT_EQ (attempt.detail (), "proxy login failed");
  EXPECT_NE (std::string (attempt.error->message).find ("act for this account"), std::string::npos);
}

TEST (ImapConnection, ActingIsNotTriedWhereTheServerHasNoWay)
{
  Conversation conversation;
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  attempt.settings.auth_user = "admin";
  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_SIGN_IN));
  EXPECT_EQ (server.count (" LOGIN"), 0);
}

TEST (ImapConnection, WrongPasswordIsTriedOnce)
{
  Conversation conversation;
  conversation.answers["LOGIN"] = always ("NO [AUTHENTICATIONFAILED] wrong");
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_SIGN_IN));
  EXPECT_EQ (attempt.detail (), "[AUTHENTICATIONFAILED] wrong");
  EXPECT_EQ (server.count (" LOGIN"), 1);
}

TEST (ImapConnection, PasswordRefusedByPlainIsNotTriedByLogin)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) {
    std::string line;

    peer.say ("* OK ready\r\n");
    peer.hear (line);
    peer.say ("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + line.substr (0, line.find (' ')) +
              " OK done\r\n");
    peer.hear (line);
    std::string tag = line.substr (0, line.find (' '));
    peer.say ("+ \r\n");
    peer.hear (line);
    peer.say (tag + " NO [AUTHENTICATIONFAILED] wrong\r\n");
    while (peer.hear (line))
      ;
  });
  Attempt attempt (server.port ());

  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_SIGN_IN));
  EXPECT_EQ (server.lines ().size (), 3u);
}

TEST (ImapConnection, UnknownMechanismFallsBackToLogin)
{
  Conversation conversation;
  conversation.capabilities = "IMAP4rev1 AUTH=PLAIN";
  conversation.answers["AUTHENTICATE"] = always ("NO Unsupported authentication mechanism.");
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  EXPECT_NE (attempt.open (), nullptr);
  EXPECT_EQ (server.count (" LOGIN"), 1);
}

TEST (ImapConnection, EndlessInvitationsDoNotRepeatThePassword)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) {
    std::string line;

    peer.say ("* OK ready\r\n");
    peer.hear (line);
    peer.say ("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + line.substr (0, line.find (' ')) +
              " OK done\r\n");
    peer.hear (line);
    peer.say ("+ \r\n+ \r\n+ \r\n+ \r\n");
    peer.hear (line);
    peer.say ("* BYE enough\r\n");
    while (peer.hear (line))
      ;
  });
  Attempt attempt (server.port ());

  EXPECT_EQ (attempt.open (), nullptr);
  EXPECT_EQ (server.lines ().size (), 3u);
}

TEST (ImapConnection, RefusalInEightBitsIsUnderstood)
{
  Conversation conversation;
  conversation.answers["LOGIN"] = always ("NO Zugang f\374r Sie gesperrt {7}");
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_SIGN_IN));
  EXPECT_NE (attempt.detail ().find ("r Sie gesperrt"), std::string::npos);
}

TEST (ImapConnection, EchoedPasswordIsInNoError)
{
  Conversation conversation;
  conversation.answers["LOGIN"] = always (std::string ("BAD what is ") + password + "?");
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_SIGN_IN));
  EXPECT_EQ (attempt.detail (), "");
  EXPECT_EQ (std::string (attempt.error->message).find (password), std::string::npos);
}

TEST (ImapConnection, ByeAtTheGreetingKeepsItsReason)
{
  Conversation conversation;
  conversation.greeting = "* BYE Too many connections from this user\r\n";
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_SLOW_DOWN, DECANT_CAUSE_UNKNOWN));
  EXPECT_EQ (attempt.detail (), "Too many connections from this user");
}

/* One provider says BYE over and over and never hangs up. */
TEST (ImapConnection, RepeatedByeEndsTheWait)
{
  Conversation conversation;
  conversation.answers["LOGIN"] = [] (const std::string &, const std::string &) {
    return std::string ("* BYE [UNAVAILABLE] going down\r\n* BYE\r\n");
  };
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_UNKNOWN));
  EXPECT_EQ (attempt.detail (), "[UNAVAILABLE] going down");
}

class SignedInButNotConnected : public testing::TestWithParam<const char *>
{
};

TEST_P (SignedInButNotConnected, IsNoSignIn)
{
  Conversation conversation;
  conversation.capabilities = GetParam ();
  conversation.answers["NAMESPACE"] = always ("BAD User is authenticated but not connected.");
  conversation.answers["NOOP"] = conversation.answers["NAMESPACE"];
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_SIGN_IN));
}

INSTANTIATE_TEST_SUITE_P (ImapConnection, SignedInButNotConnected,
                          testing::Values ("IMAP4rev1", "IMAP4rev1 NAMESPACE"));

/* Capabilities, namespace. */

TEST (ImapConnection, CapabilitiesAreReadAgainAfterSignIn)
{
  Conversation conversation;
  bool is_signed_in = false;
  conversation.answers["LOGIN"] = [&] (const std::string &tag, const std::string &) {
    is_signed_in = true;
    return tag + " OK done\r\n";
  };
  conversation.answers["CAPABILITY"] = [&] (const std::string &tag, const std::string &) {
    return std::string (is_signed_in
                          ? "* CAPABILITY IMAP4REV1 uidplus LITERAL- APPENDLIMIT=1234\r\n"
                          : "* CAPABILITY IMAP4rev1 MULTIAPPEND APPENDLIMIT=7\r\n") +
           tag + " OK done\r\n";
  };
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  ASSERT_NE (attempt.open (), nullptr);
  EXPECT_EQ (decant_imap_session_get_capabilities (attempt.session),
             DECANT_IMAP_UIDPLUS | DECANT_IMAP_LITERAL_MINUS);
  EXPECT_EQ (decant_imap_session_get_append_limit (attempt.session), 1234u);
}

TEST (ImapConnection, NoCapabilitiesIsNoFailure)
{
  Conversation conversation;
  conversation.answers["CAPABILITY"] = always ("OK done");
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  ASSERT_NE (attempt.open (), nullptr);
  EXPECT_EQ (decant_imap_session_get_capabilities (attempt.session), 0);
  EXPECT_EQ (decant_imap_session_get_append_limit (attempt.session), 0u);
}

struct Namespace
{
  const char *answer; /* to NAMESPACE; NULL: not offered */
  const char *list;   /* to LIST */
  const char *prefix;
  char separator;
};

class PersonalNamespace : public testing::TestWithParam<Namespace>
{
};

TEST_P (PersonalNamespace, IsLearnt)
{
  Conversation conversation;
  const Namespace expected = GetParam ();
  if (expected.answer != nullptr)
    {
      conversation.capabilities = "IMAP4rev1 NAMESPACE";
      conversation.answers["NAMESPACE"] = [=] (const std::string &tag, const std::string &) {
        return std::string (expected.answer) + tag + " OK done\r\n";
      };
    }
  conversation.answers["LIST"] = [=] (const std::string &tag, const std::string &) {
    return std::string (expected.list) + tag + " OK done\r\n";
  };
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  ASSERT_NE (attempt.open (), nullptr) << attempt.error->message << attempt.detail ();
  EXPECT_STREQ (decant_imap_session_get_prefix (attempt.session), expected.prefix);
  EXPECT_EQ (decant_imap_session_get_separator (attempt.session), expected.separator);
}

INSTANTIATE_TEST_SUITE_P (
  ImapConnection, PersonalNamespace,
  testing::Values (
    Namespace{ "* NAMESPACE ((\"INBOX.\" \".\")) NIL NIL\r\n", "", "INBOX.", '.' },
    Namespace{ "* NAMESPACE ((\"\" \"/\")(\"#mh/\" \"/\")) NIL ((\"Shared/\" \"/\"))\r\n", "", "",
               '/' },
    Namespace{ "* NAMESPACE NIL NIL NIL\r\n", "* LIST () \"\\\\\" \"\"\r\n", "", '\\' },
    Namespace{ "* NAMESPACE ((\"\" NIL)) NIL NIL\r\n", "* LIST () NIL INBOX\r\n", "", 0 },
    Namespace{ "* NAMESPACE what is this (\r\n", "* LIST (\\Noselect) \".\" \"\"\r\n", "", '.' },
    Namespace{ "* NAMESPACE ({6}\r\nINBOX. \".\")) NIL NIL\r\n", "* LIST () \".\" \"\"\r\n", "",
               '.' },
    Namespace{ "* NAMESPACE (({6}\r\nINBOX. \".\")) NIL NIL\r\n", "", "INBOX.", '.' },
    Namespace{ "* 5 EXISTS\r\n* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n* 6 EXISTS\r\n", "", "", '/' },
    Namespace{ "", "* LIST (\\Noselect) \"/\" \"\"\r\n", "", '/' },
    Namespace{ nullptr, "* LIST (\\Noselect) \".\" \"\"\r\n", "", '.' },
    Namespace{ nullptr, "", "", 0 }));

TEST (ImapConnection, RefusedNamespaceIsNoFailure)
{
  Conversation conversation;
  conversation.capabilities = "IMAP4rev1 NAMESPACE";
  conversation.answers["NAMESPACE"] = always ("BAD what");
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  ASSERT_NE (attempt.open (), nullptr);
  EXPECT_EQ (decant_imap_session_get_separator (attempt.session), '/');
  EXPECT_EQ (server.count (" NOOP"), 1);
}

TEST (ImapConnection, Exchange2003IsNotAskedForItsNamespace)
{
  Conversation conversation;
  conversation.greeting = "* OK Microsoft Exchange Server 2003 IMAP4rev1 server ready.\r\n";
  conversation.capabilities = "IMAP4rev1 NAMESPACE";
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  EXPECT_NE (attempt.open (), nullptr);
  EXPECT_EQ (server.count ("NAMESPACE"), 0);
}

/* What goes on in a session. */

TEST (ImapConnection, NulsBeforeAnAnswerArePassedOver)
{
  Conversation conversation;
  conversation.answers["NOOP"] = [] (const std::string &tag, const std::string &) {
    return std::string (3, '\0') + tag + " OK done\r\n";
  };
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  EXPECT_NE (attempt.open (), nullptr);
}

TEST (ImapConnection, UnaskedDataIsPassedOver)
{
  Conversation conversation;
  conversation.answers["NOOP"] = [] (const std::string &tag, const std::string &) {
    return "* 1 FETCH (BODY[] {8}\r\n1 OK ((\r\n)\r\n* FLAGS (\\Seen\r\n" + nested + tag +
           " OK done\r\n";
  };
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  EXPECT_NE (attempt.open (), nullptr) << attempt.error->message;
}

TEST (ImapConnection, CreateOfWhatIsThereSucceeds)
{
  gboolean existed;
  Conversation conversation;
  conversation.answers["CREATE"] = always ("NO Mailbox already exists");
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());
  g_autoptr (GError) error = nullptr;

  ASSERT_NE (attempt.open (), nullptr);
  EXPECT_TRUE (decant_imap_session_create (attempt.session, "a \"b\"", &existed, nullptr, &error));
  EXPECT_EQ (server.count ("CREATE \"a \\\"b\\\"\""), 1);
}

TEST (ImapConnection, RefusedCreateLeavesTheSessionUsable)
{
  gboolean existed;
  Conversation conversation;
  conversation.answers["CREATE"] = always ("NO [CANNOT] Invalid mailbox name");
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());
  g_autoptr (GError) error = nullptr;

  ASSERT_NE (attempt.open (), nullptr);
  EXPECT_FALSE (decant_imap_session_create (attempt.session, "x", &existed, nullptr, &error));
  EXPECT_TRUE (g_error_matches (error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER));
  EXPECT_STREQ (decant_store_error_get_detail (error), "[CANNOT] Invalid mailbox name");
  EXPECT_FALSE (decant_store_error_ends_connection (error));
  EXPECT_TRUE (decant_imap_session_noop (attempt.session, nullptr, nullptr));
}

TEST (ImapConnection, LineBreakInANameIsNotSent)
{
  gboolean existed;
  ScriptedServer server{ Conversation () };
  Attempt attempt (server.port ());
  g_autoptr (GError) error = nullptr;

  ASSERT_NE (attempt.open (), nullptr);
  EXPECT_FALSE (
    decant_imap_session_create (attempt.session, "x\r\n9 DELETE INBOX", &existed, nullptr, &error));
  EXPECT_TRUE (g_error_matches (error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER));
  EXPECT_TRUE (decant_imap_session_noop (attempt.session, nullptr, nullptr));
  EXPECT_EQ (server.count ("DELETE"), 0);
}

TEST (ImapConnection, FirstErrorOfTheConnectionStays)
{
  Conversation conversation;
  conversation.answers["SUBSCRIBE"] = [] (const std::string &, const std::string &) {
    return std::string ();
  };
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());
  g_autoptr (GError) first = nullptr;
  g_autoptr (GError) second = nullptr;

  ASSERT_NE (attempt.open (), nullptr);
  EXPECT_FALSE (decant_imap_session_subscribe (attempt.session, "x", nullptr, &first));
  EXPECT_EQ (decant_store_error_get_cause (first), DECANT_CAUSE_CONNECTION_LOST);
  EXPECT_TRUE (decant_store_error_ends_connection (first));
  EXPECT_FALSE (decant_imap_session_noop (attempt.session, nullptr, &second));
  EXPECT_STREQ (second->message, first->message);
}

/* What comes behind an answer belongs to whoever reads next. */
TEST (ImapConnection, BorrowedTransportHoldsWhatWasNotRead)
{
  Conversation conversation;
  conversation.answers["SUBSCRIBE"] = always ("OK done\r\n* 3 EXISTS");
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());
  std::string heard;
  char c;

  ASSERT_NE (attempt.open (), nullptr);
  ASSERT_TRUE (decant_imap_session_subscribe (attempt.session, "x", nullptr, nullptr));
  DecantTransport *transport = decant_imap_session_borrow_transport (attempt.session, nullptr);
  while (heard.size () < 12 && decant_transport_read (transport, &c, 1, nullptr) == 1)
    heard += c;
  EXPECT_EQ (heard, "* 3 EXISTS\r\n");
}

TEST (ImapConnection, UnreadBytesComeFirst)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) {
    peer.say ("cd");
    peer.wait_for_end ();
  });
  Attempt attempt (server.port ());
  g_autoptr (DecantTransport)
    transport = decant_transport_connect (&attempt.settings, nullptr, nullptr);
  std::string heard;
  char c;

  ASSERT_NE (transport, nullptr);
  decant_transport_unread (transport, "b", 1);
  decant_transport_unread (transport, "a", 1);
  while (heard.size () < 4 && decant_transport_read (transport, &c, 1, nullptr) == 1)
    heard += c;
  EXPECT_EQ (heard, "abcd");
}

TEST (ImapConnection, ClosingTakesLeave)
{
  ScriptedServer server{ Conversation () };
  Attempt attempt (server.port ());

  ASSERT_NE (attempt.open (), nullptr);
  decant_imap_session_close (g_steal_pointer (&attempt.session), nullptr);
  EXPECT_EQ (server.count (" LOGOUT"), 1);
}

TEST (ImapConnection, ClosingDoesNotWaitForASilentServer)
{
  Conversation conversation;
  ScriptedServer server ([conversation] (ScriptedServer::Peer &peer) {
    Conversation silent = conversation;
    silent.answers["LOGOUT"] = [&peer] (const std::string &, const std::string &) {
      peer.wait_for_end ();
      return std::string ();
    };
    silent (peer);
  });
  Attempt attempt (server.port ());

  ASSERT_NE (attempt.open (), nullptr);
  decant_imap_session_close (g_steal_pointer (&attempt.session), nullptr);
}

/* The store. */

TEST (ImapStore, IsClosedByALostConnectionAndOpensAgain)
{
  Conversation conversation;
  conversation.answers["NOOP"] = always ("OK done");
  int pings = 0;
  conversation.capabilities = "IMAP4rev1 NAMESPACE APPENDLIMIT=99";
  conversation.answers["NAMESPACE"] = [] (const std::string &tag, const std::string &) {
    return "* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n" + tag + " OK done\r\n";
  };
  conversation.answers["NOOP"] = [&pings] (const std::string &tag, const std::string &) {
    return ++pings == 2 ? std::string ("* BYE idle for too long\r\n") : tag + " OK done\r\n";
  };
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());
  g_autoptr (DecantStore) store = decant_imap_store_new (&attempt.settings);
  g_autoptr (GError) error = nullptr;

  EXPECT_FALSE (decant_store_is_open (store));
  ASSERT_TRUE (decant_store_open (store, nullptr, nullptr));
  EXPECT_EQ (decant_store_get_message_size_limit (store), 99u);
  EXPECT_TRUE (decant_store_ping (store, nullptr, nullptr));
  EXPECT_FALSE (decant_store_ping (store, nullptr, &error));
  EXPECT_STREQ (decant_store_error_get_detail (error), "idle for too long");
  EXPECT_FALSE (decant_store_is_open (store));
  ASSERT_TRUE (decant_store_open (store, nullptr, nullptr));
  EXPECT_TRUE (decant_store_ping (store, nullptr, nullptr));
  decant_store_close (store, nullptr);
  EXPECT_FALSE (decant_store_is_open (store));
}

TEST (ImapStore, CreatesTheLevelsAboveWhereTheServerDoesNot)
{
  Conversation conversation;
  std::vector<std::string> made;
  conversation.answers["CREATE"] = [&made] (const std::string &tag, const std::string &name) {
    if (name == "\"a/b\"" && made.empty ())
      return tag + " NO parent missing\r\n";
    made.push_back (name);
    return tag + " OK done\r\n";
  };
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());
  g_autoptr (DecantStore) store = decant_imap_store_new (&attempt.settings);
  g_autoptr (GError) error = nullptr;

  ASSERT_TRUE (decant_store_open (store, nullptr, nullptr));
  g_autoptr (DecantFolder)
    folder = decant_store_create_folder (store, "a/b", nullptr, nullptr, &error);
  ASSERT_NE (folder, nullptr) << error->message;
  EXPECT_STREQ (folder->path, "a/b");
  EXPECT_STREQ (folder->name, "a/b");
  EXPECT_EQ (made, (std::vector<std::string>{ "a", "\"a/b\"" }));
}

/* The protocol log. */

class ProtocolLog : public testing::Test
{
protected:
  void
  SetUp () override
  {
    directory_ = g_dir_make_tmp ("decant-test-XXXXXX", nullptr);
    path_ = g_build_filename (directory_, "log", nullptr);
  }

  void
  TearDown () override
  {
    g_unlink (path_);
    g_rmdir (directory_);
    g_free (path_);
    g_free (directory_);
  }

  std::string
  read () const
  {
    std::ifstream file (path_);
    std::ostringstream text;

    text << file.rdbuf ();
    return text.str ();
  }

  char *directory_ = nullptr;
  char *path_ = nullptr;
};

TEST_F (ProtocolLog, HoldsTheConversationWithoutTheSecret)
{
  Conversation conversation;
  conversation.answers["LOGIN"] = always (std::string ("OK hello ") + password);
  ScriptedServer server (conversation);
  Attempt attempt (server.port ());

  attempt.settings.protocol_log = path_;
  ASSERT_NE (attempt.open (), nullptr);
  const std::string log = read ();
  EXPECT_NE (log.find ("S: * OK ready\n"), std::string::npos) << log;
  EXPECT_NE (log.find ("LOGIN [left out]\n"), std::string::npos) << log;
  EXPECT_NE (log.find (" NOOP\n"), std::string::npos) << log;
  EXPECT_EQ (log.find ("oneself"), std::string::npos) << log;
  EXPECT_EQ (log.find ("ada"), std::string::npos) << log;
}

TEST_F (ProtocolLog, LeavesOutContents)
{
  ScriptedServer server ([] (ScriptedServer::Peer &peer) {
    peer.say ("* 1 FETCH (BODY[] {12}\r\nsecret\r\nmail FLAGS ())\r\n");
    peer.wait_for_end ();
  });
  Attempt attempt (server.port ());
  attempt.settings.protocol_log = path_;
  g_autoptr (DecantTransport)
    transport = decant_transport_connect (&attempt.settings, nullptr, nullptr);
  const std::string command = "D1 APPEND x {11+}\r\nprivate\r\nly\r\nD2 NOOP\r\n";
  std::string heard;
  char c;

  ASSERT_NE (transport, nullptr);
  for (char byte : command)
    ASSERT_TRUE (decant_transport_write (transport, &byte, 1, nullptr));
  while (heard.find ("())\r\n") == std::string::npos &&
         decant_transport_read (transport, &c, 1, nullptr) == 1)
    heard += c;

  const std::string log = read ();
  EXPECT_EQ (log.find ("secret"), std::string::npos) << log;
  EXPECT_EQ (log.find ("private"), std::string::npos) << log;
  EXPECT_NE (log.find ("S: [12 bytes]\n"), std::string::npos) << log;
  EXPECT_NE (log.find ("C: [11 bytes]\n"), std::string::npos) << log;
  EXPECT_NE (log.find ("S:  FLAGS ())\n"), std::string::npos) << log;
  EXPECT_NE (log.find ("C: D2 NOOP\n"), std::string::npos) << log;
}

TEST_F (ProtocolLog, IsForItsOwnerAlone)
{
  ScriptedServer server{ Conversation () };
  Attempt attempt (server.port ());
  struct stat status;

  attempt.settings.protocol_log = path_;
  ASSERT_NE (attempt.open (), nullptr);
  ASSERT_EQ (stat (path_, &status), 0);
  EXPECT_EQ (status.st_mode & 0777, 0600u);
}

TEST_F (ProtocolLog, ThatCannotBeWrittenIsSaid)
{
  ScriptedServer server{ Conversation () };
  Attempt attempt (server.port ());
  g_autofree char *path = g_build_filename (directory_, "not", "there", nullptr);

  attempt.settings.protocol_log = path;
  EXPECT_TRUE (attempt.fails_with (DECANT_STORE_ERROR_FATAL, DECANT_CAUSE_LOCAL_STORAGE));
}

}
