/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/commands.h"
#include "stores/imap/exchange.h"
#include "stores/imap/fetch-response.h"
#include "stores/imap/uid-set.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  guint32 first_uid;
  guint32 last_uid;
  DecantDetails details;
  DecantMessageFunc func;
  gpointer user_data;
  GHashTable *seen;  /* UIDs that were handed out */
  GHashTable *scant; /* UID to message: of which only flags came so far */
} Listing;

static gboolean
hand_out (Listing *listing, DecantMessage *message, GError **error)
{
  if ((listing->details & DECANT_DETAILS_HEADERS) != 0 && message->headers == NULL)
    message->headers = decant_headers_parse (NULL, 0);
  g_hash_table_add (listing->seen, GUINT_TO_POINTER (message->uid));
  return listing->func (message, listing->user_data, error);
}

static gboolean
take_listed (Listing *listing, DecantFetchResponse *response, GError **error)
{
  gpointer key = GUINT_TO_POINTER (response->message->uid);

  /* "a:*" names the last message even where a lies beyond it */
  if (response->message->uid == 0 || response->message->uid < listing->first_uid ||
      response->message->uid > listing->last_uid || g_hash_table_contains (listing->seen, key))
    return TRUE;
  if (response->detailed)
    return hand_out (listing, g_steal_pointer (&response->message), error);
  /* news of flags, or all that is known of it: the end will show */
  g_hash_table_replace (listing->scant, key, g_steal_pointer (&response->message));
  return TRUE;
}

static gboolean
list_event (DecantExchange *exchange, const DecantEvent *event, gpointer user_data, GError **error)
{
  g_auto (DecantFetchResponse) response = { 0 };

  if (event->kind != DECANT_EVENT_DATA || strcmp (event->word, "FETCH") != 0)
    return TRUE;
  return decant_fetch_response_read (&response, decant_exchange_get_reader (exchange), error) &&
         take_listed (user_data, &response, error);
}

typedef struct
{
  GHashTable *uids;
  gboolean answered; /* a line with results came, if only an empty one */
} Found;

/* A line of the answer to a SEARCH. */
static gboolean
take_found (DecantExchange *exchange, const DecantEvent *event, gpointer user_data, GError **error)
{
  Found *found = user_data;
  DecantReader *reader = decant_exchange_get_reader (exchange);
  DecantToken token = DECANT_TOKEN_ATOM;
  guint64 uid;

  if (event->kind != DECANT_EVENT_DATA || strcmp (event->word, "SEARCH") != 0)
    return TRUE;
  found->answered = TRUE;
  for (;;)
    {
      if (!decant_reader_next_token (reader, &token, error))
        return FALSE;
      if (token != DECANT_TOKEN_ATOM)
        return TRUE;
      if (decant_reader_parse_number (decant_reader_get_text (reader, NULL), G_MAXUINT32, &uid))
        g_hash_table_add (found->uids, GUINT_TO_POINTER ((guint)uid));
    }
}

static GArray *
list_scant (const Listing *listing)
{
  GArray *uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, listing->scant);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint32 uid = GPOINTER_TO_UINT (key);

      if (!g_hash_table_contains (listing->seen, key))
        g_array_append_val (uids, uid);
    }
  g_array_sort (uids, decant_compare_uids);
  return uids;
}

/* News of flags may be of messages that are none (Exchange, RFC 3501 7.4.2 notwithstanding): those
 * of which nothing else was told are asked for by another way. A server that does not answer it is
 * believed. */
