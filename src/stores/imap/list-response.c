/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/list-response.h"

#include <string.h>

static const struct
{
  const char *attribute;
  DecantSpecialUse use;
} special_uses[] = {
  { "\\All", DECANT_SPECIAL_USE_ALL },
  { "\\AllMail", DECANT_SPECIAL_USE_ALL },
  { "\\Archive", DECANT_SPECIAL_USE_ARCHIVE },
  { "\\Drafts", DECANT_SPECIAL_USE_DRAFTS },
  { "\\Flagged", DECANT_SPECIAL_USE_FLAGGED },
  { "\\Starred", DECANT_SPECIAL_USE_FLAGGED },
  { "\\Important", DECANT_SPECIAL_USE_IMPORTANT },
  { "\\Inbox", DECANT_SPECIAL_USE_INBOX },
  { "\\Junk", DECANT_SPECIAL_USE_JUNK },
  { "\\Spam", DECANT_SPECIAL_USE_JUNK },
  { "\\Sent", DECANT_SPECIAL_USE_SENT },
  { "\\Trash", DECANT_SPECIAL_USE_TRASH },
};

/* A mailbox name: no part of the protocol may stand in its place, nor a NUL in it. */
static gboolean
read_name (DecantReader *reader, DecantToken token, char **name, GError **error)
{
  const char *text;
  gsize length;

  if (token == DECANT_TOKEN_LITERAL)
    {
      if (decant_reader_get_literal_size (reader) > DECANT_READER_LINE_LIMIT)
        return TRUE;
      if (!decant_reader_take_string (reader, error))
        return FALSE;
    }
  else if (token != DECANT_TOKEN_ATOM && token != DECANT_TOKEN_STRING && token != DECANT_TOKEN_NIL)
    {
      return TRUE;
    }
  text = decant_reader_get_text (reader, &length);
  if (length > 0 && strlen (text) == length)
    *name = g_strndup (text, length);
  return TRUE;
}

static void
add_attribute (DecantListResponse *self, const char *attribute)
{
  if (g_ascii_strcasecmp (attribute, "\\Noselect") == 0 ||
      g_ascii_strcasecmp (attribute, "\\NonExistent") == 0)
    self->selectable = FALSE;
  else if (g_ascii_strcasecmp (attribute, "\\Subscribed") == 0)
    self->subscribed = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (special_uses); i++)
    if (g_ascii_strcasecmp (attribute, special_uses[i].attribute) == 0)
      self->special_use = special_uses[i].use;
}

static gboolean
read_attributes (DecantListResponse *self, DecantReader *reader, DecantToken *token, GError **error)
{
  for (;;)
    {
      if (!decant_reader_next_token (reader, token, error))
        return FALSE;
      if (*token == DECANT_TOKEN_CLOSE || *token == DECANT_TOKEN_END)
        return TRUE;
      if (*token == DECANT_TOKEN_ATOM)
        add_attribute (self, decant_reader_get_text (reader, NULL));
      else if (!decant_reader_skip_value (reader, *token, error))
        return FALSE;
    }
}

gboolean
decant_list_response_read (DecantListResponse *self, DecantReader *reader, GError **error)
{
  DecantToken token;

  self->selectable = TRUE;
  if (!decant_reader_next_token (reader, &token, error))
    return FALSE;
  if (token != DECANT_TOKEN_OPEN)
    return TRUE;
  if (!read_attributes (self, reader, &token, error) || token == DECANT_TOKEN_END)
    return token == DECANT_TOKEN_END;
  if (!decant_reader_next_token (reader, &token, error))
    return FALSE;
  if (token == DECANT_TOKEN_STRING || token == DECANT_TOKEN_ATOM)
    {
      const char *text = decant_reader_get_text (reader, NULL);

      self->separator = g_ascii_isgraph (text[0]) ? text[0] : '\0';
    }
  else if (token != DECANT_TOKEN_NIL)
    {
      return TRUE;
    }
  return decant_reader_next_token (reader, &token, error) &&
         read_name (reader, token, &self->name, error);
}

void
decant_list_response_clear (DecantListResponse *self)
{
  g_clear_pointer (&self->name, g_free);
}

static void
set_number (const char *text, guint32 *figure)
{
  guint64 value;

  if (decant_reader_parse_number (text, G_MAXUINT32, &value))
    *figure = (guint32)value;
}

static void
set_figure (DecantStatusResponse *self, const char *item, const char *text)
{
  guint64 messages;

  if (g_ascii_strcasecmp (item, "MESSAGES") == 0)
    {
      self->counted = decant_reader_parse_number (text, G_MAXUINT32, &messages);
      set_number (text, &self->messages);
    }
  else if (g_ascii_strcasecmp (item, "UIDNEXT") == 0)
    set_number (text, &self->uid_next);
  else if (g_ascii_strcasecmp (item, "UIDVALIDITY") == 0)
    set_number (text, &self->uid_validity);
  else if (g_ascii_strcasecmp (item, "HIGHESTMODSEQ") == 0)
    decant_reader_parse_number (text, G_MAXINT64, &self->highest_modseq);
  else if (g_ascii_strcasecmp (item, "SIZE") == 0)
    decant_reader_parse_number (text, G_MAXINT64, &self->size);
}

static gboolean
read_figures (DecantStatusResponse *self, DecantReader *reader, GError **error)
{
  g_autofree char *item = NULL;
  DecantToken token;

  for (;;)
    {
      if (!decant_reader_next_token (reader, &token, error))
        return FALSE;
      if (token == DECANT_TOKEN_CLOSE || token == DECANT_TOKEN_END)
        return TRUE;
      if (token != DECANT_TOKEN_ATOM)
        {
          if (!decant_reader_skip_value (reader, token, error))
            return FALSE;
        }
      else if (item != NULL)
        {
          set_figure (self, item, decant_reader_get_text (reader, NULL));
        }
      if (item != NULL)
        g_clear_pointer (&item, g_free);
      else
        item = g_strdup (decant_reader_get_text (reader, NULL));
    }
}

gboolean
decant_status_response_read (DecantStatusResponse *self, DecantReader *reader, GError **error)
{
  DecantToken token;

  self->size = DECANT_SIZE_UNKNOWN;
  if (!decant_reader_next_token (reader, &token, error) ||
      !read_name (reader, token, &self->name, error) ||
      !decant_reader_next_token (reader, &token, error))
    return FALSE;
  /* from some servers a name with blanks comes without quotes */
  while (token != DECANT_TOKEN_OPEN && token != DECANT_TOKEN_END)
    {
      g_clear_pointer (&self->name, g_free);
      if (!decant_reader_next_token (reader, &token, error))
        return FALSE;
    }
  return token == DECANT_TOKEN_END || read_figures (self, reader, error);
}

void
decant_status_response_clear (DecantStatusResponse *self)
{
  g_clear_pointer (&self->name, g_free);
}
