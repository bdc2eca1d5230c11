/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/commands.h"
#include "stores/imap/compress.h"
#include "stores/imap/exchange.h"
#include "stores/imap/fetch-response.h"
#include "stores/imap/opening.h"
#include "stores/imap/uid-set.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define COMMANDS_BESIDE_OPENING 2
#define COMMANDS_AHEAD 4 /* few, so that nobody waits for the other with full buffers */

typedef enum
{
  AWAITED,
  BODILESS, /* answered, but without a body so far */
  DELIVERED,
} Progress;

typedef struct
{
  DecantExchange *exchange;
  GArray *uids;     /* guint32, of all runs so far */
  GArray *progress; /* guint8 of each UID: Progress */
  guint n_asked;
  gboolean no_more;           /* runs */
  DecantReadOpening *opening; /* NULL where none is under way any more */
  DecantOpening examine;
  char opening_tag[DECANT_TAG_LENGTH];
  GError *unopened; /* why nothing is to be read */
  DecantUidsFunc next;
  DecantContentFunc func;
  gpointer user_data;
  guint32 *current_uid;
  guint32 bodiless_uid;   /* of the answer just before, where that came without a body */
  DecantHeaders *headers; /* that came for *current_uid, before its body failed */
  GError *refusal;        /* the first */
} Reading;

static guint32
get_uid (const Reading *reading, guint index)
{
  return g_array_index (reading->uids, guint32, index);
}

static guint8 *
progress_of (const Reading *reading, guint index)
{
  return &g_array_index (reading->progress, guint8, index);
}

static gboolean
find_uid (const Reading *reading, guint32 uid, guint *index)
{
  guint low = 0;
  guint high = reading->uids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_uid (reading, middle) < uid)
        low = middle + 1;
      else
        high = middle;
    }
  *index = low;
  return low < reading->uids->len && get_uid (reading, low) == uid;
}

/* Servers answer in order: what arrives without a UID as yet is most likely this one. */
static guint32
first_awaited (const Reading *reading)
{
  for (guint i = 0; i < reading->n_asked; i++)
    if (*progress_of (reading, i) == AWAITED)
      return get_uid (reading, i);
  return 0;
}

static gboolean
deliver_problem (Reading *reading, guint32 uid, const char *detail, GError **error)
{
  g_autoptr (GError) problem = decant_store_error_new (
    DECANT_STORE_ERROR_MESSAGE, DECANT_CAUSE_UNREADABLE, detail,
    _ ("The server lists this message but does not hand it out."));

  return reading->func (uid, NULL, problem, reading->user_data, error);
}

static gboolean
deliver (Reading *reading, guint32 uid, DecantContent *content, GError **error)
{
  if (content == NULL)
    return deliver_problem (reading, uid, _ ("no text of it in the answer"), error);
  if (decant_content_get_size (content) == 0)
    return deliver_problem (reading, uid, _ ("an empty text in its place"), error);
  if (decant_fetch_is_exchange_letter (content))
    return deliver_problem (
      reading, uid, "Retrieval using the IMAP4 protocol failed for the following message", error);
  return reading->func (uid, decant_content_ref (content), NULL, reading->user_data, error);
}

static void
keep_headers (Reading *reading, DecantMessage *message)
{
  g_clear_pointer (&reading->headers, decant_headers_free);
  reading->headers = g_steal_pointer (&message->headers);
}

static gboolean
take_read (Reading *reading, DecantFetchResponse *response, GError **error)
{
  guint index;

  if (!find_uid (reading, response->message->uid, &index) ||
      *progress_of (reading, index) == DELIVERED)
    return TRUE;
  if (!response->has_body)
    {
      *progress_of (reading, index) = BODILESS;
      reading->bodiless_uid = response->message->uid;
      keep_headers (reading, response->message);
      return TRUE;
    }
  *progress_of (reading, index) = DELIVERED;
  return deliver (reading, response->message->uid, response->content, error);
}

/* A connection that ends or falls silent within a message is not like any other loss: its text is
 * at fault. */
static void
say_truncated (const DecantFetchResponse *response, GError **error)
{
  DecantCause cause = decant_store_error_get_cause (*error);
  g_autoptr (GError) lost = NULL;

  if (!response->in_body ||
      (cause != DECANT_CAUSE_CONNECTION_LOST && cause != DECANT_CAUSE_TIMED_OUT))
    return;
  lost = g_steal_pointer (error);
  decant_store_error_set (
    error, DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_TRUNCATED,
    decant_store_error_get_detail (lost), "%s",
    cause == DECANT_CAUSE_TIMED_OUT
      ? _ ("The server fell silent before the whole message had come.")
      : _ ("The server closed the connection before the whole message had come."));
}

