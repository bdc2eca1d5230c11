/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/memory-account.hpp"

#include <algorithm>

namespace
{

struct MemoryStore
{
  DecantStore parent_instance;
  MemoryAccount *account;
  MemoryFolder *folder;
};

struct MemoryStoreClass
{
  DecantStoreClass parent_class;
};

G_DEFINE_TYPE (MemoryStore, memory_store, DECANT_TYPE_STORE)

MemoryStore *
cast (DecantStore *store)
{
  return G_TYPE_CHECK_INSTANCE_CAST (store, memory_store_get_type (), MemoryStore);
}

DecantMessage *
make_message (const MemoryMessage &from)
{
  static std::atomic<guint> number{ 0 };
  DecantMessage *message = decant_message_new (from.uid);

  message->flags = from.flags;
  message->internal_date = from.date;
  message->size = from.size;
  message->object_id = from.object_id;
  message->headers = g_new0 (DecantHeaders, 1);
  message->headers->from = g_strdup (from.from.c_str ());
  message->headers->subject = g_strdup (from.subject.c_str ());
  message->headers->message_id = from.id.empty () ? g_strdup_printf ("<%u@x>", number++)
                                                  : g_strdup (from.id.c_str ());
  return message;
}

bool
hand_out (MemoryFolder &folder, bool in_passing, guint32 first, guint32 last,
          const std::function<bool (DecantMessage *)> &func, GCancellable *cancellable,
          GError **error)
{
  for (guint i = 0; i < folder.messages.size (); i++)
    {
      if (folder.messages[i].uid < first || folder.messages[i].uid > last)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          (!in_passing && folder.before && !folder.before (i, error)) ||
          !func (make_message (folder.messages[i])))
        return false;
    }
  return true;
}

gboolean
finish (DecantStore *store, bool well, GError **error)
{
  if (!well && error != nullptr && *error != nullptr && decant_store_error_ends_connection (*error))
    decant_store_set_open (store, FALSE);
  return well;
}

gboolean
open_store (DecantStore *store, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  cast (store)->account->opened++;
  decant_store_set_open (store, TRUE);
  return TRUE;
}

void
close_store (DecantStore *store, GCancellable *)
{
  decant_store_set_open (store, FALSE);
}

gboolean
ping (DecantStore *, GCancellable *, GError **)
{
  return TRUE;
}

DecantFolderStatus
make_status (const MemoryFolder &folder)
{
  DecantFolderStatus status = {};

  status.messages = guint32 (folder.messages.size ());
  status.uid_validity = folder.uid_validity;
  for (const MemoryMessage &message : folder.messages)
    status.uid_next = std::max (status.uid_next, message.uid + 1);
  return status;
}

gboolean
open_folder (DecantStore *store, const DecantFolder *folder, DecantAccess,
             DecantFolderStatus *status, GCancellable *, GError **)
{
  MemoryStore *self = cast (store);

  self->account->examined++;
  self->folder = &self->account->folders.at (folder->path);
  *status = make_status (*self->folder);
  return TRUE;
}

gboolean
list_messages (DecantStore *store, guint32 first, guint32 last, DecantDetails details,
               DecantMessageFunc func, gpointer user_data, GCancellable *cancellable,
               GError **error)
{
  /* What is asked for in passing is no listing. */
  const bool in_passing = details == DECANT_DETAILS_PLAIN;

  return finish (store,
                 hand_out (
                   *cast (store)->folder, in_passing, first, last,
                   [&] (DecantMessage *message) { return func (message, user_data, error); },
                   cancellable, error),
                 error);
}

gboolean
visit_folders (DecantStore *store, GPtrArray *folders, DecantAccess, DecantDetails,
               const DecantVisitFuncs *funcs, gpointer user_data, GCancellable *cancellable,
               GError **error)
{
  MemoryAccount *account = cast (store)->account;

  for (guint i = 0; i < folders->len; i++)
    {
      MemoryFolder &folder = account->folders.at (
        static_cast<DecantFolder *> (folders->pdata[i])->path);
      const DecantFolderStatus status = make_status (folder);

      if (!folder.visited)
        continue;
      account->visited++;
      if (!funcs->opened (i, &status, user_data, error) ||
          !hand_out (
            folder, false, 1, G_MAXUINT32,
            [&] (DecantMessage *message) { return funcs->listed (i, message, user_data, error); },
            cancellable, error) ||
          !funcs->finished (i, TRUE, user_data, error))
        return finish (store, false, error);
    }
  return TRUE;
}

