/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/reader.h"

#include "stores/imap/literal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BUFFER_LENGTH (64 * 1024)
#define KEPT_TEXT_LENGTH (256 * 1024) /* a text buffer grown beyond this is given up */
#define DIRECT_LENGTH (16 * 1024)     /* from here on a literal is read past the buffer */
#define DIRECT_PIECE (256 * 1024)

struct _DecantReader
{
  DecantReadFunc read;
  gpointer source;
  GError *failure;
  guint8 buffer[BUFFER_LENGTH];
  gsize position;
  gsize end;
  GString *text;
  gsize line_length; /* of the current response, without its literals */
  guint depth;
  gboolean ended;   /* the current response is read */
  gboolean textual; /* text follows, in which "{5}" is no literal */
  gboolean first;   /* no token of the current response has been read */
  gboolean literal_waits;
  guint64 literal_size;
  guint64 literal_left;
};

DecantReader *
decant_reader_new (DecantReadFunc read, gpointer source)
{
  DecantReader *self = g_new0 (DecantReader, 1);

  self->read = read;
  self->source = source;
  self->text = g_string_new (NULL);
  self->ended = TRUE;
  return self;
}

void
decant_reader_free (DecantReader *self)
{
  if (self == NULL)
    return;
  g_clear_error (&self->failure);
  g_string_free (self->text, TRUE);
  g_free (self);
}

static gboolean
failed_before (DecantReader *self, GError **error)
{
  if (self->failure != NULL && error != NULL)
    *error = g_error_copy (self->failure);
  return self->failure != NULL;
}

static gboolean
fail (DecantReader *self, GError *failure, GError **error)
{
  self->failure = failure;
  failed_before (self, error);
  return FALSE;
}

static gboolean
fail_garbled (DecantReader *self, const char *detail, GError **error)
{
  return fail (self,
               decant_store_error_new (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_GARBLED, detail,
                                       _ ("The server's answer could not be understood.")),
               error);
}

/* Reads at least one byte; the length, or 0 with an error. */
static gsize
read_source (DecantReader *self, void *buffer, gsize length, GError **error)
{
  GError *failure = NULL;
  gssize count = self->read (self->source, buffer, length, &failure);

  if (count > 0)
    return (gsize)count;
  if (count == 0)
    failure = decant_store_error_new (DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_CONNECTION_LOST,
                                      NULL, _ ("The server closed the connection."));
  fail (self, failure, error);
  return 0;
}

static gboolean
fill (DecantReader *self, GError **error)
{
  self->position = 0;
  self->end = read_source (self, self->buffer, sizeof self->buffer, error);
  return self->end > 0;
}

/* The next byte of the line, left in its place. */
static inline gboolean
peek (DecantReader *self, guint8 *byte, GError **error)
{
  if (G_UNLIKELY (self->line_length >= DECANT_READER_LINE_LIMIT))
    return fail_garbled (self, _ ("a line without end"), error);
  if (G_UNLIKELY (self->position == self->end) && !fill (self, error))
    return FALSE;
  *byte = self->buffer[self->position];
  return TRUE;
}

static inline void
step (DecantReader *self)
{
  self->position++;
  self->line_length++;
}

static gboolean
drop_literal (DecantReader *self, GError **error)
{
  while (self->literal_left > 0)
    {
      gsize piece;

      if (self->position == self->end && !fill (self, error))
        return FALSE;
      piece = (gsize)MIN (self->literal_left, self->end - self->position);
      self->position += piece;
      self->literal_left -= piece;
    }
  self->literal_waits = FALSE;
  return TRUE;
}

static gboolean
announce_literal (DecantReader *self, guint64 size, GError **error)
{
  if (size > DECANT_READER_LITERAL_LIMIT)
    return fail_garbled (self, _ ("a text of impossible size"), error);
  self->literal_size = size;
  self->literal_left = size;
  self->literal_waits = TRUE;
  return TRUE;
}

