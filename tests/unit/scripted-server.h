/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

/* A server on a loopback port of its own that says what a test tells it to. */
class ScriptedServer
{
public:
  /* One connection as the script sees it. */
  class Peer
  {
  public:
    Peer (ScriptedServer &server, int fd) : server_ (server), fd_ (fd)
    {
    }

    /* The next line without its end; FALSE once the client is gone. */
    bool hear (std::string &line);
    /* The next @length bytes; FALSE once the client is gone. */
    bool hear_bytes (size_t length, std::string &bytes);
    /* Whether more came together with what was heard last. */
    bool
    has_more () const
    {
      return !buffer_.empty ();
    }
    /* Sends at once and as it is; FALSE once the client is gone. */
    bool say (const std::string &text);
    /* Waits for the client to go. */
    void wait_for_end ();

  private:
    bool receive ();

    ScriptedServer &server_;
    int fd_;
    std::string buffer_;
  };

  using Script = std::function<void (Peer &)>;

  explicit ScriptedServer (Script script);
  ~ScriptedServer ();

  unsigned short
  port () const
  {
    return port_;
  }

  /* All lines heard so far. */
  std::vector<std::string> lines ();
  /* How many of them have @part in them. */
  int count (const std::string &part);
  /* Waits until a client has connected. */
  void wait_for_client ();

private:
  void serve ();

  Script script_;
  int listener_ = -1;
  unsigned short port_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool has_client_ = false;
  bool is_over_ = false;
  int client_ = -1;
  std::vector<std::string> lines_;
  std::thread thread_;
};

/* The script of a plain IMAP server; a test replaces what it wants otherwise. */
struct Conversation
{
  /* Gives the whole answer to a command; "" hangs up. */
  using Answer = std::function<std::string (const std::string &tag, const std::string &arguments)>;

  std::string greeting = "* OK ready\r\n";
  std::string capabilities = "IMAP4rev1";
  std::map<std::string, Answer> answers;

  void operator() (ScriptedServer::Peer &peer) const;
};
