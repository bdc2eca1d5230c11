/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/session.h"

G_BEGIN_DECLS

/* The commands that Decant sends and reads itself, a file each: what DecantImapStore answers the
 * engine with. All take a session between commands and leave it so, or fail with an error that ends
 * the connection. A callback's error leaves the session amid an answer: it is to be dropped. */

/* imap/folders.c: LIST (RFC 3501 6.3.8, special use RFC 6154), counts by LIST-STATUS (RFC 5819) or
 * pipelined STATUS. */
GPtrArray *decant_imap_list_folders (DecantImapSession *session, DecantListFlags flags,
                                     GCancellable *cancellable, GError **error);

/* imap/quota.c: GETQUOTAROOT of INBOX (RFC 9208 4.1), where the server has it. A refusal leaves
 * @quota, which is zero, unknown. */
gboolean decant_imap_get_quota (DecantImapSession *session, DecantQuota *quota,
                                GCancellable *cancellable, GError **error);

/* imap/folder-names.c: the name the server is to know a path by, prefix and separator put in; NULL
 * with a FOLDER error where the path cannot be named there. Free with g_free(). */
char *decant_imap_name_for_path (DecantImapSession *session, const char *path, GError **error);

/* The same for any @prefix and @separator (0: none). */
char *decant_imap_make_name (const char *path, const char *prefix, char separator, GError **error);

/* imap/folder-names.c: the path of a name. Empty where the name names no level. Free with g_free().
 */
char *decant_imap_path_for_name (const char *name, const char *prefix, char separator);

/* imap/folder-names.c: what follows @prefix in @name, NULL where it is not below it. INBOX in a
 * prefix is the same in any case. */
const char *decant_imap_name_below (const char *name, const char *prefix);

/* imap/create-folders.c: a folder as it is listed under @name. */
DecantFolder *decant_imap_folder_for_name (DecantImapSession *session, const char *name);

/* imap/create-folders.c: CREATE and SUBSCRIBE of many folders, without waiting for the answers
 * between. */
gboolean decant_imap_create_folders (DecantImapSession *session, const char *const *paths,
                                     guint n_paths, DecantFolder **folders,
                                     GCancellable *cancellable, GError **error);

/* imap/open-folder.c: EXAMINE or SELECT; asks STATUS for UIDVALIDITY and UIDNEXT where the answer
 * lacks them. */
gboolean decant_imap_open_folder (DecantImapSession *session, const DecantFolder *folder,
                                  DecantAccess access, DecantFolderStatus *status,
                                  GCancellable *cancellable, GError **error);

/* imap/visit-folders.c: EXAMINE or SELECT and UID FETCH of many folders, without waiting for the
 * answers between. */
gboolean decant_imap_visit_folders (DecantImapSession *session, GPtrArray *folders,
                                    DecantAccess access, DecantDetails details,
                                    const DecantVisitFuncs *funcs, gpointer user_data,
                                    GCancellable *cancellable, GError **error);

/* imap/fetch.c: UID FETCH of what decant_store_list_messages() tells. A refusal is a FOLDER error.
 */
gboolean decant_imap_list_messages (DecantImapSession *session, guint32 first_uid, guint32 last_uid,
                                    DecantDetails details, DecantMessageFunc func,
                                    gpointer user_data, GCancellable *cancellable, GError **error);

/* imap/read-messages.c: UID FETCH of BODY.PEEK[], with @opening right behind an EXAMINE. A
 * connection that ends within a message gives the cause TRUNCATED; *@current_uid is set when the
 * answer about a message had begun, by its order among @uids where its UID had not come yet, and
 * when the last answer named a message without its body. After an error of @func the session is out
 * of step. */
gboolean decant_imap_read_messages (DecantImapSession *session, DecantReadOpening *opening,
                                    DecantUidsFunc next, DecantContentFunc func, gpointer user_data,
                                    guint32 *current_uid, GCancellable *cancellable,
                                    GError **error);

/* imap/salvage.c: UID FETCH of BODY.PEEK[] or BODY.PEEK[HEADER] of one message, which keeps what
 * came before it failed. */
DecantContent *decant_imap_salvage (DecantImapSession *session, guint32 uid, DecantPart part,
                                    GCancellable *cancellable, GError **error);

/* imap/append.c: what decant_store_append() does. @status is that of the folder as last opened for
 * writing, or NULL (then no keywords are sent). The errors of messages that the server refused may
 * be of any class; they leave the session between commands. */
gboolean decant_imap_append (DecantImapSession *session, const DecantFolder *folder,
                             const DecantFolderStatus *status, const DecantAppendFuncs *funcs,
                             gpointer user_data, GCancellable *cancellable, GError **error);

G_END_DECLS
