/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window/sluice.hpp"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

static sockaddr_in
loopback (unsigned port)
{
  sockaddr_in address = {};

  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  address.sin_port = htons (uint16_t (port));
  return address;
}

Sluice::Sluice (unsigned server) : server_port (server)
{
  sockaddr_in address = loopback (0);
  socklen_t length = sizeof address;

  listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind (listener, reinterpret_cast<sockaddr *> (&address), length) != 0 ||
      listen (listener, 16) != 0 ||
      getsockname (listener, reinterpret_cast<sockaddr *> (&address), &length) != 0)
    throw std::runtime_error ("no port on the loopback");
  own_port = ntohs (address.sin_port);
  acceptor = std::thread ([this] { accept_all (); });
}

Sluice::~Sluice ()
{
  {
    std::lock_guard<std::mutex> lock (mutex);

    ended = true;
    for (int each : sockets)
      shutdown (each, SHUT_RDWR);
  }
  changed.notify_all ();
  shutdown (listener, SHUT_RDWR);
  acceptor.join ();
  for (std::thread &thread : threads)
    thread.join ();
  for (int each : sockets)
    close (each);
  close (listener);
}

void
Sluice::close_after (size_t bytes)
{
  std::lock_guard<std::mutex> lock (mutex);

  gated = true;
  left = bytes;
}

void
Sluice::open ()
{
  {
    std::lock_guard<std::mutex> lock (mutex);

    gated = false;
  }
  changed.notify_all ();
}

bool
Sluice::is_holding ()
{
  std::lock_guard<std::mutex> lock (mutex);

  return waiting > 0;
}

void
Sluice::accept_all ()
{
  int client;

  while ((client = accept4 (listener, nullptr, nullptr, SOCK_CLOEXEC)) >= 0)
    {
      int server = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      sockaddr_in address = loopback (server_port);

      if (connect (server, reinterpret_cast<sockaddr *> (&address), sizeof address) != 0)
        shutdown (client, SHUT_RDWR);
      std::lock_guard<std::mutex> lock (mutex);
      sockets.push_back (client);
      sockets.push_back (server);
      if (ended)
        return;
      threads.emplace_back ([=] { carry (client, server, true); });
      threads.emplace_back ([=] { carry (server, client, false); });
    }
}

/* Waits until so many bytes may go on; FALSE when all is over. */
bool
Sluice::pass (size_t bytes)
{
  std::unique_lock<std::mutex> lock (mutex);

  waiting++;
  changed.wait (lock, [&] { return ended || !gated || left >= bytes; });
  waiting--;
  if (gated && !ended)
    left -= bytes;
  return !ended;
}

void
Sluice::carry (int from, int to, bool to_server)
{
  std::array<char, 4096> buffer;
  ssize_t length;

  while ((length = recv (from, buffer.data (), buffer.size (), 0)) > 0)
    if ((to_server && !pass (size_t (length))) ||
        send (to, buffer.data (), size_t (length), MSG_NOSIGNAL) != length)
      break;
  shutdown (from, SHUT_RD);
  shutdown (to, SHUT_WR);
}
