/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/corpus.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fs = std::filesystem;

std::string
with_crlf (const std::string &bytes)
{
  std::string out;

  for (size_t i = 0; i < bytes.size (); i++)
    if (bytes[i] == '\r' || bytes[i] == '\n')
      {
        out += "\r\n";
        if (bytes[i] == '\r' && i + 1 < bytes.size () && bytes[i + 1] == '\n')
          i++;
      }
    else
      out += bytes[i];
  return out;
}

std::vector<CorpusMessage>
read_corpus ()
{
  const char *given = getenv ("DECANT_CORPUS");
  const fs::path root = fs::path (given != nullptr ? given : DECANT_USUAL_CORPUS) / "messages";
  std::vector<CorpusMessage> messages;

  if (!fs::is_directory (root))
    return messages;
  for (const fs::directory_entry &entry : fs::recursive_directory_iterator (root))
    if (entry.path ().extension () == ".eml")
      {
        std::ifstream file (entry.path (), std::ios::binary);
        std::stringstream bytes;

        bytes << file.rdbuf ();
        messages.push_back ({ entry.path ().filename (), with_crlf (bytes.str ()) });
      }
  std::sort (messages.begin (), messages.end (),
             [] (const CorpusMessage &a, const CorpusMessage &b) { return a.bytes < b.bytes; });
  return messages;
}