/* Takes a line end if there is one. A CR alone is taken as well, as a blank. */
static gboolean
take_line_end (DecantReader *self, gboolean *taken, GError **error)
{
  guint8 c;

  *taken = FALSE;
  if (!peek (self, &c, error))
    return FALSE;
  if (c == '\r')
    {
      step (self);
      if (!peek (self, &c, error))
        return FALSE;
    }
  if (c == '\n')
    {
      step (self);
      *taken = TRUE;
    }
  return TRUE;
}

static gboolean
begins_section (const GString *text)
{
  return g_ascii_strcasecmp (text->str, "BODY") == 0 ||
         g_ascii_strcasecmp (text->str, "BODY.PEEK") == 0 ||
         g_ascii_strcasecmp (text->str, "BINARY") == 0 ||
         g_ascii_strcasecmp (text->str, "BINARY.SIZE") == 0;
}

/* The rest of "[HEADER.FIELDS (DATE "FROM")]": up to the "]" that is in no quotes. */
static gboolean
read_section (DecantReader *self, GError **error)
{
  gboolean quoted = FALSE;
  guint8 c = 0;

  for (;;)
    {
      if (!peek (self, &c, error))
        return FALSE;
      if (c == '\r' || c == '\n')
        return TRUE;
      step (self);
      g_string_append_c (self->text, (char)c);
      if (c == ']' && !quoted)
        return TRUE;
      if (c == '"')
        quoted = !quoted;
    }
}

static gboolean
ends_atom (const GString *text, guint8 c)
{
  switch (c)
    {
    case ' ':
    case '\0':
    case '\r':
    case '\n':
    case '(':
    case ')':
    case '"':
      return TRUE;
    case '{': /* a literal may follow without a blank */
      return text->len > 0 && !(text->len == 1 && text->str[0] == '~');
    default:
      return FALSE;
    }
}

static gboolean
read_atom (DecantReader *self, DecantToken *token, GError **error)
{
  guint64 size;
  guint8 c;

  for (;;)
    {
      if (!peek (self, &c, error))
        return FALSE;
      if (ends_atom (self->text, c))
        break;
      step (self);
      if (c == '[' && begins_section (self->text))
        {
          g_string_append_c (self->text, '[');
          if (!read_section (self, error))
            return FALSE;
          continue;
        }
      g_string_append_c (self->text, (char)c);
    }
  *token = g_ascii_strcasecmp (self->text->str, "NIL") == 0 ? DECANT_TOKEN_NIL : DECANT_TOKEN_ATOM;
  if ((c == '\r' || c == '\n') && !self->textual &&
      (self->text->str[0] == '{' || self->text->str[0] == '~') &&
      decant_line_announces_literal (self->text->str, self->text->len, &size))
    {
      gboolean taken;

      if (!take_line_end (self, &taken, error))
        return FALSE;
      if (taken)
        {
          *token = DECANT_TOKEN_LITERAL;
          return announce_literal (self, size, error);
        }
    }
  return TRUE;
}

static gboolean
read_quoted (DecantReader *self, GError **error)
{
  guint8 c;

  step (self);
  for (;;)
    {
      if (!peek (self, &c, error))
        return FALSE;
      if (c == '\r' || c == '\n')
        return TRUE;
      step (self);
      if (c == '"')
        return TRUE;
      if (c == '\\')
        {
          if (!peek (self, &c, error))
            return FALSE;
          if (c == '\r' || c == '\n')
            return TRUE;
          step (self);
        }
      g_string_append_c (self->text, (char)c);
    }
}

/* Passes over blanks, and over the line end where the response ends; *@next is what stands there.
 */
static gboolean
skip_blanks (DecantReader *self, guint8 *next, GError **error)
{
  for (;;)
    {
      if (!peek (self, next, error))
        return FALSE;
      if (*next == '\r' || *next == '\n')
        {
          if (!take_line_end (self, &self->ended, error))
            return FALSE;
          if (self->ended)
            return TRUE;
        }
      else if (*next == ' ' || *next == '\t' || *next == '\0')
        {
          step (self);
        }
      else
        {
          return TRUE;
        }
    }
}

static gboolean
open_list (DecantReader *self, GError **error)
{
  step (self);
  if (++self->depth > DECANT_READER_DEPTH_LIMIT)
    return fail_garbled (self, _ ("lists nested too deeply"), error);
  return TRUE;
}

