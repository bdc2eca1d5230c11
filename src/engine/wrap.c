/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/wrap.h"

#include "engine/internal-date-range.h"
#include "stores/headers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LINE_BYTES 57      /* 76 characters of base64 (RFC 2045 6.8) */
#define LINES_A_PIECE 1024 /* read and encoded at a time */
#define WORD_BYTES 42      /* what an encoded word of 75 characters holds (RFC 2047 2) */
#define TEXT_LIMIT 1000    /* of a subject or a name that is taken over */

/* ".invalid" is no one's (RFC 2606 2). */
#define NOBODY "unknown@wrapped.invalid"

/* ---- headers ---- */

static gboolean
is_plain (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isprint (*c))
      return FALSE;
  return strlen (text) <= WORD_BYTES && strstr (text, "=?") == NULL;
}

/* How many bytes of @text, whole characters, go into one encoded word. */
static gsize
word_length (const char *text)
{
  const char *end = text;

  while (*end != '\0' && (gsize)(g_utf8_next_char (end) - text) <= WORD_BYTES)
    end = g_utf8_next_char (end);
  return (gsize)(end - text);
}

/* As encoded words, one a line. */
static void
add_encoded (GString *headers, const char *text)
{
  const char *between = "";

  while (*text != '\0')
    {
      gsize length = word_length (text);
      g_autofree char *base64 = g_base64_encode ((const guchar *)text, length);

      g_string_append_printf (headers, "%s=?UTF-8?B?%s?=", between, base64);
      between = "\r\n ";
      text += length;
    }
}

static char *
decode (const char *value)
{
  g_autofree char *text = decant_headers_decode_text (value);

  if (text == NULL || *g_strstrip (text) == '\0')
    return NULL;
  return g_utf8_strlen (text, -1) <= TEXT_LIMIT ? g_steal_pointer (&text)
                                                : g_utf8_substring (text, 0, TEXT_LIMIT);
}

/* RFC 5322 3.4.1, without quoting and comments. */
static gboolean
is_address (const char *text)
{
  const char *at = strchr (text, '@');

  if (at == NULL || at == text || at[1] == '\0' || strlen (text) > 254)
    return FALSE;
  for (const char *c = text; *c != '\0'; c++)
    {
      gboolean dot = *c == '.';

      if (c != at && !dot && !g_ascii_isalnum (*c) &&
          !(c < at ? strchr ("!#$%&'*+-/=?^_`{|}~", *c) != NULL : *c == '-'))
        return FALSE;
      if (dot && (c == text || c[-1] == '.' || c[-1] == '@' || c[1] == '@' || c[1] == '\0'))
        return FALSE;
    }
  return TRUE;
}

/* The address in a From field, or NULL. */
static char *
find_address (const char *from)
{
  const char *start = strrchr (from, '<');
  const char *end = start != NULL ? strchr (start, '>') : NULL;
  g_autofree char *address = end != NULL ? g_strndup (start + 1, (gsize)(end - start) - 1)
                                         : g_strdup (from);

  g_strstrip (address);
  return is_address (address) ? g_steal_pointer (&address) : NULL;
}

/* All that stood there is shown as the name, so that nothing of it is lost to sight. */
static void
add_from (GString *headers, const char *from)
{
  g_autofree char *name = decode (from);
  g_autofree char *address = name != NULL ? find_address (from) : NULL;

  g_string_append (headers, "From: ");
  if (name != NULL && g_strcmp0 (name, address) != 0)
    {
      add_encoded (headers, name);
      g_string_append (headers, "\r\n ");
    }
  g_string_append_printf (headers, "<%s>\r\n", address != NULL ? address : NOBODY);
}

static void
add_subject (GString *headers, const char *subject)
{
  g_autofree char *text = decode (subject);

  if (text == NULL)
    text = g_strdup (_ ("A message without a readable subject"));
  g_string_append (headers, "Subject: ");
  if (is_plain (text))
    g_string_append (headers, text);
  else
    add_encoded (headers, text);
  g_string_append (headers, "\r\n");
}

/* The original's own date, else when it arrived. */
static void
add_date (GString *headers, const char *date, gint64 internal_date)
{
  static const char days[] = "MonTueWedThuFriSatSun";
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  gint64 seconds = decant_headers_parse_date (date);
  g_autoptr (GDateTime) moment = NULL;

  if (!decant_internal_date_is_plausible (seconds))
    seconds = decant_internal_date_clamp (internal_date);
  moment = g_date_time_new_from_unix_utc (seconds);
  g_string_append_printf (headers, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d +0000\r\n",
                          days + 3 * (g_date_time_get_day_of_week (moment) - 1),
                          g_date_time_get_day_of_month (moment),
                          months + 3 * (g_date_time_get_month (moment) - 1),
                          g_date_time_get_year (moment), g_date_time_get_hour (moment),
                          g_date_time_get_minute (moment), g_date_time_get_second (moment));
}

