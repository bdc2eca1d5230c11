/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string>
#include <vector>

/* Real and malformed messages to test with. They are not part of the product: DECANT_CORPUS names
 * the directory that holds their "messages" (or the place beside the checkout where it usually is);
 * without it such tests are skipped. */

struct CorpusMessage
{
  std::string name;
  std::string bytes; /* every line end made CRLF, as a server sends it */
};

/* Empty where there is no corpus. */
std::vector<CorpusMessage> read_corpus ();

/* Every line end as CRLF. */
std::string with_crlf (const std::string &bytes);
