/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How fast the servers let mail through at all, by one connection to each: everything is asked for
 * ahead, everything that comes is sent on at once in big MULTIAPPENDs, nothing is kept, checked or
 * tried again. No program to move mail with.
 *
 * decant-bench-limit OLD-PORT NEW-PORT USER */

#include "bench/imap-socket.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BATCH 50
/* Folders asked for before the first of them has come. */
#define AHEAD 64

typedef struct
{
  ImapSocket *from;
  ImapSocket *to;
  GPtrArray *folders;
  guint asked;    /* folders whose messages were asked for */
  guint batches;  /* sent */
  guint in_batch; /* messages of the one being sent; 0: there is none */
} Copy;

static gboolean
ask_ahead (Copy *self, guint until, GError **error)
{
  for (; self->asked < MIN (until, self->folders->len); self->asked++)
    if (!imap_socket_send_format (self->from, error,
                                  "e EXAMINE \"%s\"\r\n"
                                  "f%u UID FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[])\r\n",
                                  (const char *)self->folders->pdata[self->asked], self->asked))
      return FALSE;
  return imap_socket_flush (self->from, error);
}

static gboolean
create_folders (Copy *self, GError **error)
{
  for (guint i = 0; i < self->folders->len; i++)
    {
      const char *folder = self->folders->pdata[i];

      if (!g_str_equal (folder, "INBOX") &&
          !imap_socket_send_format (self->to, error, "c CREATE \"%s\"\r\n", folder))
        return FALSE;
    }
  return imap_socket_flush (self->to, error);
}

/* ---- messages ---- */

/* The value of an item of a FETCH line, from its first to its last character; NULL: not there. */
static char *
find_item (const char *line, const char *name, char last)
{
  const char *start = strstr (line, name);
  const char *end = start != NULL ? strchr (start + strlen (name) + 1, last) : NULL;

  return end != NULL ? g_strndup (start + strlen (name), (gsize)(end + 1 - start) - strlen (name))
                     : NULL;
}

/* "(\Seen $Forwarded)" of "(\Seen \Recent $Forwarded)", with a single space between, as Cyrus wants
 * it. */
static char *
remove_recent (const char *flags)
{
  g_auto (GStrv) words = g_strsplit_set (flags, " ()", -1);
  g_autoptr (GString) rest = g_string_new ("(");

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0' && !g_str_equal (*word, "\\Recent"))
      g_string_append_printf (rest, "%s%s", rest->len > 1 ? " " : "", *word);
  g_string_append_c (rest, ')');
  return g_strdup (rest->str);
}

static gboolean
end_batch (Copy *self, GError **error)
{
  if (self->in_batch == 0)
    return TRUE;
  self->in_batch = 0;
  return imap_socket_send (self->to, "\r\n", 2, error);
}

static gboolean
send_literal (Copy *self, gsize size, GError **error)
{
  while (size > 0)
    {
      gsize length;
      const char *data = imap_socket_read_some (self->from, size, &length, error);

      if (data == NULL || !imap_socket_send (self->to, data, length, error))
        return FALSE;
      size -= length;
    }
  return TRUE;
}

static gboolean
send_message (Copy *self, const char *folder, const char *line, GError **error)
{
  gssize size = imap_socket_literal_size (line);
  g_autofree char *found = find_item (line, " FLAGS ", ')');
  g_autofree char *date = find_item (line, "INTERNALDATE ", '"');
  g_autofree char *flags = remove_recent (found != NULL ? found : "()");

  if (size < 0 || date == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, line);
      return FALSE;
    }
  if (self->in_batch == BATCH && !end_batch (self, error))
    return FALSE;
  if (self->in_batch++ == 0 &&
      !imap_socket_send_format (self->to, error, "m%u APPEND \"%s\"", self->batches++, folder))
    return FALSE;
  return imap_socket_send_format (self->to, error, " %s %s {%zd+}\r\n", flags, date, size) &&
         send_literal (self, (gsize)size, error);
}

/* All that comes up to the end of a folder. */
static gboolean
pass_folder (Copy *self, guint number, GError **error)
{
  const char *folder = self->folders->pdata[number];
  g_autofree char *tag = g_strdup_printf ("f%u OK", number);

  for (;;)
    {
      const char *line;

      if (!imap_socket_has_input (self->from) && !imap_socket_flush (self->to, error))
        return FALSE;
      line = imap_socket_read_line (self->from, error);
      if (line == NULL)
        return FALSE;
      if (g_str_has_prefix (line, tag))
        return end_batch (self, error);
      if (strstr (line, " FETCH (") != NULL && g_str_has_suffix (line, "}"))
        {
          g_autofree char *copy = g_strdup (line);

          if (!send_message (self, folder, copy, error))
            return FALSE;
        }
    }
}

/* ---- the whole ---- */

/* The thread that takes the new server's answers. */
static gpointer
read_answers (gpointer data)
{
  Copy *self = data;
  GError *error = NULL;
  const char *line;

  while ((line = imap_socket_read_line (self->to, &error)) != NULL &&
         !g_str_has_prefix (line, "last "))
    if (*line == 'm' && strstr (line, " OK ") == NULL)
      {
        g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED, line);
        break;
      }
  return error;
}

static gboolean
copy_all (Copy *self, GError **error)
{
  g_autoptr (GThread) answers = g_thread_new ("answers", read_answers, self);
  GError *failure;

  if (!create_folders (self, error))
    return FALSE;
  for (guint i = 0; i < self->folders->len; i++)
    if (!ask_ahead (self, i + AHEAD, error) || !pass_folder (self, i, error))
      return FALSE;
  if (!imap_socket_send_format (self->to, error, "last NOOP\r\n") ||
      !imap_socket_flush (self->to, error))
    return FALSE;
  failure = g_thread_join (g_steal_pointer (&answers));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

int
main (int argc, char **argv)
{
  Copy copy = { 0 };
  g_autoptr (GError) error = NULL;

  if (argc != 4)
    return 2;
  copy.from = imap_socket_open ((guint16)atoi (argv[1]), &error);
  copy.to = copy.from != NULL ? imap_socket_open ((guint16)atoi (argv[2]), &error) : NULL;
  if (copy.to != NULL && imap_socket_sign_in (copy.from, argv[3], &error) &&
      imap_socket_sign_in (copy.to, argv[3], &error) &&
      imap_socket_await_sign_in (copy.from, &error) && imap_socket_await_sign_in (copy.to, &error))
    copy.folders = imap_socket_list (copy.from, &error);
  if (copy.folders != NULL && copy_all (&copy, &error))
    return 0;
  g_printerr ("%s\n", error->message);
  /* A thread that waits for answers is no reason to stay. */
  _exit (1);
}
