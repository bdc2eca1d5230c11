/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/headers.h"

#include <string.h>

#define VALUE_LIMIT (8 * 1024)

DecantHeaders *
decant_headers_copy (const DecantHeaders *self)
{
  DecantHeaders *copy = g_new0 (DecantHeaders, 1);

  copy->message_id = g_strdup (self->message_id);
  copy->date = g_strdup (self->date);
  copy->from = g_strdup (self->from);
  copy->subject = g_strdup (self->subject);
  return copy;
}

void
decant_headers_free (DecantHeaders *self)
{
  if (self == NULL)
    return;
  g_free (self->message_id);
  g_free (self->date);
  g_free (self->from);
  g_free (self->subject);
  g_free (self);
}

/* The place for the value of the field that @line begins with, or NULL if it is none of ours. */
static char **
find_place (DecantHeaders *self, const guint8 *line, gsize length, gsize *value_start)
{
  const struct
  {
    const char *name;
    char **place;
  } fields[] = {
    { "message-id", &self->message_id },
    { "date", &self->date },
    { "from", &self->from },
    { "subject", &self->subject },
  };
  const guint8 *colon = memchr (line, ':', length);
  gsize name_length;

  if (colon == NULL)
    return NULL;
  name_length = (gsize)(colon - line);
  while (name_length > 0 && (line[name_length - 1] == ' ' || line[name_length - 1] == '\t'))
    name_length--;
  *value_start = (gsize)(colon - line) + 1;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strlen (fields[i].name) == name_length &&
        g_ascii_strncasecmp (fields[i].name, (const char *)line, name_length) == 0)
      return fields[i].place;
  return NULL;
}

static void
add_to_value (GString *value, const guint8 *data, gsize length)
{
  length = MIN (length, VALUE_LIMIT - MIN (value->len, VALUE_LIMIT));
  for (gsize i = 0; i < length; i++)
    g_string_append_c (value, data[i] == '\0' ? ' ' : (char)data[i]);
}

static void
finish_value (GString **value, char **place)
{
  if (*value == NULL)
    return;
  if (*place == NULL)
    *place = g_strdup (g_strstrip ((*value)->str));
  g_string_free (*value, TRUE);
  *value = NULL;
}

DecantHeaders *
decant_headers_parse (const guint8 *data, gsize length)
{
  DecantHeaders *self = g_new0 (DecantHeaders, 1);
  GString *value = NULL;
  char **place = NULL;

  for (gsize at = 0; at < length;)
    {
      const guint8 *line = data + at;
      const guint8 *newline = memchr (line, '\n', length - at);
      gsize line_length = newline != NULL ? (gsize)(newline - line) : length - at;
      gsize value_start = 0;

      at += line_length + 1;
      if (line_length > 0 && line[line_length - 1] == '\r')
        line_length--;
      if (line_length == 0)
        break;
      if (line[0] == ' ' || line[0] == '\t')
        {
          if (value != NULL)
            add_to_value (value, line, line_length);
          continue;
        }
      if (value != NULL)
        finish_value (&value, place);
      place = find_place (self, line, line_length, &value_start);
      if (place != NULL)
        {
          value = g_string_new (NULL);
          add_to_value (value, line + value_start, line_length - value_start);
        }
    }
  if (value != NULL)
    finish_value (&value, place);
  return self;
}
