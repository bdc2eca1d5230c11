/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

/* Stands before a server on the loopback and lets so many bytes through to it, then none until it
 * is opened: so that a copy is under way for as long as a test needs it. What the server says
 * always comes through. */
class Sluice
{
public:
  /* @server_port: of the server behind it. */
  explicit Sluice (unsigned server_port);
  ~Sluice ();

  Sluice (const Sluice &) = delete;
  Sluice &operator= (const Sluice &) = delete;

  unsigned
  port () const
  {
    return own_port;
  }

  /* Lets @bytes more through. */
  void close_after (size_t bytes);
  void open ();

  /* Whether something waits before it. */
  bool is_holding ();

private:
  void accept_all ();
  void carry (int from, int to, bool gated);
  bool pass (size_t bytes);

  unsigned server_port, own_port = 0;
  int listener = -1;
  std::mutex mutex;
  std::condition_variable changed;
  bool gated = false, ended = false;
  size_t left = 0;
  unsigned waiting = 0;
  std::vector<int> sockets;
  std::vector<std::thread> threads;
  std::thread acceptor;
};