static gboolean
read_token (DecantReader *self, guint8 first, DecantToken *token, GError **error)
{
  switch (first)
    {
    case '(':
      *token = DECANT_TOKEN_OPEN;
      return open_list (self, error);
    case ')':
      *token = DECANT_TOKEN_CLOSE;
      step (self);
      if (self->depth > 0)
        self->depth--;
      return TRUE;
    case '"':
      *token = DECANT_TOKEN_STRING;
      return read_quoted (self, error);
    default:
      return read_atom (self, token, error);
    }
}

gboolean
decant_reader_next_token (DecantReader *self, DecantToken *token, GError **error)
{
  DecantImapAnswer answer;
  guint8 c = 0;

  if (failed_before (self, error))
    return FALSE;
  if (self->literal_waits && !drop_literal (self, error))
    return FALSE;
  g_string_truncate (self->text, 0);
  *token = DECANT_TOKEN_END;
  if (self->ended)
    return TRUE;
  if (!skip_blanks (self, &c, error))
    return FALSE;
  if (self->ended)
    return TRUE;
  if (!read_token (self, c, token, error))
    return FALSE;
  if (self->first)
    self->textual |= *token == DECANT_TOKEN_ATOM &&
                     decant_reader_parse_answer (self->text->str, &answer);
  self->first = FALSE;
  return TRUE;
}

/* Reads to the end of the line, which is left out as are blanks in front. */
static gboolean
read_to_line_end (DecantReader *self, GError **error)
{
  guint8 c;

  g_string_truncate (self->text, 0);
  if (self->ended)
    return TRUE;
  for (;;)
    {
      if (!peek (self, &c, error))
        return FALSE;
      step (self);
      if (c == '\n')
        break;
      if (self->text->len > 0 || (c != ' ' && c != '\t' && c != '\0'))
        g_string_append_c (self->text, (char)(c != '\0' ? c : ' '));
    }
  if (self->text->len > 0 && self->text->str[self->text->len - 1] == '\r')
    g_string_truncate (self->text, self->text->len - 1);
  self->ended = TRUE;
  return TRUE;
}

