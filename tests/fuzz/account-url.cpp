/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.hpp"

#include "accounts/account.h"

void
fuzz_account_url (const std::uint8_t *data, std::size_t size)
{
  const std::string url = fuzz_text (data, size);
  g_autoptr (GError) error = nullptr;
  g_autoptr (DecantAccount) account = decant_account_new_from_url (url.c_str (), FALSE, &error);

  fuzz_require ((account == nullptr) == (error != nullptr), "an account or an error");
  if (account == nullptr)
    {
      fuzz_require (g_utf8_validate (error->message, -1, nullptr), "an error is UTF-8");
      return;
    }
  g_autoptr (DecantAccount)
    again = decant_account_new_from_url (decant_account_get_url (account), FALSE, nullptr);
  fuzz_require (again != nullptr && decant_account_equal (account, again),
                "an account's own URL names it");
  fuzz_require (g_utf8_validate (decant_account_get_label (account), -1, nullptr),
                "a label is UTF-8");
}
