/* SPDX-License-Identifier: GPL-3.0-or-later */
#undef _FILE_OFFSET_BITS /* both forms of a function are defined here */
#include "servers/preload.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
is_there (const char *path)
{
  const char *place = getenv ("DECANT_PRELOAD_PLACE");

  return place != NULL && strncmp (path, place, strlen (place)) == 0;
}

/* ---- full ---- */

static bool
has_room (int fd, off_t end)
{
  const char *room = getenv ("DECANT_PRELOAD_ROOM");
  char link[64], path[PATH_MAX];
  ssize_t length;

  if (room == NULL)
    return true;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  if (length < 0)
    return true;
  path[length] = '\0';
  return !is_there (path) || end <= atol (room);
}

ssize_t
write (int fd, const void *bytes, size_t length)
{
  off_t offset = lseek (fd, 0, SEEK_CUR);

  if (offset >= 0 && !has_room (fd, offset + (off_t)length))
    {
      errno = ENOSPC;
      return -1;
    }
  return NEXT (write) (fd, bytes, length);
}

ssize_t
pwrite (int fd, const void *bytes, size_t length, off_t offset)
{
  if (!has_room (fd, offset + (off_t)length))
    {
      errno = ENOSPC;
      return -1;
    }
  return NEXT (pwrite) (fd, bytes, length, offset);
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t length, off64_t offset)
{
  return pwrite (fd, bytes, length, (off_t)offset);
}

/* ---- read-only ---- */

static bool
is_read_only (const char *path)
{
  return getenv ("DECANT_PRELOAD_READ_ONLY") != NULL && is_there (path);
}

static bool
makes_a_file (int flags)
{
  return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

static int
refuse (void)
{
  errno = EROFS;
  return -1;
}

int
open (const char *path, int flags, ...)
{
  mode_t mode;
  va_list arguments;

  va_start (arguments, flags);
  mode = makes_a_file (flags) ? va_arg (arguments, mode_t) : 0;
  va_end (arguments);
  if (is_read_only (path) && (flags & O_ACCMODE) != O_RDONLY)
    return refuse ();
  return NEXT (open) (path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  mode_t mode;
  va_list arguments;

  va_start (arguments, flags);
  mode = makes_a_file (flags) ? va_arg (arguments, mode_t) : 0;
  va_end (arguments);
  return open (path, flags, mode);
}

int
mkdir (const char *path, mode_t mode)
{
  return is_read_only (path) ? refuse () : NEXT (mkdir) (path, mode);
}

int
unlink (const char *path)
{
  return is_read_only (path) ? refuse () : NEXT (unlink) (path);
}
