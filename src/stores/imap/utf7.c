/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/utf7.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

static gboolean
stands_for_itself (guint32 c)
{
  return c >= 0x20 && c <= 0x7e;
}

static int
sextet_value (char c)
{
  const char *found = c != '\0' ? strchr (alphabet, c) : NULL;

  return found != NULL ? (int)(found - alphabet) : -1;
}

/* Takes one UTF-16 unit; @high holds a high surrogate waiting for its other half. */
static gboolean
take_unit (GString *text, guint32 unit, guint32 *high)
{
  if (*high != 0)
    {
      if (unit < 0xdc00 || unit > 0xdfff)
        return FALSE;
      g_string_append_unichar (text, 0x10000 + ((*high - 0xd800) << 10) + (unit - 0xdc00));
      *high = 0;
      return TRUE;
    }
  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      *high = unit;
      return TRUE;
    }
  if (unit == 0 || stands_for_itself (unit) || (unit >= 0xdc00 && unit <= 0xdfff))
    return FALSE;
  g_string_append_unichar (text, unit);
  return TRUE;
}

/* Decodes the run that begins after "&"; returns what follows its "-", or NULL. */
static const char *
decode_run (GString *text, const char *run)
{
  guint32 bits = 0;
  guint32 high = 0;
  guint n_bits = 0;

  for (; *run != '-'; run++)
    {
      int value = sextet_value (*run);

      if (value < 0)
        return NULL;
      bits = bits << 6 | (guint32)value;
      n_bits += 6;
      if (n_bits < 16)
        continue;
      n_bits -= 16;
      if (!take_unit (text, bits >> n_bits & 0xffff, &high))
        return NULL;
      bits &= (1u << n_bits) - 1;
    }
  /* what is left only fills up the last sextet: fewer than six bits, all zero */
  if (high != 0 || n_bits >= 6 || bits != 0)
    return NULL;
  return run + 1;
}

char *
decant_utf7_decode (const char *name)
{
  g_autoptr (GString) text = g_string_sized_new (strlen (name));
  gboolean after_run = FALSE;

  while (*name != '\0')
    {
      if (name[0] == '&' && name[1] == '-')
        {
          g_string_append_c (text, '&');
          name += 2;
          after_run = FALSE;
        }
      else if (*name == '&')
        {
          if (after_run) /* "&U,BTFw-&ZeVnLIqe-" is to be one run (RFC 3501 5.1.3) */
            return NULL;
          name = decode_run (text, name + 1);
          if (name == NULL)
            return NULL;
          after_run = TRUE;
        }
      else
        {
          if (!stands_for_itself ((guchar)*name))
            return NULL;
          g_string_append_c (text, *name++);
          after_run = FALSE;
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
put_unit (GString *name, guint32 unit, guint32 *bits, guint *n_bits)
{
  *bits = *bits << 16 | unit;
  *n_bits += 16;
  while (*n_bits >= 6)
    {
      *n_bits -= 6;
      g_string_append_c (name, alphabet[*bits >> *n_bits & 0x3f]);
    }
  *bits &= (1u << *n_bits) - 1;
}

/* Encodes the characters that cannot stand for themselves; returns what follows them. */
static const char *
encode_run (GString *name, const char *text)
{
  guint32 bits = 0;
  guint n_bits = 0;

  g_string_append_c (name, '&');
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (stands_for_itself (c))
        break;
      if (c >= 0x10000)
        {
          put_unit (name, 0xd800 + ((c - 0x10000) >> 10), &bits, &n_bits);
          put_unit (name, 0xdc00 + ((c - 0x10000) & 0x3ff), &bits, &n_bits);
        }
      else
        {
          put_unit (name, c, &bits, &n_bits);
        }
    }
  if (n_bits > 0)
    g_string_append_c (name, alphabet[bits << (6 - n_bits) & 0x3f]);
  g_string_append_c (name, '-');
  return text;
}

char *
decant_utf7_encode (const char *text)
{
  GString *name = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      if (!stands_for_itself ((guchar)*text))
        {
          text = encode_run (name, text);
          continue;
        }
      g_string_append_c (name, *text);
      if (*text == '&')
        g_string_append_c (name, '-');
      text++;
    }
  return g_string_free (name, FALSE);
}

char *
decant_utf7_to_display (const char *name)
{
  char *decoded = decant_utf7_decode (name);
  const char *end;
  GString *shown;

  if (decoded != NULL)
    return decoded;
  shown = g_string_new (NULL);
  while (!g_utf8_validate (name, -1, &end))
    {
      g_string_append_len (shown, name, end - name);
      g_string_append_printf (shown, "%%%02X", (guint)(guchar)*end);
      name = end + 1;
    }
  g_string_append (shown, name);
  return g_string_free (shown, FALSE);
}
