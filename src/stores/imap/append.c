/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/commands.h"
#include "stores/imap/compress.h"
#include "stores/imap/exchange.h"
#include "stores/imap/flags.h"
#include "stores/imap/internal-date.h"
#include "stores/imap/uid-set.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What may be under way without an answer: enough to hide the round trip, and little enough that
 * the answers always fit into the buffers between, whoever waits for whom, and that what is in
 * doubt after a loss is soon looked through. */
#define COMMANDS_AHEAD 50
#define MESSAGES_AHEAD 500
#define BYTES_AHEAD (8 * 1024 * 1024)

/* What goes with one command at most: a server holds it back until it has all. */
#define GROUP_MESSAGES 100
#define GROUP_BYTES (2 * 1024 * 1024)

/* A message beyond this goes only when invited, so that a refusal comes before the upload; unless
 * the server has taken others half as large. */
#define UNINVITED_LIMIT (1024 * 1024)
#define LITERAL_MINUS_LIMIT 4096 /* RFC 7888 5 */

/* An APPEND under way, with one message or several. */
typedef struct
{
  char tag[DECANT_TAG_LENGTH];
  DecantAppendBatch *batch;
  gsize first; /* of the messages of the batch */
  gsize n;
  guint64 bytes;
} Command;

typedef struct
{
  DecantImapSession *session;
  DecantExchange *exchange;
  DecantImapCapabilities capabilities;
  guint64 append_limit;
  const DecantFolder *folder;
  const DecantFolderStatus *status;
  const DecantAppendFuncs *funcs;
  gpointer user_data;
  GQueue commands;            /* Command, without an answer */
  DecantAppendBatch *sending; /* of which not all has been sent yet */
  gsize messages_ahead;
  guint64 bytes_ahead;
  gboolean invited; /* a continuation came */
  gboolean enough;  /* no further batch is to be sent */
  gboolean over_quota;
} Appending;

/* ---- the command ---- */

static guint64
get_size (const DecantAppend *append)
{
  return decant_content_get_size (append->content);
}

static gboolean
goes_uninvited (const Appending *self, guint64 size)
{
  guint64 proven = 2 * decant_imap_session_get_largest_stored (self->session);

  if ((self->capabilities & DECANT_IMAP_LITERAL_PLUS) != 0)
    return size <= (self->append_limit > 0 ? self->append_limit : MAX (UNINVITED_LIMIT, proven));
  return (self->capabilities & DECANT_IMAP_LITERAL_MINUS) != 0 && size <= LITERAL_MINUS_LIMIT;
}

/* " (\Seen) "17-Jul-1996 02:44:25 -0700" {310+}" */
static void
add_message (const Appending *self, GString *command, const DecantAppend *append,
             gboolean uninvited)
{
  const DecantMessage *message = append->message;
  g_autofree char *date = decant_internal_date_format (message->internal_date,
                                                       message->date_offset);

  g_string_append_c (command, ' ');
  decant_flag_list_write (command, message, self->status);
  if (date != NULL)
    g_string_append_printf (command, " %s", date);
  g_string_append_printf (command, " {%" G_GUINT64_FORMAT "%s}", get_size (append),
                          uninvited ? "+" : "");
}

/* "APPEND "Archive" (\Seen) "17-Jul-1996 02:44:25 -0700" {310+}"; *@uninvited says whether the
 * message follows at once. */
static GString *
append_command (const Appending *self, const DecantAppend *append, gboolean *uninvited)
{
  GString *command = g_string_new ("APPEND ");

  decant_exchange_add_name (self->exchange, command, self->folder->name);
  *uninvited = goes_uninvited (self, get_size (append)) && !decant_exchange_must_wait (command);
  add_message (self, command, append, *uninvited);
  return command;
}

/* How many messages from @first on go with one command, and their bytes: several only where none of
 * them has to be invited. */
