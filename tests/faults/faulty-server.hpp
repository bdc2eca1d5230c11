/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "faults/faulty-mail.hpp"

#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

class FaultySession;

/* A whole IMAP server in memory, on a loopback port of its own, that does wrong what a test tells
 * it to, at any command, message or byte, and remembers all that it was told.
 *
 *   FaultyServer server;
 *   server.edit ([] (FaultyMail &mail) { mail["Archive"].add (body); });
 *   server.on ("EXAMINE", [] (Turn &turn) { if (turn.nth () == 1) turn.no ("[INUSE] later"); });
 *   server.on_message ([] (Delivery &message) { if (message.uid == 3) message.end = Ending::close;
 * });
 *
 * Faults are called from the threads of the connections, several at a time. */

/* How a connection ends, or does not. */
enum class Ending
{
  none,
  close, /* as a server that is going down */
  reset, /* TCP RST */
  hang,  /* not a byte more, for ever */
};

/* A command that has come whole, literals included, before it is done. What a fault says of it
 * comes to pass; where it says nothing the next fault has its turn, and then the command is done as
 * it should be. */
class Turn
{
public:
  Turn (FaultySession &session, std::string tag, std::string name, std::string arguments)
      : tag (std::move (tag)), name (std::move (name)), arguments (std::move (arguments)),
        session (session)
  {
  }

  const std::string tag;
  const std::string name;              /* in capitals; "UID FETCH" */
  const std::string arguments;         /* as they came, literals as quoted or atoms would stand */
  const std::string &message () const; /* the first literal that is a message, or "" */
  const std::vector<std::string> &messages () const; /* all of its literals, likewise */
  unsigned connection () const;                      /* from 1, in order of connecting */
  const std::string &folder () const;                /* the one that is open, or "" */
  /* How often this fault was met, from 1. */
  unsigned
  nth () const
  {
    return count;
  }

  /* Answers instead of doing it. */
  void ok (const std::string &text);
  void no (const std::string &text);
  void bad (const std::string &text);
  void bye (const std::string &text); /* and closes */
  void end (Ending ending);           /* without a word */

  /* Sends bytes as they are; the command is still to be done. */
  void say (const std::string &bytes);

  /* Does it; of all that is to be said only the first @bytes are, then the connection ends. */
  void run_and_cut (size_t bytes, Ending ending);
  /* Does it as it should be. */
  void run ();
  /* Does it and says nothing of it. */
  void run_silently ();
  /* Does it and says @answer ("OK done") at its end instead. */
  void run_and_say (const std::string &answer);

  bool handled = false;

private:
  friend class FaultyServer;
  FaultySession &session;
  unsigned count = 0;
};

/* The announcement of a literal, before it is taken. */
struct Announcement
{
  std::string command; /* the line up to it: "APPEND INBOX …" */
  uint64_t size = 0;
  bool waits = false; /* the client waits for an invitation */
  unsigned connection = 0;
  unsigned nth = 0;

  std::string refusal;  /* out: "NO …" or "BAD …": the tagged answer instead of an invitation */
  std::string untagged; /* out: sent before anything else, whole lines */
  uint64_t take = ~uint64_t{ 0 }; /* out: how much of it is taken before the end */
  Ending end = Ending::none;      /* out: after that much */
};

/* A message on its way out, in the answer to a FETCH. */
struct Delivery
{
  std::string folder;
  unsigned uid = 0;
  bool listing = false;    /* nothing but its details is asked for, no BODY.PEEK[] */
  bool flags_only = false; /* not even the size and the headers */
  unsigned connection = 0;
  unsigned nth = 0; /* how often this one was asked for in this way */

