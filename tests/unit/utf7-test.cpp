/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "stores/imap/utf7.h"

namespace
{

std::string
taken (char *text)
{
  std::string result = text != nullptr ? text : "(illegal)";
  g_free (text);
  return result;
}

std::string
decode (const std::string &name)
{
  return taken (decant_utf7_decode (name.c_str ()));
}

std::string
encode (const std::string &text)
{
  return taken (decant_utf7_encode (text.c_str ()));
}

std::string
display (const std::string &name)
{
  return taken (decant_utf7_to_display (name.c_str ()));
}

TEST (Utf7, EncodesAndDecodesKnownNames)
{
  const std::vector<std::pair<std::string, std::string>> pairs = {
    { "", "" },
    { "INBOX", "INBOX" },
    { "Gesendete Elemente", "Gesendete Elemente" },
    { "Entw\u00fcrfe", "Entw&APw-rfe" },
    { "R&D", "R&-D" },
    { "&", "&-" },
    { "&&", "&-&-" },
    { "~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e", "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
    { "\u53f0\u5317\u65e5\u672c\u8a9e", "&U,BTF2XlZyyKng-" },
    { "\u00e9&\u00e9", "&AOk-&-&AOk-" },
    { "\U0001F4E7", "&2D3c5w-" },
    { "a\tb", "a&AAk-b" },
    { "\u00fc", "&APw-" },
    { "\u007f", "&AH8-" },
    { "\U0010FFFF", "&2,,f,w-" },
  };

  for (const auto &[text, name] : pairs)
    {
      EXPECT_EQ (encode (text), name);
      EXPECT_EQ (decode (name), text);
      EXPECT_EQ (display (name), text);
    }
}

TEST (Utf7, RefusesWhatIsNotLegal)
{
  const std::vector<std::string> illegal = {
    "Entw\xc3\xbcrfe",    /* 8-bit bytes */
    "Entw\xfcrfe",        /* 8-bit bytes */
    "a\x01",              /* a bare control character */
    "a\tb",               /* the same */
    "a\x7f",              /* the same */
    "&",                  /* nothing after the shift */
    "R&D",                /* no base64, no end */
    "&APw",               /* the end is missing */
    "&APw-rfe&",          /* the end is missing */
    "&A-",                /* too few bits for a character */
    "&AP-",               /* the same */
    "&APwA-",             /* a superfluous sextet */
    "&APx-",              /* padding that is not zero */
    "&AGE-",              /* encoded printable ASCII: a */
    "&ACY-",              /* encoded printable ASCII: & */
    "&AOkAYQ-",           /* the same behind another character */
    "&AAA-",              /* NUL */
    "&2D0-",              /* a high surrogate alone */
    "&3Oc-",              /* a low surrogate alone */
    "&2D3YPQ-",           /* two high surrogates */
    "&2D0A6Q-",           /* a high surrogate before another character */
    "&3OfYPQ-",           /* a pair the wrong way round */
    "&U,BTFw-&ZeVnLIqe-", /* superfluous shift (RFC 3501 5.1.3) */
    "&AP/-",              /* "/" is "," here */
    "&APw=-",             /* "=" never stands */
    "&AP w-",             /* a blank in between */
    "&\xc3\xbc-",         /* 8-bit in between */
  };

  for (const auto &name : illegal)
    EXPECT_EQ (decode (name), "(illegal)") << name;
}

TEST (Utf7, ShowsIllegalNamesAsTheyAre)
{
  EXPECT_EQ (display ("R&D"), "R&D");
  EXPECT_EQ (display ("Entw\xc3\xbcrfe"), "Entw\u00fcrfe");
  EXPECT_EQ (display ("Entw\xfcrfe"), "Entw%FCrfe");
  EXPECT_EQ (display ("\xff\xfe"), "%FF%FE");
  EXPECT_EQ (display ("\xc3\xbc\xfc\xc3\xbc"), "\u00fc%FC\u00fc");
  EXPECT_EQ (display ("\xe2\x82"), "%E2%82");
}

void
append_character (std::mt19937 &random, std::string &text)
{
  static const guint32 limits[] = { 0x7f, 0x7ff, 0xffff, 0x10ffff };
  std::uniform_int_distribution<guint32> code (1, limits[random () % G_N_ELEMENTS (limits)]);
  guint32 c = code (random);
  char bytes[6];

  if (c >= 0xd800 && c <= 0xdfff)
    c = '&';
  text.append (bytes, g_unichar_to_utf8 (c, bytes));
}

TEST (Utf7, AnyTextComesBackAndItsNameIsPlainAscii)
{
  std::mt19937 random (20240229);

  for (int i = 0; i < 20000; i++)
    {
      std::string text;

      for (unsigned n = random () % 12; n > 0; n--)
        append_character (random, text);
      std::string name = encode (text);
      for (char c : name)
        ASSERT_TRUE (c >= 0x20 && c <= 0x7e) << name;
      ASSERT_EQ (decode (name), text);
    }
}

/* Strictness is what makes a decoded name safe to be encoded again: a name has one spelling. */
TEST (Utf7, WhatIsAcceptedHasOneSpelling)
{
  static const char characters[] = "&-AaPw2D3c5,+/ \xc3";
  std::mt19937 random (7);
  int accepted = 0;

  for (int i = 0; i < 200000; i++)
    {
      std::string name;

      for (unsigned n = random () % 9; n > 0; n--)
        name += characters[random () % (sizeof characters - 1)];
      char *text = decant_utf7_decode (name.c_str ());
      if (text == nullptr)
        continue;
      accepted++;
      ASSERT_TRUE (g_utf8_validate (text, -1, nullptr)) << name;
      ASSERT_EQ (encode (taken (text)), name);
    }
  EXPECT_GT (accepted, 1000);
}

} // namespace
