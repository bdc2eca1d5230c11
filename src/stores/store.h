/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/content.h"
#include "stores/flow.h"
#include "stores/folder.h"
#include "stores/message.h"
#include "stores/server-kind.h"
#include "stores/store-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One connection to one account's mail, whatever protocol it speaks: all that the engine knows of
 * mail stores.
 *
 * Calls block and are made from one thread at a time, never the main thread. They honour their
 * GCancellable at once and fail with errors of DECANT_STORE_ERROR or G_IO_ERROR_CANCELLED. After an
 * error for which decant_store_error_ends_connection() holds the store is closed;
 * decant_store_open() opens it again. A store that was opened with DECANT_ACCESS_READ folders only
 * never changes anything on its server. */
#define DECANT_TYPE_STORE (decant_store_get_type ())
G_DECLARE_DERIVABLE_TYPE (DecantStore, decant_store, DECANT, STORE, GObject)

typedef enum
{
  DECANT_ACCESS_READ,  /* EXAMINE: nothing can be changed */
  DECANT_ACCESS_WRITE, /* SELECT: to learn which flags the folder keeps */
} DecantAccess;

typedef enum
{
  DECANT_LIST_PLAIN = 0,
  DECANT_LIST_COUNTS =
    1 << 0, /* messages, uid_next, uid_validity; size where the server can tell it cheaply */
} DecantListFlags;

typedef enum
{
  DECANT_DETAILS_PLAIN = 0,        /* uid, flags, keywords, internal date, size; object id
                                           where the server tells it */
  DECANT_DETAILS_HEADERS = 1 << 0, /* the identity headers as well */
  /* only uid, flags and keywords: what a server knows without a look at the message itself. Not
     with others */
  DECANT_DETAILS_FLAGS_ONLY = 1 << 1,
  /* in which other folders each message is, where the folder's tells_labels is set */
  DECANT_DETAILS_LABELS = 1 << 2,
} DecantDetails;

/* What opening a folder tells. */
typedef struct
{
  guint32 messages;
  guint32 uid_validity;   /* 0: the server does not say */
  guint32 uid_next;       /* 0: the server does not say */
  guint64 highest_modseq; /* 0: the server does not say */
  gboolean read_only;
  DecantFlags permanent_flags; /* system flags the folder keeps */
  char **permanent_keywords;   /* keywords it knows, NULL when none */
  gboolean any_keyword;        /* whether new keywords are taken ("\*") */
} DecantFolderStatus;

/* How much an account may hold, and holds (RFC 9208, once RFC 2087), as far as its server says. Of
 * several limits for the same thing the one with the least room counts. */
typedef struct
{
  gboolean limits_size; /* FALSE: the next two are unknown */
  guint64 size_used;    /* bytes, as the server counts them (in KiB) */
  guint64 size_limit;
  gboolean limits_messages; /* FALSE: the next two are unknown */
  guint64 messages_used;
  guint64 messages_limit;
} DecantQuota;

/* One message to be appended and what became of it. */
typedef struct
{
  const DecantMessage *message; /* flags, keywords and internal date to give it; what the folder
                                   does not keep is left out */
  DecantContent *content;       /* finished; borrowed */
  gboolean sent;     /* out: whether any of it was sent; if not, it is certainly not stored */
  gboolean answered; /* out: whether the server answered for this message. If not, it may or may not
                        have stored it */
  gboolean refused_together; /* out: it was sent with others in one command, which was refused: it
                                should not be stored (RFC 3502), and stands as not answered */
  guint32 uid;               /* out: its UID in the folder, 0 where the server does not say */
  GError *error;             /* out: why it was not stored (answered), to be freed by the caller */
} DecantAppend;

/* Messages that are appended in one go, with one command where the server takes several messages
 * with one (RFC 3502 MULTIAPPEND), so that it stores all of them or none. */
typedef struct
{
  DecantAppend *appends;
  gsize n;
  gboolean singly; /* each with a command of its own, so that a refusal is of one message alone */
  gsize n_settled; /* out: how many were answered, or refused together */
} DecantAppendBatch;

/* What of a message is asked for. */
typedef enum
{
  DECANT_PART_MESSAGE, /* all of it */
  DECANT_PART_HEADER,  /* its header, to the empty line */
} DecantPart;

