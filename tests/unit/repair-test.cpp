/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/internal-date-range.h"
#include "engine/line-ends.h"
#include "engine/repair.h"
#include "engine/wrap.h"

#include <cstring>
#include <gtest/gtest.h>
#include <string>
#include <vector>

/* What can be done with a message that the new server refuses. */

namespace
{

DecantContent *
make_content (const std::string &bytes)
{
  DecantContent *content = decant_content_new (0);

  EXPECT_TRUE (decant_content_write (content, bytes.data (), bytes.size (), nullptr));
  EXPECT_TRUE (decant_content_finish (content, nullptr));
  return content;
}

std::string
read_all (DecantContent *content)
{
  std::string bytes (decant_content_get_size (content), '\0');
  size_t at = 0;

  while (at < bytes.size ())
    {
      const gssize count = decant_content_read (content, at, &bytes[at], bytes.size () - at,
                                                nullptr);
      if (count <= 0)
        break;
      at += static_cast<size_t> (count);
    }
  EXPECT_EQ (at, bytes.size ());
  return bytes;
}

/* "" where nothing is to be repaired. */
std::string
repair_lines (const std::string &bytes)
{
  g_autoptr (DecantContent) content = make_content (bytes);
  g_autoptr (DecantContent) repaired = nullptr;

  EXPECT_TRUE (decant_line_ends_repair (content, &repaired, nullptr));
  return repaired != nullptr ? read_all (repaired) : "";
}

/* ---- line ends ---- */

TEST (LineEnds, BareOnesBecomeCrlf)
{
  EXPECT_EQ (repair_lines ("A: b\n\nc\nd\n"), "A: b\r\n\r\nc\r\nd\r\n");
  EXPECT_EQ (repair_lines ("A: b\r\rc\r"), "A: b\r\n\r\nc\r\n");
  EXPECT_EQ (repair_lines ("A: b\r\n\r\nc\rd\n\re\r\n"), "A: b\r\n\r\nc\r\nd\r\n\r\ne\r\n");
}

TEST (LineEnds, WhatIsRightIsLeft)
{
  EXPECT_EQ (repair_lines ("A: b\r\n\r\nc\r\n"), "");
  EXPECT_EQ (repair_lines ("A: b\r\n\r\n"), "");
  EXPECT_EQ (repair_lines (""), "");
}

TEST (LineEnds, TheLastLineIsEnded)
{
  EXPECT_EQ (repair_lines ("A: b\r\n\r\nc"), "A: b\r\n\r\nc\r\n");
}

TEST (LineEnds, AMissingSeparatorIsPutIn)
{
  EXPECT_EQ (repair_lines ("A: b\r\n c\r\n"), "A: b\r\n c\r\n\r\n");
  EXPECT_EQ (repair_lines ("A: b"), "A: b\r\n\r\n");
  EXPECT_EQ (repair_lines ("A: b\r\nWell then\r\nd\r\n"), "A: b\r\n\r\nWell then\r\nd\r\n");
  EXPECT_EQ (repair_lines ("A: b\nWell then"), "A: b\r\n\r\nWell then\r\n");
}

/* Or fields behind a stray line would become text. */
TEST (LineEnds, AStrayLineAmongHeadersIsNoSeparator)
{
  EXPECT_EQ (repair_lines ("A: b\r\nstray\r\nC: d\r\n\r\nbody\r\n"), "");
  EXPECT_EQ (repair_lines ("From ada Tue\r\nA: b\r\nC: d\r\n"), "")
    << "what does not begin with a header is left alone";
}

TEST (LineEnds, AcrossPiecesAndTheSpool)
{
  std::string bytes = "A: b\n\n", expected = "A: b\r\n\r\n";

  while (bytes.size () < 2 * DECANT_CONTENT_MEMORY_LIMIT)
    {
      bytes += "0123456789\n01234\r\nx\r";
      expected += "0123456789\r\n01234\r\nx\r\n";
    }
  bytes += "end";
  expected += "end\r\n";
  EXPECT_TRUE (repair_lines (bytes) == expected);
}

TEST (LineEnds, ChangeNoDigest)
{
  g_autoptr (DecantContent) content = make_content ("A: b\n\nc\rd\n");
  g_autoptr (DecantContent) repaired = nullptr;

  ASSERT_TRUE (decant_line_ends_repair (content, &repaired, nullptr));
  EXPECT_EQ (memcmp (decant_content_get_digest (content), decant_content_get_digest (repaired),
                     DECANT_CONTENT_DIGEST_LENGTH),
             0);
}

/* ---- dates ---- */

TEST (InternalDateRange, HoldsWhatEveryServerTakes)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  EXPECT_EQ (decant_internal_date_clamp (-2000000000), 86400);
  EXPECT_EQ (decant_internal_date_clamp (0), 86400);
  EXPECT_EQ (decant_internal_date_clamp (1000000000), 1000000000);
  EXPECT_NEAR (static_cast<double> (decant_internal_date_clamp (now + 1000000)),
               static_cast<double> (now), 5);
  EXPECT_NEAR (static_cast<double> (decant_internal_date_clamp (DECANT_DATE_UNKNOWN)),
               static_cast<double> (now), 5);
  EXPECT_FALSE (decant_internal_date_is_plausible (0));
  EXPECT_FALSE (decant_internal_date_is_plausible (now + 1000000));
  EXPECT_TRUE (decant_internal_date_is_plausible (1000000000));
}

