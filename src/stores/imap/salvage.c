/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/commands.h"
#include "stores/imap/exchange.h"
#include "stores/imap/fetch-response.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  guint32 uid;
  DecantPart part;
  DecantContent *content;
} Salvage;

/* Where it breaks off before its UID has come it is the one that was asked for. */
static gboolean
take (DecantExchange *exchange, const DecantEvent *event, gpointer user_data, GError **error)
{
  Salvage *self = user_data;
  g_auto (DecantFetchResponse) response = { .wants_header = self->part == DECANT_PART_HEADER };
  gboolean well;

  if (event->kind != DECANT_EVENT_DATA || strcmp (event->word, "FETCH") != 0)
    return TRUE;
  well = decant_fetch_response_read (&response, decant_exchange_get_reader (exchange), error);
  if (self->content == NULL &&
      (response.message->uid == self->uid || (response.message->uid == 0 && !well)))
    self->content = response.content != NULL ? g_steal_pointer (&response.content)
                                             : g_steal_pointer (&response.part);
  return well;
}

/* What stands in the place of a message is nothing of it. */
static void
drop_stand_in (Salvage *self)
{
  if (self->content != NULL && (decant_content_get_size (self->content) == 0 ||
                                decant_fetch_is_exchange_letter (self->content)))
    g_clear_pointer (&self->content, decant_content_unref);
}

DecantContent *
decant_imap_salvage (DecantImapSession *session, guint32 uid, DecantPart part,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr (DecantExchange)
    exchange = decant_exchange_new (session, DECANT_IMAP_ASKED_FETCH, _ ("messages"), cancellable);
  g_autoptr (GString) command = g_string_new ("UID FETCH ");
  g_auto (DecantEvent) event = { 0 };
  Salvage self = { uid, part, NULL };
  gboolean answered;

  g_string_append_printf (command, "%u (UID BODY.PEEK[%s])", uid,
                          part == DECANT_PART_HEADER ? "HEADER" : "");
  answered = decant_exchange_run (exchange, command, take, &self, &event, error);
  drop_stand_in (&self);
  if (answered && event.status.answer != DECANT_IMAP_ANSWER_OK)
    g_propagate_error (error, decant_exchange_refusal (exchange, &event.status));
  else if (answered && self.content == NULL)
    decant_store_error_set (error, DECANT_STORE_ERROR_MESSAGE, DECANT_CAUSE_UNREADABLE, NULL,
                            _ ("The server lists this message but does not hand it out."));
  return self.content;
}
