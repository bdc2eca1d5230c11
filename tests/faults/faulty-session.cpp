/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/faulty-session.hpp"

#include "faults/imap-words.hpp"

#include <algorithm>
#include <chrono>
#include <sys/socket.h>

#define LONGEST_LINE (1024 * 1024)

FaultySession::FaultySession (FaultyServer &server, int fd, unsigned connection)
    : server (server), fd (fd), connection (connection)
{
}

FaultySession::~FaultySession ()
{
  if (signed_in)
    server.sign_out ();
}

/* ---- bytes ---- */

void
FaultySession::send_now (const std::string &plain)
{
  const std::string bytes = compression ? compression->shrink (plain) : plain;

  for (size_t sent = 0; sent < bytes.size ();)
    {
      ssize_t n = ::send (fd, bytes.data () + sent, bytes.size () - sent, MSG_NOSIGNAL);

      if (n <= 0)
        throw Over ();
      sent += static_cast<size_t> (n);
    }
}

void
FaultySession::send (const std::string &bytes)
{
  if (silent)
    return;
  if (!budget || bytes.size () <= *budget)
    {
      if (budget)
        *budget -= bytes.size ();
      send_now (bytes);
      return;
    }
  send_now (bytes.substr (0, *budget) + last_words);
  finish (at_the_end);
}

void
FaultySession::finish (Ending ending)
{
  const linger at_once = { 1, 0 };
  char chunk[4096];

  if (ending == Ending::hang)
    while (recv (fd, chunk, sizeof chunk, 0) > 0)
      ;
  if (ending == Ending::reset)
    setsockopt (fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  else if (ending == Ending::close)
    {
      /* Lets what was said arrive before what was not heard makes it a reset. */
      const timeval moment = { 1, 0 };

      shutdown (fd, SHUT_WR);
      setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &moment, sizeof moment);
      while (recv (fd, chunk, sizeof chunk, 0) > 0)
        ;
    }
  throw Over ();
}

void
FaultySession::receive ()
{
  char chunk[65536];
  ssize_t n = recv (fd, chunk, sizeof chunk, 0);

  if (n <= 0)
    throw Over ();
  std::string bytes (chunk, static_cast<size_t> (n));
  input += compression ? compression->expand (bytes) : bytes;
}

std::string
FaultySession::read_bytes (uint64_t count)
{
  std::string bytes;

  while (input.size () < count)
    receive ();
  bytes = input.substr (0, count);
  input.erase (0, count);
  return bytes;
}

std::string
FaultySession::read_line ()
{
  size_t end;
  std::string line;

  while ((end = input.find ('\n')) == std::string::npos)
    if (input.size () > LONGEST_LINE)
      throw Over ();
    else
      receive ();
  line = input.substr (0, end);
  input.erase (0, end + 1);
  if (!line.empty () && line.back () == '\r')
    line.pop_back ();
  return line;
}

/* ---- commands ---- */

/* Takes the literal that @text announces at its end and puts in its place what it says: a name as a
 * quoted string, a message as "{Ln}", to be found among the literals. "" where it was refused. */
void
FaultySession::take_literal (const std::string &command, std::string &text)
{
  const size_t brace = text.rfind ('{');
  const bool waits = text[text.size () - 2] != '+' && text[text.size () - 2] != '-';
  Announcement announced;
  std::list<FaultyServer::LiteralFault> faults;
  std::string literal;

  announced.command = command;
  announced.size = std::stoull (text.substr (brace + 1));
  announced.waits = waits;
  announced.connection = connection;
  {
    std::lock_guard<std::mutex> lock (server.mutex_);
    announced.nth = ++server.announcements_;
    faults = server.literal_faults_;
  }
  for (const auto &fault : faults)
    fault (announced);
  send (announced.untagged);
  if (!announced.refusal.empty () && waits)
    {
      send (text.substr (0, text.find (' ')) + " " + announced.refusal + "\r\n");
      text.clear ();
      return;
    }
  if (announced.end != Ending::none && announced.take >= announced.size)
    announced.take = 0;
  if (waits && announced.take > 0)
    send ("+ go on\r\n");
  literal = read_bytes (std::min (announced.take, announced.size));
  if (announced.end != Ending::none)
    finish (announced.end);
  if (!announced.refusal.empty ())
    {
      send (text.substr (0, text.find (' ')) + " " + announced.refusal + "\r\n");
      read_line ();
      text.clear ();
      return;
    }
  text.erase (brace);
  if (imap_is_message (text))
    {
      text += "{L" + std::to_string (literals.size ()) + "}";
      literals.push_back (literal);
    }
  else
    text += imap_quote (literal);
}

