/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/store.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  gboolean is_open;
  const DecantFlow *flow;
} DecantStorePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DecantStore, decant_store, G_TYPE_OBJECT)

static void
decant_store_class_init (DecantStoreClass *class)
{
}

static void
decant_store_init (DecantStore *self)
{
}

gboolean
decant_store_is_open (DecantStore *self)
{
  DecantStorePrivate *priv = decant_store_get_instance_private (self);

  return priv->is_open;
}

void
decant_store_set_open (DecantStore *self, gboolean is_open)
{
  DecantStorePrivate *priv = decant_store_get_instance_private (self);

  priv->is_open = is_open;
}

void
decant_store_set_flow (DecantStore *self, const DecantFlow *flow)
{
  DecantStorePrivate *priv = decant_store_get_instance_private (self);

  priv->flow = flow;
  if (DECANT_STORE_GET_CLASS (self)->flow_changed != NULL)
    DECANT_STORE_GET_CLASS (self)->flow_changed (self);
}

const DecantFlow *
decant_store_get_flow (DecantStore *self)
{
  DecantStorePrivate *priv = decant_store_get_instance_private (self);

  return priv->flow;
}

/* Before every call: a connection lost earlier is an error like any other, not a bug of the caller.
 */
static gboolean
ready (DecantStore *self, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (decant_store_is_open (self))
    return TRUE;
  decant_store_error_set (error, DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_CONNECTION_LOST, NULL,
                          _ ("The connection to the server is closed."));
  return FALSE;
}

gboolean
decant_store_open (DecantStore *self, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return DECANT_STORE_GET_CLASS (self)->open (self, cancellable, error);
}

void
decant_store_close (DecantStore *self, GCancellable *cancellable)
{
  if (decant_store_is_open (self))
    DECANT_STORE_GET_CLASS (self)->close (self, cancellable);
}

gboolean
decant_store_ping (DecantStore *self, GCancellable *cancellable, GError **error)
{
  return ready (self, cancellable, error) &&
         DECANT_STORE_GET_CLASS (self)->ping (self, cancellable, error);
}

DecantServerKind
decant_store_get_server_kind (DecantStore *self)
{
  DecantStoreClass *store_class = DECANT_STORE_GET_CLASS (self);

  return decant_store_is_open (self) && store_class->get_server_kind != NULL
           ? store_class->get_server_kind (self)
           : DECANT_SERVER_UNKNOWN;
}

guint64
decant_store_get_message_size_limit (DecantStore *self)
{
  return decant_store_is_open (self) ? DECANT_STORE_GET_CLASS (self)->get_message_size_limit (self)
                                     : 0;
}

gboolean
decant_store_get_quota (DecantStore *self, DecantQuota *quota, GCancellable *cancellable,
                        GError **error)
{
  DecantStoreClass *class = DECANT_STORE_GET_CLASS (self);

  *quota = (DecantQuota){ 0 };
  return ready (self, cancellable, error) &&
         (class->get_quota == NULL || class->get_quota (self, quota, cancellable, error));
}

GPtrArray *
decant_store_list_folders (DecantStore *self, DecantListFlags flags, GCancellable *cancellable,
                           GError **error)
{
  if (!ready (self, cancellable, error))
    return NULL;
  return DECANT_STORE_GET_CLASS (self)->list_folders (self, flags, cancellable, error);
}

DecantFolder *
decant_store_create_folder (DecantStore *self, const char *path, gboolean *existed,
                            GCancellable *cancellable, GError **error)
{
  gboolean ignored;

  if (existed == NULL)
    existed = &ignored;
  *existed = FALSE;
  if (!ready (self, cancellable, error))
    return NULL;
  return DECANT_STORE_GET_CLASS (self)->create_folder (self, path, existed, cancellable, error);
}

gboolean
decant_store_create_folders (DecantStore *self, const char *const *paths, guint n_paths,
                             DecantFolder **folders, GCancellable *cancellable, GError **error)
{
  return ready (self, cancellable, error) && DECANT_STORE_GET_CLASS (self)->create_folders (
                                               self, paths, n_paths, folders, cancellable, error);
}

gboolean
decant_store_subscribe_folder (DecantStore *self, const DecantFolder *folder,
                               GCancellable *cancellable, GError **error)
{
  return ready (self, cancellable, error) &&
         DECANT_STORE_GET_CLASS (self)->subscribe_folder (self, folder, cancellable, error);
}

gboolean
decant_store_open_folder (DecantStore *self, const DecantFolder *folder, DecantAccess access,
                          DecantFolderStatus *status, GCancellable *cancellable, GError **error)
{
  g_auto (DecantFolderStatus) ignored = { 0 };

  if (!ready (self, cancellable, error))
    return FALSE;
  return DECANT_STORE_GET_CLASS (self)->open_folder (
    self, folder, access, status != NULL ? status : &ignored, cancellable, error);
}

void
decant_folder_status_clear (DecantFolderStatus *status)
{
  g_clear_pointer (&status->permanent_keywords, g_strfreev);
}

void
decant_folder_status_copy (DecantFolderStatus *self, const DecantFolderStatus *from)
{
  *self = *from;
  self->permanent_keywords = g_strdupv (from->permanent_keywords);
}

void
decant_store_assume_folder (DecantStore *self, const DecantFolder *folder,
                            const DecantFolderStatus *status)
{
  if (decant_store_is_open (self))
    DECANT_STORE_GET_CLASS (self)->assume_folder (self, folder, status);
}

