/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/mailbox-digest.h"

#include "bench/imap-socket.h"

#include <stdlib.h>
#include <string.h>

#define ADDED_HEADER "X-TUID: "

static ImapSocket *
open_signed_in (guint16 port, const char *user, GError **error)
{
  g_autoptr (ImapSocket) socket = imap_socket_open (port, error);

  return socket != NULL && imap_socket_sign_in (socket, user, error) &&
             imap_socket_await_sign_in (socket, error)
           ? g_steal_pointer (&socket)
           : NULL;
}

/* ---- a message ---- */

/* FNV-1a, eight bytes at a time. */
static guint64
hash_bytes (guint64 hash, const char *data, gsize length)
{
  const guint64 prime = G_GUINT64_CONSTANT (0x100000001b3);

  for (; length >= sizeof (guint64); data += sizeof (guint64), length -= sizeof (guint64))
    {
      guint64 word;

      memcpy (&word, data, sizeof word);
      hash = (hash ^ word) * prime;
      hash ^= hash >> 32;
    }
  for (; length > 0; data++, length--)
    hash = (hash ^ (guint8)*data) * prime;
  return hash;
}

static void
remove_added_header (GString *text)
{
  const char *end = strstr (text->str, "\r\n\r\n");
  const char *line = g_strstr_len (text->str, end != NULL ? end - text->str : (gssize)text->len,
                                   "\r\n" ADDED_HEADER);

  if (g_str_has_prefix (text->str, ADDED_HEADER))
    line = text->str - 2;
  if (line != NULL)
    {
      const char *next = strstr (line + 2, "\r\n");

      g_string_erase (text, line + 2 - text->str, next != NULL ? next - line : -1);
    }
}

static gboolean
read_literal (ImapSocket *socket, gsize size, GString *text, GError **error)
{
  g_string_truncate (text, 0);
  while (text->len < size)
    {
      gsize length;
      const char *data = imap_socket_read_some (socket, size - text->len, &length, error);

      if (data == NULL)
        return FALSE;
      g_string_append_len (text, data, (gssize)length);
    }
  return TRUE;
}

static void
add_message (GHashTable *digest, const char *folder, GString *text)
{
  char *key;

  remove_added_header (text);
  key = g_strdup_printf ("%s/%" G_GINT64_MODIFIER "x/%" G_GSIZE_FORMAT, folder,
                         hash_bytes (0, text->str, text->len), text->len);
  g_hash_table_insert (digest, key,
                       GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (digest, key)) + 1));
}

/* ---- a mailbox ---- */

static gboolean
add_folder (GHashTable *digest, ImapSocket *socket, const char *folder, GString *text,
            GError **error)
{
  const char *line;

  if (!imap_socket_send_format (socket, error,
                                "e EXAMINE \"%s\"\r\nf UID FETCH 1:* (BODY.PEEK[])\r\n", folder) ||
      !imap_socket_flush (socket, error) || !imap_socket_await (socket, "e", error))
    return FALSE;
  while ((line = imap_socket_read_line (socket, error)) != NULL)
    {
      gssize size = imap_socket_literal_size (line);

      if (g_str_has_prefix (line, "f OK"))
        return TRUE;
      if (g_str_has_prefix (line, "f "))
        break;
      if (size >= 0 && !read_literal (socket, (gsize)size, text, error))
        return FALSE;
      if (size >= 0)
        add_message (digest, folder, text);
    }
  if (line != NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, line);
  return FALSE;
}

GHashTable *
mailbox_digest_new (guint16 port, const char *user, GError **error)
{
  g_autoptr (GHashTable) digest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (ImapSocket) socket = open_signed_in (port, user, error);
  g_autoptr (GPtrArray) folders = socket != NULL ? imap_socket_list (socket, error) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (folders == NULL)
    return NULL;
  for (guint i = 0; i < folders->len; i++)
    if (!add_folder (digest, socket, folders->pdata[i], text, error))
      return NULL;
  return g_steal_pointer (&digest);
}

guint
mailbox_digest_count (GHashTable *digest)
{
  return mailbox_digest_count_common (digest, digest);
}

guint
mailbox_digest_count_common (GHashTable *digest, GHashTable *other)
{
  GHashTableIter iter;
  gpointer key, value;
  guint count = 0;

  g_hash_table_iter_init (&iter, digest);
  while (g_hash_table_iter_next (&iter, &key, &value))
    count += MIN (GPOINTER_TO_UINT (value), GPOINTER_TO_UINT (g_hash_table_lookup (other, key)));
  return count;
}

gboolean
mailbox_digest_equal (GHashTable *digest, GHashTable *other)
{
  guint common = mailbox_digest_count_common (digest, other);

  return common == mailbox_digest_count (digest) && common == mailbox_digest_count (other);
}

/* ---- counting ---- */

static gboolean
count_folder (ImapSocket *socket, const char *folder, guint *count, GError **error)
{
  const char *line;
  const char *number;

  if (!imap_socket_send_format (socket, error, "s STATUS \"%s\" (MESSAGES)\r\n", folder) ||
      !imap_socket_flush (socket, error))
    return FALSE;
  while ((line = imap_socket_read_line (socket, error)) != NULL && *line == '*')
    if ((number = strstr (line, "(MESSAGES ")) != NULL)
      *count += (guint)strtoul (number + strlen ("(MESSAGES "), NULL, 10);
  return line != NULL;
}

guint
mailbox_count (guint16 port, const char *user, GError **error)
{
  g_autoptr (ImapSocket) socket = open_signed_in (port, user, error);
  g_autoptr (GPtrArray) folders = socket != NULL ? imap_socket_list (socket, error) : NULL;
  guint count = 0;

  if (folders == NULL)
    return G_MAXUINT;
  for (guint i = 0; i < folders->len; i++)
    if (!count_folder (socket, folders->pdata[i], &count, error))
      return G_MAXUINT;
  return count;
}
