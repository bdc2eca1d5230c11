/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.hpp"

#include "stores/imap/commands.h"
#include "stores/imap/utf7.h"

namespace
{

const char separators[] = { '/', '.', '\\', '|', '^', ':', '\0' };
const char *const prefixes[] = { "", "INBOX.", "INBOX/", "user\\" };

void
check_name (const char *name)
{
  g_autofree char *decoded = decant_utf7_decode (name);
  g_autofree char *shown = decant_utf7_to_display (name);

  fuzz_require (g_utf8_validate (shown, -1, nullptr), "what is shown of a name is UTF-8");
  if (decoded == nullptr)
    return;
  g_autofree char *encoded = decant_utf7_encode (decoded);
  fuzz_require (g_utf8_validate (decoded, -1, nullptr), "a decoded name is UTF-8");
  fuzz_require (g_str_equal (encoded, name), "a legal name has one form only");
}

void
check_text (const char *text)
{
  g_autofree char *encoded = decant_utf7_encode (text);
  g_autofree char *decoded = decant_utf7_decode (encoded);

  fuzz_require (decoded != nullptr && g_str_equal (decoded, text), "any text comes back");
}

/* A folder that was listed can be named again by its path. */
void
check_path (const char *name, const char *prefix, char separator)
{
  g_autofree char *path = decant_imap_path_for_name (name, prefix, separator);
  g_autofree char *made = nullptr;
  g_autofree char *back = nullptr;

  fuzz_require (g_utf8_validate (path, -1, nullptr), "a path is UTF-8");
  if (*path == '\0')
    return;
  made = decant_imap_make_name (path, prefix, separator, nullptr);
  if (made == nullptr)
    return;
  back = decant_imap_path_for_name (made, prefix, separator);
  fuzz_require (g_str_equal (back, path), "a path names the folder that has it");
}

} // namespace

void
fuzz_folder_names (const std::uint8_t *data, std::size_t size)
{
  if (size == 0)
    return;
  const std::string name = fuzz_text (data + 1, size - 1);

  check_name (name.c_str ());
  if (g_utf8_validate (name.c_str (), -1, nullptr))
    check_text (name.c_str ());
  check_path (name.c_str (), prefixes[data[0] / 7 % G_N_ELEMENTS (prefixes)],
              separators[data[0] % G_N_ELEMENTS (separators)]);
}