static gboolean
drop_phantoms (Listing *listing, DecantExchange *exchange, GError **error)
{
  g_autoptr (GArray) uids = list_scant (listing);
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);

  for (gsize asked = 0; asked < uids->len;)
    {
      g_autoptr (GString) command = g_string_new ("UID SEARCH UID ");
      g_auto (DecantEvent) event = { 0 };
      Found found = { .uids = known };

      asked += decant_uid_set_add (command, &g_array_index (uids, guint32, asked),
                                   uids->len - asked);
      if (!decant_exchange_run (exchange, command, take_found, &found, &event, error))
        return FALSE;
      if (event.status.answer != DECANT_IMAP_ANSWER_OK || !found.answered)
        return TRUE;
    }
  for (guint i = 0; i < uids->len; i++)
    {
      gpointer key = GUINT_TO_POINTER (g_array_index (uids, guint32, i));

      if (!g_hash_table_contains (known, key))
        g_hash_table_remove (listing->scant, key);
    }
  return TRUE;
}

static gboolean
hand_out_scant (Listing *listing, GError **error)
{
  GHashTableIter iter;
  gpointer uid;
  gpointer message;

  g_hash_table_iter_init (&iter, listing->scant);
  while (g_hash_table_iter_next (&iter, &uid, &message))
    {
      if (g_hash_table_contains (listing->seen, uid))
        continue;
      g_hash_table_iter_steal (&iter);
      if (!hand_out (listing, message, error))
        return FALSE;
    }
  return TRUE;
}

static GString *
list_command (guint32 first_uid, guint32 last_uid, DecantDetails details,
              DecantImapCapabilities capabilities)
{
  GString *command = g_string_new (NULL);

  g_string_printf (command, "UID FETCH %u:", first_uid);
  if (last_uid == G_MAXUINT32)
    g_string_append_c (command, '*');
  else
    g_string_append_printf (command, "%u", last_uid);
  if ((details & DECANT_DETAILS_FLAGS_ONLY) != 0)
    {
      g_string_append (command, " (UID FLAGS)");
      return command;
    }
  g_string_append (command, " (UID FLAGS INTERNALDATE RFC822.SIZE");
  if ((capabilities & DECANT_IMAP_GMAIL) != 0)
    g_string_append (command, " X-GM-MSGID");
  else if ((capabilities & DECANT_IMAP_OBJECT_ID) != 0)
    g_string_append (command, " EMAILID");
  if ((details & DECANT_DETAILS_LABELS) != 0 && (capabilities & DECANT_IMAP_GMAIL) != 0)
    g_string_append (command, " X-GM-LABELS");
  if ((details & DECANT_DETAILS_HEADERS) != 0)
    g_string_append (command, " BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE FROM SUBJECT)]");
  g_string_append_c (command, ')');
  return command;
}

/* The same in words that fit, where it is the folder that is refused. */
static gboolean
fail_refused (GError *refusal, GError **error)
{
  if (g_error_matches (refusal, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
    {
      g_free (refusal->message);
      refusal->message = g_strdup (_ ("The server does not list the messages of this folder."));
    }
  g_propagate_error (error, refusal);
  return FALSE;
}

gboolean
decant_imap_list_messages (DecantImapSession *session, guint32 first_uid, guint32 last_uid,
                           DecantDetails details, DecantMessageFunc func, gpointer user_data,
                           GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable)
    scant = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)decant_message_free);
  g_autoptr (GString) command = list_command (MAX (first_uid, 1), last_uid, details,
                                              decant_imap_session_get_capabilities (session));
  /* a refusal is one of the folder here, not of a message */
  g_autoptr (DecantExchange)
    exchange = decant_exchange_new (session, DECANT_IMAP_ASKED_OPEN, NULL, cancellable);
  Listing listing = { first_uid, last_uid, details, func, user_data, seen, scant };
  g_auto (DecantEvent) event = { 0 };

  if (first_uid > last_uid)
    return TRUE;
  if (!decant_exchange_run (exchange, command, list_event, &listing, &event, error))
    return FALSE;
  if (event.status.answer != DECANT_IMAP_ANSWER_OK)
    return fail_refused (decant_exchange_refusal (exchange, &event.status), error);
  return ((details & DECANT_DETAILS_FLAGS_ONLY) != 0 ||
          drop_phantoms (&listing, exchange, error)) &&
         hand_out_scant (&listing, error);
}
