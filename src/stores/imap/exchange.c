/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/exchange.h"

#include "stores/imap/compress.h"
#include "stores/imap/literal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PIECE_LENGTH (128 * 1024)
#define DIRECT_LENGTH (64 * 1024) /* from here on bytes are not collected first */
#define DIRECT_PIECE (512 * 1024)
#define LITERAL_MINUS_LIMIT 4096 /* RFC 7888 5 */

#define MOST_CHATTER 10000 /* lines in a row */

struct _DecantExchange
{
  DecantImapSession *session;
  DecantTransport *transport;
  GCancellable *cancellable; /* borrowed */
  DecantReader *reader;
  DecantImapAsked asked;
  char *what;
  GByteArray *unsent;
  GPtrArray *waiting;   /* tags of the commands that are not answered */
  DecantEvent *refused; /* the answer that came instead of a continuation */
  guint chatter;        /* lines in a row that no command asked for */
};

static gssize
read_transport (gpointer transport, void *buffer, gsize length, GError **error)
{
  return decant_transport_read (transport, buffer, length, error);
}

DecantExchange *
decant_exchange_new (DecantImapSession *session, DecantImapAsked asked, const char *what,
                     GCancellable *cancellable)
{
  DecantExchange *self = g_new0 (DecantExchange, 1);

  self->session = session;
  self->cancellable = cancellable;
  self->transport = decant_imap_session_borrow_transport (session, cancellable);
  self->reader = decant_reader_new (read_transport, self->transport);
  self->asked = asked;
  self->what = g_strdup (what);
  self->unsent = g_byte_array_new ();
  self->waiting = g_ptr_array_new_with_free_func (g_free);
  return self;
}

static void
free_event (DecantEvent *event)
{
  decant_event_clear (event);
  g_free (event);
}

void
decant_exchange_free (DecantExchange *self)
{
  const guint8 *rest;
  gsize length;

  if (self == NULL)
    return;
  rest = decant_reader_steal_rest (self->reader, &length);
  decant_transport_unread (self->transport, rest, length);
  decant_reader_free (self->reader);
  g_clear_pointer (&self->refused, free_event);
  g_byte_array_unref (self->unsent);
  g_ptr_array_unref (self->waiting);
  g_free (self->what);
  g_free (self);
}

DecantImapSession *
decant_exchange_get_session (DecantExchange *self)
{
  return self->session;
}

DecantReader *
decant_exchange_get_reader (DecantExchange *self)
{
  return self->reader;
}

DecantImapCapabilities
decant_exchange_get_capabilities (DecantExchange *self)
{
  return decant_imap_session_get_capabilities (self->session);
}

guint
decant_exchange_limit_ahead (DecantExchange *self, guint usual)
{
  return decant_imap_session_limit_ahead (self->session, usual);
}

gboolean
decant_exchange_is_throttled (DecantExchange *self)
{
  return decant_imap_session_get_pace (self->session)->pause > 0;
}

guint
decant_exchange_get_waiting (DecantExchange *self)
{
  return self->waiting->len;
}

static gboolean
can_be_quoted (const char *name)
{
  for (const char *c = name; *c != '\0'; c++)
    if ((guchar)*c >= 0x7f || (guchar)*c < ' ')
      return FALSE;
  return TRUE;
}

void
decant_exchange_add_name (DecantExchange *self, GString *command, const char *name)
{
  DecantImapCapabilities capabilities = decant_exchange_get_capabilities (self);
  gsize length = strlen (name);
  gboolean plus = (capabilities & DECANT_IMAP_LITERAL_PLUS) != 0 ||
                  ((capabilities & DECANT_IMAP_LITERAL_MINUS) != 0 &&
                   length <= LITERAL_MINUS_LIMIT);

  if (!can_be_quoted (name))
    {
      g_string_append_printf (command, "{%" G_GSIZE_FORMAT "%s}\r\n%s", length, plus ? "+" : "",
                              name);
      return;
    }
  g_string_append_c (command, '"');
  for (const char *c = name; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_c (command, '\\');
      g_string_append_c (command, *c);
    }
  g_string_append_c (command, '"');
}

gboolean
decant_exchange_flush (DecantExchange *self, GError **error)
{
  gboolean written;

  if (self->unsent->len == 0)
    return TRUE;
  written = decant_transport_write (self->transport, self->unsent->data, self->unsent->len, error);
  g_byte_array_set_size (self->unsent, 0);
  return written;
}

gboolean
decant_exchange_write (DecantExchange *self, const void *data, gsize length, GError **error)
{
  g_byte_array_append (self->unsent, data, (guint)length);
  return self->unsent->len < PIECE_LENGTH || decant_exchange_flush (self, error);
}

/* What is large and in memory goes from where it is. */
static gboolean
write_direct (DecantExchange *self, const guint8 *bytes, gsize length, guint64 *offset,
              GError **error)
{
  *offset += length;
  return decant_exchange_flush (self, error) &&
         decant_transport_write (self->transport, bytes, length, error);
}

