/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/headers.h"

#include <libetpan/mailimf.h>
#include <libetpan/mailmime_decode.h>
#include <string.h>

/* Marks that turn the reading direction around could make a report say something else than it does.
 */
static gboolean
is_harmless (gunichar c)
{
  if (g_unichar_iscntrl (c))
    return FALSE;
  return !((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
           c == 0x200f || c == 0xfeff);
}

char *
decant_headers_clean_text (const char *text)
{
  g_autofree char *valid = NULL;
  GString *out;

  if (text == NULL)
    return NULL;
  valid = g_utf8_make_valid (text, -1);
  out = g_string_sized_new (strlen (valid));

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (is_harmless (character))
        g_string_append_unichar (out, character);
      else if (character == '\t')
        g_string_append_c (out, ' ');
    }
  return g_string_free (out, FALSE);
}

char *
decant_headers_decode_text (const char *value)
{
  g_autofree char *converted = NULL;
  char *decoded = NULL;
  char *clean;
  size_t index = 0;
  int result;

  if (value == NULL)
    return NULL;
  /* 8-bit bytes without any encoding are most often UTF-8, else Windows-1252. */
  if (!g_utf8_validate (value, -1, NULL))
    {
      converted = g_convert (value, -1, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
      if (converted == NULL)
        converted = g_utf8_make_valid (value, -1);
      value = converted;
    }
  if (strstr (value, "=?") == NULL)
    return decant_headers_clean_text (value);
  result = mailmime_encoded_phrase_parse ("UTF-8", value, strlen (value), &index, "UTF-8",
                                          &decoded);
  clean = decant_headers_clean_text (result == MAILIMF_NO_ERROR && decoded != NULL ? decoded
                                                                                   : value);
  free (decoded);
  return clean;
}

gint64
decant_headers_parse_date (const char *value)
{
  struct mailimf_date_time *parsed = NULL;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) date = NULL;
  size_t index = 0;
  int zone;

  if (value == NULL ||
      mailimf_date_time_parse (value, strlen (value), &index, &parsed) != MAILIMF_NO_ERROR)
    return G_MININT64;
  date = g_date_time_new (utc, parsed->dt_year, parsed->dt_month, parsed->dt_day, parsed->dt_hour,
                          parsed->dt_min, MIN (parsed->dt_sec, 59));
  zone = parsed->dt_zone;
  mailimf_date_time_free (parsed);
  if (date == NULL)
    return G_MININT64;
  return g_date_time_to_unix (date) - (zone / 100 * 3600 + zone % 100 * 60);
}
