/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/literal.h"

gboolean
decant_line_announces_literal (const char *line, gsize length, guint64 *size)
{
  const char *end = line + length;
  const char *digits;

  while (end > line && (end[-1] == '\n' || end[-1] == '\r'))
    end--;
  if (end == line || *--end != '}')
    return FALSE;
  if (end > line && end[-1] == '+')
    end--;

  digits = end;
  while (digits > line && g_ascii_isdigit (digits[-1]))
    digits--;
  if (digits == end || digits == line || digits[-1] != '{')
    return FALSE;

  *size = 0;
  for (; digits < end; digits++)
    if (!g_uint64_checked_mul (size, *size, 10) ||
        !g_uint64_checked_add (size, *size, (guint64)(*digits - '0')))
      {
        *size = G_MAXUINT64;
        break;
      }
  return TRUE;
}
