/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/commands.h"
#include "stores/imap/exchange.h"

#include <string.h>

#define COMMANDS_AHEAD 20

/* One folder under way. */
typedef struct
{
  char tag[DECANT_TAG_LENGTH];
  guint index;
  gboolean made; /* and now subscribed to */
  DecantFolder *folder;
} Birth;

typedef struct
{
  DecantImapSession *session;
  DecantExchange *exchange;
  DecantFolder **folders;
  GQueue underway; /* Birth */
} Creation;

DecantFolder *
decant_imap_folder_for_name (DecantImapSession *session, const char *name)
{
  char separator = decant_imap_session_get_separator (session);
  g_autofree char *path = decant_imap_path_for_name (name, decant_imap_session_get_prefix (session),
                                                     separator);
  DecantFolder *folder = decant_folder_new (path, name, separator);

  if (strcmp (path, "INBOX") == 0)
    folder->special_use = DECANT_SPECIAL_USE_INBOX;
  return folder;
}

static void
free_birth (gpointer data)
{
  Birth *birth = data;

  decant_folder_unref (birth->folder);
  g_free (birth);
}

static gboolean
send (Creation *self, Birth *birth, const char *word, GError **error)
{
  g_autoptr (GString) command = g_string_new (word);

  g_queue_push_tail (&self->underway, birth);
  decant_exchange_add_name (self->exchange, command, birth->folder->name);
  return decant_exchange_send (self->exchange, command, birth->tag, error);
}

static gboolean
goes_with_others (Creation *self, const char *name)
{
  g_autoptr (GString) command = g_string_new (NULL);

  decant_exchange_add_name (self->exchange, command, name);
  return strpbrk (name, "\r\n") == NULL && !decant_exchange_must_wait (command);
}

static gboolean
send_create (Creation *self, const char *path, guint index, GError **error)
{
  g_autofree char *name = decant_imap_name_for_path (self->session, path, NULL);
  Birth *birth;

  if (name == NULL || !goes_with_others (self, name))
    return TRUE;
  birth = g_new0 (Birth, 1);
  birth->index = index;
  birth->folder = decant_imap_folder_for_name (self->session, name);
  return send (self, birth, "CREATE ", error);
}

static Birth *
take_birth (Creation *self, const char *tag)
{
  for (GList *l = self->underway.head; l != NULL; l = l->next)
    {
      Birth *birth = l->data;

      if (strcmp (birth->tag, tag) != 0)
        continue;
      g_queue_delete_link (&self->underway, l);
      return birth;
    }
  return NULL;
}

/* Why one was refused is for who asks again to find out. */
static gboolean
bear_refusal (Creation *self, const DecantStatusAnswer *answer, GError **error)
{
  g_autoptr (GError) refusal = decant_exchange_refusal (self->exchange, answer);

  if (!decant_store_error_ends_connection (refusal))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
settle (Creation *self, const DecantEvent *event, GError **error)
{
  Birth *birth = take_birth (self, event->tag);
  gboolean refused = event->status.answer != DECANT_IMAP_ANSWER_OK;

  if (birth == NULL)
    return TRUE;
  if (!birth->made && !refused)
    {
      birth->made = TRUE;
      return send (self, birth, "SUBSCRIBE ", error);
    }
  /* nobody is harmed by a folder without a subscription */
  if (birth->made)
    self->folders[birth->index] = decant_folder_ref (birth->folder);
  free_birth (birth);
  return !refused || bear_refusal (self, &event->status, error);
}

static gboolean
take_event (Creation *self, GError **error)
{
  g_auto (DecantEvent) event = { 0 };

  return decant_exchange_next (self->exchange, &event, error) &&
         (event.kind != DECANT_EVENT_TAGGED || settle (self, &event, error));
}

gboolean
decant_imap_create_folders (DecantImapSession *session, const char *const *paths, guint n_paths,
                            DecantFolder **folders, GCancellable *cancellable, GError **error)
{
  g_autoptr (DecantExchange)
    exchange = decant_exchange_new (session, DECANT_IMAP_ASKED_CREATE, NULL, cancellable);
  Creation self = { session, exchange, folders, G_QUEUE_INIT };
  guint next = 0;
  gboolean well = TRUE;

  if (decant_exchange_limit_ahead (exchange, COMMANDS_AHEAD) == 1)
    return TRUE;
  while (well && (next < n_paths || self.underway.length > 0))
    {
      if (next < n_paths && self.underway.length < COMMANDS_AHEAD)
        {
          well = send_create (&self, paths[next], next, error);
          next++;
        }
      else
        well = take_event (&self, error);
    }
  g_queue_clear_full (&self.underway, free_birth);
  return well;
}
