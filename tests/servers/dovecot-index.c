/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/dovecot.h"

#include <string.h>

/* Dovecot remembers of a message what clients have asked for; so this asks, as a client does. */

typedef struct
{
  GSocketConnection *connection;
  GDataInputStream *input;
  guint commands;
} Conversation;

static void
end_conversation (Conversation *self)
{
  g_clear_object (&self->input);
  g_clear_object (&self->connection);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Conversation, end_conversation)

static gboolean
begin_conversation (Conversation *self, guint16 port, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  self->connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, error);
  if (self->connection == NULL)
    return FALSE;
  self->input = g_data_input_stream_new (
    g_io_stream_get_input_stream (G_IO_STREAM (self->connection)));
  g_data_input_stream_set_newline_type (self->input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  return TRUE;
}

/* The untagged lines of the answer, or NULL unless that is OK. */
static GPtrArray *
ask (Conversation *self, const char *command, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *tag = g_strdup_printf ("index%u ", ++self->commands);
  g_autofree char *sent = g_strconcat (tag, command, "\r\n", NULL);
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));

  if (!g_output_stream_write_all (output, sent, strlen (sent), NULL, NULL, error))
    return NULL;
  for (;;)
    {
      char *line = g_data_input_stream_read_line (self->input, NULL, NULL, error);

      if (line == NULL)
        break;
      g_ptr_array_add (lines, line);
      if (!g_str_has_prefix (line, tag))
        continue;
      if (g_str_has_prefix (line + strlen (tag), "OK"))
        return g_steal_pointer (&lines);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, line);
      return NULL;
    }
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "Dovecot hung up");
  return NULL;
}

static gboolean
sign_in (Conversation *self, const char *user, GError **error)
{
  g_autofree char *escaped = g_strescape (DOVECOT_PASSWORD, NULL);
  g_autofree char *command = g_strdup_printf ("LOGIN %s \"%s\"", user, escaped);
  g_autoptr (GPtrArray) lines = ask (self, command, error);

  return lines != NULL;
}

static gboolean
list_all_messages (Conversation *self, const char *folder, GError **error)
{
  g_autofree char *examine = g_strdup_printf ("EXAMINE %s", folder);
  g_autoptr (GPtrArray) opened = ask (self, examine, error);

  if (opened == NULL)
    return FALSE;
  for (guint i = 0; i < opened->len; i++)
    if (g_str_equal (opened->pdata[i], "* 0 EXISTS"))
      return TRUE;
  /* The first time Dovecot learns what is wanted, the second time it remembers the answer. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray)
        listed = ask (self,
                      "FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE "
                      "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE FROM SUBJECT)])",
                      error);

      if (listed == NULL)
        return FALSE;
    }
  return TRUE;
}

gboolean
dovecot_index (Dovecot *self, const char *user, GError **error)
{
  g_auto (Conversation) conversation = { 0 };
  g_autoptr (GPtrArray) folders = NULL;

  if (!begin_conversation (&conversation, dovecot_get_port (self), error) ||
      !sign_in (&conversation, user, error))
    return FALSE;
  folders = ask (&conversation, "LIST \"\" *", error);
  if (folders == NULL)
    return FALSE;
  for (guint i = 0; i < folders->len; i++)
    {
      const char *line = folders->pdata[i];
      const char *name = g_str_has_prefix (line, "* LIST ") ? strstr (line, "\" ") : NULL;

      if (name == NULL || strstr (line, "\\NoSelect") != NULL)
        continue;
      if (!list_all_messages (&conversation, name + 2, error))
        return FALSE;
    }
  return TRUE;
}
