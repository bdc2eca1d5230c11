/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/imap-store.h"

#include "stores/imap/commands.h"
#include "stores/imap/compress.h"

#include <string.h>

struct _DecantImapStore
{
  DecantStore parent_instance;

  DecantImapSettings settings;
  DecantImapSession *session;

  /* The folder last opened for writing, for its flags. */
  char *writable_name;
  DecantFolderStatus writable_status;
};

G_DEFINE_FINAL_TYPE (DecantImapStore, decant_imap_store, DECANT_TYPE_STORE)

char *
decant_certificate_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}

DecantStore *
decant_imap_store_new (const DecantImapSettings *settings)
{
  DecantImapStore *self = g_object_new (DECANT_TYPE_IMAP_STORE, NULL);

  self->settings = *settings;
  self->settings.host = g_strdup (settings->host);
  self->settings.user = g_strdup (settings->user != NULL ? settings->user : "");
  self->settings.auth_user = g_strdup (settings->auth_user);
  self->settings.password = g_strdup (settings->password != NULL ? settings->password : "");
  self->settings.trusted_certificates = g_strdupv (settings->trusted_certificates);
  self->settings.protocol_log = g_strdup (settings->protocol_log);
  if (settings->compression_broke != NULL)
    g_atomic_rc_box_acquire (settings->compression_broke);
  return DECANT_STORE (self);
}

static void
forget_writable (DecantImapStore *self)
{
  g_clear_pointer (&self->writable_name, g_free);
  decant_folder_status_clear (&self->writable_status);
}

static void
drop_session (DecantImapStore *self)
{
  g_clear_pointer (&self->session, decant_imap_session_free);
  forget_writable (self);
  decant_store_set_open (DECANT_STORE (self), FALSE);
}

static void
decant_imap_store_finalize (GObject *object)
{
  DecantImapStore *self = DECANT_IMAP_STORE (object);
  char *password = (char *)self->settings.password;

  drop_session (self);
  explicit_bzero (password, strlen (password));
  g_free (password);
  g_free ((char *)self->settings.host);
  g_free ((char *)self->settings.user);
  g_free ((char *)self->settings.auth_user);
  g_strfreev (self->settings.trusted_certificates);
  g_free ((char *)self->settings.protocol_log);
  g_clear_pointer (&self->settings.compression_broke, g_atomic_rc_box_release);
  G_OBJECT_CLASS (decant_imap_store_parent_class)->finalize (object);
}

static void
note_compression (DecantImapStore *self, const GError *failure)
{
  if (self->settings.compression_broke != NULL && self->session != NULL &&
      decant_imap_blames_compression (self->session, failure))
    g_atomic_int_set (self->settings.compression_broke, 1);
}

/* Ends every call: after an error that ends the connection the session is dropped. Takes
 * @failure. */
static gboolean
finish (DecantImapStore *self, GError *failure, GError **error)
{
  if (failure == NULL)
    return TRUE;
  if (decant_store_error_ends_connection (failure))
    {
      note_compression (self, failure);
      drop_session (self);
    }
  g_propagate_error (error, failure);
  return FALSE;
}

static void
imap_flow_changed (DecantStore *store)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);

  if (self->session != NULL)
    decant_imap_session_set_flow (self->session, decant_store_get_flow (store));
}

static gboolean
imap_open (DecantStore *store, GCancellable *cancellable, GError **error)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);

  drop_session (self);
  self->session = decant_imap_session_open (&self->settings, cancellable, error);
  imap_flow_changed (store);
  decant_store_set_open (store, self->session != NULL);
  return self->session != NULL;
}

static void
imap_close (DecantStore *store, GCancellable *cancellable)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);

  decant_imap_session_close (g_steal_pointer (&self->session), cancellable);
  drop_session (self);
}

static gboolean
imap_ping (DecantStore *store, GCancellable *cancellable, GError **error)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);
  GError *failure = NULL;

  decant_imap_session_noop (self->session, cancellable, &failure);
  return finish (self, failure, error);
}

static guint64
imap_get_message_size_limit (DecantStore *store)
{
  return decant_imap_session_get_append_limit (DECANT_IMAP_STORE (store)->session);
}

static gboolean
imap_get_quota (DecantStore *store, DecantQuota *quota, GCancellable *cancellable, GError **error)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);
  GError *failure = NULL;

  decant_imap_get_quota (self->session, quota, cancellable, &failure);
  return finish (self, failure, error);
}

static DecantServerKind
imap_get_server_kind (DecantStore *store)
{
  return decant_imap_session_get_server_kind (DECANT_IMAP_STORE (store)->session);
}

