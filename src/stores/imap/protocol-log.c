/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/protocol-log.h"

#include "stores/imap/literal.h"
#include "stores/store-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* Longer lines are cut in the log; their ends are kept apart, for they may announce a literal. */
#define LINE_LIMIT (8 * 1024)
#define LINE_END 32
#define LEFT_OUT "[left out]"

typedef struct
{
  char mark;
  GString *line;
  gboolean cut;         /* the line was longer than the limit */
  guint64 literal_left; /* bytes of a literal still to pass over */
  gboolean secret;      /* a part of the line was secret */
} Direction;

struct _DecantProtocolLog
{
  int fd;
  guint connection;
  char *secret;
  char *spoken; /* the last word that was sent while it was secret: the secret in other letters */
  gboolean is_secret;
  Direction sent;
  Direction received;
};

DecantProtocolLog *
decant_protocol_log_open (const char *path, const char *secret, GError **error)
{
  static gint connections = 0;
  DecantProtocolLog *self;
  int fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      decant_store_error_set (
        error, DECANT_STORE_ERROR_FATAL, DECANT_CAUSE_LOCAL_STORAGE, g_strerror (errno),
        _ ("The protocol log “%s” cannot be written. Choose another file."), path);
      return NULL;
    }
  self = g_new0 (DecantProtocolLog, 1);
  self->fd = fd;
  self->connection = (guint)g_atomic_int_add (&connections, 1) + 1;
  self->secret = g_strdup (secret);
  self->sent = (Direction){ .mark = 'C', .line = g_string_new (NULL) };
  self->received = (Direction){ .mark = 'S', .line = g_string_new (NULL) };
  return self;
}

static void
append_escaped (GString *entry, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_isprint (text[i]))
      g_string_append_c (entry, text[i]);
    else
      g_string_append_printf (entry, "\\x%02x", (guint)(guchar)text[i]);
}

/* One write each, so that lines of several connections never mix. */
static void
write_entry (DecantProtocolLog *self, char mark, const char *text, gsize length, const char *more)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M:%S.%f");
  g_autoptr (GString) entry = g_string_new (NULL);
  gssize written;

  g_string_printf (entry, "%s #%u %c: ", time, self->connection, mark);
  append_escaped (entry, text, length);
  if (more != NULL)
    g_string_append (entry, more);
  g_string_append_c (entry, '\n');
  do
    written = write (self->fd, entry->str, entry->len);
  while (written < 0 && errno == EINTR);
}

/* How much of a command may be shown: of LOGIN and AUTHENTICATE no more than the name, whatever the
 * caller forgot. */
static gsize
public_length (const char *line, gsize length)
{
  const char *command = memchr (line, ' ', length);
  gsize rest;

  if (command == NULL)
    return length;
  command++;
  rest = length - (gsize)(command - line);
  if (rest >= 5 && g_ascii_strncasecmp (command, "LOGIN", 5) == 0)
    return (gsize)(command - line) + 5;
  if (rest >= 12 && g_ascii_strncasecmp (command, "AUTHENTICATE", 12) == 0)
    return (gsize)(command - line) + 12;
  return length;
}

static void
forget (char **secret)
{
  if (*secret != NULL)
    explicit_bzero (*secret, strlen (*secret));
  g_clear_pointer (secret, g_free);
}

static void
keep_spoken (DecantProtocolLog *self, const char *line, gsize length)
{
  const char *blank = memrchr (line, ' ', length);
  gsize start = blank != NULL ? (gsize)(blank - line) + 1 : 0;

  forget (&self->spoken);
  self->spoken = g_strndup (line + start, length - start);
}

static gboolean
holds (const GString *line, const char *secret)
{
  return secret != NULL && *secret != '\0' && strstr (line->str, secret) != NULL;
}

static void
end_line (DecantProtocolLog *self, Direction *direction)
{
  GString *line = direction->line;
  gsize length = line->len;
  gboolean is_sent = direction == &self->sent;
  gboolean echoes;
  gsize shown;

  while (length > 0 && (line->str[length - 1] == '\n' || line->str[length - 1] == '\r'))
    length--;
  shown = is_sent ? public_length (line->str, length) : length;
  if (is_sent && direction->secret)
    keep_spoken (self, line->str, length);
  echoes = direction->secret && !is_sent &&
           (holds (line, self->secret) || holds (line, self->spoken));

  if (shown < length)
    write_entry (self, direction->mark, line->str, shown, " " LEFT_OUT);
  else if (echoes || (is_sent && direction->secret))
    write_entry (self, direction->mark, "", 0, LEFT_OUT);
  else
    write_entry (self, direction->mark, line->str, MIN (shown, LINE_LIMIT),
                 direction->cut ? " [cut]" : NULL);

  if (decant_line_announces_literal (line->str, line->len, &direction->literal_left) &&
      direction->literal_left > 0)
    {
      g_autofree char *contents = g_strdup_printf ("[%" G_GUINT64_FORMAT " bytes]",
                                                   direction->literal_left);

      write_entry (self, direction->mark, "", 0, contents);
    }
  explicit_bzero (line->str, line->len);
  g_string_truncate (line, 0);
  direction->cut = FALSE;
  direction->secret = self->is_secret;
}

static void
append_part (Direction *direction, const char *data, gsize length)
{
  GString *line = direction->line;

  g_string_append_len (line, data, (gssize)length);
  if (line->len <= LINE_LIMIT + LINE_END)
    return;
  g_string_erase (line, LINE_LIMIT, (gssize)(line->len - LINE_LIMIT - LINE_END));
  direction->cut = TRUE;
}

static void
add (DecantProtocolLog *self, Direction *direction, const char *data, gsize length)
{
  while (length > 0)
    {
      const char *end;
      gsize part;

      if (direction->literal_left > 0)
        {
          part = (gsize)MIN (direction->literal_left, length);
          direction->literal_left -= part;
        }
      else
        {
          end = memchr (data, '\n', length);
          part = end != NULL ? (gsize)(end - data) + 1 : length;
          append_part (direction, data, part);
          if (end != NULL)
            end_line (self, direction);
        }
      data += part;
      length -= part;
    }
}

void
decant_protocol_log_sent (DecantProtocolLog *self, const void *data, gsize length)
{
  add (self, &self->sent, data, length);
}

void
decant_protocol_log_received (DecantProtocolLog *self, const void *data, gsize length)
{
  add (self, &self->received, data, length);
}

void
decant_protocol_log_set_secret (DecantProtocolLog *self, gboolean secret)
{
  self->is_secret = secret;
  self->sent.secret = secret || (self->sent.secret && self->sent.line->len > 0);
  self->received.secret = secret || (self->received.secret && self->received.line->len > 0);
}

void
decant_protocol_log_close (DecantProtocolLog *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  forget (&self->secret);
  forget (&self->spoken);
  g_string_free (self->sent.line, TRUE);
  g_string_free (self->received.line, TRUE);
  g_free (self);
}
