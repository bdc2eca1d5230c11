/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/content.h"

#include "stores/store-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gnutls/crypto.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>
#include <unistd.h>

#define HEAD_LENGTH (64 * 1024)
#define PIECE_LENGTH (256 * 1024)
#define FIRST_LENGTH (4 * 1024)
#define MOST_ARENAS 2
#define MAPPED_FROM (2 * 1024 * 1024)
#define MOST_KEPT (16 * 1024 * 1024)
#define SCANNED_LENGTH 256

struct _DecantContent
{
  gatomicrefcount references;
  guint64 size;
  guint8 *buffer; /* all bytes, or with a spool only its head */
  gsize buffer_length;
  gsize buffer_room;
  gsize memory_limit; /* beyond it, the spool */
  guint8 *piece;      /* room for direct reads while spooling */
  int spool;          /* -1: in memory */
  char *spool_directory;
  gnutls_hash_hd_t checksum; /* GLib's own makes no use of what processors have for it */
  gboolean pending_cr;       /* the last byte hashed was a CR that may stand alone */
  gboolean finished;
  guint8 digest[DECANT_CONTENT_DIGEST_LENGTH];
};

/* Messages are read in one thread and freed in another. Where each thread has an arena of its own,
 * as is glibc's way, all of them together keep much more than is in use; and where what is kept may
 * grow with the largest message there was, as is its way too, they keep that for good. */
static void
bound_what_is_kept (void)
{
#ifdef __GLIBC__
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      mallopt (M_ARENA_MAX, MOST_ARENAS);
      mallopt (M_MMAP_THRESHOLD, MAPPED_FROM);
      mallopt (M_TRIM_THRESHOLD, MOST_KEPT);
      g_once_init_leave (&done, 1);
    }
#endif
}

/* What large messages hold in memory; atomic. */
static gssize lent;

static gboolean
borrow (gsize size)
{
  if ((gsize)g_atomic_pointer_add (&lent, (gssize)size) + size <= DECANT_CONTENT_SHARED_LIMIT)
    return TRUE;
  g_atomic_pointer_add (&lent, -(gssize)size);
  return FALSE;
}

static void
give_back (DecantContent *self)
{
  if (self->memory_limit > DECANT_CONTENT_MEMORY_LIMIT)
    g_atomic_pointer_add (&lent, -(gssize)self->memory_limit);
  self->memory_limit = DECANT_CONTENT_MEMORY_LIMIT;
}

static gboolean
fail_spool (const char *directory, int saved_errno, GError **error)
{
  decant_store_error_set (error, DECANT_STORE_ERROR_FATAL, DECANT_CAUSE_LOCAL_STORAGE,
                          g_strerror (saved_errno),
                          _ ("A large message could not be kept in a temporary file in “%s”. Make "
                             "room there, or name another place in the environment variable "
                             "TMPDIR, and go on; nothing is lost."),
                          directory);
  return FALSE;
}

