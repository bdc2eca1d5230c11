/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/imap-client.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sstream>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <tuple>
#include <unistd.h>

namespace
{

constexpr int timeout_seconds = 60;

std::string
quote (const std::string &text)
{
  std::string out = "\"";

  for (char c : text)
    {
      if (c == '"' || c == '\\')
        out += '\\';
      out += c;
    }
  return out + "\"";
}

/* What stands between @before and @after, or "". */
std::string
between (const std::string &text, const std::string &before, const std::string &after)
{
  size_t start = text.find (before), end;

  if (start == std::string::npos)
    return "";
  start += before.size ();
  end = text.find (after, start);
  return end == std::string::npos ? "" : text.substr (start, end - start);
}

/* The name at the end of a LIST or LSUB response. */
std::string
last_name (const std::string &response)
{
  std::string name;
  size_t literal = response.find ("}\r\n");

  if (literal != std::string::npos)
    return response.substr (literal + 3);
  if (response.back () != '"')
    return response.substr (response.rfind (' ') + 1);
  for (size_t i = response.size () - 1; i-- > 0 && !(response[i] == '"' && response[i - 1] == ' ');)
    name.insert (name.begin (), response[i]);
  for (size_t i = 0; i < name.size (); i++)
    if (name[i] == '\\')
      name.erase (i, 1);
  return name;
}

/* "* 1 FETCH (UID 7 FLAGS (\Seen) INTERNALDATE "…" BODY[] {12}\r\n…)" */
StoredMessage
parse_fetch (const std::string &response)
{
  StoredMessage message;
  size_t literal = response.find ("BODY[] {");
  std::string rest = response;

  if (literal != std::string::npos)
    {
      size_t size = std::stoul (response.substr (literal + 8));
      size_t start = response.find ("}\r\n", literal) + 3;

      message.body = response.substr (start, size);
      rest = response.substr (0, literal) + response.substr (start + size);
    }
  std::istringstream flags (between (rest, "FLAGS (", ")"));

  for (std::string flag; flags >> flag;)
    if (flag != "\\Recent")
      message.flags.insert (flag);
  message.uid = static_cast<unsigned> (std::stoul ("0" + between (rest + " ", "UID ", " ")));
  message.date = between (rest, "INTERNALDATE \"", "\"");
  return message;
}

} // namespace

bool
StoredMessage::operator== (const StoredMessage &other) const
{
  return flags == other.flags && date == other.date && body == other.body;
}

bool
StoredMessage::operator<(const StoredMessage &other) const
{
  return std::tie (body, date, flags) < std::tie (other.body, other.date, other.flags);
}

ImapClient::ImapClient (unsigned server_port, const std::string &name, const std::string &secret)
    : port (server_port), user (name), password (secret)
{
  open ();
}

ImapClient::~ImapClient ()
{
  close (socket);
}