/* Where batches come from and go to. Both are called from decant_store_append(), while others may
 * be under way. */
typedef struct
{
  /* The next batch, which stays the caller's and has to live until decant_store_append() returns or
   * it was settled. NULL: none now, or with @wait (nothing is under way) none any more. Without
   * @wait it may take some milliseconds; *@soon: it is worth asking again even if no answer has
   * come meanwhile. */
  DecantAppendBatch *(*next) (gboolean wait, gboolean *soon, gpointer user_data);
  /* The last answer to a batch has come. FALSE: no more is to be sent. */
  gboolean (*settled) (DecantAppendBatch *batch, gpointer user_data);
} DecantAppendFuncs;

/* Called for each message as it is listed. @message belongs to the callee. FALSE stops, with
 * *@error set. */
typedef gboolean (*DecantMessageFunc) (DecantMessage *message, gpointer user_data, GError **error);

/* Called for each message as its content has come. Either @content (owned by the callee) is set, or
 * @problem (borrowed) says why this one message could not be read although the connection lives.
 * FALSE stops, with *@error set; the store is closed then. */
typedef gboolean (*DecantContentFunc) (guint32 uid, DecantContent *content, const GError *problem,
                                       gpointer user_data, GError **error);

/* A folder to be opened with DECANT_ACCESS_READ in the same breath as its messages are read. */
typedef struct
{
  const DecantFolder *folder;
  guint32 uid_validity;      /* it must have; not 0 */
  gboolean opened;           /* out: whether it has opened so */
  DecantFolderStatus status; /* out: then, to be cleared by the caller */
} DecantReadOpening;

/* The next messages to be read, as UIDs (owned by the callee, valid until the next call):
 * ascending, and beyond those before. Called while others are under way. 0: none, now or any more.
 */
typedef gsize (*DecantUidsFunc) (const guint32 **uids, gpointer user_data);

/* What is told of many folders that are visited one behind the other, each by its @index in their
 * list. Messages are as for DecantMessageFunc. FALSE stops, with *@error set; the store is closed
 * then. */
typedef struct
{
  /* @status: borrowed */
  gboolean (*opened) (guint index, const DecantFolderStatus *status, gpointer user_data,
                      GError **error);
  /* NULL: the folders are opened only */
  gboolean (*listed) (guint index, DecantMessage *message, gpointer user_data, GError **error);
  /* Of each that was opened, unless the connection is lost before. @wholly: nothing is missing. */
  gboolean (*finished) (guint index, gboolean wholly, gpointer user_data, GError **error);
} DecantVisitFuncs;

struct _DecantStoreClass
{
  GObjectClass parent_class;

  gboolean (*open) (DecantStore *self, GCancellable *cancellable, GError **error);
  void (*close) (DecantStore *self, GCancellable *cancellable);
  gboolean (*ping) (DecantStore *self, GCancellable *cancellable, GError **error);
  guint64 (*get_message_size_limit) (DecantStore *self);
  GPtrArray *(*list_folders) (DecantStore *self, DecantListFlags flags, GCancellable *cancellable,
                              GError **error);
  DecantFolder *(*create_folder) (DecantStore *self, const char *path, gboolean *existed,
                                  GCancellable *cancellable, GError **error);
  gboolean (*create_folders) (DecantStore *self, const char *const *paths, guint n_paths,
                              DecantFolder **folders, GCancellable *cancellable, GError **error);
  gboolean (*subscribe_folder) (DecantStore *self, const DecantFolder *folder,
                                GCancellable *cancellable, GError **error);
  gboolean (*open_folder) (DecantStore *self, const DecantFolder *folder, DecantAccess access,
                           DecantFolderStatus *status, GCancellable *cancellable, GError **error);
  void (*assume_folder) (DecantStore *self, const DecantFolder *folder,
                         const DecantFolderStatus *status);
  gboolean (*visit_folders) (DecantStore *self, GPtrArray *folders, DecantAccess access,
                             DecantDetails details, const DecantVisitFuncs *funcs,
                             gpointer user_data, GCancellable *cancellable, GError **error);
  gboolean (*list_messages) (DecantStore *self, guint32 first_uid, guint32 last_uid,
                             DecantDetails details, DecantMessageFunc func, gpointer user_data,
                             GCancellable *cancellable, GError **error);
  gboolean (*read) (DecantStore *self, DecantReadOpening *opening, DecantUidsFunc next,
                    DecantContentFunc func, gpointer user_data, guint32 *current_uid,
                    GCancellable *cancellable, GError **error);
  gboolean (*append) (DecantStore *self, const DecantFolder *folder, const DecantAppendFuncs *funcs,
                      gpointer user_data, GCancellable *cancellable, GError **error);

