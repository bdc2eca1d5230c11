/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scripted-server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

ScriptedServer::ScriptedServer (Script script) : script_ (std::move (script))
{
  sockaddr_in address = {};
  socklen_t length = sizeof address;

  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  listener_ = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener_ < 0 || bind (listener_, reinterpret_cast<sockaddr *> (&address), length) != 0 ||
      listen (listener_, 4) != 0 ||
      getsockname (listener_, reinterpret_cast<sockaddr *> (&address), &length) != 0)
    throw std::runtime_error ("no loopback socket");
  port_ = ntohs (address.sin_port);
  thread_ = std::thread (&ScriptedServer::serve, this);
}

ScriptedServer::~ScriptedServer ()
{
  {
    std::lock_guard<std::mutex> lock (mutex_);
    is_over_ = true;
    shutdown (listener_, SHUT_RDWR);
    if (client_ >= 0)
      shutdown (client_, SHUT_RDWR);
  }
  thread_.join ();
  close (listener_);
}

void
ScriptedServer::serve ()
{
  for (;;)
    {
      int fd = accept4 (listener_, nullptr, nullptr, SOCK_CLOEXEC);
      const int at_once = 1; /* or a second small piece waits for the first one's acknowledgement */

      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);

      {
        std::lock_guard<std::mutex> lock (mutex_);
        if (fd < 0 || is_over_)
          {
            if (fd >= 0)
              close (fd);
            return;
          }
        client_ = fd;
        has_client_ = true;
        changed_.notify_all ();
      }
      Peer peer (*this, fd);
      script_ (peer);
      std::lock_guard<std::mutex> lock (mutex_);
      client_ = -1;
      close (fd);
    }
}

std::vector<std::string>
ScriptedServer::lines ()
{
  std::lock_guard<std::mutex> lock (mutex_);
  return lines_;
}

int
ScriptedServer::count (const std::string &part)
{
  int n = 0;

  for (const std::string &line : lines ())
    n += line.find (part) != std::string::npos;
  return n;
}

void
ScriptedServer::wait_for_client ()
{
  std::unique_lock<std::mutex> lock (mutex_);
  changed_.wait (lock, [this] { return has_client_; });
}

bool
ScriptedServer::Peer::receive ()
{
  char chunk[65536];
  ssize_t n = recv (fd_, chunk, sizeof chunk, 0);

  if (n > 0)
    buffer_.append (chunk, static_cast<size_t> (n));
  return n > 0;
}

bool
ScriptedServer::Peer::hear_bytes (size_t length, std::string &bytes)
{
  while (buffer_.size () < length)
    if (!receive ())
      return false;
  bytes = buffer_.substr (0, length);
  buffer_.erase (0, length);
  return true;
}

bool
ScriptedServer::Peer::hear (std::string &line)
{
  size_t end;

  while ((end = buffer_.find ('\n')) == std::string::npos)
    if (!receive ())
      return false;
  line = buffer_.substr (0, end);
  buffer_.erase (0, end + 1);
  if (!line.empty () && line.back () == '\r')
    line.pop_back ();
  std::lock_guard<std::mutex> lock (server_.mutex_);
  server_.lines_.push_back (line);
  return true;
}

bool
ScriptedServer::Peer::say (const std::string &text)
{
  size_t sent = 0;

  while (sent < text.size ())
    {
      ssize_t n = send (fd_, text.data () + sent, text.size () - sent, MSG_NOSIGNAL);

      if (n <= 0)
        return false;
      sent += static_cast<size_t> (n);
    }
  return true;
}

void
ScriptedServer::Peer::wait_for_end ()
{
  char chunk[4096];

  while (recv (fd_, chunk, sizeof chunk, 0) > 0)
    ;
}

namespace
{

std::string
usual_answer (const Conversation &conversation, const std::string &tag, const std::string &command)
{
  if (command == "CAPABILITY")
    return "* CAPABILITY " + conversation.capabilities + "\r\n" + tag + " OK done\r\n";
  if (command == "LIST")
    return "* LIST (\\Noselect) \"/\" \"\"\r\n" + tag + " OK done\r\n";
  if (command == "LOGOUT")
    return "* BYE see you\r\n" + tag + " OK done\r\n";
  return tag + " OK done\r\n";
}

}

void
Conversation::operator() (ScriptedServer::Peer &peer) const
{
  std::string line;

  peer.say (greeting);
  while (peer.hear (line))
    {
      size_t blank = line.find (' ');
      if (blank == std::string::npos)
        continue;
      std::string tag = line.substr (0, blank);
      std::string rest = line.substr (blank + 1);
      std::string command = rest.substr (0, rest.find (' '));
      std::string arguments = command.size () < rest.size () ? rest.substr (command.size () + 1)
                                                             : "";
      auto answer = answers.find (command);
      std::string text = answer != answers.end () ? answer->second (tag, arguments)
                                                  : usual_answer (*this, tag, command);

      if (text.empty () || !peer.say (text) || command == "LOGOUT")
        return;
    }
}