static gsize
measure_group (const Appending *self, const DecantAppendBatch *batch, gsize first, guint64 *bytes)
{
  gboolean together = !batch->singly && (self->capabilities & DECANT_IMAP_MULTIAPPEND) != 0 &&
                      (self->capabilities & DECANT_IMAP_LITERAL_PLUS) != 0 &&
                      !decant_imap_session_is_wary (self->session);
  gsize n = 1;

  *bytes = get_size (&batch->appends[first]);
  while (together && n < GROUP_MESSAGES && first + n < batch->n)
    {
      guint64 size = get_size (&batch->appends[first + n]);

      if (*bytes + size > GROUP_BYTES || !goes_uninvited (self, size))
        break;
      *bytes += size;
      n++;
    }
  return goes_uninvited (self, get_size (&batch->appends[first])) ? n : 1;
}

/* ---- the answer ---- */

/* "APPENDUID 38505 3955:3957" (RFC 4315 3): the UIDs, or 0. A server that once told others than one
 * for each message is not believed later, when the number happens to be right. */
static void
take_uids (Appending *self, DecantAppend *appends, gsize n, const char *code)
{
  g_auto (GStrv) words = code != NULL ? g_strsplit (code, " ", 3) : NULL;
  g_autofree guint32 *uids = g_new (guint32, n);
  gboolean tells = words != NULL && g_strv_length (words) == 3 &&
                   g_ascii_strcasecmp (words[0], "APPENDUID") == 0;
  gboolean fits = tells && decant_uid_set_parse (g_strstrip (words[2]), uids, n);
  gboolean told;

  if (tells && !fits)
    decant_imap_session_note_misnumbering (self->session);
  told = fits && !decant_imap_session_misnumbers (self->session);
  for (gsize i = 0; i < n; i++)
    {
      appends[i].answered = TRUE;
      appends[i].uid = told ? uids[i] : 0;
    }
}

static void
take_refusal (Appending *self, DecantAppend *appends, gsize n, const DecantStatusAnswer *status)
{
  g_autoptr (GError) refusal = decant_exchange_refusal (self->exchange, status);

  self->enough = TRUE;
  self->over_quota |= decant_store_error_get_cause (refusal) == DECANT_CAUSE_OVER_QUOTA;
  for (gsize i = 0; n > 1 && i < n; i++)
    appends[i].refused_together = TRUE;
  if (n > 1)
    return;
  appends->answered = TRUE;
  appends->error = g_steal_pointer (&refusal);
}

/* Once all is settled; not before all is sent, whatever a server says. */
static void
hand_back (Appending *self, DecantAppendBatch *batch)
{
  if (batch != self->sending && batch->n_settled == batch->n &&
      !self->funcs->settled (batch, self->user_data))
    self->enough = TRUE;
}

/* Frees @command. */
static void
settle (Appending *self, Command *command, const DecantStatusAnswer *status)
{
  DecantAppendBatch *batch = command->batch;
  DecantAppend *appends = batch->appends + command->first;

  g_queue_remove (&self->commands, command);
  decant_imap_session_note_answer (self->session, status->answer);
  self->bytes_ahead -= command->bytes;
  self->messages_ahead -= command->n;
  if (status->answer == DECANT_IMAP_ANSWER_OK)
    take_uids (self, appends, command->n, status->code);
  else
    take_refusal (self, appends, command->n, status);
  if (status->answer == DECANT_IMAP_ANSWER_OK && command->n == 1)
    decant_imap_session_note_stored (self->session, command->bytes);
  batch->n_settled += command->n;
  g_free (command);
  hand_back (self, batch);
}

static Command *
find_command (Appending *self, const char *tag)
{
  for (GList *l = self->commands.head; l != NULL; l = l->next)
    {
      Command *command = l->data;

      if (strcmp (command->tag, tag) == 0)
        return command;
    }
  return NULL;
}

/* An untagged BAD or BYE that names the size is the last word on the message under way, if there is
 * only one: a server that will not take it sends no other (Dovecot, K-9 Mail's issue 5558). Any
 * other may have any reason, and the message may be stored all the same. */
