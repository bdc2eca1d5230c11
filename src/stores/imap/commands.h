/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/session.h"

G_BEGIN_DECLS

/* The commands that Decant sends and reads itself, a file each: what DecantImapStore answers the
 * engine with. All take a session between commands and leave it so, or fail with an error that ends
 * the connection. */

/* imap/folders.c: LIST (RFC 3501 6.3.8, special use RFC 6154), counts by LIST-STATUS (RFC 5819) or
 * pipelined STATUS. */
GPtrArray *decant_imap_list_folders (DecantImapSession *session, DecantListFlags flags,
                                     GCancellable *cancellable, GError **error);

/* imap/folders.c: the name the server is to know a path by, prefix and separator put in; NULL with
 * a FOLDER error where the path cannot be named there. Free with g_free(). */
char *decant_imap_name_for_path (DecantImapSession *session, const char *path, GError **error);

/* imap/folders.c: the path of a name. Free with g_free(). */
char *decant_imap_path_for_name (const char *name, const char *prefix, char separator);

/* imap/open-folder.c: EXAMINE or SELECT; asks STATUS for UIDVALIDITY and UIDNEXT where the answer
 * lacks them. */
gboolean decant_imap_open_folder (DecantImapSession *session, const DecantFolder *folder,
                                  DecantAccess access, DecantFolderStatus *status,
                                  GCancellable *cancellable, GError **error);

/* imap/fetch.c */
gboolean decant_imap_list_messages (DecantImapSession *session, guint32 first_uid, guint32 last_uid,
                                    DecantDetails details, DecantMessageFunc func,
                                    gpointer user_data, GCancellable *cancellable, GError **error);
gboolean decant_imap_read_messages (DecantImapSession *session, const guint32 *uids, gsize n_uids,
                                    DecantContentFunc func, gpointer user_data,
                                    guint32 *current_uid, GCancellable *cancellable,
                                    GError **error);

/* imap/append.c: @status is that of the folder as last opened for writing, or NULL (then no
 * keywords are sent). */
gboolean decant_imap_append_messages (DecantImapSession *session, const DecantFolder *folder,
                                      const DecantFolderStatus *status, DecantAppend *appends,
                                      gsize n_appends, GCancellable *cancellable, GError **error);

G_END_DECLS