gboolean
decant_exchange_write_piece (DecantExchange *self, DecantContent *content, guint64 *offset,
                             GError **error)
{
  const guint8 *bytes = decant_content_get_bytes (content);
  guint64 left = decant_content_get_size (content) - *offset;
  guint start = self->unsent->len;
  gssize count;

  if (bytes != NULL && left >= DIRECT_LENGTH)
    return write_direct (self, bytes + *offset, (gsize)MIN (left, DIRECT_PIECE), offset, error);
  g_byte_array_set_size (self->unsent, start + PIECE_LENGTH);
  count = decant_content_read (content, *offset, self->unsent->data + start, PIECE_LENGTH, error);
  g_byte_array_set_size (self->unsent, start + (guint)MAX (count, 0));
  if (count < 0)
    return FALSE;
  *offset += (guint64)count;
  return self->unsent->len < PIECE_LENGTH || decant_exchange_flush (self, error);
}

gboolean
decant_exchange_has_news (DecantExchange *self, gboolean *news, GError **error)
{
  if (!decant_reader_end_response (self->reader, error))
    return FALSE;
  *news = decant_reader_has_input (self->reader) || decant_transport_has_input (self->transport);
  return TRUE;
}

/* Where the bytes of the next literal in @command begin, from @start on; *@waits says whether the
 * server has to invite them. NULL where there is none. */
static const char *
find_literal (const GString *command, const char *start, guint64 *size, gboolean *waits)
{
  const char *end = strstr (start, "\r\n");

  if (end == NULL || !decant_line_announces_literal (start, end - start, size))
    return NULL;
  *waits = end[-2] != '+';
  return end + 2;
}

gboolean
decant_exchange_must_wait (const GString *command)
{
  const char *position = command->str;
  gboolean waits = FALSE;
  guint64 size;

  while (!waits && position != NULL)
    {
      position = find_literal (command, position, &size, &waits);
      if (position != NULL)
        position += size;
    }
  return waits;
}

/* Waits until the server invites a literal of the command sent last; *@invited is FALSE where it
 * refuses, which then is the next event. */
static gboolean
wait_for_invitation (DecantExchange *self, gboolean *invited, GError **error)
{
  DecantEvent *event = g_new0 (DecantEvent, 1);

  *invited = FALSE;
  for (;;)
    {
      if (!decant_exchange_next (self, event, error))
        {
          free_event (event);
          return FALSE;
        }
      *invited = event->kind == DECANT_EVENT_CONTINUATION;
      if (*invited)
        {
          free_event (event);
          return TRUE;
        }
      if (event->kind == DECANT_EVENT_TAGGED ||
          (event->kind == DECANT_EVENT_STATUS && event->status.answer == DECANT_IMAP_ANSWER_BAD))
        {
          self->refused = event;
          return TRUE;
        }
    }
}

gboolean
decant_exchange_send (DecantExchange *self, const GString *command, char tag[DECANT_TAG_LENGTH],
                      GError **error)
{
  const char *start = command->str;
  const char *position = start;
  gboolean waits = FALSE;
  guint64 size = 0;

  if (!decant_pace_keep (decant_imap_session_get_pace (self->session), self->cancellable, error))
    return FALSE;
  decant_imap_session_next_tag (self->session, tag);
  g_ptr_array_add (self->waiting, g_strdup (tag));
  if (!decant_exchange_write (self, tag, strlen (tag), error) ||
      !decant_exchange_write (self, " ", 1, error))
    return FALSE;
  while ((position = find_literal (command, position, &size, &waits)) != NULL)
    {
      gboolean invited = TRUE;

      if (!decant_exchange_write (self, start, position - start, error))
        return FALSE;
      if (waits && !wait_for_invitation (self, &invited, error))
        return FALSE;
      if (!invited)
        return TRUE;
      start = position;
      position += size;
    }
  return decant_exchange_write (self, start, strlen (start), error) &&
         decant_exchange_write (self, "\r\n", 2, error);
}

void
decant_event_clear (DecantEvent *event)
{
  decant_status_answer_clear (&event->status);
}

gboolean
decant_event_is_bye (const DecantEvent *event)
{
  return event->kind == DECANT_EVENT_STATUS && event->status.answer == DECANT_IMAP_ANSWER_BYE;
}

GError *
decant_exchange_refusal (DecantExchange *self, const DecantStatusAnswer *status)
{
  return decant_imap_error_for_answer (status->answer, self->asked, status->code, status->text,
                                       self->what);
}

static gboolean
fail_bye (DecantExchange *self, const DecantStatusAnswer *status, GError **error)
{
  g_propagate_error (error, decant_exchange_refusal (self, status));
  return FALSE;
}

static gboolean
forget_tag (DecantExchange *self, const char *tag)
{
  for (guint i = 0; i < self->waiting->len; i++)
    if (strcmp (self->waiting->pdata[i], tag) == 0)
      {
        g_ptr_array_remove_index (self->waiting, i);
        return TRUE;
      }
  return FALSE;
}

/* Not only a tag out of place comes here, but also text without any, like Exchange's "Server
 * Unavailable." */
