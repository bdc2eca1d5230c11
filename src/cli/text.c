/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/text.h"

#include <glib/gi18n-lib.h>

#define REPLACEMENT 0xFFFD

static gboolean
is_harmless (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT: /* overrides of the writing direction among them */
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return FALSE;
    default:
      return TRUE;
    }
}

char *
decant_cli_text_printable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) printable = g_string_sized_new (32);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      g_string_append_unichar (printable, is_harmless (character) ? character : REPLACEMENT);
    }
  return g_string_free (g_steal_pointer (&printable), FALSE);
}

static guint
character_columns (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

guint
decant_cli_text_columns (const char *text)
{
  guint columns = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    columns += character_columns (g_utf8_get_char (c));
  return columns;
}

char *
decant_cli_text_fit (const char *text, guint columns)
{
  guint used = 0;
  const char *c = text;

  if (decant_cli_text_columns (text) <= columns)
    return g_strdup (text);
  for (; *c != '\0'; c = g_utf8_next_char (c))
    {
      guint next = used + character_columns (g_utf8_get_char (c));

      if (next + 1 > columns)
        break;
      used = next;
    }
  return g_strdup_printf ("%.*s%s", (int)(c - text), text, columns > 0 ? "…" : "");
}

char *
decant_cli_text_pad (const char *text, guint columns, gboolean align_end)
{
  guint used = decant_cli_text_columns (text);
  g_autofree char *blanks = g_strnfill (used < columns ? columns - used : 0, ' ');

  return align_end ? g_strconcat (blanks, text, NULL) : g_strconcat (text, blanks, NULL);
}

char *
decant_cli_text_number (guint64 number)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, number);
}

char *
decant_cli_text_duration (double seconds)
{
  guint minutes = (guint)((seconds + 30) / 60);
  guint hours = (minutes + 30) / 60;

  if (seconds < 60)
    return g_strdup (_ ("less than a minute"));
  if (minutes < 100)
    return g_strdup_printf (ngettext ("about %u minute", "about %u minutes", minutes), minutes);
  return g_strdup_printf (ngettext ("about %u hour", "about %u hours", hours), hours);
}
