/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/headers.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace
{

struct Free
{
  void
  operator() (DecantHeaders *headers) const
  {
    decant_headers_free (headers);
  }
};
using Headers = std::unique_ptr<DecantHeaders, Free>;

Headers
parse (const std::string &bytes)
{
  return Headers (
    decant_headers_parse (reinterpret_cast<const guint8 *> (bytes.data ()), bytes.size ()));
}

std::string
decode (const std::string &value)
{
  g_autofree char *text = decant_headers_decode_text (value.c_str ());

  return text;
}

TEST (Headers, AreReadUnfoldedAndTrimmed)
{
  Headers headers = parse (
    "Message-ID:\r\n <1@x>\r\nsubject :  Hello\r\n\tagain \r\n"
    "FROM: a@x\r\nDate: Tue, 4 Mar 2008 10:11:12 -0600\r\n\r\nFrom: b@x\r\n");

  EXPECT_STREQ (headers->message_id, "<1@x>");
  EXPECT_STREQ (headers->subject, "Hello\tagain");
  EXPECT_STREQ (headers->from, "a@x");
  EXPECT_STREQ (headers->date, "Tue, 4 Mar 2008 10:11:12 -0600");
}

TEST (Headers, FirstOfSeveralCounts)
{
  Headers headers = parse ("Message-ID: <1@x>\nMessage-ID: <2@x>\n\n");

  EXPECT_STREQ (headers->message_id, "<1@x>");
}

TEST (Headers, AbsentIsNull)
{
  EXPECT_EQ (parse ("")->subject, nullptr);
  EXPECT_EQ (parse ("\r\nSubject: body\r\n")->subject, nullptr);
  EXPECT_EQ (parse ("X-Subject: no\r\nSubject-X: no\r\n\r\n")->subject, nullptr);
}

TEST (Headers, WhatIsNoFieldIsPassedOver)
{
  Headers headers = parse ("From a@x Tue Mar 4 2008\n: nothing\nno colon here\nSubject: x\n");

  EXPECT_STREQ (headers->subject, "x");
  EXPECT_EQ (headers->from, nullptr);
}

TEST (Headers, NulAndEightBitBytesSurvive)
{
  Headers headers = parse (std::string ("Subject: a\0b\xfc\r\n\r\n", 16));

  EXPECT_STREQ (headers->subject, "a b\xfc");
}

TEST (Headers, ValuesAreBounded)
{
  Headers headers = parse ("Subject: " + std::string (1000000, 'a') + "\r\n\r\n");

  EXPECT_LE (strlen (headers->subject), 8192U);
}

TEST (Headers, DecodeForPeople)
{
  EXPECT_EQ (decode ("=?UTF-8?Q?Gr=C3=BC=C3=9Fe?="), "Grüße");
  EXPECT_EQ (decode ("=?iso-8859-1?B?R3L832U=?= you"), "Grüße you");
  EXPECT_EQ (decode ("Grüße"), "Grüße");
  EXPECT_EQ (decode ("Gr\xfc\xdf"
                     "e"),
             "Grüße");
  EXPECT_EQ (decode ("plain"), "plain");
}

TEST (Headers, DecodedTextIsHarmless)
{
  EXPECT_EQ (decode ("\x1b[31mred\x07\x08 \xe2\x80\xae rtl"), "[31mred  rtl");
  EXPECT_EQ (decode ("=?UTF-8?Q?a=01b=0Ac?="), "abc");
  for (const char *broken : { "=?", "=?utf-8?q?", "=?nonsense?Q?abc?=", "=?utf-8?b?****?=",
                              "=?utf-8?Q?=C3=28?=", "=?=?=?=" })
    EXPECT_TRUE (g_utf8_validate (decode (broken).c_str (), -1, nullptr)) << broken;
}

TEST (Headers, DatesAreReadLeniently)
{
  EXPECT_EQ (decant_headers_parse_date ("Tue, 04 Mar 2008 10:11:12 -0600"), 1204647072);
  EXPECT_EQ (decant_headers_parse_date ("4 Mar 2008 16:11:12 +0000"), 1204647072);
  EXPECT_EQ (decant_headers_parse_date ("yesterday-ish"), G_MININT64);
  EXPECT_EQ (decant_headers_parse_date (nullptr), G_MININT64);
}

} // namespace
