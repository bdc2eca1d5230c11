/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/new-name.h"

#include <string.h>

#define HASH_DIGITS 8

#define REFUSED_BY_MANY "%*\"\\^:?<>|~&"
#define TIDY .no_controls = TRUE, .not_first = " .", .not_last = " .", .squeezes = TRUE
#define STRICT TIDY, .forbidden = REFUSED_BY_MANY ".\u2024\u2215"

/* What a server may have meant that has refused a name. */
static const DecantPlanTraits guesses[DECANT_NEW_NAME_STEPS] = {
  [DECANT_NEW_NAME_CLEAN] = { TIDY, .forbidden = REFUSED_BY_MANY },
  [DECANT_NEW_NAME_STRICT] = { STRICT },
  [DECANT_NEW_NAME_SHORT] = { STRICT, .max_length = 100 },
  [DECANT_NEW_NAME_SHORTER] = { STRICT, .max_length = 60 },
  [DECANT_NEW_NAME_SHORTEST] = { STRICT, .max_length = 30 },
};

static gboolean
is_one_of (const char *set, char c)
{
  return set != NULL && c != '\0' && strchr (set, c) != NULL;
}

static char *
tidy (const char *level, const DecantPlanTraits *traits)
{
  GString *tidied = g_string_new (NULL);

  for (const char *c = level; *c != '\0'; c++)
    if (!(tidied->len == 0 && is_one_of (traits->not_first, *c)) &&
        !(traits->squeezes && *c == ' ' && tidied->len > 0 && tidied->str[tidied->len - 1] == ' '))
      g_string_append_c (tidied, *c);
  while (tidied->len > 0 && is_one_of (traits->not_last, tidied->str[tidied->len - 1]))
    g_string_truncate (tidied, tidied->len - 1);
  return g_string_free (tidied, FALSE);
}

static char *
replace_forbidden (const char *level, const DecantPlanTraits *traits)
{
  GString *replaced = g_string_new (NULL);

  for (const char *c = level; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      g_string_append_unichar (replaced,
                               decant_plan_traits_forbid (traits, character) ? '_' : character);
    }
  return g_string_free (replaced, FALSE);
}

static char *
shorten (const char *level, const char *original, guint limit)
{
  g_autofree char *hash = NULL;
  g_autofree char *start = NULL;

  if (limit == 0 || g_utf8_strlen (level, -1) <= limit)
    return g_strdup (level);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, original, -1);
  hash[HASH_DIGITS] = '\0';
  start = g_utf8_substring (level, 0, (glong)limit - HASH_DIGITS - 1);
  return g_strconcat (g_strchomp (start), " ", hash, NULL);
}

char *
decant_new_name_fit (const char *level, const DecantPlanTraits *traits)
{
  g_autofree char *tidied = tidy (level, traits);
  g_autofree char *replaced = replace_forbidden (tidied, traits);

  return *replaced != '\0' ? shorten (replaced, level, traits->max_length) : g_strdup ("_");
}

char *
decant_new_name_level (const char *level, DecantNewNameStep step)
{
  return decant_new_name_fit (level, &guesses[step]);
}

char *
decant_new_name_flatten (const char *path)
{
  const char *last = strrchr (path, '/');

  if (last == NULL)
    return NULL;
  return g_strdup_printf ("%.*s - %s", (int)(last - path), path, last + 1);
}
