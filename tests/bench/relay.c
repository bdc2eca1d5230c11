/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/relay.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_SIZE (256 * 1024)

typedef struct
{
  gint64 due; /* monotonic, microseconds */
  gsize length;
  gsize sent;
  guint8 data[];
} Chunk;

/* One way of a connection. */
typedef struct
{
  int from;
  int to;
  GQueue chunks; /* Chunk; one of no bytes is the end */
  gsize under_way;
  gboolean blocked; /* @to takes no more just now */
  gboolean ended;   /* nothing more comes from @from */
  gboolean closed;  /* the end was passed on */
} Way;

typedef struct
{
  int client;
  int server;      /* -1 until it is time to connect */
  gint64 connects; /* when that is */
  Way up;
  Way down;
} Link;

struct _Relay
{
  guint16 server_port;
  guint16 port;
  int listener;
  int wake; /* eventfd: to end */
  gint half_us;
  GPtrArray *links;
  GThread *thread;
  guint8 buffer[READ_SIZE];
};

static void
free_way (Way *way)
{
  g_queue_clear_full (&way->chunks, g_free);
}

static void
free_link (gpointer data)
{
  Link *link = data;

  close (link->client);
  if (link->server >= 0)
    close (link->server);
  free_way (&link->up);
  free_way (&link->down);
  g_free (link);
}

