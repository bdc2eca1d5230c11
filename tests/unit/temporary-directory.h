/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <filesystem>
#include <fstream>
#include <glib.h>
#include <gtest/gtest.h>
#include <sstream>
#include <string>

/* A directory of a test's own, gone with it. */
class TemporaryDirectory
{
public:
  TemporaryDirectory ()
  {
    char *path = g_dir_make_tmp ("decant-test-XXXXXX", nullptr);

    EXPECT_NE (path, nullptr);
    directory = path != nullptr ? path : "";
    g_free (path);
  }

  ~TemporaryDirectory ()
  {
    if (!directory.empty ())
      std::filesystem::remove_all (directory);
  }

  TemporaryDirectory (const TemporaryDirectory &) = delete;
  TemporaryDirectory &operator= (const TemporaryDirectory &) = delete;

  std::string
  path (const std::string &name = "") const
  {
    return name.empty () ? directory : directory + "/" + name;
  }

  void
  write (const std::string &name, const std::string &bytes) const
  {
    std::ofstream (path (name), std::ios::binary) << bytes;
  }

  std::string
  read (const std::string &name) const
  {
    std::ostringstream bytes;

    bytes << std::ifstream (path (name), std::ios::binary).rdbuf ();
    return bytes.str ();
  }

private:
  std::string directory;
};
