/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/mailbox-digest.h"

#include <string.h>

static char *
digest_message (const char *path)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_str_has_prefix (lines[i], "X-TUID: "))
      {
        g_checksum_update (checksum, (const guint8 *)g_strchomp (lines[i]), -1);
        g_checksum_update (checksum, (const guint8 *)"\n", 1);
      }
  return g_strdup (g_checksum_get_string (checksum));
}

static void
add_messages (GHashTable *digest, const char *folder, const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autofree char *hash = digest_message (path);
      char *key = hash != NULL ? g_strconcat (folder, "/", hash, NULL) : NULL;

      if (key != NULL)
        g_hash_table_insert (
          digest, key, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (digest, key)) + 1));
    }
}

GHashTable *
mailbox_digest_new (Dovecot *dovecot, const char *user)
{
  GHashTable *digest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *root = dovecot_folder_directory (dovecot, user, "INBOX");
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *current = g_build_filename (root, name, "cur", NULL);
      g_autofree char *fresh = g_build_filename (root, name, "new", NULL);

      add_messages (digest, name, current);
      add_messages (digest, name, fresh);
    }
  return digest;
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
