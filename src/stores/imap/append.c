/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/commands.h"
#include "stores/imap/exchange.h"
#include "stores/imap/flags.h"
#include "stores/imap/internal-date.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What may be under way without an answer: enough to hide the round trip, and little enough that
 * the answers always fit into the buffers between, whoever waits for whom. */
#define MESSAGES_AHEAD 50
#define BYTES_AHEAD (1024 * 1024)

/* A message beyond this goes only when invited, so that a refusal comes before the upload. */
#define UNINVITED_LIMIT (1024 * 1024)
#define LITERAL_MINUS_LIMIT 4096 /* RFC 7888 5 */

typedef struct
{
  DecantImapSession *session;
  DecantExchange *exchange;
  DecantImapCapabilities capabilities;
  guint64 append_limit;
  const DecantFolder *folder;
  const DecantFolderStatus *status;
  DecantAppend *appends;
  char (*tags)[DECANT_TAG_LENGTH];
  gsize n_sent;
  gsize n_settled; /* of the first ones, that all have their answer */
  guint64 bytes_ahead;
  gboolean invited; /* a continuation came */
  GError *over_quota;
} Appending;

static gboolean
goes_uninvited (const Appending *self, guint64 size)
{
  if ((self->capabilities & DECANT_IMAP_LITERAL_PLUS) != 0)
    return self->append_limit > 0 ? size <= self->append_limit : size <= UNINVITED_LIMIT;
  return (self->capabilities & DECANT_IMAP_LITERAL_MINUS) != 0 && size <= LITERAL_MINUS_LIMIT;
}

/* "APPEND "Archive" (\Seen) "17-Jul-1996 02:44:25 -0700" {310+}"; *@uninvited says whether the
 * message follows at once. */
static GString *
append_command (const Appending *self, const DecantAppend *append, gboolean *uninvited)
{
  const DecantMessage *message = append->message;
  guint64 size = decant_content_get_size (append->content);
  g_autofree char *date = decant_internal_date_format (message->internal_date,
                                                       message->date_offset);
  GString *command = g_string_new ("APPEND ");

  decant_exchange_add_name (self->exchange, command, self->folder->name);
  g_string_append_c (command, ' ');
  decant_flag_list_write (command, message, self->status);
  if (date != NULL)
    g_string_append_printf (command, " %s", date);
  *uninvited = goes_uninvited (self, size) && !decant_exchange_must_wait (command);
  g_string_append_printf (command, " {%" G_GUINT64_FORMAT "%s}", size, *uninvited ? "+" : "");
  return command;
}

/* "APPENDUID 38505 3955" (RFC 4315 3): the UID, or 0. */
static guint32
appended_uid (const char *code)
{
  g_auto (GStrv) words = code != NULL ? g_strsplit (code, " ", 3) : NULL;
  guint64 uid = 0;

  if (words != NULL && g_strv_length (words) == 3 &&
      g_ascii_strcasecmp (words[0], "APPENDUID") == 0)
    decant_reader_parse_number (g_strstrip (words[2]), G_MAXUINT32, &uid);
  return (guint32)uid;
}

static void
settle (Appending *self, DecantAppend *append, const DecantStatusAnswer *status)
{
  append->answered = TRUE;
  decant_imap_session_note_answer (self->session, status->answer);
  self->bytes_ahead -= decant_content_get_size (append->content);
  if (status->answer == DECANT_IMAP_ANSWER_OK)
    {
      append->uid = appended_uid (status->code);
      return;
    }
  append->error = decant_exchange_refusal (self->exchange, status);
  if (self->over_quota == NULL &&
      decant_store_error_get_cause (append->error) == DECANT_CAUSE_OVER_QUOTA)
    self->over_quota = g_error_copy (append->error);
}

