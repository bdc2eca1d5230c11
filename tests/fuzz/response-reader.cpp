/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.hpp"

#include "stores/imap/fetch-response.h"
#include "stores/imap/list-response.h"
#include "unit/reader-feed.h"

#include <cstring>

namespace
{

/* Reads all that a server says as the store would, and writes down what was understood. */
class Listener
{
public:
  Listener (ReaderFeed &feed) : reader (feed.open ())
  {
  }

  ~Listener ()
  {
    decant_reader_free (reader);
  }

  std::string
  listen ()
  {
    g_autoptr (GError) error = nullptr;
    g_autoptr (GError) again = nullptr;
    DecantResponse response;

    while (decant_reader_next_response (reader, &response, &error) &&
           read_response (response, &error))
      ;
    fuzz_require (error != nullptr, "who fails says why");
    note (error->message);
    /* what is no answer ends the reading, but not the reader */
    if (decant_reader_next_response (reader, &response, &again))
      return transcript;
    g_clear_error (&error);
    fuzz_require (!decant_reader_next_response (reader, &response, &error) && again != nullptr &&
                    error != nullptr && again->code == error->code &&
                    strcmp (again->message, error->message) == 0,
                  "a dead reader stays dead of the same");
    return transcript;
  }

private:
  void
  note (const char *text)
  {
    transcript += text != nullptr ? text : "(none)";
    transcript += '\n';
  }

  void
  note (guint64 number)
  {
    transcript += std::to_string (number) + '\n';
  }

  bool
  read_response (DecantResponse response, GError **error)
  {
    transcript += "-- " + std::to_string (response) + '\n';
    if (response == DECANT_RESPONSE_TAGGED)
      {
        note (decant_reader_get_text (reader, nullptr));
        return read_status (nullptr, error) && decant_reader_end_response (reader, error);
      }
    if (response == DECANT_RESPONSE_CONTINUATION)
      return read_line (error) && decant_reader_end_response (reader, error);
    return read_data (error) && decant_reader_end_response (reader, error);
  }

  bool
  read_status (const DecantImapAnswer *answer, GError **error)
  {
    g_auto (DecantStatusAnswer) status = {};
    const bool well = answer != nullptr
                        ? decant_reader_read_status_text (reader, *answer, &status, error)
                        : decant_reader_read_status (reader, &status, error);

    if (!well)
      return false;
    fuzz_require (status.text != nullptr && g_utf8_validate (status.text, -1, nullptr),
                  "the words of an answer are UTF-8");
    fuzz_require (status.code == nullptr || g_utf8_validate (status.code, -1, nullptr),
                  "a response code is UTF-8");
    note (status.code);
    note (status.text);
    return true;
  }

  bool
  read_line (GError **error)
  {
    g_autofree char *line = decant_reader_read_line (reader, error);

    if (line == nullptr)
      return false;
    fuzz_require (g_utf8_validate (line, -1, nullptr), "a line is UTF-8");
    note (line);
    return true;
  }

  bool
  read_data (GError **error)
  {
    DecantToken token;
    DecantImapAnswer answer;
    guint64 number;

    if (!decant_reader_next_token (reader, &token, error))
      return false;
    if (token != DECANT_TOKEN_ATOM)
      return read_values (token, error);
    std::string word = decant_reader_get_text (reader, nullptr);
    note (word.c_str ());
    if (decant_reader_parse_answer (word.c_str (), &answer))
      return read_status (&answer, error);
    if (decant_reader_parse_number (word.c_str (), G_MAXUINT32, &number))
      {
        if (!decant_reader_next_token (reader, &token, error))
          return false;
        word = token == DECANT_TOKEN_ATOM ? decant_reader_get_text (reader, nullptr) : "";
      }
    if (g_ascii_strcasecmp (word.c_str (), "FETCH") == 0)
      return read_fetch (error);
    if (g_ascii_strcasecmp (word.c_str (), "LIST") == 0)
      return read_list (error);
    if (g_ascii_strcasecmp (word.c_str (), "STATUS") == 0)
      return read_counts (error);
    return g_ascii_strcasecmp (word.c_str (), "CAPABILITY") == 0 ? read_line (error)
                                                                 : read_values (token, error);
  }

  /* Some are taken, some passed over, some left for the next call to pass over. */
  bool
  read_values (DecantToken token, GError **error)
  {
    for (guint n = 0; token != DECANT_TOKEN_END; n++)
      {
        note (token);
        if (token == DECANT_TOKEN_LITERAL && n % 3 == 0 &&
            decant_reader_get_literal_size (reader) <= DECANT_READER_STRING_LIMIT)
          {
            if (!decant_reader_take_string (reader, error))
              return false;
            note (decant_reader_get_text (reader, nullptr));
          }
        else if (n % 3 == 1 && !decant_reader_skip_value (reader, token, error))
          {
            return false;
          }
        if (!decant_reader_next_token (reader, &token, error))
          return false;
      }
    return true;
  }

  bool
  read_fetch (GError **error)
  {
    g_auto (DecantFetchResponse) response = {};
    const bool well = decant_fetch_response_read (&response, reader, error);

    if (response.message != nullptr)
      {
        g_autofree char *keywords = decant_keywords_join (response.message->keywords);

        note (response.message->uid);
        note (response.message->flags);
        note (static_cast<guint64> (response.message->internal_date));
        note (response.message->size);
        note (keywords);
        if (response.message->headers != nullptr)
          note (response.message->headers->subject);
      }
    note (static_cast<guint64> (response.has_body));
    if (well && response.content != nullptr)
      {
        gsize length;
        const guint8 *head = decant_content_get_head (response.content, &length);

        note (decant_content_get_size (response.content));
        transcript.append (reinterpret_cast<const char *> (head), length);
        note (static_cast<guint64> (decant_fetch_is_exchange_letter (response.content)));
      }
    return well;
  }

  bool
  read_list (GError **error)
  {
    g_auto (DecantListResponse) response = {};

    if (!decant_list_response_read (&response, reader, error))
      return false;
    note (response.name);
    note (static_cast<guint64> (response.separator));
    note (static_cast<guint64> (response.selectable));
    note (response.special_use);
    return true;
  }

  bool
  read_counts (GError **error)
  {
    g_auto (DecantStatusResponse) response = {};

    if (!decant_status_response_read (&response, reader, error))
      return false;
    note (response.name);
    note (response.messages);
    note (response.uid_next);
    note (response.size);
    return true;
  }

  DecantReader *reader;
  std::string transcript;
};

std::string
hear (const std::string &words, std::size_t piece)
{
  ReaderFeed feed = { words, piece };
  Listener listener (feed);

  return listener.listen ();
}

} // namespace

void
fuzz_response_reader (const std::uint8_t *data, std::size_t size)
{
  const std::string words (reinterpret_cast<const char *> (data), size);

  fuzz_require (hear (words, SIZE_MAX) == hear (words, 3),
                "the same is understood in whatever pieces it comes");
}