/* ---- the ladder ---- */

class Ladder : public testing::Test
{
protected:
  Ladder () : message (decant_message_new (5))
  {
    message->internal_date = 1000000000;
  }

  ~Ladder () override
  {
    g_clear_pointer (&repair, decant_repair_free);
    decant_message_free (message);
  }

  void
  refuse (const std::string &bytes, bool may_wrap = false)
  {
    g_autoptr (DecantContent) content = make_content (bytes);

    repair = decant_repair_new (message, content, may_wrap);
  }

  guint
  next (guint preferred = 0)
  {
    DecantAdjustment adjustments = DECANT_ADJUSTMENT_NONE;

    EXPECT_TRUE (decant_repair_next (repair, static_cast<DecantAdjustment> (preferred),
                                     &adjustments, nullptr));
    return adjustments;
  }

  std::vector<guint>
  all ()
  {
    std::vector<guint> steps;

    for (guint step = next (); step != 0; step = next ())
      steps.push_back (step);
    return steps;
  }

  static constexpr guint lines = DECANT_ADJUSTMENT_LINE_ENDS, words = DECANT_ADJUSTMENT_KEYWORDS,
                         date = DECANT_ADJUSTMENT_DATE, wrapped = DECANT_ADJUSTMENT_WRAPPED;
  DecantMessage *message;
  DecantRepair *repair = nullptr;
};

TEST_F (Ladder, OffersNothingWhereNothingIsWrong)
{
  refuse ("A: b\r\n\r\nc\r\n");
  EXPECT_EQ (all (), (std::vector<guint>{}));
}

TEST_F (Ladder, GoesFromOneToAll)
{
  message->keywords = g_strsplit ("$Old $Work", " ", -1);
  message->internal_date = -100;
  refuse ("A: b\n\nc\n", true);
  EXPECT_EQ (all (),
             (std::vector<guint>{ lines, words, date, lines | words, lines | date, words | date,
                                  lines | words | date, wrapped, wrapped | words, wrapped | date,
                                  wrapped | words | date }));
}

TEST_F (Ladder, BeginsWithWhatHasWorked)
{
  message->keywords = g_strsplit ("$Old", " ", -1);
  refuse ("A: b\n\nc\n");
  EXPECT_EQ (next (words), words);
  EXPECT_EQ (next (words), lines);
  EXPECT_EQ (next (words), lines | words);
  EXPECT_EQ (next (words), 0u);
}