/* As many bytes as it is listed with. */
DecantContent *
make_content (const MemoryMessage &message)
{
  DecantContent *content = decant_content_new (message.size);
  const std::string bytes (message.size, 'x');

  decant_content_write (content, bytes.data (), bytes.size (), nullptr);
  decant_content_finish (content, nullptr);
  return content;
}

gboolean
read_messages (DecantStore *store, DecantReadOpening *, DecantUidsFunc next, DecantContentFunc func,
               gpointer user_data, guint32 *, GCancellable *cancellable, GError **error)
{
  MemoryStore *self = cast (store);
  const guint32 *uids = nullptr;

  while (const gsize n = next (&uids, user_data))
    for (gsize i = 0; i < n; i++)
      for (const MemoryMessage &message : self->folder->messages)
        {
          g_autoptr (GError) problem = nullptr;

          if (message.uid != uids[i])
            continue;
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
          self->account->read++;
          if (message.damaged)
            decant_store_error_set (&problem, DECANT_STORE_ERROR_MESSAGE, DECANT_CAUSE_UNREADABLE,
                                    "Cannot", "%s", "It cannot be read.");
          if (!func (message.uid, message.damaged ? nullptr : make_content (message), problem,
                     user_data, error))
            return FALSE;
        }
  return TRUE;
}

DecantContent *
salvage (DecantStore *store, guint32 uid, DecantPart part, GCancellable *, GError **error)
{
  for (const MemoryMessage &message : cast (store)->folder->messages)
    if (message.uid == uid)
      {
        const bool header = part == DECANT_PART_HEADER;
        const std::string &bytes = header ? message.header : message.part;
        DecantContent *content;

        if (!message.damaged)
          return make_content (message);
        if (!header || bytes.empty ())
          decant_store_error_set (error, DECANT_STORE_ERROR_MESSAGE, DECANT_CAUSE_UNREADABLE,
                                  "Cannot", "%s", "It cannot be read.");
        if (bytes.empty ())
          return nullptr;
        content = decant_content_new (bytes.size ());
        decant_content_write (content, bytes.data (), bytes.size (), nullptr);
        decant_content_finish (content, nullptr);
        return content;
      }
  return nullptr;
}

void
memory_store_class_init (MemoryStoreClass *klass)
{
  DecantStoreClass *store_class = DECANT_STORE_CLASS (klass);

  store_class->open = open_store;
  store_class->close = close_store;
  store_class->ping = ping;
  store_class->open_folder = open_folder;
  store_class->list_messages = list_messages;
  store_class->read = read_messages;
  store_class->salvage = salvage;
  store_class->visit_folders = visit_folders;
}

void
memory_store_init (MemoryStore *)
{
}

void
note_destroyed (gpointer account)
{
  static_cast<MemoryAccount *> (account)->destroyed = true;
}

DecantStore *
make_store (gpointer account)
{
  auto *store = static_cast<MemoryStore *> (g_object_new (memory_store_get_type (), nullptr));

  store->account = static_cast<MemoryAccount *> (account);
  return DECANT_STORE (store);
}

}

MemoryAccount::MemoryAccount ()
    : opener (decant_store_opener_new ("ada@memory", "ada", make_store, this, note_destroyed))
{
}

MemoryAccount::~MemoryAccount ()
{
  decant_store_opener_unref (opener);
  while (!destroyed)
    g_usleep (1000);
}

GPtrArray *
MemoryAccount::list_folders () const
{
  GPtrArray *list = g_ptr_array_new_with_free_func (
    reinterpret_cast<GDestroyNotify> (decant_folder_unref));

  for (const auto &[path, folder] : folders)
    {
      DecantFolder *listed = decant_folder_new (path.c_str (), path.c_str (), '/');

      listed->counted = TRUE;
      listed->messages = guint32 (folder.messages.size ());
      g_ptr_array_insert (list, path == "INBOX" ? 0 : -1, listed);
    }
  return list;
}
