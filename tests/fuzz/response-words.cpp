/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.hpp"

#include "stores/imap/answer-class.h"
#include "stores/imap/flags.h"
#include "stores/imap/internal-date.h"
#include "stores/imap/literal.h"

#include <cstring>

/* The words within a server's answers: dates, flags, announcements, and what a refusal says. */

namespace
{

void
check_date (const char *text)
{
  gint64 seconds, again;
  gint16 offset, offset_again;
  g_autofree char *written = nullptr;

  if (!decant_internal_date_parse (text, &seconds, &offset))
    return;
  written = decant_internal_date_format (seconds, offset);
  if (written == nullptr)
    return;
  const std::string bare (written + 1, strlen (written) - 2);
  fuzz_require (decant_internal_date_parse (bare.c_str (), &again, &offset_again) &&
                  again == seconds,
                "a date that is written is the one that was read");
}

void
check_flags (const char *text)
{
  g_auto (DecantFlagList) list = {};
  g_autoptr (DecantMessage) message = decant_message_new (1);
  g_autoptr (GString) written = g_string_new (nullptr);
  DecantFolderStatus status = {};

  decant_flag_list_add_all (&list, text);
  message->flags = list.flags;
  message->keywords = decant_flag_list_take_keywords (&list);
  status.any_keyword = TRUE;
  decant_flag_list_write (written, message, &status);
  fuzz_require (written->str[0] == '(' && written->str[written->len - 1] == ')' &&
                  strpbrk (written->str + 1, "({%*\"]\r\n") == nullptr &&
                  strchr (written->str, ')') == written->str + written->len - 1,
                "what is sent is a list of atoms");
}

void
check_answer (const std::string &text)
{
  const std::size_t cut = text.find (']');
  const std::string code = text.substr (0, cut);
  const std::string words = cut != std::string::npos ? text.substr (cut + 1) : "";

  for (int asked = DECANT_IMAP_ASKED_SIGN_IN; asked <= DECANT_IMAP_ASKED_APPEND; asked++)
    for (int answer = DECANT_IMAP_ANSWER_NO; answer <= DECANT_IMAP_ANSWER_BYE; answer++)
      {
        g_autoptr (GError) error = decant_imap_error_for_answer (
          static_cast<DecantImapAnswer> (answer), static_cast<DecantImapAsked> (asked),
          code.c_str (), words.c_str (), "Archive");

        fuzz_require (error != nullptr && error->message[0] != '\0', "a refusal is put in words");
      }
  decant_imap_answer_means_exists (code.c_str (), words.c_str ());
}

} // namespace

void
fuzz_response_words (const std::uint8_t *data, std::size_t size)
{
  const std::string text = fuzz_text (data, size);
  guint64 literal;

  check_date (text.c_str ());
  check_flags (text.c_str ());
  /* answers are read into UTF-8 before they are judged */
  if (g_utf8_validate (text.c_str (), -1, nullptr))
    check_answer (text);
  decant_line_announces_literal (reinterpret_cast<const char *> (data), size, &literal);
}
