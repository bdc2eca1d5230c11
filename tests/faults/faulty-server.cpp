/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/faulty-server.hpp"

#include "faults/faulty-session.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

unsigned
FaultyFolder::add (const std::string &body, const std::set<std::string> &flags)
{
  FaultyMessage message;

  message.uid = uid_next++;
  message.flags = flags;
  message.body = std::make_shared<const std::string> (body);
  messages.push_back (std::move (message));
  return uid_next - 1;
}

FaultyMessage *
FaultyFolder::find (unsigned uid)
{
  for (FaultyMessage &message : messages)
    if (message.uid == uid)
      return &message;
  return nullptr;
}

FaultyServer::FaultyServer (FaultyOptions options) : options_ (std::move (options))
{
  mail_["INBOX"];
  listen ();
}

FaultyServer::~FaultyServer ()
{
  shut (Ending::close);
  /* No thread begins any more. */
  for (std::thread &thread : threads_)
    thread.join ();
}

/* ---- connections ---- */

void
FaultyServer::listen ()
{
  sockaddr_in address{};
  socklen_t length = sizeof address;
  int one = 1;
  int listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  address.sin_family = AF_INET;
  address.sin_port = htons (port_);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  setsockopt (listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind (listener, reinterpret_cast<sockaddr *> (&address), sizeof address) != 0 ||
      ::listen (listener, 64) != 0 ||
      getsockname (listener, reinterpret_cast<sockaddr *> (&address), &length) != 0)
    throw std::runtime_error ("no port to listen on");
  port_ = ntohs (address.sin_port);
  listener_ = listener;
  acceptor_ = std::thread ([this, listener] { accept_all (listener); });
}

void
FaultyServer::accept_all (int listener)
{
  for (;;)
    {
      int fd = accept4 (listener, nullptr, nullptr, SOCK_CLOEXEC);
      const int at_once = 1; /* or a second small piece waits for the first one's acknowledgement */

      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
      std::lock_guard<std::mutex> lock (mutex_);

      if (fd < 0)
        return;
      if (listener_ != listener)
        {
          close (fd);
          return;
        }
      clients_.insert (fd);
      threads_.emplace_back (&FaultyServer::serve, this, fd, ++connections_);
    }
}

void
FaultyServer::serve (int fd, unsigned connection)
{
  try
    {
      FaultySession (*this, fd, connection).run ();
    }
  catch (const FaultySession::Over &)
    {
    }
  std::lock_guard<std::mutex> lock (mutex_);
  clients_.erase (fd);
  close (fd);
}

