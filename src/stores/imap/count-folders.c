/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/count-folders.h"

#include "stores/clock.h"

#include <string.h>

#define COMMANDS_AHEAD 10 /* Outlook.com loses its way with fifty */

typedef struct
{
  char tag[DECANT_TAG_LENGTH];
  DecantFolder *folder;
} Question;

void
decant_imap_add_count_items (GString *command, DecantImapCapabilities capabilities)
{
  g_string_append (command, "(MESSAGES UIDNEXT UIDVALIDITY");
  if ((capabilities & DECANT_IMAP_STATUS_SIZE) != 0)
    g_string_append (command, " SIZE");
  if ((capabilities & DECANT_IMAP_CONDSTORE) != 0)
    g_string_append (command, " HIGHESTMODSEQ");
  g_string_append_c (command, ')');
}

void
decant_imap_set_count (DecantFolder *folder, const DecantStatusResponse *count)
{
  folder->counted = count->counted;
  folder->messages = count->messages;
  folder->uid_next = count->uid_next;
  folder->uid_validity = count->uid_validity;
  folder->highest_modseq = count->highest_modseq;
  folder->size = count->size;
}

static gboolean
ask (DecantExchange *exchange, DecantFolder *folder, GQueue *questions, GString *command,
     GError **error)
{
  Question *question = g_new0 (Question, 1);

  question->folder = folder;
  folder->counted_at = decant_clock_now ();
  g_queue_push_tail (questions, question);
  return decant_exchange_send (exchange, command, question->tag, error);
}

static gboolean
read_answer (DecantExchange *exchange, GQueue *questions, GError **error)
{
  g_auto (DecantStatusResponse) count = { 0 };
  Question *question = g_queue_peek_head (questions);

  if (!decant_status_response_read (&count, decant_exchange_get_reader (exchange), error))
    return FALSE;
  if (question == NULL || !count.counted)
    return TRUE;
  /* some write the name in another way than it was asked for: then it is the oldest question's */
  for (GList *l = questions->head; l != NULL && count.name != NULL; l = l->next)
    {
      Question *other = l->data;

      if (strcmp (other->folder->name, count.name) == 0)
        question = other;
    }
  decant_imap_set_count (question->folder, &count);
  return TRUE;
}

/* What slows down the whole account ends the counting; any other refusal is the folder's. */
static gboolean
settle (DecantExchange *exchange, GQueue *questions, const DecantEvent *event, GError **error)
{
  const DecantStatusAnswer *status = &event->status;
  g_autoptr (GError) refusal = NULL;
  g_autofree Question *question = NULL;

  for (GList *l = questions->head; l != NULL && question == NULL; l = l->next)
    if (strcmp (((Question *)l->data)->tag, event->tag) == 0)
      {
        question = l->data;
        g_queue_delete_link (questions, l);
        break;
      }
  if (question == NULL || status->answer == DECANT_IMAP_ANSWER_OK)
    return TRUE;
  refusal = decant_exchange_refusal (exchange, status);
  if (g_error_matches (refusal, DECANT_STORE_ERROR, DECANT_STORE_ERROR_SLOW_DOWN))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  g_free (question->folder->problem);
  question->folder->problem = g_strdup (*status->text != '\0' ? status->text : refusal->message);
  return TRUE;
}

static gboolean
wait_for_answer (DecantExchange *exchange, GQueue *questions, GError **error)
{
  g_auto (DecantEvent) event = { 0 };

  if (!decant_exchange_next (exchange, &event, error))
    return FALSE;
  if (event.kind == DECANT_EVENT_DATA && strcmp (event.word, "STATUS") == 0)
    return read_answer (exchange, questions, error);
  return event.kind != DECANT_EVENT_TAGGED || settle (exchange, questions, &event, error);
}

static gboolean
wait_until (DecantExchange *exchange, GQueue *questions, guint ahead, GError **error)
{
  while (decant_exchange_get_waiting (exchange) > ahead)
    if (!wait_for_answer (exchange, questions, error))
      return FALSE;
  return TRUE;
}

static gboolean
count_all (DecantExchange *exchange, GPtrArray *folders, GQueue *questions, GError **error)
{
  for (guint i = 0; i < folders->len; i++)
    {
      DecantFolder *folder = folders->pdata[i];
      g_autoptr (GString) command = g_string_new ("STATUS ");
      guint ahead;

      if (!folder->selectable || folder->counted)
        continue;
      decant_exchange_add_name (exchange, command, folder->name);
      g_string_append_c (command, ' ');
      decant_imap_add_count_items (command, decant_exchange_get_capabilities (exchange));
      ahead = decant_exchange_must_wait (command) ? 0 : COMMANDS_AHEAD - 1;
      if (!wait_until (exchange, questions, ahead, error) ||
          !ask (exchange, folder, questions, command, error))
        return FALSE;
    }
  return wait_until (exchange, questions, 0, error);
}

gboolean
decant_imap_count_folders (DecantExchange *exchange, GPtrArray *folders, GError **error)
{
  GQueue questions = G_QUEUE_INIT;
  gboolean counted = count_all (exchange, folders, &questions, error);

  g_queue_clear_full (&questions, g_free);
  return counted;
}
