/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/answer-class.h"
#include "stores/imap/pace.h"
#include "stores/imap/transport.h"
#include "stores/store.h"

G_BEGIN_DECLS

/* One signed-in IMAP session: greeting, STARTTLS, sign-in, capabilities and namespace through
 * libetpan, and the way by which Decant's own commands go over the same connection. */
typedef struct _DecantImapSession DecantImapSession;

typedef enum
{
  DECANT_IMAP_LITERAL_PLUS = 1 << 0,  /* RFC 7888 LITERAL+ */
  DECANT_IMAP_LITERAL_MINUS = 1 << 1, /* RFC 7888 LITERAL-: up to 4096 bytes */
  DECANT_IMAP_UIDPLUS = 1 << 2,       /* RFC 4315 */
  DECANT_IMAP_MULTIAPPEND = 1 << 3,   /* RFC 3502 */
  DECANT_IMAP_NAMESPACE = 1 << 4,     /* RFC 2342 */
  DECANT_IMAP_SPECIAL_USE = 1 << 5,   /* RFC 6154 */
  DECANT_IMAP_LIST_EXTENDED = 1 << 6, /* RFC 5258 */
  DECANT_IMAP_LIST_STATUS = 1 << 7,   /* RFC 5819 */
  DECANT_IMAP_STATUS_SIZE = 1 << 8,   /* RFC 8438 */
  DECANT_IMAP_CONDSTORE = 1 << 9,     /* RFC 7162 */
  DECANT_IMAP_XLIST = 1 << 10,
  DECANT_IMAP_GMAIL = 1 << 11,     /* X-GM-EXT-1: X-GM-MSGID and X-GM-LABELS */
  DECANT_IMAP_OBJECT_ID = 1 << 12, /* RFC 8474 */
  DECANT_IMAP_COMPRESS = 1 << 13,  /* RFC 4978 COMPRESS=DEFLATE */
  DECANT_IMAP_QUOTA = 1 << 14,     /* RFC 9208 */
} DecantImapCapabilities;

/* Connects, signs in, reads the capabilities again and the namespace. */
DecantImapSession *decant_imap_session_open (const DecantImapSettings *settings,
                                             GCancellable *cancellable, GError **error);

/* LOGOUT, waiting two seconds at most, then drops the connection. Frees @self. */
void decant_imap_session_close (DecantImapSession *self, GCancellable *cancellable);

/* Drops the connection at once. */
void decant_imap_session_free (DecantImapSession *self);

/* Where its bytes go through from now on; borrowed, NULL for none. */
void decant_imap_session_set_flow (DecantImapSession *self, const DecantFlow *flow);

DecantImapCapabilities decant_imap_session_get_capabilities (DecantImapSession *self);

/* APPENDLIMIT from the capabilities, 0 if there is none. */
guint64 decant_imap_session_get_append_limit (DecantImapSession *self);

/* The prefix of the personal namespace in the server's own encoding ("" or "INBOX.") and its
 * separator (0: none). */
const char *decant_imap_session_get_prefix (DecantImapSession *self);
char decant_imap_session_get_separator (DecantImapSession *self);

/* Corrects the separator from what LIST shows. */
void decant_imap_session_set_separator (DecantImapSession *self, char separator);

/* CREATE and SUBSCRIBE of a mailbox name in the server's own encoding. "Already exists" is success,
 * and told in *@existed. */
gboolean decant_imap_session_create (DecantImapSession *self, const char *name, gboolean *existed,
                                     GCancellable *cancellable, GError **error);
gboolean decant_imap_session_subscribe (DecantImapSession *self, const char *name,
                                        GCancellable *cancellable, GError **error);
gboolean
decant_imap_session_noop (DecantImapSession *self, GCancellable *cancellable, GError **error);

/* Lends the transport for commands of Decant's own: whatever libetpan had buffered is put back into
 * it. Every command sent must be answered (or the session thrown away) before libetpan's functions
 * above are used again. */
DecantTransport *
decant_imap_session_borrow_transport (DecantImapSession *self, GCancellable *cancellable);

/* How many commands may be under way at once, where @usual are for a server that bears them:
 * Exchange gets confused by more than one. */
guint decant_imap_session_limit_ahead (DecantImapSession *self, guint usual);

/* Which software its greeting says it is. */
DecantServerKind decant_imap_session_get_server_kind (DecantImapSession *self);

/* How fast its commands are to follow each other. Owned by @self. */
DecantPace *decant_imap_session_get_pace (DecantImapSession *self);

/* Servers count the commands they call bad, and close after 5 in a row (Zimbra) or 10 (Exchange).
 * note_answer() counts along; "wary": the last answer noted was BAD; "worn out": there were so many
 * that the session is better closed and another one opened. */
void decant_imap_session_note_answer (DecantImapSession *self, DecantImapAnswer answer);
gboolean decant_imap_session_is_wary (DecantImapSession *self);
gboolean decant_imap_session_is_worn_out (DecantImapSession *self);

/* The largest message the server has stored in this session, in bytes; 0: none yet. It will take
 * others of that size. */
void decant_imap_session_note_stored (DecantImapSession *self, guint64 size);
guint64 decant_imap_session_get_largest_stored (DecantImapSession *self);

/* The server has told UIDs that cannot be those of what it stored. */
void decant_imap_session_note_misnumbering (DecantImapSession *self);
gboolean decant_imap_session_misnumbers (DecantImapSession *self);

/* Writes the next tag of Decant's own ("D1", "D2", …) into @tag. */
void decant_imap_session_next_tag (DecantImapSession *self, char tag[16]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantImapSession, decant_imap_session_free)

G_END_DECLS
