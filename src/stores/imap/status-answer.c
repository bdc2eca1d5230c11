/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
decant_reader_parse_answer (const char *word, DecantImapAnswer *answer)
{
  static const struct
  {
    const char *word;
    DecantImapAnswer answer;
  } known[] = {
    { "OK", DECANT_IMAP_ANSWER_OK },   { "PREAUTH", DECANT_IMAP_ANSWER_OK },
    { "NO", DECANT_IMAP_ANSWER_NO },   { "BAD", DECANT_IMAP_ANSWER_BAD },
    { "BYE", DECANT_IMAP_ANSWER_BYE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_ascii_strcasecmp (word, known[i].word) == 0)
      {
        *answer = known[i].answer;
        return TRUE;
      }
  return FALSE;
}

/* The "]" that closes the response code @text: a flag in it may hold "]" (Gmail). */
static const char *
find_code_end (const char *text)
{
  guint depth = 0;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '(')
        depth++;
      else if (*c == ')' && depth > 0)
        depth--;
      else if (*c == ']' && depth == 0)
        return c;
    }
  return strchr (text, ']');
}

gboolean
decant_reader_read_status_text (DecantReader *self, DecantImapAnswer answer,
                                DecantStatusAnswer *status, GError **error)
{
  g_autofree char *line = NULL;
  const char *text;
  const char *end;

  decant_status_answer_clear (status);
  line = decant_reader_read_line (self, error);
  if (line == NULL)
    return FALSE;
  status->answer = answer;
  text = line;
  end = *text == '[' ? find_code_end (text + 1) : NULL;
  if (end != NULL)
    {
      status->code = g_strndup (text + 1, end - text - 1);
      text = end + 1;
    }
  status->text = g_strstrip (g_strdup (text));
  return TRUE;
}

gboolean
decant_reader_read_status (DecantReader *self, DecantStatusAnswer *status, GError **error)
{
  DecantImapAnswer answer;
  DecantToken token;
  const char *word;

  if (!decant_reader_next_token (self, &token, error))
    return FALSE;
  word = decant_reader_get_text (self, NULL);
  if (token != DECANT_TOKEN_ATOM || !decant_reader_parse_answer (word, &answer))
    {
      decant_store_error_set (error, DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_GARBLED, word,
                              _ ("The server's answer could not be understood."));
      return FALSE;
    }
  return decant_reader_read_status_text (self, answer, status, error);
}

void
decant_status_answer_clear (DecantStatusAnswer *status)
{
  g_clear_pointer (&status->code, g_free);
  g_clear_pointer (&status->text, g_free);
}
