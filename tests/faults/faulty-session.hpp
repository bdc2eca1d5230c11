/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "faults/compression.hpp"
#include "faults/faulty-server.hpp"

/* One client of the misbehaving server: reads commands, does them and lets the faults have their
 * way. Thrown through it: Over, when the connection has ended. */
class FaultySession
{
public:
  struct Over
  {
  };

  FaultySession (FaultyServer &server, int fd, unsigned connection);
  ~FaultySession ();

  /* From the greeting to the end. */
  void run ();

private:
  friend class Turn;

  /* ---- bytes ---- */
  void send (const std::string &bytes);
  void send_now (const std::string &plain);
  void receive ();
  std::string read_line ();
  std::string read_bytes (uint64_t count);
  [[noreturn]] void finish (Ending ending);

  /* ---- commands ---- */
  std::string read_command ();
  void take_literal (const std::string &command, std::string &text);
  void meet (const std::string &text);
  void perform (Turn &turn);
  void answer (const std::string &tag, const std::string &status);

  void do_capability ();
  void do_compress (Turn &turn);
  void do_login (const std::string &tag, const std::vector<std::string> &words);
  void do_authenticate (const std::string &tag, const std::vector<std::string> &words);
  void do_list (Turn &turn);
  void do_status (const std::string &tag, const std::vector<std::string> &words);
  void do_open (const std::string &tag, const std::string &name, bool read_only);
  void do_fetch (Turn &turn);
  void do_search (Turn &turn);
  void do_create (const std::string &tag, std::string name);
  void do_append (Turn &turn);
  void enter (const std::string &tag, bool right);

  FaultyServer &server;
  int fd;
  unsigned connection;
  std::string input;
  std::optional<Compression> compression; /* once it was asked for */
  std::optional<size_t> budget;           /* how much may still be said */
  Ending at_the_end = Ending::close;
  std::string last_words;
  bool silent = false; /* what is said is dropped */
  std::string instead; /* of the tagged answer, where that is not "" */
  bool signed_in = false;
  std::string open_folder;
  std::vector<std::string> literals; /* messages of the command at hand */
};