/* A whole command; "" where it was dealt with already. */
std::string
FaultySession::read_command ()
{
  std::string text = read_line ();

  literals.clear ();
  while (!text.empty () && imap_announces_literal (text))
    {
      take_literal (text.substr (text.find (' ') + 1), text);
      if (!text.empty ())
        text += read_line ();
    }
  return text;
}

void
FaultySession::answer (const std::string &tag, const std::string &status)
{
  send (tag + " " + (instead.empty () ? status : instead) + "\r\n");
}

void
FaultySession::meet (const std::string &text)
{
  const size_t blank = text.find (' ');
  std::string tag = text.substr (0, blank);
  std::string rest = blank == std::string::npos ? "" : text.substr (blank + 1);
  std::string name = imap_upper (rest.substr (0, rest.find (' ')));
  size_t skip = name.size ();

  if (name == "UID")
    {
      const size_t second = rest.find (' ', 4);

      name = "UID " + imap_upper (rest.substr (4, second - 4));
      skip = name.size ();
    }
  rest = skip < rest.size () ? rest.substr (skip + 1) : "";
  {
    std::lock_guard<std::mutex> lock (server.mutex_);
    server.log_.push_back ({ connection, name, rest });
  }

  Turn turn (*this, tag, name, rest);

  if (!server.meet (turn))
    perform (turn);
}

void
FaultySession::run ()
{
  std::string greeting;

  {
    std::function<std::optional<Cut> (unsigned)> fault;
    {
      std::lock_guard<std::mutex> lock (server.mutex_);
      greeting = server.options_.greeting + "\r\n";
      fault = server.connection_fault_;
    }
    std::optional<Cut> cut = fault ? fault (connection) : std::nullopt;
    if (cut)
      {
        budget = cut->bytes;
        at_the_end = cut->ending;
        last_words = cut->last_words;
      }
  }
  send (greeting);
  for (;;)
    {
      std::string text = read_command ();

      if (!text.empty ())
        meet (text);
    }
}

void
FaultySession::perform (Turn &turn)
{
  const std::vector<std::string> words = imap_split (turn.arguments, literals);
  const std::string &name = turn.name;
  const std::string first = words.empty () ? "" : words[0];

  if (name == "CAPABILITY")
    do_capability ();
  else if (name == "COMPRESS")
    return do_compress (turn);
  else if (name == "LOGIN")
    return do_login (turn.tag, words);
  else if (name == "AUTHENTICATE")
    return do_authenticate (turn.tag, words);
  else if (name == "NAMESPACE")
    {
      std::lock_guard<std::mutex> lock (server.mutex_);
      const char separator = server.options_.separator;

      send ("* NAMESPACE ((" + imap_quote (server.options_.prefix) + " " +
            (separator == 0 ? "NIL" : imap_quote (std::string (1, separator))) + ")) NIL NIL\r\n");
    }
  else if (name == "LIST" || name == "LSUB" || name == "XLIST")
    do_list (turn);
  else if (name == "STATUS")
    return do_status (turn.tag, words);
  else if (name == "EXAMINE" || name == "SELECT")
    return do_open (turn.tag, first, name == "EXAMINE");
  else if (name == "UID FETCH")
    return do_fetch (turn);
  else if (name == "UID SEARCH")
    return do_search (turn);
  else if (name == "CREATE")
    return do_create (turn.tag, first);
  else if (name == "APPEND")
    return do_append (turn);
  else if (name == "LOGOUT")
    {
      send ("* BYE see you\r\n");
      answer (turn.tag, "OK done");
      finish (Ending::close);
    }
  else if (name != "NOOP" && name != "ID" && name != "SUBSCRIBE" && name != "ENABLE" &&
           name != "UNSELECT" && name != "CLOSE")
    return answer (turn.tag, "BAD unknown command");
  answer (turn.tag, "OK done");
}