  /* What decant_store_get_flow() says is another now; NULL where nothing is to be done then. */
  void (*flow_changed) (DecantStore *self);

  /* NULL: the store knows no quota. */
  gboolean (*get_quota) (DecantStore *self, DecantQuota *quota, GCancellable *cancellable,
                         GError **error);

  /* NULL where it does not say. */
  DecantServerKind (*get_server_kind) (DecantStore *self);

  /* NULL: of a message that cannot be read nothing can be had. */
  DecantContent *(*salvage) (DecantStore *self, guint32 uid, DecantPart part,
                             GCancellable *cancellable, GError **error);

  gpointer padding[4];
};

/* Where its bytes go through while it is open; NULL, as it is at first, for none. Not while a call
 * is under way. Borrowed. */
void decant_store_set_flow (DecantStore *self, const DecantFlow *flow);

/* Connects, signs in and proves with a further command that the session is real. */
gboolean decant_store_open (DecantStore *self, GCancellable *cancellable, GError **error);

/* Takes leave of the server (waiting a few seconds at most) and drops the connection. Harmless when
 * closed. */
void decant_store_close (DecantStore *self, GCancellable *cancellable);
gboolean decant_store_is_open (DecantStore *self);

/* Keeps an idle connection alive. */
gboolean decant_store_ping (DecantStore *self, GCancellable *cancellable, GError **error);

/* The largest message the store takes, in bytes (RFC 7889 APPENDLIMIT); 0 where it does not say. */
guint64 decant_store_get_message_size_limit (DecantStore *self);

/* The quota that INBOX is under. A server that knows none, or does not tell, is no failure: then
 * nothing in @quota is known. */
gboolean decant_store_get_quota (DecantStore *self, DecantQuota *quota, GCancellable *cancellable,
                                 GError **error);

/* Which software the server of an open store is. */
DecantServerKind decant_store_get_server_kind (DecantStore *self);

/* All folders of the person's own namespace as DecantFolder, parents before their children, INBOX
 * first. A folder whose counts are refused is listed with its problem; it is no failure. */
GPtrArray *decant_store_list_folders (DecantStore *self, DecantListFlags flags,
                                      GCancellable *cancellable, GError **error);

/* Makes sure a folder of this path exists, with its parents; "already exists" is success, and then
 * *@existed (may be NULL) is TRUE: on some servers it may be the folder of another name, which
 * differs in case. Returns it as the store names it. Fails with DECANT_STORE_ERROR_FOLDER where the
 * server refuses the name. */
DecantFolder *decant_store_create_folder (DecantStore *self, const char *path, gboolean *existed,
                                          GCancellable *cancellable, GError **error);
gboolean decant_store_subscribe_folder (DecantStore *self, const DecantFolder *folder,
                                        GCancellable *cancellable, GError **error);

/* Creates folders and subscribes to them, one behind the other without waiting for each answer: the
 * quick way for many folders that are not there yet. Those above them are not made first. Each
 * folders[i] is NULL before, and afterwards the folder (to be unreffed) if the server said that it
 * has made it. What is out of the ordinary is left NULL, and no failure; the other calls are for
 * that. */
gboolean decant_store_create_folders (DecantStore *self, const char *const *paths, guint n_paths,
                                      DecantFolder **folders, GCancellable *cancellable,
                                      GError **error);

/* Opens a folder for the calls below. @status (may be NULL) is filled and to be cleared by the
 * caller. */
gboolean decant_store_open_folder (DecantStore *self, const DecantFolder *folder,
                                   DecantAccess access, DecantFolderStatus *status,
                                   GCancellable *cancellable, GError **error);
