/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/commands.h"
#include "stores/imap/message-listing.h"
#include "stores/imap/opening.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Folders that may be under way: few until the server has shown that it bears it, since what is
 * asked of a folder that does not open is a command it may call bad. */
#define FIRST_AHEAD 4
#define GROWTH 3 /* with each that has opened */
#define MOST_AHEAD 32

/* One folder under way. */
typedef struct
{
  struct _Tour *tour;
  guint index;
  char opening_tag[DECANT_TAG_LENGTH];
  char listing_tag[DECANT_TAG_LENGTH];
  gboolean answered; /* the opening was */
  gboolean opened;
  gboolean wholly;
  DecantOpening opening;
  DecantMessageListing listing;
} Visit;

typedef struct _Tour
{
  DecantExchange *exchange;
  DecantAccess access;
  const DecantVisitFuncs *funcs;
  gpointer user_data;
  gboolean condstore;
  GQueue underway; /* Visit, in the order in which they were sent */
  guint ahead;     /* how many may be */
  gboolean over;   /* no more are sent */
} Tour;

static void
free_visit (gpointer data)
{
  Visit *visit = data;

  decant_opening_clear (&visit->opening);
  decant_message_listing_clear (&visit->listing);
  g_free (visit);
}

static gboolean
hand_out (DecantMessage *message, gpointer data, GError **error)
{
  Visit *visit = data;

  return visit->tour->funcs->listed (visit->index, message, visit->tour->user_data, error);
}

/* ---- sending ---- */

static gboolean
send_visit (Tour *self, guint index, GString *command, DecantDetails details, GError **error)
{
  Visit *visit = g_new0 (Visit, 1);
  g_autoptr (GString) list = NULL;

  visit->tour = self;
  visit->index = index;
  g_queue_push_tail (&self->underway, visit);
  if (!decant_exchange_send (self->exchange, command, visit->opening_tag, error))
    return FALSE;
  if (self->funcs->listed == NULL)
    return TRUE;
  decant_message_listing_init (&visit->listing, 1, G_MAXUINT32, details, hand_out, visit);
  list = decant_message_listing_command (&visit->listing,
                                         decant_exchange_get_capabilities (self->exchange));
  return decant_exchange_send (self->exchange, list, visit->listing_tag, error);
}