TEST_F (Ladder, ChangesWhatItSaysAndNothingElse)
{
  message->keywords = g_strsplit ("$Old", " ", -1);
  message->internal_date = -100;
  message->date_offset = 60;
  message->flags = DECANT_FLAG_SEEN;
  refuse ("Date: Tue, 04 Mar 2008 10:11:12 -0600\n\nc\n");

  ASSERT_EQ (next (), lines);
  EXPECT_EQ (read_all (decant_repair_get_content (repair)),
             "Date: Tue, 04 Mar 2008 10:11:12 -0600\r\n\r\nc\r\n");
  EXPECT_STREQ (decant_repair_get_message (repair)->keywords[0], "$Old");
  EXPECT_EQ (decant_repair_get_message (repair)->internal_date, -100);

  ASSERT_EQ (next (), words);
  EXPECT_EQ (decant_repair_get_content (repair), decant_repair_get_original (repair));
  EXPECT_EQ (decant_repair_get_message (repair)->keywords, nullptr);
  EXPECT_EQ (decant_repair_get_message (repair)->flags, DECANT_FLAG_SEEN);

  ASSERT_EQ (next (), date);
  EXPECT_EQ (decant_repair_get_message (repair)->internal_date, 1204647072)
    << "the date in the message";
  EXPECT_STREQ (decant_repair_get_message (repair)->keywords[0], "$Old");
}

TEST_F (Ladder, LeavesOutTheContentThatKillsConnections)
{
  message->keywords = g_strsplit ("$Old", " ", -1);
  refuse ("A: b\n\nc\n", true);
  decant_repair_give_up_content (repair);
  EXPECT_EQ (all (), (std::vector<guint>{ wrapped, wrapped | words }));
}

/* ---- wrapping ---- */

struct Wrapped
{
  std::string headers, text, original, whole;
};

/* Takes a wrapper apart with no line of the product. */
Wrapped
wrap (const std::string &bytes, gint64 internal_date = 1000000000)
{
  g_autoptr (DecantContent) content = make_content (bytes);
  g_autoptr (DecantMessage) message = decant_message_new (7);
  message->internal_date = internal_date;
  g_autoptr (DecantContent) wrapper = decant_wrap_new (content, message, nullptr);
  Wrapped result;

  result.whole = read_all (wrapper);
  result.headers = result.whole.substr (0, result.whole.find ("\r\n\r\n"));
  const size_t quote = result.headers.find ("boundary=\"") + 10;
  const std::string boundary = "\r\n--" + result.headers.substr (
                                            quote, result.headers.find ('"', quote) - quote);
  std::vector<std::string> parts;
  for (size_t at = result.whole.find (boundary); at != std::string::npos;)
    {
      const size_t start = at + boundary.size ();
      at = result.whole.find (boundary, start);
      if (at != std::string::npos)
        parts.push_back (result.whole.substr (start, at - start));
    }
  EXPECT_EQ (parts.size (), 2u);
  for (size_t i = 0; i < parts.size (); i++)
    {
      const std::string encoded = parts[i].substr (parts[i].find ("\r\n\r\n") + 4);
      gsize length = 0;
      g_autofree guchar *decoded = g_base64_decode (encoded.c_str (), &length);
      (i == 0 ? result.text : result.original)
        .assign (reinterpret_cast<const char *> (decoded), length);
    }
  return result;
}

void
expect_strict (const std::string &whole)
{
  size_t start = 0;

  EXPECT_EQ (whole.substr (whole.size () - 2), "\r\n");
  for (size_t i = 0; i < whole.size (); i++)
    {
      ASSERT_TRUE (whole[i] == '\r' || whole[i] == '\n' || (whole[i] >= ' ' && whole[i] < 0x7f))
        << "byte " << i;
      if (whole[i] != '\n')
        continue;
      ASSERT_EQ (whole[i - 1], '\r');
      ASSERT_LE (i - 1 - start, 78u) << whole.substr (start, i - start);
      start = i + 1;
    }
}

TEST (Wrapping, GivesBackEveryByte)
{
  std::string all;

  for (int i = 0; i < 256; i++)
    all += static_cast<char> (i);
  for (size_t length : { 0u, 1u, 2u, 3u, 56u, 57u, 58u, 114u })
    {
      std::string bytes = "Subject: x\n\n";
      while (bytes.size () < length)
        bytes += all;
      bytes.resize (length);
      EXPECT_EQ (wrap (bytes).original, bytes) << length;
    }
}