/* They are nobody else's yet. */
static void
note_what_is_told (GPtrArray *folders, DecantImapCapabilities capabilities)
{
  for (guint i = 0; i < folders->len; i++)
    {
      DecantFolder *folder = g_ptr_array_index (folders, i);

      folder->tells_object_ids = (capabilities & (DECANT_IMAP_GMAIL | DECANT_IMAP_OBJECT_ID)) != 0;
      folder->tells_labels = (capabilities & DECANT_IMAP_GMAIL) != 0;
    }
}

static GPtrArray *
imap_list_folders (DecantStore *store, DecantListFlags flags, GCancellable *cancellable,
                   GError **error)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);
  GError *failure = NULL;
  GPtrArray *folders = decant_imap_list_folders (self->session, flags, cancellable, &failure);

  if (folders != NULL)
    note_what_is_told (folders, decant_imap_session_get_capabilities (self->session));
  finish (self, failure, error);
  return folders;
}

/* Creates @path; where the server does not make the levels above by itself, those first. */
static gboolean
create_path (DecantImapStore *self, const char *path, gboolean *existed, GCancellable *cancellable,
             GError **error)
{
  g_autofree char *name = decant_imap_name_for_path (self->session, path, error);
  g_autofree char *parent = decant_folder_path_parent (path);
  g_autoptr (GError) refusal = NULL;
  gboolean parent_existed;

  if (name == NULL)
    return FALSE;
  if (decant_imap_session_create (self->session, name, existed, cancellable, &refusal))
    return TRUE;
  if (parent == NULL || !g_error_matches (refusal, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  return create_path (self, parent, &parent_existed, cancellable, error) &&
         decant_imap_session_create (self->session, name, existed, cancellable, error);
}

static DecantFolder *
imap_create_folder (DecantStore *store, const char *path, gboolean *existed,
                    GCancellable *cancellable, GError **error)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);
  g_autofree char *name = NULL;
  GError *failure = NULL;

  /* INBOX is always there, and servers refuse to create it in various words. */
  if (g_ascii_strcasecmp (path, "INBOX") != 0)
    create_path (self, path, existed, cancellable, &failure);
  if (failure == NULL)
    name = decant_imap_name_for_path (self->session, path, &failure);
  if (!finish (self, failure, error))
    return NULL;
  return decant_imap_folder_for_name (self->session, name);
}

static gboolean
imap_create_folders (DecantStore *store, const char *const *paths, guint n_paths,
                     DecantFolder **folders, GCancellable *cancellable, GError **error)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);
  GError *failure = NULL;

  decant_imap_create_folders (self->session, paths, n_paths, folders, cancellable, &failure);
  return finish (self, failure, error);
}

static gboolean
imap_subscribe_folder (DecantStore *store, const DecantFolder *folder, GCancellable *cancellable,
                       GError **error)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);
  GError *failure = NULL;

  decant_imap_session_subscribe (self->session, folder->name, cancellable, &failure);
  return finish (self, failure, error);
}

static void
imap_assume_folder (DecantStore *store, const DecantFolder *folder,
                    const DecantFolderStatus *status)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);

  forget_writable (self);
  self->writable_name = g_strdup (folder->name);
  decant_folder_status_copy (&self->writable_status, status);
}

static gboolean
imap_open_folder (DecantStore *store, const DecantFolder *folder, DecantAccess access,
                  DecantFolderStatus *status, GCancellable *cancellable, GError **error)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);
  GError *failure = NULL;

  if (decant_imap_open_folder (self->session, folder, access, status, cancellable, &failure) &&
      access == DECANT_ACCESS_WRITE)
    imap_assume_folder (store, folder, status);
  return finish (self, failure, error);
}

/* A callee that stops a listing or a reading leaves answers under way, whatever its error is. */
typedef struct
{
  DecantMessageFunc message_func;
  DecantContentFunc content_func;
  DecantUidsFunc uids_func;
  const DecantVisitFuncs *visit_funcs;
  gpointer user_data;
  gboolean was_stopped;
} Relay;

static gboolean
relay_message (DecantMessage *message, gpointer data, GError **error)
{
  Relay *relay = data;

  relay->was_stopped = !relay->message_func (message, relay->user_data, error);
  return !relay->was_stopped;
}

static gboolean
relay_content (guint32 uid, DecantContent *content, const GError *problem, gpointer data,
               GError **error)
{
  Relay *relay = data;

  relay->was_stopped = !relay->content_func (uid, content, problem, relay->user_data, error);
  return !relay->was_stopped;
}

static gboolean
relay_opened (guint index, const DecantFolderStatus *status, gpointer data, GError **error)
{
  Relay *relay = data;

  relay->was_stopped = !relay->visit_funcs->opened (index, status, relay->user_data, error);
  return !relay->was_stopped;
}

