/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

/* A small, trusting IMAP client that shares no line with the product: by it the tests look for
 * themselves what a server holds. It throws std::runtime_error where anything goes wrong. */

struct StoredMessage
{
  unsigned uid = 0;
  std::set<std::string> flags; /* keywords too; \Recent is left out */
  std::string date;            /* INTERNALDATE as the server writes it */
  std::string body;

  /* All but the UID: two servers hold the same message if these are the same. */
  bool operator== (const StoredMessage &other) const;
  bool operator<(const StoredMessage &other) const;
};

class ImapClient
{
public:
  ImapClient (unsigned port, const std::string &user, const std::string &password);
  ~ImapClient ();

  ImapClient (const ImapClient &) = delete;
  ImapClient &operator= (const ImapClient &) = delete;

  /* Sends a command and returns its untagged responses, literals in place; throws unless the answer
   * is OK. */
  std::vector<std::string> command (const std::string &text);

  /* Names of selectable folders, as the server encodes them. */
  std::vector<std::string> list_folders ();
  std::vector<std::string> list_subscribed ();

  /* All messages of a folder, or those that can be read of one that is damaged: then those that
   * cannot are put into @unreadable (their UIDs) where that is given. */
  std::vector<StoredMessage>
  read_folder (const std::string &folder, std::set<unsigned> *unreadable = nullptr);

  /* Every folder with all it holds. */
  std::map<std::string, std::vector<StoredMessage>> read_all ();

  unsigned count (const std::string &folder);
  void append (const std::string &folder, const std::string &body, const std::string &flags = "",
               const std::string &date = "");
  void create (const std::string &folder);

private:
  void open ();
  void read_more ();
  std::string read_line ();
  std::string read_bytes (size_t count);
  std::string read_response ();
  void send (const std::string &bytes);

  unsigned port;
  std::string user, password;
  int socket = -1;
  std::string buffer;
  unsigned tag = 0;
};
