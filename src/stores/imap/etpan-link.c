/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/etpan-link.h"

#include "stores/imap/literal.h"
#include "stores/imap/reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEPT_LINE 512

struct _DecantEtpanLink
{
  DecantTransport *transport;
  gsize budget;
  DecantHeard heard;
  GError *error;

  GString *ready; /* for libetpan, from ready_start on */
  gsize ready_start;

  /* A response that goes on after a literal. */
  gboolean continues;
  gboolean passed_over;
  guint64 literal_left;
};

DecantEtpanLink *
decant_etpan_link_new (DecantTransport *transport)
{
  DecantEtpanLink *self = g_new0 (DecantEtpanLink, 1);

  self->transport = transport;
  self->ready = g_string_new (NULL);
  self->budget = DECANT_ETPAN_LIMIT;
  return self;
}

static void
forget (DecantHeard *heard)
{
  g_free (heard->code);
  g_free (heard->text);
  g_free (heard->line);
  *heard = (DecantHeard){ 0 };
}

void
decant_etpan_link_free (DecantEtpanLink *self)
{
  if (self == NULL)
    return;
  forget (&self->heard);
  g_clear_error (&self->error);
  g_string_free (self->ready, TRUE);
  g_free (self);
}

void
decant_etpan_link_reset (DecantEtpanLink *self)
{
  forget (&self->heard);
  self->budget = DECANT_ETPAN_LIMIT;
}

const DecantHeard *
decant_etpan_link_get_heard (DecantEtpanLink *self)
{
  return &self->heard;
}

const GError *
decant_etpan_link_get_error (DecantEtpanLink *self)
{
  return self->error;
}

static gboolean
fail (DecantEtpanLink *self, DecantCause cause, const char *sentence)
{
  if (self->error == NULL)
    self->error = decant_store_error_new (DECANT_STORE_ERROR_TRANSIENT, cause, self->heard.line,
                                          "%s", sentence);
  return FALSE;
}

static gboolean
spend (DecantEtpanLink *self, guint64 bytes)
{
  if (bytes > self->budget)
    return fail (self, DECANT_CAUSE_GARBLED, _ ("The server sent an answer that is far too long."));
  self->budget -= (gsize)bytes;
  return TRUE;
}

/* Reads a line with its end, or the next piece of a literal, into @piece. */
static gboolean
read_piece (DecantEtpanLink *self, GString *piece)
{
  char chunk[4096];
  const char *end = NULL;

  while (end == NULL)
    {
      gssize n = decant_transport_read (self->transport, chunk, sizeof chunk,
                                        self->error == NULL ? &self->error : NULL);
      gsize used;

      if (n < 0)
        return FALSE;
      if (n == 0)
        return fail (self, DECANT_CAUSE_CONNECTION_LOST, _ ("The server closed the connection."));
      if (self->literal_left > 0)
        end = chunk + MIN (self->literal_left, (guint64)n) - 1;
      else
        end = memchr (chunk, '\n', (gsize)n);
      used = end != NULL ? (gsize)(end - chunk) + 1 : (gsize)n;
      g_string_append_len (piece, chunk, (gssize)used);
      decant_transport_unread (self->transport, chunk + used, (gsize)n - used);
      if (!spend (self, used))
        return FALSE;
    }
  return TRUE;
}

/* Cuts the next word off *@rest, which it moves past the blank. */
static char *
take_word (const char **rest)
{
  const char *start = *rest;
  gsize length = strcspn (start, " \r\n");

  *rest = start + length;
  if (**rest == ' ')
    ++*rest;
  return g_strndup (start, length);
}

/* Keeps code and text of "[CODE arguments] text". */
static void
keep_words (DecantHeard *heard, const char *words)
{
  const char *end;

  g_clear_pointer (&heard->code, g_free);
  g_clear_pointer (&heard->text, g_free);
  if (*words == '[' && (end = strchr (words, ']')) != NULL)
    {
      g_autofree char *code = g_strndup (words + 1, (gsize)(end - words) - 1);

      heard->code = g_utf8_make_valid (code, -1);
      words = end + 1;
    }
  heard->text = g_strstrip (g_utf8_make_valid (words, -1));
}

/* Listens to a status response and leaves libetpan its bare condition, of a BYE nothing. FALSE if
 * @line is none. */
static gboolean
hear_status (DecantEtpanLink *self, const char *line)
{
  const char *rest = line;
  g_autofree char *tag = take_word (&rest);
  g_autofree char *condition = take_word (&rest);
  gboolean is_tagged = *tag != '\0' && *tag != '*' && *tag != '+';
  DecantImapAnswer answer;

  if (!decant_reader_parse_answer (condition, &answer) || (!is_tagged && strcmp (tag, "*") != 0))
    return FALSE;
  if (is_tagged || answer == DECANT_IMAP_ANSWER_BYE || self->heard.text == NULL)
    keep_words (&self->heard, rest);
  if (is_tagged)
    {
      self->heard.answered = TRUE;
      self->heard.answer = answer;
    }
  if (answer == DECANT_IMAP_ANSWER_BYE)
    self->heard.bye = TRUE;
  else
    g_string_append_printf (self->ready, "%s %s said\r\n", tag, condition);
  return TRUE;
}

