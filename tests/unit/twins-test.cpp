/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/twins.h"

#include <cstring>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace
{

constexpr guint32 validity = 7;

/* ---- when messages are the same ---- */

struct Listed
{
  const char *id = "<1@x>";
  const char *date = "Mon, 1 Jan 2001 00:00:00 +0000";
  const char *from = "ada@x";
  const char *subject = "Tea";
  gint64 internal_date = 1000;
  guint64 size = 100;
};

bool
get_key (const Listed &listed, DecantTwinKey *key)
{
  DecantHeaders headers = {};
  DecantMessage message = {};

  headers.message_id = const_cast<char *> (listed.id);
  headers.date = const_cast<char *> (listed.date);
  headers.from = const_cast<char *> (listed.from);
  headers.subject = const_cast<char *> (listed.subject);
  message.headers = &headers;
  message.internal_date = listed.internal_date;
  message.size = listed.size;
  return decant_twin_key_init (key, &message);
}

bool
same (const Listed &a, const Listed &b)
{
  DecantTwinKey first, second;

  EXPECT_TRUE (get_key (a, &first));
  EXPECT_TRUE (get_key (b, &second));
  return decant_twin_key_equal (&first, &second);
}

TEST (TwinKey, IdentityAndSizeMakeIt)
{
  const Listed usual;
  Listed other = usual;

  EXPECT_TRUE (same (usual, other));
  other.internal_date = 2000;
  EXPECT_TRUE (same (usual, other)) << "there is a Message-ID";
  other.size = 101;
  EXPECT_FALSE (same (usual, other));
  other = usual;
  other.id = "<2@x>";
  EXPECT_FALSE (same (usual, other));
  other = usual;
  other.subject = "Coffee";
  EXPECT_FALSE (same (usual, other));

  Listed nameless = usual;
  nameless.id = nullptr;
  other = nameless;
  EXPECT_TRUE (same (nameless, other));
  other.internal_date = 2000;
  EXPECT_FALSE (same (nameless, other));
}

TEST (TwinKey, WhatNothingTellsApartIsNobodysDuplicate)
{
  DecantTwinKey key;
  DecantMessage without_headers = {};

  EXPECT_FALSE (get_key ({ nullptr, nullptr, "", " \t" }, &key));
  EXPECT_TRUE (get_key ({ nullptr, nullptr, "", "Tea" }, &key));
  Listed sizeless;
  sizeless.size = 0;
  EXPECT_FALSE (get_key (sizeless, &key));
  without_headers.size = 100;
  EXPECT_FALSE (decant_twin_key_init (&key, &without_headers));
}

TEST (TwinKey, IsTheSameFromTheIdentity)
{
  DecantTwinKey listed, known;
  DecantHeaders headers = {};
  DecantIdentity identity;

  headers.message_id = const_cast<char *> ("<1@x>");
  headers.subject = const_cast<char *> ("Tea");
  decant_identity_from_headers (&identity, &headers, 1000);
  decant_twin_key_init_from_identity (&known, &identity, 100);
  ASSERT_TRUE (get_key ({ "<1@x>", nullptr, nullptr, "Tea" }, &listed));
  EXPECT_TRUE (decant_twin_key_equal (&known, &listed));
}

/* ---- which of them goes ---- */

DecantTwinKey
key_of (char letter)
{
  DecantTwinKey key;

  memset (key.bytes, letter, sizeof key.bytes);
  return key;
}

struct Message
{
  char key;
  guint place;
  guint32 uid;
};

/* "goes", "stays 2" (one of place 2 goes), "?" */
std::string
fate_of (const DecantTwins *twins, guint place, guint32 uid, guint32 under = validity)
{
  DecantTwinKey key;
  guint goes_from = 77;

  switch (decant_twins_find (twins, place, under, uid, &key, &goes_from))
    {
    case DECANT_TWIN_GOES:
      return "goes";
    case DECANT_TWIN_STAYS:
      return "stays " + std::to_string (goes_from);
    default:
      return "?";
    }
}

DecantTwins *
make (const std::vector<Message> &messages, const std::vector<Message> &arrived = {})
{
  DecantTwins *twins = decant_twins_new ();

  for (const Message &message : messages)
    {
      const DecantTwinKey key = key_of (message.key);

      decant_twins_add (twins, &key, message.place, validity, message.uid);
    }
  decant_twins_close (twins);
  for (const Message &message : arrived)
    {
      const DecantTwinKey key = key_of (message.key);

      decant_twins_note_arrived (twins, &key, message.place, validity, message.uid);
    }
  decant_twins_choose (twins);
  return twins;
}

TEST (Twins, OneOfEachGoes)
{
  static const struct
  {
    const char *what;
    std::vector<Message> messages;
    std::vector<Message> arrived;
    std::vector<std::string> fates; /* of each message */
  } cases[] = {
    { "single ones", { { 'a', 1, 1 }, { 'b', 1, 2 } }, {}, { "goes", "goes" } },
    { "twice in a folder: the lower UID",
      { { 'a', 1, 9 }, { 'a', 1, 2 } },
      {},
      { "stays 1", "goes" } },
    { "in two folders: the earlier one, whatever the UIDs and the order of listing",
      { { 'a', 3, 1 }, { 'a', 2, 9 }, { 'b', 3, 2 } },
      {},
      { "stays 2", "goes", "goes" } },
    { "what has arrived goes before what is earlier",
      { { 'a', 1, 1 }, { 'a', 2, 1 }, { 'a', 3, 1 } },
      { { 'a', 2, 1 } },
      { "stays 2", "goes", "stays 2" } },
    { "of several that have arrived the first",
      { { 'a', 1, 1 }, { 'a', 2, 1 }, { 'a', 3, 1 } },
      { { 'a', 3, 1 }, { 'a', 2, 1 } },
      { "stays 2", "goes", "stays 2" } },
    { "one has arrived from a folder that is not here",
      { { 'a', 1, 1 }, { 'a', 2, 1 }, { 'b', 1, 2 } },
      { { 'a', 0, 5 } },
      { "stays 0", "stays 0", "goes" } },
    { "the same, from one that is, but not any more with this UID",
      { { 'a', 1, 1 }, { 'a', 2, 1 } },
      { { 'a', 2, 8 } },
      { "stays 0", "stays 0" } },
    { "a single one that has arrived", { { 'a', 1, 1 } }, { { 'a', 1, 1 } }, { "goes" } },
    { "what has arrived has nothing like it here",
      { { 'a', 1, 1 } },
      { { 'z', 0, 1 } },
      { "goes" } },
  };

  for (const auto &each : cases)
    {
      g_autoptr (DecantTwins) twins = make (each.messages, each.arrived);

      for (size_t i = 0; i < each.messages.size (); i++)
        EXPECT_EQ (fate_of (twins, each.messages[i].place, each.messages[i].uid), each.fates[i])
          << each.what << ": " << i;
    }
}

TEST (Twins, WhatWasNotAddedIsNotKnown)
{
  g_autoptr (DecantTwins) twins = make ({ { 'a', 1, 1 }, { 'a', 2, 1 } });

  EXPECT_EQ (fate_of (twins, 1, 2), "?") << "it came later";
  EXPECT_EQ (fate_of (twins, 9, 1), "?");
  EXPECT_EQ (fate_of (twins, 2, 1, validity + 1), "?") << "another message, maybe";
  EXPECT_TRUE (decant_twins_has_staying (twins, 2));
  EXPECT_FALSE (decant_twins_has_staying (twins, 1));
  EXPECT_FALSE (decant_twins_has_staying (twins, 9));

  g_autoptr (DecantTwins) none = make ({});
  EXPECT_EQ (fate_of (none, 0, 1), "?");
}

/* A server that lies: nothing is left behind on its word. */
TEST (Twins, ADoubtfulFolderIsNotKnown)
{
  const DecantTwinKey a = key_of ('a');
  g_autoptr (DecantTwins) twice = make ({ { 'a', 1, 1 }, { 'b', 2, 1 }, { 'a', 2, 1 } });
  g_autoptr (DecantTwins) renumbered = decant_twins_new ();

  EXPECT_EQ (fate_of (twice, 2, 1), "?");
  EXPECT_EQ (fate_of (twice, 1, 1), "goes");

  decant_twins_add (renumbered, &a, 1, validity, 1);
  decant_twins_add (renumbered, &a, 2, validity, 1);
  decant_twins_add (renumbered, &a, 2, validity + 1, 2);
  decant_twins_close (renumbered);
  decant_twins_choose (renumbered);
  EXPECT_EQ (fate_of (renumbered, 2, 1), "?");
  EXPECT_EQ (fate_of (renumbered, 2, 2, validity + 1), "?");
}

TEST (Twins, AnotherGoesInsteadEachOnce)
{
  g_autoptr (DecantTwins)
    twins = make ({ { 'a', 1, 1 }, { 'a', 2, 1 }, { 'a', 3, 1 }, { 'b', 3, 2 } });

  EXPECT_FALSE (decant_twins_choose_instead (twins, 1, 1)) << "it was to go";
  EXPECT_TRUE (decant_twins_choose_instead (twins, 2, 1));
  EXPECT_EQ (fate_of (twins, 1, 1), "stays 2");
  EXPECT_EQ (fate_of (twins, 2, 1), "goes");
  EXPECT_EQ (fate_of (twins, 3, 1), "stays 2");
  EXPECT_TRUE (decant_twins_choose_instead (twins, 3, 1));
  EXPECT_FALSE (decant_twins_choose_instead (twins, 2, 1));
  EXPECT_FALSE (decant_twins_choose_instead (twins, 3, 1));
  EXPECT_FALSE (decant_twins_choose_instead (twins, 3, 9));
  EXPECT_EQ (fate_of (twins, 3, 2), "goes");
}

/* Many of one key take no longer than as many of different ones. */
TEST (Twins, ManyOfOneKey)
{
  std::vector<Message> messages;

  for (guint32 uid = 1; uid <= 200000; uid++)
    messages.push_back ({ 'a', 1 + uid % 50, uid });
  g_autoptr (DecantTwins) twins = make (messages);
  unsigned going = 0;

  for (const Message &message : messages)
    going += fate_of (twins, message.place, message.uid) == "goes";
  EXPECT_EQ (going, 1u);
}

}
