/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.hpp"

#include "engine/identity.h"

namespace
{

void
check_shown (const char *value)
{
  g_autofree char *shown = decant_headers_decode_text (value);

  fuzz_require ((shown == nullptr) == (value == nullptr), "a value is shown if there is one");
  if (shown == nullptr)
    return;
  fuzz_require (g_utf8_validate (shown, -1, nullptr), "what is shown is UTF-8");
  for (const char *c = shown; *c != '\0'; c = g_utf8_next_char (c))
    fuzz_require (!g_unichar_iscntrl (g_utf8_get_char (c)), "nothing shown controls a terminal");
}

} // namespace

void
fuzz_headers (const std::uint8_t *data, std::size_t size)
{
  g_autoptr (DecantHeaders) headers = decant_headers_parse (data, size);
  g_autoptr (DecantHeaders) copy = decant_headers_copy (headers);
  DecantIdentity identity, again;

  check_shown (headers->message_id);
  check_shown (headers->date);
  check_shown (headers->from);
  check_shown (headers->subject);
  decant_headers_parse_date (headers->date);
  decant_identity_from_headers (&identity, headers, 0);
  decant_identity_from_headers (&again, copy, 0);
  fuzz_require (decant_identity_equal (&identity, &again), "a copy has the same identity");
}
