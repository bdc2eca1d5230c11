/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/fetch-response.h"

#include "stores/imap/flags.h"
#include "stores/imap/internal-date.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LABEL_LIMIT 4096 /* bytes */
#define LABELS_LIMIT 1000

static gboolean
read_number (DecantReader *reader, DecantToken token, guint64 max, guint64 *value, GError **error)
{
  if (token == DECANT_TOKEN_ATOM || token == DECANT_TOKEN_STRING)
    decant_reader_parse_number (decant_reader_get_text (reader, NULL), max, value);
  return decant_reader_skip_value (reader, token, error);
}

static gboolean
read_uid (DecantFetchResponse *self, DecantReader *reader, DecantToken token, GError **error)
{
  guint64 uid = 0;

  if (!read_number (reader, token, G_MAXUINT32, &uid, error))
    return FALSE;
  self->message->uid = (guint32)uid;
  return TRUE;
}

static gboolean
read_size (DecantFetchResponse *self, DecantReader *reader, DecantToken token, GError **error)
{
  self->detailed = TRUE;
  return read_number (reader, token, G_MAXINT64, &self->message->size, error);
}

static gboolean
read_date (DecantFetchResponse *self, DecantReader *reader, DecantToken token, GError **error)
{
  DecantMessage *message = self->message;

  self->detailed = TRUE;
  if (token == DECANT_TOKEN_STRING)
    decant_internal_date_parse (decant_reader_get_text (reader, NULL), &message->internal_date,
                                &message->date_offset);
  return decant_reader_skip_value (reader, token, error);
}

/* Gmail's number for a message, the same in all its folders. */
static gboolean
read_gmail_id (DecantFetchResponse *self, DecantReader *reader, DecantToken token, GError **error)
{
  return read_number (reader, token, G_MAXUINT64, &self->message->object_id, error);
}

/* "(M6d99ac3275bb4e)" (RFC 8474 5.3); of its text only the digest is kept. */
static gboolean
read_email_id (DecantFetchResponse *self, DecantReader *reader, DecantToken token, GError **error)
{
  g_autofree char *digest = NULL;

  if (token != DECANT_TOKEN_OPEN)
    return decant_reader_skip_value (reader, token, error);
  if (!decant_reader_next_token (reader, &token, error))
    return FALSE;
  if (token != DECANT_TOKEN_ATOM)
    return decant_reader_skip_value (reader, token, error);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, decant_reader_get_text (reader, NULL),
                                          -1);
  digest[16] = '\0';
  self->message->object_id = g_ascii_strtoull (digest, NULL, 16);
  return decant_reader_next_token (reader, &token, error) &&
         decant_reader_skip_value (reader, token, error);
}

/* Strings, atoms ("\Inbox") or literals. */
static gboolean
read_labels (DecantFetchResponse *self, DecantReader *reader, DecantToken token, GError **error)
{
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  guint n_labels = 0;

  if (token != DECANT_TOKEN_OPEN)
    return decant_reader_skip_value (reader, token, error);
  for (;;)
    {
      if (!decant_reader_next_token (reader, &token, error))
        return FALSE;
      if (token == DECANT_TOKEN_CLOSE || token == DECANT_TOKEN_END)
        break;
      if (token == DECANT_TOKEN_LITERAL && decant_reader_get_literal_size (reader) <= LABEL_LIMIT)
        {
          if (!decant_reader_take_string (reader, error))
            return FALSE;
        }
      else if (token != DECANT_TOKEN_ATOM && token != DECANT_TOKEN_STRING &&
               token != DECANT_TOKEN_NIL)
        {
          if (!decant_reader_skip_value (reader, token, error))
            return FALSE;
          continue;
        }
      if (n_labels++ < LABELS_LIMIT)
        g_strv_builder_add (labels, decant_reader_get_text (reader, NULL));
    }
  g_strfreev (self->message->labels);
  self->message->labels = g_strv_builder_end (labels);
  return TRUE;
}

