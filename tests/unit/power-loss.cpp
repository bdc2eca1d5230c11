/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "power-loss.hpp"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <sqlite3.h>

namespace
{

constexpr size_t sector = 512;

PowerLoss *power = nullptr;

sqlite3_vfs *
usual ()
{
  return sqlite3_vfs_find ("unix");
}

/* ---- one file ---- */

/* SQLite makes room for it and, behind it, for the usual file. */
struct OpenFile
{
  sqlite3_file base;
  sqlite3_file *real;
  std::string *path;
};

OpenFile *
opened (sqlite3_file *file)
{
  return reinterpret_cast<OpenFile *> (file);
}

int
close_file (sqlite3_file *file)
{
  delete opened (file)->path;
  return opened (file)->real->pMethods->xClose (opened (file)->real);
}

int
read_file (sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset)
{
  return opened (file)->real->pMethods->xRead (opened (file)->real, bytes, length, offset);
}

int
write_file (sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
  power->change (*opened (file)->path,
                 { offset,
                   std::string (static_cast<const char *> (bytes), static_cast<size_t> (length)),
                   false });
  return opened (file)->real->pMethods->xWrite (opened (file)->real, bytes, length, offset);
}

int
truncate_file (sqlite3_file *file, sqlite3_int64 size)
{
  power->change (*opened (file)->path, { size, "", true });
  return opened (file)->real->pMethods->xTruncate (opened (file)->real, size);
}

/* The disk is imagined: there is no need to wait for a real one. */
int
synchronise_file (sqlite3_file *file, int)
{
  power->synchronise (*opened (file)->path);
  return SQLITE_OK;
}

int
measure_file (sqlite3_file *file, sqlite3_int64 *size)
{
  return opened (file)->real->pMethods->xFileSize (opened (file)->real, size);
}

int
lock_file (sqlite3_file *file, int level)
{
  return opened (file)->real->pMethods->xLock (opened (file)->real, level);
}

int
unlock_file (sqlite3_file *file, int level)
{
  return opened (file)->real->pMethods->xUnlock (opened (file)->real, level);
}

int
check_lock (sqlite3_file *file, int *locked)
{
  return opened (file)->real->pMethods->xCheckReservedLock (opened (file)->real, locked);
}

int
control_file (sqlite3_file *file, int operation, void *argument)
{
  return opened (file)->real->pMethods->xFileControl (opened (file)->real, operation, argument);
}

int
tell_sector (sqlite3_file *file)
{
  return opened (file)->real->pMethods->xSectorSize (opened (file)->real);
}

int
tell_characteristics (sqlite3_file *file)
{
  return opened (file)->real->pMethods->xDeviceCharacteristics (opened (file)->real);
}

/* Version 1: no shared memory, no mapped files. */
const sqlite3_io_methods file_methods = {
  1,
  close_file,
  read_file,
  write_file,
  truncate_file,
  synchronise_file,
  measure_file,
  lock_file,
  unlock_file,
  check_lock,
  control_file,
  tell_sector,
  tell_characteristics,
  nullptr,
  nullptr,
  nullptr,
  nullptr,
  nullptr,
  nullptr,
};

/* ---- all files ---- */

int
open_file (sqlite3_vfs *, const char *path, sqlite3_file *file, int flags, int *out_flags)
{
  OpenFile *self = opened (file);
  int result;

  if (!power->covers (path))
    return usual ()->xOpen (usual (), path, file, flags, out_flags);
  self->real = reinterpret_cast<sqlite3_file *> (self + 1);
  result = usual ()->xOpen (usual (), path, self->real, flags, out_flags);
  self->base.pMethods = result == SQLITE_OK ? &file_methods : nullptr;
  self->path = result == SQLITE_OK ? new std::string (path) : nullptr;
  return result;
}

int
delete_file (sqlite3_vfs *, const char *path, int synchronise)
{
  if (power->covers (path))
    power->remove (path);
  return usual ()->xDelete (usual (), path, synchronise);
}

sqlite3_vfs
make_vfs ()
{
  sqlite3_vfs vfs = *usual ();

  vfs.zName = "power-loss";
  vfs.szOsFile += static_cast<int> (sizeof (OpenFile));
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  return vfs;
}

sqlite3_vfs vfs;

void
apply (std::string &bytes, const PowerLoss::Change &change, size_t length)
{
  const auto offset = static_cast<size_t> (change.offset);

  if (change.truncates)
    {
      bytes.resize (offset);
      return;
    }
  if (bytes.size () < offset + length)
    bytes.resize (offset + length);
  bytes.replace (offset, length, change.bytes, 0, length);
}

} // namespace

PowerLoss::PowerLoss (const std::string &place, unsigned seed) : directory (place), random (seed)
{
  power = this;
  vfs = make_vfs ();
  sqlite3_vfs_register (&vfs, 1);
}

PowerLoss::~PowerLoss ()
{
  sqlite3_vfs_unregister (&vfs);
  sqlite3_vfs_register (usual (), 1);
  power = nullptr;
}

bool
PowerLoss::covers (const char *path) const
{
  return path != nullptr && strncmp (path, directory.c_str (), directory.size ()) == 0;
}

void
PowerLoss::change (const std::string &path, const Change &change)
{
  if (before_change)
    before_change (path.find ("-wal") == std::string::npos);
  files[path].changes.push_back (change);
}

void
PowerLoss::synchronise (const std::string &path)
{
  File &file = files[path];

  for (const Change &change : file.changes)
    apply (file.synchronised, change, change.bytes.size ());
  file.changes.clear ();
  file.exists = true;
}

void
PowerLoss::remove (const std::string &path)
{
  files.erase (path);
}

PowerLoss::Disk
PowerLoss::without_the_rest () const
{
  Disk disk;

  for (const auto &[path, file] : files)
    if (file.exists)
      disk[std::filesystem::path (path).filename ()] = file.synchronised;
  return disk;
}

PowerLoss::Disk
PowerLoss::with_some_of_the_rest ()
{
  Disk disk = without_the_rest ();

  for (const auto &[path, file] : files)
    for (const Change &change : file.changes)
      {
        size_t length = change.bytes.size ();

        if (random () % 3 == 0)
          continue;
        if (random () % 3 == 0)
          length = std::min (length, random () % (length / sector + 1) * sector);
        if (change.truncates || length > 0)
          apply (disk[std::filesystem::path (path).filename ()], change, length);
      }
  return disk;
}

void
PowerLoss::restore (const Disk &disk, const std::string &directory)
{
  std::filesystem::remove_all (directory);
  std::filesystem::create_directories (directory);
  for (const auto &[name, bytes] : disk)
    std::ofstream (std::filesystem::path (directory) / name, std::ios::binary) << bytes;
}