void decant_folder_status_clear (DecantFolderStatus *status);
void decant_folder_status_copy (DecantFolderStatus *self, const DecantFolderStatus *from);

/* What opening @folder for writing has told on another connection: enough to append to it here. */
void decant_store_assume_folder (DecantStore *self, const DecantFolder *folder,
                                 const DecantFolderStatus *status);

/* Whether the folder keeps @keyword, and it can be sent at all. */
gboolean decant_folder_status_keeps (const DecantFolderStatus *status, const char *keyword);

/* Lists the messages of the open folder with first_uid <= UID <= last_uid (G_MAXUINT32: to the
 * end), in the order the server sends them, each UID once. Messages whose line cannot be understood
 * are passed over with what is known. */
gboolean decant_store_list_messages (DecantStore *self, guint32 first_uid, guint32 last_uid,
                                     DecantDetails details, DecantMessageFunc func,
                                     gpointer user_data, GCancellable *cancellable, GError **error);

/* Opens @folders (DecantFolder) and lists their messages, one behind the other without waiting for
 * each answer: the quick way for many folders, where nothing is out of the ordinary. What is (a
 * folder that is refused, or of which the server tells too little, or a server that bears one
 * command at a time) is not visited, and no failure; the other calls are for that. No folder counts
 * as open afterwards. */
gboolean decant_store_visit_folders (DecantStore *self, GPtrArray *folders, DecantAccess access,
                                     DecantDetails details, const DecantVisitFuncs *funcs,
                                     gpointer user_data, GCancellable *cancellable, GError **error);

/* Reads messages of the open folder without marking them as read, several runs of them at once as
 * the server allows, until @next has none. With @opening (may be NULL) its folder is opened first,
 * without a wait for the answer; if it does not open, or under another UIDVALIDITY, nothing is read
 * and the call fails. @func is called for each that came; those for which it
 * was not called when this returns TRUE were passed over by the server. On failure *@current_uid
 * (may be NULL) is the UID of the message that was arriving, 0 if none was.
 * DECANT_STORE_ERROR_MESSAGE: the server refused a command as a whole; some of its messages may
 * have come before, and no further ones were asked for. */
gboolean decant_store_read (DecantStore *self, DecantReadOpening *opening, DecantUidsFunc next,
                            DecantContentFunc func, gpointer user_data, guint32 *current_uid,
                            GCancellable *cancellable, GError **error);

/* The same for the messages of one run. */
gboolean decant_store_read_messages (DecantStore *self, const guint32 *uids, gsize n_uids,
                                     DecantContentFunc func, gpointer user_data,
                                     guint32 *current_uid, GCancellable *cancellable,
                                     GError **error);

/* What the server gives of one message of the open folder, without marking it as read, where
 * reading it fails: finished. *@error is set as well where that is not all of @part; NULL: nothing
 * of it came. */
DecantContent *decant_store_salvage (DecantStore *self, guint32 uid, DecantPart part,
                                     GCancellable *cancellable, GError **error);

/* Appends to @folder one batch after the other, in order, several under way at once as the server
 * allows, until there are no more, a message is refused, or a batch that was settled is to be the
 * last. Returns TRUE when all that was sent was answered, or refused together. On failure those
 * without an answer are in doubt. An over-quota refusal also ends the batch it is in: what follows
 * there is neither sent nor answered. A server that has been given too many commands it calls bad
 * is taken leave of: then TRUE is returned likewise, and the store closed. */
gboolean decant_store_append (DecantStore *self, const DecantFolder *folder,
                              const DecantAppendFuncs *funcs, gpointer user_data,
                              GCancellable *cancellable, GError **error);

/* The same for a single batch of messages with a command each: all are sent, whatever becomes of
 * those before them, except that after an over-quota refusal the others carry the same error as
 * answered. */
gboolean decant_store_append_messages (DecantStore *self, const DecantFolder *folder,
                                       DecantAppend *appends, gsize n_appends,
                                       GCancellable *cancellable, GError **error);

/* For implementations: what decant_store_is_open() says, and where the bytes go through. */
void decant_store_set_open (DecantStore *self, gboolean is_open);
const DecantFlow *decant_store_get_flow (DecantStore *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantFolderStatus, decant_folder_status_clear)

G_END_DECLS
