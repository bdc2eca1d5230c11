/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.hpp"

#include "accounts/certificate-trust.h"
#include "own-directory.hpp"

#include <cstring>
#include <fcntl.h>

/* The list of accepted certificates, a key file. */

namespace
{

void
check_fingerprint (const char *fingerprint)
{
  fuzz_require (strlen (fingerprint) == 64 && strspn (fingerprint, "0123456789abcdef") == 64,
                "what is accepted is a fingerprint");
}

} // namespace

void
fuzz_certificates (const std::uint8_t *data, std::size_t size)
{
  static const std::string state = fuzz_directory ().path ("certificates");
  static const bool made = g_mkdir_with_parents (state.c_str (), 0700) == 0;
  const std::string text = fuzz_text (data, size);
  g_autofree char *typed = decant_certificate_normalise_fingerprint (text.c_str ());

  fuzz_require (made, "there is a directory");
  if (typed != nullptr)
    check_fingerprint (typed);
  fuzz_write (state + "/trusted-certificates", data, size);
  g_auto (GStrv) accepted = decant_certificate_trust_lookup (state.c_str (), "mail.example.org");
  for (char **fingerprint = accepted; *fingerprint != nullptr; fingerprint++)
    check_fingerprint (*fingerprint);
}