static gboolean
read_response (Reading *reading, GError **error)
{
  g_auto (DecantFetchResponse) response = { 0 };

  reading->bodiless_uid = 0;
  g_clear_pointer (&reading->headers, decant_headers_free);
  if (!decant_fetch_response_read (&response, decant_exchange_get_reader (reading->exchange),
                                   error))
    {
      guint32 uid = response.message->uid;

      *reading->current_uid = uid != 0 ? uid : first_awaited (reading);
      keep_headers (reading, response.message);
      say_truncated (&response, error);
      return FALSE;
    }
  return take_read (reading, &response, error);
}

static gboolean
take_answer (Reading *reading, const DecantStatusAnswer *status, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (status->answer == DECANT_IMAP_ANSWER_OK)
    return TRUE;
  refusal = decant_exchange_refusal (reading->exchange, status);
  if (decant_store_error_ends_connection (refusal))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (reading->refusal == NULL)
    reading->refusal = g_steal_pointer (&refusal);
  return TRUE;
}

/* ---- the folder, before its messages ---- */

static gboolean
send_opening (Reading *reading, GError **error)
{
  gboolean condstore = (decant_exchange_get_capabilities (reading->exchange) &
                        DECANT_IMAP_CONDSTORE) != 0;
  g_autoptr (GString) command = decant_opening_command (reading->exchange, reading->opening->folder,
                                                        DECANT_ACCESS_READ, condstore);

  return decant_exchange_send (reading->exchange, command, reading->opening_tag, error);
}

static GError *
explain_unopened (const Reading *reading, const DecantStatusAnswer *answer)
{
  const char *path = reading->opening->folder->path;

  if (answer->answer != DECANT_IMAP_ANSWER_OK)
    return decant_imap_error_for_answer (answer->answer, DECANT_IMAP_ASKED_OPEN, answer->code,
                                         answer->text, path);
  return decant_store_error_new (DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_FOLDER_UNREADABLE, NULL,
                                 _ ("The old server has numbered the messages of “%s” anew."),
                                 path);
}

/* Where it is not the folder that was expected, the answers to what was asked of it are let pass.
 */
static gboolean
settle_opening (Reading *reading, const DecantStatusAnswer *answer, GError **error)
{
  DecantReadOpening *opening = reading->opening;

  if (answer->answer == DECANT_IMAP_ANSWER_OK)
    {
      decant_opening_finish (&reading->examine, DECANT_ACCESS_READ, answer);
      opening->opened = reading->examine.status.uid_validity == opening->uid_validity;
    }
  if (opening->opened)
    {
      opening->status = reading->examine.status;
      reading->examine.status = (DecantFolderStatus){ 0 };
    }
  else
    reading->unopened = explain_unopened (reading, answer);
  reading->opening = NULL;
  if (!decant_store_error_ends_connection (reading->unopened))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reading->unopened));
  return FALSE;
}

static gboolean
take_opening_event (Reading *reading, const DecantEvent *event, GError **error)
{
  if (event->kind == DECANT_EVENT_CONTINUATION)
    return TRUE;
  if (event->kind != DECANT_EVENT_TAGGED)
    return decant_opening_take (reading->exchange, event, &reading->examine, error);
  if (strcmp (event->tag, reading->opening_tag) == 0)
    return settle_opening (reading, &event->status, error);
  return decant_reader_fail (decant_exchange_get_reader (reading->exchange), event->tag, error);
}

/* ---- events ---- */

static gboolean
take_event (Reading *reading, DecantEvent *event, GError **error)
{
  if (!decant_exchange_next (reading->exchange, event, error))
    {
      /* Dovecot names the message it cannot read, without a body, and says BYE */
      *reading->current_uid = reading->bodiless_uid;
      return FALSE;
    }
  if (reading->opening != NULL)
    return take_opening_event (reading, event, error);
  if (reading->unopened != NULL)
    return TRUE;
  if (event->kind == DECANT_EVENT_DATA && strcmp (event->word, "FETCH") == 0)
    return read_response (reading, error);
  if (event->kind == DECANT_EVENT_TAGGED)
    return take_answer (reading, &event->status, error);
  return TRUE;
}

