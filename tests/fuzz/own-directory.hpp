/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "unit/temporary-directory.h"

#include <cstdint>
#include <cstdio>
#include <gio/gio.h>
#include <string>
#include <unistd.h>

/* A directory in memory for the files of a target, there as long as its process. */
inline const TemporaryDirectory &
fuzz_directory ()
{
  static const bool in_memory = access ("/dev/shm", W_OK) == 0 &&
                                g_setenv ("TMPDIR", "/dev/shm", TRUE);
  static const TemporaryDirectory directory;

  (void)in_memory;
  return directory;
}

/* Makes @path a file of these bytes. Not g_file_set_contents(), which waits for the disk. */
inline void
fuzz_write (const std::string &path, const std::uint8_t *data, std::size_t size)
{
  FILE *file = fopen (path.c_str (), "wb");

  g_assert_nonnull (file);
  if (size > 0) /* of no bytes there may be no place either */
    g_assert_cmpuint (fwrite (data, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}
