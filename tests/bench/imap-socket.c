/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/imap-socket.h"

#include "servers/dovecot.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define INPUT_SIZE (256 * 1024)
#define OUTPUT_SIZE (64 * 1024)

struct _ImapSocket
{
  int socket;
  gsize start; /* of what is unread in @input */
  gsize end;
  GString *output;
  char input[INPUT_SIZE];
};

static gboolean
fail (GError **error, const char *what)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, what);
  return FALSE;
}

ImapSocket *
imap_socket_open (guint16 port, GError **error)
{
  g_autoptr (ImapSocket) self = g_malloc (sizeof *self);
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int one = 1;

  self->start = self->end = 0;
  self->output = g_string_sized_new (OUTPUT_SIZE);
  self->socket = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (self->socket < 0 ||
      connect (self->socket, (const struct sockaddr *)&address, sizeof address) != 0)
    {
      fail (error, g_strerror (errno));
      return NULL;
    }
  setsockopt (self->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return g_steal_pointer (&self);
}

void
imap_socket_free (ImapSocket *self)
{
  if (self->socket >= 0)
    close (self->socket);
  g_string_free (self->output, TRUE);
  g_free (self);
}

/* ---- sending ---- */

static gboolean
write_all (ImapSocket *self, const char *data, gsize length, GError **error)
{
  while (length > 0)
    {
      ssize_t n = send (self->socket, data, length, MSG_NOSIGNAL);

      if (n < 0 && errno != EINTR)
        return fail (error, g_strerror (errno));
      if (n > 0)
        {
          data += n;
          length -= (gsize)n;
        }
    }
  return TRUE;
}

gboolean
imap_socket_flush (ImapSocket *self, GError **error)
{
  gboolean written = write_all (self, self->output->str, self->output->len, error);

  g_string_truncate (self->output, 0);
  return written;
}

gboolean
imap_socket_send (ImapSocket *self, const void *data, gsize length, GError **error)
{
  if (self->output->len + length > OUTPUT_SIZE && !imap_socket_flush (self, error))
    return FALSE;
  if (length >= OUTPUT_SIZE)
    return write_all (self, data, length, error);
  g_string_append_len (self->output, data, (gssize)length);
  return TRUE;
}

gboolean
imap_socket_send_format (ImapSocket *self, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return imap_socket_send (self, text, strlen (text), error);
}

/* ---- reading ---- */

static gboolean
fill (ImapSocket *self, GError **error)
{
  ssize_t n;

  memmove (self->input, self->input + self->start, self->end - self->start);
  self->end -= self->start;
  self->start = 0;
  if (self->end == INPUT_SIZE)
    return fail (error, "an endless line");
  do
    n = recv (self->socket, self->input + self->end, INPUT_SIZE - self->end, 0);
  while (n < 0 && errno == EINTR);
  if (n <= 0)
    return fail (error, n == 0 ? "the server hung up" : g_strerror (errno));
  self->end += (gsize)n;
  return TRUE;
}

gboolean
imap_socket_has_input (ImapSocket *self)
{
  return self->start < self->end;
}

const char *
imap_socket_read_line (ImapSocket *self, GError **error)
{
  gsize looked_at = 0;

  for (;;)
    {
      char *line = self->input + self->start;
      char *end = memchr (line + looked_at, '\n', self->end - self->start - looked_at);

      if (end != NULL)
        {
          self->start += (gsize)(end - line) + 1;
          if (end > line && end[-1] == '\r')
            end--;
          *end = '\0';
          return line;
        }
      looked_at = self->end - self->start;
      if (!fill (self, error))
        return NULL;
    }
}

gssize
imap_socket_literal_size (const char *line)
{
  const char *brace = strrchr (line, '{');

  return brace != NULL && g_str_has_suffix (line, "}") ? (gssize)strtoll (brace + 1, NULL, 10) : -1;
}

const char *
imap_socket_read_some (ImapSocket *self, gsize wanted, gsize *length, GError **error)
{
  const char *data;

  if (self->start == self->end && !fill (self, error))
    return NULL;
  *length = MIN (wanted, self->end - self->start);
  data = self->input + self->start;
  self->start += *length;
  return data;
}

/* Whether @line is the end of command @tag; FALSE with @error set where it failed. */
static gboolean
is_end (const char *line, const char *tag, GError **error)
{
  gsize length = strlen (tag);

  if (strncmp (line, tag, length) != 0 || line[length] != ' ')
    return FALSE;
  return g_str_has_prefix (line + length + 1, "OK") || fail (error, line);
}

gboolean
imap_socket_await (ImapSocket *self, const char *tag, GError **error)
{
  g_autoptr (GError) failure = NULL;
  const char *line;

  do
    line = imap_socket_read_line (self, &failure);
  while (line != NULL && !is_end (line, tag, &failure) && failure == NULL);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* ---- commands ---- */

gboolean
imap_socket_sign_in (ImapSocket *self, const char *user, GError **error)
{
  g_autofree char *escaped = g_strescape (DOVECOT_PASSWORD, NULL);

  return imap_socket_read_line (self, error) != NULL &&
         imap_socket_send_format (self, error, "in LOGIN %s \"%s\"\r\n", user, escaped) &&
         imap_socket_flush (self, error);
}

gboolean
imap_socket_await_sign_in (ImapSocket *self, GError **error)
{
  return imap_socket_await (self, "in", error);
}

/* * LIST (attributes) "separator" name */
static char *
parse_listed (const char *line)
{
  const char *name = g_str_has_prefix (line, "* LIST (") ? strstr (line, "\" ") : NULL;
  g_autofree char *attributes = NULL;

  if (name == NULL)
    return NULL;
  attributes = g_ascii_strdown (line, name - line);
  if (strstr (attributes, "\\noselect") != NULL || strstr (attributes, "\\nonexistent") != NULL)
    return NULL;
  name += 2;
  return *name == '"' ? g_strndup (name + 1, strlen (name) - 2) : g_strdup (name);
}

GPtrArray *
imap_socket_list (ImapSocket *self, GError **error)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) failure = NULL;
  const char *line;

  if (!imap_socket_send_format (self, error, "list LIST \"\" *\r\n") ||
      !imap_socket_flush (self, error))
    return NULL;
  while ((line = imap_socket_read_line (self, &failure)) != NULL &&
         !is_end (line, "list", &failure) && failure == NULL)
    {
      char *folder = parse_listed (line);

      if (folder != NULL)
        g_ptr_array_add (folders, folder);
    }
  if (failure == NULL)
    return g_steal_pointer (&folders);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}
