/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/mail-writer.h"

#include <string.h>

#define BASE64_LINE_BYTES 57
#define ENCODED_WORD_BYTES 36
/* Mail programs took to UTF-8 about then. */
#define UTF8_YEAR 2012

typedef struct
{
  const char *type;
  const char *name;
  const char *magic;
} Attachment;

static const Attachment attachments[] = {
  { "application/pdf", "minutes.pdf", "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" },
  { "image/jpeg", "cliff walk.jpg", "\xff\xd8\xff\xe0JFIF" },
  { "application/vnd.oasis.opendocument.text", "Entwurf (Änderungen).odt", "PK\x03\x04" },
  { "application/zip", "readings.zip", "PK\x03\x04" },
  { "image/png", "plot.png", "\x89PNG\r\n\x1a\n" },
};

static const char *
pick (const char *const *list, GRand *random)
{
  return list[g_rand_int_range (random, 0, (gint32)g_strv_length ((char **)list))];
}

static void
append_base64 (GString *out, const guint8 *data, gsize length)
{
  for (gsize i = 0; i < length; i += BASE64_LINE_BYTES)
    {
      g_autofree char *line = g_base64_encode (data + i, MIN (BASE64_LINE_BYTES, length - i));

      g_string_append (out, line);
      g_string_append (out, "\r\n");
    }
}

/* RFC 2047, cut between characters. */
static void
append_encoded (GString *out, const char *text)
{
  const char *rest = text;

  if (g_str_is_ascii (text))
    {
      g_string_append (out, text);
      return;
    }
  while (*rest != '\0')
    {
      const char *end = rest;
      g_autofree char *word = NULL;

      while (*end != '\0' && g_utf8_next_char (end) - rest <= ENCODED_WORD_BYTES)
        end = g_utf8_next_char (end);
      word = g_base64_encode ((const guint8 *)rest, (gsize)(end - rest));
      g_string_append_printf (out, "%s=?UTF-8?B?%s?=", rest == text ? "" : "\r\n ", word);
      rest = end;
    }
}

static void
append_address (GString *out, const char *field, const MailPerson *person)
{
  g_string_append_printf (out, "%s: ", field);
  if (g_str_is_ascii (person->name) && strpbrk (person->name, ".,") != NULL)
    g_string_append_printf (out, "\"%s\"", person->name);
  else
    append_encoded (out, person->name);
  g_string_append_printf (out, " <%s>\r\n", person->address);
}

static void
append_headers (GString *out, const MailDraft *draft)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (draft->date);
  g_autofree char *written = NULL;
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

  written = g_strdup_printf (
    "%s, %02d %s %d %02d:%02d:%02d +0000", days[g_date_time_get_day_of_week (date) - 1],
    g_date_time_get_day_of_month (date), mail_months[g_date_time_get_month (date) - 1],
    g_date_time_get_year (date), g_date_time_get_hour (date), g_date_time_get_minute (date),
    g_date_time_get_second (date));
  g_string_append_printf (out, "Received: from mx.example.org by mail.cliff.example.org; %s\r\n",
                          written);
  append_address (out, "From", draft->from);
  append_address (out, "To", draft->to);
  g_string_append (out, "Subject: ");
  append_encoded (out, draft->subject);
  g_string_append_printf (out, "\r\nDate: %s\r\n", written);
  if (draft->message_id != NULL)
    g_string_append_printf (out, "Message-ID: <%s>\r\n", draft->message_id);
  if (draft->parent_id != NULL)
    g_string_append_printf (out, "In-Reply-To: <%1$s>\r\nReferences: <%1$s>\r\n", draft->parent_id);
  g_string_append (out, "MIME-Version: 1.0\r\n");
}

static char *
make_text (const MailDraft *draft, GRand *random)
{
  const MailLanguage *language = &mail_languages[draft->language];
  g_autofree char *first_name = g_strdup (draft->to->name);
  GString *text = g_string_new (NULL);
  guint paragraphs = (guint)g_rand_int_range (random, 1, 5);

  *strchrnul (first_name, ' ') = '\0';
  for (const char *piece = language->greeting; *piece != '\0'; piece++)
    if (piece[0] == '%')
      {
        g_string_append (text, first_name);
        piece++;
      }
    else
      g_string_append_c (text, *piece);
  g_string_append (text, "\r\n\r\n");
  while (paragraphs-- > 0)
    {
      for (gint32 lines = g_rand_int_range (random, 1, 5); lines > 0; lines--)
        g_string_append_printf (text, "%s\r\n", pick (language->phrases, random));
      g_string_append (text, "\r\n");
    }
  g_string_append_printf (text, "%s\r\n%s\r\n", language->closing, draft->from->name);
  if (draft->parent_id != NULL)
    for (gint32 lines = g_rand_int_range (random, 1, 4); lines > 0; lines--)
      g_string_append_printf (text, "> %s\r\n", pick (language->phrases, random));
  return g_string_free (text, FALSE);
}

