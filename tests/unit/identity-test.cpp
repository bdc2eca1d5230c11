/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identity.h"

#include <cstring>
#include <gtest/gtest.h>
#include <string>

namespace
{

DecantIdentity
identify (const char *message_id, const char *date, const char *from, const char *subject,
          gint64 internal_date = 1000)
{
  DecantHeaders headers = {};
  DecantIdentity identity;

  headers.message_id = const_cast<char *> (message_id);
  headers.date = const_cast<char *> (date);
  headers.from = const_cast<char *> (from);
  headers.subject = const_cast<char *> (subject);
  decant_identity_from_headers (&identity, &headers, internal_date);
  return identity;
}

bool
same (const DecantIdentity &a, const DecantIdentity &b)
{
  return decant_identity_equal (&a, &b);
}

const char *const date = "Mon, 1 Jan 2001 00:00:00 +0000";

TEST (Identity, EachFieldTellsMessagesApart)
{
  const DecantIdentity one = identify ("<1@x>", date, "ada@x", "Tea");

  EXPECT_TRUE (same (one, identify ("<1@x>", date, "ada@x", "Tea")));
  EXPECT_FALSE (same (one, identify ("<2@x>", date, "ada@x", "Tea")));
  EXPECT_FALSE (same (one, identify ("<1@x>", "Tue, 2 Jan 2001 00:00:00 +0000", "ada@x", "Tea")));
  EXPECT_FALSE (same (one, identify ("<1@x>", date, "bob@x", "Tea")));
  EXPECT_FALSE (same (one, identify ("<1@x>", date, "ada@x", "Coffee")));
}

TEST (Identity, AValueDoesNotSlideIntoTheNextField)
{
  EXPECT_FALSE (same (identify ("<1@x>", "ab", "c", ""), identify ("<1@x>", "a", "bc", "")));
  EXPECT_FALSE (same (identify ("<1@x>", "", "a", ""), identify ("<1@x>", "a", "", "")));
}

TEST (Identity, WhiteSpaceAndControlCharactersDoNotCount)
{
  const DecantIdentity plain = identify ("<1@x>", date, "Ada <ada@x>", "Tea at five");

  EXPECT_TRUE (same (plain, identify (" <1@x> ", date, "Ada <ada@x>", "Tea\t at\r\n  five ")));
  EXPECT_TRUE (same (plain, identify ("<1@x>", date, "Ada <ada@x>", "\x01Tea a\x7ft five")));
  EXPECT_FALSE (same (plain, identify ("<1@x>", date, "Ada <ada@x>", "Tea atfive")));
}

TEST (Identity, AbsentAndEmptyAreTheSame)
{
  EXPECT_TRUE (
    same (identify ("<1@x>", date, "ada@x", nullptr), identify ("<1@x>", date, "ada@x", " \t")));
}

TEST (Identity, InternalDateCountsOnlyWithoutMessageId)
{
  EXPECT_TRUE (same (identify ("<1@x>", date, "ada@x", "Tea", 1),
                     identify ("<1@x>", date, "ada@x", "Tea", 2)));
  EXPECT_FALSE (same (identify (nullptr, date, "ada@x", "Tea", 1),
                      identify (nullptr, date, "ada@x", "Tea", 2)));
  EXPECT_FALSE (
    same (identify (" ", date, "ada@x", "Tea", 1), identify (" ", date, "ada@x", "Tea", 2)));
  EXPECT_TRUE (same (identify (nullptr, date, "ada@x", "Tea", DECANT_DATE_UNKNOWN),
                     identify ("", date, "ada@x", "Tea", DECANT_DATE_UNKNOWN)));
}

TEST (Identity, OfContentIsThatOfItsHeaders)
{
  const std::string text = "Received: from y\r\nMessage-ID:\r\n <1@x>\r\nDate: " +
                           std::string (date) +
                           "\r\nFrom: ada@x\r\nsubject: Tea\r\n\r\nSubject: Coffee\r\n";
  g_autoptr (DecantContent) content = decant_content_new (text.size ());
  DecantIdentity identity;

  ASSERT_TRUE (decant_content_write (content, text.data (), text.size (), nullptr));
  ASSERT_TRUE (decant_content_finish (content, nullptr));
  decant_identity_from_content (&identity, content, 5);
  EXPECT_TRUE (same (identity, identify ("<1@x>", date, "ada@x", "Tea")));
}

TEST (Identity, WorksAsAKey)
{
  g_autoptr (GHashTable) table = g_hash_table_new (decant_identity_hash, decant_identity_equal);
  DecantIdentity first = identify ("<1@x>", date, "ada@x", "Tea");
  DecantIdentity second = identify ("<2@x>", date, "ada@x", "Tea");
  DecantIdentity first_again = first;

  g_hash_table_add (table, &first);
  EXPECT_TRUE (g_hash_table_contains (table, &first_again));
  EXPECT_FALSE (g_hash_table_contains (table, &second));
}

} // namespace