gboolean
decant_store_list_messages (DecantStore *self, guint32 first_uid, guint32 last_uid,
                            DecantDetails details, DecantMessageFunc func, gpointer user_data,
                            GCancellable *cancellable, GError **error)
{
  return ready (self, cancellable, error) &&
         DECANT_STORE_GET_CLASS (self)->list_messages (self, first_uid, last_uid, details, func,
                                                       user_data, cancellable, error);
}

gboolean
decant_store_visit_folders (DecantStore *self, GPtrArray *folders, DecantAccess access,
                            DecantDetails details, const DecantVisitFuncs *funcs,
                            gpointer user_data, GCancellable *cancellable, GError **error)
{
  return ready (self, cancellable, error) &&
         DECANT_STORE_GET_CLASS (self)->visit_folders (self, folders, access, details, funcs,
                                                       user_data, cancellable, error);
}

gboolean
decant_store_read (DecantStore *self, DecantReadOpening *opening, DecantUidsFunc next,
                   DecantContentFunc func, gpointer user_data, guint32 *current_uid,
                   GCancellable *cancellable, GError **error)
{
  guint32 ignored = 0;

  if (current_uid == NULL)
    current_uid = &ignored;
  *current_uid = 0;
  return ready (self, cancellable, error) &&
         DECANT_STORE_GET_CLASS (self)->read (self, opening, next, func, user_data, current_uid,
                                              cancellable, error);
}

/* One run for somebody who knows nothing of runs. */
typedef struct
{
  const guint32 *uids;
  gsize n_uids;
  DecantContentFunc func;
  gpointer user_data;
} OnlyRun;

static gsize
take_only_run (const guint32 **uids, gpointer user_data)
{
  OnlyRun *self = user_data;
  gsize n = self->n_uids;

  *uids = self->uids;
  self->n_uids = 0;
  return n;
}

static gboolean
hand_on (guint32 uid, DecantContent *content, const GError *problem, gpointer user_data,
         GError **error)
{
  OnlyRun *self = user_data;

  return self->func (uid, content, problem, self->user_data, error);
}

gboolean
decant_store_read_messages (DecantStore *self, const guint32 *uids, gsize n_uids,
                            DecantContentFunc func, gpointer user_data, guint32 *current_uid,
                            GCancellable *cancellable, GError **error)
{
  OnlyRun run = { uids, n_uids, func, user_data };

  return decant_store_read (self, NULL, take_only_run, hand_on, &run, current_uid, cancellable,
                            error);
}

DecantContent *
decant_store_salvage (DecantStore *self, guint32 uid, DecantPart part, GCancellable *cancellable,
                      GError **error)
{
  if (!ready (self, cancellable, error))
    return NULL;
  if (DECANT_STORE_GET_CLASS (self)->salvage != NULL)
    return DECANT_STORE_GET_CLASS (self)->salvage (self, uid, part, cancellable, error);
  decant_store_error_set (error, DECANT_STORE_ERROR_MESSAGE, DECANT_CAUSE_UNREADABLE, NULL,
                          _ ("The server lists this message but does not hand it out."));
  return NULL;
}

gboolean
decant_store_append (DecantStore *self, const DecantFolder *folder, const DecantAppendFuncs *funcs,
                     gpointer user_data, GCancellable *cancellable, GError **error)
{
  return ready (self, cancellable, error) &&
         DECANT_STORE_GET_CLASS (self)->append (self, folder, funcs, user_data, cancellable, error);
}

/* The only batch. */
static DecantAppendBatch *
take_only_batch (gboolean wait, gboolean *soon, gpointer user_data)
{
  DecantAppendBatch **batch = user_data;

  return g_steal_pointer (batch);
}

static gboolean
settle_only_batch (DecantAppendBatch *batch, gpointer user_data)
{
  return FALSE;
}

static const GError *
find_over_quota (const DecantAppend *appends, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (decant_store_error_get_cause (appends[i].error) == DECANT_CAUSE_OVER_QUOTA)
      return appends[i].error;
  return NULL;
}

gboolean
decant_store_append_messages (DecantStore *self, const DecantFolder *folder, DecantAppend *appends,
                              gsize n_appends, GCancellable *cancellable, GError **error)
{
  const DecantAppendFuncs funcs = { take_only_batch, settle_only_batch };
  DecantAppendBatch batch = { .appends = appends, .n = n_appends, .singly = TRUE };
  DecantAppendBatch *only = &batch;
  gboolean done = decant_store_append (self, folder, &funcs, &only, cancellable, error);
  const GError *over_quota = find_over_quota (appends, n_appends);

  for (gsize i = 0; done && over_quota != NULL && i < n_appends; i++)
    if (!appends[i].sent)
      {
        appends[i].answered = TRUE;
        appends[i].error = g_error_copy (over_quota);
      }
  return done;
}

gboolean
decant_folder_status_keeps (const DecantFolderStatus *status, const char *keyword)
{
  if (!decant_keyword_can_be_sent (keyword))
    return FALSE;
  if (status->any_keyword)
    return TRUE;
  for (char **known = status->permanent_keywords; known != NULL && *known != NULL; known++)
    if (g_ascii_strcasecmp (*known, keyword) == 0)
      return TRUE;
  return FALSE;
}