/* A text part with its headers: in the charset of its time where that can say it. */
static void
append_text_part (GString *out, const MailDraft *draft, const char *subtype, const char *text)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (draft->date);
  const char *charset = mail_languages[draft->language].old_charset;
  g_autofree char *converted = NULL;
  gsize length = 0;

  if (g_date_time_get_year (date) < UTF8_YEAR)
    converted = g_convert (text, -1, charset, "UTF-8", NULL, &length, NULL);
  if (converted == NULL)
    {
      charset = "UTF-8";
      converted = g_strdup (text);
      length = strlen (text);
    }
  g_string_append_printf (out, "Content-Type: text/%s; charset=%s\r\n", subtype, charset);
  if (g_str_equal (subtype, "html"))
    {
      g_string_append (out, "Content-Transfer-Encoding: base64\r\n\r\n");
      append_base64 (out, (const guint8 *)converted, length);
      return;
    }
  g_string_append_printf (out, "Content-Transfer-Encoding: %s\r\n\r\n",
                          g_str_is_ascii (converted) ? "7bit" : "8bit");
  g_string_append_len (out, converted, (gssize)length);
}

static void
append_html_part (GString *out, const MailDraft *draft, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autoptr (GString) html = g_string_new (escaped);
  g_autofree char *page = NULL;

  g_string_replace (html, "\r\n\r\n", "</p>\r\n<p>", 0);
  page = g_strdup_printf ("<!DOCTYPE html>\r\n<html lang=\"%s\"><body style=\"font-family: "
                          "sans-serif\">\r\n<p>%s</p>\r\n</body></html>\r\n",
                          mail_languages[draft->language].tag, html->str);
  append_text_part (out, draft, "html", page);
}

static void
append_attachment (GString *out, gsize size, GRand *random)
{
  const Attachment *attachment =
    &attachments[g_rand_int_range (random, 0, G_N_ELEMENTS (attachments))];
  gsize magic = strlen (attachment->magic);
  gsize words = (MAX (size, magic) + 3) / 4;
  g_autofree guint32 *data = g_new (guint32, words);

  for (gsize i = 0; i < words; i++)
    data[i] = GUINT32_TO_LE (g_rand_int (random));
  memcpy (data, attachment->magic, magic);
  g_string_append_printf (out, "Content-Type: %s\r\nContent-Disposition: attachment; ",
                          attachment->type);
  if (g_str_is_ascii (attachment->name))
    g_string_append_printf (out, "filename=\"%s\"", attachment->name);
  else
    {
      g_autofree char *escaped = g_uri_escape_string (attachment->name, NULL, FALSE);

      g_string_append_printf (out, "filename*=UTF-8''%s", escaped);
    }
  g_string_append (out, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
  append_base64 (out, (const guint8 *)data, words * 4);
}

static void
append_forwarded (GString *out, const MailDraft *draft, const char *text)
{
  g_string_append (out, "Content-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n");
  append_address (out, "From", draft->to);
  append_address (out, "To", draft->from);
  g_string_append (out, "Subject: ");
  append_encoded (out, draft->subject);
  g_string_append (out, "\r\nMIME-Version: 1.0\r\n");
  append_text_part (out, draft, "plain", text);
}

GString *
mail_write (const MailDraft *draft, GRand *random)
{
  GString *out = g_string_new (NULL);
  g_autofree char *text = make_text (draft, random);
  g_autofree char *boundary = g_strdup_printf ("=_%08x%08x", g_rand_int (random),
                                               g_rand_int (random));

  append_headers (out, draft);
  if (draft->kind == MAIL_KIND_TEXT)
    {
      append_text_part (out, draft, "plain", text);
      return out;
    }
  g_string_append_printf (out, "Content-Type: multipart/%s; boundary=\"%s\"\r\n\r\n--%s\r\n",
                          draft->kind == MAIL_KIND_HTML ? "alternative" : "mixed", boundary,
                          boundary);
  append_text_part (out, draft, "plain", text);
  g_string_append_printf (out, "\r\n--%s\r\n", boundary);
  if (draft->kind == MAIL_KIND_HTML)
    append_html_part (out, draft, text);
  else if (draft->kind == MAIL_KIND_FORWARD)
    append_forwarded (out, draft, text);
  else
    append_attachment (out, draft->attachment_size, random);
  g_string_append_printf (out, "\r\n--%s--\r\n", boundary);
  return out;
}
