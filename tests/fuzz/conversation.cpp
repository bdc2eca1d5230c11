/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.hpp"

#include "stores/imap/imap-store.h"

#include <arpa/inet.h>
#include <mutex>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

/* A whole session with a server that says all it has to say at once, whatever it is asked, and then
 * hangs up: through the transport, the link to libetpan, libetpan itself and the store's commands.
 */

namespace
{

class Sayer
{
public:
  Sayer ()
  {
    sockaddr_in address = {};
    socklen_t length = sizeof address;

    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
    listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    fuzz_require (listener >= 0 &&
                    bind (listener, reinterpret_cast<sockaddr *> (&address), sizeof address) == 0 &&
                    listen (listener, 8) == 0 &&
                    getsockname (listener, reinterpret_cast<sockaddr *> (&address), &length) == 0,
                  "there is a port");
    port = ntohs (address.sin_port);
    std::thread ([this] { serve (); }).detach ();
  }

  void
  say_next (std::string words)
  {
    const std::lock_guard<std::mutex> lock (mutex);

    next = std::move (words);
  }

  std::uint16_t port = 0;

private:
  void
  serve ()
  {
    for (;;)
      {
        const int peer = accept (listener, nullptr, nullptr);
        char heard[4096];
        std::string words;

        if (peer < 0)
          return;
        {
          const std::lock_guard<std::mutex> lock (mutex);

          words = next;
        }
        for (std::size_t said = 0; said < words.size ();)
          {
            const ssize_t count = send (peer, words.data () + said, words.size () - said,
                                        MSG_NOSIGNAL);

            if (count <= 0)
              break;
            said += static_cast<std::size_t> (count);
          }
        shutdown (peer, SHUT_WR);
        while (recv (peer, heard, sizeof heard, 0) > 0)
          ;
        close (peer);
      }
  }

  std::mutex mutex;
  std::string next;
  int listener = -1;
};

gboolean
take_message (DecantMessage *message, gpointer, GError **)
{
  decant_message_free (message);
  return TRUE;
}

gboolean
take_content (guint32, DecantContent *content, const GError *problem, gpointer, GError **)
{
  if ((content == nullptr) == (problem == nullptr))
    g_error ("a content or a problem");
  g_clear_pointer (&content, decant_content_unref);
  return TRUE;
}

bool
append (DecantStore *store, const DecantFolder *folder)
{
  g_autoptr (DecantMessage) message = decant_message_new (1);
  g_autoptr (DecantContent) content = decant_content_new (0);
  DecantAppend item = {};

  if (!decant_content_write (content, "A: b\r\n\r\n", 8, nullptr) ||
      !decant_content_finish (content, nullptr))
    return false;
  item.message = message;
  item.content = content;
  const bool well = decant_store_append_messages (store, folder, &item, 1, nullptr, nullptr);
  g_clear_error (&item.error);
  return well;
}

void
use (DecantStore *store)
{
  const guint32 uids[] = { 4, 7, 9 };
  g_autoptr (GPtrArray) folders = nullptr;
  g_autoptr (DecantFolder) made = nullptr;
  DecantFolder *folder;
  guint32 current_uid;

  if (!decant_store_open (store, nullptr, nullptr))
    return;
  folders = decant_store_list_folders (store, DECANT_LIST_COUNTS, nullptr, nullptr);
  if (folders == nullptr || folders->len == 0)
    return;
  folder = static_cast<DecantFolder *> (folders->pdata[0]);
  g_auto (DecantFolderStatus) status = {};
  if (!decant_store_open_folder (store, folder, DECANT_ACCESS_READ, &status, nullptr, nullptr) ||
      !decant_store_list_messages (store, 1, G_MAXUINT32, DECANT_DETAILS_HEADERS, take_message,
                                   nullptr, nullptr, nullptr) ||
      !decant_store_read_messages (store, uids, 3, take_content, nullptr, &current_uid, nullptr,
                                   nullptr))
    return;
  made = decant_store_create_folder (store, "Archive/2009", nullptr, nullptr, nullptr);
  if (made != nullptr)
    append (store, made);
}

} // namespace

void
fuzz_conversation (const std::uint8_t *data, std::size_t size)
{
  static Sayer &sayer = *new Sayer;
  DecantImapSettings settings = {};

  settings.host = "127.0.0.1";
  settings.port = sayer.port;
  settings.security = DECANT_SECURITY_PLAINTEXT;
  settings.user = "ada";
  settings.password = "secret";
  settings.protocol_log = g_getenv ("DECANT_FUZZ_LOG");
  sayer.say_next (std::string (reinterpret_cast<const char *> (data), size));
  g_autoptr (DecantStore) store = decant_imap_store_new (&settings);
  use (store);
}
