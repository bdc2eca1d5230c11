/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/commands.h"
#include "stores/imap/exchange.h"

#include <string.h>

#define STORAGE_UNIT 1024 /* bytes (RFC 9208 5.1) */

typedef struct
{
  char name[16];
  guint64 used;
  guint64 limit;
} Resource;

static guint64
get_room (guint64 used, guint64 limit)
{
  return limit > used ? limit - used : 0;
}

/* What cannot be so in bytes is not believed. */
static void
note_size (DecantQuota *quota, const Resource *resource)
{
  guint64 used = resource->used * STORAGE_UNIT;
  guint64 limit = resource->limit * STORAGE_UNIT;

  if (MAX (resource->used, resource->limit) > G_MAXINT64 / STORAGE_UNIT ||
      (quota->limits_size &&
       get_room (quota->size_used, quota->size_limit) <= get_room (used, limit)))
    return;
  quota->limits_size = TRUE;
  quota->size_used = used;
  quota->size_limit = limit;
}

static void
note_messages (DecantQuota *quota, const Resource *resource)
{
  if (quota->limits_messages && get_room (quota->messages_used, quota->messages_limit) <=
                                  get_room (resource->used, resource->limit))
    return;
  quota->limits_messages = TRUE;
  quota->messages_used = resource->used;
  quota->messages_limit = resource->limit;
}

/* By a limit of 0 some mean that there is none. */
static void
note (DecantQuota *quota, const Resource *resource)
{
  if (resource->limit == 0)
    return;
  if (g_ascii_strcasecmp (resource->name, "STORAGE") == 0)
    note_size (quota, resource);
  else if (g_ascii_strcasecmp (resource->name, "MESSAGE") == 0)
    note_messages (quota, resource);
}

/* One atom of a resource; *understood stays as it was only where it is one that can be. */
static gboolean
read_number (DecantReader *reader, guint64 *number, gboolean *understood, GError **error)
{
  DecantToken token;

  if (!decant_reader_next_token (reader, &token, error))
    return FALSE;
  if (token != DECANT_TOKEN_ATOM ||
      !decant_reader_parse_number (decant_reader_get_text (reader, NULL), G_MAXINT64, number))
    *understood = FALSE;
  return TRUE;
}

/* The list of a quota: "(STORAGE 10 512 MESSAGE 3 100)". What is not understood ends it. */
static gboolean
read_resources (DecantReader *reader, DecantQuota *quota, GError **error)
{
  gboolean understood = TRUE;
  DecantToken token;

  for (;;)
    {
      Resource resource = { 0 };

      if (!decant_reader_next_token (reader, &token, error))
        return FALSE;
      if (token != DECANT_TOKEN_ATOM)
        return TRUE;
      g_strlcpy (resource.name, decant_reader_get_text (reader, NULL), sizeof resource.name);
      if (!read_number (reader, &resource.used, &understood, error) ||
          !read_number (reader, &resource.limit, &understood, error))
        return FALSE;
      if (!understood)
        return TRUE;
      note (quota, &resource);
    }
}

static gboolean
take_event (DecantExchange *exchange, const DecantEvent *event, gpointer quota, GError **error)
{
  DecantReader *reader = decant_exchange_get_reader (exchange);
  DecantToken token;

  if (event->kind != DECANT_EVENT_DATA || strcmp (event->word, "QUOTA") != 0)
    return TRUE;
  if (!decant_reader_next_token (reader, &token, error)) /* the root */
    return FALSE;
  if (!decant_reader_skip_value (reader, token, error) ||
      !decant_reader_next_token (reader, &token, error))
    return FALSE;
  return token != DECANT_TOKEN_OPEN || read_resources (reader, quota, error);
}

gboolean
decant_imap_get_quota (DecantImapSession *session, DecantQuota *quota, GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (DecantExchange)
    exchange = decant_exchange_new (session, DECANT_IMAP_ASKED_LIST, NULL, cancellable);
  g_autoptr (GString) command = g_string_new ("GETQUOTAROOT INBOX");
  g_autoptr (GError) refusal = NULL;
  g_auto (DecantEvent) event = { 0 };

  if ((decant_exchange_get_capabilities (exchange) & DECANT_IMAP_QUOTA) == 0)
    return TRUE;
  if (!decant_exchange_run (exchange, command, take_event, quota, &event, error))
    return FALSE;
  if (event.status.answer == DECANT_IMAP_ANSWER_OK)
    return TRUE;
  *quota = (DecantQuota){ 0 };
  refusal = decant_exchange_refusal (exchange, &event.status);
  /* Whatever else its reason is, the session is as good as before. */
  if (!g_error_matches (refusal, DECANT_STORE_ERROR, DECANT_STORE_ERROR_SLOW_DOWN))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}