static gboolean
read_flags (DecantFetchResponse *self, DecantReader *reader, DecantToken token, GError **error)
{
  g_auto (DecantFlagList) list = { 0 };

  if (!decant_flag_list_read (&list, reader, token, error))
    return FALSE;
  self->message->flags = list.flags;
  g_strfreev (self->message->keywords);
  self->message->keywords = decant_flag_list_take_keywords (&list);
  return TRUE;
}

static void
fill_in (char **field, char **other)
{
  if (*field == NULL)
    *field = g_steal_pointer (other);
}

/* Some servers answer in two parts, one for each spelling of a field. */
static void
add_headers (DecantMessage *message, const char *text, gsize length)
{
  g_autoptr (DecantHeaders) headers = decant_headers_parse ((const guint8 *)text, length);

  if (message->headers == NULL)
    {
      message->headers = g_steal_pointer (&headers);
      return;
    }
  fill_in (&message->headers->message_id, &headers->message_id);
  fill_in (&message->headers->date, &headers->date);
  fill_in (&message->headers->from, &headers->from);
  fill_in (&message->headers->subject, &headers->subject);
}

static gboolean
read_body (DecantFetchResponse *self, DecantReader *reader, DecantToken token, GError **error)
{
  g_autoptr (DecantContent) content = NULL;

  self->has_body = TRUE;
  if (self->content != NULL || (token != DECANT_TOKEN_LITERAL && token != DECANT_TOKEN_STRING))
    return decant_reader_skip_value (reader, token, error);
  if (token == DECANT_TOKEN_LITERAL)
    {
      content = decant_content_new (decant_reader_get_literal_size (reader));
      self->in_body = TRUE;
      if (!decant_reader_take_content (reader, content, error))
        {
          if (decant_content_finish (content, NULL))
            self->part = g_steal_pointer (&content);
          return FALSE;
        }
      self->in_body = FALSE;
    }
  else
    {
      gsize length;
      const char *text = decant_reader_get_text (reader, &length);

      content = decant_content_new (length);
      if (!decant_content_write (content, text, length, error))
        return FALSE;
    }
  if (!decant_content_finish (content, error))
    return FALSE;
  self->content = g_steal_pointer (&content);
  return TRUE;
}

static gboolean
read_headers (DecantFetchResponse *self, DecantReader *reader, DecantToken token, GError **error)
{
  gsize length = 0;
  const char *text;

  if (self->wants_header)
    return read_body (self, reader, token, error);
  if (token == DECANT_TOKEN_LITERAL &&
      decant_reader_get_literal_size (reader) <= DECANT_READER_STRING_LIMIT)
    {
      if (!decant_reader_take_string (reader, error))
        return FALSE;
    }
  else if (token != DECANT_TOKEN_STRING)
    {
      return decant_reader_skip_value (reader, token, error);
    }
  text = decant_reader_get_text (reader, &length);
  add_headers (self->message, text, length);
  return TRUE;
}

typedef gboolean (*ReadItemFunc) (DecantFetchResponse *self, DecantReader *reader,
                                  DecantToken token, GError **error);

static gboolean
pass_over (DecantFetchResponse *self, DecantReader *reader, DecantToken token, GError **error)
{
  return decant_reader_skip_value (reader, token, error);
}

static ReadItemFunc
item_reader (const char *name)
{
  if (g_ascii_strcasecmp (name, "UID") == 0)
    return read_uid;
  if (g_ascii_strcasecmp (name, "FLAGS") == 0)
    return read_flags;
  if (g_ascii_strcasecmp (name, "INTERNALDATE") == 0)
    return read_date;
  if (g_ascii_strcasecmp (name, "RFC822.SIZE") == 0)
    return read_size;
  if (g_ascii_strcasecmp (name, "X-GM-MSGID") == 0)
    return read_gmail_id;
  if (g_ascii_strcasecmp (name, "EMAILID") == 0)
    return read_email_id;
  if (g_ascii_strcasecmp (name, "X-GM-LABELS") == 0)
    return read_labels;
  if (g_ascii_strcasecmp (name, "BODY[]") == 0)
    return read_body;
  /* the whole header comes as well where a server ignores the list of fields */
  if (g_ascii_strncasecmp (name, "BODY[HEADER", strlen ("BODY[HEADER")) == 0)
    return read_headers;
  return pass_over;
}