static gboolean
fail_unknown_tag (DecantExchange *self, const char *tag, GError **error)
{
  g_autofree char *line = decant_reader_read_line (self->reader, error);
  g_autofree char *words = NULL;

  if (line == NULL)
    return FALSE;
  words = g_strconcat (tag, " ", line, NULL);
  decant_store_error_set (error, DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_GARBLED, words,
                          _ ("The server's answer could not be understood."));
  return FALSE;
}

static gboolean
next_tagged (DecantExchange *self, DecantEvent *event, GError **error)
{
  g_autofree char *tag = g_strdup (decant_reader_get_text (self->reader, NULL));

  event->kind = DECANT_EVENT_TAGGED;
  if (!forget_tag (self, tag))
    return fail_unknown_tag (self, tag, error);
  g_strlcpy (event->tag, tag, sizeof event->tag);
  if (!decant_reader_read_status (self->reader, &event->status, error))
    return FALSE;
  decant_imap_prove_compression (self->session);
  if (decant_pace_note (decant_imap_session_get_pace (self->session), &event->status))
    decant_transport_object (self->transport);
  return event->status.answer != DECANT_IMAP_ANSWER_BYE || fail_bye (self, &event->status, error);
}

static gboolean
next_untagged (DecantExchange *self, DecantEvent *event, GError **error)
{
  DecantImapAnswer answer;
  DecantToken token;
  const char *text;

  event->kind = DECANT_EVENT_DATA;
  if (!decant_reader_next_token (self->reader, &token, error))
    return FALSE;
  text = decant_reader_get_text (self->reader, NULL);
  if (token == DECANT_TOKEN_ATOM && decant_reader_parse_number (text, G_MAXUINT64, &event->number))
    {
      if (!decant_reader_next_token (self->reader, &token, error))
        return FALSE;
      text = decant_reader_get_text (self->reader, NULL);
    }
  else if (token == DECANT_TOKEN_ATOM && decant_reader_parse_answer (text, &answer))
    {
      event->kind = DECANT_EVENT_STATUS;
      if (!decant_reader_read_status_text (self->reader, answer, &event->status, error))
        return FALSE;
      return answer != DECANT_IMAP_ANSWER_BYE || fail_bye (self, &event->status, error);
    }
  if (token == DECANT_TOKEN_ATOM)
    for (gsize i = 0; i + 1 < sizeof event->word && text[i] != '\0'; i++)
      event->word[i] = g_ascii_toupper (text[i]);
  return TRUE;
}

/* Whether this event is nothing that a command asks for: lines that a server may send as it likes,
 * though not for ever. */
static gboolean
is_chatter (const DecantEvent *event)
{
  static const char *const asked[] = { "FETCH", "LIST", "LSUB", "XLIST", "STATUS", "SEARCH", NULL };

  return event->kind == DECANT_EVENT_STATUS ||
         (event->kind == DECANT_EVENT_DATA && !g_strv_contains (asked, event->word));
}

/* A server that is lost in a loop is as good as a silent one. */
static gboolean
bear_chatter (DecantExchange *self, const DecantEvent *event, GError **error)
{
  self->chatter = is_chatter (event) ? self->chatter + 1 : 0;
  return self->chatter <= MOST_CHATTER ||
         decant_reader_fail (self->reader, _ ("lines without end that nobody asked for"), error);
}

static gboolean
read_event (DecantExchange *self, DecantEvent *event, GError **error)
{
  DecantResponse response;

  if (!decant_exchange_flush (self, error) ||
      !decant_reader_next_response (self->reader, &response, error))
    return FALSE;
  switch (response)
    {
    case DECANT_RESPONSE_UNTAGGED:
      return next_untagged (self, event, error);
    case DECANT_RESPONSE_TAGGED:
      return next_tagged (self, event, error);
    case DECANT_RESPONSE_CONTINUATION:
    default:
      event->kind = DECANT_EVENT_CONTINUATION;
      return TRUE;
    }
}

gboolean
decant_exchange_next (DecantExchange *self, DecantEvent *event, GError **error)
{
  decant_event_clear (event);
  if (self->refused != NULL)
    {
      g_autofree DecantEvent *refused = g_steal_pointer (&self->refused);

      *event = *refused;
      return TRUE;
    }
  *event = (DecantEvent){ 0 };
  return read_event (self, event, error) && bear_chatter (self, event, error);
}

gboolean
decant_exchange_run (DecantExchange *self, const GString *command, DecantEventFunc func,
                     gpointer user_data, DecantEvent *event, GError **error)
{
  char tag[DECANT_TAG_LENGTH];

  if (!decant_imap_compress_where_slow (self, error) ||
      !decant_exchange_send (self, command, tag, error))
    return FALSE;
  for (;;)
    {
      if (!decant_exchange_next (self, event, error))
        return FALSE;
      if (event->kind == DECANT_EVENT_TAGGED)
        return TRUE;
      if (event->kind != DECANT_EVENT_CONTINUATION && !func (self, event, user_data, error))
        return FALSE;
    }
}