static gboolean
ask (Reading *reading, GError **error)
{
  g_autoptr (GString) command = g_string_new ("UID FETCH ");
  char tag[DECANT_TAG_LENGTH];

  if (decant_exchange_get_waiting (reading->exchange) == 0 &&
      !decant_imap_compress_where_slow (reading->exchange, error))
    return FALSE;
  reading->n_asked += (guint)decant_uid_set_add (
    command, &g_array_index (reading->uids, guint32, reading->n_asked),
    reading->uids->len - reading->n_asked);
  /* The headers beside the body: a server that fails over the body has most often sent them before,
   * and without them nobody could tell which message it was. */
  g_string_append (command, " (UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE FROM SUBJECT)]"
                            " BODY.PEEK[])");
  return decant_exchange_send (reading->exchange, command, tag, error);
}

/* Whether there is anything to be asked for. */
static gboolean
has_next (Reading *reading)
{
  const guint32 *uids = NULL;
  gsize n;

  if (reading->n_asked < reading->uids->len)
    return TRUE;
  if (reading->no_more)
    return FALSE;
  n = reading->next (&uids, reading->user_data);
  reading->no_more = n == 0;
  g_array_append_vals (reading->uids, uids, (guint)n);
  g_array_set_size (reading->progress, reading->uids->len);
  return n > 0;
}

/* How many commands may be under way now: one beside the opening, since a server calls it bad if
 * that is refused. */
static guint
limit_ahead (const Reading *reading)
{
  guint most = reading->opening != NULL ? COMMANDS_BESIDE_OPENING : COMMANDS_AHEAD;

  if (reading->refusal != NULL || reading->unopened != NULL)
    return 0;
  return decant_imap_limit_ahead_of_compression (
    reading->exchange, decant_exchange_limit_ahead (reading->exchange, most));
}

static gboolean
read_all (Reading *reading, GError **error)
{
  g_auto (DecantEvent) event = { 0 };

  if (!decant_imap_compress_where_slow (reading->exchange, error) ||
      (reading->opening != NULL && !send_opening (reading, error)))
    return FALSE;
  for (;;)
    {
      while (decant_exchange_get_waiting (reading->exchange) < limit_ahead (reading) &&
             has_next (reading))
        if (!ask (reading, error))
          return FALSE;
      if (decant_exchange_get_waiting (reading->exchange) == 0)
        return TRUE;
      if (!take_event (reading, &event, error))
        return FALSE;
    }
}

static gboolean
report_bodiless (Reading *reading, GError **error)
{
  for (guint i = 0; i < reading->uids->len; i++)
    if (*progress_of (reading, i) == BODILESS &&
        !deliver (reading, get_uid (reading, i), NULL, error))
      return FALSE;
  return TRUE;
}

gboolean
decant_imap_read_messages (DecantImapSession *session, DecantReadOpening *opening,
                           DecantUidsFunc next, DecantContentFunc func, gpointer user_data,
                           guint32 *current_uid, GCancellable *cancellable, GError **error)
{
  g_autoptr (DecantExchange)
    exchange = decant_exchange_new (session, DECANT_IMAP_ASKED_FETCH, _ ("messages"), cancellable);
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) progress = g_array_new (FALSE, TRUE, sizeof (guint8));
  guint32 ignored = 0;
  g_autoptr (GError) failure = NULL;
  Reading reading = { .exchange = exchange,
                      .uids = uids,
                      .progress = progress,
                      .opening = opening,
                      .next = next,
                      .func = func,
                      .user_data = user_data,
                      .current_uid = current_uid != NULL ? current_uid : &ignored };

  *reading.current_uid = 0;
  if (read_all (&reading, &failure) && reading.refusal == NULL && reading.unopened == NULL)
    report_bodiless (&reading, &failure);
  if (failure == NULL && reading.unopened != NULL)
    failure = g_steal_pointer (&reading.unopened);
  if (failure == NULL && reading.refusal != NULL)
    failure = g_steal_pointer (&reading.refusal);
  g_clear_error (&reading.unopened);
  g_clear_error (&reading.refusal);
  decant_opening_clear (&reading.examine);
  if (failure != NULL && failure->domain == DECANT_STORE_ERROR && *reading.current_uid != 0 &&
      reading.headers != NULL)
    decant_store_error_take_headers (failure, g_steal_pointer (&reading.headers));
  g_clear_pointer (&reading.headers, decant_headers_free);
  if (failure == NULL)
    return TRUE;
  /* What was thrown away unread may have been of any message before the one it was lost over. */
  if (decant_store_error_get_cause (failure) == DECANT_CAUSE_CONNECTION_RESET)
    *reading.current_uid = 0;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
