/* SPDX-License-Identifier: GPL-3.0-or-later */
#undef _FILE_OFFSET_BITS /* both forms of a function are defined here */
#include "servers/preload.h"

#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

static void
tell (const char *what, int fd)
{
  const char *log = getenv ("DECANT_PRELOAD_LOCKS_FILE");
  char link[64], line[PATH_MAX + 64];
  int length = snprintf (line, sizeof line, "%s ", what);
  ssize_t path_length;
  int file;

  if (log == NULL)
    return;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  path_length = readlink (link, line + length, PATH_MAX);
  length += path_length > 0 ? (int)path_length : 0;
  line[length++] = '\n';
  file = open (log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || write (file, line, (size_t)length) < 0)
    perror (log);
  close (file);
}

int
fcntl (int fd, int command, ...)
{
  void *argument;
  va_list arguments;

  va_start (arguments, command);
  argument = va_arg (arguments, void *);
  va_end (arguments);
  if (command == F_SETLK || command == F_SETLKW)
    tell (((struct flock *)argument)->l_type == F_UNLCK ? "unlock" : "lock", fd);
  else if (command == F_OFD_SETLK || command == F_OFD_SETLKW || command == F_SETLEASE)
    tell ("other-lock", fd);
  return NEXT (fcntl) (fd, command, argument);
}

int
fcntl64 (int fd, int command, ...)
{
  void *argument;
  va_list arguments;

  va_start (arguments, command);
  argument = va_arg (arguments, void *);
  va_end (arguments);
  return fcntl (fd, command, argument);
}

int
flock (int fd, int operation)
{
  tell ("flock", fd);
  return NEXT (flock) (fd, operation);
}

int
fsync (int fd)
{
  tell ("synchronise", fd);
  return NEXT (fsync) (fd);
}

int
fdatasync (int fd)
{
  tell ("synchronise", fd);
  return NEXT (fdatasync) (fd);
}

void *
mmap (void *address, size_t length, int protection, int flags, int fd, off_t offset)
{
  if (fd >= 0 && (flags & MAP_SHARED) != 0)
    tell ("map-shared", fd);
  return NEXT (mmap) (address, length, protection, flags, fd, offset);
}

void *
mmap64 (void *address, size_t length, int protection, int flags, int fd, off64_t offset)
{
  return mmap (address, length, protection, flags, fd, (off_t)offset);
}
