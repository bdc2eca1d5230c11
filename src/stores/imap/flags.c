/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/flags.h"

#include <string.h>

static const struct
{
  const char *word;
  DecantFlags flag;
} system_flags[] = {
  { "\\Seen", DECANT_FLAG_SEEN },       { "\\Answered", DECANT_FLAG_ANSWERED },
  { "\\Flagged", DECANT_FLAG_FLAGGED }, { "\\Deleted", DECANT_FLAG_DELETED },
  { "\\Draft", DECANT_FLAG_DRAFT },
};

/* Journals and reports hold keywords as text separated by blanks. */
static gboolean
can_be_kept (const char *keyword)
{
  if (*keyword == '\0' || !g_utf8_validate (keyword, -1, NULL))
    return FALSE;
  for (const char *c = keyword; *c != '\0'; c++)
    if ((guchar)*c <= ' ' || *c == 0x7f)
      return FALSE;
  return TRUE;
}

void
decant_flag_list_add (DecantFlagList *self, const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (system_flags); i++)
    if (g_ascii_strcasecmp (word, system_flags[i].word) == 0)
      {
        self->flags |= system_flags[i].flag;
        return;
      }
  if (strcmp (word, "\\*") == 0)
    self->any_keyword = TRUE;
  if (*word == '\\' || !can_be_kept (word))
    return;
  if (self->keywords == NULL)
    self->keywords = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->keywords, g_strdup (word));
}

void
decant_flag_list_add_all (DecantFlagList *self, const char *words)
{
  g_auto (GStrv) each = g_strsplit_set (words, " ()", -1);

  for (char **word = each; *word != NULL; word++)
    decant_flag_list_add (self, *word);
}

gboolean
decant_flag_list_read (DecantFlagList *self, DecantReader *reader, DecantToken token,
                       GError **error)
{
  if (token != DECANT_TOKEN_OPEN)
    return decant_reader_skip_value (reader, token, error);
  for (;;)
    {
      if (!decant_reader_next_token (reader, &token, error))
        return FALSE;
      if (token == DECANT_TOKEN_CLOSE || token == DECANT_TOKEN_END)
        return TRUE;
      if (token == DECANT_TOKEN_ATOM || token == DECANT_TOKEN_STRING)
        decant_flag_list_add (self, decant_reader_get_text (reader, NULL));
      else if (!decant_reader_skip_value (reader, token, error))
        return FALSE;
    }
}

static gint
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

char **
decant_flag_list_take_keywords (DecantFlagList *self)
{
  GPtrArray *keywords = g_steal_pointer (&self->keywords);

  if (keywords == NULL)
    return NULL;
  g_ptr_array_sort (keywords, compare_words);
  for (guint i = keywords->len - 1; i > 0; i--)
    if (strcmp (keywords->pdata[i], keywords->pdata[i - 1]) == 0)
      g_ptr_array_remove_index (keywords, i);
  g_ptr_array_add (keywords, NULL);
  return (char **)g_ptr_array_free (keywords, FALSE);
}

void
decant_flag_list_clear (DecantFlagList *self)
{
  g_clear_pointer (&self->keywords, g_ptr_array_unref);
}

void
decant_flag_list_write (GString *command, const DecantMessage *message,
                        const DecantFolderStatus *status)
{
  DecantFlags flags = message->flags;
  const char *blank = "";

  if (status != NULL)
    flags &= status->permanent_flags;
  g_string_append_c (command, '(');
  for (gsize i = 0; i < G_N_ELEMENTS (system_flags); i++)
    if ((flags & system_flags[i].flag) != 0)
      {
        g_string_append_printf (command, "%s%s", blank, system_flags[i].word);
        blank = " ";
      }
  for (char **word = message->keywords; status != NULL && word != NULL && *word != NULL; word++)
    if (decant_folder_status_keeps (status, *word))
      {
        g_string_append_printf (command, "%s%s", blank, *word);
        blank = " ";
      }
  g_string_append_c (command, ')');
}