void
FaultySession::do_capability ()
{
  std::lock_guard<std::mutex> lock (server.mutex_);
  const FaultyOptions &options = server.options_;

  send ("* CAPABILITY " +
        (signed_in && !options.capabilities_after.empty () ? options.capabilities_after
                                                           : options.capabilities) +
        "\r\n");
}

void
FaultySession::do_compress (Turn &turn)
{
  if (turn.arguments != "DEFLATE" || compression)
    return answer (turn.tag, "NO [COMPRESSIONACTIVE] not that, or not again");
  answer (turn.tag, "OK from here on");
  compression.emplace ();
}

/* ---- sign-in ---- */

void
FaultySession::enter (const std::string &tag, bool right)
{
  std::string wrong, too_many;

  {
    std::lock_guard<std::mutex> lock (server.mutex_);
    wrong = server.options_.wrong_password;
    too_many = server.options_.too_many;
  }
  if (!right)
    return answer (tag, wrong);
  if (!server.sign_in ())
    return answer (tag, too_many);
  signed_in = true;
  answer (tag, "OK signed in");
}

void
FaultySession::do_login (const std::string &tag, const std::vector<std::string> &words)
{
  bool right;

  {
    std::lock_guard<std::mutex> lock (server.mutex_);
    right = words.size () == 2 && words[0] == server.options_.user &&
            words[1] == server.options_.password;
  }
  enter (tag, right);
}

void
FaultySession::do_authenticate (const std::string &tag, const std::vector<std::string> &words)
{
  std::string response, wanted;

  if (words.empty () || imap_upper (words[0]) != "PLAIN")
    return answer (tag, "NO unknown mechanism");
  if (words.size () > 1)
    response = words[1];
  else
    {
      send ("+ \r\n");
      response = read_line ();
    }
  response = imap_decode_base64 (response);
  {
    std::lock_guard<std::mutex> lock (server.mutex_);
    wanted = std::string (1, '\0') + server.options_.user + std::string (1, '\0') +
             server.options_.password;
  }
  enter (tag, response.size () >= wanted.size () &&
                response.compare (response.size () - wanted.size (), wanted.size (), wanted) == 0);
}

/* ---- folders ---- */

void
FaultySession::do_list (Turn &turn)
{
  std::lock_guard<std::mutex> lock (server.mutex_);
  const FaultyOptions &options = server.options_;
  const std::string separator = options.separator == 0
                                  ? "NIL"
                                  : imap_quote (std::string (1, options.separator));
  std::vector<std::string> words = imap_split (turn.arguments, literals);
  const std::string pattern = words.size () > 1 ? words[words[0][0] == '(' ? 2 : 1] : "*";

  if (pattern.empty ())
    {
      send ("* LIST (\\Noselect) " + separator + " \"\"\r\n");
      return;
    }
  for (const auto &[name, folder] : server.mail_)
    {
      const bool is_one = imap_upper (name) == imap_upper (pattern);

      if (!folder.listed || (pattern.find_first_of ("*%") == std::string::npos && !is_one))
        continue;
      send ("* " + turn.name + " (" + folder.attributes +
            (folder.selectable ? "" : (folder.attributes.empty () ? "\\Noselect" : " \\Noselect")) +
            ") " + separator + " " + imap_quote_or_literal (name) + "\r\n");
    }
}

void
FaultySession::do_status (const std::string &tag, const std::vector<std::string> &words)
{
  std::string data;

  {
    std::lock_guard<std::mutex> lock (server.mutex_);
    auto found = server.mail_.find (imap_canonical (words.empty () ? "" : words[0]));

    if (found == server.mail_.end () || !found->second.selectable)
      data = "";
    else
      {
        const FaultyFolder &folder = found->second;
        uint64_t size = 0;

        for (const FaultyMessage &message : folder.messages)
          size += message.body->size ();
        data = "* STATUS " + imap_quote_or_literal (found->first) + " (MESSAGES " +
               std::to_string (folder.messages.size ()) + " UIDNEXT " +
               std::to_string (folder.uid_next) + " UIDVALIDITY " +
               std::to_string (folder.uid_validity) +
               (words.back ().find ("SIZE") != std::string::npos ? " SIZE " + std::to_string (size)
                                                                 : "") +
               ")\r\n";
      }
  }
  if (data.empty ())
    return answer (tag, "NO [NONEXISTENT] Unknown Mailbox");
  send (data);
  answer (tag, "OK done");
}

