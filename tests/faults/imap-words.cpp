/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/imap-words.hpp"

#include <algorithm>
#include <cctype>
#include <glib.h>
#include <sstream>

std::string
imap_upper (const std::string &text)
{
  std::string upper = text;

  std::transform (upper.begin (), upper.end (), upper.begin (),
                  [] (unsigned char c) { return static_cast<char> (std::toupper (c)); });
  return upper;
}

bool
imap_announces_literal (const std::string &line)
{
  const size_t brace = line.rfind ('{');

  return !line.empty () && line.back () == '}' && brace != std::string::npos &&
         brace + 2 < line.size () && std::isdigit (static_cast<unsigned char> (line[brace + 1]));
}

bool
imap_is_message (const std::string &text)
{
  const size_t command = text.find (' ') + 1;

  return imap_upper (text.substr (command, 7)) == "APPEND " && text.size () > command + 7;
}

std::string
imap_quote (const std::string &text)
{
  std::string quoted = "\"";

  for (char c : text)
    {
      if (c == '"' || c == '\\')
        quoted += '\\';
      quoted += c;
    }
  return quoted + "\"";
}

std::string
imap_quote_or_literal (const std::string &text)
{
  if (text.find_first_of ("\r\n") == std::string::npos)
    return imap_quote (text);
  return "{" + std::to_string (text.size ()) + "}\r\n" + text;
}

namespace
{

/* The end of the word that begins at @start. */
size_t
end_of_word (const std::string &text, size_t start)
{
  int depth = 0;
  bool quoted = false;
  size_t at = start;

  for (; at < text.size (); at++)
    {
      const char c = text[at];

      if (quoted && c == '\\')
        at++;
      else if (c == '"')
        quoted = !quoted;
      else if (!quoted && c == '(')
        depth++;
      else if (!quoted && c == ')')
        depth--;
      else if (!quoted && depth == 0 && c == ' ')
        break;
    }
  return std::min (at, text.size ());
}

std::vector<std::string>
split_raw (const std::string &text)
{
  std::vector<std::string> words;

  for (size_t start = 0; start < text.size ();)
    {
      const size_t end = end_of_word (text, start);

      if (end > start)
        words.push_back (text.substr (start, end - start));
      start = end + 1;
    }
  return words;
}

std::string
unquote (const std::string &word)
{
  std::string text;

  for (size_t i = 1; i + 1 < word.size (); i++)
    {
      if (word[i] == '\\')
        i++;
      text += word[i];
    }
  return text;
}

bool
stands_for_literal (const std::string &word)
{
  return word.compare (0, 2, "{L") == 0;
}

}

std::vector<std::string>
imap_split (const std::string &arguments, const std::vector<std::string> &literals)
{
  std::vector<std::string> words = split_raw (arguments);

  for (std::string &word : words)
    if (word[0] == '"')
      word = unquote (word);
    else if (stands_for_literal (word))
      word = literals.at (std::stoul (word.substr (2)));
  return words;
}

bool
imap_stands_for_literal (const std::string &arguments, size_t index)
{
  const std::vector<std::string> words = split_raw (arguments);

  return index < words.size () && stands_for_literal (words[index]);
}

std::string
imap_canonical (const std::string &name)
{
  return imap_upper (name) == "INBOX" ? "INBOX" : name;
}

bool
imap_set_contains (const std::string &set, unsigned uid, unsigned last)
{
  std::istringstream parts (set);

  for (std::string part; std::getline (parts, part, ',');)
    {
      const size_t colon = part.find (':');
      const auto number = [last] (const std::string &text) {
        return text == "*" ? last : static_cast<unsigned> (std::stoul (text));
      };
      const unsigned first = number (part.substr (0, colon));
      const unsigned second = colon == std::string::npos ? first : number (part.substr (colon + 1));

      if (uid >= std::min (first, second) && uid <= std::max (first, second))
        return true;
    }
  return false;
}

std::set<std::string>
imap_flags (const std::string &list)
{
  std::istringstream words (list.substr (1, list.size () - 2));
  std::set<std::string> flags;

  for (std::string word; words >> word;)
    flags.insert (word);
  return flags;
}

std::string
imap_decode_base64 (const std::string &text)
{
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (text.c_str (), &length);

  return std::string (reinterpret_cast<char *> (bytes), length);
}

std::string
imap_header_item (const std::string &items)
{
  const size_t start = items.find ("BODY.PEEK[HEADER.FIELDS");
  const size_t end = items.find (']', start);

  return "BODY" + items.substr (start + 9, end + 1 - start - 9);
}

std::string
imap_header_fields (const std::string &message, const std::string &items)
{
  const std::string wanted = " " + imap_header_item (items);
  std::string fields;
  bool taken = false;

  for (size_t start = 0; start < message.size ();)
    {
      size_t end = message.find ('\n', start);

      end = end == std::string::npos ? message.size () : end + 1;
      std::string line = message.substr (start, end - start);
      start = end;
      if (line == "\r\n" || line == "\n")
        break;
      if (line[0] != ' ' && line[0] != '\t')
        {
          const std::string name = imap_upper (line.substr (0, line.find (':')));

          taken = name.find_first_of (" ()") == std::string::npos &&
                  (wanted.find ("(" + name + " ") != std::string::npos ||
                   wanted.find (" " + name + " ") != std::string::npos ||
                   wanted.find (" " + name + ")") != std::string::npos);
        }
      if (taken)
        fields += line;
    }
  return fields + "\r\n";
}