static gboolean
is_item_name (const char *name)
{
  static const char *const beginnings[] = { "BODY", "RFC822",  "ENVELOPE", "BINARY",   "MODSEQ",
                                            "X-",   "EMAILID", "THREADID", "SAVEDATE", "PREVIEW" };

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (g_ascii_strncasecmp (name, beginnings[i], strlen (beginnings[i])) == 0)
      return TRUE;
  return item_reader (name) != pass_over;
}

/* A body that is longer than its literal said goes on where items are expected: what was taken for
 * the message is only a part of it. */
static gboolean
fail_torn (DecantReader *reader, GError **error)
{
  return decant_reader_fail (reader, _ ("a message that is longer than announced"), error);
}

static gboolean
read_end (const DecantFetchResponse *self, DecantReader *reader, DecantToken token, GError **error)
{
  if (self->content == NULL)
    return TRUE;
  if (token != DECANT_TOKEN_CLOSE)
    return fail_torn (reader, error);
  if (!decant_reader_next_token (reader, &token, error))
    return FALSE;
  return token == DECANT_TOKEN_END || fail_torn (reader, error);
}

gboolean
decant_fetch_response_read (DecantFetchResponse *self, DecantReader *reader, GError **error)
{
  DecantToken token;

  self->message = decant_message_new (0);
  if (!decant_reader_next_token (reader, &token, error))
    return FALSE;
  if (token != DECANT_TOKEN_OPEN)
    return TRUE;
  for (;;)
    {
      ReadItemFunc read_item = pass_over;

      if (!decant_reader_next_token (reader, &token, error))
        return FALSE;
      if (token == DECANT_TOKEN_CLOSE || token == DECANT_TOKEN_END)
        return read_end (self, reader, token, error);
      if (token == DECANT_TOKEN_ATOM)
        {
          const char *name = decant_reader_get_text (reader, NULL);

          read_item = item_reader (name);
          if (self->content != NULL && !is_item_name (name))
            return fail_torn (reader, error);
          if (!decant_reader_next_token (reader, &token, error))
            return FALSE;
          if (token == DECANT_TOKEN_CLOSE || token == DECANT_TOKEN_END)
            return read_end (self, reader, token, error);
        }
      if (!read_item (self, reader, token, error))
        return FALSE;
    }
}

void
decant_fetch_response_clear (DecantFetchResponse *self)
{
  g_clear_pointer (&self->message, decant_message_free);
  g_clear_pointer (&self->content, decant_content_unref);
  g_clear_pointer (&self->part, decant_content_unref);
}

/* Its sender has a name and no address; some converters write a domain that says so. */
static gboolean
is_exchange_itself (const char *from)
{
  return strstr (from, "Microsoft Exchange Server") != NULL &&
         (strchr (from, '@') == NULL || strstr (from, ".MISSING-HOST-NAME.") != NULL);
}

gboolean
decant_fetch_is_exchange_letter (const DecantContent *content)
{
  g_autoptr (DecantHeaders) headers = NULL;
  const guint8 *head;
  gsize length;

  head = decant_content_get_head (content, &length);
  headers = decant_headers_parse (head, length);
  return headers->message_id == NULL && headers->from != NULL && headers->subject != NULL &&
         is_exchange_itself (headers->from) &&
         g_str_has_prefix (headers->subject,
                           "Retrieval using the IMAP4 protocol failed for the following message");
}