static void
end_socket (int fd, Ending ending)
{
  const linger at_once = { 1, 0 };

  /* The thread that reads from it closes it. */
  if (ending == Ending::reset)
    setsockopt (fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  shutdown (fd, ending == Ending::reset ? SHUT_RD : SHUT_RDWR);
}

void
FaultyServer::drop (Ending ending)
{
  std::lock_guard<std::mutex> lock (mutex_);

  for (int fd : clients_)
    end_socket (fd, ending);
}

void
FaultyServer::shut (Ending ending)
{
  int listener;

  {
    std::lock_guard<std::mutex> lock (mutex_);
    listener = listener_;
    listener_ = -1;
  }
  if (listener < 0)
    return;
  shutdown (listener, SHUT_RDWR);
  acceptor_.join ();
  close (listener);
  drop (ending);
}

void
FaultyServer::reopen ()
{
  listen ();
}

bool
FaultyServer::sign_in ()
{
  std::lock_guard<std::mutex> lock (mutex_);

  if (options_.most_connections > 0 && signed_in_ >= options_.most_connections)
    return false;
  signed_in_++;
  return true;
}

void
FaultyServer::sign_out ()
{
  std::lock_guard<std::mutex> lock (mutex_);

  signed_in_--;
}

/* ---- what a test asks and tells ---- */

std::string
FaultyServer::url () const
{
  return "imap://" + options_.user + "@127.0.0.1:" + std::to_string (port_);
}

void
FaultyServer::edit (const std::function<void (FaultyMail &)> &change)
{
  std::lock_guard<std::mutex> lock (mutex_);

  change (mail_);
}

void
FaultyServer::edit_options (const std::function<void (FaultyOptions &)> &change)
{
  std::lock_guard<std::mutex> lock (mutex_);

  change (options_);
}

FaultyMail
FaultyServer::mail ()
{
  std::lock_guard<std::mutex> lock (mutex_);

  return mail_;
}

void
FaultyServer::on (const std::string &name, Fault fault)
{
  std::lock_guard<std::mutex> lock (mutex_);

  faults_.push_front ({ name, std::move (fault), 0 });
}

void
FaultyServer::on_message (MessageFault fault)
{
  std::lock_guard<std::mutex> lock (mutex_);

  message_faults_.push_back (std::move (fault));
}

void
FaultyServer::on_literal (LiteralFault fault)
{
  std::lock_guard<std::mutex> lock (mutex_);

  literal_faults_.push_back (std::move (fault));
}

void
FaultyServer::on_connection (std::function<std::optional<Cut> (unsigned)> fault)
{
  std::lock_guard<std::mutex> lock (mutex_);

  connection_fault_ = std::move (fault);
}

void
FaultyServer::forget_faults ()
{
  std::lock_guard<std::mutex> lock (mutex_);

  faults_.clear ();
  message_faults_.clear ();
  literal_faults_.clear ();
  connection_fault_ = nullptr;
}

std::vector<Heard>
FaultyServer::log ()
{
  std::lock_guard<std::mutex> lock (mutex_);

  return log_;
}

size_t
FaultyServer::count (const std::string &name)
{
  size_t n = 0;

  for (const Heard &heard : log ())
    n += heard.name == name;
  return n;
}

unsigned
FaultyServer::connections ()
{
  std::lock_guard<std::mutex> lock (mutex_);

  return connections_;
}

/* ---- faults ---- */

bool
FaultyServer::meet (Turn &turn)
{
  std::vector<std::pair<Fault, unsigned>> met;

  {
    std::lock_guard<std::mutex> lock (mutex_);
    for (CommandFault &fault : faults_)
      if (fault.name.empty () || fault.name == turn.name)
        met.emplace_back (fault.fault, ++fault.count);
  }
  for (auto &[fault, count] : met)
    {
      turn.count = count;
      fault (turn);
      if (turn.handled)
        return true;
    }
  return false;
}

unsigned
Turn::connection () const
{
  return session.connection;
}

const std::string &
Turn::message () const
{
  static const std::string none;

  return session.literals.empty () ? none : session.literals[0];
}

const std::vector<std::string> &
Turn::messages () const
{
  return session.literals;
}

const std::string &
Turn::folder () const
{
  return session.open_folder;
}

void
Turn::ok (const std::string &text)
{
  handled = true;
  session.answer (tag, "OK " + text);
}

void
Turn::no (const std::string &text)
{
  handled = true;
  session.answer (tag, "NO " + text);
}

void
Turn::bad (const std::string &text)
{
  handled = true;
  session.answer (tag, "BAD " + text);
}

void
Turn::bye (const std::string &text)
{
  handled = true;
  session.send ("* BYE " + text + "\r\n");
  session.finish (Ending::close);
}

void
Turn::end (Ending ending)
{
  handled = true;
  session.finish (ending);
}

void
Turn::say (const std::string &bytes)
{
  session.send (bytes);
}

void
Turn::run ()
{
  handled = true;
  session.perform (*this);
}

void
Turn::run_and_cut (size_t bytes, Ending ending)
{
  handled = true;
  session.budget = bytes;
  session.at_the_end = ending;
  session.perform (*this);
  session.finish (ending);
}

void
Turn::run_silently ()
{
  handled = true;
  session.silent = true;
  session.perform (*this);
  session.silent = false;
}

void
Turn::run_and_say (const std::string &answer)
{
  handled = true;
  session.instead = answer;
  session.perform (*this);
  session.instead.clear ();
}
