/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../unit/scripted-server.h"

#include "stores/imap/commands.h"

#include <algorithm>
#include <string>
#include <vector>

/* A signed-in session with a scripted server: what it takes to get there is answered, what comes
 * then is the test's. */
class SessionPeer
{
public:
  using Peer = ScriptedServer::Peer;

  /* One command after sign-in, without its tag; FALSE hangs up. */
  using Command =
    std::function<bool (Peer &peer, const std::string &tag, const std::string &command)>;

  SessionPeer (const std::string &capabilities, Command command,
               const std::string &personal = "(\"\" \"/\")", guint silence_timeout = 30,
               const std::string &greeting = "* OK ready")
      : server_ ([=] (Peer &peer) {
          peer.say (greeting + "\r\n");
          serve (peer, capabilities, personal, command);
        })
  {
    DecantImapSettings settings = {};
    g_autoptr (GError) error = nullptr;

    settings.host = "127.0.0.1";
    settings.port = server_.port ();
    settings.security = DECANT_SECURITY_PLAINTEXT;
    settings.user = "ada";
    settings.password = "secret";
    settings.silence_timeout = silence_timeout;
    session = decant_imap_session_open (&settings, nullptr, &error);
    if (session == nullptr)
      throw std::runtime_error (error->message);
  }

  ~SessionPeer ()
  {
    decant_imap_session_free (session);
  }

  ScriptedServer &
  server ()
  {
    return server_;
  }

  DecantImapSession *session;

private:
  static void
  serve (Peer &peer, const std::string &capabilities, const std::string &personal,
         const Command &command)
  {
    std::string line;

    while (peer.hear (line))
      {
        std::string tag = line.substr (0, line.find (' '));
        std::string rest = line.substr (std::min (line.size (), tag.size () + 1));
        std::string verb = rest.substr (0, rest.find (' '));
        std::string done = tag + " OK done\r\n";

        if (verb == "CAPABILITY")
          peer.say ("* CAPABILITY IMAP4rev1 NAMESPACE " + capabilities + "\r\n" + done);
        else if (verb == "NAMESPACE")
          peer.say ("* NAMESPACE (" + personal + ") NIL NIL\r\n" + done);
        else if (verb == "LOGIN" || rest == "LIST \"\" \"\"")
          peer.say (done);
        else if (!command (peer, tag, rest))
          return;
      }
  }

  ScriptedServer server_;
};

inline DecantCause
cause_of (const GError *error)
{
  return decant_store_error_get_cause (error);
}

inline bool
is_error (const GError *error, DecantStoreError code)
{
  return g_error_matches (error, DECANT_STORE_ERROR, code);
}

inline bool
starts_with (const std::string &text, const std::string &start)
{
  return text.compare (0, start.size (), start) == 0;
}
