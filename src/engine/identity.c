/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identity.h"

#include <string.h>

/* Adds a value as most servers leave it: white space folded, control characters left out. Absent
 * and empty are the same, and the NUL behind it keeps the fields apart. */
static void
add_value (GChecksum *checksum, const char *value)
{
  GString *folded = g_string_new (NULL);

  for (const char *c = value != NULL ? value : ""; *c != '\0'; c++)
    {
      if (g_ascii_isspace (*c))
        {
          if (folded->len > 0 && folded->str[folded->len - 1] != ' ')
            g_string_append_c (folded, ' ');
        }
      else if (!g_ascii_iscntrl (*c))
        g_string_append_c (folded, *c);
    }
  if (folded->len > 0 && folded->str[folded->len - 1] == ' ')
    g_string_truncate (folded, folded->len - 1);
  g_checksum_update (checksum, (const guchar *)folded->str, (gssize)folded->len + 1);
  g_string_free (folded, TRUE);
}

static gboolean
is_blank (const char *value)
{
  if (value == NULL)
    return TRUE;
  for (; *value != '\0'; value++)
    if (!g_ascii_isspace (*value) && !g_ascii_iscntrl (*value))
      return FALSE;
  return TRUE;
}

void
decant_identity_from_headers (DecantIdentity *self, const DecantHeaders *headers,
                              gint64 internal_date)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = sizeof self->bytes;

  add_value (checksum, headers->message_id);
  add_value (checksum, headers->date);
  add_value (checksum, headers->from);
  add_value (checksum, headers->subject);
  if (is_blank (headers->message_id))
    {
      g_autofree char *date = g_strdup_printf ("%" G_GINT64_FORMAT, internal_date);

      add_value (checksum, date);
    }
  g_checksum_get_digest (checksum, self->bytes, &length);
}

void
decant_identity_from_content (DecantIdentity *self, const DecantContent *content,
                              gint64 internal_date)
{
  g_autoptr (DecantHeaders) headers = NULL;
  gsize length;
  const guint8 *head = decant_content_get_head (content, &length);

  headers = decant_headers_parse (head, length);
  decant_identity_from_headers (self, headers, internal_date);
}

gboolean
decant_identity_tells (const DecantHeaders *headers)
{
  return !is_blank (headers->message_id) || !is_blank (headers->date) ||
         !is_blank (headers->from) || !is_blank (headers->subject);
}

guint
decant_identity_hash (gconstpointer identity)
{
  const DecantIdentity *self = identity;
  guint hash;

  /* Any part of a SHA-256 is as good a hash as the other. */
  memcpy (&hash, self->bytes, sizeof hash);
  return hash;
}

gboolean
decant_identity_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (DecantIdentity)) == 0;
}
