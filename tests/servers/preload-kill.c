/* SPDX-License-Identifier: GPL-3.0-or-later */
#undef _FILE_OFFSET_BITS /* both forms of a function are defined here */
#include "servers/preload.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static atomic_long calls;

static bool
is_the_last (void)
{
  const char *wanted = getenv ("DECANT_PRELOAD_KILL_AT");
  long number = atomic_fetch_add (&calls, 1) + 1;

  return wanted != NULL && atol (wanted) == number;
}

static bool
is_halved (void)
{
  return getenv ("DECANT_PRELOAD_KILL_HALF") != NULL;
}

static _Noreturn void
die (void)
{
  kill (getpid (), SIGKILL);
  for (;;)
    pause ();
}

static __attribute__ ((destructor)) void
tell_count (void)
{
  const char *path = getenv ("DECANT_PRELOAD_COUNT_FILE");
  FILE *file = path != NULL ? fopen (path, "w") : NULL;

  if (file == NULL)
    return;
  fprintf (file, "%ld\n", atomic_load (&calls));
  fclose (file);
}

ssize_t
send (int fd, const void *bytes, size_t length, int flags)
{
  if (is_the_last ())
    {
      if (is_halved ())
        NEXT (send) (fd, bytes, length / 2, flags);
      die ();
    }
  return NEXT (send) (fd, bytes, length, flags);
}

ssize_t
sendmsg (int fd, const struct msghdr *message, int flags)
{
  if (is_the_last ())
    die ();
  return NEXT (sendmsg) (fd, message, flags);
}

/* Standard output and errors are no matter of a move. */
ssize_t
write (int fd, const void *bytes, size_t length)
{
  if (fd > STDERR_FILENO && is_the_last ())
    {
      if (is_halved () && NEXT (write) (fd, bytes, length / 2) < 0)
        perror ("write");
      die ();
    }
  return NEXT (write) (fd, bytes, length);
}

ssize_t
pwrite (int fd, const void *bytes, size_t length, off_t offset)
{
  if (is_the_last ())
    {
      if (is_halved () && NEXT (pwrite) (fd, bytes, length / 2, offset) < 0)
        perror ("pwrite");
      die ();
    }
  return NEXT (pwrite) (fd, bytes, length, offset);
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t length, off64_t offset)
{
  return pwrite (fd, bytes, length, (off_t)offset);
}

int
fsync (int fd)
{
  if (is_the_last ())
    die ();
  return NEXT (fsync) (fd);
}

int
fdatasync (int fd)
{
  if (is_the_last ())
    die ();
  return NEXT (fdatasync) (fd);
}

int
ftruncate (int fd, off_t length)
{
  if (is_the_last ())
    die ();
  return NEXT (ftruncate) (fd, length);
}

int
ftruncate64 (int fd, off64_t length)
{
  return ftruncate (fd, (off_t)length);
}

int
unlink (const char *path)
{
  if (is_the_last ())
    die ();
  return NEXT (unlink) (path);
}
