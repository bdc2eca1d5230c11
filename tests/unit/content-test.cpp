/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/content.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <dirent.h>
#include <memory>
#include <string>

namespace
{

struct Unref
{
  void
  operator() (DecantContent *content) const
  {
    decant_content_unref (content);
  }
};
using Content = std::unique_ptr<DecantContent, Unref>;

Content
write_in_pieces (const std::string &bytes, size_t piece, guint64 expected = 0)
{
  Content content (decant_content_new (expected));

  for (size_t at = 0; at < bytes.size (); at += piece)
    EXPECT_TRUE (decant_content_write (content.get (), bytes.data () + at,
                                       std::min (piece, bytes.size () - at), nullptr));
  EXPECT_TRUE (decant_content_finish (content.get (), nullptr));
  return content;
}

Content
reserve_in_pieces (const std::string &bytes, size_t piece)
{
  Content content (decant_content_new (bytes.size ()));

  for (size_t at = 0; at < bytes.size ();)
    {
      gsize room = std::min (piece, bytes.size () - at);
      guint8 *place = decant_content_reserve (content.get (), &room);

      room = std::min (room, bytes.size () - at);
      memcpy (place, bytes.data () + at, room);
      EXPECT_TRUE (decant_content_advance (content.get (), room, nullptr));
      at += room;
    }
  EXPECT_TRUE (decant_content_finish (content.get (), nullptr));
  return content;
}

std::string
read_all (DecantContent *content)
{
  std::string bytes;
  char buffer[10000];
  gssize count;

  while ((count = decant_content_read (content, bytes.size (), buffer, sizeof buffer, nullptr)) > 0)
    bytes.append (buffer, static_cast<size_t> (count));
  EXPECT_EQ (count, 0);
  return bytes;
}

std::string
digest (DecantContent *content)
{
  return std::string (reinterpret_cast<const char *> (decant_content_get_digest (content)),
                      DECANT_CONTENT_DIGEST_LENGTH);
}

std::string
sha256 (const std::string &bytes)
{
  GChecksum *checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 out[32];
  gsize length = sizeof out;

  g_checksum_update (checksum, reinterpret_cast<const guchar *> (bytes.data ()),
                     static_cast<gssize> (bytes.size ()));
  g_checksum_get_digest (checksum, out, &length);
  g_checksum_free (checksum);
  return std::string (reinterpret_cast<char *> (out), sizeof out);
}

std::string
make_bytes (size_t size)
{
  std::string bytes;

  bytes.reserve (size + 80);
  for (unsigned line = 0; bytes.size () < size; line++)
    bytes += "line " + std::to_string (line * 2654435761U) + "\r\n";
  bytes.resize (size);
  return bytes;
}

TEST (Content, KeepsBytesWhateverTheirSizeAndPieces)
{
  for (size_t size : { 0, 1, 4096, 65536, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3500000 })
    for (size_t piece : { 977, 65536, 2000000 })
      {
        const std::string bytes = make_bytes (size);

        for (guint64 expected : { guint64 (0), guint64 (size), guint64 (1) << 62 })
          EXPECT_EQ (read_all (write_in_pieces (bytes, piece, expected).get ()), bytes);
        EXPECT_EQ (read_all (reserve_in_pieces (bytes, piece).get ()), bytes);
      }
}

TEST (Content, HoldsLargeMessagesOutOfMemory)
{
  Content content = write_in_pieces (make_bytes (8 * 1024 * 1024), 100000);

  EXPECT_EQ (decant_content_get_size (content.get ()), 8U * 1024 * 1024);
  EXPECT_LE (decant_content_get_memory (content.get ()), 128U * 1024);
}

/* As many as fit into what they share, and again once those are gone. */
TEST (Content, HoldsSomeLargeMessagesInMemory)
{
  const std::string bytes = make_bytes (3 * 1024 * 1024);

  for (int round = 0; round < 2; round++)
    {
      std::vector<Content> contents;
      unsigned in_memory = 0;

      for (int i = 0; i < 10; i++)
        {
          contents.push_back (write_in_pieces (bytes, 100000, bytes.size ()));
          in_memory += decant_content_get_bytes (contents.back ().get ()) != nullptr;
          EXPECT_EQ (read_all (contents.back ().get ()), bytes);
        }
      EXPECT_EQ (in_memory, DECANT_CONTENT_SHARED_LIMIT / bytes.size ());
    }
}

/* What turns out larger than announced leaves memory, and its share of it. */
TEST (Content, SpoolsWhatOutgrowsItsAnnouncement)
{
  const std::string bytes = make_bytes (5500 * 1024);

  for (int i = 0; i < 10; i++)
    {
      Content content = write_in_pieces (bytes, 100000, 4 * 1024 * 1024);

      EXPECT_LE (decant_content_get_memory (content.get ()), 128U * 1024) << i;
      EXPECT_EQ (read_all (content.get ()), bytes);
    }
  EXPECT_NE (decant_content_get_bytes (write_in_pieces (bytes, 100000, bytes.size ()).get ()),
             nullptr);
}

TEST (Content, DoesNotAllocateWhatIsOnlyAnnounced)
{
  Content content (decant_content_new (G_MAXUINT64));

  EXPECT_LE (decant_content_get_memory (content.get ()),
             gsize (DECANT_CONTENT_MEMORY_LIMIT) + 4096);
}

TEST (Content, LeavesNoFileBehind)
{
  char directory[] = "/tmp/decant-content-XXXXXX";
  const char *before = g_getenv ("TMPDIR");
  g_autofree char *saved = g_strdup (before);
  int entries = 0;

  ASSERT_NE (mkdtemp (directory), nullptr);
  g_setenv ("TMPDIR", directory, TRUE);
  {
    Content content = write_in_pieces (make_bytes (2 * 1024 * 1024), 100000);
    DIR *dir = opendir (directory);

    while (readdir (dir) != nullptr)
      entries++;
    closedir (dir);
  }
  if (saved != nullptr)
    g_setenv ("TMPDIR", saved, TRUE);
  else
    g_unsetenv ("TMPDIR");
  EXPECT_EQ (entries, 2); /* "." and ".." */
  EXPECT_EQ (rmdir (directory), 0);
}

TEST (Content, HeadHoldsTheFirstBytes)
{
  const std::string bytes = make_bytes (3000000);
  Content content = write_in_pieces (bytes, 1000000);
  gsize length = 0;
  const guint8 *head = decant_content_get_head (content.get (), &length);

  ASSERT_GE (length, 65536U);
  EXPECT_EQ (memcmp (head, bytes.data (), length), 0);
}

TEST (Content, DigestTakesEveryLineEndAsCrlf)
{
  const std::string crlf = "a\r\nb\r\n\r\nc\r\n";

  for (const std::string &same : { std::string ("a\nb\n\nc\n"), std::string ("a\rb\r\rc\r"),
                                   std::string ("a\r\nb\n\r\nc\r"), crlf })
    for (size_t piece = 1; piece <= same.size (); piece++)
      {
        EXPECT_EQ (digest (write_in_pieces (same, piece).get ()), sha256 (crlf)) << piece;
        EXPECT_EQ (digest (reserve_in_pieces (same, piece).get ()), sha256 (crlf)) << piece;
      }
  EXPECT_NE (digest (write_in_pieces ("a\r\nb", 9).get ()), sha256 ("a\r\nb\r\n"));
}

/* Line ends are looked for in pieces of many bytes: a lone one is found wherever it stands. */
TEST (Content, DigestFindsALoneLineEndAtEveryPlace)
{
  const std::string bytes = make_bytes (1200);

  for (size_t at = 0; at <= bytes.size (); at++)
    {
      if (at > 0 && bytes[at - 1] == '\r')
        continue;
      const std::string before = bytes.substr (0, at), after = bytes.substr (at);

      for (const char *lone : { "x\ny", "x\ry" })
        EXPECT_EQ (digest (write_in_pieces (before + lone + after, 1000).get ()),
                   sha256 (before + "x\r\ny" + after))
          << at;
    }
}

TEST (Content, DigestOfOrdinaryBytesIsTheirSha256)
{
  const std::string bytes = make_bytes (1500000) + "\r\n";

  EXPECT_EQ (digest (write_in_pieces (bytes, 4097).get ()), sha256 (bytes));
}

} // namespace