void
FaultySession::do_open (const std::string &tag, const std::string &name, bool read_only)
{
  std::string data;

  open_folder.clear ();
  {
    std::lock_guard<std::mutex> lock (server.mutex_);
    auto found = server.mail_.find (imap_canonical (name));

    if (found != server.mail_.end () && found->second.selectable)
      {
        const FaultyFolder &folder = found->second;

        open_folder = found->first;
        read_only |= folder.read_only;
        data = "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n* " +
               std::to_string (folder.messages.size ()) +
               " EXISTS\r\n* 0 RECENT\r\n* OK [PERMANENTFLAGS (" + folder.permanent_flags +
               ")] kept\r\n* OK [UIDVALIDITY " + std::to_string (folder.uid_validity) +
               "] valid\r\n* OK [UIDNEXT " + std::to_string (folder.uid_next) + "] next\r\n";
      }
  }
  if (open_folder.empty ())
    return answer (tag, "NO [NONEXISTENT] Mailbox doesn't exist: " + name);
  send (data);
  answer (tag, read_only ? "OK [READ-ONLY] open" : "OK [READ-WRITE] open");
}

void
FaultySession::do_create (const std::string &tag, std::string name)
{
  std::string refusal;

  {
    std::lock_guard<std::mutex> lock (server.mutex_);
    const char separator = server.options_.separator;

    if (separator != 0 && !name.empty () && name.back () == separator)
      name.pop_back ();
    auto [folder, is_new] = server.mail_.try_emplace (imap_canonical (name));

    if (is_new)
      folder->second.uid_validity = 2000 + static_cast<unsigned> (server.mail_.size ());
    else if (folder->second.selectable)
      refusal = "NO [ALREADYEXISTS] Mailbox already exists";
    folder->second.selectable = true;
  }
  answer (tag, refusal.empty () ? "OK created" : refusal);
}

/* ---- messages ---- */

void
FaultySession::do_append (Turn &turn)
{
  const std::vector<std::string> words = imap_split (turn.arguments, literals);
  const std::string name = words.empty () ? "" : imap_canonical (words[0]);
  std::string uids, code, refusal;

  {
    std::lock_guard<std::mutex> lock (server.mutex_);
    auto found = server.mail_.find (name);

    if (found == server.mail_.end () || !found->second.selectable)
      refusal = "NO [TRYCREATE] Mailbox doesn't exist";
    else if (found->second.read_only)
      refusal = "NO [NOPERM] The folder is read-only";
    else
      {
        FaultyFolder &folder = found->second;
        FaultyMessage message;

        message.date = "";
        for (size_t i = 1; i < words.size (); i++)
          if (words[i][0] == '(')
            message.flags = imap_flags (words[i]);
          else if (imap_stands_for_literal (turn.arguments, i))
            {
              FaultyMessage added = message;

              if (added.date.empty ())
                added.date = "01-Jan-2020 00:00:00 +0000";
              added.uid = folder.uid_next++;
              added.body = std::make_shared<const std::string> (words[i]);
              uids += (uids.empty () ? "" : ",") + std::to_string (added.uid);
              folder.messages.push_back (std::move (added));
              message = FaultyMessage ();
            }
          else
            message.date = words[i];
        if (server.options_.capabilities.find ("UIDPLUS") != std::string::npos)
          code = "[APPENDUID " + std::to_string (folder.uid_validity) + " " + uids + "] ";
      }
  }
  answer (turn.tag, refusal.empty () ? "OK " + code + "stored" : refusal);
}

/* The answer to a SEARCH by UID: "ALL", or a set. */
void
FaultySession::do_search (Turn &turn)
{
  std::string found;

  {
    std::lock_guard<std::mutex> lock (server.mutex_);
    const FaultyFolder &folder = server.mail_[open_folder];
    const size_t set = turn.arguments.find ("UID ");
    const bool all = set == std::string::npos;

    for (const FaultyMessage &message : folder.messages)
      if (all ||
          imap_set_contains (turn.arguments.substr (set + 4), message.uid, folder.uid_next - 1))
        found += " " + std::to_string (message.uid);
  }
  send ("* SEARCH" + found + "\r\n");
  answer (turn.tag, "OK done");
}

