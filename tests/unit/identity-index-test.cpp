/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identity-index.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace
{

class IdentityIndex : public testing::Test
{
protected:
  void
  TearDown () override
  {
    decant_identity_index_free (index);
    g_clear_pointer (&known, g_hash_table_unref);
  }

  static DecantHeaders
  headers_of (const char *message_id)
  {
    DecantHeaders headers = {};

    headers.message_id = const_cast<char *> (message_id);
    return headers;
  }

  static DecantIdentity
  identity (const char *message_id)
  {
    const DecantHeaders headers = headers_of (message_id);
    DecantIdentity identity;

    decant_identity_from_headers (&identity, &headers, 0);
    return identity;
  }

  void
  add (guint32 uid, const char *message_id, guint64 size, DecantFlags flags = {},
       const char *keywords = nullptr)
  {
    DecantMessage *message = decant_message_new (uid);

    message->size = size;
    message->flags = flags;
    message->keywords = decant_keywords_split (keywords);
    message->headers = g_new0 (DecantHeaders, 1);
    message->headers->message_id = g_strdup (message_id);
    EXPECT_TRUE (decant_identity_index_add (message, index, nullptr));
  }

  guint32
  take (const char *message_id, guint64 size = DECANT_SIZE_UNKNOWN,
        const DecantMarks *marks = nullptr)
  {
    const DecantIdentity wanted = identity (message_id);

    return decant_identity_index_take (index, &wanted, size, marks);
  }

  std::vector<guint32>
  left (GHashTable *sizes = nullptr)
  {
    g_autoptr (GArray) uids = decant_identity_index_list_left (index, sizes);
    std::vector<guint32> all;

    for (guint i = 0; i < uids->len; i++)
      all.push_back (g_array_index (uids, guint32, i));
    EXPECT_TRUE (sizes != nullptr || all.size () == decant_identity_index_count_left (index));
    return all;
  }

  GHashTable *known = g_hash_table_new (nullptr, nullptr);
  DecantIdentityIndex *index = decant_identity_index_new_empty (known);
};

TEST_F (IdentityIndex, GivesEachMessageOnceLowestFirst)
{
  add (9, "<a@x>", 100);
  add (3, "<a@x>", 100);
  add (5, "<b@x>", 100);
  add (5, "<b@x>", 100); /* listed twice */
  decant_identity_index_finish (index);
  EXPECT_EQ (take ("<c@x>"), 0u);
  EXPECT_EQ (take ("<a@x>"), 3u);
  EXPECT_EQ (left (), (std::vector<guint32>{ 5, 9 }));
  EXPECT_EQ (take ("<a@x>"), 9u);
  EXPECT_EQ (take ("<a@x>"), 0u);
  EXPECT_EQ (take ("<b@x>"), 5u);
  EXPECT_EQ (take ("<b@x>"), 0u);
  EXPECT_EQ (left (), std::vector<guint32> ());
}

TEST_F (IdentityIndex, LeavesOutWhatIsKnown)
{
  g_hash_table_add (known, GUINT_TO_POINTER (3));
  add (3, "<a@x>", 100);
  add (4, "<a@x>", 100);
  decant_identity_index_finish (index);
  EXPECT_EQ (take ("<a@x>"), 4u);
  EXPECT_EQ (take ("<a@x>"), 0u);
}

TEST_F (IdentityIndex, TellsThoseOfOneIdentityApart)
{
  const DecantMarks seen = { DECANT_FLAG_SEEN, nullptr };
  const DecantMarks work = { DECANT_FLAG_SEEN, "work" };

  add (1, "<a@x>", 100);
  add (2, "<a@x>", 200);
  add (3, "<a@x>", 200, DECANT_FLAG_SEEN, "work");
  add (4, "<a@x>", 200, DECANT_FLAG_SEEN);
  decant_identity_index_finish (index);
  EXPECT_EQ (take ("<a@x>", 300), 0u);
  EXPECT_EQ (take ("<a@x>", 200, &seen), 4u);
  EXPECT_EQ (take ("<a@x>", 200, &work), 3u);
  EXPECT_EQ (take ("<a@x>", 200, &work), 0u);
  EXPECT_EQ (take ("<a@x>"), 1u) << "that were taken in the middle";
  EXPECT_EQ (take ("<a@x>", 200), 2u);
  EXPECT_EQ (take ("<a@x>"), 0u);
}

TEST_F (IdentityIndex, GivesTheOneThatIsMeant)
{
  const DecantIdentity a = identity ("<a@x>"), b = identity ("<b@x>");

  for (guint32 uid : { 1, 2, 3 })
    add (uid, "<a@x>", 100);
  add (4, "<b@x>", 100);
  decant_identity_index_finish (index);
  EXPECT_TRUE (decant_identity_index_take_uid (index, &a, 1));
  EXPECT_TRUE (decant_identity_index_take_uid (index, &a, 2));
  EXPECT_FALSE (decant_identity_index_take_uid (index, &a, 2)) << "it is taken";
  EXPECT_FALSE (decant_identity_index_take_uid (index, &a, 4)) << "is another message";
  EXPECT_FALSE (decant_identity_index_take_uid (index, &b, 5)) << "there is none";
  EXPECT_EQ (left (), (std::vector<guint32>{ 3, 4 }));
  EXPECT_EQ (take ("<a@x>"), 3u);
}

TEST_F (IdentityIndex, ListsThoseLeftBySize)
{
  g_autoptr (GHashTable) sizes = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint64 wanted = 200;

  g_hash_table_add (sizes, &wanted);
  add (7, "<a@x>", 200);
  add (6, "<b@x>", 100);
  add (5, "<c@x>", 200);
  decant_identity_index_finish (index);
  EXPECT_EQ (left (sizes), (std::vector<guint32>{ 5, 7 }));
  EXPECT_EQ (left (), (std::vector<guint32>{ 5, 6, 7 }));
}

/* Ten times as many that are all the same take ten times as long, not a hundred times. */
TEST_F (IdentityIndex, OfManyThatAreTheSame)
{
  constexpr guint32 count = 200000;

  for (guint32 uid = 1; uid <= count; uid++)
    add (uid, "<a@x>", 100);
  decant_identity_index_finish (index);
  for (guint32 uid = 1; uid <= count; uid++)
    ASSERT_EQ (take ("<a@x>", 100), uid);
  EXPECT_EQ (take ("<a@x>", 100), 0u);
}

}
