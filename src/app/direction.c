/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/direction.h"

#define LEFT_TO_RIGHT_MARK "\u200e"
#define RIGHT_TO_LEFT_MARK "\u200f"
#define ISOLATE "\u2068" /* what follows runs as its first letter does */
#define END_ISOLATE "\u2069"

static GtkTextDirection
find_direction (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar letter = g_utf8_get_char (text);

      if (!g_unichar_isalpha (letter))
        continue;
      switch ((int)g_unichar_get_script (letter))
        {
        case G_UNICODE_SCRIPT_ARABIC:
        case G_UNICODE_SCRIPT_HEBREW:
        case G_UNICODE_SCRIPT_NKO:
        case G_UNICODE_SCRIPT_SYRIAC:
        case G_UNICODE_SCRIPT_THAANA:
          return GTK_TEXT_DIR_RTL;
        default:
          return GTK_TEXT_DIR_LTR;
        }
    }
  return GTK_TEXT_DIR_NONE;
}

char *
decant_direction_embed (const char *text, GtkTextDirection around)
{
  GtkTextDirection own = find_direction (text);

  if (own == GTK_TEXT_DIR_NONE || own == around)
    return g_strdup (text);
  return g_strconcat (around == GTK_TEXT_DIR_RTL ? RIGHT_TO_LEFT_MARK : LEFT_TO_RIGHT_MARK, ISOLATE,
                      text, END_ISOLATE, NULL);
}