/* Fills up what may be under way. */
static gboolean
send_some (Tour *self, GPtrArray *folders, guint *next, DecantDetails details, GError **error)
{
  /* A server that wants pauses is not given several commands without one. */
  guint most = decant_exchange_is_throttled (self->exchange) ? 1 : self->ahead;

  while (!self->over && *next < folders->len && self->underway.length < most)
    {
      guint index = (*next)++;
      g_autoptr (GString) command = decant_opening_command (self->exchange, folders->pdata[index],
                                                            self->access, self->condstore);

      if (!decant_exchange_must_wait (command) &&
          !send_visit (self, index, command, details, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- answers ---- */

/* A refusal is a matter of this folder alone, or ends all. */
static gboolean
bear_refusal (Tour *self, const DecantStatusAnswer *answer, GError **error)
{
  g_autoptr (GError) refusal = decant_exchange_refusal (self->exchange, answer);

  self->ahead = MAX (self->ahead / 2, 1);
  if (!decant_store_error_ends_connection (refusal))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
settle_opening (Tour *self, Visit *visit, const DecantStatusAnswer *answer, GError **error)
{
  const DecantFolderStatus *status = &visit->opening.status;

  visit->answered = TRUE;
  if (answer->answer != DECANT_IMAP_ANSWER_OK)
    {
      self->over |= answer->answer == DECANT_IMAP_ANSWER_BAD;
      return bear_refusal (self, answer, error);
    }
  decant_opening_finish (&visit->opening, self->access, answer);
  /* Courier tells these only to who asks between: no folder can be visited so. */
  if (status->uid_validity == 0 || status->uid_next == 0)
    {
      self->over = TRUE;
      return TRUE;
    }
  visit->opened = TRUE;
  self->ahead = MIN (self->ahead + GROWTH, MOST_AHEAD);
  return self->funcs->opened (visit->index, status, self->user_data, error);
}

/* News of flags may be of messages that are none; finding out would need another command here. */
static gboolean
settle_listing (Tour *self, Visit *visit, const DecantStatusAnswer *answer, GError **error)
{
  gboolean empty = visit->opening.status.messages == 0;

  if (!visit->opened)
    return TRUE;
  visit->wholly = (answer->answer == DECANT_IMAP_ANSWER_OK || empty) &&
                  !decant_message_listing_is_scant (&visit->listing);
  return answer->answer == DECANT_IMAP_ANSWER_OK || empty || bear_refusal (self, answer, error);
}

/* Answers come in the order of the commands, since each hangs on the one before; a server that
 * muddles them could give one folder's messages for another's. */
static gboolean
settle (Tour *self, const DecantEvent *event, GError **error)
{
  Visit *visit = g_queue_peek_head (&self->underway);
  const char *tag = visit->answered ? visit->listing_tag : visit->opening_tag;
  gboolean lists = self->funcs->listed != NULL;
  gboolean last = visit->answered || !lists;

  if (strcmp (event->tag, tag) != 0)
    {
      decant_store_error_set (error, DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_GARBLED, event->tag,
                              _ ("The server's answer could not be understood."));
      return FALSE;
    }
  if (!(visit->answered ? settle_listing (self, visit, &event->status, error)
                        : settle_opening (self, visit, &event->status, error)))
    return FALSE;
  if (!last)
    return TRUE;
  if (visit->opened &&
      !self->funcs->finished (visit->index, visit->wholly || !lists, self->user_data, error))
    return FALSE;
  free_visit (g_queue_pop_head (&self->underway));
  return TRUE;
}

/* What comes before a folder is open, or when it could not be opened, tells nothing of its
 * messages: it may be of the one before. */
static gboolean
take_event (Tour *self, GError **error)
{
  Visit *visit = g_queue_peek_head (&self->underway);
  g_auto (DecantEvent) event = { 0 };

  if (!decant_exchange_next (self->exchange, &event, error))
    return FALSE;
  if (event.kind == DECANT_EVENT_TAGGED)
    return settle (self, &event, error);
  if (event.kind == DECANT_EVENT_CONTINUATION)
    return TRUE;
  if (!visit->answered)
    return decant_opening_take (self->exchange, &event, &visit->opening, error);
  return !visit->opened ||
         decant_message_listing_take (self->exchange, &event, &visit->listing, error);
}

gboolean
decant_imap_visit_folders (DecantImapSession *session, GPtrArray *folders, DecantAccess access,
                           DecantDetails details, const DecantVisitFuncs *funcs, gpointer user_data,
                           GCancellable *cancellable, GError **error)
{
  g_autoptr (DecantExchange)
    exchange = decant_exchange_new (session, DECANT_IMAP_ASKED_OPEN, NULL, cancellable);
  Tour tour = {
    .exchange = exchange,
    .access = access,
    .funcs = funcs,
    .user_data = user_data,
    .condstore = (decant_exchange_get_capabilities (exchange) & DECANT_IMAP_CONDSTORE) != 0,
    .underway = G_QUEUE_INIT,
    .ahead = funcs->listed != NULL ? FIRST_AHEAD : MOST_AHEAD,
    .over = decant_exchange_limit_ahead (exchange, MOST_AHEAD) == 1,
  };
  guint next = 0;
  gboolean well;

  do
    well = send_some (&tour, folders, &next, details, error);
  while (well && tour.underway.length > 0 && (well = take_event (&tour, error)));
  g_queue_clear_full (&tour.underway, free_visit);
  return well;
}
