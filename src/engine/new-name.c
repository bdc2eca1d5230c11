/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/new-name.h"

#include <string.h>

#define HASH_DIGITS 8

static const glong limits[DECANT_NEW_NAME_STEPS] = {
  [DECANT_NEW_NAME_SHORT] = 100,
  [DECANT_NEW_NAME_SHORTER] = 60,
  [DECANT_NEW_NAME_SHORTEST] = 30,
};

static gboolean
is_refused_by_many (gunichar c, DecantNewNameStep step)
{
  if (g_unichar_iscntrl (c) || (c >= 0x2400 && c <= 0x2421)) /* or the picture of one */
    return TRUE;
  if (step >= DECANT_NEW_NAME_STRICT && (c == '.' || c == 0x2024 || c == 0x2215))
    return TRUE;
  return c < 0x80 && strchr ("%*\"\\^:?<>|~&", (int)c) != NULL;
}

/* Blanks squeezed, no blank or dot at the ends. */
static char *
tidy (const char *level)
{
  GString *tidied = g_string_new (NULL);

  for (const char *c = level; *c != '\0'; c++)
    if (*c == ' ' ? tidied->len > 0 && tidied->str[tidied->len - 1] != ' '
                  : *c != '.' || tidied->len > 0)
      g_string_append_c (tidied, *c);
  while (tidied->len > 0 && strchr (" .", tidied->str[tidied->len - 1]) != NULL)
    g_string_truncate (tidied, tidied->len - 1);
  return g_string_free (tidied, FALSE);
}

static char *
replace_refused (const char *level, DecantNewNameStep step)
{
  GString *replaced = g_string_new (NULL);

  for (const char *c = level; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      g_string_append_unichar (replaced, is_refused_by_many (character, step) ? '_' : character);
    }
  return g_string_free (replaced, FALSE);
}

static char *
shorten (const char *level, const char *original, glong limit)
{
  g_autofree char *hash = NULL;
  g_autofree char *start = NULL;

  if (g_utf8_strlen (level, -1) <= limit)
    return g_strdup (level);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, original, -1);
  hash[HASH_DIGITS] = '\0';
  start = g_utf8_substring (level, 0, limit - HASH_DIGITS - 1);
  return g_strconcat (g_strchomp (start), " ", hash, NULL);
}

char *
decant_new_name_level (const char *level, DecantNewNameStep step)
{
  g_autofree char *tidied = NULL;
  g_autofree char *replaced = NULL;

  if (step == DECANT_NEW_NAME_PLAIN)
    return g_strdup (level);
  tidied = tidy (level);
  replaced = replace_refused (tidied, step);
  if (*replaced == '\0')
    return g_strdup ("_");
  return limits[step] > 0 ? shorten (replaced, level, limits[step]) : g_steal_pointer (&replaced);
}

char *
decant_new_name_flatten (const char *path)
{
  const char *last = strrchr (path, '/');

  if (last == NULL)
    return NULL;
  return g_strdup_printf ("%.*s - %s", (int)(last - path), path, last + 1);
}