static struct sockaddr_in
loopback (guint16 port)
{
  return (struct sockaddr_in){ .sin_family = AF_INET,
                               .sin_port = htons (port),
                               .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
}

static void
prepare_socket (int socket)
{
  int one = 1;

  setsockopt (socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  fcntl (socket, F_SETFL, fcntl (socket, F_GETFL) | O_NONBLOCK);
}

static gint64
half (Relay *self)
{
  return g_atomic_int_get (&self->half_us);
}

/* ---- one way ---- */

static gboolean
wants_input (const Way *way)
{
  return way->from >= 0 && !way->ended && way->under_way < RELAY_LIMIT;
}

/* At once: who sends in small pieces by Nagle's rule would wait for up to 40 ms more otherwise. The
 * system forgets it after a while. */
static void
acknowledge (int socket)
{
  int one = 1;

  setsockopt (socket, IPPROTO_TCP, TCP_QUICKACK, &one, sizeof one);
}

static void
take_in (Relay *self, Way *way)
{
  ssize_t n = read (way->from, self->buffer, sizeof self->buffer);
  Chunk *chunk;

  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return;
  acknowledge (way->from);
  way->ended = n <= 0;
  n = MAX (n, 0);
  chunk = g_malloc (sizeof *chunk + (gsize)n);
  chunk->due = g_get_monotonic_time () + half (self);
  chunk->length = (gsize)n;
  chunk->sent = 0;
  memcpy (chunk->data, self->buffer, (gsize)n);
  way->under_way += chunk->length;
  g_queue_push_tail (&way->chunks, chunk);
}

static void
give_up (Way *way)
{
  way->closed = TRUE;
  way->ended = TRUE;
  g_queue_clear_full (&way->chunks, g_free);
}

/* FALSE where no more can be passed on now. */
static gboolean
pass_on (Way *way, Chunk *chunk)
{
  ssize_t n;

  if (chunk->length == 0)
    {
      shutdown (way->to, SHUT_WR);
      way->closed = TRUE;
      return TRUE;
    }
  n = send (way->to, chunk->data + chunk->sent, chunk->length - chunk->sent, MSG_NOSIGNAL);
  if (n < 0 && errno != EAGAIN && errno != EINTR)
    {
      give_up (way);
      return FALSE;
    }
  if (n > 0)
    chunk->sent += (gsize)n;
  way->blocked = chunk->sent < chunk->length;
  return !way->blocked;
}

static void
pass_on_due (Way *way, gint64 now)
{
  Chunk *chunk;

  while (way->to >= 0 && (chunk = g_queue_peek_head (&way->chunks)) != NULL && chunk->due <= now &&
         pass_on (way, chunk))
    {
      way->under_way -= chunk->length;
      g_free (g_queue_pop_head (&way->chunks));
    }
}

static gint64
next_due (Way *way, gint64 earliest)
{
  const Chunk *chunk = g_queue_peek_head (&way->chunks);

  return chunk != NULL && way->to >= 0 && !way->blocked ? MIN (earliest, chunk->due) : earliest;
}

/* ---- connections ---- */

static void
accept_link (Relay *self)
{
  int client = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC);
  Link *link;

  if (client < 0)
    return;
  prepare_socket (client);
  link = g_new0 (Link, 1);
  link->client = client;
  link->server = -1;
  /* The first packet, its answer, and the acknowledgement that makes the server begin. */
  link->connects = g_get_monotonic_time () + 3 * half (self);
  link->up = (Way){ .from = client, .to = -1 };
  link->down = (Way){ .from = -1, .to = client };
  g_ptr_array_add (self->links, link);
}

static gboolean
connect_link (Relay *self, Link *link)
{
  struct sockaddr_in address = loopback (self->server_port);

  link->server = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (link->server < 0 ||
      connect (link->server, (const struct sockaddr *)&address, sizeof address) != 0)
    return FALSE;
  prepare_socket (link->server);
  link->up.to = link->server;
  link->down.from = link->server;
  return TRUE;
}

/* FALSE where it is over. */
static gboolean
advance_link (Relay *self, Link *link, gint64 now)
{
  if (link->server < 0 && link->connects <= now && !connect_link (self, link))
    return FALSE;
  pass_on_due (&link->up, now);
  pass_on_due (&link->down, now);
  return !link->up.closed || !link->down.closed;
}

/* ---- the thread ---- */

static void
watch (GArray *polled, int descriptor, gboolean input, gboolean output)
{
  struct pollfd entry = { .fd = input || output ? descriptor : -1,
                          .events = (short)((input ? POLLIN : 0) | (output ? POLLOUT : 0)) };

  g_array_append_val (polled, entry);
}

static void
await_something (Relay *self, GArray *polled)
{
  gint64 now = g_get_monotonic_time ();
  gint64 next = G_MAXINT64;
  struct timespec wait = { 0 };

  g_array_set_size (polled, 0);
  watch (polled, self->wake, TRUE, FALSE);
  watch (polled, self->listener, TRUE, FALSE);
  for (guint i = 0; i < self->links->len; i++)
    {
      Link *link = self->links->pdata[i];

      watch (polled, link->client, wants_input (&link->up), link->down.blocked);
      watch (polled, link->server, wants_input (&link->down), link->up.blocked);
      next = next_due (&link->up, next_due (&link->down, next));
      if (link->server < 0)
        next = MIN (next, link->connects);
    }
  wait.tv_sec = MAX (next - now, 0) / G_USEC_PER_SEC;
  wait.tv_nsec = MAX (next - now, 0) % G_USEC_PER_SEC * 1000;
  ppoll ((struct pollfd *)(void *)polled->data, polled->len, next != G_MAXINT64 ? &wait : NULL,
         NULL);
}

static void
serve_link (Relay *self, Link *link, const struct pollfd *client, const struct pollfd *server)
{
  if (client->revents != 0 && wants_input (&link->up))
    take_in (self, &link->up);
  if (server->revents != 0 && wants_input (&link->down))
    take_in (self, &link->down);
  if (client->revents & (POLLOUT | POLLERR | POLLHUP))
    link->down.blocked = FALSE;
  if (server->revents & (POLLOUT | POLLERR | POLLHUP))
    link->up.blocked = FALSE;
}

static gpointer
run (gpointer data)
{
  Relay *self = data;
  g_autoptr (GArray) polled = g_array_new (FALSE, TRUE, sizeof (struct pollfd));

  for (;;)
    {
      const struct pollfd *entries;
      gint64 now;

      await_something (self, polled);
      entries = (const struct pollfd *)(const void *)polled->data;
      if (entries[0].revents != 0)
        return NULL;
      for (guint i = 0; i < self->links->len; i++)
        serve_link (self, self->links->pdata[i], &entries[2 + 2 * i], &entries[3 + 2 * i]);
      if (entries[1].revents != 0)
        accept_link (self);
      now = g_get_monotonic_time ();
      for (guint i = self->links->len; i > 0; i--)
        if (!advance_link (self, self->links->pdata[i - 1], now))
          g_ptr_array_remove_index (self->links, i - 1);
    }
}

/* ---- the whole ---- */

static gboolean
start_listening (Relay *self)
{
  struct sockaddr_in address = loopback (0);
  socklen_t length = sizeof address;

  self->wake = eventfd (0, EFD_CLOEXEC);
  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (self->wake < 0 || self->listener < 0 ||
      bind (self->listener, (const struct sockaddr *)&address, sizeof address) != 0 ||
      listen (self->listener, SOMAXCONN) != 0 ||
      getsockname (self->listener, (struct sockaddr *)&address, &length) != 0)
    return FALSE;
  self->port = ntohs (address.sin_port);
  return TRUE;
}

Relay *
relay_new (guint16 server_port, guint round_trip_ms, GError **error)
{
  g_autoptr (Relay) self = g_new0 (Relay, 1);

  self->server_port = server_port;
  self->wake = -1;
  self->listener = -1;
  self->links = g_ptr_array_new_with_free_func (free_link);
  relay_set_round_trip (self, round_trip_ms);
  if (!start_listening (self))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no relay: %s", g_strerror (errno));
      return NULL;
    }
  self->thread = g_thread_new ("relay", run, self);
  return g_steal_pointer (&self);
}

void
relay_free (Relay *self)
{
  if (self->thread != NULL)
    {
      eventfd_write (self->wake, 1);
      g_thread_join (self->thread);
    }
  g_ptr_array_unref (self->links);
  if (self->wake >= 0)
    close (self->wake);
  if (self->listener >= 0)
    close (self->listener);
  g_free (self);
}

guint16
relay_get_port (Relay *self)
{
  return self->port;
}

void
relay_set_round_trip (Relay *self, guint round_trip_ms)
{
  g_atomic_int_set (&self->half_us, (gint)(round_trip_ms * 500));
}