  /* out */
  std::string body;
  std::optional<uint64_t> announced; /* the literal's length, where it is a lie */
  std::optional<uint64_t> size;      /* RFC822.SIZE, likewise */
  std::optional<std::string> date;   /* INTERNALDATE with its quotes, likewise */
  std::string before;                /* bytes that are sent before it */
  bool omit = false;                 /* nothing is said of it */
  bool nil = false;                  /* NIL instead of the literal */
  bool bodiless = false;             /* the item is left out */
  std::string refusal;               /* "NO …": the answer to the whole command, at once */
  Ending end = Ending::none;
  size_t end_after = 0; /* bytes of the body */
  size_t piece = 0;     /* sent in pieces of so many bytes … */
  unsigned pause = 0;   /* … with so many milliseconds between */
};

/* What a client said. */
struct Heard
{
  unsigned connection;
  std::string name;
  std::string arguments;
};

/* Where the output of a connection is cut. */
struct Cut
{
  size_t bytes;
  Ending ending;
  std::string last_words; /* sent instead of the rest: "* BYE …\r\n" */
};

struct FaultyOptions
{
  std::string greeting = "* OK ready";
  std::string capabilities = "IMAP4rev1 LITERAL+ UIDPLUS NAMESPACE";
  std::string capabilities_after; /* sign-in; "": the same */
  std::string user = "ada";
  std::string password = "secret";
  char separator = '/';          /* 0: NIL */
  std::string prefix;            /* of the personal namespace */
  unsigned most_connections = 0; /* signed in at a time; 0: any number */
  std::string too_many = "NO [LIMIT] Too many connections from this user"; /* said to the next */
  std::string wrong_password = "NO [AUTHENTICATIONFAILED] Authentication failed.";
};

class FaultyServer
{
public:
  using Fault = std::function<void (Turn &)>;
  using MessageFault = std::function<void (Delivery &)>;
  using LiteralFault = std::function<void (Announcement &)>;

  explicit FaultyServer (FaultyOptions options = {});
  ~FaultyServer ();
  FaultyServer (const FaultyServer &) = delete;
  FaultyServer &operator= (const FaultyServer &) = delete;

  unsigned short
  port () const
  {
    return port_;
  }
  /* For decant-cli. */
  std::string url () const;

  /* Looks at or changes what it holds and how it is set; at any time. INBOX is there. */
  void edit (const std::function<void (FaultyMail &)> &change);
  void edit_options (const std::function<void (FaultyOptions &)> &change);
  FaultyMail mail ();

  /* Faults stay until the end, or until they are forgotten. @name: of the command, or "" for all.
   */
  void on (const std::string &name, Fault fault);
  void on_message (MessageFault fault);
  void on_literal (LiteralFault fault);
  /* Asked for each connection; what is sent in all is cut there. */
  void on_connection (std::function<std::optional<Cut> (unsigned connection)> fault);
  void forget_faults ();

  /* All that was said to it so far. */
  std::vector<Heard> log ();
  /* How many of these commands it was told. */
  size_t count (const std::string &name);
  unsigned connections ();

  /* Takes no connections any more and ends those there are; takes them again, at the same port. */
  void shut (Ending ending = Ending::reset);
  void reopen ();
  /* Ends the connections there are. */
  void drop (Ending ending = Ending::reset);

private:
  friend class FaultySession;
  friend class Turn;

  void listen ();
  void accept_all (int listener);
  void serve (int fd, unsigned connection);
  bool meet (Turn &turn);
  bool sign_in (); /* whether one more is taken */
  void sign_out ();

  std::mutex mutex_; /* over all of it */
  FaultyOptions options_;
  FaultyMail mail_;
  std::vector<Heard> log_;
  struct CommandFault
  {
    std::string name;
    Fault fault;
    unsigned count;
  };
  std::list<CommandFault> faults_;
  std::list<MessageFault> message_faults_;
  std::list<LiteralFault> literal_faults_;
  std::map<std::string, unsigned> deliveries_; /* how often each message was asked for */
  unsigned announcements_ = 0;
  std::function<std::optional<Cut> (unsigned)> connection_fault_;
  unsigned connections_ = 0;
  unsigned signed_in_ = 0;
  unsigned short port_ = 0;
  int listener_ = -1;
  std::thread acceptor_;
  std::list<std::thread> threads_;
  std::set<int> clients_;
};