static DecantAppend *
find_append (Appending *self, const char *tag)
{
  while (self->n_settled < self->n_sent && self->appends[self->n_settled].answered)
    self->n_settled++;
  for (gsize i = self->n_settled; i < self->n_sent; i++)
    if (strcmp (self->tags[i], tag) == 0)
      return &self->appends[i];
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
  DecantAppend *under_way = NULL;
  guint n_under_way = 0;

  for (gsize i = self->n_settled; i < self->n_sent; i++)
    if (!self->appends[i].answered)
      {
        under_way = &self->appends[i];
        n_under_way++;
      }
  as_no.answer = DECANT_IMAP_ANSWER_NO;
  if (n_under_way == 1 && decant_store_error_get_cause (refusal) == DECANT_CAUSE_TOO_BIG)
    settle (self, under_way, &as_no);
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
  DecantAppend *append;

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
  append = find_append (self, event.tag);
  if (append != NULL)
    settle (self, append, &event.status);
  return TRUE;
}

/* Waits until there is room for @size more bytes under way. After a command it calls bad a server
 * is given one at a time, until it likes one again. */
static gboolean
make_room (Appending *self, guint64 size, gboolean alone, GError **error)
{
  guint most = decant_exchange_limit_ahead (self->exchange, MESSAGES_AHEAD);

  for (;;)
    {
      guint ahead = decant_exchange_get_waiting (self->exchange);

      if (ahead == 0 || (!alone && !decant_imap_session_is_wary (self->session) && ahead < most &&
                         self->bytes_ahead + size <= BYTES_AHEAD))
        return TRUE;
      if (!take_event (self, error))
        return FALSE;
    }
}

static gboolean
wait_for_invitation (Appending *self, const DecantAppend *append, GError **error)
{
  while (!self->invited && !append->answered)
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
  return decant_exchange_write (self->exchange, "\r\n", 2, error);
}

/* Nothing more is to be sent. */
static gboolean
is_over (const Appending *self)
{
  return self->over_quota != NULL || decant_imap_session_is_worn_out (self->session);
}

static gboolean
send_one (Appending *self, gsize index, GError **error)
{
  DecantAppend *append = &self->appends[index];
  guint64 size = decant_content_get_size (append->content);
  gboolean uninvited = FALSE;
  g_autoptr (GString) command = append_command (self, append, &uninvited);

  if (!make_room (self, size, decant_exchange_must_wait (command), error))
    return FALSE;
  if (is_over (self))
    return TRUE;
  append->sent = TRUE;
  self->invited = FALSE;
  self->bytes_ahead += size;
  self->n_sent = index + 1;
  if (!decant_exchange_send (self->exchange, command, self->tags[index], error))
    return FALSE;
  if (!uninvited && !wait_for_invitation (self, append, error))
    return FALSE;
  return append->answered || upload (self, append->content, error);
}

static gboolean
send_all (Appending *self, gsize n_appends, GError **error)
{
  for (gsize i = 0; i < n_appends && !is_over (self); i++)
    if (!send_one (self, i, error))
      return FALSE;
  while (decant_exchange_get_waiting (self->exchange) > 0)
    if (!take_event (self, error))
      return FALSE;
  return TRUE;
}

gboolean
decant_imap_append_messages (DecantImapSession *session, const DecantFolder *folder,
                             const DecantFolderStatus *status, DecantAppend *appends,
                             gsize n_appends, GCancellable *cancellable, GError **error)
{
  g_autoptr (DecantExchange)
    exchange = decant_exchange_new (session, DECANT_IMAP_ASKED_APPEND, folder->path, cancellable);
  g_autofree char (*tags)[DECANT_TAG_LENGTH] = g_malloc0_n (n_appends + 1, sizeof *tags);
  Appending self = { .session = session,
                     .exchange = exchange,
                     .capabilities = decant_imap_session_get_capabilities (session),
                     .append_limit = decant_imap_session_get_append_limit (session),
                     .folder = folder,
                     .status = status,
                     .appends = appends,
                     .tags = tags };
  gboolean sent;

  for (gsize i = 0; i < n_appends; i++)
    {
      appends[i].sent = FALSE;
      appends[i].answered = FALSE;
      appends[i].uid = 0;
      appends[i].error = NULL;
    }
  sent = send_all (&self, n_appends, error);
  for (gsize i = self.n_sent; sent && self.over_quota != NULL && i < n_appends; i++)
    {
      appends[i].answered = TRUE;
      appends[i].error = g_error_copy (self.over_quota);
    }
  g_clear_error (&self.over_quota);
  return sent;
}