void
ImapClient::open ()
{
  sockaddr_in address = {};
  timeval timeout = { timeout_seconds, 0 };

  if (socket >= 0)
    close (socket);
  buffer.clear ();
  socket = ::socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  address.sin_family = AF_INET;
  address.sin_port = htons (static_cast<uint16_t> (port));
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  setsockopt (socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  if (connect (socket, reinterpret_cast<sockaddr *> (&address), sizeof address) != 0)
    throw std::runtime_error ("cannot connect to the server");
  read_line ();
  command ("LOGIN " + quote (user) + " " + quote (password));
}

void
ImapClient::send (const std::string &bytes)
{
  size_t sent = 0;

  while (sent < bytes.size ())
    {
      ssize_t count = ::send (socket, bytes.data () + sent, bytes.size () - sent, MSG_NOSIGNAL);

      if (count <= 0)
        throw std::runtime_error ("the server hung up");
      sent += static_cast<size_t> (count);
    }
}

void
ImapClient::read_more ()
{
  char piece[65536];
  ssize_t got = recv (socket, piece, sizeof piece, 0);

  if (got <= 0)
    throw std::runtime_error ("the server hung up or is silent");
  buffer.append (piece, static_cast<size_t> (got));
}

std::string
ImapClient::read_bytes (size_t count)
{
  std::string out;

  while (buffer.size () < count)
    read_more ();
  out = buffer.substr (0, count);
  buffer.erase (0, count);
  return out;
}

std::string
ImapClient::read_line ()
{
  size_t end;

  while ((end = buffer.find ("\r\n")) == std::string::npos)
    read_more ();
  std::string line = buffer.substr (0, end);

  buffer.erase (0, end + 2);
  return line;
}

/* A line with the literals it announces. */
std::string
ImapClient::read_response ()
{
  std::string response = read_line ();

  while (!response.empty () && response.back () == '}')
    {
      size_t open_brace = response.rfind ('{');
      size_t size = std::stoul (response.substr (open_brace + 1));

      response += "\r\n" + read_bytes (size);
      response += read_line ();
    }
  return response;
}

std::vector<std::string>
ImapClient::command (const std::string &text)
{
  const std::string name = "T" + std::to_string (++tag);
  std::vector<std::string> responses;

  send (name + " " + text + "\r\n");
  for (;;)
    {
      std::string response = read_response ();

      if (response.rfind (name + " ", 0) != 0)
        {
          responses.push_back (response);
          continue;
        }
      if (response.rfind (name + " OK", 0) != 0)
        throw std::runtime_error (text.substr (0, 60) + ": " + response);
      return responses;
    }
}

std::vector<std::string>
ImapClient::list_folders ()
{
  std::vector<std::string> names;

  for (const std::string &response : command ("LIST \"\" \"*\""))
    if (response.rfind ("* LIST", 0) == 0 &&
        response.substr (0, response.find (')')).find ("\\Noselect") == std::string::npos)
      names.push_back (last_name (response));
  std::sort (names.begin (), names.end ());
  return names;
}

std::vector<std::string>
ImapClient::list_subscribed ()
{
  std::vector<std::string> names;

  for (const std::string &response : command ("LSUB \"\" \"*\""))
    if (response.rfind ("* LSUB", 0) == 0)
      names.push_back (last_name (response));
  std::sort (names.begin (), names.end ());
  return names;
}

std::vector<StoredMessage>
ImapClient::read_folder (const std::string &folder, std::set<unsigned> *unreadable)
{
  std::vector<StoredMessage> messages;
  std::vector<unsigned> uids;

  command ("EXAMINE " + quote (folder));
  for (const std::string &response : command ("UID SEARCH ALL"))
    if (response.rfind ("* SEARCH", 0) == 0)
      {
        std::istringstream numbers (response.substr (8));

        for (unsigned uid; numbers >> uid;)
          uids.push_back (uid);
      }
  for (unsigned uid : uids)
    try
      {
        for (const std::string &response : command ("UID FETCH " + std::to_string (uid) +
                                                    " (UID FLAGS INTERNALDATE BODY.PEEK[])"))
          if (response.find ("BODY[]") != std::string::npos)
            messages.push_back (parse_fetch (response));
      }
    catch (const std::runtime_error &)
      {
        if (unreadable == nullptr)
          throw;
        unreadable->insert (uid);
        open ();
        command ("EXAMINE " + quote (folder));
      }
  return messages;
}

std::map<std::string, std::vector<StoredMessage>>
ImapClient::read_all ()
{
  std::map<std::string, std::vector<StoredMessage>> folders;

  for (const std::string &name : list_folders ())
    folders[name] = read_folder (name);
  return folders;
}

unsigned
ImapClient::count (const std::string &folder)
{
  for (const std::string &response : command ("STATUS " + quote (folder) + " (MESSAGES)"))
    if (response.rfind ("* STATUS", 0) == 0)
      return static_cast<unsigned> (std::stoul (between (response, "(MESSAGES ", ")")));
  throw std::runtime_error ("no STATUS for " + folder);
}

void
ImapClient::append (const std::string &folder, const std::string &body, const std::string &flags,
                    const std::string &date)
{
  const std::string name = "T" + std::to_string (++tag);
  const std::string when = date.empty () ? "" : quote (date) + " ";
  std::string response;

  send (name + " APPEND " + quote (folder) + " (" + flags + ") " + when + "{" +
        std::to_string (body.size ()) + "}\r\n");
  while ((response = read_response ())[0] == '*')
    continue;
  if (response[0] != '+')
    throw std::runtime_error ("APPEND: " + response);
  send (body + "\r\n");
  while ((response = read_response ())[0] == '*')
    continue;
  if (response.rfind (name + " OK", 0) != 0)
    throw std::runtime_error ("APPEND: " + response);
}

void
ImapClient::create (const std::string &folder)
{
  command ("CREATE " + quote (folder));
}
