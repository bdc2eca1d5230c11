/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

/* SQLite's files below a directory as a disk holds them that may lose its power: only what was
 * synchronised is sure to be there, of the rest any part may be. As long as the object lives it is
 * SQLite's usual way to files. It offers no memory shared between processes and no mapped files, as
 * a network file system. */
class PowerLoss
{
public:
  /* What the disk holds of each file, by its name. */
  using Disk = std::map<std::string, std::string>;

  PowerLoss (const std::string &directory, unsigned seed);
  ~PowerLoss ();

  PowerLoss (const PowerLoss &) = delete;
  PowerLoss &operator= (const PowerLoss &) = delete;

  /* The disk if the power went now and nothing unsynchronised had got there. */
  Disk without_the_rest () const;

  /* The disk if some of it had, torn anywhere. */
  Disk with_some_of_the_rest ();

  /* Writes such a disk into a directory of its own. */
  static void restore (const Disk &disk, const std::string &directory);

  /* Called before each change to a file; is told whether it is the database itself. */
  std::function<void (bool is_database)> before_change;

  /* ---- for the functions SQLite calls ---- */

  struct Change
  {
    long long offset;
    std::string bytes;
    bool truncates; /* to @offset */
  };
  struct File
  {
    bool exists = false; /* surely */
    std::string synchronised;
    std::vector<Change> changes; /* since then */
  };

  bool covers (const char *path) const;
  void change (const std::string &path, const Change &change);
  void synchronise (const std::string &path);
  void remove (const std::string &path);

private:
  std::string directory;
  std::map<std::string, File> files; /* by path */
  std::mt19937 random;
};
