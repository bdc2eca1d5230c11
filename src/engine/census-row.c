/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/census-row.h"

#include "engine/twins.h"

#include <string.h>

#define MOST_NAME 80 /* bytes */
#define MOST_ADDRESS 120
#define MOST_SUBJECT 200

/* Takes over @text; NULL becomes "". */
static char *
cut (char *text, gsize most)
{
  if (text == NULL)
    return g_strdup ("");
  if (strlen (text) > most)
    *g_utf8_find_prev_char (text, text + most + 1) = '\0';
  return text;
}

/* ---- From ---- */

/* Where @stop stands in @text outside of quoted strings and comments (RFC 5322 3.2), or its end. */
static const char *
find_outside (const char *text, char stop)
{
  gboolean quoted = FALSE;
  guint depth = 0;

  for (; *text != '\0'; text++)
    {
      if (*text == '\\' && text[1] != '\0' && (quoted || depth > 0))
        text++;
      else if (*text == '"' && depth == 0)
        quoted = !quoted;
      else if (!quoted && depth == 0 && *text == stop)
        break;
      else if (!quoted && *text == '(')
        depth++;
      else if (!quoted && *text == ')' && depth > 0)
        depth--;
    }
  return text;
}

/* Without the quotes around a quoted string and the backslashes in it. */
static char *
unquote (const char *start, const char *end)
{
  GString *text = g_string_new (NULL);

  for (; start < end; start++)
    {
      if (*start == '"')
        continue;
      if (*start == '\\' && start + 1 < end)
        start++;
      g_string_append_c (text, *start);
    }
  return g_strstrip (g_string_free (text, FALSE));
}

static char *
take_address (const char *start, const char *end)
{
  g_autofree char *raw = g_strndup (start, end - start);
  g_autofree char *clean = decant_headers_clean_text (g_strstrip (raw));

  return cut (g_utf8_strdown (clean, -1), MOST_ADDRESS);
}

static char *
take_name (const char *start, const char *end)
{
  g_autofree char *raw = unquote (start, end);

  return cut (decant_headers_decode_text (raw), MOST_NAME);
}

void
decant_census_split_from (const char *from, char **name, char **address)
{
  g_autofree char *first = NULL;
  const char *angle;
  const char *comment;

  if (from == NULL)
    from = "";
  first = g_strndup (from, find_outside (from, ',') - from);
  angle = find_outside (first, '<');
  comment = strchr (first, '(');
  if (*angle == '<')
    {
      *name = take_name (first, angle);
      *address = take_address (angle + 1, angle + strcspn (angle, ">"));
    }
  else if (comment != NULL) /* the old way: ada@example.org (Ada) */
    {
      *name = take_name (comment + 1, comment + strcspn (comment, ")"));
      *address = take_address (first, comment);
    }
  else
    {
      *name = g_strdup ("");
      *address = take_address (first, first + strlen (first));
    }
}

/* ---- rows ---- */

/* Messages are the same here where they are for a copy. */
static guint64
hash_identity (const DecantMessage *message)
{
  DecantTwinKey key;
  guint64 hash = 0;

  if (!decant_twin_key_init (&key, message))
    return 0;
  memcpy (&hash, key.bytes, sizeof hash);
  return MAX (hash, 1);
}

void
decant_census_row_init (DecantCensusRow *row, guint folder, const DecantMessage *message)
{
  const DecantHeaders *headers = message->headers;

  row->folder = folder;
  row->uid = message->uid;
  row->internal_date = message->internal_date;
  row->size = message->size;
  row->flags = message->flags;
  row->object_id = message->object_id;
  row->identity = hash_identity (message);
  decant_census_split_from (headers != NULL ? headers->from : NULL, &row->from_name,
                            &row->from_address);
  row->subject = cut (decant_headers_decode_text (headers != NULL ? headers->subject : NULL),
                      MOST_SUBJECT);
}

void
decant_census_row_clear (DecantCensusRow *row)
{
  g_free (row->from_name);
  g_free (row->from_address);
  g_free (row->subject);
}
