/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/reader.h"
#include "stores/imap/session.h"

G_BEGIN_DECLS

/* Commands and answers of Decant's own over the transport a session lends: any number of commands
 * may be under way at once.
 *
 * What is written is collected and goes out in large pieces, at the latest before an answer is
 * waited for. It is over when every command was answered; after an error that ends the connection
 * the session is to be thrown away. */
typedef struct _DecantExchange DecantExchange;

#define DECANT_TAG_LENGTH 16

typedef enum
{
  DECANT_EVENT_DATA,         /* untagged data; its tokens after word are there to be read */
  DECANT_EVENT_STATUS,       /* untagged OK, NO or BAD */
  DECANT_EVENT_CONTINUATION, /* "+" */
  DECANT_EVENT_TAGGED,       /* the answer to the command of tag */
} DecantEventKind;

typedef struct
{
  DecantEventKind kind;
  char word[16];               /* of data, in capitals: "FETCH"; "" where there is none */
  guint64 number;              /* that stood before word, else 0 */
  char tag[DECANT_TAG_LENGTH]; /* of a tagged answer */
  DecantStatusAnswer status;   /* of status and tagged */
} DecantEvent;

/* @asked and @what (copied) are for the errors that answers become; see
 * decant_imap_error_for_answer(). */
DecantExchange *decant_exchange_new (DecantImapSession *session, DecantImapAsked asked,
                                     const char *what, GCancellable *cancellable);

/* Ends it: what was read beyond the last answer goes back to the transport. */
void decant_exchange_free (DecantExchange *self);

DecantImapSession *decant_exchange_get_session (DecantExchange *self);
DecantReader *decant_exchange_get_reader (DecantExchange *self);
DecantImapCapabilities decant_exchange_get_capabilities (DecantExchange *self);

/* How many commands of one kind may be under way at once, @usual at most; see
 * decant_imap_session_limit_ahead(). */
guint decant_exchange_limit_ahead (DecantExchange *self, guint usual);

/* Whether the server has asked for pauses between commands. */
gboolean decant_exchange_is_throttled (DecantExchange *self);

/* How many commands are not answered yet. */
guint decant_exchange_get_waiting (DecantExchange *self);

/* Adds a mailbox name to a command: quoted, or as literal where it holds what cannot be quoted. */
void decant_exchange_add_name (DecantExchange *self, GString *command, const char *name);

/* Sends @command, given without tag and line end, and stores its tag in @tag. Where a name in it
 * has to go as a synchronising literal, no other command may be under way, and a refusal is the
 * next event. */
gboolean decant_exchange_send (DecantExchange *self, const GString *command,
                               char tag[DECANT_TAG_LENGTH], GError **error);

/* Whether @command holds a synchronising literal. */
gboolean decant_exchange_must_wait (const GString *command);

/* Writes more of the command sent last: bytes, or the next piece of @content. */
gboolean
decant_exchange_write (DecantExchange *self, const void *data, gsize length, GError **error);
gboolean decant_exchange_write_piece (DecantExchange *self, DecantContent *content, guint64 *offset,
                                      GError **error);

/* Sends what was written so far. */
gboolean decant_exchange_flush (DecantExchange *self, GError **error);

/* Tells in *@news whether the next event is at hand, or begins to be. */
gboolean decant_exchange_has_news (DecantExchange *self, gboolean *news, GError **error);

/* Waits for the next event. @event starts as { 0 } and is cleared by each call. A tag that was not
 * sent is GARBLED. BYE is an error that ends the connection; its words are in @event then. */
gboolean decant_exchange_next (DecantExchange *self, DecantEvent *event, GError **error);
void decant_event_clear (DecantEvent *event);

/* Whether @event is BYE's. */
gboolean decant_event_is_bye (const DecantEvent *event);

/* The error for a refusing @status. */
GError *decant_exchange_refusal (DecantExchange *self, const DecantStatusAnswer *status);

/* Called for each untagged event. */
typedef gboolean (*DecantEventFunc) (DecantExchange *self, const DecantEvent *event,
                                     gpointer user_data, GError **error);

/* Sends one command while no other is under way and reads to its answer, which is left in @event
 * whatever it is. */
gboolean decant_exchange_run (DecantExchange *self, const GString *command, DecantEventFunc func,
                              gpointer user_data, DecantEvent *event, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantExchange, decant_exchange_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantEvent, decant_event_clear)

G_END_DECLS