TEST (Wrapping, IsStrictWhateverStandsInside)
{
  const std::string long_word (300, 'x');
  const std::string bytes = std::string ("From: J\xfcrgen =?utf-8?q?x?= <ada@example.org>\n"
                                         "Subject: \xc3\xa4\xc3\xb6\xc3\xbc\xe2\x82\xac ") +
                            long_word + "\nDate: nonsense\n\nb" + std::string (1, '\0') + "\xff";
  const Wrapped wrapped = wrap (bytes);

  expect_strict (wrapped.whole);
  EXPECT_EQ (wrapped.original, bytes);
  EXPECT_NE (wrapped.headers.find ("<ada@example.org>"), std::string::npos);
  EXPECT_NE (wrapped.headers.find ("Date: Sun, 09 Sep 2001 01:46:40 +0000\r\n"), std::string::npos)
    << wrapped.headers;
  EXPECT_NE (wrapped.text.find ("original.eml"), std::string::npos);
  EXPECT_NE (wrapped.whole.find ("Content-Type: application/octet-stream; name=\"original.eml\""),
             std::string::npos);
}

TEST (Wrapping, ShowsWhatTheOriginalShowed)
{
  g_autoptr (DecantHeaders) headers = nullptr;
  const Wrapped wrapped = wrap ("From: =?UTF-8?Q?J=C3=BCrgen?= <j@example.org>\r\n"
                                "Subject: Gr\xc3\xbc\xc3\x9f\x65\r\n"
                                "Date: Tue, 04 Mar 2008 10:11:12 -0600\r\n\r\n");

  headers = decant_headers_parse (reinterpret_cast<const guint8 *> (wrapped.headers.data ()),
                                  wrapped.headers.size ());
  g_autofree char *from = decant_headers_decode_text (headers->from);
  g_autofree char *subject = decant_headers_decode_text (headers->subject);
  EXPECT_NE (strstr (from, "J\xc3\xbcrgen"), nullptr) << from;
  EXPECT_STREQ (subject, "Gr\xc3\xbc\xc3\x9f\x65");
  EXPECT_STREQ (headers->date, "Tue, 04 Mar 2008 16:11:12 +0000");
}

TEST (Wrapping, IsTheSameEachTime)
{
  const std::string bytes = std::string ("Subject: a\n\nx") + '\0';

  EXPECT_EQ (wrap (bytes).whole, wrap (bytes).whole);
  EXPECT_NE (wrap (bytes).headers, wrap (bytes + "y").headers) << "another Message-ID";
}

TEST (Wrapping, NobodyIsTheSenderWhereNoneCanBeTold)
{
  for (const char *from : { "", "From: \r\n", "From: <a b@c>\r\n", "From: @\r\n",
                            "From: x@y..z\r\n", "From: \"<\r\n" })
    {
      const Wrapped wrapped = wrap (std::string (from) + "Subject: \r\n\r\nx");

      expect_strict (wrapped.whole);
      EXPECT_NE (wrapped.headers.find ("<unknown@wrapped.invalid>"), std::string::npos)
        << wrapped.headers;
    }
}

TEST (Wrapping, LargeOnesAreSpooled)
{
  std::string bytes = "Subject: large\n\n";

  while (bytes.size () < DECANT_CONTENT_LARGE_LIMIT)
    bytes += "0123456789abcdef\xff\n";
  const Wrapped wrapped = wrap (bytes);
  EXPECT_TRUE (wrapped.original == bytes);
  g_autoptr (DecantContent) content = make_content (bytes);
  g_autoptr (DecantMessage) message = decant_message_new (7);
  g_autoptr (DecantContent) wrapper = decant_wrap_new (content, message, nullptr);
  EXPECT_LT (decant_content_get_memory (wrapper), gsize{ DECANT_CONTENT_MEMORY_LIMIT });
}

} // namespace