static void
blame_only_one (Appending *self, const DecantStatusAnswer *status)
{
  g_autoptr (GError) refusal = decant_exchange_refusal (self->exchange, status);
  DecantStatusAnswer as_no = *status;

  as_no.answer = DECANT_IMAP_ANSWER_NO;
  if (self->messages_ahead == 1 && decant_store_error_get_cause (refusal) == DECANT_CAUSE_TOO_BIG)
    settle (self, self->commands.head->data, &as_no);
}

static gboolean
fail_out_of_step (Appending *self, const DecantStatusAnswer *status, GError **error)
{
  blame_only_one (self, status);
  decant_store_error_set (error, DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_GARBLED, status->text,
                          _ ("The server broke off while messages were sent to it."));
  return FALSE;
}

static gboolean
take_event (Appending *self, GError **error)
{
  g_auto (DecantEvent) event = { 0 };
  Command *command;

  if (!decant_exchange_next (self->exchange, &event, error))
    {
      if (decant_event_is_bye (&event))
        blame_only_one (self, &event.status);
      return FALSE;
    }
  if (event.kind == DECANT_EVENT_STATUS && event.status.answer == DECANT_IMAP_ANSWER_BAD)
    return fail_out_of_step (self, &event.status, error);
  if (event.kind == DECANT_EVENT_CONTINUATION)
    self->invited = TRUE;
  if (event.kind != DECANT_EVENT_TAGGED)
    return TRUE;
  command = find_command (self, event.tag);
  if (command != NULL)
    settle (self, command, &event.status);
  return TRUE;
}

/* ---- sending ---- */

/* Waits until there is room for more under way. After a command it calls bad a server is given one
 * at a time, until it likes one again. */
static gboolean
make_room (Appending *self, gsize messages, guint64 bytes, gboolean alone, GError **error)
{
  guint usual = decant_exchange_limit_ahead (self->exchange, COMMANDS_AHEAD);
  guint most = decant_imap_limit_ahead_of_compression (self->exchange, usual);

  for (;;)
    {
      guint ahead = decant_exchange_get_waiting (self->exchange);

      if (ahead == 0)
        return decant_imap_compress_where_slow (self->exchange, error);
      if (!alone && !decant_imap_session_is_wary (self->session) && ahead < most &&
          self->messages_ahead + messages <= MESSAGES_AHEAD &&
          self->bytes_ahead + bytes <= BYTES_AHEAD)
        return TRUE;
      if (!take_event (self, error))
        return FALSE;
    }
}

/* Until the server invites the message, or answers the command that was to bring it. */
static gboolean
wait_for_invitation (Appending *self, const char *tag, GError **error)
{
  while (!self->invited && find_command (self, tag) != NULL)
    if (!take_event (self, error))
      return FALSE;
  return TRUE;
}

/* Takes what the server says amid an upload: it may be its last word. */
static gboolean
hear_news (Appending *self, GError **error)
{
  gboolean news = FALSE;

  return decant_exchange_has_news (self->exchange, &news, error) &&
         (!news || take_event (self, error));
}

static gboolean
upload (Appending *self, DecantContent *content, GError **error)
{
  guint64 size = decant_content_get_size (content);
  guint64 offset = 0;

  while (offset < size)
    if ((offset > 0 && !hear_news (self, error)) ||
        !decant_exchange_write_piece (self->exchange, content, &offset, error))
      return FALSE;
  return TRUE;
}

/* The messages of a command, the first of which was announced with it. */
static gboolean
upload_all (Appending *self, const DecantAppend *appends, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GString) announcement = g_string_new (NULL);

      if (i > 0)
        {
          add_message (self, announcement, &appends[i], TRUE);
          g_string_append (announcement, "\r\n");
        }
      if (!decant_exchange_write (self->exchange, announcement->str, announcement->len, error) ||
          !upload (self, appends[i].content, error))
        return FALSE;
    }
  return decant_exchange_write (self->exchange, "\r\n", 2, error);
}

/* Nothing more is to be sent. */
static gboolean
is_over (const Appending *self)
{
  return self->over_quota || decant_imap_session_is_worn_out (self->session);
}

