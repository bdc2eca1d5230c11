/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/commands.h"
#include "stores/imap/fetch-response.h"
#include "stores/imap/message-listing.h"
#include "stores/imap/uid-set.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
decant_message_listing_init (DecantMessageListing *self, guint32 first_uid, guint32 last_uid,
                             DecantDetails details, DecantMessageFunc func, gpointer user_data)
{
  *self = (DecantMessageListing){
    .first_uid = first_uid,
    .last_uid = last_uid,
    .details = details,
    .func = func,
    .user_data = user_data,
    .seen = g_hash_table_new (NULL, NULL),
    .scant = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)decant_message_free),
  };
}

void
decant_message_listing_clear (DecantMessageListing *self)
{
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->scant, g_hash_table_unref);
}

static gboolean
hand_out (DecantMessageListing *listing, DecantMessage *message, GError **error)
{
  if ((listing->details & DECANT_DETAILS_HEADERS) != 0 && message->headers == NULL)
    message->headers = decant_headers_parse (NULL, 0);
  g_hash_table_add (listing->seen, GUINT_TO_POINTER (message->uid));
  return listing->func (message, listing->user_data, error);
}

static gboolean
take_listed (DecantMessageListing *listing, DecantFetchResponse *response, GError **error)
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

gboolean
decant_message_listing_take (DecantExchange *exchange, const DecantEvent *event, gpointer listing,
                             GError **error)
{
  g_auto (DecantFetchResponse) response = { 0 };

  if (event->kind != DECANT_EVENT_DATA || strcmp (event->word, "FETCH") != 0)
    return TRUE;
  return decant_fetch_response_read (&response, decant_exchange_get_reader (exchange), error) &&
         take_listed (listing, &response, error);
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
list_scant (const DecantMessageListing *listing)
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
drop_phantoms (DecantMessageListing *listing, DecantExchange *exchange, GError **error)
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
hand_out_scant (DecantMessageListing *listing, GError **error)
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

gboolean
decant_message_listing_is_scant (const DecantMessageListing *self)
{
  GHashTableIter iter;
  gpointer uid;

  g_hash_table_iter_init (&iter, self->scant);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    if (!g_hash_table_contains (self->seen, uid))
      return TRUE;
  return FALSE;
}

GString *
decant_message_listing_command (const DecantMessageListing *self,
                                DecantImapCapabilities capabilities)
{
  GString *command = g_string_new (NULL);

  g_string_printf (command, "UID FETCH %u:", MAX (self->first_uid, 1));
  if (self->last_uid == G_MAXUINT32)
    g_string_append_c (command, '*');
  else
    g_string_append_printf (command, "%u", self->last_uid);
  if ((self->details & DECANT_DETAILS_FLAGS_ONLY) != 0)
    {
      g_string_append (command, " (UID FLAGS)");
      return command;
    }
  g_string_append (command, " (UID FLAGS INTERNALDATE RFC822.SIZE");
  if ((capabilities & DECANT_IMAP_GMAIL) != 0)
    g_string_append (command, " X-GM-MSGID");
  else if ((capabilities & DECANT_IMAP_OBJECT_ID) != 0)
    g_string_append (command, " EMAILID");
  if ((self->details & DECANT_DETAILS_LABELS) != 0 && (capabilities & DECANT_IMAP_GMAIL) != 0)
    g_string_append (command, " X-GM-LABELS");
  if ((self->details & DECANT_DETAILS_HEADERS) != 0)
    g_string_append (command, " BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE FROM SUBJECT)]");
  g_string_append_c (command, ')');
  return command;
}

GError *
decant_message_listing_refusal (DecantExchange *exchange, const DecantStatusAnswer *status)
{
  GError *refusal = decant_exchange_refusal (exchange, status);

  if (g_error_matches (refusal, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
    {
      g_free (refusal->message);
      refusal->message = g_strdup (_ ("The server does not list the messages of this folder."));
    }
  return refusal;
}

gboolean
decant_imap_list_messages (DecantImapSession *session, guint32 first_uid, guint32 last_uid,
                           DecantDetails details, DecantMessageFunc func, gpointer user_data,
                           GCancellable *cancellable, GError **error)
{
  g_auto (DecantMessageListing) listing = { 0 };
  g_autoptr (GString) command = NULL;
  /* a refusal is one of the folder here, not of a message */
  g_autoptr (DecantExchange)
    exchange = decant_exchange_new (session, DECANT_IMAP_ASKED_OPEN, NULL, cancellable);
  g_auto (DecantEvent) event = { 0 };

  if (first_uid > last_uid)
    return TRUE;
  decant_message_listing_init (&listing, first_uid, last_uid, details, func, user_data);
  command = decant_message_listing_command (&listing,
                                            decant_imap_session_get_capabilities (session));
  if (!decant_exchange_run (exchange, command, decant_message_listing_take, &listing, &event,
                            error))
    return FALSE;
  if (event.status.answer != DECANT_IMAP_ANSWER_OK)
    {
      g_propagate_error (error, decant_message_listing_refusal (exchange, &event.status));
      return FALSE;
    }
  return ((details & DECANT_DETAILS_FLAGS_ONLY) != 0 ||
          drop_phantoms (&listing, exchange, error)) &&
         hand_out_scant (&listing, error);
}