static gboolean
relay_listed (guint index, DecantMessage *message, gpointer data, GError **error)
{
  Relay *relay = data;

  relay->was_stopped = !relay->visit_funcs->listed (index, message, relay->user_data, error);
  return !relay->was_stopped;
}

static gboolean
relay_finished (guint index, gboolean wholly, gpointer data, GError **error)
{
  Relay *relay = data;

  relay->was_stopped = !relay->visit_funcs->finished (index, wholly, relay->user_data, error);
  return !relay->was_stopped;
}

static gboolean
imap_visit_folders (DecantStore *store, GPtrArray *folders, DecantAccess access,
                    DecantDetails details, const DecantVisitFuncs *funcs, gpointer user_data,
                    GCancellable *cancellable, GError **error)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);
  Relay relay = { .visit_funcs = funcs, .user_data = user_data };
  const DecantVisitFuncs relays = { relay_opened, funcs->listed != NULL ? relay_listed : NULL,
                                    relay_finished };
  GError *failure = NULL;

  decant_imap_visit_folders (self->session, folders, access, details, &relays, &relay, cancellable,
                             &failure);
  if (relay.was_stopped)
    drop_session (self);
  return finish (self, failure, error);
}

static gboolean
imap_list_messages (DecantStore *store, guint32 first_uid, guint32 last_uid, DecantDetails details,
                    DecantMessageFunc func, gpointer user_data, GCancellable *cancellable,
                    GError **error)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);
  Relay relay = { .message_func = func, .user_data = user_data };
  GError *failure = NULL;

  decant_imap_list_messages (self->session, first_uid, last_uid, details, relay_message, &relay,
                             cancellable, &failure);
  if (relay.was_stopped)
    drop_session (self);
  return finish (self, failure, error);
}

static gsize
relay_uids (const guint32 **uids, gpointer data)
{
  Relay *relay = data;

  return relay->uids_func (uids, relay->user_data);
}

static gboolean
imap_read (DecantStore *store, DecantReadOpening *opening, DecantUidsFunc next,
           DecantContentFunc func, gpointer user_data, guint32 *current_uid,
           GCancellable *cancellable, GError **error)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);
  Relay relay = { .content_func = func, .uids_func = next, .user_data = user_data };
  GError *failure = NULL;

  decant_imap_read_messages (self->session, opening, relay_uids, relay_content, &relay, current_uid,
                             cancellable, &failure);
  if (relay.was_stopped)
    drop_session (self);
  return finish (self, failure, error);
}

static DecantContent *
imap_salvage (DecantStore *store, guint32 uid, DecantPart part, GCancellable *cancellable,
              GError **error)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);
  GError *failure = NULL;
  DecantContent *content = decant_imap_salvage (self->session, uid, part, cancellable, &failure);

  finish (self, failure, error);
  return content;
}

static gboolean
imap_append (DecantStore *store, const DecantFolder *folder, const DecantAppendFuncs *funcs,
             gpointer user_data, GCancellable *cancellable, GError **error)
{
  DecantImapStore *self = DECANT_IMAP_STORE (store);
  gboolean is_known = g_strcmp0 (self->writable_name, folder->name) == 0;
  GError *failure = NULL;

  decant_imap_append (self->session, folder, is_known ? &self->writable_status : NULL, funcs,
                      user_data, cancellable, &failure);
  if (failure == NULL && decant_imap_session_is_worn_out (self->session))
    imap_close (store, cancellable);
  return finish (self, failure, error);
}

static void
decant_imap_store_class_init (DecantImapStoreClass *class)
{
  DecantStoreClass *store_class = DECANT_STORE_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = decant_imap_store_finalize;
  store_class->open = imap_open;
  store_class->close = imap_close;
  store_class->ping = imap_ping;
  store_class->get_message_size_limit = imap_get_message_size_limit;
  store_class->get_quota = imap_get_quota;
  store_class->get_server_kind = imap_get_server_kind;
  store_class->list_folders = imap_list_folders;
  store_class->create_folder = imap_create_folder;
  store_class->subscribe_folder = imap_subscribe_folder;
  store_class->create_folders = imap_create_folders;
  store_class->open_folder = imap_open_folder;
  store_class->assume_folder = imap_assume_folder;
  store_class->visit_folders = imap_visit_folders;
  store_class->list_messages = imap_list_messages;
  store_class->read = imap_read;
  store_class->salvage = imap_salvage;
  store_class->append = imap_append;
  store_class->flow_changed = imap_flow_changed;
}

static void
decant_imap_store_init (DecantImapStore *self)
{
}