static Command *
begin_command (Appending *self, DecantAppendBatch *batch, gsize first, gsize n, guint64 bytes)
{
  Command *command = g_new0 (Command, 1);

  command->batch = batch;
  command->first = first;
  command->n = n;
  command->bytes = bytes;
  for (gsize i = first; i < first + n; i++)
    batch->appends[i].sent = TRUE;
  self->invited = FALSE;
  self->bytes_ahead += bytes;
  self->messages_ahead += n;
  g_queue_push_tail (&self->commands, command);
  return command;
}

/* Sends the messages of one command; *@n: how many that were. */
static gboolean
send_group (Appending *self, DecantAppendBatch *batch, gsize first, gsize *n, GError **error)
{
  const DecantAppend *appends = batch->appends + first;
  gboolean uninvited = FALSE;
  g_autoptr (GString) text = append_command (self, appends, &uninvited);
  char tag[DECANT_TAG_LENGTH];
  guint64 bytes;
  Command *command;

  *n = measure_group (self, batch, first, &bytes);
  if (!make_room (self, *n, bytes, decant_exchange_must_wait (text), error))
    return FALSE;
  if (is_over (self))
    return TRUE;
  command = begin_command (self, batch, first, *n, bytes);
  if (!decant_exchange_send (self->exchange, text, command->tag, error))
    return FALSE;
  g_strlcpy (tag, command->tag, sizeof tag);
  if (!uninvited && !wait_for_invitation (self, tag, error))
    return FALSE;
  if (!uninvited && !self->invited)
    return TRUE;
  return upload_all (self, appends, *n, error);
}

static void
reset (DecantAppendBatch *batch)
{
  batch->n_settled = 0;
  for (gsize i = 0; i < batch->n; i++)
    {
      batch->appends[i].sent = FALSE;
      batch->appends[i].answered = FALSE;
      batch->appends[i].refused_together = FALSE;
      batch->appends[i].uid = 0;
      batch->appends[i].error = NULL;
    }
}

static gboolean
send_batch (Appending *self, DecantAppendBatch *batch, GError **error)
{
  gboolean sent = TRUE;
  gsize n = 0;

  reset (batch);
  self->sending = batch;
  for (gsize i = 0; sent && i < batch->n && !is_over (self); i += n)
    sent = send_group (self, batch, i, &n, error);
  self->sending = NULL;
  if (!sent || !decant_exchange_flush (self->exchange, error))
    return FALSE;
  hand_back (self, batch);
  return TRUE;
}

/* Takes the next answer; with @soon only if it is there already. */
static gboolean
take_answer (Appending *self, gboolean soon, GError **error)
{
  return soon ? hear_news (self, error) : take_event (self, error);
}

static gboolean
send_all (Appending *self, GError **error)
{
  for (;;)
    {
      gboolean idle = decant_exchange_get_waiting (self->exchange) == 0;
      gboolean soon = FALSE;
      DecantAppendBatch *batch = NULL;

      if (!self->enough && !is_over (self))
        batch = self->funcs->next (idle, &soon, self->user_data);
      if (batch == NULL && idle)
        return TRUE;
      if (!(batch != NULL ? send_batch (self, batch, error) : take_answer (self, soon, error)))
        return FALSE;
    }
}

gboolean
decant_imap_append (DecantImapSession *session, const DecantFolder *folder,
                    const DecantFolderStatus *status, const DecantAppendFuncs *funcs,
                    gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DecantExchange)
    exchange = decant_exchange_new (session, DECANT_IMAP_ASKED_APPEND, folder->path, cancellable);
  Appending self = { .session = session,
                     .exchange = exchange,
                     .capabilities = decant_imap_session_get_capabilities (session),
                     .append_limit = decant_imap_session_get_append_limit (session),
                     .folder = folder,
                     .status = status,
                     .funcs = funcs,
                     .user_data = user_data,
                     .commands = G_QUEUE_INIT };
  gboolean sent = send_all (&self, error);

  g_queue_clear_full (&self.commands, g_free);
  return sent;
}