static int
open_unlinked (const char *directory)
{
  g_autofree char *template = NULL;
  int fd = open (directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    return fd;
  /* NFS and others have no O_TMPFILE */
  template = g_build_filename (directory, "decant-XXXXXX", NULL);
  fd = g_mkstemp_full (template, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    g_unlink (template);
  return fd;
}

/* /var/tmp before the usual place: /tmp is often in memory, which spooling is to spare.
 * *@directory: where it is, or was tried last. */
static int
open_spool (char **directory)
{
  const char *places[] = { g_getenv ("TMPDIR"), "/var/tmp", g_get_tmp_dir () };
  int fd = -1;

  for (guint i = 0; fd < 0 && i < G_N_ELEMENTS (places); i++)
    {
      if (places[i] == NULL || *places[i] == '\0')
        continue;
      g_free (*directory);
      *directory = g_strdup (places[i]);
      fd = open_unlinked (places[i]);
    }
  return fd;
}

static gboolean
write_spool (DecantContent *self, const guint8 *data, gsize length, GError **error)
{
  while (length > 0)
    {
      ssize_t written = write (self->spool, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return fail_spool (self->spool_directory, errno, error);
      data += written;
      length -= (gsize)written;
    }
  return TRUE;
}

static void
start_checksum (DecantContent *self)
{
  int result = gnutls_hash_init (&self->checksum, GNUTLS_DIG_SHA256);

  /* Where this fails the library is broken, and with it all of TLS. */
  if (result != GNUTLS_E_SUCCESS)
    g_error ("GnuTLS has no SHA-256: %s", gnutls_strerror (result));
}

DecantContent *
decant_content_new (guint64 expected_size)
{
  DecantContent *self = g_new0 (DecantContent, 1);

  bound_what_is_kept ();
  g_atomic_ref_count_init (&self->references);
  self->spool = -1;
  start_checksum (self);
  self->memory_limit = DECANT_CONTENT_MEMORY_LIMIT;
  if (expected_size > DECANT_CONTENT_MEMORY_LIMIT && expected_size <= DECANT_CONTENT_LARGE_LIMIT &&
      borrow (expected_size))
    self->memory_limit = expected_size;
  self->buffer_room = expected_size > self->memory_limit ? HEAD_LENGTH
                                                         : MAX (expected_size, FIRST_LENGTH);
  self->buffer = g_malloc (self->buffer_room);
  return self;
}

DecantContent *
decant_content_ref (DecantContent *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
decant_content_unref (DecantContent *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  if (self->spool >= 0)
    close (self->spool);
  give_back (self);
  if (self->checksum != NULL)
    gnutls_hash_deinit (self->checksum, NULL);
  g_free (self->buffer);
  g_free (self->piece);
  g_free (self->spool_directory);
  g_free (self);
}

static void
add_to_checksum (DecantContent *self, const void *data, gsize length)
{
  int result = gnutls_hash (self->checksum, data, length);

  g_assert (result == GNUTLS_E_SUCCESS);
}

/* The length is fixed so that compilers look at many bytes at once. */
static gboolean
has_lone_end (const guint8 data[SCANNED_LENGTH + 1])
{
  guint8 lone = 0;

  for (gsize i = 0; i < SCANNED_LENGTH; i++)
    lone |= (data[i] == '\r') ^ (data[i + 1] == '\n');
  return lone != 0;
}

/* The first place from @at (1 or later) on where a CR has no LF behind it or a LF has no CR before
 * it; @length where there is none. */
static gsize
find_lone_end (const guint8 *data, gsize at, gsize length)
{
  while (length - at >= SCANNED_LENGTH && !has_lone_end (data + at - 1))
    at += SCANNED_LENGTH;
  while (at < length && (data[at - 1] == '\r') == (data[at] == '\n'))
    at++;
  return at;
}

/* Most messages have no line end but CRLF, and are hashed as they are. */
static void
hash (DecantContent *self, const guint8 *data, gsize length)
{
  gsize start = 0;
  gsize lone = 0;

  if (length == 0)
    return;
  if (self->pending_cr == (data[0] == '\n'))
    lone = find_lone_end (data, 1, length);
  for (; lone < length; lone = find_lone_end (data, lone + 1, length))
    {
      add_to_checksum (self, data + start, lone - start);
      add_to_checksum (self, data[lone] == '\n' ? "\r" : "\n", 1);
      start = lone;
    }
  add_to_checksum (self, data + start, length - start);
  self->pending_cr = data[length - 1] == '\r';
}

static gboolean
start_spooling (DecantContent *self, GError **error)
{
  self->spool = open_spool (&self->spool_directory);
  if (self->spool < 0)
    return fail_spool (self->spool_directory, errno, error);
  if (!write_spool (self, self->buffer, self->buffer_length, error))
    return FALSE;
  if (self->buffer_length > HEAD_LENGTH)
    self->buffer_length = HEAD_LENGTH;
  self->buffer_room = HEAD_LENGTH;
  self->buffer = g_realloc (self->buffer, self->buffer_room);
  give_back (self);
  return TRUE;
}

static void
grow_buffer (DecantContent *self, gsize wanted)
{
  gsize room = self->buffer_room;

  while (room < wanted)
    room *= 2;
  room = MIN (room, self->memory_limit);
  if (room > self->buffer_room)
    {
      self->buffer = g_realloc (self->buffer, room);
      self->buffer_room = room;
    }
}

static void
keep_head (DecantContent *self, const guint8 *data, gsize length)
{
  gsize kept = MIN (length, HEAD_LENGTH - self->buffer_length);

  if (kept > 0)
    memcpy (self->buffer + self->buffer_length, data, kept);
  self->buffer_length += kept;
}

gboolean
decant_content_write (DecantContent *self, const void *data, gsize length, GError **error)
{
  g_assert (!self->finished);

  hash (self, data, length);
  if (self->spool < 0 && self->size + length > self->memory_limit && !start_spooling (self, error))
    return FALSE;
  self->size += length;
  if (self->spool >= 0)
    {
      keep_head (self, data, length);
      return write_spool (self, data, length, error);
    }
  grow_buffer (self, self->buffer_length + length);
  memcpy (self->buffer + self->buffer_length, data, length);
  self->buffer_length += length;
  return TRUE;
}

guint8 *
decant_content_reserve (DecantContent *self, gsize *length)
{
  gsize room;

  g_assert (!self->finished);

  room = self->memory_limit - MIN (self->buffer_length, self->memory_limit);
  if (self->spool < 0 && self->piece == NULL && room > 0 && *length <= room)
    {
      grow_buffer (self, self->buffer_length + MAX (*length, 1));
      *length = CLAMP (*length, 1, self->buffer_room - self->buffer_length);
      return self->buffer + self->buffer_length;
    }
  if (self->piece == NULL)
    self->piece = g_malloc (PIECE_LENGTH);
  *length = CLAMP (*length, 1, PIECE_LENGTH);
  return self->piece;
}

gboolean
decant_content_advance (DecantContent *self, gsize length, GError **error)
{
  guint8 *end = self->buffer + self->buffer_length;

  if (self->piece != NULL)
    return decant_content_write (self, self->piece, length, error);
  g_assert (length <= self->buffer_room - self->buffer_length);
  hash (self, end, length);
  self->buffer_length += length;
  self->size += length;
  return TRUE;
}

gboolean
decant_content_finish (DecantContent *self, GError **error)
{
  if (self->finished)
    return TRUE;
  if (self->pending_cr)
    add_to_checksum (self, "\n", 1);
  gnutls_hash_deinit (self->checksum, self->digest);
  self->checksum = NULL;
  g_clear_pointer (&self->piece, g_free);
  self->finished = TRUE;
  return TRUE;
}

guint64
decant_content_get_size (const DecantContent *self)
{
  return self->size;
}

gsize
decant_content_get_memory (const DecantContent *self)
{
  gboolean shared = self->memory_limit > DECANT_CONTENT_MEMORY_LIMIT;

  return sizeof *self + (shared ? 0 : self->buffer_room) + (self->piece != NULL ? PIECE_LENGTH : 0);
}

const guint8 *
decant_content_get_bytes (const DecantContent *self)
{
  return self->finished && self->spool < 0 ? self->buffer : NULL;
}

const guint8 *
decant_content_get_head (const DecantContent *self, gsize *length)
{
  *length = self->buffer_length;
  return self->buffer;
}

gssize
decant_content_read (DecantContent *self, guint64 offset, void *buffer, gsize length,
                     GError **error)
{
  ssize_t count;

  if (offset >= self->size)
    return 0;
  length = MIN (length, self->size - offset);
  if (self->spool < 0)
    {
      memcpy (buffer, self->buffer + offset, length);
      return (gssize)length;
    }
  do
    count = pread (self->spool, buffer, length, (off_t)offset);
  while (count < 0 && errno == EINTR);
  if (count <= 0)
    {
      fail_spool (self->spool_directory, count < 0 ? errno : EIO, error);
      return -1;
    }
  return count;
}

const guint8 *
decant_content_get_digest (const DecantContent *self)
{
  g_assert (self->finished);
  return self->digest;
}