namespace
{

std::string
details (const FaultyMessage &message, const Delivery &delivery, const std::string &items)
{
  std::string data = "UID " + std::to_string (message.uid);

  if (items.find ("FLAGS") != std::string::npos)
    {
      data += " FLAGS (";
      for (const std::string &flag : message.flags)
        data += (data.back () == '(' ? "" : " ") + flag;
      data += ")";
    }
  if (items.find ("INTERNALDATE") != std::string::npos)
    data += " INTERNALDATE " + delivery.date.value_or ("\"" + message.date + "\"");
  if (items.find ("RFC822.SIZE") != std::string::npos)
    data += " RFC822.SIZE " + std::to_string (delivery.size.value_or (delivery.body.size ()));
  if (items.find ("X-GM-MSGID") != std::string::npos)
    data += " X-GM-MSGID " + std::to_string (message.object_id);
  if (items.find ("EMAILID") != std::string::npos)
    data += " EMAILID (M" + std::to_string (message.object_id) + ")";
  if (items.find ("X-GM-LABELS") != std::string::npos)
    {
      data += " X-GM-LABELS (";
      for (const std::string &label : message.labels)
        data += (data.back () == '(' ? "" : " ") + label;
      data += ")";
    }
  if (items.find ("HEADER.FIELDS") != std::string::npos)
    {
      const std::string headers = imap_header_fields (delivery.body, items);

      data += " " + imap_header_item (items) + " {" + std::to_string (headers.size ()) + "}\r\n" +
              headers;
    }
  if (items.find ("BODY.PEEK[HEADER]") != std::string::npos)
    {
      const std::string header = delivery.body.substr (0, delivery.body.find ("\r\n\r\n") + 4);

      data += " BODY[HEADER] {" + std::to_string (header.size ()) + "}\r\n" + header;
    }
  return data;
}

}

void
FaultySession::do_fetch (Turn &turn)
{
  const size_t blank = turn.arguments.find (' ');
  const std::string set = turn.arguments.substr (0, blank);
  const std::string items = imap_upper (turn.arguments.substr (blank + 1));
  const bool whole = items.find ("BODY.PEEK[]") != std::string::npos ||
                     items.find ("BODY[]") != std::string::npos;
  std::vector<FaultyMessage> messages;
  std::list<FaultyServer::MessageFault> faults;
  unsigned sequence = 0;
  const std::string folder = open_folder;

  {
    std::lock_guard<std::mutex> lock (server.mutex_);
    messages = server.mail_[folder].messages;
    faults = server.message_faults_;
  }
  for (const FaultyMessage &message : messages)
    {
      Delivery delivery;

      sequence++;
      if (!imap_set_contains (set, message.uid, messages.back ().uid))
        continue;
      delivery.folder = folder;
      delivery.uid = message.uid;
      delivery.listing = !whole;
      delivery.flags_only = items == "(UID FLAGS)";
      delivery.connection = connection;
      delivery.body = *message.body;
      if (!faults.empty ())
        {
          std::lock_guard<std::mutex> lock (server.mutex_);
          delivery.nth = ++server.deliveries_[folder + "\n" + std::to_string (message.uid) +
                                              (whole ? "" : "\nlisting")];
        }
      for (const auto &fault : faults)
        fault (delivery);
      send (delivery.before);
      if (!delivery.refusal.empty ())
        return answer (turn.tag, delivery.refusal);
      if (delivery.omit)
        continue;
      if (delivery.end != Ending::none && !whole)
        finish (delivery.end);
      send ("* " + std::to_string (sequence) + " FETCH (" + details (message, delivery, items));
      if (whole && delivery.nil)
        send (" BODY[] NIL");
      else if (whole && !delivery.bodiless)
        {
          const size_t piece = delivery.piece > 0 ? delivery.piece : delivery.body.size ();

          send (" BODY[] {" + std::to_string (delivery.announced.value_or (delivery.body.size ())) +
                "}\r\n");
          if (delivery.end != Ending::none)
            {
              send (delivery.body.substr (0, delivery.end_after));
              finish (delivery.end);
            }
          for (size_t at = 0; at < delivery.body.size (); at += piece)
            {
              send (delivery.body.substr (at, piece));
              if (delivery.pause > 0)
                std::this_thread::sleep_for (std::chrono::milliseconds (delivery.pause));
            }
        }
      send (")\r\n");
    }
  answer (turn.tag, "OK done");
}