/* ---- the whole ---- */

static char *
digest_to_text (DecantContent *original)
{
  const guint8 *digest = decant_content_get_digest (original);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < DECANT_CONTENT_DIGEST_LENGTH; i++)
    g_string_append_printf (text, "%02x", digest[i]);
  return g_string_free (text, FALSE);
}

static void
add_base64 (GString *text, const guint8 *data, gsize length)
{
  for (gsize at = 0; at < length; at += LINE_BYTES)
    {
      g_autofree char *line = g_base64_encode (data + at, MIN (length - at, LINE_BYTES));

      g_string_append (text, line);
      g_string_append (text, "\r\n");
    }
}

/* All that stands before the attachment's bytes. */
static GString *
make_beginning (DecantContent *original, const DecantMessage *message, const char *boundary)
{
  g_autofree char *digest = digest_to_text (original);
  g_autoptr (DecantHeaders) parsed = NULL;
  const char *words = _ ("The new mail server did not accept this message as it was, most often "
                         "because it is damaged or very old. Decant therefore copied it as the "
                         "attachment “original.eml”, unchanged: save it and open it with a mail "
                         "program to read it.");
  GString *text = g_string_new (NULL);
  gsize length;
  const guint8 *head = decant_content_get_head (original, &length);

  parsed = decant_headers_parse (head, length);
  add_date (text, parsed->date, message->internal_date);
  add_from (text, parsed->from);
  add_subject (text, parsed->subject);
  g_string_append_printf (text,
                          "Message-ID: <%.40s@wrapped.invalid>\r\n"
                          "MIME-Version: 1.0\r\n"
                          "Content-Type: multipart/mixed; boundary=\"%s\"\r\n"
                          "\r\n"
                          "--%s\r\n"
                          "Content-Type: text/plain; charset=utf-8\r\n"
                          "Content-Transfer-Encoding: base64\r\n"
                          "\r\n",
                          digest, boundary, boundary);
  add_base64 (text, (const guint8 *)words, strlen (words));
  g_string_append_printf (text,
                          "\r\n--%s\r\n"
                          "Content-Type: application/octet-stream; name=\"original.eml\"\r\n"
                          "Content-Transfer-Encoding: base64\r\n"
                          "Content-Disposition: attachment; filename=\"original.eml\"\r\n"
                          "\r\n",
                          boundary);
  return text;
}

/* Reads a whole piece, or what is left; -1 on error. */
static gssize
read_piece (DecantContent *original, guint64 offset, guint8 *piece, gsize length, GError **error)
{
  gsize got = 0;
  gssize count = 1;

  while (got < length && count > 0)
    {
      count = decant_content_read (original, offset + got, piece + got, length - got, error);
      if (count < 0)
        return -1;
      got += (gsize)count;
    }
  return (gssize)got;
}

static gboolean
write_attachment (DecantContent *target, DecantContent *original, GError **error)
{
  const gsize length = (gsize)LINE_BYTES * LINES_A_PIECE;
  g_autofree guint8 *piece = g_malloc (length);
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 offset = 0;
  gssize count;

  while ((count = read_piece (original, offset, piece, length, error)) > 0)
    {
      g_string_truncate (text, 0);
      add_base64 (text, piece, (gsize)count);
      if (!decant_content_write (target, text->str, text->len, error))
        return FALSE;
      offset += (guint64)count;
    }
  return count == 0;
}

DecantContent *
decant_wrap_new (DecantContent *original, const DecantMessage *message, GError **error)
{
  g_autofree char *digest = digest_to_text (original);
  /* Base64 has no "=_" within a line, so that no line of the parts can be the boundary. */
  g_autofree char *boundary = g_strdup_printf ("=_decant_%.24s", digest);
  g_autofree char *end = g_strdup_printf ("\r\n--%s--\r\n", boundary);
  g_autoptr (GString) beginning = make_beginning (original, message, boundary);
  guint64 size = decant_content_get_size (original);
  g_autoptr (DecantContent)
    target = decant_content_new (beginning->len + size / LINE_BYTES * 78 + 4096);

  if (!decant_content_write (target, beginning->str, beginning->len, error) ||
      !write_attachment (target, original, error) ||
      !decant_content_write (target, end, strlen (end), error) ||
      !decant_content_finish (target, error))
    return NULL;
  return g_steal_pointer (&target);
}