gboolean
decant_reader_end_response (DecantReader *self, GError **error)
{
  if (failed_before (self, error))
    return FALSE;
  if (self->textual && !self->literal_waits)
    return read_to_line_end (self, error);
  while (!self->ended || self->literal_waits)
    {
      DecantToken token;

      if (!decant_reader_next_token (self, &token, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_tag (DecantReader *self, GError **error)
{
  guint8 c;

  for (;;)
    {
      if (!peek (self, &c, error))
        return FALSE;
      if (c == ' ' || c == '\r' || c == '\n')
        return TRUE;
      step (self);
      g_string_append_c (self->text, (char)c);
    }
}

static void
begin_response (DecantReader *self)
{
  if (self->text->allocated_len > KEPT_TEXT_LENGTH)
    {
      g_string_free (self->text, TRUE);
      self->text = g_string_new (NULL);
    }
  g_string_truncate (self->text, 0);
  self->line_length = 0;
  self->depth = 0;
  self->ended = FALSE;
  self->textual = FALSE;
  self->first = TRUE;
}

gboolean
decant_reader_next_response (DecantReader *self, DecantResponse *response, GError **error)
{
  guint8 c = 0;

  if (!decant_reader_end_response (self, error))
    return FALSE;
  begin_response (self);
  /* one server pads with NULs before its answer, others with empty lines */
  while (c == '\0' || c == ' ' || c == '\t' || c == '\r' || c == '\n')
    {
      if (!peek (self, &c, error))
        return FALSE;
      step (self);
    }
  self->textual = c != '*';
  if (c == '*' || c == '+')
    {
      *response = c == '*' ? DECANT_RESPONSE_UNTAGGED : DECANT_RESPONSE_CONTINUATION;
      return TRUE;
    }
  *response = DECANT_RESPONSE_TAGGED;
  g_string_append_c (self->text, (char)c);
  return read_tag (self, error);
}

const char *
decant_reader_get_text (DecantReader *self, gsize *length)
{
  if (length != NULL)
    *length = self->text->len;
  return self->text->str;
}

guint64
decant_reader_get_literal_size (DecantReader *self)
{
  return self->literal_size;
}

gboolean
decant_reader_take_string (DecantReader *self, GError **error)
{
  if (failed_before (self, error))
    return FALSE;
  g_assert (self->literal_waits);
  if (self->literal_size > DECANT_READER_STRING_LIMIT)
    return fail_garbled (self, _ ("a text of impossible size"), error);
  g_string_truncate (self->text, 0);
  while (self->literal_left > 0)
    {
      gsize piece;

      if (self->position == self->end && !fill (self, error))
        return FALSE;
      piece = (gsize)MIN (self->literal_left, self->end - self->position);
      g_string_append_len (self->text, (const char *)self->buffer + self->position, (gssize)piece);
      self->position += piece;
      self->literal_left -= piece;
    }
  self->literal_waits = FALSE;
  return TRUE;
}

/* A piece of a literal by way of the buffer, which is read full: small literals come many at once.
 */
static gboolean
take_buffered (DecantReader *self, DecantContent *content, GError **error)
{
  gsize piece;

  if (self->position == self->end && !fill (self, error))
    return FALSE;
  piece = (gsize)MIN (self->literal_left, self->end - self->position);
  if (!decant_content_write (content, self->buffer + self->position, piece, error))
    return FALSE;
  self->position += piece;
  self->literal_left -= piece;
  return TRUE;
}

static gboolean
take_direct (DecantReader *self, DecantContent *content, GError **error)
{
  gsize room = (gsize)MIN (self->literal_left, DIRECT_PIECE);
  guint8 *place = decant_content_reserve (content, &room);
  gsize count = read_source (self, place, (gsize)MIN (self->literal_left, room), error);

  if (count == 0 || !decant_content_advance (content, count, error))
    return FALSE;
  self->literal_left -= count;
  return TRUE;
}

gboolean
decant_reader_take_content (DecantReader *self, DecantContent *content, GError **error)
{
  if (failed_before (self, error))
    return FALSE;
  g_assert (self->literal_waits);
  while (self->literal_left > 0)
    {
      gboolean direct = self->position == self->end && self->literal_left >= DIRECT_LENGTH;

      if (!(direct ? take_direct : take_buffered) (self, content, error))
        return FALSE;
    }
  self->literal_waits = FALSE;
  return TRUE;
}

gboolean
decant_reader_skip_value (DecantReader *self, DecantToken token, GError **error)
{
  guint depth = 0;

  for (;;)
    {
      if (token == DECANT_TOKEN_OPEN)
        depth++;
      else if (token == DECANT_TOKEN_CLOSE && depth > 0)
        depth--;
      if (depth == 0 || token == DECANT_TOKEN_END)
        break;
      if (!decant_reader_next_token (self, &token, error))
        return FALSE;
    }
  return !self->literal_waits || drop_literal (self, error);
}

char *
decant_reader_read_line (DecantReader *self, GError **error)
{
  guint64 size;

  if (failed_before (self, error))
    return NULL;
  if (self->literal_waits && !drop_literal (self, error))
    return NULL;
  if (!read_to_line_end (self, error))
    return NULL;
  if (!self->textual && decant_line_announces_literal (self->text->str, self->text->len, &size))
    {
      self->ended = FALSE;
      if (!announce_literal (self, size, error))
        return NULL;
    }
  return g_utf8_make_valid (self->text->str, (gssize)self->text->len);
}

gboolean
decant_reader_fail (DecantReader *self, const char *detail, GError **error)
{
  return fail_garbled (self, detail, error);
}

gboolean
decant_reader_has_input (DecantReader *self)
{
  return self->position < self->end;
}

const guint8 *
decant_reader_steal_rest (DecantReader *self, gsize *length)
{
  const guint8 *rest = self->buffer + self->position;

  *length = self->end - self->position;
  self->position = self->end;
  return rest;
}

gboolean
decant_reader_parse_number (const char *text, guint64 max, guint64 *value)
{
  return g_ascii_isdigit (*text) && g_ascii_string_to_unsigned (text, 10, 0, max, value, NULL);
}