/* Whether libetpan is to see an untagged response that is no status response. What has no "*" it
 * sees too, to find it wrong. */
static gboolean
is_wanted (const char *line)
{
  const char *rest = line;
  g_autofree char *star = take_word (&rest);
  g_autofree char *name = take_word (&rest);

  if (line[0] == '+')
    return FALSE;
  return strcmp (star, "*") != 0 || g_ascii_strcasecmp (name, "CAPABILITY") == 0 ||
         g_ascii_strcasecmp (name, "LIST") == 0 || g_ascii_strcasecmp (name, "NAMESPACE") == 0;
}

/* Listens to the first line of a response. FALSE if it is data, for which see passed_over. */
static gboolean
hear (DecantEtpanLink *self, GString *line)
{
  g_autofree char *kept = NULL;
  gsize padding = 0;

  /* One server pads with NULs. */
  while (padding < line->len && line->str[padding] == '\0')
    padding++;
  g_string_erase (line, 0, (gssize)padding);

  kept = g_strndup (line->str, KEPT_LINE);
  g_free (self->heard.line);
  self->heard.line = g_strchomp (g_utf8_make_valid (kept, -1));

  /* No command given through here has more than one thing to say. */
  if (line->str[0] == '+' && !self->heard.asked_on)
    {
      self->heard.asked_on = TRUE;
      g_string_append (self->ready, "+ \r\n");
      return TRUE;
    }
  if (hear_status (self, line->str))
    return TRUE;
  self->passed_over = !is_wanted (line->str);
  return FALSE;
}

static gboolean
take_line (DecantEtpanLink *self, GString *line)
{
  if (!self->continues && hear (self, line))
    return TRUE;
  if (!self->passed_over)
    g_string_append_len (self->ready, line->str, (gssize)line->len);
  self->continues = decant_line_announces_literal (line->str, line->len, &self->literal_left);
  if (!self->continues)
    return TRUE;
  return self->literal_left <= self->budget || spend (self, self->literal_left);
}

/* Makes some bytes ready for libetpan. */
static gboolean
refill (DecantEtpanLink *self)
{
  g_string_truncate (self->ready, 0);
  self->ready_start = 0;

  while (self->ready->len == 0)
    {
      g_autoptr (GString) piece = g_string_new (NULL);

      /* After a BYE nothing good comes; one server repeats it for ever. */
      if (self->error != NULL || self->heard.bye || !read_piece (self, piece))
        return FALSE;
      if (self->literal_left > 0)
        {
          self->literal_left -= piece->len;
          if (!self->passed_over)
            g_string_append_len (self->ready, piece->str, (gssize)piece->len);
        }
      else if (!take_line (self, piece))
        return FALSE;
    }
  return TRUE;
}

static ssize_t
low_read (mailstream_low *low, void *buffer, size_t length)
{
  DecantEtpanLink *self = low->data;
  gsize there;

  if (self->ready_start == self->ready->len && !refill (self))
    return -1;
  there = MIN (length, self->ready->len - self->ready_start);
  memcpy (buffer, self->ready->str + self->ready_start, there);
  self->ready_start += there;
  return (ssize_t)there;
}

static ssize_t
low_write (mailstream_low *low, const void *buffer, size_t length)
{
  DecantEtpanLink *self = low->data;
  GError **error = self->error == NULL ? &self->error : NULL;
  const char *data = buffer;
  gboolean written;

  /* mailimap_custom_command() puts a blank behind the command, which Cyrus takes for one more
   * argument and refuses. */
  if (length > 3 && memcmp (data + length - 3, " \r\n", 3) == 0)
    written = decant_transport_write (self->transport, data, length - 3, error) &&
              decant_transport_write (self->transport, "\r\n", 2, error);
  else
    written = decant_transport_write (self->transport, data, length, error);
  return written ? (ssize_t)length : -1;
}

gboolean
decant_etpan_link_skip_to_answer (DecantEtpanLink *self)
{
  while (!self->heard.answered)
    if (!refill (self))
      return FALSE;
  g_string_truncate (self->ready, 0);
  self->ready_start = 0;
  return TRUE;
}

static int
low_close (mailstream_low *low)
{
  return 0;
}

static int
low_get_fd (mailstream_low *low)
{
  return -1;
}

static void
low_free (mailstream_low *low)
{
  free (low);
}

mailstream_low *
decant_etpan_link_new_low (DecantEtpanLink *self)
{
  static mailstream_low_driver driver = {
    .mailstream_read = low_read,
    .mailstream_write = low_write,
    .mailstream_close = low_close,
    .mailstream_get_fd = low_get_fd,
    .mailstream_free = low_free,
  };

  return mailstream_low_new (self, &driver);
}
